"""A congress for professionals is on its own page and in its own feed, and in nobody's agenda."""

from dataclasses import replace

from tests.make import OPENING, Make
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import Congress, CongressKind, CongressState
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations import arranging
from weekplanner.congress.operations.defaults import begin_congresses
from weekplanner.core.clock import AMSTERDAM

EVERYWHERE_ELSE = ("land", "gemeente/utrecht", "provincie/utrecht", "postcode/3521")


async def test_it_is_in_the_feed_of_congresses_and_in_no_other(make: Make, site: Site):
    await make.congress()
    (event,) = await site.feed("congres")
    assert (event.status, event.get("sequence")) == ("CONFIRMED", 0)
    assert event.get("summary") == "Samen dekken wij de tafel"
    assert event.get("location") == "Jaarbeurs, Jaarbeursplein 6, 3521 AL Utrecht"
    assert event.get("url").endswith("/congres/opening-2027")
    assert [await site.feed(each) for each in EVERYWHERE_ELSE] == [[]] * len(EVERYWHERE_ELSE)
    for page in ("/agenda", "/agenda?q=dekken", "/agenda?gemeente=utrecht"):
        assert "Samen dekken wij de tafel" not in (await site.get(page)).text


async def test_a_draft_is_nowhere(make: Make, site: Site):
    await make.congress(is_published=False)
    assert await site.feed("congres") == []
    assert (await site.get("/congres/opening-2027")).status_code == 404


async def test_what_does_not_go_on_says_so_in_calendars_and_on_its_page(make: Make, site: Site):
    congress = await make.congress()
    await arranging.call_off(congress.id, "De zaal staat blank.", version=congress.version, actor=SYSTEM)
    (event,) = await site.feed("congres")
    assert event.status == "CANCELLED"
    page = await site.get("/congres/opening-2027")
    assert page.status_code == 200
    assert "De zaal staat blank." in page.text


async def test_the_link_of_a_webinar_is_on_no_page_and_in_no_feed(make: Make, site: Site):
    link = "https://example.org/geheim"
    values = {"venue": "", "street": "", "house_number": "", "postcode": "", "place": ""}
    await make.congress(kind=CongressKind.WEBINAR, online_url=link, **values)
    for path in ("/congres/webinar-2027", *(f"/feeds/congres.{each}" for each in ("ics", "atom", "json"))):
        page = await site.get(path)
        assert page.status_code == 200
        assert "geheim" not in page.text


async def test_a_move_is_in_the_feed_with_the_same_uid(make: Make, site: Site):
    congress = await make.congress()
    (before,) = await site.feed("congres")
    values = replace(OPENING, starts_at=OPENING.starts_at.replace(hour=11))
    await arranging.edit_congress(congress.id, values, version=congress.version, actor=SYSTEM)
    (after,) = await site.feed("congres")
    assert (after.uid, after.get("sequence")) == (before.uid, 1)
    assert after.start.astimezone(AMSTERDAM).hour == 11


async def test_an_edition_begins_with_an_opening_on_its_first_day_and_a_closing_on_its_last(make: Make):
    edition = await make.edition()
    for _twice in range(2):
        await begin_congresses(2027, actor=SYSTEM)
    found = await Congress.all().order_by("starts_at")
    assert [(each.slug, each.starts_at.astimezone(AMSTERDAM).date(), each.state) for each in found] == [
        ("opening-2027", edition.starts_on, CongressState.DRAFT),
        ("slot-2027", edition.ends_on, CongressState.DRAFT),
    ]
    assert [each.audiences for each in found] == [
        ["lid-nationale-coalitie", "wethouder", "trekker-lokale-coalitie"],
        ["vrijwilliger", "professional"],
    ]
    assert {each.capacity for each in await Seats.all()} == {750}
