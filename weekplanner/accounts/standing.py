"""Rights as rows of one table: what is done, and who may, seen from the thing it is done to."""

from dataclasses import dataclass, field
from enum import Enum

from weekplanner.accounts.people import Person, TeamRole


class Who(Enum):
    """How somebody stands to a thing; the words are those of docs/rights.md."""

    ANYONE = "anyone"
    """Also without signing in."""
    SIGNED_IN = "signed in"
    """With an account, whatever they belong to."""
    MEMBER = "organiser"
    """Acts for the organisation the thing belongs to."""
    COORDINATOR = "coordinator"
    """Coordinates the municipality the thing counts for."""
    MODERATION = "moderation"
    LOGISTICS = "logistics"
    CONGRESS = "congress"
    COMMUNICATION = "communication"
    ADMIN = "admin"
    DOOR = "door"
    """A telephone that was signed in at a door of the congress, without an account."""


_ROLES = {
    TeamRole.MODERATION: Who.MODERATION,
    TeamRole.LOGISTICS: Who.LOGISTICS,
    TeamRole.CONGRESS: Who.CONGRESS,
    TeamRole.COMMUNICATION: Who.COMMUNICATION,
    TeamRole.ADMIN: Who.ADMIN,
}


@dataclass(frozen=True)
class Right:
    """One row of the table: an operation, and who may do it.

    Team admins and the operator may do everything (product §3), so no row names them beside others; a row
    of admins alone has only ADMIN. What is done in the name of an organisation is the exception.
    """

    name: str
    """The operation, verb and noun; also what the audit log calls it."""
    what: str
    """One line of English for docs/rights.md, with the condition under which it holds."""
    who: frozenset[Who] = field(default_factory=frozenset)
    is_own_only: bool = False
    """Whether only an organisation's own people do it, in its name, and admins have another way."""
    done: str = ""
    """In Dutch, how the audit log says that it was done; empty for what changes nothing."""

    def allows(
        self,
        person: Person,
        *,
        organisation_id: int | None = None,
        municipality_code: str | None = None,
        congress_id: int | None = None,
    ) -> bool:
        """Whether `person` may do it to a thing of this organisation, municipality or congress."""
        if person.has_role(TeamRole.ADMIN) and not self.is_own_only:
            return True
        standings = _standings(person)
        if organisation_id in person.organisation_ids:
            standings.add(Who.MEMBER)
        if municipality_code is not None and person.coordinates(municipality_code):
            standings.add(Who.COORDINATOR)
        if congress_id is not None and congress_id == person.door_congress_id:
            standings.add(Who.DOOR)
        return bool(standings & self.who)

    def may_ever(self, person: Person) -> bool:
        """Whether there can be a thing that `person` may do it to: for menus and lists."""
        standings = _standings(person)
        if person.organisation_ids:
            standings.add(Who.MEMBER)
        if person.is_coordinator:
            standings.add(Who.COORDINATOR)
        if person.door_congress_id is not None:
            standings.add(Who.DOOR)
        is_for_admins = person.has_role(TeamRole.ADMIN) and not self.is_own_only
        return is_for_admins or bool(standings & self.who)


def _standings(person: Person) -> set[Who]:
    """How somebody stands to everything."""
    return {Who.ANYONE, Who.SIGNED_IN, *(_ROLES[role] for role in person.roles)}


def right(name: str, what: str, *who: Who, is_own_only: bool = False, done: str = "") -> Right:
    """A row of the table."""
    return Right(name, what, frozenset(who), is_own_only, done)
