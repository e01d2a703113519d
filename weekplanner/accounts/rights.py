"""Who may do what with organisations, colleagues, roles and coordinators."""

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who, right
from weekplanner.core.texts import gettext as _

SIGN_IN = right("sign_in", "ask for a link, use it, sign out", Who.ANYONE)
OWN_ACCOUNT = right(
    "own_account", "the own start page, details and sessions; for which organisation to act", Who.SIGNED_IN
)
SEE_TEAM_DESK = right(
    "see_team_desk",
    "the start of the desk, which shows what each may do",
    Who.COORDINATOR,
    Who.MODERATION,
    Who.LOGISTICS,
    Who.CONGRESS,
    Who.COMMUNICATION,
)
SEE_ORGANISATION = right(
    "see_organisation", "the details and colleagues of an organisation", Who.MEMBER, Who.MODERATION
)
EDIT_ORGANISATION = right(
    "edit_organisation",
    "change the details of an organisation",
    Who.MEMBER,
    Who.MODERATION,
    done=_("Gegevens van organisatie gewijzigd"),
)
MANAGE_COLLEAGUES = right(
    "manage_colleagues",
    "invite colleagues, answer who asks to join, end somebody's membership",
    Who.MEMBER,
    Who.MODERATION,
    done=_("Collega’s van organisatie gewijzigd"),
)
LEAVE_ORGANISATION = right(
    "leave_organisation",
    "stop acting for an organisation; the last one not while something of it is on",
    Who.MEMBER,
    is_own_only=True,
)
BEGIN_ORGANISATION = right("begin_organisation", "make an organisation to act for", Who.SIGNED_IN)
ASK_TO_JOIN = right(
    "ask_to_join",
    "look for an organisation, and ask its people to join; without an account it waits until the e-mail "
    "address is confirmed",
    Who.ANYONE,
)
ACCEPT_INVITATION = right(
    "accept_invitation", "become a colleague with the personal link of an invitation", Who.ANYONE
)
TRUST_ORGANISATION = right(
    "trust_organisation",
    "let what an organisation submits be published at once, or no longer",
    Who.MODERATION,
    done=_("Vertrouwen in organisatie gewijzigd"),
)
SEE_ORGANISATIONS = right("see_organisations", "the list of all organisations", Who.MODERATION)
SEE_TEAM = right("see_team", "who is in the programme team, with which roles", Who.ADMIN)
APPOINT_TEAM_MEMBER = right(
    "appoint_team_member",
    "give and take roles in the programme team; one admin always stays",
    Who.ADMIN,
    done=_("Rol in het team gewijzigd"),
)
APPOINT_COORDINATOR = right(
    "appoint_coordinator",
    "give a municipality a coordinator, or end that",
    Who.COMMUNICATION,
    done=_("Coördinator aangesteld of gestopt"),
)
SEE_AUDIT_LOG = right("see_audit_log", "who of the team and the coordinators changed what", Who.ADMIN)

RIGHTS: tuple[Right, ...] = (
    SIGN_IN,
    OWN_ACCOUNT,
    SEE_TEAM_DESK,
    SEE_ORGANISATION,
    EDIT_ORGANISATION,
    MANAGE_COLLEAGUES,
    LEAVE_ORGANISATION,
    BEGIN_ORGANISATION,
    ASK_TO_JOIN,
    ACCEPT_INVITATION,
    TRUST_ORGANISATION,
    SEE_ORGANISATIONS,
    SEE_TEAM,
    APPOINT_TEAM_MEMBER,
    APPOINT_COORDINATOR,
    SEE_AUDIT_LOG,
)


def may_see_organisation_details(person: Person, organisation: Organisation) -> bool:
    """The details as they are edited: its own people and the team's moderators."""
    return SEE_ORGANISATION.allows(person, organisation_id=organisation.id)


def may_edit_organisation(person: Person, organisation: Organisation) -> bool:
    """Change name, kind, municipality, website, telephone and description."""
    return EDIT_ORGANISATION.allows(person, organisation_id=organisation.id)


def may_manage_colleagues(person: Person, organisation: Organisation) -> bool:
    """Invite, accept and decline colleagues, and end a membership."""
    return MANAGE_COLLEAGUES.allows(person, organisation_id=organisation.id)


def may_trust_organisation(person: Person) -> bool:
    """Decide by hand whether an organisation is trusted; publishing a first activity does so too."""
    return TRUST_ORGANISATION.allows(person)


def may_see_organisations(person: Person) -> bool:
    """The list of all organisations."""
    return SEE_ORGANISATIONS.allows(person)


def may_see_team(person: Person) -> bool:
    """The names and roles of the programme team."""
    return SEE_TEAM.allows(person)


def may_appoint_team_member(person: Person) -> bool:
    """Give somebody a role in the programme team, or take it."""
    return APPOINT_TEAM_MEMBER.allows(person)


def may_appoint_coordinator(person: Person) -> bool:
    """Give a municipality a coordinator, or end that."""
    return APPOINT_COORDINATOR.allows(person)


def may_see_audit_log(person: Person) -> bool:
    """Every change by the team and coordinators."""
    return SEE_AUDIT_LOG.allows(person)


def may_see_team_desk(person: Person) -> bool:
    """The pages under /team, each of which decides further: the team and coordinators."""
    return SEE_TEAM_DESK.may_ever(person)
