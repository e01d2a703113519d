"""Inspiration: what others did before, to choose from and to begin with.

The examples speak to organisers, and yet their pages stand among those for residents: anyone may get an
idea, also who has no account.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from starlette.datastructures import QueryParams

from weekplanner.core import clock, links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.events import wording
from weekplanner.events.examples import Example, examples
from weekplanner.events.queries import activities as events
from weekplanner.finding.cards import Card, card_of
from weekplanner.finding.choices import Group, Option
from weekplanner.listing import queries as listing
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.terms import Category, Term
from weekplanner.web.paging import Paging, page_number

PAGE_SIZE = 20
SIMILAR = 3
ACTIVITIES = 3
"""How many activities that began with an example stand on its page."""


@dataclass(frozen=True)
class Filter:
    """One key of the address: the list it chooses from, and what an example has of that list."""

    key: str
    terms: Mapping[str, Term]
    values_of: Callable[[Example], tuple[str, ...]]


@cache
def filters() -> tuple[Filter, ...]:
    """The keys of the address, in the order of the page."""
    lists = vocabulary()
    return (
        Filter("soort", lists.activity_kinds, lambda example: (example.kind,)),
        Filter("doelgroep", lists.audiences, lambda example: example.audiences),
        Filter("plek", lists.settings, lambda example: (example.setting,)),
        Filter("bewijs", lists.evidence, lambda example: (example.evidence,)),
    )


@dataclass(frozen=True)
class Asked:
    """What is chosen, as pairs of a key and a vocabulary id, and the page of the list.

    Of one key any will do, of different keys each must hold.
    """

    choices: frozenset[tuple[str, str]] = frozenset()
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """The same in the order of the page."""
        every = ((each.key, value) for each in filters() for value in each.terms)
        return [pair for pair in every if pair in self.choices]

    def of(self, key: str) -> frozenset[str]:
        """What is chosen of one key."""
        return frozenset(value for name, value in self.choices if name == key)

    def without(self, pair: tuple[str, str]) -> "Asked":
        """The same but for one choice."""
        return Asked(self.choices - {pair})

    def whatever(self, key: str) -> "Asked":
        """The same with nothing chosen of one key."""
        return Asked(frozenset(pair for pair in self.choices if pair[0] != key))

    def holds(self, example: Example) -> bool:
        """Whether an example is what the reader chose."""
        wanted = ((self.of(each.key), each.values_of(example)) for each in filters())
        return all(not chosen or not chosen.isdisjoint(values) for chosen, values in wanted)

    def found(self) -> list[Example]:
        """The examples that the reader chose, by name."""
        return [example for example in examples().values() if self.holds(example)]

    @property
    def path(self) -> str:
        """Its address, in the reader's language."""
        query: dict[str, list[str]] = {}
        for key, value in self.pairs():
            query.setdefault(key, []).append(value)
        if self.page > 1:
            query["pagina"] = [str(self.page)]
        return links.path("inspiration", language=texts.language(), query=query)


@dataclass(frozen=True)
class ExampleCard:
    """An example among others."""

    url: str
    name: str
    summary: str
    icon: str
    audiences: str
    setting: str
    evidence: Term


@dataclass(frozen=True)
class Shelf:
    """The examples of one category, under its name; a long one goes on at the next page."""

    category: Category
    count: int
    cards: list[ExampleCard]


@dataclass(frozen=True)
class Inspiration:
    """The page to choose from."""

    asked: Asked
    shelves: list[Shelf]
    pages: Paging
    groups: list[Group]
    chosen: list[tuple[str, str]]
    """Words, and the address without that choice."""
    evidence: list[Term]
    """To explain what the labels on the cards mean."""

    @property
    def previous_url(self) -> str | None:
        """The page before this one."""
        return replace(self.asked, page=self.asked.page - 1).path if self.asked.page > 1 else None

    @property
    def next_url(self) -> str | None:
        """The page after this one."""
        is_last = self.asked.page >= self.pages.last
        return None if is_last else replace(self.asked, page=self.asked.page + 1).path


@dataclass(frozen=True)
class Begun:
    """What began with an example in the current edition."""

    count: int
    cards: list[Card]
    """The first few of those that are still to come."""


@dataclass(frozen=True)
class ExamplePage:
    """Everything about one example."""

    example: Example
    category: Category
    kind: Term
    setting: Term
    evidence: Term
    audiences: str
    begun: Begun | None
    similar: list[ExampleCard]


def read(parameters: QueryParams) -> Asked:
    """What an address asks; raises UnknownValue, with a sentence for the reader, for what it cannot mean."""
    chosen = set()
    for each in filters():
        typed = (one_line(value) for value in parameters.getlist(each.key))
        values = {value for value in typed if value}
        if not values.issubset(each.terms):
            raise UnknownValue(f"{_('Deze keuze kennen wij niet.')} {_way_back()}")
        chosen |= {(each.key, value) for value in values}
    return Asked(frozenset(chosen), page_number(one_line(parameters.get("pagina", ""))))


def inspiration(asked: Asked) -> Inspiration:
    """What is asked for, by category; raises UnknownValue for a page that does not exist."""
    in_order = list(vocabulary().categories)
    found = sorted(asked.found(), key=lambda example: in_order.index(example.category))
    pages = Paging(asked.page, PAGE_SIZE, len(found))
    if asked.page > pages.last:
        raise UnknownValue(f"{_('Deze bladzijde bestaat niet.')} {_way_back()}")
    return Inspiration(
        asked=asked,
        shelves=_shelves(found, pages),
        pages=pages,
        groups=_groups(asked),
        chosen=_chosen(asked),
        evidence=list(vocabulary().evidence.values()),
    )


async def example_page(slug: str) -> ExamplePage:
    """The page of one example; raises NotFound."""
    example = examples().get(slug)
    if example is None:
        raise NotFound(f"{_('Dit voorbeeld is er niet.')} {_way_back()}")
    lists = vocabulary()
    return ExamplePage(
        example=example,
        category=lists.categories[example.category],
        kind=lists.activity_kinds[example.kind],
        setting=lists.settings[example.setting],
        evidence=lists.evidence[example.evidence],
        audiences=_audiences(example),
        begun=await _begun(example),
        similar=[_card(each) for each in _similar(example)],
    )


def _way_back() -> str:
    return _("Kijk onderaan deze bladzijde bij ‘Ideeën voor een activiteit’.")


def _shelves(found: list[Example], pages: Paging) -> list[Shelf]:
    counts = Counter(example.category for example in found)
    on_page = groupby(found[pages.offset : pages.offset + pages.size], key=lambda example: example.category)
    return [
        Shelf(vocabulary().categories[name], counts[name], [_card(each) for each in examples_of_one])
        for name, examples_of_one in on_page
    ]


async def _begun(example: Example) -> Begun | None:
    """None as long as nothing on the site began with it."""
    edition = await editions.current()
    ids = await events.begun_with(example.slug, edition=edition) if edition else []
    if not ids:
        return None
    soonest = await listing.next_of(ids, after=clock.now(), limit=ACTIVITIES)
    return Begun(len(ids), [card_of(entry, names_day=True) for entry in soonest])


def _similar(example: Example) -> list[Example]:
    """What is most like it: the same thing to do, then for the same people or in the same place."""

    def difference(other: Example) -> tuple[bool, int]:
        alike = (
            not set(example.audiences).isdisjoint(other.audiences),
            example.setting == other.setting,
            example.kind == other.kind,
        )
        return example.category != other.category, -sum(alike)

    return sorted((each for each in examples().values() if each != example), key=difference)[:SIMILAR]


def _card(example: Example) -> ExampleCard:
    lists = vocabulary()
    return ExampleCard(
        url=links.path("example", language=texts.language(), slug=example.slug),
        name=example.name,
        summary=example.in_short,
        icon=lists.categories[example.category].icon,
        audiences=_audiences(example),
        setting=lists.settings[example.setting].label,
        evidence=lists.evidence[example.evidence],
    )


def _audiences(example: Example) -> str:
    return wording.labels(vocabulary().audiences, example.audiences)


def _groups(asked: Asked) -> list[Group]:
    """Every filter; a choice tells how many examples it leads to beside what is chosen of the others."""
    legends = {
        "soort": _("Wat voor activiteit?"),
        "doelgroep": _("Voor wie?"),
        "plek": _("Waar?"),
        "bewijs": _("Is het onderzocht?"),
    }
    return [Group(each.key, legends[each.key], _options(each, asked), is_folded=False) for each in filters()]


def _options(one: Filter, asked: Asked) -> list[Option]:
    """What any example has of a list, and what is chosen all the same."""
    chosen = asked.of(one.key)
    found = [value for example in asked.whatever(one.key).found() for value in one.values_of(example)]
    offered = chosen.union(*(one.values_of(example) for example in examples().values()))
    return [
        Option(term.id, term.label, term.id in chosen, count=found.count(term.id))
        for term in one.terms.values()
        if term.id in offered
    ]


def _chosen(asked: Asked) -> list[tuple[str, str]]:
    terms = {each.key: each.terms for each in filters()}
    return [(terms[key][value].label, asked.without((key, value)).path) for key, value in asked.pairs()]
