"""The stock on its pages: what arrives is booked once, each number explains itself, and the team is told."""

import pytest

from tests.events.filling_in import form_of, sentences
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import StockMovement
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations import backorders, catalogue, ordering, stock
from weekplanner.kits.operations.catalogue import KitValues
from weekplanner.mailer import schedule

STOCK = "/team/pakketten/voorraad"


@pytest.fixture
async def desk(make, site):
    """Somebody who looks after kits."""
    return site.as_(await make.team_member(TeamRole.LOGISTICS, "lotte@example.org"))


async def filled(desk, page: str, **typed: str) -> dict[str, str]:
    """The form of a page, with what is typed in it."""
    form = form_of((await desk.get(page)).text, "request_key")
    return {**{name: values[0] for name, values in form.items()}, **typed}


async def movements() -> list[tuple[str, int, str]]:
    """The ledger."""
    return [(row.kind.value, row.quantity, row.reason) for row in await StockMovement.all().order_by("id")]


@pytest.mark.parametrize(
    ("page", "typed", "booked"),
    [
        ("binnengekomen", {"quantity": "1.200", "reason": "Drukkerij"}, ("received", 1200, "Drukkerij")),
        ("corrigeren", {"quantity": "−3", "reason": "Nat geworden"}, ("corrected", -3, "Nat geworden")),
        ("corrigeren", {"quantity": "+ 2", "reason": "Geteld"}, ("corrected", 2, "Geteld")),
    ],
)
async def test_a_double_click_books_once(make, desk, page, typed, booked):
    kit = await make.kit(stock_of=5)
    path = f"{STOCK}/{kit.id}/{page}"
    fields = await filled(desk, path, **typed)
    for _click in range(2):
        answer = await desk.post(path, fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{STOCK}/{kit.id}")
    assert await movements() == [("received", 5, "Begin"), booked]
    assert await AuditRecord.filter(action="move_stock").count() == 1
    assert await what_is_wrong_with_kits() == []


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        ("binnengekomen", {}, {"quantity": "Vul in hoeveel er zijn binnengekomen, zoals 200"}),
        (
            "binnengekomen",
            {"quantity": "0"},
            {"quantity": "Vul een heel getal in van 1 tot en met 100000"},
        ),
        (
            "corrigeren",
            {"quantity": "0"},
            {
                "quantity": "Vul in hoeveel erbij of eraf moet, zoals 3 of -3",
                "reason": "Schrijf erbij waarom: dat staat straks in het voorraadboek",
            },
        ),
        (
            "corrigeren",
            {"quantity": "-6", "reason": "Kwijt"},
            {"quantity": "Er zijn er niet zoveel vrij. Wat besteld is, haalt u eerst uit de bestelling."},
        ),
    ],
)
async def test_what_cannot_be_booked_is_said_at_its_field(make, desk, page, typed, said):
    kit = await make.kit(stock_of=5)
    path = f"{STOCK}/{kit.id}/{page}"
    answer = await desk.post(path, await filled(desk, path, **typed))
    assert (answer.status_code, sentences(answer.text)) == (422, said)
    assert await movements() == [("received", 5, "Begin")]


async def test_the_page_explains_every_number_and_who_did_it(make: Make, desk):
    soup = await make.activity()
    kit = await make.kit("Posters")
    order = await make.kit_order(soup, {kit.id: 2})
    path = f"{STOCK}/{kit.id}/binnengekomen"
    await desk.post(path, await filled(desk, path, quantity="5", reason="Drukkerij"))
    page = (await desk.get(f"{STOCK}/{kit.id}")).text
    assert (
        "Zo klopt het: 5 binnengekomen, 0 gecorrigeerd en 0 retour is samen 5. "
        "Dat is 3 vrij, 2 besteld en 0 verstuurd."
    ) in page
    assert page.count("lotte@example.org") >= 2
    assert (order.number in page, "Nabestelling, aan de beurt" in page) == (True, True)
    table = (await desk.get(f"{STOCK}/{kit.id}/boek.csv")).text.splitlines()
    assert [line.partition(";")[2] for line in table[1:]] == [
        "Binnengekomen;5;5;0;0;Drukkerij;;lotte@example.org",
        f"Besteld;2;3;2;0;Nabestelling, aan de beurt;{order.number};lotte@example.org",
    ]


async def test_a_long_ledger_is_read_in_pages(make, desk):
    kit = await make.kit()
    for number in range(51):
        await stock.receive(kit.id, 1, f"Levering {number}", actor=SYSTEM)
    first, second = [(await desk.get(f"{STOCK}/{kit.id}?pagina={number}")).text for number in (1, 2)]
    assert ("Levering 50" in first, "Levering 0<" in first) == (True, False)
    assert ("Levering 50" in second, "Levering 0<" in second) == (False, True)
    assert (await desk.get(f"{STOCK}/{kit.id}/boek.csv")).text.count("Levering") == 51


async def test_the_catalogue_tells_what_waits_and_what_runs_out(make: Make, desk):
    soup = await make.activity()
    kit = await make.kit("Posters", stock_of=2, low_stock_at=3, max_per_activity=4)
    await make.kit_order(soup, {kit.id: 6})
    page = (await desk.get(STOCK)).text
    assert ("nog 0 vrij" in page, "en 2 boven de grens" in page) == (True, True)
    metrics = (await desk.get("/metrics")).text
    assert ("weekplanner_kits_running_out 1" in metrics, "weekplanner_kits_back_ordered 2" in metrics) == (
        True,
        True,
    )


async def test_nothing_arrives_of_a_kit_that_was_called_back(make, desk):
    kit = await make.kit(stock_of=1)
    path = f"{STOCK}/{kit.id}/binnengekomen"
    fields = await filled(desk, path, quantity="5")
    await Kit.filter(id=kit.id).update(recalled_at=kit.created_at)
    answer = await desk.post(path, fields)
    assert (answer.status_code, "Dit pakket is teruggeroepen." in answer.text) == (422, True)


async def low_notices(site) -> int:
    """How often Lotte was told that something runs out."""
    return (await site.mail_kinds_to("lotte@example.org")).count("kit_stock_low")


async def test_the_team_is_told_once_that_a_kit_runs_out_until_it_is_there_again(make: Make, site, desk):
    soup = await make.activity()
    kit = await make.kit("Posters", stock_of=10, low_stock_at=5)
    told = []
    first = await make.kit_order(soup, {kit.id: 5})
    told.append(await low_notices(site))
    second = await make.kit_order(soup, {kit.id: 1})
    told.append(await low_notices(site))
    await make.kit_order(soup, {kit.id: 1})
    await ordering.cancel_order(second.id, version=second.version, actor=SYSTEM)
    await ordering.cancel_order(first.id, version=first.version, actor=SYSTEM)
    await make.kit_order(soup, {kit.id: 6})
    told.append(await low_notices(site))
    await stock.receive(kit.id, 1, "Een losse", actor=SYSTEM)
    told.append(await low_notices(site))
    await stock.correct(kit.id, 10, "Achter de kast gevonden", actor=SYSTEM)
    await stock.correct(kit.id, -10, "Toch van een ander", actor=SYSTEM)
    told.append(await low_notices(site))
    assert told == [0, 1, 1, 1, 2]
    assert "Posters" in await site.last_mail_to("lotte@example.org")


async def test_a_higher_mark_warns_at_once_and_a_text_of_a_kit_that_was_never_there_does_not(
    make, site, desk
):
    kit, empty = await make.kit(stock_of=10), await make.kit(low_stock_at=5)
    values = KitValues.of(empty)
    await catalogue.edit_kit(empty.id, values, version=1, actor=SYSTEM)
    assert await low_notices(site) == 0
    await catalogue.edit_kit(kit.id, KitValues(kit.name, low_stock_at=11), version=1, actor=SYSTEM)
    assert await low_notices(site) == 1


async def test_without_anybody_for_kits_the_admins_are_told(make: Make, site):
    await make.team_member(TeamRole.ADMIN, "noor@example.org")
    kit = await make.kit(stock_of=1, low_stock_at=1)
    await make.kit_order(await make.activity(), {kit.id: 1})
    assert "kit_stock_low" in await site.mail_kinds_to("noor@example.org")


async def test_who_waits_longest_may_empty_the_stock_hours_later_and_the_team_is_told(make: Make, site, desk):
    soup = await make.activity()
    kit = await make.kit("Posters", low_stock_at=5)
    for _each in range(backorders.AT_ONCE + 5):
        await make.kit_order(soup, {kit.id: 1})
    before = await low_notices(site)
    await stock.receive(kit.id, backorders.AT_ONCE + 6, "Levering", actor=SYSTEM)
    assert await low_notices(site) == before
    await schedule.run_due()
    assert await low_notices(site) == before + 1
    assert await KitOrder.filter(state=LineState.BACK_ORDERED).count() == 0
