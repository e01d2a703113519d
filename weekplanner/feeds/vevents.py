"""One entry as a VEVENT (RFC 5545 §3.6.1)."""

from collections.abc import Iterable
from urllib.parse import quote

from icalendar import Conference, Event, vText, vUri

from weekplanner.core import clock, settings, texts
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.core.texts import gettext as _
from weekplanner.feeds.page_addresses import page_url
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.selection import ON_LOCATION
from weekplanner.listing.values import Details, details_of

_PICTURE = {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": "image/jpeg"}
"""RFC 7986 §5.10 and §6.1: beside the title; without VALUE the address would be taken for bytes."""

_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_ADDRESS_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
"""RFC 3986 §2.2: these mean something in an address and stay; what is not ASCII is written with `%`."""


class Text(vText):
    r"""TEXT (RFC 5545 §3.3.11); icalendar's own makes a line end of the two characters `\N`."""

    def to_ical(self) -> bytes:
        """The text without control characters, escaped."""
        return clean(self).translate(_ESCAPES).encode()


def event(entry: Entry) -> bytes:
    """The entry as it stands in every calendar it belongs to; what does not go on is cancelled there.

    Equal in every process: all of it comes from the row (RFC 5545 §3.8.7.2: without METHOD, DTSTAMP is
    the moment of the last revision) and from what `fragments.stamp` stands for.
    """
    written: bytes = _event(entry, details_of(entry)).to_ical()
    return written


def left_event(entry: Entry) -> bytes:
    """For a selection that the entry has moved out of: there it is cancelled (product §6)."""
    if entry.state is not EntryState.LISTED:
        return event(entry)
    moved = _base_event(entry)
    moved.add("summary", Text(one_line(_("Verplaatst: %(title)s") % {"title": entry.title})))
    moved.add("status", "CANCELLED")
    moved.add("description", Text(_("Verplaatst, zie %(address)s") % {"address": page_url(entry)}))
    written: bytes = moved.to_ical()
    return written


def title_of(entry: Entry) -> str:
    """Its title on one line; of what does not go on, that first."""
    goes_on = entry.state is EntryState.LISTED
    return one_line(entry.title if goes_on else _("Gaat niet door: %(title)s") % {"title": entry.title})


def _event(entry: Entry, details: Details) -> Event:
    event = _base_event(entry)
    is_on = entry.state is EntryState.LISTED
    event.add("summary", Text(title_of(entry)))
    event.add("status", "CONFIRMED" if is_on else "CANCELLED")
    paragraphs = _invitation(entry, details) if is_on else _apology(entry, details)
    event.add("description", _description(entry, paragraphs))
    if details.location:
        event.add("location", Text(one_line(details.location)))
    if entry.form == ON_LOCATION and entry.latitude is not None and entry.longitude is not None:
        latitude, longitude = details.pin or (entry.latitude, entry.longitude)
        event.add("geo", (round(latitude, 6), round(longitude, 6)))
    if details.category_label:
        event.add("categories", [Text(one_line(details.category_label))])
    if details.contact:
        event.add("contact", Text(one_line(details.contact)))
    if is_on and details.online_url.startswith(("https://", "http://")):
        address = quote(details.online_url, safe=_ADDRESS_CHARACTERS)
        event.conferences = [Conference(address, feature=["VIDEO"], label=_("Online meedoen"))]
    if is_on and details.picture_path:
        address = settings.current().base_url + details.picture_path
        event.add("image", vUri(address), parameters=_PICTURE)
    return event


def _base_event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.revised_at)
    event.add("last-modified", entry.revised_at)
    event.add("created", entry.listed_at)
    event.add("sequence", entry.revision)
    event.add("dtstart", clock.local(entry.starts_at))
    event.add("dtend", clock.local(entry.ends_at))
    event.add("url", vUri(page_url(entry)))
    event.add("transp", "TRANSPARENT")  # an agenda of what one could join makes nobody look busy
    return event


def _invitation(entry: Entry, details: Details) -> Iterable[str]:
    yield entry.summary
    yield details.description
    lines = (*details.joining, details.online_url, price(entry.price_cents))
    yield "\n".join(line for line in lines if line)
    yield details.host
    yield details.transport
    if entry.organisation_name:
        yield _("Organisatie: %(organisation)s") % {"organisation": entry.organisation_name}


def price(cents: int) -> str:
    """What it costs, as a sentence."""
    price = texts.euros(cents)
    return _("Kosten: %(price)s") % {"price": price} if cents else price


def _apology(entry: Entry, details: Details) -> Iterable[str]:
    yield " ".join(part for part in (_("Dit gaat niet door."), details.apology) if part)
    yield entry.summary
    yield details.contact


def _description(entry: Entry, paragraphs: Iterable[str]) -> Text:
    """Ends with the page's address: Google shows no URL property."""
    return Text("\n\n".join([*(part for part in paragraphs if part), page_url(entry)]))
