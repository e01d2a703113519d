"""What is filled in about an activity, as plain values: the form gives them, an operation stores them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from weekplanner.events.models import Activity, Occurrence
from weekplanner.vocabulary.queries import vocabulary

YES, NO = "yes", "no"
"""What is known of an accessibility feature; unknown is never no."""

LISTS = ("audiences", "languages", "join_ways", "partners")


@dataclass(frozen=True)
class OccurrenceValues:
    """One start–end; `id` is that of an occurrence that exists."""

    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None
    id: int | None = None

    @classmethod
    def of(cls, occurrence: Occurrence) -> "OccurrenceValues":
        """As it is stored."""
        return cls(occurrence.starts_at, occurrence.ends_at, occurrence.capacity, occurrence.id)

    def columns(self) -> dict[str, Any]:
        """As the columns of Occurrence that an organiser fills in."""
        return {"starts_at": self.starts_at, "ends_at": self.ends_at, "capacity": self.capacity}

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; moments as ISO 8601."""
        moments = {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return {**asdict(self), **moments}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "OccurrenceValues":
        """From what `to_json` made."""
        moments = {name: datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at")}
        return cls(**{**values, **moments})


@dataclass(frozen=True)
class ActivityValues:
    """Everything an organiser fills in; names and meaning are those of `models.Activity`.

    Only the title must be there; `completeness` says what more is needed before readers see it.
    """

    title: str = ""
    summary: str = ""
    description: str = ""
    category: str = ""
    audiences: tuple[str, ...] = ()
    form: str = ""
    venue: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    online_url: str = ""
    dial_in_phone: str = ""
    price_cents: int = 0
    price_note: str = ""
    accessibility: dict[str, str] = field(default_factory=dict)
    directions: str = ""
    transport: str = ""
    transport_phone: str = ""
    languages: tuple[str, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    is_contact_name_public: bool = True
    is_contact_phone_public: bool = True
    is_contact_email_public: bool = False
    host_name: str = ""
    host_welcome: str = ""
    join_ways: tuple[str, ...] = ()
    join_url: str = ""
    partners: tuple[str, ...] = ()
    pin_latitude: float | None = None
    pin_longitude: float | None = None
    example_slug: str = ""
    occurrences: tuple[OccurrenceValues, ...] = ()
    """Those that are not called off, in the order of their start."""

    @classmethod
    def of(cls, activity: Activity, occurrences: Iterable[Occurrence]) -> "ActivityValues":
        """As they are stored; what is called off is no longer filled in."""
        values: dict[str, Any] = {name: getattr(activity, name) for name in COLUMNS}
        lists = {name: tuple(values[name]) for name in LISTS}
        scheduled = (OccurrenceValues.of(each) for each in occurrences if each.is_scheduled)
        return cls(**{**values, **lists}, occurrences=in_order(scheduled))

    def columns(self) -> dict[str, Any]:
        """As the columns of Activity; what was chosen stands in the order of the vocabulary."""
        words = vocabulary()
        return {
            **{name: getattr(self, name) for name in COLUMNS},
            "audiences": [each for each in words.audiences if each in self.audiences],
            "languages": [each for each in words.languages if each in self.languages],
            "join_ways": [each for each in words.join if each in self.join_ways],
            "partners": list(self.partners),
        }

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {**self.columns(), "occurrences": [each.to_json() for each in self.occurrences]}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "ActivityValues":
        """From what `to_json` made, also when there were fewer fields."""
        lists = {name: tuple(values.get(name, ())) for name in LISTS}
        occurrences = tuple(OccurrenceValues.from_json(each) for each in values["occurrences"])
        return cls(**{**values, **lists, "occurrences": occurrences})


COLUMNS = tuple(each.name for each in fields(ActivityValues) if each.name != "occurrences")


def in_order(occurrences: Iterable[OccurrenceValues]) -> tuple[OccurrenceValues, ...]:
    """By start, then end; what is equal stays as it was."""
    return tuple(sorted(occurrences, key=lambda each: (each.starts_at, each.ends_at)))
