"""The invitation that goes with a ticket (iTIP, RFC 5546; by mail, RFC 6047): REQUEST, or CANCEL.

It has the UID of the feed `congres`, and one ATTENDEE: nobody sees who else comes. Who has seats said so
already, and is asked nothing (PARTSTAT=ACCEPTED).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from icalendar import Calendar, Event, vCalAddress, vUri

from weekplanner.congress import codes
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.messages.attendees import CANCEL
from weekplanner.congress.messages.kinds import WITH_CALENDAR
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.personal import link_of
from weekplanner.congress.tickets import Ticket
from weekplanner.congress.values import Standing
from weekplanner.core import clock, texts
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.feeds import calendars
from weekplanner.feeds.vevents import Text
from weekplanner.formats import qr
from weekplanner.mailer import addresses
from weekplanner.mailer.kinds import Attachment, Renderer, Values

FILENAME = "invite.ics"
OWN_FILENAME = "congres.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def attachments(values: Values) -> Sequence[Attachment]:
    """The invitation, made of the values alone: equal at each attempt; and a picture of each ticket."""
    if values["calendar"] is None:
        return []
    method = values["calendar"]["method"]
    media_type = f"text/calendar; method={method}; charset=utf-8"
    letter = Attachment(FILENAME, media_type, invitation(values), is_alternative=True)
    return [letter] if method == CANCEL else [letter, *_tickets(values)]


def of_party(congress: Congress, standing: Standing, workshops: messages.Workshops) -> bytes:
    """The file as it is now, for who puts it in a calendar by hand.

    There is no METHOD, since nobody is asked for an answer; so there is nobody who would get it either
    (RFC 5546 §3.2.1).
    """
    registration = standing.registration
    link = link_of(registration.id, registration.link_version)
    values = messages.for_own_calendar(congress, standing, workshops)
    return invitation({**values, "personal_url": link.url})


def invitation(values: Values) -> bytes:
    """The file itself."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//weekplanner//Kom erbij//{texts.language().upper()}")
    calendar.add("calscale", "GREGORIAN")
    if method := values["calendar"]["method"]:
        calendar.add("method", method)
    opening: bytes = calendar.to_ical()
    event: bytes = _event(values).to_ical()
    return opening.removesuffix(calendars.FOOT) + calendars.TIME_ZONE + event + calendars.FOOT


def _event(values: Values) -> Event:
    about = values["calendar"]
    is_off = about["method"] == CANCEL
    event = Event()
    event.add("uid", about["uid"])
    event.add("sequence", about["sequence"])
    event.add("dtstamp", datetime.fromisoformat(about["revised_at"]))
    event.add("last-modified", datetime.fromisoformat(about["revised_at"]))
    event.add("created", datetime.fromisoformat(about["created_at"]))
    event.add("dtstart", clock.local(datetime.fromisoformat(values["starts_at"])))
    event.add("dtend", clock.local(datetime.fromisoformat(values["ends_at"])))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("summary", Text(one_line(_summary(values, is_off=is_off))))
    event.add("description", Text("\n\n".join(_paragraphs(values, is_off=is_off))))
    event.add("url", vUri(values["page_url"]))
    if about["method"]:
        event.add("organizer", _organizer())
        event.add("attendee", _attendee(values), encode=False)
    if values["place"]:
        event.add("location", Text(one_line(values["place"])))
    return event


def _summary(values: Values, *, is_off: bool) -> str:
    """The title; of what is off with words before it, for calendars that keep it and show no STATUS."""
    if not is_off:
        return str(values["title"])
    words = _("Afgemeld: %(title)s") if values["calendar"]["goes_on"] else _("Gaat niet door: %(title)s")
    return words % {"title": values["title"]}


def _organizer() -> vCalAddress:
    """The address that the mail comes from, else Outlook shows another sender (standards §1.6)."""
    sender = addresses.sender()
    organizer = vCalAddress(f"mailto:{sender.addr_spec}")
    organizer.params["CN"] = sender.display_name
    return organizer


def _attendee(values: Values) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{values['calendar']['attendee']}")
    attendee.params["CN"] = one_line(values["calendar"]["attendee_name"])
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _paragraphs(values: Values, *, is_off: bool) -> Iterator[str]:
    """What one wants to know on the way there; ends with an address, since Google shows no URL property."""
    if is_off:
        yield values["page_url"]
        return
    if values["online_url"]:
        yield values["online_url"]
    for each in values["rounds"]:
        if each["seat"]:
            yield _("Ronde %(number)s: %(workshop)s") % {"number": each["number"], "workshop": _room(each)}
    for each in values["tickets"]:
        code = codes.ticket_code(each["id"], each["version"])
        yield _("Toegangsbewijs van %(name)s: %(code)s") % {"name": each["name"], "code": code}
    yield _("Toegangsbewijs, wijzigen of afmelden: %(address)s") % {"address": values["personal_url"]}


def _room(choice: Values) -> str:
    return ", ".join(each for each in (choice["seat"], choice["room"]) if each)


def _tickets(values: Values) -> Iterator[Attachment]:
    """A picture of each ticket's code, for who has no network at the door."""
    for number, each in enumerate(values["tickets"], start=1):
        token = Ticket(values["congress"], each["id"], each["version"]).token
        yield Attachment(f"toegangsbewijs-{number}.png", "image/png", qr.png_of_random(token))


ATTACHMENTS: dict[str, Renderer] = {kind.name: attachments for kind in WITH_CALENDAR}
"""By kind of message what makes its files."""
