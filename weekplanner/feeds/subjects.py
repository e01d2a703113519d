"""What a feed is about: an address of a feed becomes a selection with a name, as the database has it now."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from weekplanner.accounts.queries import organisations as accounts
from weekplanner.core import clock, links, settings, texts
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.feeds.addresses import Address, filters_query
from weekplanner.geo import queries as geo
from weekplanner.listing.models import Entry
from weekplanner.listing.selection import Circle, Scope, Selection
from weekplanner.vocabulary.queries import vocabulary


class HasMoved(Exception):
    """The feed has another address for good."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class HeldEditions:
    """The editions that feeds hold: the current and the previous one."""

    years: tuple[int, ...]
    open_years: tuple[int, ...]
    """Those that are not over: only there selections show what has moved out of them."""
    until: datetime | None
    """When the next one is over."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed holds, and how it introduces itself."""

    address: Address
    selection: Selection
    open_years: tuple[int, ...]
    name: str
    description: str
    page_url: str


async def held_editions() -> HeldEditions:
    """The editions that feeds hold today; there may be none yet."""
    found = [edition for edition in (await editions.current(), await editions.previous()) if edition]
    today = clock.today()
    still_open = [edition for edition in found if edition.ends_on >= today]
    last_day = min((edition.ends_on for edition in still_open), default=None)
    return HeldEditions(
        years=tuple(edition.year for edition in found),
        open_years=tuple(edition.year for edition in still_open),
        until=clock.moment(last_day + timedelta(days=1), time()) if last_day else None,
    )


async def find(address: Address, held: HeldEditions) -> Subject:
    """What the feed at `address` is about; raises NotFound, and HasMoved for a former slug."""
    with texts.use_language(address.language):
        selection, name, page_url = await _FINDERS[address.scope](address, held.years)
        return Subject(
            address=address,
            selection=replace(selection, filters=address.filters),
            open_years=held.open_years,
            name=_with_filters(name, address),
            description=_("Kom erbij, alleen of samen. Vragen? Bel %(phone)s.")
            % {"phone": settings.current().help_phone},
            page_url=page_url,
        )


async def _postcode(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    area = await geo.postcode(address.name)
    if area is None:
        raise NotFound
    assert address.radius_km is not None
    circle = Circle(area.pc4, area.point, area.municipality_id, address.radius_km)
    query = {"postcode": area.pc4, "straal": address.radius_km}
    name = _("Kom erbij rond %(pc4)s (%(radius)s kilometer)")
    return (
        Selection(Scope.POSTCODE, years, circle=circle),
        name % {"pc4": area.pc4, "radius": address.radius_km},
        _agenda(address, query),
    )


async def _municipality(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    found = await geo.municipality(address.name)
    if found.slug != address.name:
        raise HasMoved(replace(address, name=found.slug))
    return (
        Selection(Scope.MUNICIPALITY, years, municipality_code=found.code),
        _("Kom erbij in %(municipality)s") % {"municipality": found.name},
        _agenda(address, {"gemeente": found.slug}),
    )


async def _province(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    found = await geo.province(address.name)
    if found.slug != address.name:
        raise HasMoved(replace(address, name=found.slug))
    return (
        Selection(Scope.PROVINCE, years, province_code=found.code),
        _("Kom erbij in de provincie %(province)s") % {"province": found.name},
        links.url("province", language=address.language, slug=found.slug),
    )


async def _organisation(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    found = await accounts.organisation_by_slug(address.name)
    if not await Entry.exists(organisation_id=found.id):
        raise NotFound  # nobody may know of it before it has something on the site
    if found.slug != address.name:
        raise HasMoved(replace(address, name=found.slug))
    return (
        Selection(Scope.ORGANISATION, years, organisation_id=found.id),
        _("Kom erbij bij %(organisation)s") % {"organisation": found.name},
        links.url("organisation", language=address.language, slug=found.slug),
    )


async def _activity(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    entry = await Entry.filter(activity_id=int(address.name)).order_by("-revised_at", "id").first()
    if entry is None:
        raise NotFound
    return (
        Selection(Scope.ACTIVITY, years, activity_id=entry.activity_id),
        _("Kom erbij: %(title)s") % {"title": entry.title},
        links.url("activity", language=address.language, slug=entry.slug, id=entry.activity_id),
    )


async def _country(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    return Selection(Scope.COUNTRY, years), _("Kom erbij in heel Nederland"), _agenda(address, {})


async def _congress(address: Address, years: tuple[int, ...]) -> tuple[Selection, str, str]:
    home = links.url("home", language=address.language)
    return Selection(Scope.CONGRESS, years), _("Kom erbij: de congressen"), home


_FINDERS = {
    Scope.POSTCODE: _postcode,
    Scope.MUNICIPALITY: _municipality,
    Scope.PROVINCE: _province,
    Scope.ORGANISATION: _organisation,
    Scope.ACTIVITY: _activity,
    Scope.COUNTRY: _country,
    Scope.CONGRESS: _congress,
}


def _agenda(address: Address, where: dict[str, object]) -> str:
    query = {**where, **filters_query(address.filters)}
    return links.url("agenda", language=address.language, query=query)


def _with_filters(name: str, address: Address) -> str:
    """The name with what was chosen behind it, to tell two subscriptions apart in a calendar app."""
    lists = vocabulary()
    known = {
        "categorie": lists.categories,
        "doelgroep": lists.audiences,
        "toegankelijk": lists.accessibility,
        "vorm": lists.forms,
    }
    labels = [known[key][value].label for key, value in address.filters.pairs()]
    return f"{name}: {', '.join(labels)}" if labels else name
