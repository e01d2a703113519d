"""Stock that arrives, and stock that turns out to be another amount."""

from dataclasses import dataclass

from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind, StockMovement
from weekplanner.kits.operations import backorders, ledger, low_stock
from weekplanner.kits.operations.recording import record_kit

MOST_AT_ONCE = 100_000


class NoStock(Refused):
    """A file is not in a storehouse."""

    message = "Van een digitaal pakket is er geen voorraad."


class CalledBack(Refused):
    """What was called back is thrown away."""

    message = "Dit pakket is teruggeroepen. Er komt niets meer bij."


class NotThatMany(Refused):
    """Fewer are free than should go off."""

    message = "Er zijn er niet zoveel vrij. Wat besteld is, haalt u eerst uit de bestelling."


class ReasonMissing(Refused):
    """Every number explains itself."""

    message = "Schrijf erbij waarom: dat staat straks in het voorraadboek."


async def receive(kit_id: int, quantity: int, reason: str, *, request_key: str = "", actor: Person) -> Kit:
    """Book what arrived; who waits for it is served first.

    The same form sent twice books once. Raises NotFound, NotAllowed, NoStock, CalledBack, and Refused for a
    number that cannot be.
    """
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise Refused(_("Vul in hoeveel er zijn binnengekomen, zoals 200"), field="quantity")
    booking = _Booking(MovementKind.RECEIVED, quantity, one_line(reason), _digest(request_key))
    return await _book(kit_id, booking, actor=actor)


async def correct(kit_id: int, quantity: int, reason: str, *, request_key: str = "", actor: Person) -> Kit:
    """Add to what is free, or take from it, because of a count, damage or loss.

    The same form sent twice books once. Raises NotFound, NotAllowed, NoStock, ReasonMissing,
    CalledBack, and NotThatMany when fewer are free.
    """
    if quantity == 0 or abs(quantity) > MOST_AT_ONCE:
        raise Refused(_("Vul in hoeveel erbij of eraf moet, zoals 3 of -3"), field="quantity")
    if not one_line(reason):
        raise ReasonMissing(field="reason")
    booking = _Booking(MovementKind.CORRECTED, quantity, one_line(reason), _digest(request_key))
    return await _book(kit_id, booking, actor=actor)


@dataclass(frozen=True)
class _Booking:
    kind: MovementKind
    quantity: int
    reason: str
    request_key: str | None


async def _book(kit_id: int, booking: _Booking, *, actor: Person) -> Kit:
    now = clock.now()
    async with db.transaction():
        kits = await ledger.locked_kits([kit_id])
        require(rights.may_move_stock(actor))
        kit = kits[kit_id]
        if kit.is_digital:
            raise NoStock
        if kit.is_recalled and booking.quantity > 0:
            raise CalledBack
        if booking.request_key and await StockMovement.exists(request_key=booking.request_key):
            return kit
        if kit.free + booking.quantity < 0:
            raise NotThatMany(field="quantity")
        orders = await backorders.locked_with_who_waits((), kits.values())
        before = kit.free
        await ledger.move(
            kit,
            booking.kind,
            booking.quantity,
            actor=actor,
            reason=booking.reason,
            request_key=booking.request_key,
        )
        change = Change("free", str(before), str(kit.free))
        await backorders.serve(kits.values(), orders, actor=actor, now=now)
        await low_stock.look(kits.values())
        await record_kit(actor, rights.MOVE_STOCK, kit, [change], reason=booking.reason)
    return kit


def _digest(request_key: str) -> str | None:
    return tokens.digest(f"kit-stock {request_key}") if request_key else None
