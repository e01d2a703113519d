"""What an organisation can order, and what it ordered before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.queries.limits import Room, room_for
from weekplanner.kits.values import MAY_ORDER, sums_of

MOST_ORDERS = 100
"""Of an organisation in all its years, on one page."""


@dataclass(frozen=True)
class Catalogue:
    """What organisers see: what comes in a parcel, and what one downloads."""

    in_parcels: tuple[Kit, ...] = ()
    to_download: tuple[Kit, ...] = ()


@dataclass(frozen=True)
class FormerOrder:
    """What was ordered before: how many of which kit, and where it went as long as that is known."""

    order: KitOrder
    quantities: dict[int, int] = field(default_factory=dict)


async def catalogue() -> Catalogue:
    """What is offered now, in the order of the team."""
    kits = [kit for kit in await Kit.filter(is_visible=True).order_by("position", "id") if kit.is_offered]
    return Catalogue(
        tuple(kit for kit in kits if not kit.is_digital), tuple(kit for kit in kits if kit.is_digital)
    )


async def file_of(kit_id: int, *, actor: Person) -> Kit:
    """A digital kit that has its file; raises NotFound."""
    kit = await Kit.filter(id=kit_id).first()
    if kit is None or not kit.is_digital or not kit.file_stem:
        raise NotFound
    is_seen = kit.is_offered and rights.SEE_KITS.allows(actor)
    if not is_seen and not rights.may_see_kit_desk(actor):
        raise NotFound
    return kit


async def activities_to_order_for(organisation_id: int, *, edition: Edition, actor: Person) -> list[Activity]:
    """Those of an organisation that kits can be ordered for, by title."""
    if not rights.may_order_kits(actor, organisation_id):
        return []
    own = Activity.filter(organisation_id=organisation_id, edition_id=edition.id, state__in=MAY_ORDER)
    return await own.order_by("title", "id")


async def room_of(activity: Activity, kits: Iterable[Kit]) -> Mapping[int, Room]:
    """By kit, how many may still be ordered for an activity."""
    return await room_for(
        kits,
        organisation_id=activity.organisation_id,
        activity_id=activity.id,
        edition_id=activity.edition_id,
    )


async def orders_of(organisation_id: int, *, actor: Person) -> list[KitOrder]:
    """What an organisation ordered, the latest first, with the activities."""
    if not rights.may_order_kits(actor, organisation_id):
        return []
    own = KitOrder.filter(organisation_id=organisation_id).select_related("activity")
    return await own.order_by("-id").limit(MOST_ORDERS)


async def live_orders(organisation_id: int, *, edition: Edition, actor: Person) -> list[KitOrder]:
    """What an organisation ordered in an edition and did not cancel, the latest first."""
    if not rights.may_order_kits(actor, organisation_id):
        return []
    own = KitOrder.filter(organisation_id=organisation_id, edition_id=edition.id)
    return await own.exclude(state=LineState.CANCELLED).order_by("-id").limit(MOST_ORDERS)


async def order_before(organisation_id: int, *, actor: Person) -> FormerOrder | None:
    """The last order of an organisation in the edition before the current one."""
    before = await editions.previous()
    if before is None or not rights.may_order_kits(actor, organisation_id):
        return None
    own = KitOrder.filter(organisation_id=organisation_id, edition_id=before.id)
    order = await own.exclude(state=LineState.CANCELLED).order_by("-id").first()
    if order is None:
        return None
    lines = await KitOrderLine.filter(order_id=order.id, is_replacement=False)
    return FormerOrder(order, sums_of(line for line in lines if line.state is not LineState.CANCELLED))
