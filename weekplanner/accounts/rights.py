"""Who may do what with organisations, roles and coordinators."""

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person, TeamRole


def may_see_organisation_details(person: Person, organisation: Organisation) -> bool:
    """The details as they are edited: its own people and the team's moderators."""
    return organisation.id in person.organisation_ids or person.has_role(TeamRole.MODERATION)


def may_edit_organisation(person: Person, organisation: Organisation) -> bool:
    """Change name, kind, municipality, website, telephone and description."""
    return organisation.id in person.organisation_ids or person.has_role(TeamRole.MODERATION)


def may_see_team(person: Person) -> bool:
    """The names and roles of the programme team."""
    return person.has_role(TeamRole.ADMIN)


def may_appoint_team_member(person: Person) -> bool:
    """Give somebody a role in the programme team."""
    return person.has_role(TeamRole.ADMIN)


def may_appoint_coordinator(person: Person) -> bool:
    """Give a municipality a coordinator."""
    return person.has_role(TeamRole.COMMUNICATION)


def may_see_team_desk(person: Person) -> bool:
    """The pages under /team, each of which decides further: the team and coordinators."""
    return person.is_team or person.is_coordinator
