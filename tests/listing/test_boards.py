"""A board that is brought up to date says the same as one that is loaded anew, whatever was changed."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from weekplanner.core import clock, db
from weekplanner.geo.distance import Point
from weekplanner.listing import boards
from weekplanner.listing.boards import Boards
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.selection import Circle, Filters, Scope, Search, Selection
from weekplanner.listing.values import Details
from weekplanner.listing.views import view

AROUND = Circle("3511", Point(52.0907, 5.1214), "GM0344", 25)
LOOKS = (
    (Selection(Scope.COUNTRY, (2027,)), Search()),
    (Selection(Scope.POSTCODE, (2027,), circle=AROUND), Search(has_places=True)),
    (
        Selection(Scope.COUNTRY, (2027,), filters=Filters(categories=frozenset({"spel"}))),
        Search(words=("soep",)),
    ),
    (Selection(Scope.MUNICIPALITY, (2026,), municipality_code="GM0344"), Search()),
)

NOWHERE = {"pc4": None, "latitude": None, "longitude": None}

changes = st.fixed_dictionaries(
    {
        "source_id": st.integers(1, 6),
        "activity_id": st.integers(1, 3),
        "starts_at": st.integers(0, 3).map(lambda hours: STARTS_AT + timedelta(hours=7 * hours)),
        "state": st.sampled_from(EntryState),
        "category": st.sampled_from(["spel", "samen-eten", "training"]),
        "places_free": st.sampled_from([None, 0, 3]),
        "title": st.sampled_from(["Soep", "Dammen"]),
        "edition_year": st.sampled_from([2027, 2027, 2026]),
        "details": st.sampled_from([Details(), Details(pin=(52.1, 5.1))]),
    },
    optional={"form": st.just("online")},
)


async def seen() -> list[object]:
    """All that can be asked of the boards of this process."""
    told: list[object] = []
    for selection, search in LOOKS:
        looked = await view(selection, search)
        told += [looked.per_day(), looked.total(), looked.page(limit=20), looked.choices()]
        told += [list(looked.activity_ids()), {at: sorted(ids) for at, ids in looked.by_pin().items()}]
        told.append(looked.per_municipality(["GM0344", "GM0363"]))
    for year in (2026, 2027):
        told.append((await boards.current().of(year)).next_moment(clock.now()))
    return told


@settings(max_examples=25)
@given(
    steps=st.lists(
        st.lists(changes, min_size=1, max_size=3, unique_by=lambda each: each["source_id"]), max_size=6
    )
)
async def test_what_was_changed_is_seen_as_if_it_were_always_so(database, steps):
    async with db.transaction():
        await Entry.all().delete()
    boards.wire()
    await seen()
    for step in steps:
        await list_entries(
            *(entry_values(**{**each, **(NOWHERE if "form" in each else {})}) for each in step)
        )
        brought_up_to_date, current = await seen(), boards.current()
        boards._current[:] = [Boards()]
        assert brought_up_to_date == await seen()
        boards._current[:] = [current]


async def test_only_the_boards_that_were_looked_at_last_are_kept(database):
    await list_entries(*(entry_values(number, edition_year=2020 + number) for number in range(1, 6)))
    for year in (2021, 2022, 2023, 2021):
        assert len(await boards.current().of(year)) == 1
    assert sorted(boards.current()._boards) == [2021, 2023]
