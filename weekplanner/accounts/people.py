"""Who acts: a person as rights see them, whatever door they came in by."""

from dataclasses import dataclass
from enum import Enum


class TeamRole(Enum):
    """What somebody of the programme team looks after."""

    MODERATION = "moderation"
    LOGISTICS = "logistics"
    CONGRESS = "congress"
    COMMUNICATION = "communication"
    ADMIN = "admin"
    """All of these, and editions, roles and settings."""


@dataclass(frozen=True)
class Person:
    """Somebody who signed in, with what they belong to; read once per request."""

    account_id: int | None
    name: str
    email: str
    organisation_ids: frozenset[int] = frozenset()
    organisation_id: int | None = None
    """The organisation acted for; None as long as somebody of several has not chosen."""
    organisation_name: str = ""
    municipality_codes: frozenset[str] = frozenset()
    """The municipalities this person coordinates."""
    roles: frozenset[TeamRole] = frozenset()
    door_congress_id: int | None = None
    """The congress at whose door this is a telephone, without an account."""
    door_device_id: int | None = None
    """Which telephone."""
    is_system: bool = False

    @property
    def shown_as(self) -> str:
        """Who the page says is signed in: the organisation acted for, else the person."""
        return self.organisation_name or self.name or self.email

    @property
    def is_team(self) -> bool:
        """Whether they are of the programme team, in any role."""
        return self.is_system or bool(self.roles)

    @property
    def is_coordinator(self) -> bool:
        """Whether they coordinate a municipality."""
        return bool(self.municipality_codes)

    def has_role(self, role: TeamRole) -> bool:
        """Whether they may do what `role` does; an admin may do everything."""
        return self.is_system or role in self.roles or TeamRole.ADMIN in self.roles

    def coordinates(self, municipality_code: str | None) -> bool:
        """Whether they coordinate this municipality."""
        return municipality_code in self.municipality_codes

    def has_all_of(self, earlier: "Person") -> bool:
        """Whether everything that this person was allowed before, they are still."""
        return (
            self.organisation_ids >= earlier.organisation_ids
            and self.municipality_codes >= earlier.municipality_codes
            and self.roles >= earlier.roles
            and self.door_congress_id == earlier.door_congress_id
        )


SYSTEM = Person(account_id=None, name="weekplanner", email="", is_system=True)
"""The operator at the command line, and the demo."""
