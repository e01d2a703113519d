"""The kits that organisers order for the activities of the demonstration; parts of larger steps."""

from datetime import datetime, time, timedelta

from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.core.clock import MovableClock
from weekplanner.demo.content import DemoActivity
from weekplanner.demo.kits import order_of
from weekplanner.demo.weeks import Stretch
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations.ordering import cancel_order, place_order
from weekplanner.kits.values import Address, OrderValues

LAST_ORDER_AT = time(20)
THOUGHT_AGAIN_AFTER = timedelta(hours=3)


async def order(
    activity: DemoActivity,
    made: Activity,
    standing: MovableClock,
    *,
    during: Stretch,
    organiser: Person,
    seed: int,
) -> None:
    """Let the organiser order for a published activity what fits it, before the last order day ends."""
    wanted = order_of(activity, seed=seed)
    edition = await Edition.get(id=made.edition_id)
    closes_at = clock.moment(edition.kit_order_until_on, LAST_ORDER_AT)
    if wanted is None or during.opens_at >= closes_at:
        return
    standing.set(_moment(wanted.part, Stretch(during.opens_at, min(during.closes_at, closes_at))))
    ids = dict(await Kit.filter(slug__in=list(wanted.quantities)).values_list("slug", "id"))
    placed = await place_order(
        made.id,
        OrderValues(
            {ids[slug]: number for slug, number in wanted.quantities.items() if slug in ids},
            _address(activity, made),
            activity.organisation.contact_email,
            wanted.wish,
        ),
        request_key=f"{made.id} {activity.key}",
        actor=organiser,
    )
    if wanted.is_cancelled:
        standing.move(THOUGHT_AGAIN_AFTER)
        await cancel_order(placed.id, version=placed.version, actor=organiser)


def _moment(part: float, during: Stretch) -> datetime:
    return during.at(part) if during.closes_at > during.opens_at else during.opens_at


def _address(activity: DemoActivity, made: Activity) -> Address:
    values = activity.values
    return Address(
        recipient=activity.organisation.contact_name,
        recipient_organisation=activity.organisation.values.name,
        street=values.street,
        house_number=values.house_number,
        postcode=values.postcode,
        place=made.place,
    )
