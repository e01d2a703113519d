"""The file for a guest's own calendar that goes with a message: it updates and cancels one entry.

The UID is that of every feed (product §6). There is no METHOD, since nobody is asked for an answer; with it,
ORGANIZER would be required and calendars would show an invitation (RFC 5546 §3.2.1).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from icalendar import Calendar, Event, vUri

from weekplanner.core import clock, texts
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.feeds import calendars
from weekplanner.feeds.vevents import Text
from weekplanner.listing.models import Entry
from weekplanner.mailer.kinds import Attachment, Renderer, Values
from weekplanner.signups.messages import guests
from weekplanner.signups.messages.kinds import WITH_CALENDAR
from weekplanner.signups.models import SignUp
from weekplanner.signups.personal import link_of

FILENAME = "kom-erbij.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def attachments(values: Values) -> Sequence[Attachment]:
    """The file, from the values of a message alone: equal at each attempt; none for who only helped."""
    return [Attachment(FILENAME, MEDIA_TYPE, _calendar(values))] if values["calendar"] else []


def of_guest(sign_up: SignUp, entry: Entry) -> bytes:
    """The file as it is now, for who has no mail to find it in."""
    link = link_of(sign_up.id, sign_up.link_version)
    return _calendar({**guests.for_own_calendar(sign_up, entry), "personal_url": link.url})


def _calendar(values: Values) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//weekplanner//Kom erbij//{texts.language().upper()}")
    calendar.add("calscale", "GREGORIAN")
    opening: bytes = calendar.to_ical()
    event: bytes = _event(values).to_ical()
    return opening.removesuffix(calendars.FOOT) + calendars.TIME_ZONE + event + calendars.FOOT


def _event(values: Values) -> Event:
    about = values["calendar"]
    event = Event()
    event.add("uid", about["uid"])
    event.add("sequence", about["sequence"])
    event.add("dtstamp", datetime.fromisoformat(about["revised_at"]))
    event.add("last-modified", datetime.fromisoformat(about["revised_at"]))
    event.add("created", datetime.fromisoformat(about["listed_at"]))
    event.add("dtstart", clock.local(datetime.fromisoformat(values["starts_at"])))
    event.add("dtend", clock.local(datetime.fromisoformat(values["ends_at"])))
    event.add("status", about["status"])
    event.add("summary", Text(_summary(values)))
    event.add("description", Text("\n\n".join(_paragraphs(values))))
    event.add("url", vUri(values["page_url"]))
    if values["place"]:
        event.add("location", Text(one_line(values["place"])))
    return event


def _summary(values: Values) -> str:
    words = {
        "CONFIRMED": "%(title)s",
        "TENTATIVE": _("Wachtlijst: %(title)s"),
        "CANCELLED": _("Gaat niet door: %(title)s") if "apology" in values else _("Afgemeld: %(title)s"),
    }[values["calendar"]["status"]]
    return one_line(words % {"title": values["title"]})


def _paragraphs(values: Values) -> Iterator[str]:
    """What one wants to know on the way there; ends with an address, since Google shows no URL property."""
    is_off = values["calendar"]["status"] == "CANCELLED"
    if values.get("apology"):
        yield values["apology"]
    if values["online_url"] and not is_off:
        yield values["online_url"]
    if values["contact"]:
        yield _("Vragen? %(contact)s") % {"contact": values["contact"]}
    if is_off:
        yield values["page_url"]
    else:
        yield _("Wijzigen of afmelden: %(address)s") % {"address": values["personal_url"]}


ATTACHMENTS: dict[str, Renderer] = {kind.name: attachments for kind in WITH_CALENDAR}
"""By kind of message what makes its files."""
