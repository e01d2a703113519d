"""What is kept in memory is always what would be built anew, and takes no more room than it may."""

import asyncio
import re
from datetime import timedelta
from itertools import combinations, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from tests.sizes import size
from weekplanner.core import clock
from weekplanner.core.errors import NotFound
from weekplanner.feeds import cache, queries
from weekplanner.feeds.addresses import Address
from weekplanner.feeds.cache import Feeds
from weekplanner.feeds.models import Format
from weekplanner.feeds.operations import refresh_fragments
from weekplanner.listing.follower import Follower
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.selection import Filters, Scope
from weekplanner.vocabulary.queries import vocabulary

UTRECHT: dict[str, object] = {}
GRONINGEN = {
    "municipality_code": "GM0014",
    "province_code": "NL-GR",
    "latitude": 53.2194,
    "longitude": 6.5665,
}
ONLINE, AT_HOME = {"form": "online", "latitude": None, "longitude": None}, {"form": "thuis"}

MANY = size(1_100, rehearsal=10_000)
"""More than is read, rendered or followed at once anywhere."""

ADDRESSES = [
    Address(Scope.COUNTRY),
    Address(Scope.COUNTRY, filters=Filters(categories=frozenset({"spel", "training"}))),
    Address(Scope.MUNICIPALITY, "utrecht"),
    Address(Scope.MUNICIPALITY, "groningen", filters=Filters(audiences=frozenset({"ouderen"}))),
    Address(Scope.POSTCODE, "3512", radius_km=1),
    Address(Scope.POSTCODE, "3731", radius_km=10),
    Address(Scope.POSTCODE, "9711", radius_km=25, filters=Filters(forms=frozenset({"online", "op-locatie"}))),
    Address(Scope.POSTCODE, "3511", radius_km=5, filters=Filters(forms=frozenset({"thuis"}))),
    Address(Scope.ACTIVITY, "1"),
    Address(Scope.COUNTRY, format=Format.GEOJSON),
    Address(Scope.PROVINCE, "utrecht", format=Format.GEOJSON),
    Address(Scope.POSTCODE, "3731", radius_km=10, format=Format.ATOM),
    Address(Scope.MUNICIPALITY, "groningen", format=Format.JSON),
]


async def started(feeds: Feeds) -> Follower:
    """What tells these feeds what changes."""
    follower = Follower([feeds.follow])
    await follower.start()
    return follower


async def built_anew(address: Address):
    """The feed as another process builds it."""
    return await Feeds().complete(address)


def spelling(address: Address) -> tuple[str, bytes]:
    """Path and query as a request has them."""
    path, _, query = address.url.partition("?")
    return path, query.encode()


def many_filters(number: int) -> list[Filters]:
    """As many different choices."""
    audiences = sorted(vocabulary().audiences)
    chosen = (frozenset(some) for size in (1, 2, 3) for some in combinations(audiences, size))
    return [Filters(audiences=each) for each in islice(chosen, number)]


@pytest.fixture(autouse=True)
async def _edition(make):
    await make.edition(2027)


edits = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.fixed_dictionaries(
            {},
            optional={
                "category": st.sampled_from(["samen-eten", "spel"]),
                "audiences": st.sampled_from([("iedereen",), ("ouderen", "iedereen")]),
                "state": st.sampled_from(EntryState),
                "title": st.sampled_from(["Soep", "Soep met brood", "Thee"]),
                "starts_at": st.sampled_from(
                    [STARTS_AT, STARTS_AT + timedelta(days=1), STARTS_AT - timedelta(hours=1)]
                ),
            },
        ),
        st.sampled_from([UTRECHT, GRONINGEN, ONLINE, AT_HOME]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.once  # where the rows come from is asked below, of many entries
@settings(max_examples=25)
@given(st.lists(edits, min_size=1, max_size=4))
async def test_patched_bytes_are_those_of_a_feed_built_anew(make, rounds):
    feeds = Feeds()
    follower = await started(feeds)
    await list_entries(entry_values(1))
    for address in ADDRESSES:
        await feeds.complete(address)
    for changes in rounds:
        for number, values, place in changes:
            await list_entries(entry_values(number, **values, **place))
        await follower.poll()
        for address in ADDRESSES:
            kept, anew = await feeds.complete(address), await built_anew(address)
            assert (kept.tag, kept.body) == (anew.tag, anew.body)


async def test_two_builds_give_the_same_bytes_in_the_same_order():
    values = [
        entry_values(number, starts_at=STARTS_AT + timedelta(hours=number % 3)) for number in range(1, 30)
    ]
    await list_entries(*values)
    first, second = await built_anew(ADDRESSES[0]), await built_anew(ADDRESSES[0])
    assert (first.tag, first.body, first.compress()) == (second.tag, second.body, second.compress())
    uids = [line[4:] for line in first.body.decode().splitlines() if line.startswith("UID:")]
    assert uids == [each.uid for each in sorted(values, key=lambda each: (each.starts_at, each.uid))]


async def test_a_change_touches_only_the_feeds_it_belongs_to():
    feeds = Feeds()
    follower = await started(feeds)
    await list_entries(entry_values(1), entry_values(2, **GRONINGEN))
    await follower.poll()
    before = {address: await feeds.complete(address) for address in ADDRESSES}
    await list_entries(entry_values(2, title="Thee", **GRONINGEN))
    await follower.poll()
    touched = [address for address in ADDRESSES if await feeds.complete(address) is not before[address]]
    assert touched == [ADDRESSES[0], ADDRESSES[6], ADDRESSES[9], ADDRESSES[12]]


async def test_a_change_that_is_told_during_a_build_is_in_what_is_built(monkeypatch):
    """The build has read the database, the edit is saved and told, and only then the build goes on."""
    await list_entries(entry_values(1), entry_values(2))
    feeds = Feeds()
    follower = await started(feeds)
    has_read, may_go_on = asyncio.Event(), asyncio.Event()
    read = queries.pieces

    async def read_slowly(subject):
        found = await read(subject)
        has_read.set()
        await may_go_on.wait()
        return found

    monkeypatch.setattr(queries, "pieces", read_slowly)
    building = asyncio.create_task(feeds.complete(ADDRESSES[0]))
    await has_read.wait()
    await list_entries(entry_values(1, title="Thee"))
    await follower.poll()
    may_go_on.set()
    feed = await building
    assert b"SUMMARY:Thee" in feed.body
    assert feed.tag == (await built_anew(ADDRESSES[0])).tag


async def test_another_edition_during_a_build_lets_it_be_built_again(make, monkeypatch):
    await list_entries(entry_values(1), entry_values(2, edition_year=2028))
    feeds = Feeds()
    follower = await started(feeds)
    has_read, may_go_on = asyncio.Event(), asyncio.Event()
    read = queries.pieces

    async def read_slowly(subject):
        found = await read(subject)
        has_read.set()
        await may_go_on.wait()
        return found

    monkeypatch.setattr(queries, "pieces", read_slowly)
    building = asyncio.create_task(feeds.complete(ADDRESSES[0]))
    await has_read.wait()
    await make.edition(2028)
    await follower.poll()
    may_go_on.set()
    assert (await building).body.count(b"BEGIN:VEVENT") == 2


async def test_many_who_ask_at_once_wait_for_one_build(monkeypatch):
    builds = []
    read = queries.pieces

    async def counted(subject):
        builds.append(subject)
        return await read(subject)

    monkeypatch.setattr(queries, "pieces", counted)
    feeds = Feeds()
    asking = [asyncio.create_task(feeds.complete(ADDRESSES[0])) for _ in range(20)]
    await asyncio.sleep(0)
    asking[0].cancel()  # who asked first goes away
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert len({id(answer) for answer in answers[1:]}) == len(builds) == 1
    assert len({await feeds.compressed(answers[1]) for _ in range(2)}) == 1


async def test_an_unknown_feed_is_not_remembered():
    feeds = Feeds()
    for _ in range(2):
        with pytest.raises(NotFound):
            await feeds.complete(Address(Scope.MUNICIPALITY, "nergens"))
    assert feeds.size_bytes == 0


async def test_bodies_asked_for_longest_ago_go_and_validators_stay():
    await list_entries(*(entry_values(number) for number in range(1, 20)))
    feeds = Feeds(max_bytes=60_000)
    tags = {address: (await feeds.complete(address)).tag for address in ADDRESSES[:8]}
    assert feeds.size_bytes <= 60_000
    for address in ADDRESSES[:8]:
        feeds.remember(spelling(address), address)
    kept = [feeds.at_hand(spelling(address), clock.now()) for address in ADDRESSES[:8]]
    assert [feed.tag for feed in kept] == list(tags.values())
    assert any(feed.body is None for feed in kept)
    assert kept[7].body is not None
    anew = [await feeds.complete(address) for address in ADDRESSES[:8]]
    assert [feed.tag for feed in anew] == list(tags.values())
    assert all(feed.body for feed in anew)


@pytest.mark.once
async def test_one_large_feed_takes_the_room_of_many_small_ones():
    await list_entries(*(entry_values(number, **GRONINGEN) for number in range(1, 200)))
    feeds = Feeds(max_bytes=4_000_000)
    small = [Address(Scope.POSTCODE, "3512", radius_km=1, filters=one) for one in many_filters(1_100)]
    for address in small:
        await feeds.complete(address)
    feeds.max_bytes = 1_000
    large = await feeds.complete(ADDRESSES[0])
    assert (await feeds.complete(ADDRESSES[0])) is large
    assert feeds.size_bytes < 1_101 * 3_000 + 200 * 1_500


async def test_the_validators_of_a_feed_without_its_body_follow_changes_too():
    await list_entries(*(entry_values(number) for number in range(1, 20)))
    feeds = Feeds(max_bytes=20_000)
    follower = await started(feeds)
    for address in ADDRESSES:
        await feeds.complete(address)
        feeds.remember(spelling(address), address)
    await list_entries(entry_values(1, title="Thee"))
    await follower.poll()
    for address in ADDRESSES:
        kept = feeds.at_hand(spelling(address), clock.now())
        assert kept is None or kept.tag == (await built_anew(address)).tag
    assert feeds.at_hand(spelling(ADDRESSES[3]), clock.now()) is not None


async def test_feeds_asked_for_longest_ago_are_forgotten_when_there_are_too_many():
    feeds = Feeds(max_feeds=3)
    for address in ADDRESSES[:8]:
        await feeds.complete(address)
        feeds.remember(spelling(address), address)
    known = [feeds.at_hand(spelling(address), clock.now()) for address in ADDRESSES[:8]]
    assert [feed is not None for feed in known] == [False] * 5 + [True] * 3


async def test_nonsense_in_the_query_does_not_fill_the_memory(site):
    await list_entries(entry_values())
    for number in range(50):
        await site.get(f"/feeds/land.ics?x={number}&categorie=samen-eten")
    assert cache.current().size_bytes < 10_000


async def test_what_the_follower_could_not_tell_is_built_anew(monkeypatch):
    await list_entries(entry_values(1))
    feeds = Feeds()
    follower = await started(feeds)
    await feeds.complete(ADDRESSES[0])
    await list_entries(entry_values(1, title="Thee"))
    with monkeypatch.context() as broken:
        broken.setattr(queries, "standings", None)
        with pytest.raises(TypeError):
            await follower.poll()
    assert b"SUMMARY:Thee" in (await feeds.complete(ADDRESSES[0])).body


async def test_of_many_in_none_is_lost_or_doubled_and_patches_are_true():
    moments = {"revised_at": clock.now(), "listed_at": clock.now()}
    rows = [Entry(**entry_values(number).columns(), **moments) for number in range(1, MANY + 1)]
    await Entry.bulk_create(rows, batch_size=500)
    while await refresh_fragments():
        pass
    feeds = Feeds()
    follower = await started(feeds)
    feed = await feeds.complete(ADDRESSES[0])
    assert feed.body.count(b"BEGIN:VEVENT") == len(set(re.findall(rb"UID:\S+", feed.body))) == MANY
    await list_entries(*(entry_values(number, title="Thee") for number in range(1, MANY + 1, 5)))
    await follower.poll()
    patched, anew = await feeds.complete(ADDRESSES[0]), await built_anew(ADDRESSES[0])
    assert patched.body.count(b"SUMMARY:Thee") == MANY // 5
    assert (patched.tag, patched.body) == (anew.tag, anew.body)
