"""Stock that arrives, and stock that turns out to be another amount."""

from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.kits import rights
from weekplanner.kits.models import Kit, MovementKind
from weekplanner.kits.operations import backorders, ledger, low_stock
from weekplanner.kits.operations.recording import record_kit

MOST_AT_ONCE = 100_000


class NoStock(Refused):
    """A file is not in a storehouse."""

    message = "Van een digitaal pakket is er geen voorraad."


class NotThatMany(Refused):
    """Fewer are free than should go off."""

    message = "Er zijn er niet zoveel vrij. Wat besteld is, haalt u eerst uit de bestelling."


class ReasonMissing(Refused):
    """Every number explains itself."""

    message = "Schrijf erbij waarom: dat staat straks in het voorraadboek."


async def receive(kit_id: int, quantity: int, reason: str, *, actor: Person) -> Kit:
    """Book what arrived; who waits for it is served first.

    Raises NotFound, NotAllowed, NoStock, and Refused for a number that cannot be.
    """
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise Refused(_("Vul in hoeveel er zijn binnengekomen, zoals 200"), field="quantity")
    return await _book(kit_id, MovementKind.RECEIVED, quantity, one_line(reason), actor=actor)


async def correct(kit_id: int, quantity: int, reason: str, *, actor: Person) -> Kit:
    """Add to what is free, or take from it, because of a count, damage or loss.

    Raises NotFound, NotAllowed, NoStock, ReasonMissing, and NotThatMany when fewer are free.
    """
    if quantity == 0 or abs(quantity) > MOST_AT_ONCE:
        raise Refused(_("Vul in hoeveel erbij of eraf moet, zoals 3 of -3"), field="quantity")
    if not one_line(reason):
        raise ReasonMissing(field="reason")
    return await _book(kit_id, MovementKind.CORRECTED, quantity, one_line(reason), actor=actor)


async def _book(kit_id: int, kind: MovementKind, quantity: int, reason: str, *, actor: Person) -> Kit:
    now = clock.now()
    async with db.transaction():
        kits = await ledger.locked_kits([kit_id])
        require(rights.may_move_stock(actor))
        kit = kits[kit_id]
        if kit.is_digital:
            raise NoStock
        if kit.free + quantity < 0:
            raise NotThatMany(field="quantity")
        orders = await backorders.locked_with_who_waits((), kits.values())
        before = kit.free
        await ledger.move(kit, kind, quantity, actor=actor, reason=reason)
        change = Change("free", str(before), str(kit.free))
        await backorders.serve(kits.values(), orders, actor=actor, now=now)
        await low_stock.look(kits.values())
        await record_kit(actor, rights.MOVE_STOCK, kit, [change], reason=reason)
    return kit
