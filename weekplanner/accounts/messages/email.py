"""Messages about a change of somebody's e-mail address."""

from datetime import datetime

from weekplanner.accounts.messages.links import living_link
from weekplanner.accounts.models import Account, SignInToken
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.kinds import Kind
from weekplanner.mailer.models import Priority
from weekplanner.mailer.outbox import Message


def change_asked(link: SignInToken, owner: Account | None, *, language: str) -> Message:
    """To the new address: the link; or when it is `owner`'s already, that nothing changes.

    It holds nothing of who asked: they may have typed the address of a stranger.
    """
    kind = "email_change_taken" if owner else "email_change_asked"
    return Message(
        kind=kind,
        to=owner.email if owner else link.email,
        to_name=owner.name if owner else "",
        language=owner.language if owner else language,
        values={"link_id": str(link.id)},
        unique_key=f"{kind}:{link.id}",
        not_after=link.expires_at,
    )


def email_changed(account: Account, former: str, *, link: SignInToken, at: datetime) -> Message:
    """To the old address, after the change, so that somebody whose account was taken can do something."""
    return Message(
        kind="email_changed",
        to=former,
        to_name=account.name,
        language=account.language,
        values={"changed_at": at.isoformat()},
        unique_key=f"email_changed:{link.id}",
    )


_SAMPLE = {"link_id": "00000000-0000-4000-8000-000000000000"}

KINDS = (
    Kind(
        "email_change_asked",
        "accounts/mail/email_change_asked",
        label=_("Nieuw e-mailadres bevestigen"),
        occasion=_(
            "Zodra iemand een ander e-mailadres wil, naar het nieuwe adres. De link werkt 15 minuten."
        ),
        subject=lambda _values: _("Bevestig uw nieuwe e-mailadres"),
        sample={**_SAMPLE, "link": "https://voorbeeld.nl/inloggen/5f0c1e"},
        priority=Priority.URGENT,
        late=living_link,
    ),
    Kind(
        "email_change_taken",
        "accounts/mail/email_change_taken",
        label=_("Nieuw e-mailadres heeft al een account"),
        occasion=_("Zodra iemand een ander e-mailadres wil waarmee al een ander inlogt, naar dat adres."),
        subject=lambda _values: _("U heeft al een account bij Kom erbij"),
        sample=_SAMPLE,
        priority=Priority.URGENT,
    ),
    Kind(
        "email_changed",
        "accounts/mail/email_changed",
        label=_("E-mailadres is gewijzigd"),
        occasion=_("Zodra iemand het nieuwe e-mailadres heeft bevestigd, naar het oude adres."),
        subject=lambda _values: _("Uw e-mailadres bij Kom erbij is gewijzigd"),
        sample={"changed_at": "2027-09-06T09:00:00+00:00"},
    ),
)
