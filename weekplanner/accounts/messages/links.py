"""Messages about an account: links to sign in or confirm an address with; an account that goes."""

from datetime import datetime
from uuid import UUID

from weekplanner.accounts.models import Account, Purpose, SignInToken
from weekplanner.core import clock, links
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.models import Priority
from weekplanner.mailer.outbox import Message


def link_message(link: SignInToken, account: Account | None) -> Message:
    """What to send to who asked for `link`; to an address without an account, that there is none yet.

    It holds nothing that was typed by somebody whose address is not confirmed: a stranger could let the
    site mail words of their own to anyone.
    """
    if link.purpose is Purpose.FIRST_ACTIVITY:
        kind = "confirm_first_activity"
    elif link.purpose is Purpose.JOIN:
        kind = "confirm_join"
    else:
        kind = "sign_in_link" if account else "sign_in_unknown"
    return Message(
        kind=kind,
        to=account.email if account else link.email,
        to_name=account.name if account else "",
        language=account.language if account else SOURCE_LANGUAGE,
        values={"link_id": str(link.id)},
        unique_key=f"{kind}:{link.id}",
        not_after=link.expires_at,
    )


def account_unused(account: Account, *, goes_at: datetime) -> Message:
    """Nobody signed in for two editions: the account goes at `goes_at`."""
    seen_on = account.last_seen_on or clock.local(account.created_at).date()
    return Message(
        kind="account_unused",
        to=account.email,
        to_name=account.name,
        language=account.language,
        values={"goes_at": goes_at.isoformat(), "sign_in_url": links.url("sign_in")},
        unique_key=f"account_unused:{account.id}:{seen_on}",
        not_after=goes_at,
    )


async def living_link(values: Values) -> Values | None:
    """The address of the link, made again for sending; None once it is used, replaced or too old."""
    link = await SignInToken.get_or_none(id=UUID(values["link_id"]))
    if link is None or not link.is_alive(clock.now()):
        return None
    return {"link": links.url("sign_in_confirm", token=link.token)}


_SAMPLE = {"link_id": "00000000-0000-4000-8000-000000000000"}
_SAMPLE_WITH_LINK = {**_SAMPLE, "link": "https://voorbeeld.nl/inloggen/5f0c1e"}

KINDS = (
    Kind(
        "sign_in_link",
        "accounts/mail/sign_in_link",
        label=_("Link om in te loggen"),
        occasion=_("Zodra iemand met een account om een link vraagt. Hij werkt 15 minuten."),
        subject=lambda _values: _("Uw link om in te loggen bij Kom erbij"),
        sample=_SAMPLE_WITH_LINK,
        priority=Priority.URGENT,
        late=living_link,
    ),
    Kind(
        "sign_in_unknown",
        "accounts/mail/sign_in_unknown",
        label=_("Nog geen account"),
        occasion=_("Zodra iemand een link vraagt voor een adres dat wij niet kennen."),
        subject=lambda _values: _("U heeft nog geen account bij Kom erbij"),
        sample=_SAMPLE,
        priority=Priority.URGENT,
    ),
    Kind(
        "confirm_first_activity",
        "accounts/mail/confirm_first_activity",
        label=_("E-mailadres bevestigen"),
        occasion=_("Zodra iemand zonder account een eerste activiteit invult."),
        subject=lambda _values: _("Bevestig uw e-mailadres voor uw activiteit"),
        sample=_SAMPLE_WITH_LINK,
        priority=Priority.URGENT,
        late=living_link,
    ),
    Kind(
        "confirm_join",
        "accounts/mail/confirm_join",
        label=_("E-mailadres bevestigen voor wie erbij wil"),
        occasion=_("Zodra iemand zonder account vraagt om bij een organisatie te horen."),
        subject=lambda _values: _("Bevestig uw e-mailadres voor uw verzoek"),
        sample=_SAMPLE_WITH_LINK,
        priority=Priority.URGENT,
        late=living_link,
    ),
    Kind(
        "account_unused",
        "accounts/mail/account_unused",
        label=_("Account gaat weg"),
        occasion=_("Als iemand twee edities lang niet heeft ingelogd, vóór wij het account verwijderen."),
        subject=lambda _values: _("Wilt u uw account bij Kom erbij houden?"),
        sample={
            "goes_at": "2027-12-01T09:00:00+00:00",
            "sign_in_url": "https://voorbeeld.nl/inloggen",
        },
    ),
)
