"""Congresses with their programme, as readers and the team see them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.congresses import Congress, CongressState, ProgrammePart, Workshop
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.window import Window
from weekplanner.core import clock, db
from weekplanner.core.errors import NotAllowed, NotFound
from weekplanner.editions.models import Edition

# Tortoise raises for a value longer than its column, PostgreSQL for a NUL, also in a filter
_SLUG = re.compile(r"[a-z0-9-]{1,80}")

_PARTS = "SELECT * FROM congress_part WHERE congress_id = ? ORDER BY starts_at, id"
_WORKSHOPS = """
SELECT w.* FROM workshop w JOIN congress_part p ON p.id = w.part_id
WHERE p.congress_id = ? ORDER BY p.starts_at, p.id, w.id
"""


_known: dict[str, "Programme"] = {}
"""By the UID of a congress; there are some tens of them in years."""


@dataclass(frozen=True)
class Part:
    """A part of the programme with its workshops; `number` counts rounds from 1, and is 0 for others."""

    part: ProgrammePart
    workshops: Sequence[Workshop]
    number: int


@dataclass(frozen=True)
class Programme:
    """A congress with all that is on, and its seats."""

    congress: Congress
    seats: Seats
    parts: Sequence[Part]

    @property
    def rounds(self) -> list[Part]:
        """Those with workshops to choose from."""
        return [each for each in self.parts if each.workshops]

    @property
    def workshops(self) -> dict[int, Workshop]:
        """All of them by id, in the order of the programme."""
        return {workshop.id: workshop for each in self.parts for workshop in each.workshops}


async def on_site(slug: str) -> Programme:
    """A congress that stands, or stood, on the site; raises NotFound."""
    congress = await db.find(Congress, slug=slug) if _SLUG.fullmatch(slug) else None
    if congress is None or congress.state is CongressState.DRAFT:
        raise NotFound
    return await programme_of(congress)


async def as_last_changed(slug: str) -> Programme:
    """The same for who only reads what the team says: seats, and what is taken, may be those of earlier.

    It costs one look at the version, so that everybody who signs up need not read the whole programme.
    Raises NotFound.
    """
    congress = await db.find(Congress, slug=slug) if _SLUG.fullmatch(slug) else None
    if congress is None or congress.state is CongressState.DRAFT:
        raise NotFound
    return replace(await known_programme(congress), congress=congress)


async def known_programme(congress: Congress) -> Programme:
    """The programme of this version of a congress, read once in a process; see `as_last_changed`."""
    known = _known.get(congress.uid)
    if known is None or known.congress.version != congress.version:
        known = _known[congress.uid] = await programme_of(congress)
    return known


async def all_on_site(edition: Edition) -> list[Window]:
    """The congresses of an edition that stand on the site, by day, as they stand now."""
    now = clock.now()
    shown = Congress.filter(edition_id=edition.id).exclude(state=CongressState.DRAFT)
    found = await shown.order_by("starts_at", "id")
    seats = {each.congress_id: each for each in await Seats.filter(congress_id__in=[c.id for c in found])}
    return [Window(each, seats[each.id], now) for each in found]


async def is_any_on_site(edition: Edition) -> bool:
    """Whether an edition has a congress that goes on, for the menu."""
    return await Congress.filter(edition_id=edition.id, state=CongressState.PUBLISHED).exists()


async def every_one_on_site() -> list[Congress]:
    """Of all editions, the latest first."""
    shown = Congress.exclude(state=CongressState.DRAFT)
    return await shown.order_by("-edition__year", "starts_at", "id")


async def going_on(edition_id: int) -> list[Congress]:
    """The congresses of an edition that go on, by day."""
    published = Congress.filter(edition_id=edition_id, state=CongressState.PUBLISHED)
    return await published.order_by("starts_at", "id")


async def others_on_site(congress: Congress) -> list[Congress]:
    """The other congresses of the same edition that go on: one may be for who this one is not."""
    return [each for each in await going_on(congress.edition_id) if each.id != congress.id]


async def at_desk(slug: str, *, actor: Person) -> Programme:
    """A congress as the team sees it; raises NotFound for who may not know of it."""
    if not rights.may_see_congress_desk(actor):
        raise NotFound if not actor.is_team else NotAllowed
    congress = await called(slug)
    if congress is None:
        raise NotFound
    return await programme_of(congress)


async def called(slug: str) -> Congress | None:
    """The congress with this slug; any text may be asked for."""
    if not _SLUG.fullmatch(slug):
        return None
    return await Congress.get_or_none(slug=slug).select_related("edition", "municipality")


async def programme_of(congress: Congress) -> Programme:
    """The parts of a congress in their order, with the seats as they are now."""
    seats = await db.find(Seats, congress_id=congress.id)
    assert seats is not None
    parts = await db.read(ProgrammePart, _PARTS, (congress.id,))
    workshops = await workshops_of(congress)
    found, number = [], 0
    for part in parts:
        own = [each for each in workshops if each.part_id == part.id]
        number += bool(own)
        found.append(Part(part, own, number if own else 0))
    return Programme(congress, seats, found)


async def workshops_of(congress: Congress) -> list[Workshop]:
    """The workshops of a congress as they are now, in the order of the programme."""
    return await db.read(Workshop, _WORKSHOPS, (congress.id,))
