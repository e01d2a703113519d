"""What somebody who signs up says, and what attendees know of a congress, as plain values."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from weekplanner.congress.models.congresses import Congress, CongressKind, Workshop
from weekplanner.congress.models.registrations import (
    Attendee,
    Needs,
    Registration,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.core.text_cleaning import normalised

DIGEST_LENGTH = 16


def searchable(*texts: str) -> str:
    """Names and addresses as somebody looks for them; the words of an address apart, as they are typed."""
    return normalised(" ".join(texts))


@dataclass(frozen=True)
class Choice:
    """What a party wants in a round of workshops; ids."""

    part_id: int
    first_choice_id: int
    second_choice_id: int | None = None


@dataclass(frozen=True)
class NeedsValues:
    """What somebody needs, who agreed that the team knows it until a week after the congress."""

    diets: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    remark: str = ""

    def __bool__(self) -> bool:
        return bool(self.diets or self.access or self.remark)

    @classmethod
    def of(cls, needs: Needs | None) -> "NeedsValues":
        """As it is stored."""
        return cls(tuple(needs.diets), tuple(needs.access), needs.remark) if needs else cls()


@dataclass(frozen=True)
class Party:
    """Who wants to come: one person, a group with one address, and who comes along to help."""

    name: str
    email: str
    audience: str
    organisation: str = ""
    role: str = ""
    municipality_code: str | None = None
    others: tuple[str, ...] = ()
    """Names of the rest of the group."""
    companion: str = ""
    """Name of who comes along to help, if somebody does."""
    choices: tuple[Choice, ...] = ()
    needs: NeedsValues = field(default_factory=NeedsValues)
    wish: str = ""
    """Why somebody of another audience wants to come."""

    @property
    def names(self) -> tuple[tuple[str, bool], ...]:
        """Everybody who needs a seat, and whether they come along to help."""
        group = [(name, False) for name in (self.name, *self.others)]
        return (*group, (self.companion, True)) if self.companion else tuple(group)

    @property
    def people(self) -> int:
        """How many seats they need."""
        return len(self.names)

    def columns(self) -> dict[str, Any]:
        """As the columns of Registration."""
        return {
            "name": self.name,
            "email": self.email,
            "address_key": self.email.lower(),
            "organisation": self.organisation,
            "role": self.role,
            "audience": self.audience,
            "municipality_id": self.municipality_code,
            "people": self.people,
            "wish": self.wish,
            "searched": searchable(*dict(self.names), self.organisation, self.email),
        }


@dataclass(frozen=True)
class Entered:
    """What came of signing up.

    `registration` is None when the address was on the list already: what it says is theirs, and goes by mail.
    """

    state: RegistrationState
    registration: Registration | None = None
    number: int = 0
    """Of who waits: the place in line, or the one that a newcomer would get."""


@dataclass(frozen=True)
class Asked:
    """Who wants to come, and how they came to say so."""

    party: Party
    request_key: str
    """A digest of the key of the form."""
    language: str
    network: str | None = None
    code: str = ""


@dataclass
class Standing:
    """A party with all that belongs to it."""

    registration: Registration
    attendees: Sequence[Attendee]
    choices: Sequence[WorkshopChoice] = ()
    needs: Needs | None = None

    @property
    def party(self) -> Party:
        """As it was filled in."""
        registration = self.registration
        group = [each.name for each in self.attendees if not each.is_companion]
        companion = next((each.name for each in self.attendees if each.is_companion), "")
        return Party(
            name=registration.name,
            email=registration.email,
            audience=registration.audience,
            organisation=registration.organisation,
            role=registration.role,
            municipality_code=registration.municipality_id,
            others=tuple(group[1:]),
            companion=companion,
            choices=tuple(
                Choice(each.part_id, each.first_choice_id, each.second_choice_id) for each in self.choices
            ),
            needs=NeedsValues.of(self.needs),
            wish=registration.wish,
        )


@dataclass(frozen=True)
class CongressValues:
    """What the team says of a congress. Moments are aware; texts plain, the description Markdown."""

    kind: CongressKind
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    audiences: tuple[str, ...]
    description: str = ""
    venue: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    place: str = ""
    travel: str = ""
    online_url: str = ""

    @classmethod
    def of(cls, congress: Congress) -> "CongressValues":
        """As it is stored."""
        values = {name: getattr(congress, name) for name in cls.__dataclass_fields__}
        return cls(**{**values, "audiences": tuple(congress.audiences)})

    def columns(self) -> dict[str, Any]:
        """As the columns of Congress."""
        return {**vars(self), "audiences": list(self.audiences)}


@dataclass(frozen=True)
class Facts:
    """What attendees must hear when it changes: what, when, where, how to take part from home."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str

    @classmethod
    def of(cls, congress: Congress) -> "Facts":
        """As it is now."""
        return cls(
            congress.title, congress.starts_at, congress.ends_at, congress.address, congress.online_url
        )

    def to_json(self) -> dict[str, str]:
        """Plain JSON; moments as ISO 8601."""
        moments = {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return {**vars(self), **moments}

    @classmethod
    def from_json(cls, values: dict[str, str]) -> "Facts":
        """From what `to_json` made."""
        moments = {name: datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at")}
        return cls(title=values["title"], place=values["place"], online_url=values["online_url"], **moments)

    @property
    def digest(self) -> str:
        """Equal for equal facts."""
        text = json.dumps(self.to_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]

    def is_elsewhere(self, other: "Facts") -> bool:
        """Whether who goes by the one misses the other: another time, place or link."""
        return (self.starts_at, self.ends_at, self.place, self.online_url) != (
            other.starts_at,
            other.ends_at,
            other.place,
            other.online_url,
        )


@dataclass(frozen=True)
class PartValues:
    """A part of the programme."""

    title: str
    starts_at: datetime
    ends_at: datetime
    is_round: bool = False
    text: str = ""
    speakers: str = ""


@dataclass(frozen=True)
class WorkshopValues:
    """A workshop in a round."""

    title: str
    capacity: int
    text: str = ""
    speakers: str = ""
    room: str = ""

    @classmethod
    def of(cls, workshop: Workshop) -> "WorkshopValues":
        """As it is stored."""
        return cls(**{name: getattr(workshop, name) for name in cls.__dataclass_fields__})
