"""Another name or municipality of an organisation shows at all its activities at once."""

import asyncio
from uuid import uuid4

from tests.make import MadeActivity, Make, acting, at
from tests.site import Site
from weekplanner.accounts.models import Account, Organisation
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.core import db
from weekplanner.events import relisting
from weekplanner.events.models import Activity, Occurrence, Relisting
from weekplanner.events.operations.relisting import ENTRIES_AT_ONCE, relist_some
from weekplanner.events.operations.steps import list_again
from weekplanner.feeds.models import Format, Fragment
from weekplanner.listing.models import Change, Entry

MANY = 2 * ENTRIES_AT_ONCE + 20


async def rename(
    organisation: Organisation, member: Account, name: str, municipality: str = "GM0344"
) -> None:
    """Change name and municipality."""
    now = await Organisation.get(id=organisation.id)
    values = OrganisationValues(name, now.kind, municipality)
    await organisations.update_organisation(
        organisation.id, values, version=now.version, actor=acting(member, organisation)
    )


async def like(made: MadeActivity, number: int) -> None:
    """More published activities that are equal to one but for their title."""
    (row,) = await Activity.filter(id=made.id).values()
    columns = {name: value for name, value in row.items() if name not in {"id", "request_key"}}
    for each in range(number):
        activity = await Activity.create(**{**columns, "title": f"Thee {each}"})
        await Occurrence.create(
            activity_id=activity.id, uid=str(uuid4()), starts_at=at(7, 12), ends_at=at(7, 13)
        )
        belongings = ("edition", "organisation", "municipality__province")
        async with db.transaction():
            await list_again(await Activity.get(id=activity.id).select_related(*belongings))


async def test_a_new_name_stands_at_hundreds_of_activities_and_calendars_go_on(make: Make, site: Site):
    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    made = await make.activity(organisation=linde, organiser=jan)
    await like(made, MANY - 1)
    before = {event["UID"]: int(event["SEQUENCE"]) for event in await site.feed("organisatie/de-linde")}
    country = {event["UID"] for event in await site.feed("land")}
    assert len(before) == MANY
    log = await Change.exclude(entry_id=None).count()

    await rename(linde, jan, "De Eik")
    assert await Entry.filter(organisation_name="De Eik").count() == 0  # beside the requests
    while await relist_some():
        pass

    assert await Entry.filter(organisation_name="De Eik").count() == MANY
    assert await Change.exclude(entry_id=None).count() == log + MANY
    assert (await site.feed_response("organisatie/de-linde")).status_code == 301
    after = {event["UID"]: int(event["SEQUENCE"]) for event in await site.feed("organisatie/de-eik")}
    assert after == {uid: sequence + 1 for uid, sequence in before.items()}
    events = await site.feed("land")
    assert {event["UID"] for event in events} == country
    assert all("De Eik" in event.to_ical().decode() for event in events)
    assert await Fragment.filter(format=Format.ICS).count() == MANY
    assert await Relisting.all().count() == 0
    tag = (await site.feed_response("organisatie/de-eik")).headers["etag"]
    assert (await site.feed_response("organisatie/de-eik", if_none_match=tag)).status_code == 304


async def test_the_same_name_again_moves_nothing(make: Make, site: Site):
    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    made = await make.activity(organisation=linde, organiser=jan)
    log = await Change.exclude(entry_id=None).count()
    await organisations.update_organisation(
        linde.id,
        OrganisationValues("De Linde", "bibliotheek", "GM0344", phone="030 123 45 67"),
        version=1,
        actor=acting(jan, linde),
    )
    assert await Change.exclude(entry_id=None).count() == log
    assert int((await site.feed(f"activiteit/{made.id}"))[0]["SEQUENCE"]) == 0


async def test_what_has_no_address_moves_along_but_not_that_of_past_years(make: Make, now):
    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    by_year = {}
    for year in (2025, 2026, 2027):
        now.at = now.at.replace(year=year)
        await make.edition(year)
        by_year[year] = await make.activity(
            organisation=linde,
            organiser=jan,
            form="online",
            postcode="",
            online_url="https://voorbeeld.nl/",
            occurrences=[(at(6, 12, year=year), at(6, 13, year=year))],
        )
    with_address = await make.activity(organisation=linde, organiser=jan)
    await rename(linde, jan, "De Linde", "GM0363")
    listed = {
        year: (
            (await made.fresh()).municipality_id,
            (await Entry.get(activity_id=made.id)).municipality_code,
        )
        for year, made in by_year.items()
    }
    assert listed == {
        2025: ("GM0344", "GM0344"),
        2026: ("GM0363", "GM0363"),
        2027: ("GM0363", "GM0363"),
    }
    assert (await with_address.fresh()).municipality_id == "GM0344"


async def test_who_renames_again_meanwhile_ends_with_the_last_name_everywhere(make: Make):
    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    await like(await make.activity(organisation=linde, organiser=jan), MANY - 1)
    await rename(linde, jan, "De Eik")
    assert await relist_some()
    await rename(linde, jan, "De Beuk")
    await asyncio.gather(*(_work_off() for _process in range(3)))
    assert await Entry.filter(organisation_name="De Beuk").count() == MANY


async def _work_off() -> None:
    while await relist_some():
        pass


async def test_a_few_activities_have_the_new_name_at_once(make: Make):
    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    await make.activity(organisation=linde, organiser=jan)
    await rename(linde, jan, "De Eik")
    assert (await Entry.get()).organisation_name == "De Eik"
    assert not await relist_some()


async def test_a_running_site_lists_them_by_itself(make: Make):
    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    await like(await make.activity(organisation=linde, organiser=jan), MANY - 1)
    await rename(linde, jan, "De Eik")
    stop = asyncio.Event()
    loop = asyncio.create_task(relisting.run(stop))
    async with asyncio.timeout(20):
        while await Relisting.all().count():
            await asyncio.sleep(0.02)
    stop.set()
    await loop
    assert await Entry.filter(organisation_name="De Eik").count() == MANY
