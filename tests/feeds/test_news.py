"""What is new, as Atom and JSON Feed: an activity is one item, as feedparser and the rules have it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import feedparser
import pytest

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from weekplanner.feeds import queries
from weekplanner.listing.models import EntryState
from weekplanner.listing.values import Details

ATOM = "{http://www.w3.org/2005/Atom}"
NAME = 'Soep; <met> "brood" & 🍲'


@pytest.fixture(autouse=True)
async def _edition(make):
    await make.edition(2027)


@pytest.fixture
def atom(site):
    """The items of a feed as feedparser reads them."""

    async def read(selection: str = "land") -> list[Any]:
        answer = await site.feed_response(selection, "atom")
        read = feedparser.parse(
            answer.content, response_headers={"content-type": answer.headers["content-type"]}
        )
        assert (read.bozo, read.version) == (False, "atom10")
        return list(read.entries)

    return read


@pytest.fixture
def json_feed(site):
    """A feed as JSON."""

    async def read(selection: str = "land") -> dict[str, Any]:
        found: dict[str, Any] = (await site.feed_response(selection, "json")).json()
        return found

    return read


async def listed(number: int, **values: Any) -> None:
    """One moment of activity `number`."""
    await list_entries(entry_values(number, **values))


async def test_an_activity_is_one_item_with_all_its_moments(atom, json_feed):
    later = STARTS_AT + timedelta(days=1)
    await list_entries(
        entry_values(1, title=NAME), entry_values(2, activity_id=1, title=NAME, starts_at=later)
    )
    [item] = await atom()
    assert item.title == NAME
    assert item.link == "https://komerbij.test/activiteiten/soep-aan-de-lange-tafel-1"
    assert item.author == "Buurthuis De Linde"
    moments = [
        "woensdag 6 oktober 2027, 12.00 tot 13.30 uur",
        "donderdag 7 oktober 2027, 12.00 tot 13.30 uur",
    ]
    assert re.findall("<li>(.*?)</li>", item.content[0].value) == moments
    [told] = (await json_feed())["items"]
    assert told["title"] == NAME
    assert told["content_text"].splitlines()[:2] == moments


async def test_the_newest_comes_first_and_an_edit_moves_only_when_it_was_updated(atom, now):
    await listed(1, title="Oud")
    now.move(timedelta(hours=1))
    await listed(2, title="Nieuw")
    now.move(timedelta(hours=1))
    await listed(1, title="Oud, met koek")
    assert [(item.title, item.published, item.updated) for item in await atom()] == [
        ("Nieuw", "2027-08-16T11:00:00Z", "2027-08-16T11:00:00Z"),
        ("Oud, met koek", "2027-08-16T10:00:00Z", "2027-08-16T12:00:00Z"),
    ]


async def test_an_item_has_one_id_in_every_feed_and_keeps_it(atom, json_feed):
    await listed(1)
    [before] = await atom()
    await list_entries(
        entry_values(1, title="Thee", starts_at=STARTS_AT + timedelta(days=2)),
        entry_values(2, activity_id=1, starts_at=STARTS_AT - timedelta(days=2)),
    )
    found = [*(await atom()), *(await atom("gemeente/utrecht")), *(await json_feed("activiteit/1"))["items"]]
    assert {item["id"] for item in found} == {before.id}
    assert UUID(before.id).version == 5
    assert before.id not in {entry_values(1).uid, entry_values(2).uid}


async def test_what_was_called_off_says_so_until_the_week_is_over_and_what_was_taken_down_goes(atom, now):
    await listed(1, state=EntryState.CANCELLED, details=Details(apology="De kok is ziek."))
    await listed(2, state=EntryState.WITHDRAWN)
    [item] = await atom()
    assert item.title == "Gaat niet door: Soep aan de lange tafel"
    assert "De kok is ziek." in item.content[0].value
    assert "(gaat niet door)" in item.content[0].value
    now.move(datetime(2027, 10, 9, tzinfo=UTC) - datetime(2027, 8, 16, 10, tzinfo=UTC))
    assert await atom() == []


async def test_one_moment_that_is_off_is_marked_in_the_item(atom):
    await list_entries(
        entry_values(1),
        entry_values(2, activity_id=1, state=EntryState.CANCELLED, starts_at=STARTS_AT + timedelta(days=1)),
    )
    [item] = await atom()
    assert item.title == "Soep aan de lange tafel"
    assert item.content[0].value.count("(gaat niet door)") == 1


async def test_what_leaves_a_selection_leaves_its_news(atom):
    await listed(1)
    assert len(await atom("gemeente/utrecht")) == 1
    await listed(1, municipality_code="GM0014")
    assert (await atom("gemeente/utrecht"), len(await atom("gemeente/groningen"))) == ([], 1)


async def test_of_many_the_newest_are_told_and_one_that_goes_makes_room(atom, now, monkeypatch):
    monkeypatch.setattr(queries, "MOST_ITEMS", 3)
    for number in range(1, 6):
        await listed(number, title=f"Nummer {number}")
        now.move(timedelta(minutes=1))
    wanted = ["Nummer 5", "Nummer 4", "Nummer 3"]
    for selection in ("land", "postcode/3512?straal=5", "land?categorie=samen-eten"):
        assert [item.title for item in await atom(selection)] == wanted
    await listed(4, state=EntryState.WITHDRAWN)
    assert [item.title for item in await atom()] == ["Nummer 5", "Nummer 3", "Nummer 2"]


@pytest.mark.parametrize("is_empty", [False, True])
async def test_the_feed_has_everything_that_rfc_4287_asks(site, is_empty):
    if not is_empty:
        await list_entries(*(entry_values(number, title=NAME) for number in range(1, 4)))
    answer = await site.feed_response("postcode/3512?straal=10&vorm=op-locatie", "atom")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):  # §4.1.1, §4.1.2
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.findtext(f"{ATOM}author/{ATOM}name")
        alternates = element.findall(f"{ATOM}link[@rel='alternate']")
        assert [link.get("type") for link in alternates] == ["text/html"]
        for moment in element.findall(f"{ATOM}updated") + element.findall(f"{ATOM}published"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment.text)
    [own] = feed.findall(f"{ATOM}link[@rel='self']")
    assert own.get("href") == "https://komerbij.test/feeds/postcode/3512.atom?straal=10&vorm=op-locatie"
    assert own.get("type") == answer.headers["content-type"].partition(";")[0] == "application/atom+xml"
    assert len(entries) == (0 if is_empty else 3)
    assert [child.tag for child in list(feed)[-len(entries) :]] == [f"{ATOM}entry"] * len(entries) or is_empty
    ids = [element.findtext(f"{ATOM}id") for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    latest = max((entry.findtext(f"{ATOM}updated") for entry in entries), default="1970-01-01T00:00:00Z")
    assert feed.findtext(f"{ATOM}updated") == latest


@pytest.mark.parametrize("is_empty", [False, True])
async def test_the_feed_has_everything_that_json_feed_asks(json_feed, is_empty):
    if not is_empty:
        await list_entries(entry_values(1), entry_values(2))
    feed = await json_feed("gemeente/utrecht")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Kom erbij in Utrecht"
    assert feed["feed_url"] == "https://komerbij.test/feeds/gemeente/utrecht.json"
    assert feed["home_page_url"] == "https://komerbij.test/agenda?gemeente=utrecht"
    assert feed["language"] == "nl"
    assert len(feed["items"]) == (0 if is_empty else 2)
    for item in feed["items"]:
        assert item.keys() <= {
            "id", "url", "title", "content_text", "summary", "image",
            "date_published", "date_modified", "authors", "tags",
        }  # fmt: skip
        assert all(
            isinstance(item[name], str) and item[name] for name in ("id", "url", "title", "content_text")
        )
        assert [author.keys() for author in item["authors"]] == [{"name"}]
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None


async def test_no_control_character_breaks_the_xml(atom):
    await listed(
        1,
        title="Soep\x0b met\x1f brood\ufffe",
        summary="a\x08b",
        details=Details(description="]]> &amp; \x0c"),
    )
    [item] = await atom()
    assert item.title == "Soep met brood"
    assert "]]&gt; &amp;amp;" in item.content[0].value
