"""Messages about who acts for an organisation: invitations, requests and their answers, an end."""

from collections.abc import Callable
from typing import Any

from weekplanner.accounts.models import Account, Invitation, JoinRequest, Membership, Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core import clock, links
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.outbox import Message

INVITATION = "uitnodiging"
"""The purpose of the link in an invitation."""


def colleague_invited(invitation: Invitation, organisation: Organisation, inviter: Person) -> Message:
    """To who is invited; only the newest link works."""
    return Message(
        kind="colleague_invited",
        to=invitation.email,
        language=SOURCE_LANGUAGE,
        values={
            "invitation_id": invitation.id,
            "version": invitation.version,
            "organisation": organisation.name,
            "inviter": inviter.name or inviter.email,
            "expires_at": invitation.expires_at.isoformat(),
        },
        unique_key=f"colleague_invited:{invitation.id}:v{invitation.version}",
        not_after=invitation.expires_at,
    )


def join_requested(
    request: JoinRequest, organisation: Organisation, asker: Account, member: Account
) -> Message:
    """To each who acts for the organisation: somebody asks to join."""
    return _to(
        member,
        "join_requested",
        f"{request.id}:account-{member.id}",
        organisation=organisation.name,
        asker=asker.name,
        asker_email=asker.email,
        note=request.note,
        colleagues_url=links.url("colleagues"),
    )


def join_accepted(request: JoinRequest, organisation: Organisation) -> Message:
    """To who asked, which comes with the request: they act for the organisation now."""
    return _to(
        request.account,
        "join_accepted",
        str(request.id),
        organisation=organisation.name,
        desk_url=links.url("my_start"),
    )


def join_declined(request: JoinRequest, organisation: Organisation) -> Message:
    """To who asked, which comes with the request: they do not."""
    return _to(request.account, "join_declined", str(request.id), organisation=organisation.name)


def membership_ended(membership: Membership, organisation: Organisation) -> Message:
    """To somebody whose membership another ended; the account comes with it."""
    return _to(membership.account, "membership_ended", str(membership.id), organisation=organisation.name)


async def living_invitation(values: Values) -> Values | None:
    """The personal link of an invitation; None once it is accepted, withdrawn or sent again."""
    waiting = Invitation.filter(
        id=values["invitation_id"], version=values["version"], expires_at__gt=clock.now()
    )
    if not await waiting.exists():
        return None
    return {"link": PersonalLink(INVITATION, values["invitation_id"], values["version"]).url}


def _to(account: Account, kind: str, cause: str, **values: Any) -> Message:
    """A message to somebody with an account; Any: plain JSON values."""
    return Message(
        kind=kind,
        to=account.email,
        to_name=account.name,
        language=account.language,
        values=values,
        unique_key=f"{kind}:{cause}",
    )


def _kind(name: str, subject: Callable[[Values], str], *, label: str, occasion: str, **sample: Any) -> Kind:
    template = f"accounts/mail/{name}"
    return Kind(
        name,
        template,
        label,
        occasion,
        subject=subject,
        sample={"organisation": "Buurthuis De Linde", **sample},
    )


KINDS = (
    Kind(
        "colleague_invited",
        "accounts/mail/colleague_invited",
        label=_("Uitnodiging van een collega"),
        occasion=_("Zodra iemand een collega uitnodigt voor de organisatie. De link werkt 14 dagen."),
        subject=lambda values: _("Wilt u meedoen namens %(organisation)s?") % values,
        sample={
            "invitation_id": 12,
            "version": 1,
            "organisation": "Buurthuis De Linde",
            "inviter": "Fatma",
            "expires_at": "2027-08-30T10:00:00+00:00",
            "link": "https://voorbeeld.nl/p/uitnodiging.12.1.5f0c1e",
        },
        late=living_invitation,
    ),
    _kind(
        "join_requested",
        lambda values: _("Iemand wil meedoen namens %(organisation)s") % values,
        label=_("Iemand wil erbij"),
        occasion=_("Zodra iemand vraagt om bij een organisatie te horen, aan iedereen die erbij hoort."),
        asker="Jan",
        asker_email="jan@voorbeeld.nl",
        note="Ik help op woensdag in de keuken.",
        colleagues_url="https://voorbeeld.nl/mijn/organisatie/collegas",
    ),
    _kind(
        "join_accepted",
        lambda values: _("U hoort nu bij %(organisation)s") % values,
        label=_("Verzoek aangenomen"),
        occasion=_("Zodra een collega ja zegt tegen wie erbij wilde."),
        desk_url="https://voorbeeld.nl/mijn",
    ),
    _kind(
        "join_declined",
        lambda values: _("Uw verzoek aan %(organisation)s") % values,
        label=_("Verzoek afgewezen"),
        occasion=_("Zodra een collega nee zegt tegen wie erbij wilde."),
    ),
    _kind(
        "membership_ended",
        lambda values: _("U hoort niet meer bij %(organisation)s") % values,
        label=_("Hoort er niet meer bij"),
        occasion=_("Zodra een collega iemand van de organisatie weghaalt."),
    ),
)
