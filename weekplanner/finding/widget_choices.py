"""Choosing how the list on another site looks: the form, and the code that comes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.finding import widget
from weekplanner.finding.widget import FEWEST, MOST, USUAL_NUMBER, Wanted
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.terms import Term

MUNICIPALITY = "gemeente"
NUMBERS = (FEWEST, 5, USUAL_NUMBER, 20, MOST)


@dataclass(frozen=True)
class Choice:
    """One value to choose, in words."""

    value: str
    label: str
    is_chosen: bool
    count: None = None
    """The list is about one municipality at a time, so nothing is counted here."""


@dataclass(frozen=True)
class Options:
    """The page where one chooses: what there is to choose, and once a municipality is chosen, the code."""

    action: str
    municipalities: list[Choice]
    colours: list[Choice]
    letters: list[Choice]
    numbers: list[Choice]
    categories: list[Choice]
    audiences: list[Choice]
    municipality: Municipality | None = None
    frame_url: str = ""
    frame_path: str = ""

    @property
    def frame_title(self) -> str:
        """What a screen reader calls the frame."""
        assert self.municipality is not None
        return widget.title_of(self.municipality)


async def options(parameters: QueryParams) -> Options:
    """What can be chosen, and what is; raises UnknownValue for what cannot."""
    wanted = widget.read(parameters)
    chosen = await _municipality(one_line(parameters.get(MUNICIPALITY, "")))
    slug = chosen.slug if chosen else ""
    numbers = sorted({*NUMBERS, wanted.number})
    return Options(
        action=links.path("widget_options", language=texts.language()),
        municipalities=[
            Choice(each.slug, each.name, each.slug == slug) for each in await geo.municipalities()
        ],
        colours=_choices(_colours(), {wanted.colour}),
        letters=_choices({"gewoon": _("Gewoon"), "groot": _("Groot")}, {wanted.letter}),
        numbers=_choices({str(each): str(each) for each in numbers}, {str(wanted.number)}),
        categories=_terms(vocabulary().categories, wanted.filters.categories),
        audiences=_terms(vocabulary().audiences, wanted.filters.audiences),
        municipality=chosen,
        **(_frame(slug, wanted) if chosen else {}),
    )


async def _municipality(slug: str) -> Municipality | None:
    if not slug:
        return None
    try:
        return await geo.municipality(slug)
    except NotFound:
        raise UnknownValue(_("Deze gemeente kennen wij niet.")) from None


def _frame(slug: str, wanted: Wanted) -> dict[str, str]:
    return {"frame_url": widget.url_of(slug, wanted), "frame_path": widget.path_of(slug, wanted)}


def _colours() -> Mapping[str, str]:
    return {"warm": _("Warm, zoals deze website"), "wit": _("Wit met grijs"), "donker": _("Donker")}


def _choices(words: Mapping[str, str], chosen: Iterable[str]) -> list[Choice]:
    return [Choice(value, label, value in set(chosen)) for value, label in words.items()]


def _terms(terms: Mapping[str, Term], chosen: Iterable[str]) -> list[Choice]:
    return _choices({each.id: each.label for each in terms.values()}, chosen)
