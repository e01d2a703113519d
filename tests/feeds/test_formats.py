"""Every format answers by the same rules, and they agree on what is on."""

from datetime import timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from weekplanner.core import db
from weekplanner.core.clock import AMSTERDAM
from weekplanner.editions.operations import make_current
from weekplanner.feeds import cache
from weekplanner.feeds.models import Fragment, ItemFragment
from weekplanner.listing.models import Entry, EntryKind, EntryState, FormerKeys

TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "geojson": "application/geo+json",
}
every_format = pytest.mark.parametrize("suffix", TYPES)


@pytest.fixture(autouse=True)
async def _edition(make):
    await make.edition(2027)


@every_format
async def test_a_feed_says_what_it_is_and_is_sent_once(site, suffix):
    await list_entries(entry_values())
    path = f"/feeds/provincie/utrecht.{suffix}?vorm=op-locatie"
    for _ in range(2):  # as it is built, and from memory
        plain = await site.get(path, accept_encoding="identity")
        packed = await site.get(path, accept_encoding="gzip")
        tag = plain.headers["etag"]
        assert plain.status_code == 200
        assert dict(plain.headers) == {
            "content-type": TYPES[suffix],
            "content-disposition": f'inline; filename="kom-erbij-provincie-utrecht.{suffix}"',
            "cache-control": "public, no-cache",
            "vary": "Accept-Encoding",
            "etag": tag,
            "access-control-allow-origin": "*",
            "x-content-type-options": "nosniff",
            "strict-transport-security": "max-age=63072000; includeSubDomains",
            "content-length": str(len(plain.content)),
        }
        assert (packed.headers["content-encoding"], packed.content) == ("gzip", plain.content)
        assert packed.headers["etag"] == f'{tag[:-1]}-gz"'
        assert (await site.get(path, if_none_match=tag)).status_code == 304
        head = await site.head(path, accept_encoding="identity")
        assert (dict(head.headers), head.content) == (dict(plain.headers), b"")
        assert (await site.client.request("POST", path)).status_code == 405


async def test_no_two_formats_have_the_same_etag(site):
    tags = {(await site.get(f"/feeds/land.{suffix}")).headers["etag"] for suffix in TYPES}
    assert len(tags) == len(TYPES)


@every_format
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("postcode/1000", 404),
        ("gemeente/nergens", 404),
        ("provincie/nergens", 404),
        ("provincie/%00", 404),
        ("organisatie/nergens", 404),
        ("activiteit/99", 404),
        ("congres/1", 404),
        ("land?categorie=onbekend", 400),
        ("congres?vorm=onbekend", 400),
        ("provincie/utrecht?taal=de", 400),
        ("postcode/3512?straal=3", 400),
    ],
)
async def test_what_does_not_exist_is_an_error_in_one_line(site, suffix, path, status):
    answer = await site.feed_response(path, suffix)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


@every_format
@pytest.mark.parametrize(
    ("former", "slug"),
    [("gemeente/den-bosch", "gemeente/s-hertogenbosch"), ("provincie/friesland", "provincie/fryslan")],
)
async def test_a_former_word_leads_to_the_same_format_and_choices(site, suffix, former, slug):
    answer = await site.feed_response(f"{former}?vorm=thuis", suffix)
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/feeds/{slug}.{suffix}?vorm=thuis"


@every_format
async def test_an_edit_is_in_every_format_and_gives_another_etag(site, suffix):
    await list_entries(entry_values())
    before = await site.feed_response("gemeente/utrecht", suffix)
    await list_entries(entry_values(title="Thee"))
    after = await site.feed_response("gemeente/utrecht", suffix)
    assert b"Thee" in after.content
    assert after.headers["etag"] != before.headers["etag"]


@every_format
async def test_the_previous_edition_is_in_a_feed_and_an_older_one_is_not(site, make, suffix):
    years = {2026: "Vorig jaar", 2025: "Lang geleden"}
    for year, title in years.items():
        await make.edition(year)
        starts_at = STARTS_AT.replace(year=year, tzinfo=AMSTERDAM)
        await list_entries(entry_values(year, edition_year=year, title=title, starts_at=starts_at))
    await make_current(2027)
    text = (await site.feed_response("land", suffix)).text
    assert ("Vorig jaar" in text, "Lang geleden" in text) == (True, False)


@every_format
async def test_a_congress_is_in_its_own_feed_and_nowhere_else(site, suffix):
    assert (await site.feed_response("congres", suffix)).status_code == 200  # empty is right as well
    opening = {"title": "Opening", "slug": "opening-2027", "organisation_name": "", "category": ""}
    await list_entries(
        entry_values(1, kind=EntryKind.CONGRESS, activity_id=None, organisation_id=None, **opening)
    )
    text = (await site.feed_response("congres", suffix)).text
    assert "Opening" in text
    assert "https://komerbij.test/congres/opening-2027" in text.replace("\r\n ", "")
    for elsewhere in ("land", "gemeente/utrecht", "provincie/utrecht", "postcode/3512"):
        assert "Opening" not in (await site.feed_response(elsewhere, suffix)).text


async def test_nothing_is_read_twice_and_nothing_stored_is_rendered_again(site, monkeypatch):
    """A feed is joined from what is stored; other readers than the writer make nothing."""
    await list_entries(entry_values())
    monkeypatch.setattr("weekplanner.feeds.fragments.render", None)
    monkeypatch.setattr("weekplanner.feeds.fragments.render_item", None)
    assert [(await site.feed_response("land", suffix)).status_code for suffix in TYPES] == [200] * 4


GRONINGEN = {
    "municipality_code": "GM0014",
    "province_code": "NL-GR",
    "latitude": 53.2194,
    "longitude": 6.5665,
}
moments = st.lists(
    st.fixed_dictionaries(
        {
            "activity_id": st.integers(1, 4),
            "place": st.sampled_from(
                [{}, GRONINGEN, {"form": "online", "latitude": None, "longitude": None}, {"form": "thuis"}]
            ),
            "category": st.sampled_from(["samen-eten", "spel"]),
            "state": st.sampled_from([EntryState.LISTED, EntryState.CANCELLED]),
            "days": st.integers(-4, 2),
        }
    ),
    max_size=8,
)
selections = st.sampled_from(
    [
        "land",
        "land?categorie=spel",
        "gemeente/utrecht",
        "provincie/groningen?vorm=op-locatie&vorm=online",
        "postcode/3512?straal=25",
        "postcode/9711?straal=10&vorm=online",
        "activiteit/1",
    ]
)


@settings(max_examples=15)
@given(moments, selections)
async def test_all_formats_hold_the_same(site, drawn, selection):
    async with db.transaction():
        for table in (Fragment, ItemFragment, FormerKeys, Entry):
            await table.all().delete()
    cache.current().clear()
    of_activity = {each["activity_id"]: each for each in drawn}  # all its moments have its keys
    for number, each in enumerate(drawn, start=1):
        activity = of_activity[each["activity_id"]]
        values = {"activity_id": each["activity_id"], "category": activity["category"], **activity["place"]}
        starts_at = STARTS_AT + timedelta(days=each["days"])
        await list_entries(entry_values(number, state=each["state"], starts_at=starts_at, **values))
    answer = await site.feed_response(selection)
    if answer.status_code == 404:  # of no activity
        found = [(await site.feed_response(selection, suffix)).status_code for suffix in TYPES]
        assert found == [404] * 4
        return
    events = await site.feed(selection)
    features = (await site.feed_response(selection, "geojson")).json()["features"]
    assert [each["id"] for each in features] == [str(each["uid"]) for each in events if "GEO" in each]
    statuses = [str(each["status"]).lower() for each in events if "GEO" in each]
    assert [each["properties"]["status"] for each in features] == statuses
    news = (await site.feed_response(selection, "json")).json()["items"]
    assert {each["url"] for each in news} == {str(each["url"]) for each in events}
    atom = feedparser.parse((await site.feed_response(selection, "atom")).content)
    assert [each.id for each in atom.entries] == [each["id"] for each in news]
