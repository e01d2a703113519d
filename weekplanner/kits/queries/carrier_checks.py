"""What of a carrier's file cannot be true of the parcels there are."""

from collections.abc import Iterable, Sequence

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.kits import codes, rights
from weekplanner.kits.carrier_files import CarrierFile, Problem
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.tracking import Carrier

AT_ONCE = 500


async def problems_with(file: CarrierFile, carrier: Carrier, *, actor: Person) -> list[Problem]:
    """Codes that no parcel has, parcels that are dropped, and codes that another parcel has already."""
    if not rights.may_ship_kits(actor):
        raise NotFound
    states: dict[int, ShipmentState] = {}
    holders: dict[str, int] = {}
    for start in range(0, len(file.lines), AT_ONCE):
        part = file.lines[start : start + AT_ONCE]
        states.update(await _states(each.shipment_id for each in part))
        holders.update(await _holders(carrier, [each.tracking_code for each in part]))
    named = {line.shipment_id for line in file.lines}
    found = []
    for line in file.lines:
        state, holder = states.get(line.shipment_id), holders.get(line.tracking_code)
        said = {"code": line.code, "tracking": line.tracking_code}
        if state is None:
            message = _("Doos %(code)s kennen wij niet.") % said
            found.append(Problem(message, line.row, file.reference_column))
        elif state is ShipmentState.DROPPED:
            message = _("Doos %(code)s is vervallen: er zit niets meer in.") % said
            found.append(Problem(message, line.row, file.reference_column))
        if holder not in (None, line.shipment_id) and holder not in named:
            message = _("Doos %(other)s heeft code %(tracking)s al.") % {
                **said,
                "other": codes.with_letter(int(holder)),
            }
            found.append(Problem(message, line.row, file.tracking_column))
    return found


async def packed_with_code(carrier: Carrier, *, most: int, actor: Person) -> tuple[list[int], int]:
    """Parcels that are packed and have a code of this carrier, at most so many, and how many there are."""
    return await _with_code(carrier, ShipmentState.PACKED, most=most, actor=actor)


async def unpacked_with_code(carrier: Carrier, *, most: int, actor: Person) -> tuple[list[int], int]:
    """The same of those that must still be packed."""
    return await _with_code(carrier, ShipmentState.PREPARED, most=most, actor=actor)


async def _with_code(
    carrier: Carrier, state: ShipmentState, *, most: int, actor: Person
) -> tuple[list[int], int]:
    if not rights.may_ship_kits(actor):
        raise NotFound
    found = Shipment.filter(state=state, carrier=carrier.id).exclude(tracking_code="")
    ids = [number for (number,) in await found.order_by("id").limit(most).values_list("id")]
    return ids, await found.count() if len(ids) == most else len(ids)


async def _states(ids: Iterable[int]) -> dict[int, ShipmentState]:
    wanted = list(ids)
    rows = await db.rows(f"SELECT id, state FROM shipment WHERE id IN ({_marks(wanted)})", wanted)  # noqa: S608 - marks
    return {row[0]: ShipmentState(row[1]) for row in rows}


async def _holders(carrier: Carrier, wanted: Sequence[str]) -> dict[str, int]:
    rows = await db.rows(
        f"SELECT tracking_code, id FROM shipment WHERE carrier = ? AND tracking_code IN ({_marks(wanted)})",  # noqa: S608 - marks
        [carrier.id, *wanted],
    )
    return {row[0]: row[1] for row in rows}


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
