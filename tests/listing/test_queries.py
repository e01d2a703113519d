"""What the agenda reads agrees with a plain reading of the rules, entry by entry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.listing.entries import STARTS_AT, UTRECHT, entry_values, list_entries
from weekplanner.core import clock
from weekplanner.core.clock import AMSTERDAM
from weekplanner.geo.distance import Point, distance_km
from weekplanner.listing import queries
from weekplanner.listing.models import EntryState
from weekplanner.listing.queries import Found, Totals
from weekplanner.listing.selection import RADII_KM, Circle, Filters, Scope, Search, Selection
from weekplanner.listing.values import EntryValues
from weekplanner.listing.views import Count, view

DAYS = [date(2027, 10, day) for day in range(1, 9)]
CATEGORIES = ("samen-eten", "spel", "training")
AUDIENCES = ("iedereen", "ouderen", "jongeren")
FEATURES = ("rolstoeltoegankelijk", "ringleiding", "gratis")
FORMS = ("op-locatie", "online", "telefoon", "thuis")
PARTS = ("ochtend", "middag", "avond")
WORDS = ("soep", "tafel", "linde", "fiets")
AREAS = {
    "3511": ("GM0344", 52.0907, 5.1214),
    "3512": ("GM0344", 52.0935, 5.1196),
    "3531": ("GM0344", 52.0950, 5.0900),
    "3401": ("GM0353", 52.0230, 5.0400),
    "1011": ("GM0363", 52.3731, 4.9047),
}
EVERYWHERE = Selection(Scope.COUNTRY, (2027,))


@dataclass(frozen=True)
class Stored:
    """What was listed, with the id it got."""

    id: int
    values: EntryValues

    @property
    def start_minute(self) -> int:
        start = clock.local(self.values.starts_at)
        return start.hour * 60 + start.minute


def some_entry(number: int, chance: Random) -> EntryValues:
    """Any kind of entry, often at the same place and time as another."""
    pc4 = chance.choice(list(AREAS))
    municipality_code, latitude, longitude = AREAS[pc4]
    form = chance.choice(FORMS)
    is_placed = form == "op-locatie"
    category = chance.choice(CATEGORIES)
    start = datetime.combine(chance.choice(DAYS), datetime.min.time(), AMSTERDAM) + timedelta(
        minutes=chance.choice([0, 9 * 60, 11 * 60 + 59, 12 * 60, 17 * 60 + 59, 18 * 60, 23 * 60 + 30])
    )
    return entry_values(
        number,
        edition_year=chance.choice([2027, 2027, 2027, 2026]),
        municipality_code=municipality_code,
        pc4=pc4 if is_placed else None,
        latitude=latitude if is_placed else None,
        longitude=longitude if is_placed else None,
        form=form,
        category=category,
        is_for_professionals=category == "training",
        audiences=tuple(chance.sample(AUDIENCES, chance.randint(1, 3))),
        accessibility=tuple(chance.sample(FEATURES, chance.randint(0, 3))),
        state=chance.choices(list(EntryState), weights=[8, 2, 1])[0],
        starts_at=start,
        title=chance.choice(["Soep aan de lange tafel", "Fietsen langs de Linge"]),
        places_free=chance.choice([None, None, 0, 4]),
    )


@pytest.fixture
async def stored(database) -> list[Stored]:
    """A hundred and fifty entries, the same at every run."""
    chance = Random(2027)
    values = [some_entry(number, chance) for number in range(1, 151)]
    rows = await list_entries(*values)
    return [Stored(row.id, each) for row, each in zip(rows, values, strict=True)]


def subsets(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


filters = st.builds(
    Filters,
    categories=subsets(CATEGORIES),
    audiences=subsets(AUDIENCES),
    accessibility=subsets(FEATURES),
    forms=subsets(FORMS),
)


@st.composite
def circles(draw: st.DrawFn) -> Circle:
    pc4 = draw(st.sampled_from(list(AREAS)))
    municipality_code, latitude, longitude = AREAS[pc4]
    return Circle(pc4, Point(latitude, longitude), municipality_code, draw(st.sampled_from(RADII_KM)))


selections = st.one_of(
    st.builds(Selection, st.just(Scope.POSTCODE), st.just((2027,)), circle=circles(), filters=filters),
    st.builds(
        Selection,
        st.just(Scope.MUNICIPALITY),
        st.just((2027,)),
        municipality_code=st.sampled_from(["GM0344", "GM0363"]),
        filters=filters,
    ),
    st.builds(Selection, st.just(Scope.COUNTRY), st.just((2027,)), filters=filters),
)
searches = st.builds(
    Search,
    days=st.frozensets(st.sampled_from(DAYS), max_size=3),
    parts_of_day=subsets(PARTS),
    words=st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple),
    has_places=st.booleans(),
)
todays = st.one_of(st.none(), st.sampled_from(DAYS))


def order(each: Stored, selection: Selection, today: date | None) -> tuple[object, ...]:
    """Days that are past at the end; then day, time, distance."""
    values = each.values
    is_past = today is not None and values.day < today
    distance = 0.0
    if selection.circle and values.keys.form == "op-locatie":
        distance = distance_km(selection.circle.middle, (values.keys.latitude, values.keys.longitude))
    return is_past, values.day, each.start_minute, distance, each.id


def counted(entries: Sequence[Stored]) -> Count:
    states = Counter(each.values.state for each in entries)
    return Count(states[EntryState.LISTED], states[EntryState.CANCELLED])


def is_searched(each: Stored, search: Search) -> bool:
    """What a reader asks besides: parts of the day, every word, and a place that is left."""
    values = each.values
    part = "ochtend" if each.start_minute < 12 * 60 else "middag" if each.start_minute < 18 * 60 else "avond"
    return (
        (not search.days or values.day in search.days)
        and (not search.parts_of_day or part in search.parts_of_day)
        and all(word in values.search_text for word in search.words)
        and (not search.has_places or (values.state is EntryState.LISTED and values.places_free != 0))
    )


def listed(stored: Sequence[Stored], selection: Selection, search: Search) -> list[Stored]:
    """Read one by one."""
    return [
        each
        for each in stored
        if each.values.state is not EntryState.WITHDRAWN
        and selection.matches(each.values.keys)
        and is_searched(each, search)
    ]


@given(selection=selections, search=searches, today=todays)
async def test_the_agenda_is_what_the_rules_say(stored, selection, search, today):
    on_any_day = listed(stored, selection, replace(search, days=frozenset()))
    expected = listed(stored, selection, search)
    expected.sort(key=lambda each: order(each, selection, today))

    found = await queries.agenda(selection, search, limit=1000, today=today)

    assert [entry.id for entry in found.entries] == [each.id for each in expected]
    assert found.total == counted(expected)
    assert found.per_day == {
        day: counted([each for each in on_any_day if each.values.day == day])
        for day in {each.values.day for each in on_any_day}
    }


@given(selection=selections, search=searches)
async def test_a_choice_says_how_much_the_list_would_hold_with_it(stored, selection, search):
    chosen = selection.filters
    asked = {
        ("categorie", "spel"): (replace(chosen, categories=frozenset({"spel"})), search),
        ("categorie", "training"): (replace(chosen, categories=frozenset({"training"})), search),
        ("doelgroep", "ouderen"): (replace(chosen, audiences=frozenset({"ouderen"})), search),
        ("toegankelijk", "gratis"): (
            replace(chosen, accessibility=chosen.accessibility | {"gratis"}),
            search,
        ),
        ("vorm", "online"): (replace(chosen, forms=frozenset({"online"})), search),
        ("vorm", "thuis"): (replace(chosen, forms=frozenset({"thuis"})), search),
        ("dagdeel", "avond"): (chosen, replace(search, parts_of_day=frozenset({"avond"}))),
        ("vrij", "ja"): (chosen, replace(search, has_places=True)),
    }
    choices = (await view(selection, search)).choices()
    for (key, value), (filters, searched) in asked.items():
        part = replace(selection, filters=filters).shown_part()
        going_on = counted(listed(stored, part, searched)).going_on
        assert (key, value, choices[key][value]) == (key, value, going_on)


@given(selection=selections, search=searches, size=st.integers(1, 40))
async def test_pages_follow_on_each_other(stored, selection, search, size):
    whole = await queries.agenda(selection, search, limit=1000)
    pages: list[Found] = [
        await queries.agenda(selection, search, limit=size, offset=offset)
        for offset in range(0, whole.total.listed, size)
    ]
    assert [entry for page in pages for entry in page.entries] == whole.entries


@given(selection=selections)
async def test_every_entry_is_either_gone_out_for_or_joined_from_home(stored, selection):
    near, home = selection.in_the_area(), selection.from_home()
    for each in stored:
        keys = each.values.keys
        is_near, is_from_home = bool(near and near.matches(keys)), bool(home and home.matches(keys))
        assert not (is_near and is_from_home)
        if selection.matches(keys):
            assert is_from_home == (keys.form in {"online", "telefoon"})
            assert is_near != is_from_home


async def test_online_and_telephone_belong_to_every_postcode(database):
    (online,) = await list_entries(entry_values(form="online", pc4=None, latitude=None, longitude=None))
    far_away = Circle("9711", Point(53.2170, 6.5660), "GM0014", 1)
    home = Selection(Scope.POSTCODE, (2027,), circle=far_away).from_home()
    assert home is not None
    found = await queries.agenda(home, Search(), limit=10)
    assert [entry.id for entry in found.entries] == [online.id]


async def test_what_is_taken_down_between_a_look_and_the_reading_of_it_is_not_shown(database):
    await list_entries(entry_values(1), entry_values(2))
    on_page = (await view(EVERYWHERE, Search())).page(limit=10)
    await list_entries(entry_values(1, state=EntryState.WITHDRAWN))
    assert [entry.id for entry in await queries.entries(on_page)] == [on_page[1].entry_id]


async def test_only_what_lies_at_a_place_has_a_distance(database):
    await list_entries(
        entry_values(1),
        entry_values(2, form="thuis", pc4=None, latitude=None, longitude=None),
    )
    around = Circle("3511", Point(52.0907, 5.1214), UTRECHT["municipality_code"], 5)
    found = await queries.agenda(Selection(Scope.POSTCODE, (2027,), circle=around), Search(), limit=10)
    assert {entry.form: entry.distance_km is None for entry in found.entries} == {
        "op-locatie": False,
        "thuis": True,
    }


async def test_totals_leave_out_what_was_called_off(database):
    await list_entries(
        entry_values(1, activity_id=1),
        entry_values(2, activity_id=1, starts_at=STARTS_AT + timedelta(days=1)),
        entry_values(3, activity_id=2, municipality_code="GM0363"),
        entry_values(4, activity_id=3, municipality_code="GM0014", state=EntryState.CANCELLED),
    )
    assert await queries.totals(EVERYWHERE) == Totals(activities=2, municipalities=2)


@pytest.mark.parametrize("first_uid", ["0", "8", "f", "zzz"])
async def test_a_draw_goes_round_and_takes_each_entry_once(stored, first_uid):
    after = datetime(2027, 10, 3, 12, 0, tzinfo=AMSTERDAM)
    possible = {
        each.id
        for each in stored
        if each.values.state is EntryState.LISTED
        and EVERYWHERE.matches(each.values.keys)
        and each.values.starts_at > after
    }
    drawn = await queries.draw(EVERYWHERE, after=after, first_uid=first_uid, among=150, enough=150)
    assert sorted(entry.id for entry in drawn) == sorted(possible)
    few = await queries.draw(EVERYWHERE, after=after, first_uid=first_uid, among=150, enough=3)
    assert few == drawn[:3]
