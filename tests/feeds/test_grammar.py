"""Whatever people type, a feed stays a calendar that every app reads (RFC 5545 §3.1, §3.3.11)."""

import re
from datetime import UTC, datetime
from hashlib import sha256

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tests.listing.entries import STARTS_AT, entry_values
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.feeds import calendars, fragments
from weekplanner.feeds.models import Format
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.values import Details

HARD_TEXTS = [
    'Soep; met brood, en \\ kaas: "lekker" \'n kom',
    "C:\\Nieuw\\nog\\Nu",
    "regel een\r\nBEGIN:VEVENT\r\nUID:kwaad\r\nregel drie\rvier\nvijf",
    "nul\x00 bel\x07 esc\x1b del\x7f c1\x9b tab\t einde",
    "👩\u200d👩\u200d👧\u200d👦 emoji 🍲" * 30,
    "é" * 200,
    "e\u0301" * 200,
    "漢字" * 100,
    "\u202eomgekeerd\u202c \u200bonzichtbaar\ufeff \u2028 \u2029 \x85 regel",
    "<b>html</b> &amp; &#10; <script>alert(1)</script>",
    "%s %(x)s {y} ${z} {{ jinja }}",
    "\\" * 75,
    "," * 74 + ";" * 74,
    " " + "w" * 10_000 + " ",
    "",
]

anything = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(HARD_TEXTS)


@pytest.fixture(autouse=True)
def _links(configured):
    """Addresses come from the settings and the routes."""


def made(**values) -> Entry:
    """An entry as the listing stores it."""
    moments = {"revision": 0, "revised_at": STARTS_AT, "listed_at": STARTS_AT}
    return Entry(id=1, **entry_values(**values).columns(), **moments)


def rendered(**values) -> bytes:
    """The bytes of an entry."""
    return fragments.render(made(**values), Format.ICS, "nl", has_left=False).body


def calendar(*bodies: bytes, name: str = "Kom erbij") -> bytes:
    """A feed of these."""
    address = "https://komerbij.test/"
    head = calendars.head(name=name, description=name, source=address, page_url=address, language="nl")
    return b"".join((head, *bodies, calendars.FOOT))


def assert_octets_are_right(body: bytes) -> None:
    """Lines end in CRLF and hold at most 75 octets: whole UTF-8 characters, of the controls only TAB."""
    *lines, last = body.split(b"\r\n")
    assert last == b""
    assert all(0 < len(line) <= 75 for line in lines)
    assert all(line.decode() for line in lines)
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines))


@given(title=anything, text=anything, name=anything)
def test_any_text_gives_lines_that_hold_and_is_read_back_as_it_was_meant(title, text, name):
    details = Details(
        description=text, location=name, contact=name, category_label=name, joining=(text, title)
    )
    feed = calendar(rendered(title=title, summary=text, organisation_name=name, details=details), name=name)
    assert_octets_are_right(feed)
    (event,) = icalendar.Calendar.from_ical(feed).events
    assert (event["summary"], event.get("location", "")) == (one_line(title), one_line(name))
    assert clean(text) in event["description"]
    read_elsewhere = vobject.readOne(feed.decode()).vevent
    assert read_elsewhere.summary.value == one_line(title)
    assert clean(text) in read_elsewhere.description.value


@given(anything)
def test_any_name_stands_on_the_calendar_as_it_is(name):
    feed = calendar(name=name)
    assert_octets_are_right(feed)
    lines = feed.decode().replace("\r\n ", "").split("\r\n")
    escaped = clean(name).replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
    for key in ("NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC"):
        assert f"{key}:{escaped}" in lines


@given(st.text(st.characters(codec="utf-8"), max_size=100).map(lambda tail: f"https://meet.test/{tail}"))
def test_any_web_address_stays_on_its_line(address):
    body = rendered(form="online", details=Details(online_url=address))
    assert_octets_are_right(body)
    (event,) = icalendar.Calendar.from_ical(calendar(body)).events
    assert event["conference"].isascii()
    assert set(event["conference"].params) == {"VALUE", "FEATURE", "LABEL"}


def test_the_address_of_something_else_than_a_page_is_left_out():
    assert b"CONFERENCE" not in rendered(form="online", details=Details(online_url="javascript:alert(1)"))


def test_ten_thousand_characters_and_four_byte_characters_are_folded_between_characters():
    description = "🍲" * 10_000
    body = rendered(details=Details(description=description))
    assert_octets_are_right(body)
    (event,) = icalendar.Calendar.from_ical(calendar(body)).events
    assert description in event["description"]


def test_what_is_joined_is_read_as_it_was_written():
    bodies = [rendered(source_id=number) for number in (1, 2)]
    read = icalendar.Calendar.from_ical(calendar(*bodies))
    assert [event.to_ical() for event in read.events] == bodies


@pytest.mark.parametrize(
    "moment", ["2027-03-28T00:59Z", "2027-03-28T01:00Z", "2027-10-31T00:59Z", "2027-10-31T01:00Z"]
)
def test_the_time_zone_says_when_summer_time_begins_and_ends(moment):
    at = datetime.fromisoformat(moment).astimezone(UTC)
    (zone,) = icalendar.Calendar.from_ical(calendar()).walk("VTIMEZONE")
    local = at.astimezone(zone.to_tz(lookup_tzid=False))
    assert local.replace(tzinfo=None) == at.astimezone(STARTS_AT.tzinfo).replace(tzinfo=None)


def test_bytes_change_only_with_the_renderer_version():
    """Stored fragments are kept until the version moves: raise RENDERER_VERSION, then mend this test."""
    details = Details("D", "C", "L", ("J",), "N", "H", "T", "https://meet.test/", "A")
    entries = [made(details=details, state=state) for state in EntryState]
    written = [fragments.render(entry, Format.ICS, "nl", has_left=True) for entry in entries]
    digest = sha256(b"".join(each.body + (each.left_body or b"") for each in written)).hexdigest()
    assert (fragments.RENDERER_VERSION, digest[:16]) == (1, "e39959df92cd25be")
