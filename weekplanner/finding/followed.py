"""What a reader wants to follow in the own calendar, from the address of the page that helps with it."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from starlette.datastructures import QueryParams

from weekplanner.accounts.queries import organisations
from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.finding import addresses, choices
from weekplanner.finding.addresses import ALWAYS, Asked, for_the_whole_week
from weekplanner.finding.areas import Area, area_of
from weekplanner.finding.following import Feed, feed_of_area, feed_of_organisation, feed_of_province
from weekplanner.geo import queries as geo
from weekplanner.listing import anchors
from weekplanner.listing.models import Entry
from weekplanner.listing.selection import Scope

WHOSE_KEYS = ("provincie", "organisatie")
"""Besides the keys of the agenda: a province, or an organisation wherever it is."""


@dataclass(frozen=True)
class Followed:
    """A selection in words, and its feed; without a feed the reader must first say where."""

    asked: Asked
    """Of the whole week, since a calendar follows no part of it."""
    in_words: str
    feed: Feed | None
    area: Area = field(default_factory=Area)
    whose: tuple[tuple[str, str], ...] = ()
    """The key of a province or organisation, with its slug as it is now."""
    left_out: tuple[str, ...] = ()
    """What the reader asked for and a calendar cannot do, in words."""
    page: tuple[str, str] = ("", "")
    """Where the same is to be seen: the words, and the address."""
    about: tuple[Hashable, ...] = ()
    """When what is said here changes (`finding.keeping`)."""

    @property
    def chosen(self) -> list[str]:
        """The filters that are chosen, in words."""
        return [words for words, _address in choices.chosen(self.asked)]

    def query(self) -> dict[str, list[str]]:
        """The keys of the address that asks for the same."""
        return {**{key: [slug] for key, slug in self.whose}, **self.asked.query()}

    def just_whose_or_where(self) -> dict[str, list[str]]:
        """The keys that search engines keep."""
        return {**{key: [slug] for key, slug in self.whose}, **self.asked.just_the_place().query()}

    def path(self, route: str) -> str:
        """The address of a page about the same."""
        return links.path(route, language=texts.language(), query=self.query())


async def followed(parameters: QueryParams) -> Followed:
    """What an address asks to follow; raises UnknownValue for what does not exist, and for two at once."""
    asked = addresses.read(parameters)
    whose = {key: slug for key in WHOSE_KEYS if (slug := _slug(parameters, key))}
    if len(whose) + bool(asked.pc4) + bool(asked.municipality_slug) > 1:
        raise UnknownValue(_("Kies één plaats of één organisatie."))
    left_out = _left_out(asked)
    asked = for_the_whole_week(asked)
    if asked.typed or not whose:
        return await _area(asked, left_out)
    if "provincie" in whose:
        return await _province(asked, whose["provincie"], left_out)
    return await _organisation(asked, whose["organisatie"], left_out)


async def _area(asked: Asked, left_out: tuple[str, ...]) -> Followed:
    area = await area_of(asked)
    return Followed(
        asked,
        area.in_words,
        None if area.is_country and not asked.has_choices else feed_of_area(area, asked.filters),
        area=area,
        left_out=left_out,
        page=(_("Agenda"), links.path("agenda", language=texts.language(), query=asked.query())),
    )


async def _province(asked: Asked, slug: str, left_out: tuple[str, ...]) -> Followed:
    try:
        found = await geo.province(slug)
    except NotFound:
        raise UnknownValue(_("Deze provincie kennen wij niet.")) from None
    return Followed(
        asked,
        _("in de provincie %(province)s") % {"province": found.name},
        feed_of_province(found.slug, asked.filters),
        whose=(("provincie", found.slug),),
        left_out=left_out,
        page=(found.name, links.path("province", language=texts.language(), slug=found.slug)),
    )


async def _organisation(asked: Asked, slug: str, left_out: tuple[str, ...]) -> Followed:
    try:
        found = await organisations.organisation_by_slug(slug)
    except NotFound:
        found = None
    if found is None or not await Entry.exists(organisation_id=found.id):
        raise UnknownValue(_("Deze organisatie kennen wij niet."))
    return Followed(
        asked,
        _("van %(organisation)s") % {"organisation": found.name},
        feed_of_organisation(found.slug, asked.filters),
        whose=(("organisatie", found.slug),),
        left_out=left_out,
        page=(found.name, links.path("organisation", language=texts.language(), slug=found.slug)),
        about=(anchors.about(Scope.ORGANISATION, found.id),),
    )


def _slug(parameters: QueryParams, key: str) -> str | None:
    filled_in = {one_line(value) for value in parameters.getlist(key)} - {""}
    if len(filled_in) > 1:
        raise UnknownValue(_("In dit adres staat iets dubbel. Kies opnieuw."))
    return filled_in.pop() if filled_in else None


def _left_out(asked: Asked) -> tuple[str, ...]:
    search = asked.search
    words = (
        (search.days != ALWAYS.days, _("de dag")),
        (search.parts_of_day != ALWAYS.parts_of_day, _("het deel van de dag")),
        (bool(search.words), _("uw zoekwoorden")),
        (search.has_places, _("‘nog plek’")),
    )
    return tuple(word for is_asked, word in words if is_asked)
