"""Every process sees every change of the log once, in whichever order the database numbers them."""

import asyncio
from datetime import date, timedelta

import pytest

from tests.counting import counted
from tests.listing.entries import entry_values, list_entries
from weekplanner.core import clock, db
from weekplanner.editions.operations import add_edition, make_current, update_edition
from weekplanner.listing.follower import Follower
from weekplanner.listing.models import Change
from weekplanner.listing.purge import purge
from weekplanner.listing.values import Keys


class Seen:
    """A subscriber that remembers."""

    def __init__(self) -> None:
        self.batches: list[list[int] | None] = []

    async def __call__(self, changes) -> None:
        self.batches.append(None if changes is None else [change.entry_id for change in changes])


async def followed() -> tuple[Follower, Seen]:
    seen = Seen()
    follower = Follower([seen])
    await follower.start()
    return follower, seen


async def log(number: int, entry_id: int) -> None:
    """A line of the log under a number of our choice, as a transaction that commits late has it."""
    keys = entry_values().keys.to_json()
    await Change.create(id=number, entry_id=entry_id, keys_after=keys, at=clock.now())


async def test_what_was_before_the_start_is_not_told(database):
    await list_entries(entry_values())
    follower, seen = await followed()
    await follower.poll()
    assert seen.batches == []


async def test_a_change_is_told_once_with_its_keys(database):
    follower, _ = await followed()
    told = []

    async def remember(changes) -> None:
        told.extend(changes)

    follower.subscribers = (remember,)
    (entry,) = await list_entries(entry_values())
    await list_entries(entry_values(category="spel"))
    await follower.poll()
    await follower.poll()
    assert [(each.entry_id, each.before and each.before.category, each.after.category) for each in told] == [
        (entry.id, None, "samen-eten"),
        (entry.id, "samen-eten", "spel"),
    ]


async def test_a_number_that_commits_late_is_told_all_the_same(database):
    follower, seen = await followed()
    await log(2, 20)
    await follower.poll()
    await log(1, 10)
    await log(3, 30)
    await follower.poll()
    await follower.poll()
    assert seen.batches == [[20], [10, 30]]


async def test_a_number_that_was_given_out_before_the_start_and_commits_after_it_is_told(database):
    await log(1, 10)
    await log(3, 30)
    follower, seen = await followed()
    await log(2, 20)
    await follower.poll()
    assert seen.batches == [[20]]


async def test_who_comes_after_one_that_fails_is_told_all_the_same(database):
    follower, seen = await followed()

    async def fail(_changes) -> None:
        raise ConnectionError

    follower.subscribers = (fail, seen)
    (entry,) = await list_entries(entry_values())
    with pytest.raises(ConnectionError):
        await follower.poll()
    await follower.poll()
    assert seen.batches == [[entry.id]]


async def test_another_current_edition_lets_everything_be_looked_at_again(make, database):
    await make.edition(2026)
    follower, seen = await followed()
    await make.edition(2027)
    await follower.poll()
    await make_current(2026)
    await follower.poll()
    assert seen.batches == [None, None]


async def test_an_edition_that_is_added_lets_everything_be_looked_at_again(make, database):
    await make.edition(2026)
    follower, seen = await followed()
    await add_edition(2028, starts_on=date(2028, 10, 1), ends_on=date(2028, 10, 8))
    await follower.poll()
    assert seen.batches == [None]


async def test_other_dates_of_an_edition_let_everything_be_looked_at_again(make, database):
    await make.edition(2027)
    follower, seen = await followed()
    await update_edition(2027, ends_on=date(2027, 10, 9))
    await follower.poll()
    assert seen.batches == [None]


async def test_a_process_that_slept_for_days_looks_at_everything_again(database, now):
    follower, seen = await followed()
    await list_entries(entry_values())
    now.move(timedelta(days=3))
    await purge(now.at, is_dry_run=False)
    await follower.poll()
    assert seen.batches == [None]


async def test_keys_survive_the_log(database):
    keys = entry_values().keys
    assert Keys.from_json(keys.to_json()) == keys


async def test_old_lines_of_the_log_are_purged_and_only_those(database, now):
    await list_entries(entry_values())
    now.move(timedelta(days=3))
    await list_entries(entry_values(title="Nieuw"))
    assert await purge(now.at, is_dry_run=True) == {"listing_changes": 1, "former_keys": 0}
    assert await purge(now.at, is_dry_run=False) == {"listing_changes": 1, "former_keys": 0}
    assert len(await db.rows("SELECT id FROM listing_change")) == 1


async def test_who_ask_to_catch_up_at_once_share_a_look_at_the_log(database):
    follower, seen = await followed()
    await log(1, entry_id=1)
    with counted() as sent:
        await asyncio.gather(*(follower.catch_up() for _ in range(20)))
    assert seen.batches == [[1]]
    looks = [statement for statement in sent if "FROM listing_change" in statement]
    assert len(looks) == 2  # that of who was first, and one for all others


async def test_who_asks_to_catch_up_during_a_look_that_began_before_gets_one_of_their_own(database):
    is_looking, may_go_on = asyncio.Event(), asyncio.Event()
    seen = Seen()

    async def hold_up(_changes) -> None:
        is_looking.set()
        await may_go_on.wait()

    follower = Follower([hold_up, seen])
    await follower.start()
    await log(1, entry_id=1)
    first = asyncio.create_task(follower.catch_up())
    await is_looking.wait()
    await log(2, entry_id=2)
    second = asyncio.create_task(follower.catch_up())
    await asyncio.sleep(0)
    may_go_on.set()
    await asyncio.gather(first, second)
    assert seen.batches == [[1], [2]]
