"""Who comes, and what guests know of an occurrence, as plain values."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weekplanner.core.text_cleaning import normalised
from weekplanner.listing.models import Entry
from weekplanner.listing.values import details_of
from weekplanner.signups.models import Places, SignUp

DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Helper:
    """Who signs somebody else up, with their consent."""

    name: str
    email: str


@dataclass(frozen=True)
class Guest:
    """What is asked of a party; an e-mail address is canonical, or empty."""

    name: str
    email: str = ""
    phone: str = ""
    people: int = 1
    wants_transport: bool = False
    remark: str = ""

    @classmethod
    def of(cls, sign_up: SignUp) -> "Guest":
        """As it is stored."""
        return cls(
            name=sign_up.name,
            email=sign_up.email,
            phone=sign_up.phone,
            people=sign_up.people,
            wants_transport=sign_up.wants_transport,
            remark=sign_up.remark,
        )

    def columns(self) -> dict[str, Any]:
        """As the columns of SignUp."""
        return dict(vars(self))

    def key(self, helper: Helper | None = None) -> str:
        """Equal for one and the same guest: nobody is twice at an occurrence."""
        if self.email:
            return f"mail {self.email.lower()}"
        name = normalised(self.name)
        if self.phone:
            return f"phone {digits(self.phone)} {name}"
        return f"helper {helper.email.lower() if helper else ''} {name}"


def digits(phone: str) -> str:
    """A telephone number as it is compared: +31 and 0031 are a zero."""
    plain = "".join(each for each in phone if each.isdigit())
    for country in ("0031", "31"):
        if plain.startswith(country) and len(plain) > 9 + len(country) - 1:
            return f"0{plain.removeprefix(country).removeprefix('0')}"
    return plain


@dataclass(frozen=True)
class Facts:
    """What guests must hear when it changes: what, when, where, how to take part from home, what it costs."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    price_cents: int

    @classmethod
    def of(cls, entry: Entry) -> "Facts":
        """As the listing says it now."""
        details = details_of(entry)
        return cls(
            title=entry.title,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            place=details.location,
            online_url=details.online_url,
            price_cents=entry.price_cents,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; moments as ISO 8601."""
        moments = {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return {**vars(self), **moments}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Facts":
        """From what `to_json` made."""
        moments = {name: datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at")}
        return cls(**{**values, **moments})

    @property
    def digest(self) -> str:
        """Equal for equal facts."""
        text = json.dumps(self.to_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]

    @classmethod
    def told(cls, places: Places, digest: str) -> "Facts | None":
        """What somebody was told who knows this."""
        values = (places.told or {}).get(digest)
        return cls.from_json(values) if values else None

    def is_elsewhere(self, other: "Facts") -> bool:
        """Whether who goes by the one misses the other: another time, place or link."""
        return (self.starts_at, self.ends_at, self.place, self.online_url) != (
            other.starts_at,
            other.ends_at,
            other.place,
            other.online_url,
        )
