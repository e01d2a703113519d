"""How many places there are, and how many are left: numbers, which name nobody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.events.models import State
from weekplanner.signups.counts import Counts
from weekplanner.signups.models import MOST_PEOPLE, Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.values import Facts

_OFFER = """
SELECT a.slug, a.state, a.transport, a.transport_phone, p.occurrence_id, p.capacity, p.state AS places_state,
  p.starts_at FROM activity a JOIN places p ON p.activity_id = a.id
WHERE a.id = ? AND a.published_at IS NOT NULL
"""


@dataclass(frozen=True)
class Offer:
    """What of an activity one must know to read a form that was sent for it."""

    activity_id: int
    slug: str
    is_withdrawn: bool
    occurrence_ids: tuple[int, ...]
    """Of what is past or called off too."""
    open_ids: tuple[int, ...]
    """Of those that one can sign up for, if only for the waiting list."""
    most_people: int
    """How many can come together: a larger party than there are chairs would wait for ever."""
    has_transport: bool


async def offer_of(activity_id: int) -> Offer:
    """What an activity that stands, or stood, on the site offers now, in one plain read; raises NotFound."""
    rows = await db.rows(_OFFER, (activity_id,))
    if not rows:
        raise NotFound
    now, first = clock.now(), rows[0]
    is_open = [
        row
        for row in rows
        if row["places_state"] == PlacesState.OPEN.value and now < db.moment(row["starts_at"])
    ]
    return Offer(
        activity_id=activity_id,
        slug=first["slug"],
        is_withdrawn=first["state"] == State.WITHDRAWN.value,
        occurrence_ids=tuple(row["occurrence_id"] for row in rows),
        open_ids=tuple(row["occurrence_id"] for row in is_open),
        most_people=most_people(row["capacity"] for row in is_open),
        has_transport=bool(first["transport"] or first["transport_phone"]),
    )


def most_people(capacities: Iterable[int | None]) -> int:
    """How many can come together where there is room for so many; None is where places are not counted."""
    return min(MOST_PEOPLE, max((each or MOST_PEOPLE for each in capacities), default=MOST_PEOPLE))


async def places_of_activity(activity_id: int) -> dict[int, Places]:
    """The places at each occurrence of an activity, by the id of the occurrence."""
    found = await db.read(Places, "SELECT * FROM places WHERE activity_id = ?", (activity_id,))
    return {each.occurrence_id: each for each in found}


async def places_of_activities(activity_ids: Iterable[int]) -> dict[int, Places]:
    """The same of several activities."""
    found = await Places.filter(activity_id__in=list(activity_ids))
    return {each.occurrence_id: each for each in found}


async def marks(actor: Person, editions: Collection[Edition]) -> list[tuple[object, ...]]:
    """A row for each own occurrence in these editions, another when its numbers change; one cheap read."""
    own = Places.filter(
        activity__organisation_id__in=list(actor.organisation_ids),
        activity__edition_id__in=[each.id for each in editions],
    )
    return [tuple(row) for row in await own.order_by("id").values_list("id", "state", "moves")]


async def counts_of_activities(activity_ids: Iterable[int]) -> dict[int, Counts]:
    """How many come to all that goes on of these activities; one whose guests are not kept here has none."""
    going_on = Places.filter(activity_id__in=list(activity_ids)).exclude(state=PlacesState.CALLED_OFF)
    found: dict[int, Counts] = {}
    for each in await going_on:
        found[each.activity_id] = found.get(each.activity_id, Counts()) + Counts.of(each)
    return {activity_id: counts for activity_id, counts in found.items() if counts.are_kept}


async def ahead_of(sign_up_id: int, occurrence_id: int) -> int:
    """How many parties wait longer than this one."""
    return await SignUp.filter(
        occurrence_id=occurrence_id, state=SignUpState.WAITING, id__lt=sign_up_id
    ).count()


def uninformed(places: Places, facts: Facts) -> QuerySet[SignUp]:
    """Those who have a place, or wait for one, and were last told something else."""
    live = SignUp.filter(occurrence_id=places.occurrence_id).exclude(state=SignUpState.CANCELLED)
    return live.exclude(knows=facts.digest)


async def known_otherwise(places: Places, facts: Facts) -> list[Facts]:
    """What those know who were last told something else."""
    digests = await uninformed(places, facts).distinct().values_list("knows", flat=True)
    return [Facts.told(places, str(digest)) or facts for digest in digests]
