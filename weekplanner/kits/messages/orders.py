"""What who ordered kits is told by mail about the order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import use_language
from weekplanner.events.models import Activity
from weekplanner.kits import tracking
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.mailer.outbox import Message


@dataclass
class Known:
    """What messages about many orders need, read once: the kits by id, the activities by id."""

    kits: Mapping[int, Kit]
    activities: Mapping[int, Activity] = field(default_factory=dict)

    @classmethod
    async def about(cls, orders: Iterable[KitOrder], lines: Iterable[KitOrderLine]) -> "Known":
        """Read what these need."""
        kit_ids = {line.kit_id for line in lines}
        activity_ids = {order.activity_id for order in orders if order.activity_id}
        return cls(
            {kit.id: kit for kit in await Kit.filter(id__in=list(kit_ids))},
            {each.id: each for each in await Activity.filter(id__in=list(activity_ids))},
        )


async def placed(order: KitOrder, lines: Sequence[KitOrderLine]) -> Message:
    """It was ordered; what is short, or above a limit, stands in it too.

    When nothing could be reserved because the stock ran out, it says that first.
    """
    is_short = any(line.state is LineState.BACK_ORDERED for line in lines)
    is_reserved = any(line.state is LineState.PLACED for line in lines)
    kind = "kit_order_back_ordered" if is_short and not is_reserved else "kit_order_placed"
    known = await Known.about([order], lines)
    return _message(kind, order, known, lines, has_waited=False, is_granted=False)


async def served(order: KitOrder, lines: Sequence[KitOrderLine]) -> Message:
    """What it waited for arrived, and is kept for it."""
    known = await Known.about([order], lines)
    return _message("kit_order_placed", order, known, lines, has_waited=True, is_granted=False)


async def granted(order: KitOrder, lines: Sequence[KitOrderLine]) -> Message:
    """The team lets it have what was above a limit."""
    known = await Known.about([order], lines)
    is_short = all(line.state is LineState.BACK_ORDERED for line in lines)
    kind = "kit_order_back_ordered" if is_short else "kit_order_placed"
    return _message(kind, order, known, lines, has_waited=False, is_granted=True)


async def changed(order: KitOrder, lines: Sequence[KitOrderLine]) -> Message:
    """The team changed it: what it is now."""
    return _message("kit_order_changed", order, await Known.about([order], lines), lines)


def approved(order: KitOrder, lines: Sequence[KitOrderLine], known: Known) -> Message:
    """The team looked at it, and it will be packed."""
    return _message("kit_order_approved", order, known, lines)


async def cancelled(
    order: KitOrder, lines: Sequence[KitOrderLine], *, reason: str = "", is_declined: bool = False
) -> Message:
    """These kits do not come; `reason` is the team's, in its own words."""
    known = await Known.about([order], lines)
    is_whole = order.state is LineState.CANCELLED
    return _message(
        "kit_order_cancelled",
        order,
        known,
        lines,
        reason=reason,
        is_declined=is_declined,
        is_whole=is_whole,
    )


def shipped(order: KitOrder, lines: Sequence[KitOrderLine], shipment: Shipment, known: Known) -> Message:
    """A parcel with these is on its way."""
    return _message(
        "kit_order_shipped",
        order,
        known,
        lines,
        cause=f"parcel-{shipment.id}",
        carrier=tracking.carrier_name(shipment.carrier),
        tracking_code=shipment.tracking_code,
        tracking_url=tracking.url(shipment.carrier, shipment.tracking_code, order.postcode),
    )


def recalled(order: KitOrder, lines: Sequence[KitOrderLine], kit: Kit) -> Message:
    """The team calls back a kit that went out to it already."""
    return _message(
        "kit_recalled",
        order,
        Known({kit.id: kit}),
        lines,
        cause=f"kit-{kit.id}",
        kit=kit.name,
        reason=kit.recall_reason,
    )


def _message(
    kind: str, order: KitOrder, known: Known, lines: Sequence[KitOrderLine], *, cause: str = "", **more: Any
) -> Message:
    """One message; without a `cause` of its own it is the new version of the order. Any: plain JSON."""
    activity = known.activities.get(order.activity_id or 0)
    with use_language(order.language):
        values = {
            "number": order.number,
            "items": _items(lines, known, without=(LineState.BACK_ORDERED, LineState.REQUESTED)),
            "waiting": _items(lines, known, only=LineState.BACK_ORDERED),
            "requested": _items(lines, known, only=LineState.REQUESTED),
            "activity": activity.title if activity else "",
            "address": _address(order),
            "order_url": links.url("my_kit_order", id=order.id) if order.organisation_id else "",
            **more,
        }
    return Message(
        kind=kind,
        to=order.email,
        to_name=order.recipient,
        language=order.language,
        values=values,
        unique_key=f"{kind}:{order.id}:{cause or f'v{order.version}'}",
    )


def _items(
    lines: Iterable[KitOrderLine],
    known: Known,
    *,
    only: LineState | None = None,
    without: Sequence[LineState] = (),
) -> list[str]:
    quantities: dict[int, int] = {}
    for line in lines:
        if line.state not in without and (only is None or line.state is only):
            quantities[line.kit_id] = quantities.get(line.kit_id, 0) + line.quantity
    return [
        _("%(quantity)s × %(kit)s") % {"quantity": quantity, "kit": known.kits[kit_id].name}
        for kit_id, quantity in quantities.items()
    ]


def _address(order: KitOrder) -> list[str]:
    lines = (
        order.recipient_organisation,
        order.recipient,
        f"{order.street} {order.house_number}",
        f"{order.postcode} {order.place}",
    )
    return [line for line in lines if line.strip()]
