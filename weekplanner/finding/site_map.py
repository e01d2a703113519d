"""Every address that search engines may keep, in parts, with when its page last changed (sitemaps.org)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from weekplanner.accounts.queries import organisations
from weekplanner.congress.queries import congresses
from weekplanner.core import links
from weekplanner.core.errors import NotFound
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events.examples import examples
from weekplanner.events.queries import activities
from weekplanner.geo import queries as geo
from weekplanner.listing.seen import LastSeen, last_seen
from weekplanner.listing.selection import Scope
from weekplanner.municipalities import queries as municipalities

MOST_URLS = 4_000
"""In a part. 50,000 are allowed; these are under a megabyte, so that the part is kept in memory."""

FIXED = (
    "home",
    "agenda",
    "subscribe",
    "inspiration",
    "open_data",
    "about",
    "privacy",
    "accessibility_statement",
)
"""Pages that are always there."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Address:
    """A whole address; `changed_at` is left out where nobody keeps when the page changed."""

    url: str
    changed_at: datetime | None = None


async def index() -> str:
    """The sitemap index: the address of every part."""
    parts = [
        Address(links.url("sitemap_part", part=name), _latest(addresses))
        for name, addresses in (await _parts()).items()
    ]
    return _written("sitemapindex", "sitemap", parts)


async def part(name: str) -> str:
    """One sitemap; raises NotFound."""
    found = (await _parts()).get(name)
    if found is None:
        raise NotFound
    return _written("urlset", "url", found)


async def _parts() -> dict[str, Sequence[Address]]:
    groups: dict[str, Sequence[Address]] = {
        "vaste-paginas": _fixed(),
        "inspiratie": [Address(links.url("example", slug=slug)) for slug in examples()],
        "provincies": await _provinces(),
        "gemeenten": await _municipalities(),
        "organisaties": await _organisations(),
        "congressen": await _congresses(),
    }
    seen = await last_seen(Scope.ACTIVITY)
    for edition in await editions.all_editions():
        groups[f"activiteiten-{edition.year}"] = await _activities(edition, seen)
    return {
        f"{name}-{at // MOST_URLS + 1}": addresses[at : at + MOST_URLS]
        for name, addresses in groups.items()
        for at in range(0, len(addresses), MOST_URLS)
    }


def _fixed() -> list[Address]:
    return [Address(links.url(name)) for name in FIXED]


async def _provinces() -> list[Address]:
    seen = await last_seen(Scope.PROVINCE)
    return [
        Address(links.url("province", slug=each.slug), _later(seen.get(each.code)))
        for each in await geo.provinces()
    ]


async def _municipalities() -> list[Address]:
    seen, written = await last_seen(Scope.MUNICIPALITY), await municipalities.when_written()
    return [
        Address(
            links.url("municipality", slug=each.slug), _later(seen.get(each.code), written.get(each.code))
        )
        for each in await geo.municipalities()
    ]


async def _organisations() -> list[Address]:
    """Those of which something is, or was, to be seen; others have no page."""
    seen = await last_seen(Scope.ORGANISATION)
    return [
        Address(links.url("organisation", slug=each.slug), _later(seen[each.id], each.changed_at))
        for each in await organisations.addresses()
        if each.id in seen and seen[each.id].is_listed
    ]


async def _congresses() -> list[Address]:
    """Their pages say how many seats are left, so nobody keeps when they changed."""
    shown = await congresses.every_one_on_site()
    pages = [Address(links.url("congress", slug=each.slug)) for each in shown]
    return [Address(links.url("congresses")), *pages] if pages else []


async def _activities(edition: Edition, seen: Mapping[str | int, LastSeen]) -> list[Address]:
    return [
        Address(links.url("activity", slug=each.slug, id=each.id), _later(seen.get(each.id), each.changed_at))
        for each in await activities.addresses_on_site(edition)
    ]


def _later(seen: LastSeen | None, changed_at: datetime | None = None) -> datetime | None:
    """When its entries or its own words last changed, whichever was later."""
    return max((each for each in (seen and seen.at, changed_at) if each), default=None)


def _latest(addresses: Sequence[Address]) -> datetime | None:
    """None as soon as one does not say: it may have changed later than the others."""
    changed = [each.changed_at for each in addresses if each.changed_at]
    return max(changed) if len(changed) == len(addresses) else None


def _written(root: str, tag: str, addresses: Sequence[Address]) -> str:
    lines = "".join(f"<{tag}><loc>{escape(each.url)}</loc>{_changed(each)}</{tag}>\n" for each in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{lines}</{root}>\n'


def _changed(address: Address) -> str:
    if address.changed_at is None:
        return ""
    return f"<lastmod>{address.changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>"
