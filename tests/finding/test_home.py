"""The home page before, during and after the week, and as long as there is none."""

from datetime import date, timedelta

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from tests.make import at
from weekplanner.core import clock
from weekplanner.listing.models import EntryState


def on(day: int, number: int, **changes):
    """An entry on a day of the week."""
    return entry_values(number, starts_at=at(day, 12), **changes)


async def test_the_box_takes_what_people_type(get, week):
    page = await get("/")
    box = page.main.one("input", name="waar")
    assert {"type", "inputmode", "maxlength"}.isdisjoint(box.attributes)
    assert page.main.one("form").attributes["action"] == "/agenda"


async def test_the_table_counts_the_whole_country(get, week):
    await list_entries(
        on(1, 1),
        on(6, 2),
        on(6, 3, municipality_code="GM0014", pc4="9711", latitude=53.2, longitude=6.6),
        on(6, 4, state=EntryState.CANCELLED),
        on(7, 5, form="thuis", pc4=None, latitude=None, longitude=None),
        on(8, 6, form="telefoon", pc4=None, latitude=None, longitude=None),
    )
    page = await get("/")
    assert page.days == [
        ("vr", 1), ("za", 0), ("zo", 0), ("ma", 0), ("di", 0), ("wo", 2), ("do", 1), ("vr", 0),
    ]  # fmt: skip
    assert page.link("za")[:8] == "/agenda?"


async def test_before_the_week_the_red_chair_stands_at_the_fullest_day(get, week):
    await list_entries(on(1, 1), on(6, 2), on(6, 3))
    assert (await get("/")).invited_day == 5


async def test_in_the_week_the_red_chair_stands_at_today(get, week, now):
    await list_entries(on(1, 1), on(6, 2), on(6, 3))
    now.set(at(2, 9))
    page = await get("/")
    assert page.invited_day == 1
    assert "Vandaag is het zaterdag 2 oktober." in page.text


async def test_after_the_week_there_is_a_look_back(get, week, now):
    await list_entries(on(1, 1), on(6, 2), on(6, 3, state=EntryState.CANCELLED))
    now.set(at(9, 9))
    page = await get("/")
    assert page.h1 == "Dank u wel. Tot volgend jaar!"
    assert "Er waren 2 activiteiten om bij aan te schuiven. Dat was in 1 gemeente." in page.text
    assert page.invited_day is None
    assert not list(page.main.all("input", name="waar"))


async def test_the_last_day_is_still_part_of_the_week(get, week, now):
    now.set(at(8, 23, 59))
    assert "Er staat een stoel voor u klaar." in (await get("/")).h1


async def test_without_any_edition_it_says_that_there_will_be_one(get):
    page = await get("/")
    assert (page.status, page.days) == (200, [])
    assert "Wij dekken de tafel alvast." in page.h1


async def test_another_edition_has_its_own_dates(get, make):
    await make.edition(2027, starts_on=date(2027, 9, 30), ends_on=date(2027, 10, 7))
    page = await get("/")
    assert "Van 30 september t/m 7 oktober" in page.text
    assert [weekday for weekday, _ in page.days] == ["do", "vr", "za", "zo", "ma", "di", "wo", "do"]


def spotlights(page) -> list[str]:
    return [card.one("h3").text for card in page.main.all("article", class_="spotlight")]


async def test_examples_are_drawn_anew_each_day_and_differ(get, week, now):
    kinds = ["samen-eten", "spel", "creatief", "taal", "uitje", "natuur-dieren"]
    provinces = ["NL-UT", "NL-NH", "NL-ZH", "NL-GR", "NL-LI", "NL-ZE"]
    await list_entries(
        *(
            on(1 + number % 6, number, title=f"Nummer {number}", category=kinds[number % 6],
               province_code=provinces[number % 6])
            for number in range(1, 60)
        )
    )  # fmt: skip
    seen = set()
    for _ in range(5):
        first, again = spotlights(await get("/")), spotlights(await get("/"))
        assert (len(first), first) == (3, again)
        seen.add(tuple(first))
        now.move(timedelta(days=1))
    assert len(seen) > 1


async def test_examples_leave_out_what_is_over_cancelled_or_for_professionals(get, week, now):
    await list_entries(
        on(1, 1),
        on(6, 2, state=EntryState.CANCELLED),
        on(7, 3, category="training", is_for_professionals=True),
        on(8, 4, title="Nog te doen", category="spel", province_code="NL-NH"),
    )
    now.set(clock.local(STARTS_AT) - timedelta(days=3))
    assert spotlights(await get("/")) == ["Nog te doen"]


async def test_without_activities_there_are_no_examples(get, week):
    assert spotlights(await get("/")) == []


async def test_only_what_exists_is_linked(get, week):
    links = (await get("/")).links
    assert "/mijn/activiteiten/nieuw" in links
    assert not [link for link in links if "pakket" in link or "congres" in link]
