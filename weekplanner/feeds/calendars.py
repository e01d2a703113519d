"""What stands around the events of an iCalendar feed: the calendar's own properties and the time zone."""

from datetime import timedelta

from icalendar import Calendar, vUri

from weekplanner.core import clock
from weekplanner.feeds.frames import Frame
from weekplanner.feeds.subjects import Subject
from weekplanner.feeds.vevents import Text

POLL_INTERVAL, POLL_INTERVAL_TEXT = timedelta(hours=4), "PT4H"
"""How often a calendar app is asked to look; what must be known today also goes by mail."""

COLOUR = "tomato"
"""A name of CSS 3 (RFC 7986 §5.9)."""

TIME_ZONE = b"\r\n".join(
    (
        b"BEGIN:VTIMEZONE",
        b"TZID:Europe/Amsterdam",
        b"BEGIN:DAYLIGHT",
        b"DTSTART:19810329T020000",
        b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        b"TZOFFSETFROM:+0100",
        b"TZOFFSETTO:+0200",
        b"TZNAME:CEST",
        b"END:DAYLIGHT",
        b"BEGIN:STANDARD",
        b"DTSTART:19961027T030000",
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        b"TZOFFSETFROM:+0200",
        b"TZOFFSETTO:+0100",
        b"TZNAME:CET",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    )
)
"""The whole rule since 1996 (RFC 5545 §3.6.5). icalendar's own has wrong onsets and ends some day."""

FOOT = b"END:VCALENDAR\r\n"


def frame(subject: Subject) -> Frame:
    """What stands around the events of a public feed."""
    opening = head(
        name=subject.name,
        description=subject.description,
        source=subject.address.url,
        page_url=subject.page_url,
        language=subject.address.language,
    )
    return Frame(opening, b"", FOOT)


def head(*, name: str, description: str, source: str | None, page_url: str, language: str) -> bytes:
    """What opens a calendar, up to and with its time zone: even an empty one has a component (§3.6).

    `source` is the address of the feed, None for one that is secret; `page_url` that of the page with the
    same activities.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//weekplanner//Kom erbij//{language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    for key, text in (("name", name), ("x-wr-calname", name)):
        calendar.add(key, Text(text))
    for key, text in (("description", description), ("x-wr-caldesc", description)):
        calendar.add(key, Text(text))
    calendar.add("x-wr-timezone", Text(clock.AMSTERDAM.key))
    # RFC 7986 §5.7 and §5.8: these two have no default type, so the parameter is required.
    calendar.add("refresh-interval", POLL_INTERVAL, parameters={"VALUE": "DURATION"})
    if source is not None:
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
    calendar.add("x-published-ttl", POLL_INTERVAL_TEXT)
    calendar.add("url", vUri(page_url))
    calendar.add("color", COLOUR)
    written: bytes = calendar.to_ical()
    return written.removesuffix(FOOT) + TIME_ZONE
