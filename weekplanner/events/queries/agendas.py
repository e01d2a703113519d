"""Activities for the private calendars of their organisers."""

from collections.abc import Collection

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity, State
from weekplanner.events.queries.activities import Whole, wholes, with_belongings


async def own_agenda(actor: Person, editions: Collection[Edition]) -> list[Whole]:
    """The activities of all own organisations in these editions, but what was refused."""
    return await wholes(with_belongings(_own(actor, editions)))


async def marks(actor: Person, editions: Collection[Edition]) -> list[tuple[object, ...]]:
    """A row for each activity of `own_agenda`, another whenever anything of it changes; one cheap read."""
    names = ("id", "version", "organisation__version", "confirmed_at")
    return [tuple(row) for row in await _own(actor, editions).values_list(*names)]


def _own(actor: Person, editions: Collection[Edition]) -> QuerySet[Activity]:
    own = Activity.filter(
        organisation_id__in=list(actor.organisation_ids), edition_id__in=[each.id for each in editions]
    )
    return own.filter(Q(published_at__isnull=False) | ~Q(state=State.WITHDRAWN)).order_by("id")
