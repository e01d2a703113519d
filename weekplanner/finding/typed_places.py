"""From what a person typed for a place to the address of the page they mean."""

from dataclasses import dataclass

from weekplanner.core import links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.finding.addresses import Asked
from weekplanner.geo import queries as geo
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


async def meant_by(asked: Asked, *, route: str) -> Meant:
    """What `asked.typed` leads to on the page `route`, with everything else that was asked."""
    typed = asked.typed or ""
    found = await geo.find(typed)
    return Meant(
        typed=typed,
        asked=_at(asked, found.exact) if found.exact else None,
        choices=tuple(_choice(asked, place, route) for place in found.choices),
        suggestions=tuple(_choice(asked, place, route) for place in found.suggestions),
        unknown_pc4=found.unknown_pc4,
    )


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
