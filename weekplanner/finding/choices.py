"""What a reader can choose in the agenda and on its map, what is chosen, and what a form must carry along."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from weekplanner.core import links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.finding.addresses import Asked
from weekplanner.finding.days import starting_a_sentence
from weekplanner.listing.selection import RADII_KM, YES
from weekplanner.listing.views import Choices
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.terms import Term

FOLDED = frozenset({"doelgroep"})
PLACE_KEYS = ("postcode", "gemeente", "straal")
PANEL_KEYS = ("q", "categorie", "dagdeel", "vorm", "toegankelijk", "doelgroep", "vrij")
"""What the form beside the list asks."""


@dataclass(frozen=True)
class Option:
    """One box to tick, with how much that leads to."""

    value: str
    label: str
    is_chosen: bool
    count: int


@dataclass(frozen=True)
class Group:
    """Boxes that belong together: the key in the address, and what is asked; a long list can be folded."""

    key: str
    legend: str
    options: list[Option]
    is_folded: bool
    explanation: str = ""


@dataclass(frozen=True)
class Panel:
    """The form beside a list or a map, and the choices above it; read by `filter_panel` and `chosen`."""

    action: str
    hidden: list[tuple[str, str]]
    text: str
    """What is searched for, as it was typed."""
    groups: list[Group]
    places_left: Option
    chosen: list[tuple[str, str]]
    clear_url: str
    """The same place, without anything that was chosen."""


def panel(asked: Asked, counts: Choices, *, route: str = "agenda") -> Panel:
    """What can be chosen on the page `route`, which takes the keys of the agenda."""
    return Panel(
        action=links.path(route, language=texts.language()),
        hidden=_pairs(asked, leave_out=(*PANEL_KEYS, "pagina")),
        text=asked.text,
        groups=list(_groups(asked, counts)),
        places_left=Option(YES, _where_places_are_left(), asked.search.has_places, counts["vrij"][YES]),
        chosen=chosen(asked, route=route),
        clear_url=asked.on().without_choices().path(route),
    )


def chosen(asked: Asked, *, route: str = "agenda") -> list[tuple[str, str]]:
    """What is chosen now, besides the place: words, and the address without it."""
    return [(words, asked.path_without(route, key, value)) for key, value, words in _chosen(asked)]


def radii() -> list[tuple[int, str]]:
    """The distances that are offered."""
    return [(radius, _("%(number)s kilometer") % {"number": radius}) for radius in RADII_KM]


def kept_with_place(asked: Asked) -> list[tuple[str, str]]:
    """What stays when a reader asks for another place."""
    return _pairs(asked, leave_out=(*PLACE_KEYS, "pagina"))


def kept_when_typed_again(asked: Asked) -> list[tuple[str, str]]:
    """What stays when the place was not understood and is typed once more."""
    return _pairs(asked, leave_out=("postcode", "gemeente", "pagina"))


def _pairs(asked: Asked, leave_out: Collection[str]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in asked.pairs() if key not in leave_out]


def _groups(asked: Asked, counts: Choices) -> Iterable[Group]:
    for key, legend, terms, ticked in _filters(asked):
        yield Group(
            key,
            legend,
            [Option(term.id, term.label, term.id in ticked, counts[key][term.id]) for term in terms.values()],
            is_folded=key in FOLDED and not ticked,
            explanation=_unknown_is_not_no() if key == "toegankelijk" else "",
        )


def _chosen(asked: Asked) -> Iterable[tuple[str, str, str]]:
    """Key, value and words of all that is chosen, in the order in which a page asks for it."""
    if asked.text:
        yield "q", asked.text, _("‘%(words)s’") % {"words": asked.text}
    for day in sorted(asked.search.days):
        yield "dag", day.isoformat(), starting_a_sentence(texts.day(day))
    for key, _legend, terms, ticked in _filters(asked):
        yield from ((key, term.id, term.label) for term in terms.values() if term.id in ticked)
    if asked.search.has_places:
        yield "vrij", YES, _where_places_are_left()


def _filters(asked: Asked) -> Iterable[tuple[str, str, Mapping[str, Term], frozenset[str]]]:
    lists, filters = vocabulary(), asked.filters
    yield "categorie", _("Wat wilt u doen?"), lists.categories, filters.categories
    yield "dagdeel", _("Hoe laat?"), lists.parts_of_day, asked.search.parts_of_day
    yield "vorm", _("Hoe wilt u meedoen?"), lists.forms, filters.forms
    yield "toegankelijk", _("Wat heeft u nodig?"), lists.accessibility, filters.accessibility
    yield "doelgroep", _("Voor wie?"), lists.audiences, filters.audiences


def _where_places_are_left() -> str:
    return _("Alleen waar nog plek is")


def _unknown_is_not_no() -> str:
    return _(
        "U ziet activiteiten waarvan wij zeker weten dat het kan. Staat iets er niet bij? "
        "Vraag het dan gerust: misschien kan het toch."
    )
