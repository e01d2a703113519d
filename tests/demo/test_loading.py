"""The demonstration in the database: every state, once, whatever happens on the way."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from tests import databases
from tests.conftest import NOW
from tests.demo import telling
from weekplanner import wiring
from weekplanner.accounts.models import Account, Organisation
from weekplanner.core import clock, db, settings
from weekplanner.demo import scenes
from weekplanner.demo.content import shown_organisation
from weekplanner.demo.operations.loading import NotCurrent, NotEmpty, OtherSeed, load
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Phase
from weekplanner.events.entries import entries_of
from weekplanner.events.models import Activity, State
from weekplanner.events.queries import activities as events
from weekplanner.formats import images
from weekplanner.listing.models import Entry, EntryKind
from weekplanner.mailer import sender
from weekplanner.mailer.models import DueRow, DueState, OutboxMessage
from weekplanner.signups.models import Places, SignUp, SignUpState, Source
from weekplanner.vocabulary.queries import vocabulary

FEW = 24
MANY = 120


def quietly(done: int, total: int) -> None:
    """Nothing watches."""


async def loaded(number: int = FEW, *, seed: int = 1):
    return await load(number, seed=seed, show=quietly)


@pytest.fixture(scope="module")
def loaded_once(_databases, tmp_path_factory):
    """The settings of a demonstration that tests only look at."""
    with _databases.fresh() as url, clock.frozen(NOW):
        wanted = settings.read(
            database_url=url,
            secret_key="test",
            media_dir=tmp_path_factory.mktemp("demonstration"),
            _env_file=None,
        )
        with settings.using(wanted):
            wiring.wire()
            asyncio.run(_load_into(wanted))
        yield wanted


async def _load_into(wanted: settings.Settings) -> None:
    async with databases.connected(wanted):
        await loaded(MANY)


@pytest.fixture
async def edition(loaded_once, now):
    """The week to come of that demonstration; connects to it."""
    with settings.using(loaded_once):
        wiring.wire()
        async with databases.connected(loaded_once):
            yield await editions.current()


@pytest.mark.once
async def test_activities_stand_in_every_state(edition):
    rows = await Activity.filter(edition_id=edition.id).values_list("state", "needs_review")
    assert Counter((state.value, needs_review) for state, needs_review in rows) == {
        ("published", False): 102,
        ("published", True): 3,
        ("draft", False): 6,
        ("submitted", False): 4,
        ("returned", False): 2,
        ("cancelled", False): 3,
    }


@pytest.mark.once
async def test_an_edit_that_waits_shows_what_changed(edition):
    edited = [whole async for whole in events.edition_activities(edition) if whole.activity.needs_review]
    for whole in edited:
        assert whole.reviewed is not None
        before, after = whole.reviewed.values, whole.values
        seats = [each.capacity for each in after.occurrences]
        assert (before.title, [each.capacity for each in before.occurrences]) != (after.title, seats)
    assert len(edited) == 3


@pytest.mark.once
async def test_the_week_to_come_is_current_and_the_one_before_is_over(edition):
    today = clock.today()
    before = await editions.previous()
    assert before is not None
    assert before.phase(today) is Phase.AFTER
    assert edition.registration_is_open(today)
    assert edition.kit_order_until_on > today
    assert await Activity.filter(edition_id=before.id).count() == MANY // 4


@pytest.mark.once
async def test_some_have_a_picture_with_files_and_words_for_it_in_both_weeks(edition):
    media_dir = settings.current().media_dir
    for each in await editions.all_editions():
        wholes = [whole async for whole in events.edition_activities(each)]
        pictures = [whole.picture for whole in wholes if whole.picture]
        assert 0.2 < len(pictures) / len(wholes) < 0.6
        for picture in pictures:
            assert picture.alt.startswith("Tekening van een lange gele tafel")
            for width in images.widths(picture.width):
                assert images.path(media_dir, picture.stem, width).exists()


def test_every_category_has_words_for_what_is_on_its_picture():
    assert {*scenes.ON_TABLE, *scenes.ON_TABLE_OUTSIDE} == set(vocabulary().categories)


@pytest.mark.once
async def test_the_listing_says_what_the_activities_say(edition):
    wanted = {}
    for each in await editions.all_editions():
        async for whole in events.edition_activities(each):
            for entry in entries_of(whole.activity, whole.occurrences, whole.picture):
                wanted[entry.uid] = entry.digest
    assert {entry.uid: entry.digest for entry in await Entry.filter(kind=EntryKind.ACTIVITY)} == wanted
    assert len(wanted) > MANY


@pytest.mark.once
async def test_organisations_are_trusted_once_something_of_theirs_was_published(edition):
    published = await Activity.filter(published_at__isnull=False).values_list("organisation_id", flat=True)
    trusted = await Organisation.filter(is_trusted=True).values_list("id", flat=True)
    assert set(trusted) == set(published)


@pytest.mark.once
async def test_some_have_a_pin_some_were_looked_at_again_and_some_were_there_the_year_before(edition):
    here = Activity.filter(edition_id=edition.id)
    assert 10 < await here.filter(pin_latitude__isnull=False).count() < 40
    confirmed = await here.filter(confirmed_at__isnull=False)
    assert 5 < len(confirmed) < 40
    assert {each.state for each in confirmed} == {State.PUBLISHED}
    again = await here.filter(copied_from_id__isnull=False).select_related("copied_from__edition")
    assert len(again) > 0
    for each in again:
        original = each.copied_from
        assert (original.organisation_id, original.title) == (each.organisation_id, each.title)
        assert original.edition.year == edition.year - 1


@pytest.mark.once
async def test_guests_signed_up_since_it_was_published_and_before_now(edition):
    published = {
        each.id: each.published_at
        for each in await Activity.filter(edition_id=edition.id, published_at__isnull=False)
    }
    places = {each.occurrence_id: each for each in await Places.all()}
    found = await SignUp.all()
    for each in found:
        assert published[places[each.occurrence_id].activity_id] <= each.created_at <= clock.now()
        assert each.created_at <= each.changed_at <= clock.now()
    days = {clock.local(each.created_at).date() for each in found}
    assert (len(found) > 60, len(days) > 30) == (True, True)


@pytest.mark.once
async def test_some_have_a_place_some_wait_and_some_called_it_off(edition):
    for each in await Places.all():
        parties = await SignUp.filter(occurrence_id=each.occurrence_id)
        placed = sum(party.people for party in parties if party.state is SignUpState.PLACED)
        waiting = sum(party.state is SignUpState.WAITING for party in parties)
        assert (placed, waiting) == (each.taken, each.waiting)
    assert {state for (state,) in await SignUp.all().values_list("state")} == set(SignUpState)


@pytest.mark.once
async def test_who_is_shown_has_an_activity_that_is_full_with_people_waiting(edition):
    here = Activity.filter(edition_id=edition.id, organisation__slug=shown_organisation().slug)
    (full,) = [
        each
        for activity in await here
        for each in await Places.filter(activity_id=activity.id)
        if each.free == 0
    ]
    assert full.waiting >= 1
    parties = await SignUp.filter(occurrence_id=full.occurrence_id)
    assert {each.source for each in parties} == set(Source)
    assert {each.state for each in parties} == set(SignUpState)
    assert {bool(each.reached_at) for each in parties} == {True, False}


@pytest.mark.once
async def test_the_week_that_is_over_has_no_guests_since_their_term_is_too(edition):
    over = await Activity.filter(edition_id=(await editions.previous()).id).values_list("id", flat=True)
    there = await Places.filter(activity_id__in=over)
    assert {(each.taken, each.waiting) for each in there} == {(0, 0)}


@pytest.mark.once
async def test_guests_of_what_was_called_off_have_been_told_and_nothing_is_due(edition):
    assert await DueRow.filter(state=DueState.WAITING, due_at__lte=clock.now()).count() == 0
    called_off = Activity.filter(edition_id=edition.id, state=State.CANCELLED)
    expected = 0
    for activity in await called_off:
        for each in await Places.filter(activity_id=activity.id):
            guests = await SignUp.filter(occurrence_id=each.occurrence_id)
            expected += sum(guest.is_live and guest.reached_at != "" for guest in guests)
    assert await OutboxMessage.filter(kind="occurrence_cancelled").count() == expected > 0


@pytest.mark.once
async def test_nobody_who_was_made_up_is_mailed(edition):
    told = await telling.everything()
    assert {status for _kind, _to, _at, status in told["messages"]} == {"dropped"}
    assert len(told["messages"]) > MANY
    assert (await sender.send_due()).sent == 0


@pytest.mark.once
async def test_every_page_says_that_it_is_a_demonstration(site):
    assert "Dit is een demonstratie" not in (await site.get("/")).text
    await loaded(6)
    assert "Dit is een demonstratie" in (await site.get("/")).text
    assert "Dit is een demonstratie" in (await site.get("/inloggen")).text


async def test_a_second_time_adds_nothing(database):
    await loaded(12)
    before = await telling.everything()
    written = await db.rows("SELECT MAX(id) AS last FROM listing_change")
    assert await loaded(12) == await editions.current()
    assert await telling.everything() == before
    assert (await db.rows("SELECT MAX(id) AS last FROM listing_change"))[0]["last"] == written[0]["last"]


async def test_more_can_be_asked_for_later(database):
    edition = await loaded(6)
    assert await loaded(12) == edition
    assert await loaded(9) == edition
    assert await Activity.filter(edition_id=edition.id).count() == 12


@pytest.mark.once
async def test_a_year_later_the_week_that_was_to_come_is_the_one_before(database, now):
    first = await loaded(12)
    now.move(timedelta(days=365))
    second = await loaded(12)
    assert (second.year, second.is_current) == (first.year + 1, True)
    assert await editions.previous() == await editions.by_year(first.year)
    assert await Activity.filter(edition_id=first.id).count() == 12
    assert await Activity.filter(edition_id=second.id).count() == 12


@pytest.mark.once
async def test_a_week_that_has_begun_stays_the_current_one(database, now):
    edition = await loaded(12)
    now.set(clock.day_range(edition.ends_on)[0])
    assert await loaded(12) == edition


@pytest.mark.once
async def test_an_edition_that_was_there_gets_the_activities(database, make):
    made = await make.edition(2027)
    assert (await loaded(12)).id == made.id
    assert [edition.year for edition in await editions.all_editions()] == [2027, 2026]


@pytest.mark.once
async def test_no_activity_lands_in_an_edition_it_was_not_meant_for(database, make):
    await loaded(6)
    await make.edition(2028)
    with pytest.raises(NotCurrent, match="weekplanner edition current 2027"):
        await loaded(12)
    assert await loaded(6) == await editions.by_year(2027)


@pytest.mark.once
async def test_who_organises_for_others_too_keeps_the_demonstration_going(database, make):
    await loaded(6)
    account = await Account.get(email_key=shown_organisation().contact_email)
    await make.organisation(account)
    await loaded(12)
    assert await Organisation.filter(slug=shown_organisation().slug).count() == 1


async def test_invented_activities_do_not_mix_with_real_organisations(database, make):
    await make.organisation()
    with pytest.raises(NotEmpty):
        await loaded()
    assert await editions.all_editions() == []


@pytest.mark.once
async def test_another_seed_needs_another_database(database):
    await loaded(6)
    with pytest.raises(OtherSeed):
        await loaded(6, seed=2)


async def broken_off(number: int = FEW):
    """Begin, be cancelled in the middle of the next transaction, and begin again."""
    started = asyncio.Event()
    task = asyncio.create_task(load(number, seed=1, show=lambda _done, _all: started.set()))
    await started.wait()
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await loaded(number)


@pytest.fixture(scope="module")
def told_by(_databases):
    """What a new database says after a way of loading."""

    def told_by(way, **options):
        async def run(wanted):
            async with databases.connected(wanted):
                await way(**options)
                return await telling.everything()

        with _databases.fresh() as url, clock.frozen(NOW):
            wanted = settings.read(database_url=url, secret_key="test", _env_file=None)
            with settings.using(wanted):
                wiring.wire()
                return asyncio.run(run(wanted))

    return told_by


@pytest.fixture(scope="module")
def told(told_by):
    """What a database says after the usual way."""
    return told_by(loaded)


def test_two_databases_with_one_seed_say_the_same(told_by, told):
    assert told_by(loaded) == told


@pytest.mark.once
def test_another_seed_makes_another_demonstration(told_by, told):
    assert told_by(loaded, seed=2) != told


def test_what_was_broken_off_is_finished(told_by, told):
    assert told_by(broken_off) == told
