"""What the demonstration consists of: the invented organisations and activities of data/."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import Enum
from functools import cache
from pathlib import Path
from random import Random

from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.events.values import NO, YES, ActivityValues
from weekplanner.events.wording import MAIL, SIGN_UP_HERE, WEBSITE

DATA = Path(__file__).parent / "data"

_PHONE = re.compile(r"\b06-\d{8}\b")


class Fate(Enum):
    """How far an activity gets; of equal claim to a place in the demonstration, this order decides."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    EDITED = "edited"
    """Published, with an edit that nobody has reviewed yet."""
    CANCELLED = "cancelled"


WAITING = frozenset({Fate.SUBMITTED, Fate.RETURNED, Fate.EDITED})
"""What gives a reviewer something to do."""

ON_SITE = frozenset({Fate.PUBLISHED, Fate.EDITED, Fate.CANCELLED})


@dataclass(frozen=True)
class DemoOrganisation:
    """An invented organisation, and the one person who signs in for it."""

    slug: str
    values: OrganisationValues
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class Plan:
    """When it is, once a day: days count from 0, the first of the week."""

    first_day: int
    last_day: int
    starts: time
    ends: time
    capacity: int | None


@dataclass(frozen=True)
class DemoActivity:
    """An invented activity; `values` has everything but its moments, which follow from `plan`."""

    key: str
    organisation: DemoOrganisation
    fate: Fate
    values: ActivityValues
    plan: Plan
    review_reason: str = ""
    cancel_reason: str = ""
    title_before: str = ""
    """Of an edited activity whose title was another one when it was published."""
    capacity_before: int | None = None
    is_done_again: bool = False
    """Whether its organisation takes it over from the week before, if it was in that."""
    is_confirmed: bool = False
    """Whether its organiser said that everything is right."""
    is_sure_to_order: bool = False
    """Whether kits are ordered for it, if they can be; without this chance decides."""
    interest: float = 0.0
    """Which part of its places people want, where one signs up here."""


def lot(*parts: object) -> Random:
    """Chance that falls the same way for equal `parts`, in every process."""
    return Random(":".join(map(str, parts)))  # noqa: S311 - for variety, not for secrets


@cache
def organisations() -> Mapping[str, DemoOrganisation]:
    """All invented organisations by slug."""
    return {row["slug"]: _organisation(row) for row in _rows("demo_organisations.csv")}


@cache
def activities() -> tuple[DemoActivity, ...]:
    """All invented activities, as they stand in the file."""
    return tuple(map(_activity, _rows("demo_activities.csv")))


@cache
def shown_organisation() -> DemoOrganisation:
    """The organisation whose contact the demonstration lets one sign in as: the most to see in one place."""
    fates: dict[str, Counter[Fate]] = {}
    for each in activities():
        fates.setdefault(each.organisation.slug, Counter())[each.fate] += 1
    slug = max(fates, key=lambda slug: (len(fates[slug]), fates[slug].total(), slug))
    return organisations()[slug]


@cache
def coordinated() -> tuple[str, ...]:
    """Codes of the municipalities that have a coordinator, the one with most to review first."""
    waiting: dict[str, set[Fate]] = {}
    for each in activities():
        fates = waiting.setdefault(each.organisation.values.municipality_code, set())
        fates |= {each.fate} & WAITING
    sizes = Counter(each.organisation.values.municipality_code for each in activities())
    busiest = sorted(sizes, key=lambda code: (-len(waiting[code]), -sizes[code], code))
    return tuple(busiest[:12])


@cache
def in_order(seed: int) -> tuple[DemoActivity, ...]:
    """All activities, so that of every fate a beginning of any length holds its share.

    Within a fate chance decides, but what the people who are shown have to do with comes first.
    """
    places: list[tuple[float, int, DemoActivity]] = []
    for number, fate in enumerate(Fate):
        group = [each for each in activities() if each.fate is fate]
        group.sort(key=lambda each: lot(seed, each.key).random())
        first = max(group, key=_is_shown)
        group.remove(first)
        places += [(place / (len(group) + 1), number, each) for place, each in enumerate([first, *group])]
    return tuple(each for _place, _number, each in sorted(places, key=lambda place: place[:2]))


def _is_shown(activity: DemoActivity) -> tuple[bool, bool, bool]:
    """What the shown organisation offers comes first, then what the shown coordinator has to review.

    Of the rest, and of theirs, what one signs up for here: it has guests to show.
    """
    is_near = activity.organisation.values.municipality_code == coordinated()[0]
    return (
        activity.organisation == shown_organisation(),
        is_near and activity.fate in WAITING,
        SIGN_UP_HERE in activity.values.join_ways,
    )


def _organisation(row: Mapping[str, str]) -> DemoOrganisation:
    values = OrganisationValues(
        name=row["name"],
        kind=row["kind"],
        municipality_code=row["municipality_code"],
        website=row["website"],
        phone=row["phone"],
        about=row["about"],
    )
    return DemoOrganisation(row["slug"], values, row["contact_name"], row["contact_email"])


def _activity(row: Mapping[str, str]) -> DemoActivity:
    organisation = organisations()[row["organisation_slug"]]
    is_title, is_capacity = row["edit_field"] == "title", row["edit_field"] == "capacity"
    return DemoActivity(
        key=row["id"],
        organisation=organisation,
        fate=Fate(row["state"]),
        values=_values(row, website=organisation.values.website),
        plan=Plan(
            first_day=int(row["day_offset"]),
            last_day=int(row["end_day_offset"]),
            starts=time.fromisoformat(row["start_time"]),
            ends=time.fromisoformat(row["end_time"]),
            capacity=int(row["capacity"]) if row["capacity"] else None,
        ),
        review_reason=row["review_reason"],
        cancel_reason=row["cancel_reason"],
        title_before=row["edit_before"] if is_title else "",
        capacity_before=int(row["edit_before"]) if is_capacity else None,
    )


def _values(row: Mapping[str, str], *, website: str) -> ActivityValues:
    street, _space, house_number = row["street"].rpartition(" ")
    euros, _point, cents = row["price_euro"].partition(".")
    phone = _PHONE.search(row["transport"])
    join_ways = _several(row["join"])
    return ActivityValues(
        title=row["title"],
        summary=row["summary"],
        description=row["description"],
        category=row["category"],
        audiences=_several(row["audiences"]),
        form=row["form"],
        venue=row["venue"],
        street=street,
        house_number=house_number,
        postcode=f"{row['postcode'][:4]} {row['postcode'][4:]}".strip(),
        price_cents=100 * int(euros) + int(cents),
        accessibility={
            **dict.fromkeys(_several(row["accessibility"]), YES),
            **dict.fromkeys(_several(row["accessibility_no"]), NO),
        },
        transport=row["transport"],
        transport_phone=phone[0] if phone else "",
        languages=_several(row["languages"]),
        contact_name=row["contact_name"],
        contact_phone=row["contact_phone"],
        contact_email=row["contact_email"],
        is_contact_email_public=MAIL in join_ways,
        host_name=row["host_name"],
        host_welcome=row["host_welcome"],
        partners=tuple(organisations()[slug].values.name for slug in _several(row["partner_organisations"])),
        join_ways=join_ways,
        join_url=website if WEBSITE in join_ways else "",
        example_slug=row["example"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _rows(name: str) -> Iterable[Mapping[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
