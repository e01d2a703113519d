"""What a reader can choose in the agenda, what is chosen, and what a form must carry along."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from weekplanner.core.texts import gettext as _
from weekplanner.finding.addresses import Asked
from weekplanner.finding.agenda import agenda_path
from weekplanner.listing.selection import RADII_KM
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.terms import Term

FOLDED = frozenset({"doelgroep"})
PLACE_KEYS = ("postcode", "gemeente", "straal")


@dataclass(frozen=True)
class Option:
    """One box to tick."""

    value: str
    label: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """Boxes that belong together: the key in the address, and what is asked; a long list can be folded."""

    key: str
    legend: str
    options: list[Option]
    is_folded: bool


def groups(asked: Asked) -> list[Group]:
    """Every filter, in the order of the page."""
    return [
        Group(
            key,
            legend,
            [Option(term.id, term.label, term.id in chosen) for term in terms.values()],
            is_folded=key in FOLDED and not chosen,
        )
        for key, legend, terms, chosen in _filters(asked)
    ]


def chosen(asked: Asked) -> list[tuple[str, str]]:
    """What is chosen now, besides place and day: words, and the address without it."""
    return [
        (terms[value].label, agenda_path(_without(asked, key, value)))
        for key, _legend, terms, values in _filters(asked)
        for value in terms
        if value in values
    ]


def radii() -> list[tuple[int, str]]:
    """The distances that are offered."""
    return [(radius, _("%(number)s kilometer") % {"number": radius}) for radius in RADII_KM]


def kept_with_place(asked: Asked) -> list[tuple[str, str]]:
    """What stays when a reader asks for another place."""
    return _pairs(asked, leave_out=(*PLACE_KEYS, "pagina"))


def kept_when_typed_again(asked: Asked) -> list[tuple[str, str]]:
    """What stays when the place was not understood and is typed once more."""
    return _pairs(asked, leave_out=("postcode", "gemeente", "pagina"))


def kept_with_filters(asked: Asked) -> list[tuple[str, str]]:
    """What stays when a reader chooses other filters."""
    keys = [key for key, *_rest in _filters(asked)]
    return _pairs(asked, leave_out=(*keys, "pagina"))


def _pairs(asked: Asked, leave_out: Collection[str]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in asked.pairs() if key not in leave_out]


def _filters(asked: Asked) -> Iterable[tuple[str, str, Mapping[str, Term], frozenset[str]]]:
    lists = vocabulary()
    yield "categorie", _("Wat wilt u doen?"), lists.categories, asked.filters.categories
    yield "dagdeel", _("Hoe laat?"), lists.parts_of_day, asked.search.parts_of_day
    yield "vorm", _("Hoe wilt u meedoen?"), lists.forms, asked.filters.forms
    yield "toegankelijk", _("Wat heeft u nodig?"), lists.accessibility, asked.filters.accessibility
    yield "doelgroep", _("Voor wie?"), lists.audiences, asked.filters.audiences


def _without(asked: Asked, key: str, value: str) -> Asked:
    gone = frozenset({value})
    if key == "dagdeel":
        search = replace(asked.search, parts_of_day=asked.search.parts_of_day - gone)
        return replace(asked, search=search, page=1)
    filters = asked.filters
    changed = {
        "categorie": replace(filters, categories=filters.categories - gone),
        "doelgroep": replace(filters, audiences=filters.audiences - gone),
        "toegankelijk": replace(filters, accessibility=filters.accessibility - gone),
        "vorm": replace(filters, forms=filters.forms - gone),
    }
    return replace(asked, filters=changed[key], page=1)
