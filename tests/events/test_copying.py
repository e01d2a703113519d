"""What was done before is made again in one go: once more this year, or last year's for the week to come."""

import asyncio
from datetime import date

from tests.events.filling_in import form_of
from tests.make import MadeActivity, Make, acting, at
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.operations.copying import copy_activity
from weekplanner.events.values import ActivityValues

ALL = "/mijn/vorig-jaar/overnemen"


async def last_year(make: Make, **values: object) -> MadeActivity:
    """Soup on the sixth day of the week of 2026; the week of 2027 is the current one now."""
    await make.edition(2026, registration_opens_on=date(2026, 1, 1))
    await make.edition(2027)
    soup = await make.activity(**{"occurrences": [(at(6, 12), at(6, 13, 30))], **values})
    edition = await Activity.filter(id=soup.id).update(edition_id=1)
    assert edition == 1
    for each in await soup.occurrences():
        starts_at, ends_at = each.starts_at.replace(year=2026), each.ends_at.replace(year=2026)
        await Occurrence.filter(id=each.id).update(starts_at=starts_at, ends_at=ends_at)
    return soup


def copied(values: ActivityValues) -> dict[str, object]:
    """Everything but the occurrences."""
    return values.columns()


async def test_a_copy_has_everything_but_the_days(site: Site, make: Make):
    soup = await make.activity(partners=("Bibliotheek Neude",), pin_latitude=52.0932, pin_longitude=5.1191)
    organiser = site.as_(soup.organiser)
    page = await organiser.get(f"/mijn/activiteiten/{soup.id}")
    answer = await organiser.post(f"/mijn/activiteiten/{soup.id}/kopie", form_of(page.text, "request_key"))
    made = await Activity.get(copied_from_id=soup.id)
    assert answer.headers["location"] == f"/mijn/activiteiten/{made.id}"
    assert made.state is State.DRAFT
    assert made.published_at is None
    original = await soup.fresh()
    assert copied(ActivityValues.of(made, ())) == copied(ActivityValues.of(original, ()))
    assert made.searched == original.searched
    assert not await Occurrence.exists(activity_id=made.id)
    shown = (await organiser.get(f"/mijn/activiteiten/{made.id}")).text
    assert "Overgenomen van ‘Soep aan de lange tafel’" in shown
    assert "Kies minstens één dag en tijd" in shown


async def test_a_double_click_makes_one_copy_and_a_second_page_another(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    for _page in range(2):
        form = form_of((await organiser.get(f"/mijn/activiteiten/{soup.id}")).text, "request_key")
        for _click in range(2):
            assert (await organiser.post(f"/mijn/activiteiten/{soup.id}/kopie", form)).status_code == 303
    assert await Activity.filter(copied_from_id=soup.id).count() == 2


async def test_last_years_days_move_to_the_same_days_of_this_week(site: Site, make: Make):
    soup = await last_year(make, occurrences=[(at(6, 12), at(6, 13, 30)), (at(7, 22), at(8, 1))])
    await site.as_(soup.organiser).post(f"/mijn/activiteiten/{soup.id}/kopie")
    made = await Activity.get(copied_from_id=soup.id)
    days = await Occurrence.filter(activity_id=made.id).order_by("starts_at")
    assert [(each.starts_at, each.ends_at) for each in days] == [
        (at(6, 12), at(6, 13, 30)),
        (at(7, 22), at(8, 1)),
    ]
    assert {each.uid for each in days}.isdisjoint({each.uid for each in await soup.occurrences()})


async def test_what_falls_outside_a_shorter_week_is_left_out_and_told(site: Site, make: Make):
    soup = await last_year(make, occurrences=[(at(1, 12), at(1, 13)), (at(8, 12), at(8, 13))])
    await make.edition(2028, starts_on=date(2028, 9, 29), ends_on=date(2028, 10, 3))
    organiser = site.as_(soup.organiser)
    await organiser.post(f"/mijn/activiteiten/{soup.id}/kopie")
    made = await Activity.get(copied_from_id=soup.id)
    days = await Occurrence.filter(activity_id=made.id)
    assert [each.starts_at for each in days] == [at(29, 12, month=9, year=2028)]
    page = (await organiser.get(f"/mijn/activiteiten/{made.id}")).text
    assert "De dagen zijn meegeschoven van 2026 naar 2028" in page
    assert "donderdag 8 oktober, 12.00 tot 13.00 uur" in page
    assert "donderdag 1 oktober" not in page


async def test_the_desk_offers_what_was_done_last_year_until_it_is_taken_over(site: Site, make: Make):
    soup = await last_year(make)
    organiser = site.as_(soup.organiser)
    assert "Vorig jaar deed u mee met…" in (await organiser.get("/mijn")).text
    await organiser.post(f"/mijn/activiteiten/{soup.id}/kopie")
    await organiser.post(f"/mijn/activiteiten/{soup.id}/kopie")
    assert await Activity.filter(copied_from_id=soup.id).count() == 1
    assert "Vorig jaar deed u mee met…" not in (await organiser.get("/mijn")).text


async def test_two_who_take_it_over_at_the_same_moment_make_one(site: Site, make: Make):
    soup = await last_year(make)
    await make.activity("draft", organisation=soup.organisation, organiser=soup.organiser)
    colleagues = [site.as_(soup.organiser), site.as_(soup.organiser)]
    for each in colleagues:
        await each.get("/mijn")
    answers = await asyncio.gather(*(each.post(ALL) for each in colleagues))
    assert [each.status_code for each in answers] == [303, 303]
    assert await Activity.filter(copied_from_id=soup.id).count() == 1


async def test_everything_is_taken_over_at_once_but_what_was_never_on_the_site(site: Site, make: Make):
    soup = await last_year(make)
    owner = {"organisation": soup.organisation, "organiser": soup.organiser}
    others = [
        await make.activity(state, title=title, **owner)
        for title, state in (("Thee", "cancelled"), ("Klad", "draft"), ("Reclame", "withdrawn"))
    ]
    await Activity.filter(id__in=[each.id for each in others]).update(edition_id=1)
    organiser = site.as_(soup.organiser)
    for _click in range(2):
        answer = await organiser.post(ALL)
        assert answer.headers["location"].startswith("/mijn?status=draft")
    titles = await Activity.filter(copied_from_id__isnull=False).order_by("title").values_list("title")
    assert [row[0] for row in titles] == ["Soep aan de lange tafel", "Thee"]
    assert "2 activiteiten zijn overgenomen" in (await organiser.get("/mijn?overgenomen=2")).text


async def test_another_may_not_copy_and_nothing_is_made(site: Site, make: Make):
    soup = await make.activity()
    other = await make.account()
    await make.organisation(other, name="Een ander")
    assert (await site.as_(other).post(f"/mijn/activiteiten/{soup.id}/kopie")).status_code == 404
    assert await Activity.all().count() == 1


async def test_what_a_coordinator_copies_for_others_is_written_down(site: Site, make: Make):
    soup = await make.activity()
    coordinator = site.as_(await make.coordinator())
    assert (await coordinator.post(f"/mijn/activiteiten/{soup.id}/kopie", request_key="a")).status_code == 303
    assert await AuditRecord.filter(action="register_activity").count() == 1


async def test_after_the_week_nothing_is_copied_and_the_page_says_why(site: Site, make: Make, now):
    soup = await make.activity()
    now.set(at(9, 10))
    answer = await site.as_(soup.organiser).post(f"/mijn/activiteiten/{soup.id}/kopie", request_key="a")
    assert answer.status_code == 422
    assert "Deze week is voorbij" in answer.text


async def test_a_postcode_that_is_no_more_is_asked_again(make: Make):
    soup = await last_year(make)
    await Activity.filter(id=soup.id).update(postcode="1000 AA")
    actor = acting(soup.organiser, soup.organisation)
    made = await copy_activity(soup.id, request_key="", actor=actor)
    assert (made.postcode, made.pin_latitude) == ("", None)
