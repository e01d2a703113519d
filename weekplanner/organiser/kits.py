"""Where the kits of an organisation stand, on the pages where an organiser begins."""

from dataclasses import dataclass
from datetime import date

from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.queries import mine
from weekplanner.kits.values import MAY_ORDER


@dataclass(frozen=True)
class KitsNow:
    """What was ordered in this edition; without anything the day until which one can still order."""

    orders: tuple[KitOrder, ...] = ()
    until: date | None = None
    activity_id: int | None = None
    """What one would order for; empty when several are possible."""


async def kits_of_organisation(organisation_id: int, *, edition: Edition, actor: Person) -> KitsNow:
    """For all activities of an organisation together."""
    orders = await mine.live_orders(organisation_id, edition=edition, actor=actor)
    if orders:
        return KitsNow(tuple(orders))
    possible = await mine.activities_to_order_for(organisation_id, edition=edition, actor=actor)
    return KitsNow(until=await _until(edition) if possible else None)


async def kits_of_activity(activity: Activity, *, actor: Person) -> KitsNow:
    """For one activity, with its edition."""
    edition = activity.edition
    orders = await mine.live_orders(activity.organisation_id, edition=edition, actor=actor)
    own = tuple(order for order in orders if order.activity_id == activity.id)
    if own or activity.state not in MAY_ORDER or not edition.is_current:
        return KitsNow(own)
    return KitsNow(until=await _until(edition), activity_id=activity.id)


async def _until(edition: Edition) -> date | None:
    is_open = clock.today() <= edition.kit_order_until_on and (await mine.catalogue()).in_parcels
    return edition.kit_order_until_on if is_open else None
