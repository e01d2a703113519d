"""The kits of the demonstration: stock, and orders in every state, with the ledger right."""

from zipfile import ZipFile

import pytest

from tests.kits.wholeness import what_is_wrong_with_kits
from weekplanner.accounts.models import Membership
from weekplanner.core import clock
from weekplanner.demo.content import activities, shown_organisation
from weekplanner.demo.kit_file import FILES
from weekplanner.demo.kits import ALSO, MAIN, Progress, order_of, progress_of
from weekplanner.demo.operations.loading import load
from weekplanner.editions import queries as editions
from weekplanner.kits import files
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.vocabulary.queries import vocabulary

pytestmark = pytest.mark.once


async def loaded(number: int, **options) -> None:
    """Load a demonstration that nobody watches."""
    await load(number, seed=1, show=lambda _done, _all: None, **options)


async def test_orders_of_both_weeks_are_worked_on_and_the_ledger_is_right(database):
    await loaded(60)
    assert await what_is_wrong_with_kits() == []
    edition, before = await editions.current(), await editions.previous()
    assert edition is not None
    assert before is not None
    assert {each.state for each in await KitOrder.filter(edition_id=before.id)} <= {
        LineState.DELIVERED,
        LineState.RETURNED,
    }
    states = {each.state for each in await KitOrder.filter(edition_id=edition.id)}
    assert states >= {LineState.PLACED, LineState.SHIPPED, LineState.DELIVERED}
    membership = await Membership.filter(account__email=shown_organisation().contact_email).first()
    assert membership is not None
    own = await KitOrder.filter(organisation_id=membership.organisation_id, edition_id=edition.id)
    assert {each.state for each in own} == {LineState.SHIPPED}
    for parcel in await Shipment.filter(order_id__in=[each.id for each in own]):
        assert parcel.shipped_at is not None
        assert parcel.shipped_at <= clock.now()
        assert parcel.tracking_code


async def test_the_digital_kit_has_an_archive_that_opens(database):
    await loaded(6)
    kit = await Kit.get(is_digital=True)
    assert (kit.is_offered, kit.file_name) == (True, "communicatietoolkit.zip")
    with ZipFile(files.path_of(kit)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(FILES)


async def test_every_order_can_be_left_to_the_desk_and_worked_on_later(database):
    await loaded(24, leaves_orders=True)
    edition = await editions.current()
    assert edition is not None
    here = KitOrder.filter(edition_id=edition.id)
    left = {each.state for each in await here}
    assert left <= {LineState.PLACED, LineState.BACK_ORDERED, LineState.REQUESTED, LineState.CANCELLED}
    await loaded(24)
    assert await here.filter(state=LineState.SHIPPED).count() > 0
    assert await what_is_wrong_with_kits() == []


def test_about_a_third_of_the_activities_orders_what_the_catalogue_has():
    orders = [order for each in activities() if (order := order_of(each, seed=1))]
    assert 0.28 < len(orders) / len(activities()) < 0.42
    named = {slug for order in orders for slug in order.quantities}
    assert named <= vocabulary().kit_items.keys()
    assert {MAIN, *(slug for slugs in ALSO.values() for slug in slugs)} <= named
    assert (any(order.wish for order in orders), any(order.is_cancelled for order in orders)) == (True, True)


def test_the_team_is_as_far_as_it_can_be_by_now_and_everything_occurs():
    now, placed_at = clock.now(), clock.day_range(clock.today())[0]
    fates = {
        progress_of(str(number), placed_at.replace(year=2020), now=now, is_over=False, seed=1)
        for number in range(500)
    }
    assert fates == set(Progress)
    assert progress_of("x", now, now=now, is_over=False, seed=1) is Progress.PLACED
