"""One order, as its organiser sees it: what can still be changed, and where its parcels are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from weekplanner.kits import tracking
from weekplanner.kits.models.orders import OPEN, KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.queries.orders import WholeOrder

_SENT = (LineState.SHIPPED, LineState.DELIVERED, LineState.RETURNED)


@dataclass(frozen=True)
class Track:
    """Where a parcel can be followed; without an address the carrier and the code alone are known."""

    carrier: str
    code: str
    url: str


def tracks_of(whole: WholeOrder) -> Mapping[int, Track]:
    """By the id of a parcel that is on its way."""
    return {each.id: _track(each, whole.order) for each in whole.shipments if each.shipped_at is not None}


def can_change(whole: WholeOrder) -> bool:
    """Whether anything of it is not packed yet."""
    return not whole.order.is_forgotten and any(each.state in OPEN for each in whole.contents)


def packed(whole: WholeOrder) -> dict[int, int]:
    """How many of which kit are packed, or gone."""
    return _sums(whole, (LineState.PACKED, *_SENT))


def there(whole: WholeOrder) -> dict[int, int]:
    """How many of which kit it is about, whatever became of them but for what was cancelled."""
    return _sums(whole, [state for state in LineState if state is not LineState.CANCELLED])


def is_fixed(whole: WholeOrder) -> bool:
    """Whether something is packed and still here: then the address cannot change."""
    return any(each.state is LineState.PACKED for each in whole.contents)


def _sums(whole: WholeOrder, states: Collection[LineState]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for each in whole.contents:
        if each.state in states:
            sums[each.kit.id] = sums.get(each.kit.id, 0) + each.quantity
    return sums


def _track(shipment: Shipment, order: KitOrder) -> Track:
    code = shipment.tracking_code
    return Track(
        tracking.carrier_name(shipment.carrier), code, tracking.url(shipment.carrier, code, order.postcode)
    )


def waits_for(whole: WholeOrder) -> frozenset[str]:
    """What is not certain yet: `stock`, `team`, both or neither."""
    states = {each.state for each in whole.contents}
    found = {LineState.BACK_ORDERED: "stock", LineState.REQUESTED: "team"}
    return frozenset(word for state, word in found.items() if state in states)
