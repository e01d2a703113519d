"""Messages to who was appointed: a role in the team, a municipality to watch over."""

from weekplanner.accounts.audit_words import ROLES
from weekplanner.accounts.models import Account, Coordinator, RoleGrant
from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.geo.models import Municipality
from weekplanner.mailer.kinds import Kind
from weekplanner.mailer.outbox import Message


def role_given(grant: RoleGrant, account: Account) -> Message:
    """To somebody who is of the team from now on, or does more in it."""
    return Message(
        kind="role_given",
        to=account.email,
        to_name=account.name,
        language=account.language,
        values={"role": ROLES[grant.role], "sign_in_url": links.url("sign_in")},
        unique_key=f"role_given:{grant.id}",
    )


def coordinator_appointed(task: Coordinator, account: Account, municipality: Municipality) -> Message:
    """To somebody who watches over a municipality from now on."""
    return Message(
        kind="coordinator_appointed",
        to=account.email,
        to_name=account.name,
        language=account.language,
        values={"municipality": municipality.name, "sign_in_url": links.url("sign_in")},
        unique_key=f"coordinator_appointed:{task.id}",
    )


KINDS = (
    Kind(
        "role_given",
        "accounts/mail/role_given",
        label=_("Rol in het team"),
        occasion=_("Zodra iemand een rol in het team krijgt."),
        subject=lambda values: _("U heeft een rol in het team: %(role)s") % {"role": values["role"]},
        sample={"role": "Redactie", "sign_in_url": "https://voorbeeld.nl/inloggen"},
    ),
    Kind(
        "coordinator_appointed",
        "accounts/mail/coordinator_appointed",
        label=_("Coördinator van een gemeente"),
        occasion=_("Zodra iemand coördinator van een gemeente wordt."),
        subject=lambda values: (
            _("U bent coördinator van %(municipality)s") % {"municipality": values["municipality"]}
        ),
        sample={"municipality": "Utrecht", "sign_in_url": "https://voorbeeld.nl/inloggen"},
    ),
)
