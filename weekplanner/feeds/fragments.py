"""One entry as a VEVENT (RFC 5545 §3.6.1): the bytes that every feed with this entry in it has in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from urllib.parse import quote

from icalendar import Conference, Event, vText, vUri

from weekplanner.core import clock, links, settings, texts
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.core.texts import gettext as _
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.selection import ON_LOCATION
from weekplanner.listing.values import Details, details_of

RENDERER_VERSION = 1
"""Raise it whenever the same entry would give other bytes than before, also by another translation."""

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


@dataclass(frozen=True, slots=True)
class Rendered:
    """An entry in one language; `mark` gives its place in a feed and changes whenever the bytes do."""

    mark: str
    body: bytes
    left_body: bytes | None


def languages() -> tuple[str, ...]:
    """The languages that feeds are written in; another one gets the Dutch feed."""
    return tuple(language for language in texts.LANGUAGES if texts.is_translated(language))


def stamp() -> str:
    """What every fragment depends on besides its entry."""
    return _stamp(RENDERER_VERSION, settings.current().base_url)


@cache
def _stamp(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def render(entry: Entry, language: str, *, has_left: bool) -> Rendered:
    """The bytes of an entry; `has_left` when it has moved out of a selection that still shows it.

    Equal in every process: all of it comes from the row (RFC 5545 §3.8.7.2: without METHOD, DTSTAMP is
    the moment of the last revision) and from what `stamp` stands for.
    """
    with texts.use_language(language):
        details = details_of(entry)
        body = _event(entry, details).to_ical()
        left_body = _left_event(entry, details).to_ical() if has_left else None
    mark = f"{entry.starts_at:%Y%m%dT%H%M%SZ} {entry.uid} {entry.revision}"
    return Rendered(mark, body, left_body)


def _event(entry: Entry, details: Details) -> Event:
    event = _base_event(entry)
    is_on = entry.state is EntryState.LISTED
    title = entry.title if is_on else _("Gaat niet door: %(title)s") % {"title": entry.title}
    event.add("summary", Text(one_line(title)))
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


def _left_event(entry: Entry, details: Details) -> Event:
    """For a selection that the entry has moved out of: there it is cancelled (product §6)."""
    if entry.state is not EntryState.LISTED:
        return _event(entry, details)
    event = _base_event(entry)
    event.add("summary", Text(one_line(_("Verplaatst: %(title)s") % {"title": entry.title})))
    event.add("status", "CANCELLED")
    event.add("description", Text(_("Verplaatst, zie %(address)s") % {"address": _page_url(entry)}))
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
    event.add("url", vUri(_page_url(entry)))
    event.add("transp", "TRANSPARENT")  # an agenda of what one could join makes nobody look busy
    return event


def _invitation(entry: Entry, details: Details) -> Iterable[str]:
    yield entry.summary
    yield details.description
    lines = (*details.joining, details.online_url, _price(entry.price_cents))
    yield "\n".join(line for line in lines if line)
    yield details.host
    yield details.transport
    yield _("Organisatie: %(organisation)s") % {"organisation": entry.organisation_name}


def _price(cents: int) -> str:
    price = texts.euros(cents)
    return _("Kosten: %(price)s") % {"price": price} if cents else price


def _apology(entry: Entry, details: Details) -> Iterable[str]:
    yield " ".join(part for part in (_("Dit gaat niet door."), details.apology) if part)
    yield entry.summary
    yield details.contact


def _description(entry: Entry, paragraphs: Iterable[str]) -> Text:
    """Ends with the page's address: Google shows no URL property."""
    return Text("\n\n".join([*(part for part in paragraphs if part), _page_url(entry)]))


def _page_url(entry: Entry) -> str:
    return links.url("activity", language=texts.language(), slug=entry.slug, id=entry.activity_id)
