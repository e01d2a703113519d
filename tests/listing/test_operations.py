"""The listing follows what it is told, and moves a revision exactly when a reader sees a difference."""

from datetime import timedelta

import pytest

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from weekplanner.core import db
from weekplanner.core.db import OutsideTransaction
from weekplanner.listing.models import Change, EntryState, FormerKeys
from weekplanner.listing.operations import publish_entries


async def test_a_new_entry_starts_at_revision_0(database, now):
    (entry,) = await list_entries(entry_values())
    assert (entry.revision, entry.revised_at, entry.listed_at) == (0, now.at, now.at)


async def test_saying_the_same_again_changes_nothing(database, now):
    before = await list_entries(entry_values())
    now.move(timedelta(hours=1))
    after = await list_entries(entry_values())
    assert [(row.revision, row.revised_at) for row in after] == [
        (row.revision, row.revised_at) for row in before
    ]
    assert await Change.all().count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Soep met brood"},
        {"starts_at": STARTS_AT + timedelta(hours=1)},
        {"state": EntryState.CANCELLED},
        {"accessibility": ("rolstoeltoegankelijk",)},
        {"category": "koffie-ontmoeting"},
        {"venue": "Buurthuis"},
        {"price_cents": 350},
        {"join_ways": ("telefoon",)},
    ],
)
async def test_what_a_reader_sees_moves_the_revision_once(database, now, change):
    await list_entries(entry_values())
    now.move(timedelta(hours=1))
    (entry,) = await list_entries(entry_values(**change))
    assert (entry.revision, entry.revised_at) == (1, now.at)


@pytest.mark.parametrize("change", [{"places_free": 3}, {"searched": ("tomaat",)}])
async def test_places_left_and_search_words_move_no_revision(database, change):
    await list_entries(entry_values())
    (entry,) = await list_entries(entry_values(**change))
    assert entry.revision == 0


async def test_places_left_and_search_words_are_kept(database):
    await list_entries(entry_values(places_free=8, searched=("tomaat",)))
    (entry,) = await list_entries(entry_values(places_free=3, searched=("pompoen",)))
    assert (entry.places_free, entry.search_text.split()[-1]) == (3, "pompoen")


async def test_an_entry_that_moves_leaves_its_former_keys_behind(database):
    await list_entries(entry_values())
    elsewhere = {"pc4": "9711", "municipality_code": "GM0014", "latitude": 53.22, "longitude": 6.56}
    (entry,) = await list_entries(entry_values(**elsewhere))
    (former,) = await FormerKeys.filter(entry_id=entry.id)
    assert (former.pc4, entry.pc4) == ("3512", "9711")


async def test_moving_to_and_fro_leaves_each_place_once(database):
    elsewhere = entry_values(pc4="9711", municipality_code="GM0014", latitude=53.22, longitude=6.56)
    for values in (entry_values(), elsewhere, entry_values(), elsewhere, entry_values()):
        (entry,) = await list_entries(values)
    assert sorted(await FormerKeys.all().values_list("pc4", flat=True)) == ["3512", "9711"]
    assert entry.revision == 4


async def test_the_change_log_keeps_the_keys_before_and_after(database):
    await list_entries(entry_values())
    await list_entries(entry_values(category="spel"))
    first, second = await Change.all().order_by("id")
    assert first.keys_before is None
    assert (second.keys_before["category"], second.keys_after["category"]) == ("samen-eten", "spel")


async def test_a_change_that_is_rolled_back_was_never_listed(database):
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await publish_entries([entry_values()])
            _ = 1 / 0
    assert await Change.all().count() == 0


async def test_the_listing_is_written_only_in_a_transaction_of_its_cause(database):
    with pytest.raises(OutsideTransaction):
        await publish_entries([entry_values()])
