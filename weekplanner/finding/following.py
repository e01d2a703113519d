"""Following a selection in one's own calendar: the address of its feed, and how calendar apps take it."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from weekplanner.feeds.addresses import Address
from weekplanner.feeds.models import Format
from weekplanner.finding.areas import Area
from weekplanner.listing.selection import Filters, Scope

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?url="

NEWS = (("application/atom+xml", Format.ATOM), ("application/feed+json", Format.JSON))


@dataclass(frozen=True)
class Feed:
    """A feed of iCalendar, and the ways to subscribe to it.

    `news` is the same selection for feed readers, who read what is new: media type and address.
    """

    url: str
    news: tuple[tuple[str, str], ...] = ()

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


def feed_of_organisation(slug: str) -> Feed:
    """All that an organisation does."""
    return _feed(Address(Scope.ORGANISATION, slug))


def feed_of_province(slug: str) -> Feed:
    """What there is in a province."""
    return _feed(Address(Scope.PROVINCE, slug))


def _feed(address: Address) -> Feed:
    news = tuple((media_type, replace(address, format=each).url) for media_type, each in NEWS)
    return Feed(address.url, news)
