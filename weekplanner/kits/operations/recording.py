"""Writing down what the team did with orders, kits and parcels; a name or an address is never among it."""

from collections.abc import Iterable

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.models.printing import PrintJob
from weekplanner.kits.words import PAPERS, PARCELS


async def record_order(
    actor: Person, right: Right, order: KitOrder, changes: Iterable[Change] = (), *, reason: str = ""
) -> None:
    """What was done with one order."""
    await audit.record(actor, right, subject_of(order), [*changes, *_because(reason)])


async def record_orders(actor: Person, right: Right, orders: Iterable[KitOrder]) -> None:
    """The same that was done with each of many."""
    await audit.record_many(actor, right, [subject_of(order) for order in orders])


async def record_kit(
    actor: Person, right: Right, kit: Kit, changes: Iterable[Change] = (), *, reason: str = ""
) -> None:
    """What was done with a kit, or its stock."""
    subject = Subject(kind="kit", id=str(kit.id), label=kit.name)
    await audit.record(actor, right, subject, [*changes, *_because(reason)])


async def record_shipments(
    actor: Person, right: Right, shipments: Iterable[Shipment], state: ShipmentState
) -> None:
    """What was done with parcels: the state they are in now."""
    change = Change("state", "", PARCELS[state].words)
    await audit.record_many(actor, right, _subjects(shipments), [change])


async def record_tracking(actor: Person, shipments: Iterable[Shipment], carrier: str) -> None:
    """Parcels have another track-and-trace code of this carrier."""
    change = Change("tracking_code", "", carrier)
    await audit.record_many(actor, rights.SHIP_KITS, _subjects(shipments), [change])


async def record_print(actor: Person, job: PrintJob) -> None:
    """A paper of a batch was asked for: with it addresses leave the house."""
    subject = Subject(kind="kit_batch", id=str(job.batch_id))
    await audit.record(actor, rights.SHIP_KITS, subject, [Change("printed", "", PAPERS[job.paper])])


def _subjects(shipments: Iterable[Shipment]) -> list[Subject]:
    return [Subject(kind="shipment", id=str(each.id), label=each.code) for each in shipments]


def subject_of(order: KitOrder) -> Subject:
    """An order, as the audit log knows it."""
    return Subject(
        kind="kit_order", id=str(order.id), label=order.number, organisation_id=order.organisation_id
    )


def _because(reason: str) -> list[Change]:
    return [Change("reason", "", reason)] if reason else []
