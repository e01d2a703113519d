"""Following a selection in one's own calendar: the address of its feed, and how calendar apps take it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from weekplanner.feeds.addresses import Address
from weekplanner.feeds.models import Format
from weekplanner.finding.addresses import NO_FILTERS
from weekplanner.finding.areas import Area
from weekplanner.listing.selection import Filters, Scope

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?url="


@dataclass(frozen=True)
class Feed:
    """A feed of iCalendar, and the ways to subscribe to it; a private one has no other formats."""

    url: str
    atom_url: str = ""
    json_url: str = ""
    geojson_url: str = ""

    @property
    def webcal_url(self) -> str:
        """Opens the calendar of an iPhone, iPad or Mac, and Outlook on a computer."""
        return f"webcal://{self.url.partition('://')[2]}"

    @property
    def google_url(self) -> str:
        """Opens Google Calendar; the shortcut is not documented, so the plain address stands beside it."""
        return GOOGLE + quote(self.webcal_url, safe="")

    @property
    def outlook_url(self) -> str:
        """Opens Outlook on the web."""
        return OUTLOOK + quote(self.url, safe="")

    @property
    def news(self) -> Iterable[tuple[str, str]]:
        """Where programs find what is new: media type and address."""
        found = (("application/atom+xml", self.atom_url), ("application/feed+json", self.json_url))
        return [(media_type, url) for media_type, url in found if url]


def feed_of_area(area: Area, filters: Filters) -> Feed:
    """What there is in an area, the whole week long."""
    if area.circle:
        circle = area.circle
        return _feed(Address(Scope.POSTCODE, circle.pc4, radius_km=circle.radius_km, filters=filters))
    if area.municipality_slug:
        return _feed(Address(Scope.MUNICIPALITY, area.municipality_slug, filters=filters))
    return _feed(Address(Scope.COUNTRY, filters=filters))


def feed_of_activity(activity_id: int) -> Feed:
    """All moments of one activity."""
    return _feed(Address(Scope.ACTIVITY, str(activity_id)))


def feed_of_organisation(slug: str, filters: Filters = NO_FILTERS) -> Feed:
    """All that an organisation does."""
    return _feed(Address(Scope.ORGANISATION, slug, filters=filters))


def feed_of_province(slug: str, filters: Filters = NO_FILTERS) -> Feed:
    """What there is in a province."""
    return _feed(Address(Scope.PROVINCE, slug, filters=filters))


def feed_of_congresses() -> Feed:
    """Every congress of the edition, and of the one before."""
    return _feed(Address(Scope.CONGRESS))


def _feed(address: Address) -> Feed:
    return Feed(
        address.url,
        atom_url=replace(address, format=Format.ATOM).url,
        json_url=replace(address, format=Format.JSON).url,
        geojson_url=replace(address, format=Format.GEOJSON).url,
    )
