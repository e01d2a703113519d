"""The values that packages above hand to the listing, and what is derived from them."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from weekplanner.core import clock
from weekplanner.core.text_cleaning import normalised
from weekplanner.listing.models import Entry, EntryKind, EntryState


def spaced(ids: tuple[str, ...] | list[str]) -> str:
    """Vocabulary ids as one column: each between spaces, so that a whole id can be found in it."""
    return f" {' '.join(ids)} " if ids else " "


@dataclass(frozen=True)
class Keys:
    """What decides in which selections an entry is."""

    edition_year: int
    kind: EntryKind
    form: str
    category: str
    is_for_professionals: bool = False
    audiences: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    activity_id: int | None = None
    organisation_id: int | None = None
    municipality_code: str | None = None
    province_code: str | None = None
    pc4: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def columns(self) -> dict[str, Any]:
        """As the columns of `KeyColumns`."""
        return {
            **vars(self),
            "kind": self.kind,
            "audiences": spaced(self.audiences),
            "accessibility": spaced(self.accessibility),
        }

    def to_json(self) -> dict[str, Any]:
        """As the change log keeps it."""
        return {**vars(self), "kind": self.kind.value}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Keys":
        """As the change log kept it."""
        lists = {name: tuple(values[name]) for name in ("audiences", "accessibility")}
        return cls(**{**values, **lists, "kind": EntryKind(values["kind"])})

    @classmethod
    def of(cls, row: Any) -> "Keys":
        """From an Entry or FormerKeys."""
        values = {each.name: getattr(row, each.name) for each in fields(cls)}
        lists = {name: tuple(values[name].split()) for name in ("audiences", "accessibility")}
        return cls(**{**values, **lists})

    @property
    def digest(self) -> str:
        """Equal exactly for equal keys."""
        return _digest(self.to_json())


@dataclass(frozen=True)
class Details:
    """What outlets write and nothing filters on. Texts are plain; the address is on one line."""

    description: str = ""
    category_label: str = ""
    location: str = ""
    """`Naam, Straat 1, 1234 AB Plaats`, or how to take part from home."""
    joining: tuple[str, ...] = ()
    """One sentence each, the telephone first."""
    contact: str = ""
    """Name, telephone and e-mail, as far as they are public."""
    host: str = ""
    transport: str = ""
    online_url: str = ""
    apology: str = ""
    """What a cancelled entry says to participants."""
    pin: tuple[float, float] | None = None
    """Latitude and longitude of the door, where it was pointed out; what is near goes by the keys."""
    picture_path: str = ""
    """Of a JPEG on this site."""


_CAME_LATER = ("pin", "picture_path")


@dataclass(frozen=True)
class EntryValues:
    """One occurrence, as the package that owns it describes it."""

    uid: str
    source_id: int
    keys: Keys
    state: EntryState
    starts_at: datetime
    ends_at: datetime
    title: str
    summary: str
    slug: str
    organisation_name: str
    venue: str = ""
    place: str = ""
    price_cents: int = 0
    join_ways: tuple[str, ...] = ()
    details: Details = field(default_factory=Details)
    searched: tuple[str, ...] = ()
    """Texts besides title, summary, description, places and names that a search should find it by."""

    @property
    def day(self) -> date:
        """The local date it starts on."""
        return clock.local(self.starts_at).date()

    @cached_property
    def digest(self) -> str:
        """Equal exactly when readers see the same; what only a search uses does not count."""
        seen = replace(self, searched=())
        values = {**asdict(seen), "keys": self.keys.to_json(), "state": self.state.value}
        values["places_free"] = None  # was among them once: who asks must not find old entries different
        for name in _CAME_LATER:  # entries from before there were any do not look different to anyone
            if not values["details"][name]:
                del values["details"][name]
        return _digest(values)

    @property
    def search_text(self) -> str:
        """Everything a search finds it by, as texts are compared."""
        texts = (self.title, self.summary, self.details.description, self.venue, self.place)
        searched = (*texts, self.organisation_name, self.details.category_label, *self.searched)
        return " ".join(normalised(text) for text in searched if text)

    def columns(self) -> dict[str, Any]:
        """As the columns of Entry, but for revision and moments."""
        start = clock.local(self.starts_at)
        return {
            **self.keys.columns(),
            "uid": self.uid,
            "source_id": self.source_id,
            "state": self.state,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "day": start.date(),
            "start_minute": start.hour * 60 + start.minute,
            "title": self.title,
            "summary": self.summary,
            "venue": self.venue,
            "place": self.place,
            "price_cents": self.price_cents,
            "join_ways": spaced(self.join_ways),
            "slug": self.slug,
            "organisation_name": self.organisation_name,
            "search_text": self.search_text,
            "details": asdict(self.details),
            "pin_latitude": self.details.pin[0] if self.details.pin else None,
            "pin_longitude": self.details.pin[1] if self.details.pin else None,
            "digest": self.digest,
        }


def details_of(entry: Entry) -> Details:
    """The details of a stored entry."""
    pin = entry.details.get("pin")
    lists = {"joining": tuple(entry.details["joining"]), "pin": tuple(pin) if pin else None}
    return Details(**{**entry.details, **lists})


def _digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
