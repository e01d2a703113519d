"""Taking over what the file of a carrier says, once all of it was found right."""

from collections.abc import Sequence
from dataclasses import dataclass

from weekplanner.accounts.people import Person
from weekplanner.kits.carrier_files import Line
from weekplanner.kits.operations import shipping
from weekplanner.kits.operations.shipping import Tracked
from weekplanner.kits.tracking import Carrier


@dataclass(frozen=True)
class Taken:
    """What a file changed."""

    tracked: int
    """Parcels with another code than before."""
    delivered: int


async def take_over(carrier: Carrier, lines: Sequence[Line], *, actor: Person) -> Taken:
    """Keep all codes of a file, or none; then what arrived arrived, for as far as it was on its way.

    The same file once more changes nothing. Raises what `shipping.track` does.
    """
    tracked = await shipping.track(
        carrier.id, [Tracked(line.shipment_id, line.tracking_code) for line in lines], actor=actor
    )
    arrived = [line.shipment_id for line in lines if line.is_delivered]
    delivered = 0
    for start in range(0, len(arrived), shipping.MOST_AT_ONCE):
        part = arrived[start : start + shipping.MOST_AT_ONCE]
        delivered += len(await shipping.deliver(part, actor=actor))
    return Taken(tracked, delivered)
