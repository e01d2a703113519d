"""An organiser puts the activity where its door is; what is near still goes by postcode areas."""

import pytest

from tests.events.filling_in import Fields, form_of
from tests.make import Make
from tests.site import Site
from weekplanner.events.models import Activity
from weekplanner.geo.distance import distance_km
from weekplanner.geo.models import Postcode

DOOR = {"latitude": "52,09300", "longitude": "5,11900", "save": "1"}
FAR = {"latitude": "52,3", "longitude": "5,1", "save": "1"}


def page_of(activity_id: int) -> str:
    """Where the pin is put."""
    return f"/mijn/activiteiten/{activity_id}/kaart"


async def put(person: Site, path: str, fields: Fields | dict[str, str]):
    """Answer the form as it is shown now, with these fields."""
    return await person.post(path, {**form_of((await person.get(path)).text), **fields})


async def pin(activity_id: int) -> tuple[float, float] | None:
    """Where it stands."""
    return (await Activity.get(id=activity_id)).pin


async def middle(pc4: str = "3512") -> tuple[float, float]:
    """Of a postcode area."""
    area = await Postcode.get(pc4=pc4)
    return area.latitude, area.longitude


async def test_numbers_put_the_pin_and_the_page_says_where_it_is(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    assert "In het midden van 3512" in (await organiser.get(page_of(soup.id))).text
    assert (await put(organiser, page_of(soup.id), DOOR)).headers[
        "location"
    ] == f"/mijn/activiteiten/{soup.id}"
    assert await pin(soup.id) == (52.093, 5.119)
    metres = distance_km((52.093, 5.119), await middle()) * 1000
    page = (await organiser.get(page_of(soup.id))).text
    assert f"{round(metres / 5) * 5} meter ten " in page
    assert 'value="52,09300"' in page


@pytest.mark.parametrize(
    ("move", "words"),
    [("noord", "ten noorden"), ("oost", "ten oosten"), ("zuid", "ten zuiden"), ("west", "ten westen")],
)
async def test_a_button_moves_it_25_metres_and_keeps_nothing_yet(
    site: Site, make: Make, move: str, words: str
):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    once = await put(organiser, page_of(soup.id), {"move": move})
    assert f"25 meter {words} van het midden van 3512" in once.text
    twice = await organiser.post(page_of(soup.id), {**form_of(once.text), "move": move})
    assert f"50 meter {words} van het midden van 3512" in twice.text
    assert await pin(soup.id) is None
    await organiser.post(page_of(soup.id), {**form_of(twice.text), "save": "1"})
    there = await pin(soup.id)
    assert there is not None
    assert distance_km(there, await middle()) * 1000 == pytest.approx(50, abs=2)


async def test_back_in_the_middle_there_is_no_pin(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    await put(organiser, page_of(soup.id), DOOR)
    back = await put(organiser, page_of(soup.id), {"middle": "1"})
    assert "In het midden van 3512" in back.text
    await organiser.post(page_of(soup.id), {**form_of(back.text), "save": "1"})
    assert await pin(soup.id) is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (FAR, "De speld staat meer dan 10 kilometer van 3512"),
        ({"latitude": "daar", "longitude": "5,1", "save": "1"}, "Schrijf het getal zo: 52,09321"),
        ({"latitude": "181", "longitude": "5,1", "save": "1"}, "Schrijf het getal zo: 52,09321"),
        ({"latitude": "52,09", "longitude": "", "save": "1"}, "Vul beide getallen in"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(
    site: Site, make: Make, fields: Fields, sentence: str
):
    soup = await make.activity()
    answer = await put(site.as_(soup.organiser), page_of(soup.id), fields)
    assert (answer.status_code, sentence.lower() in answer.text.lower()) == (422, True)
    assert f'value="{fields["latitude"]}"' in answer.text
    assert await pin(soup.id) is None


async def test_editing_keeps_the_pin_until_the_postcode_no_longer_fits(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    await put(organiser, page_of(soup.id), DOOR)
    edit = f"/mijn/activiteiten/{soup.id}/wijzigen"
    for postcode, expected in (("3511 AB", (52.093, 5.119)), ("9711 AA", None), ("3512 AE", None)):
        form = form_of((await organiser.get(edit)).text)
        for _click in range(2):
            assert (await organiser.post(edit, {**form, "postcode": postcode})).status_code == 303
        assert await pin(soup.id) == expected, postcode


async def test_the_calendar_has_the_pin_and_a_circle_goes_by_the_postcode(site: Site, make: Make):
    soup = await make.activity()
    before = (await site.feed("postcode/3512?straal=1"))[0]
    organiser = site.as_(soup.organiser)
    await put(organiser, page_of(soup.id), {"latitude": "52,13", "longitude": "5,12", "save": "1"})
    event = (await site.feed("postcode/3512?straal=1"))[0]
    assert (event["GEO"].latitude, event["GEO"].longitude) == (52.13, 5.12)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", before["SEQUENCE"] + 1)
    assert "Soep aan de lange tafel" in (await site.get("/agenda?postcode=3512&straal=1")).text
    assert "mlat=52.13&amp;mlon=5.12" in (await site.get(soup.path)).text


async def test_a_pin_is_an_edit_that_waits_for_review(site: Site, make: Make):
    soup = await make.activity()
    await put(site.as_(soup.organiser), page_of(soup.id), DOOR)
    assert (await soup.fresh()).needs_review
    review = await site.as_(await make.team_member()).get(f"/team/activiteiten/{soup.id}")
    assert "Speld op de kaart" in review.text
    assert "52,09300 graden noord, 5,11900 graden oost" in review.text


async def test_a_reviewer_puts_it_right_and_the_organiser_is_told(site: Site, make: Make):
    soup = await make.activity()
    path = f"/team/activiteiten/{soup.id}/kaart"
    coordinator = site.as_(await make.coordinator())
    assert (await put(coordinator, path, DOOR)).headers["location"] == f"/team/activiteiten/{soup.id}"
    assert await pin(soup.id) == (52.093, 5.119)
    assert (await site.mail_kinds_to("fatma@example.org"))[-1] == "activity_corrected"
    elsewhere = site.as_(await make.coordinator("groningen"))
    assert (await elsewhere.get(path)).status_code == 404


async def test_who_comes_second_hears_so_and_nothing_is_lost(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(page_of(soup.id))).text)
    await put(organiser, page_of(soup.id), DOOR)
    late = await organiser.post(page_of(soup.id), {**form, "latitude": "52,09400", "save": "1"})
    assert (late.status_code, 'value="52,09400"' in late.text) == (409, True)
    assert await pin(soup.id) == (52.093, 5.119)
    again = await organiser.post(page_of(soup.id), {**form_of(late.text), "save": "1"})
    assert again.status_code == 303


async def test_without_an_address_there_is_no_map(site: Site, make: Make):
    draft = await make.activity("draft", postcode="")
    page = (await site.as_(draft.organiser).get(page_of(draft.id))).text
    assert "Vul eerst een postcode in" in page
    assert "leaflet" not in page


async def test_the_map_comes_from_this_site_and_tiles_only_when_there_are(site: Site, make: Make):
    soup = await make.activity()
    page = await site.as_(soup.organiser).get(page_of(soup.id))
    assert 'data-tiles=""' in page.text
    assert (await site.get("/static/leaflet.js")).status_code == 200
    assert (await site.get("/static/leaflet.css")).status_code == 200
