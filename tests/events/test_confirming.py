"""Klopt dit nog? With one button an organiser says that everything on the site is still right."""

import pytest

from tests.events.filling_in import form_of
from tests.make import MadeActivity, Make, at
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core import clock
from weekplanner.events.operations.confirming import link_to_confirm

CHECKED = "Gecontroleerd op 24 september"


async def link(soup: MadeActivity) -> str:
    """The path of the personal link to it."""
    activity = await soup.fresh()
    await activity.fetch_related("edition")
    return link_to_confirm(activity).url.removeprefix("https://komerbij.test")


async def test_who_has_the_link_confirms_without_signing_in(site: Site, make: Make, now: clock.MovableClock):
    soup = await make.activity()
    now.set(at(24, 9, month=9))
    path = await link(soup)
    page = await site.get(path)
    assert "Fatma wacht u op bij de deur." in page.text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == (
        "private, no-store",
        "same-origin",
    )
    assert CHECKED not in (await site.get(soup.path)).text
    answer = await site.post(path, form_of(page.text))
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "gecontroleerd op 24 september" in (await site.get(path)).text
    assert CHECKED in (await site.get(soup.path)).text
    assert site.client.cookies == {}


async def test_looking_confirms_nothing(site: Site, make: Make):
    soup = await make.activity()
    await site.get(await link(soup))
    await site.head(await link(soup))
    await site.as_(soup.organiser).get(f"/mijn/activiteiten/{soup.id}/klopt-dit-nog")
    assert (await soup.fresh()).confirmed_at is None


async def test_calendars_do_not_hear_of_it(site: Site, make: Make):
    soup = await make.activity()
    before = await site.feed_response(f"activiteit/{soup.id}")
    path = f"/mijn/activiteiten/{soup.id}/klopt-dit-nog"
    organiser = site.as_(soup.organiser)
    await organiser.post(path, form_of((await organiser.get(path)).text))
    assert (await soup.fresh()).confirmed_at is not None
    after = await site.feed_response(f"activiteit/{soup.id}")
    assert (after.headers["etag"], after.content) == (before.headers["etag"], before.content)


async def test_what_changed_since_it_was_read_is_shown_first(site: Site, make: Make):
    soup = await make.activity()
    path = await link(soup)
    form = form_of((await site.get(path)).text)
    organiser = site.as_(soup.organiser)
    edit = f"/mijn/activiteiten/{soup.id}/wijzigen"
    await organiser.post(edit, {**form_of((await organiser.get(edit)).text), "venue": "De Kamer"})
    answer = await site.post(path, form)
    assert (answer.status_code, "De Kamer" in answer.text) == (409, True)
    assert (await soup.fresh()).confirmed_at is None
    assert (await site.post(path, form_of(answer.text))).status_code == 303


@pytest.mark.parametrize("change", ["purpose", "id", "version", "end"])
async def test_a_link_that_was_tampered_with_is_nothing(site: Site, make: Make, change: str):
    soup = await make.activity()
    token = (await link(soup)).removeprefix("/p/")
    purpose, number, version, mac = token.split(".")
    tampered = {
        "purpose": f"anders.{number}.{version}.{mac}",
        "id": f"{purpose}.{int(number) + 1}.{version}.{mac}",
        "version": f"{purpose}.{number}.{int(version) + 1}.{mac}",
        "end": f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
    }[change]
    assert (await site.get(f"/p/{tampered}")).status_code == 404
    assert (await site.post(f"/p/{tampered}", version="3")).status_code == 404


async def test_a_link_is_for_the_week_it_was_made_for(site: Site, make: Make):
    soup = await make.activity()
    other_year = PersonalLink("klopt", soup.id, version=2026)
    assert (await site.get(f"/p/{other_year.token}")).status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
async def test_what_is_not_on_the_site_has_nothing_to_confirm(site: Site, make: Make, state: str):
    soup = await make.activity(state)
    assert (await site.get(await link(soup))).status_code == 404
    path = f"/mijn/activiteiten/{soup.id}/klopt-dit-nog"
    answer = await site.as_(soup.organiser).post(path, version=str((await soup.fresh()).version))
    assert answer.status_code == 422
    assert (await soup.fresh()).confirmed_at is None


async def test_what_is_called_off_or_over_cannot_be_confirmed(
    site: Site, make: Make, now: clock.MovableClock
):
    off, soup = await make.activity("cancelled"), await make.activity(title="Thee")
    assert "Hier is niets meer te controleren" in (await site.get(await link(off))).text
    now.set(at(9, 10))
    page = await site.get(await link(soup))
    assert "Ja, alles klopt" not in page.text
    answer = await site.post(await link(soup), version=str((await soup.fresh()).version))
    assert answer.status_code == 422


async def test_a_reviewer_confirms_after_a_telephone_call_and_that_is_written_down(site: Site, make: Make):
    soup = await make.activity()
    path = f"/mijn/activiteiten/{soup.id}/klopt-dit-nog"
    coordinator = site.as_(await make.coordinator())
    assert (await coordinator.post(path, form_of((await coordinator.get(path)).text))).status_code == 303
    assert (await soup.fresh()).confirmed_at is not None
    assert [(each.action, each.acted_as) for each in await AuditRecord.filter(action="confirm_activity")] == [
        ("confirm_activity", "coordinator GM0344")
    ]
    assert "gecontroleerd op 16 augustus" in (await coordinator.get(path)).text
    version = str((await soup.fresh()).version)
    assert (await site.as_(soup.organiser).post(path, version=version)).status_code == 303
    assert await AuditRecord.filter(action="confirm_activity").count() == 1


async def test_another_does_not_reach_the_page(site: Site, make: Make):
    soup = await make.activity()
    other = await make.account()
    await make.organisation(other, name="Een ander")
    path = f"/mijn/activiteiten/{soup.id}/klopt-dit-nog"
    assert (await site.as_(other).get(path)).status_code == 404
    assert (await site.as_(other).post(path, version="3")).status_code == 404
    assert (await soup.fresh()).confirmed_at is None
