"""What is ordered, and where it goes, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from weekplanner.core.text_cleaning import normalised
from weekplanner.events.models import State
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder

MOST_OF_A_KIT = 1000
"""Of one kit in one order; a typing error is no reason to empty the stock."""


MAY_ORDER = (State.SUBMITTED, State.PUBLISHED)
"""Where an activity stands that kits can be ordered for."""


@dataclass(frozen=True)
class Address:
    """Where a parcel goes, and who takes it in; a postcode is `1234 AB`."""

    recipient: str
    street: str
    house_number: str
    postcode: str
    place: str
    recipient_organisation: str = ""
    phone: str = ""
    carrier_note: str = ""

    @classmethod
    def of(cls, order: KitOrder) -> "Address":
        """As it is stored."""
        return cls(**{each.name: getattr(order, each.name) for each in fields(cls)})

    def columns(self) -> dict[str, Any]:
        """As the columns of KitOrder."""
        return dict(vars(self))

    @property
    def area(self) -> tuple[str, str]:
        """What is asked about when it does not seem to belong together."""
        return self.postcode, self.place

    @property
    def door(self) -> tuple[str, ...]:
        """Equal for addresses that go into one parcel."""
        return tuple(
            normalised(each) for each in (self.recipient, self.house_number, self.postcode, self.street)
        )


@dataclass(frozen=True)
class OrderValues:
    """What somebody orders for an activity; `quantities` has how many by the id of a kit."""

    quantities: Mapping[int, int]
    address: Address
    email: str
    wish: str = ""


def sums_of(lines: Iterable[KitOrderLine]) -> dict[int, int]:
    """How many of each kit these lines are together."""
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.kit_id] = sums.get(line.kit_id, 0) + line.quantity
    return sums


def searchable(order: KitOrder) -> str:
    """What the search of the desk looks through."""
    known = (order.number, order.recipient, order.recipient_organisation, order.place, order.postcode)
    return normalised(" ".join(known))


def total_weight_g(lines: Iterable[KitOrderLine], kits: Mapping[int, Kit]) -> int:
    """What these lines weigh together."""
    return sum(line.quantity * (kits[line.kit_id].weight_g or 0) for line in lines)
