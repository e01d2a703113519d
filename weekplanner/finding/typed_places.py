"""From what a person typed for a place to the address of the page they mean."""

from dataclasses import dataclass

from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import slug
from weekplanner.core.texts import gettext as _
from weekplanner.finding.addresses import Asked
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Province
from weekplanner.geo.queries import Place


@dataclass(frozen=True)
class Choice:
    """One place that may be meant."""

    words: str
    url: str


@dataclass(frozen=True)
class Meant:
    """The one page that is meant, or places to choose from, or names that look like what was typed."""

    typed: str
    asked: Asked | None = None
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[Choice, ...] = ()
    unknown_pc4: str | None = None
    province_slug: str | None = None
    """Where nothing smaller is called that."""


async def meant_by(asked: Asked, *, route: str) -> Meant:
    """What `asked.typed` leads to on the page `route`, with everything else that was asked."""
    typed = asked.typed or ""
    found = await geo.find(typed)
    is_municipality = found.exact is not None and found.exact.pc4 is None
    province = None if is_municipality else await _province(typed)
    if found.exact and not province:
        return Meant(typed, asked=_at(asked, found.exact))
    places = (found.exact,) if found.exact else found.choices
    if province and not places:
        return Meant(typed, province_slug=province.slug)
    choices = [_choice(asked, place, route) for place in places]
    if province:
        choices.append(_choice_of_province(province, route))
    return Meant(
        typed,
        choices=tuple(choices),
        suggestions=tuple(_choice(asked, place, route) for place in found.suggestions),
        unknown_pc4=found.unknown_pc4,
    )


async def _province(typed: str) -> Province | None:
    """The one that is called that, or is so in daily life."""
    try:
        return await geo.province(slug(typed).removeprefix("provincie-"))
    except NotFound:
        return None


def path_of_province(province_slug: str, route: str) -> str:
    """Its page; where one follows something, the way to follow it."""
    language = texts.language()
    if route == "subscribe":
        return links.path(route, language=language, query={"provincie": province_slug})
    return links.path("province", language=language, slug=province_slug)


def _choice_of_province(province: Province, route: str) -> Choice:
    return Choice(_("Provincie %(name)s") % {"name": province.name}, path_of_province(province.slug, route))


def _at(asked: Asked, place: Place) -> Asked:
    return asked.at_postcode(place.pc4) if place.pc4 else asked.at_municipality(place.municipality_slug)


def _choice(asked: Asked, place: Place, route: str) -> Choice:
    url = links.path(route, language=texts.language(), query=_at(asked, place).query())
    return Choice(_words(place), url)


def _words(place: Place) -> str:
    """Bergen, Noord-Holland; a place in a municipality of another name names that as well."""
    if place.pc4 is None:
        name = _("Gemeente %(name)s") % {"name": place.name}
        return ", ".join([name] if place.province == place.name else [name, place.province])
    return ", ".join(dict.fromkeys((place.name, place.municipality, place.province)))
