"""How many places there are, and how many are left: numbers, which name nobody."""

from collections.abc import Collection, Iterable

from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.editions.models import Edition
from weekplanner.signups.counts import Counts
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.values import Facts


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
