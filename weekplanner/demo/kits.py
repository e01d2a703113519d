"""What is ordered of kits in the demonstration, and how far the team is with each order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from weekplanner.demo.content import ON_SITE, DemoActivity, Fate, lot, shown_organisation

SHARE = 0.4
"""Of the activities on the site that have an address; of all activities that is about a third."""
SHARE_CANCELLED, SHARE_ABOVE = 0.03, 0.08
WISH = "Wij verwachten meer mensen dan anders: de hele straat doet mee."

MAIN = "kom-erbij-pakket"
ALSO: Mapping[str, tuple[str, ...]] = {
    "samen-eten": ("placemats",),
    "koffie-ontmoeting": ("gesprekskaarten",),
    "lezing-gesprek": ("gesprekskaarten",),
    "jong-oud": ("jongerenpakket",),
    "spel": ("jongerenpakket",),
    "burenhulp": ("kaartjesactie",),
    "training": ("signaleringskaart",),
    "festival": ("straatactie",),
}
"""By category what fits beside the kit for everyone; posters fit anywhere."""


class Progress(IntEnum):
    """How far the team is with an order."""

    PLACED = 0
    APPROVED = 1
    LABELLED = 2
    PACKED = 3
    SHIPPED = 4
    DELIVERED = 5
    RETURNED = 6


_HOW_MANY: Mapping[Progress, int] = {
    Progress.PLACED: 22,
    Progress.APPROVED: 12,
    Progress.LABELLED: 6,
    Progress.PACKED: 8,
    Progress.SHIPPED: 22,
    Progress.DELIVERED: 28,
    Progress.RETURNED: 2,
}
"""Of a hundred orders."""
_TAKES: Mapping[Progress, timedelta] = {
    Progress.APPROVED: timedelta(hours=20),
    Progress.LABELLED: timedelta(hours=24),
    Progress.PACKED: timedelta(hours=28),
    Progress.SHIPPED: timedelta(hours=31),
    Progress.DELIVERED: timedelta(hours=60),
    Progress.RETURNED: timedelta(hours=120),
}
"""Since it was ordered."""


@dataclass(frozen=True)
class DemoOrder:
    """What the organiser of an activity orders."""

    quantities: Mapping[str, int]
    """By the slug of a kit."""
    wish: str = ""
    is_cancelled: bool = False
    part: float = 0.5
    """When, as a part, 0 to 1, of the time since it was published."""


def order_of(activity: DemoActivity, *, seed: int) -> DemoOrder | None:
    """What is ordered for an activity; None for one without. Who is shown orders for all of theirs."""
    chance = lot(seed, "kits", activity.key)
    drawn, part = chance.random(), chance.random()
    is_shown = activity.organisation == shown_organisation()
    may_order = activity.fate in ON_SITE - {Fate.CANCELLED} and activity.values.street
    if not may_order or (drawn >= SHARE and not is_shown and not activity.is_sure_to_order):
        return None
    quantities = {MAIN: 1}
    for slug in ALSO.get(activity.values.category, ()):
        quantities[slug] = 1 if slug in ("jongerenpakket", "straatactie") else chance.randint(1, 2)
    if chance.random() < 0.4:
        quantities["posters-a3"] = chance.randint(1, 2)
    is_above = chance.random() < SHARE_ABOVE and not is_shown
    if is_above:
        quantities[MAIN] += chance.randint(2, 5)
    is_cancelled = chance.random() < SHARE_CANCELLED and not is_shown
    return DemoOrder(quantities, WISH if is_above else "", is_cancelled, part)


def progress_of(key: str, placed_at: datetime, *, now: datetime, is_over: bool, seed: int) -> Progress:
    """How far an order is; `key` tells it from others. In a week that is over, all are there or came back."""
    chance = lot(seed, "desk", key)
    if is_over:
        return Progress.RETURNED if chance.random() < 0.03 else Progress.DELIVERED
    (drawn,) = chance.choices(list(_HOW_MANY), weights=list(_HOW_MANY.values()))
    possible = [each for each in Progress if placed_at + _TAKES.get(each, timedelta()) <= now]
    return min(drawn, max(possible))


def reached_at(progress: Progress, placed_at: datetime) -> datetime:
    """When the team was so far with an order."""
    return placed_at + _TAKES[progress]
