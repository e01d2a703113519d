"""Changes of an activity and of its organisation at the same moment leave the listing as both say."""

import asyncio

from tests.make import Make, acting
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations.organisations import OrganisationValues, update_organisation
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import db, settings
from weekplanner.core.clock import MovableClock
from weekplanner.events import purge
from weekplanner.events.models import Picture, State
from weekplanner.events.operations import cancelling, review
from weekplanner.events.operations.copying import copy_activity
from weekplanner.events.operations.steps import locked
from weekplanner.events.pictures import PictureValues
from weekplanner.formats import images
from weekplanner.listing.models import Entry, EntryState

A_WHILE_S = 0.2
RENAMED = OrganisationValues("Huis van de Wijk", "welzijnsorganisatie", "GM0344")


async def test_a_new_name_of_the_organisation_brings_nothing_back_that_was_called_off(make: Make):
    soup = await make.activity()
    actor = acting(soup.organiser, soup.organisation)
    version = (await soup.fresh()).version
    is_called_off, may_end = asyncio.Event(), asyncio.Event()

    async def call_off() -> None:
        async with db.transaction():
            await cancelling.cancel_activity(soup.id, "De zaal is stuk.", version=version, actor=actor)
            is_called_off.set()
            await may_end.wait()

    ending = asyncio.create_task(call_off())
    await is_called_off.wait()
    renaming = asyncio.create_task(update_organisation(soup.organisation.id, RENAMED, version=1, actor=actor))
    await asyncio.sleep(A_WHILE_S)
    may_end.set()
    await asyncio.gather(ending, renaming)
    entry = await Entry.get()
    assert (entry.state, entry.organisation_name) == (EntryState.CANCELLED, "Huis van de Wijk")


async def test_what_is_published_meanwhile_has_the_new_name(make: Make):
    soup = await make.activity("submitted")
    is_published, may_end = asyncio.Event(), asyncio.Event()

    async def publish() -> None:
        async with db.transaction():
            await review.publish_activity(soup.id, version=soup.activity.version, actor=SYSTEM, trust=False)
            is_published.set()
            await may_end.wait()

    publisher = asyncio.create_task(publish())
    await is_published.wait()
    actor = acting(soup.organiser, soup.organisation)
    renaming = asyncio.create_task(update_organisation(soup.organisation.id, RENAMED, version=1, actor=actor))
    await asyncio.sleep(A_WHILE_S)
    may_end.set()
    await asyncio.gather(publisher, renaming)
    assert (await Entry.get()).organisation_name == "Huis van de Wijk"


async def test_publishing_with_trust_and_a_change_of_the_organisation_take_turns(make: Make):
    talk = await make.activity("submitted", form="telefoon", dial_in_phone="030 000 12 34", postcode="")
    is_locked, may_go_on = asyncio.Event(), asyncio.Event()

    async def rename() -> None:
        async with db.transaction():
            await db.lock(Organisation, id=talk.organisation.id)
            is_locked.set()
            await may_go_on.wait()
            actor = acting(talk.organiser, talk.organisation)
            await update_organisation(talk.organisation.id, RENAMED, version=1, actor=actor)

    renaming = asyncio.create_task(rename())
    await is_locked.wait()
    publishing = asyncio.create_task(
        review.publish_activity(talk.id, version=talk.activity.version, actor=SYSTEM)
    )
    await asyncio.sleep(A_WHILE_S)
    may_go_on.set()
    await asyncio.gather(renaming, publishing)
    assert (await talk.fresh()).state is State.PUBLISHED
    assert (await Entry.get()).organisation_name == "Huis van de Wijk"


async def test_a_copy_has_nothing_of_before_a_change_that_it_waited_for(make: Make):
    soup = await make.activity(contact_email="jan@example.org")
    actor = acting(soup.organiser, soup.organisation)
    is_changed, may_end = asyncio.Event(), asyncio.Event()

    async def forget() -> None:
        async with db.transaction():
            activity = await locked(soup.id, actor=SYSTEM)
            activity.contact_email = ""
            await activity.save()
            is_changed.set()
            await may_end.wait()

    forgetting = asyncio.create_task(forget())
    await is_changed.wait()
    copying = asyncio.create_task(copy_activity(soup.id, request_key="", actor=actor))
    await asyncio.sleep(A_WHILE_S)
    may_end.set()
    await forgetting
    assert (await copying).contact_email == ""


async def test_a_purge_leaves_the_files_that_a_copy_is_about_to_show(make: Make, now: MovableClock):
    soup = await make.activity("withdrawn")
    picture = PictureValues("0" * 32, "Een tafel.", 480, 320)
    await Picture.create(activity_id=soup.id, created_at=now.at, **picture.columns())
    file = images.path(settings.current().media_dir, picture.stem, picture.width)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a picture")
    images.date(settings.current().media_dir, picture.stem, now.at)
    now.move(purge.WITHDRAWN_KEPT)
    is_copied, may_end = asyncio.Event(), asyncio.Event()

    async def copy() -> None:
        async with db.transaction():
            actor = acting(soup.organiser, soup.organisation)
            await copy_activity(soup.id, request_key="", actor=actor)
            is_copied.set()
            await may_end.wait()

    copying = asyncio.create_task(copy())
    await is_copied.wait()
    purging = asyncio.create_task(purge.purge(now.at, is_dry_run=False))
    await asyncio.sleep(A_WHILE_S)
    may_end.set()
    await asyncio.gather(copying, purging)
    assert (await Picture.get()).activity_id != soup.id
    assert file.exists()
