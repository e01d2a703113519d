"""Two weeks before the last order day, organisers who ordered nothing are told once."""

from datetime import date

import pytest

from tests.make import Make, acting, at
from tests.scheduling import passed, queued
from tests.site import Site
from weekplanner.core import clock
from weekplanner.editions import operations as editions
from weekplanner.kits.operations import ordering, reminding
from weekplanner.mailer.models import DueRow, OutboxMessage

NINE = at(3, 9, month=9)
"""Fourteen days before 17 September."""


@pytest.fixture(autouse=True)
async def edition(site: Site) -> None:
    """The edition of 2027, made as the program makes it."""
    await editions.add_edition(2027, starts_on=date(2027, 10, 1), ends_on=date(2027, 10, 8))


async def told() -> list[str]:
    """The addresses that were told, in their order."""
    rows = await OutboxMessage.filter(kind="kit_deadline").order_by("id")
    return [row.to_address for row in rows]


async def test_who_has_an_activity_and_ordered_nothing_is_told_once(site: Site, make: Make):
    kit = await make.kit(stock_of=9)
    for state in ("published", "submitted", "draft", "withdrawn"):
        await make.activity(state, contact_email=f"{state}@example.org")
    ordered = await make.activity(contact_email="besteld@example.org")
    await make.kit_order(ordered, {kit.id: 1})
    again = await make.activity(contact_email="geannuleerd@example.org")
    order = await make.kit_order(again, {kit.id: 1})
    actor = acting(again.organiser, again.organisation)
    await ordering.cancel_order(order.id, version=order.version, actor=actor)
    assert await queued(at(3, 8, 59, month=9)) == {}
    assert await queued(NINE) == {"kit_deadline": 3}
    assert await told() == ["published@example.org", "submitted@example.org", "geannuleerd@example.org"]
    assert await queued(at(4, 9, month=9)) == {}
    text = await site.last_mail_to("published@example.org")
    assert "Bestellen kan t/m vrijdag 17 september" in text
    assert "- Soep aan de lange tafel" in text
    assert await site.link_to("published@example.org") == "/mijn/pakketten"


async def test_each_address_of_an_organisation_is_told_of_all_that_concerns_it(site: Site, make: Make):
    await make.kit(stock_of=9)
    jan, riet = await make.account("jan@example.org"), await make.account("riet@example.org")
    linde = await make.organisation(jan, riet)
    for title, contact in (("Soep", ""), ("Thee", "jan@example.org"), ("Wandeling", "")):
        await make.activity(title=title, contact_email=contact, organisation=linde, organiser=jan)
    assert await queued(NINE) == {"kit_deadline": 2}
    rows = await OutboxMessage.filter(kind="kit_deadline").order_by("to_address")
    assert [(row.to_address, row.values["activities"]) for row in rows] == [
        ("jan@example.org", ["Soep", "Thee", "Wandeling"]),
        ("riet@example.org", ["Soep", "Wandeling"]),
    ]


async def test_many_are_told_in_parts(site: Site, make: Make, monkeypatch: pytest.MonkeyPatch):
    await make.kit(stock_of=9)
    monkeypatch.setattr(reminding, "ORGANISATIONS_AT_ONCE", 2)
    for number in range(5):
        await make.activity(contact_email=f"gast{number}@example.org")
    assert await queued(NINE) == {"kit_deadline": 5}
    assert await told() == [f"gast{number}@example.org" for number in range(5)]


async def test_when_the_last_order_day_moves_one_is_told_of_the_new_day_and_only_then(site: Site, make: Make):
    await make.kit(stock_of=9)
    await make.activity(contact_email="jan@example.org")
    await editions.update_edition(2027, kit_order_until_on=date(2027, 9, 20))
    assert await queued(NINE) == {}
    assert await queued(at(6, 9, month=9)) == {"kit_deadline": 1}
    await editions.update_edition(2027, name="Week tegen Eenzaamheid")
    assert await queued(at(7, 9, month=9)) == {}
    with clock.frozen(at(7, 9, month=9)):
        await editions.update_edition(2027, kit_order_until_on=date(2027, 9, 15))
    assert await queued(at(7, 10, month=9)) == {"kit_deadline": 1}
    assert await told() == ["jan@example.org", "jan@example.org"]


async def test_after_the_last_order_day_nobody_is_told_and_it_is_counted(site: Site, make: Make):
    await make.kit(stock_of=9)
    await make.activity(contact_email="jan@example.org")
    await make.activity(contact_email="")
    late = {"kit_deadline": {"queued": 0, "too_late": 2, "failed": 0}}
    assert await passed(at(18, 0, 1, month=9)) == late
    assert await told() == []


async def test_downtime_until_the_last_day_still_tells(site: Site, make: Make):
    await make.kit(stock_of=9)
    await make.activity(contact_email="jan@example.org")
    assert await queued(at(17, 23, month=9)) == {"kit_deadline": 1}


async def test_without_anything_to_order_nobody_is_told(site: Site, make: Make):
    await make.digital_kit()
    await make.activity()
    assert await queued(NINE) == {}
    assert await told() == []


async def test_another_edition_that_becomes_current_is_the_one_that_is_told_of(site: Site, make: Make):
    await editions.add_edition(2028, starts_on=date(2028, 10, 1), ends_on=date(2028, 10, 8))
    assert [row.unique_key for row in await DueRow.all()] == ["kit_deadline:1:20270917"]
    await editions.make_current(2028)
    assert [row.unique_key for row in await DueRow.all()] == ["kit_deadline:2:20280917"]
