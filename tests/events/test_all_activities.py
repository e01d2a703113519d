"""The list of all activities: filters, orders, pages, and the same as a table."""

import re

import pytest

from tests.counting import counted
from tests.events.filling_in import sentences
from tests.make import at

ALL, TABLE = "/team/activiteiten/alle", "/team/activiteiten/alle.csv"


def titles(page):
    """What stands in the list, in its order."""
    return re.findall(r'<a href="/team/activiteiten/\d+">([^<]*)</a>', page)


@pytest.fixture
async def some(make, now):
    """Three activities, each with something of its own."""
    await make.activity(
        "published", title="Soep", occurrences=((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))
    )
    await make.activity("draft", title="Brood", postcode="1211 AB", category="creatief")
    bakers = await make.organisation(account := await make.account(), name="De Bakkerij")
    await make.activity(
        "submitted",
        title="appeltaart",
        organisation=bakers,
        organiser=account,
        occurrences=((at(2, 9), at(2, 10)),),
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["appeltaart", "Soep", "Brood"]),
        ("?volgorde=titel", ["appeltaart", "Brood", "Soep"]),
        ("?volgorde=organisatie", ["Brood", "Soep", "appeltaart"]),
        ("?volgorde=gewijzigd", ["appeltaart", "Brood", "Soep"]),
        ("?status=draft", ["Brood"]),
        ("?gemeente=hilversum", ["Brood"]),
        ("?provincie=utrecht", ["appeltaart", "Soep"]),
        ("?categorie=creatief", ["Brood"]),
        ("?q=bakkerij", ["appeltaart"]),
        ("?q=hilversum+brood", ["Brood"]),
        ("?jaar=2027&q=niets", []),
    ],
)
async def test_the_list_is_filtered_and_sorted(some, moderator, query, shown):
    assert titles((await moderator.get(ALL + query)).text) == shown


@pytest.mark.parametrize(
    "query", ["jaar=1999", "status=onzin", "categorie=onzin", "volgorde=onzin", "pagina=x"]
)
async def test_what_is_not_known_is_refused(some, moderator, query):
    assert (await moderator.get(f"{ALL}?{query}")).status_code == 400


async def test_a_coordinator_sees_the_own_municipalities_alone(some, make, site):
    coordinator = site.as_(await make.coordinator("hilversum"))
    page = (await coordinator.get(ALL)).text
    assert titles(page) == ["Brood"]
    assert "Provincie" not in page
    assert "Soep" not in (await coordinator.get(TABLE)).text


async def test_the_table_says_what_the_page_shows_and_no_more(some, moderator):
    answer = await moderator.get(f"{TABLE}?volgorde=titel&status=published")
    assert answer.headers["content-disposition"] == 'attachment; filename="activiteiten-2027.csv"'
    head, row, end = answer.text.removeprefix("\ufeff").split("\r\n")
    assert head.startswith("Titel;Status;Organisatie;Plaats;Gemeente;")
    assert row.startswith(
        "Soep;Gepubliceerd;Buurthuis De Linde;Utrecht;Utrecht;Samen eten;2027-10-06 12:00;2;"
    )
    assert end == ""
    assert "Fatma" not in answer.text
    assert "030" not in answer.text


async def test_a_long_list_has_pages_and_few_queries(make, moderator):
    first = await make.activity(title="Nummer 0")
    owner = {"organisation": first.organisation, "organiser": first.organiser}
    await moderator.get(ALL)
    with counted() as for_one:
        assert titles((await moderator.get(ALL)).text) == ["Nummer 0"]
    for number in range(1, 60):
        await make.activity("draft", title=f"Nummer {number}", **owner)
    with counted() as for_many:
        page = (await moderator.get(ALL)).text
    assert len(titles(page)) == 50
    assert "60 activiteiten" in page
    assert len(for_many) <= len(for_one) + 1 <= 12, for_many  # how many there are on all pages
    second = (await moderator.get(f"{ALL}?pagina=2")).text
    assert len(titles(second)) == 10
    assert len((await moderator.get(TABLE)).text.splitlines()) == 61
    assert sentences((await moderator.get(f"{ALL}?pagina=99")).text) == {}
