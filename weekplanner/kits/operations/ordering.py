"""Ordering kits for an activity, and changing or cancelling that until they are packed.

Kits are locked first, in the order of their ids, then orders. So limits, stock and the line for it cannot
change between looking and deciding.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from weekplanner.accounts.addresses import address
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _
from weekplanner.core.turns import take_turn
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.kits import rights
from weekplanner.kits.messages import orders as messages
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine, OrderEvent, OrderEventKind
from weekplanner.kits.models.orders import OPEN, KitOrder, LineState
from weekplanner.kits.operations import backorders, ledger, letters, low_stock, moving, parcels
from weekplanner.kits.operations import lines as lines_operations
from weekplanner.kits.operations.recording import record_order
from weekplanner.kits.operations.settling import event, lines_of, settle, tell
from weekplanner.kits.queries.limits import room_for
from weekplanner.kits.values import MAY_ORDER, MOST_OF_A_KIT, Address, OrderValues, searchable, sums_of


class Closed(Refused):
    """After the last order day."""

    message = "Bestellen kan niet meer: de laatste besteldag is voorbij."


class NoActivity(Refused):
    """Kits are for who organises something in this edition."""

    message = "Kies een activiteit die is ingediend of al op de site staat."


class NothingOrdered(Refused):
    """All quantities are zero."""

    message = "Vul bij minstens één pakket in hoeveel u er wilt."


class NotOffered(Refused):
    """It is not in the catalogue, or not any more."""

    message = "Dit pakket is er niet meer. Kies opnieuw."


class TooManyKits(Refused):
    """More of one kit than anybody needs."""

    def __init__(self) -> None:
        super().__init__(_("Bestel hooguit %(most)s van één pakket") % {"most": MOST_OF_A_KIT})


class Packed(Refused):
    """What is in a parcel goes out."""

    message = "Dit is al ingepakt. Wijzigen of annuleren kan niet meer. Bel ons als er iets niet klopt."


class PartIsPacked(Refused):
    """A parcel goes where its label says."""

    message = "Een deel is al ingepakt en gaat naar het oude adres. Bel ons als dat niet klopt."


class OnlyLess(Refused):
    """After the last order day one may still give something up."""

    message = "De laatste besteldag is voorbij. Minder bestellen kan nog wel, meer niet."


async def place_order(activity_id: int, wanted: OrderValues, *, request_key: str, actor: Person) -> KitOrder:
    """Order kits: what is there is reserved, what is short waits, what is above a limit is for the team.

    The same form sent twice orders once. Raises NotFound, NotAllowed, NoActivity, Closed, NothingOrdered,
    NotOffered, TooManyKits and WrongAddress.
    """
    now = clock.now()
    email = address(wanted.email).text
    quantities = chosen(wanted.quantities)
    async with db.transaction():
        await one_at_a_time(request_key)
        kits = await ledger.locked_kits(quantities)
        if before := await ordered_with(request_key):
            _check_may_see(before, actor)
            return before
        activity = await _orderable(activity_id, actor=actor)
        if clock.today() > activity.edition.kit_order_until_on:
            raise Closed
        check_offered(kits.values())
        order = new_order(
            activity.edition, wanted.address, email, request_key=request_key, now=now, actor=actor
        )
        order.organisation_id, order.activity_id, order.wish = (
            activity.organisation_id,
            activity.id,
            wanted.wish,
        )
        await insert_order(order)
        made = await _add_within_limits(order, quantities, kits, actor=actor, now=now)
        await finish(order, made, kits.values(), now=now)
    return order


async def change_order(order_id: int, wanted: OrderValues, *, version: int, actor: Person) -> KitOrder:
    """Order more or less, or let it go to another address, as long as it is not packed.

    A kit of which a part is packed keeps at least that. When it is not its organiser who does it, who ordered
    is told. Raises NotFound, NotAllowed, Stale, Packed, PartIsPacked, OnlyLess after the last order day, and
    what `place_order` raises.
    """
    now = clock.now()
    email = address(wanted.email).text
    quantities = {kit_id: max(0, number) for kit_id, number in wanted.quantities.items()}
    async with db.transaction():
        order, lines, kits, orders = await locked_whole(order_id, more_kits=quantities)
        _check_may_see(order, actor)
        require(rights.may_change_kit_order(actor, order))
        if order.version != version:
            raise Stale
        if not any(line.state in OPEN for line in lines):
            raise Packed
        events = []
        if Address.of(order) != wanted.address:
            if any(line.state is LineState.PACKED for line in lines):
                raise PartIsPacked
            events.append(await moving.move(order, wanted.address, lines, now=now))
        order.email, order.wish = email, wanted.wish or order.wish
        less, more = _differences(lines, quantities)
        gone = await give_up(lines, less, kits, actor=actor)
        edition = await Edition.get(id=order.edition_id)
        if more and clock.today() > edition.kit_order_until_on:
            raise OnlyLess
        check_offered(kits[kit_id] for kit_id in more)
        made = await _add_within_limits(order, more, kits, actor=actor, now=now)
        if gone and not await _live_lines(order):
            raise NothingOrdered
        await order.save()
        if made or gone:
            events.append(event(order, OrderEventKind.CHANGED, await _live_lines(order), now=now))
        await settle([order], now=now)
        await tell(events)
        if events and order.organisation_id not in actor.organisation_ids:
            await letters.put((order, await messages.changed(order, await _live_lines(order))))
        await backorders.serve(kits.values(), orders, actor=actor, now=now)
        await low_stock.look(kits.values())
        await record_order(actor, rights.CHANGE_KIT_ORDER, order)
    return order


async def cancel_order(order_id: int, *, version: int, reason: str = "", actor: Person) -> KitOrder:
    """Cancel all that is not packed; what was reserved goes to who waits.

    Raises NotFound, NotAllowed, Stale and Packed.
    """
    now = clock.now()
    async with db.transaction():
        order, lines, kits, orders = await locked_whole(order_id)
        _check_may_see(order, actor)
        require(rights.may_cancel_kit_order(actor, order))
        if order.version != version:
            raise Stale
        open_lines = [line for line in lines if line.state in OPEN]
        if not open_lines:
            raise Packed
        every = sums_of(open_lines)
        gone = await give_up(lines, every, kits, actor=actor, reason=reason)
        await settle([order], now=now)
        await tell([event(order, OrderEventKind.CANCELLED, gone, now=now, reason=reason)])
        await letters.put((order, await messages.cancelled(order, gone, reason=reason)))
        await backorders.serve(kits.values(), orders, actor=actor, now=now)
        await record_order(actor, rights.CANCEL_KIT_ORDER, order, reason=reason)
    return order


async def locked_whole(
    order_id: int, *, more_kits: Iterable[int] = ()
) -> tuple[KitOrder, list[KitOrderLine], dict[int, Kit], dict[int, KitOrder]]:
    """An order with its lines, its kits and whoever waits for them, all locked; raises NotFound and Stale."""
    kit_ids = {line.kit_id for line in await lines_of([order_id])}
    kits = await ledger.locked_kits(kit_ids | set(more_kits))
    orders = await backorders.locked_with_who_waits([order_id], kits.values())
    if order_id not in orders:
        raise NotFound
    lines = await lines_of([order_id])
    if any(line.kit_id not in kits for line in lines):
        raise Stale
    return orders[order_id], lines, kits, orders


async def give_up(
    lines: Sequence[KitOrderLine],
    less: Mapping[int, int],
    kits: dict[int, Kit],
    *,
    actor: Person,
    reason: str = "",
) -> list[KitOrderLine]:
    """Cancel so many of each kit of what is not packed; parcels that held them are looked at again."""
    gone: list[KitOrderLine] = []
    for kit_id, quantity in less.items():
        of_kit = [line for line in lines if line.kit_id == kit_id and line.state in OPEN]
        gone += await lines_operations.take_away(of_kit, quantity, kits, actor=actor, reason=reason)
    await parcels.look_again({line.shipment_id for line in gone if line.shipment_id})
    return gone


async def insert_order(order: KitOrder) -> None:
    """Write a new order down; its number is known after that."""
    await db.insert(order)
    order.searched = searchable(order)
    await KitOrder.filter(id=order.id).update(searched=order.searched)


async def finish(
    order: KitOrder, made: Sequence[KitOrderLine], kits: Iterable[Kit], *, now: datetime
) -> None:
    """What follows when an order has its first lines: its state, its timeline, its message."""
    await settle([order], now=now)
    await tell(_events(order, made, now=now))
    await letters.put((order, await messages.placed(order, made)))
    await low_stock.look(kits)


async def _orderable(activity_id: int, *, actor: Person) -> Activity:
    activity = await Activity.filter(id=activity_id).select_related("edition").first()
    if activity is None:
        raise NotFound
    if not rights.may_order_kits(actor, activity.organisation_id):
        raise NotFound
    if activity.state not in MAY_ORDER or not activity.edition.is_current:
        raise NoActivity
    return activity


def _check_may_see(order: KitOrder, actor: Person) -> None:
    if not rights.may_see_kit_order(actor, order):
        raise NotFound


def chosen(quantities: Mapping[int, int]) -> dict[int, int]:
    """What is wanted at least once; raises NothingOrdered and TooManyKits."""
    wanted = {kit_id: number for kit_id, number in quantities.items() if number > 0}
    if not wanted:
        raise NothingOrdered
    if max(wanted.values()) > MOST_OF_A_KIT:
        raise TooManyKits
    return wanted


def check_offered(kits: Iterable[Kit]) -> None:
    """Raise NotOffered when one of these cannot be ordered."""
    if not all(kit.is_offered and not kit.is_digital for kit in kits):
        raise NotOffered


async def one_at_a_time(request_key: str) -> None:
    """Let the same form, sent twice at once, wait for itself."""
    await take_turn(f"kit-order:{_digest(request_key)}")


async def ordered_with(request_key: str) -> KitOrder | None:
    """What was ordered with this form already."""
    return await KitOrder.filter(request_key=_digest(request_key)).first()


def new_order(
    edition: Edition, to: Address, email: str, *, request_key: str, now: datetime, actor: Person
) -> KitOrder:
    """An order without lines, not yet written down."""
    return KitOrder(
        edition_id=edition.id,
        year=edition.year,
        placed_by_id=actor.account_id,
        state=LineState.PLACED,
        email=email,
        language=SOURCE_LANGUAGE,
        request_key=_digest(request_key),
        placed_at=now,
        changed_at=now,
        **to.columns(),
    )


async def _add_within_limits(
    order: KitOrder, quantities: Mapping[int, int], kits: Mapping[int, Kit], *, actor: Person, now: datetime
) -> list[KitOrderLine]:
    if not quantities:
        return []
    if order.organisation_id is None:  # the team's own order knows no limit
        room = {}
    else:
        room = dict(
            await room_for(
                [kits[kit_id] for kit_id in quantities],
                organisation_id=order.organisation_id,
                activity_id=order.activity_id or 0,
                edition_id=order.edition_id,
            )
        )
    made: list[KitOrderLine] = []
    for kit_id, wanted in sorted(quantities.items()):
        within = room[kit_id].allows(wanted) if kit_id in room else wanted
        made += await lines_operations.add(
            order, kits[kit_id], within, above=wanted - within, actor=actor, now=now
        )
    return made


def _differences(
    lines: Sequence[KitOrderLine], quantities: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int]]:
    """By kit, how many fewer and how many more are wanted than there are; what is packed stays."""
    there = sums_of(line for line in lines if line.state is not LineState.CANCELLED)
    movable = sums_of(line for line in lines if line.state in OPEN)
    less, more = {}, {}
    for kit_id in sorted(quantities.keys() | movable.keys()):
        wanted, now = quantities.get(kit_id, there.get(kit_id, 0)), there.get(kit_id, 0)
        if wanted > MOST_OF_A_KIT:
            raise TooManyKits
        if wanted < now:
            less[kit_id] = min(now - wanted, movable.get(kit_id, 0))
        elif wanted > now:
            more[kit_id] = wanted - now
    return less, more


async def _live_lines(order: KitOrder) -> list[KitOrderLine]:
    return [line for line in await lines_of([order.id]) if line.state is not LineState.CANCELLED]


def _events(order: KitOrder, made: Iterable[KitOrderLine], *, now: datetime) -> list[OrderEvent]:
    kinds = {
        LineState.PLACED: OrderEventKind.PLACED,
        LineState.APPROVED: OrderEventKind.APPROVED,
        LineState.BACK_ORDERED: OrderEventKind.BACK_ORDERED,
        LineState.REQUESTED: OrderEventKind.REQUESTED,
    }
    known = list(made)
    found = []
    for state, kind in kinds.items():
        if of_state := [line for line in known if line.state is state]:
            found.append(event(order, kind, of_state, now=now))
    return found


def _digest(request_key: str) -> str:
    return tokens.digest(f"kit-order {request_key}")
