"""Calling a kit back, on its pages: what follows is said first, and who has it can be called."""

import pytest

from tests.events.filling_in import sentences
from tests.kits.test_stock import shipped
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make
from weekplanner.accounts.people import TeamRole
from weekplanner.core import db
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import exceptions
from weekplanner.mailer import schedule

STOCK = "/team/pakketten/voorraad"
WHY = "De vlaggenlijn geeft verf af."


@pytest.fixture
async def desk(make, site):
    """Somebody who looks after kits."""
    return site.as_(await make.team_member(TeamRole.LOGISTICS))


async def test_a_recall_says_first_what_follows_and_then_whom_to_call(make: Make, desk):
    kit = await make.kit("Posters", stock_of=10)
    gone, _parcel = await shipped(make, kit)
    await make.kit_order(await make.activity(), {kit.id: 3})
    page = f"{STOCK}/{kit.id}/terughalen"
    asked = (await desk.get(page)).text
    for sentence in (
        "1 bestelling is nog niet weg",
        "0 ingepakte dozen gaan weer open",
        "1 bestelling is al weg",
        "5 pakketten die vrij zijn, worden afgeschreven",
    ):
        assert sentence in asked
    answer = await desk.post(page, reason=WHY)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{STOCK}/{kit.id}/wie-het-heeft")
    busy = (await desk.get(answer.headers["location"])).text
    assert ("Wij zijn nog bezig" in busy, "Nog 1 bestelling waar het uit moet" in busy) == (True, True)
    await schedule.run_due()
    done = (await desk.get(answer.headers["location"])).text
    for words in ("Iedereen heeft bericht gekregen", WHY, "Fatma de Vries", "fatma@example.org", gone.number):
        assert words in done
    assert await what_is_wrong_with_kits() == []


async def test_the_list_to_call_is_a_table_with_everybody(make: Make, desk, monkeypatch):
    monkeypatch.setattr(db, "PAGE_ROWS", 2)
    kit = await make.kit("Posters", stock_of=10)
    orders = [(await shipped(make, kit))[0] for _each in range(3)]
    await desk.post(f"{STOCK}/{kit.id}/terughalen", reason=WHY)
    lines = (await desk.get(f"{STOCK}/{kit.id}/wie-het-heeft.csv")).text.splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == [order.number for order in orders]
    assert lines[1].split(";")[4:6] == ["fatma@example.org", "2"]


async def test_a_recall_needs_a_reason_and_happens_once(make: Make, desk):
    kit = await make.kit(stock_of=1)
    page = f"{STOCK}/{kit.id}/terughalen"
    answer = await desk.post(page, reason=" ")
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {"reason": "Schrijf waarom u het pakket terughaalt"},
    )
    assert (await desk.post(page, reason=WHY)).status_code == 303
    again = await desk.post(page, reason=WHY)
    assert (again.status_code, "Dit pakket is al teruggeroepen." in again.text) == (422, True)
    assert (await Kit.get()).free == 0


async def test_of_a_kit_that_was_not_called_back_there_is_no_list(make: Make, desk):
    kit = await make.kit()
    for page in ("wie-het-heeft", "wie-het-heeft.csv"):
        assert (await desk.get(f"{STOCK}/{kit.id}/{page}")).status_code == 404


async def test_a_long_recall_is_worked_off_in_parts_and_each_message_is_counted(make: Make, desk):
    soup = await make.activity()
    kit = await make.kit(stock_of=100)
    await shipped(make, kit)
    for _each in range(exceptions.RECALLED_AT_ONCE + 1):
        await make.kit_order(soup, {kit.id: 1})
    await desk.post(f"{STOCK}/{kit.id}/terughalen", reason=WHY)
    counts = await schedule.run_due()
    assert counts.queued["kit_recall"] == exceptions.RECALLED_AT_ONCE + 2
    assert await what_is_wrong_with_kits() == []
