"""What the tests of the desk have in common: orders that are made, and brought some way."""

import re

from tests.make import Make
from tests.site import Site
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import deciding, parcels

DESK = "/team/pakketten"


async def team(site: Site, make: Make, name: str = "") -> Site:
    """Somebody who looks after kits."""
    member = await make.team_member(TeamRole.LOGISTICS)
    if name:
        member.name = name
        await member.save(update_fields=["name"])
    return site.as_(member)


async def orders(make: Make, number: int, *, kit: Kit | None = None) -> list[KitOrder]:
    """So many orders of one kit, each of an activity of its own."""
    wanted = kit or await make.kit(stock_of=number)
    soup = await make.activity()
    return [await make.kit_order(soup, {wanted.id: 1}) for _each in range(number)]


async def in_parcels(make: Make, number: int, *, kit: Kit | None = None) -> list[Shipment]:
    """The same approved, and each in a parcel of one batch."""
    made = [order.id for order in await orders(make, number, kit=kit)]
    await deciding.approve_orders(made, actor=SYSTEM)
    batch = await parcels.make_batch(
        made, joins_addresses=False, request_key=f"batch-{made[0]}", actor=SYSTEM
    )
    return await Shipment.filter(batch_id=batch.id).order_by("id")


async def packed(make: Make, number: int) -> list[Shipment]:
    """The same packed."""
    made = await in_parcels(make, number)
    return [await parcels.pack(each.id, version=each.version, actor=SYSTEM) for each in made]


async def lines(order: KitOrder) -> list[tuple[LineState, int]]:
    """The lines of an order."""
    found = await KitOrderLine.filter(order_id=order.id).order_by("id")
    return [(line.state, line.quantity) for line in found]


def numbers_on(page: str) -> list[str]:
    """The numbers of the orders in a list, as they stand."""
    return re.findall(r'pakketten/\d+">(\d{4}-\d{4,})</a>', page)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]
