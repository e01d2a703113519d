"""The private calendar: everything of one's own and nothing of another, at an address that can be ended."""

import re
from datetime import date, datetime, timedelta

import icalendar
import pytest

from tests.make import Make, acting, at
from tests.site import Site
from weekplanner.events.operations import cancelling, drafts
from weekplanner.organiser.models import PrivateFeed

PAGE = "/mijn/agenda"


@pytest.fixture
async def soup(make: Make):
    """An activity on the site, of somebody with a private calendar."""
    return await make.activity(occurrences=((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13))))


async def opened(site: Site, account, press: str = "open") -> str:
    """The secret address, after pressing a button on its page."""
    owner = site.as_(account)
    assert (await owner.post(PAGE, {press: "1"})).status_code == 303
    found = re.search(r'value="https://komerbij.test(/feeds/mijn/[^"]+)"', (await owner.get(PAGE)).text)
    assert found is not None
    return found[1]


async def events(site: Site, path: str) -> dict[str, icalendar.Event]:
    """What the calendar holds, by title."""
    response = await site.get(path)
    assert response.status_code == 200, response.text
    found = icalendar.Calendar.from_ical(response.content).events
    return {f"{event['summary']} {event.start:%d}": event for event in found}


async def test_it_holds_every_moment_and_what_is_to_do(site, soup):
    path = await opened(site, soup.organiser)
    found = await events(site, path)
    assert list(found) == [
        "Soep aan de lange tafel 06",
        "Soep aan de lange tafel 07",
        "Klopt dit nog? Soep aan de lange tafel 29",
    ]
    assert {event.status for event in found.values()} == {"CONFIRMED"}
    task = found["Klopt dit nog? Soep aan de lange tafel 29"]
    assert (task.start, task.end, task["transp"]) == (date(2027, 9, 29), date(2027, 9, 30), "TRANSPARENT")


async def test_a_draft_is_tentative_and_must_be_handed_in(site, make):
    draft = await make.activity(state="draft", occurrences=((at(6, 12), at(6, 13)),))
    found = await events(site, await opened(site, draft.organiser))
    assert {title: event.status for title, event in found.items()} == {
        "Klad: Soep aan de lange tafel 06": "TENTATIVE",
        "Laatste dag om te versturen: Soep aan de lange tafel 08": "CONFIRMED",
    }


async def test_what_is_called_off_stays_and_says_so(site, soup):
    path = await opened(site, soup.organiser)
    actor = acting(soup.organiser, soup.organisation)
    first = (await soup.occurrences())[0]
    version = (await soup.fresh()).version
    await cancelling.cancel_occurrence(soup.id, first.id, "De zaal is stuk.", version=version, actor=actor)
    found = await events(site, path)
    assert found["Gaat niet door: Soep aan de lange tafel 06"].status == "CANCELLED"
    assert "De zaal is stuk." in found["Gaat niet door: Soep aan de lange tafel 06"]["description"]
    assert found["Soep aan de lange tafel 07"].status == "CONFIRMED"


async def test_its_uids_are_its_own_and_stay(site, soup):
    path = await opened(site, soup.organiser)
    before = {str(event["uid"]) for event in (await events(site, path)).values()}
    public = {str(event["uid"]) for event in await site.feed(f"activiteit/{soup.id}")}
    assert before.isdisjoint(public)
    assert {str(event["uid"]) for event in (await events(site, path)).values()} == before


async def test_it_holds_nothing_of_another_organisation(site, make, soup):
    await make.activity(state="draft", title="Geheim plan", organisation=None, organiser=None)
    path = await opened(site, soup.organiser)
    assert not any("Geheim" in title for title in await events(site, path))


async def test_a_calendar_that_is_asked_again_is_answered_304_until_something_changes(site, soup):
    path = await opened(site, soup.organiser)
    for coding in ("identity", "gzip"):
        first = await site.get(path, accept_encoding=coding)
        again = await site.get(path, accept_encoding=coding, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    actor = acting(soup.organiser, soup.organisation)
    version = (await soup.fresh()).version
    await cancelling.cancel_activity(soup.id, "Helaas.", version=version, actor=actor)
    changed = await site.get(path, if_none_match=first.headers["etag"])
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_it_counts_who_comes_and_a_calendar_program_sees_that_there_is_something_new(site, make, now):
    soup = await make.activity(capacity=3)
    moment = (await soup.occurrences())[0].id
    path = await opened(site, soup.organiser)

    async def read() -> tuple[str, int, datetime, str]:
        event = (await events(site, path))["Soep aan de lange tafel 06"]
        counted = str(event["description"]).splitlines()[0]
        etag = (await site.get(path)).headers["etag"]
        return counted, event["sequence"], event["dtstamp"].dt, etag

    seen, steps = [await read()], (("Riet", 2), ("Wim", 2), ("Bea", 1))
    for name, people in steps:
        now.move(timedelta(minutes=5))
        await make.sign_up(moment, name, people)
        seen.append(await read())
    assert [counted for counted, *_more in seen] == [
        "Aanmeldingen: 0 van 3",
        "Aanmeldingen: 2 van 3",
        "Aanmeldingen: 2 van 3, 1 wacht",
        "Aanmeldingen: 3 van 3, 1 wacht",
    ]
    first_sequence, first_stamp = seen[0][1:3]
    assert [
        (sequence - first_sequence, stamp - first_stamp) for _counted, sequence, stamp, _etag in seen
    ] == [(number, timedelta(minutes=5 * number)) for number in range(4)]
    assert len({etag for *_more, etag in seen}) == 4


async def test_who_comes_is_counted_and_not_named(site, make):
    soup = await make.activity(capacity=3)
    await make.sign_up((await soup.occurrences())[0].id, "Riet de Boer", email="riet@example.org")
    body = (await site.get(await opened(site, soup.organiser))).text
    assert [part for part in ("Riet", "riet@example.org") if part in body] == []
    assert f"/mijn/activiteiten/{soup.id}/gasten" in body.replace("\r\n ", "")


async def test_both_forms_hold_the_same(site, soup):
    path = await opened(site, soup.organiser)
    plain, packed = [await site.get(path, accept_encoding=coding) for coding in ("identity", "gzip")]
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.content == packed.content
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gz"'


async def test_nobody_keeps_it_or_finds_it(site, soup):
    response = await site.get(await opened(site, soup.organiser))
    kept = {name: response.headers[name] for name in ("cache-control", "referrer-policy", "x-robots-tag")}
    assert kept == {
        "cache-control": "private, no-cache",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
    }
    assert b"/feeds/mijn/" not in response.content
    assert "access-control-allow-origin" not in response.headers


async def test_a_new_address_ends_the_old_one(site, soup):
    old = await opened(site, soup.organiser)
    new = await opened(site, soup.organiser, "renew")
    assert new != old
    assert [(await site.get(path)).status_code for path in (old, new)] == [404, 200]


async def test_an_ended_address_never_works_again(site, soup):
    old = await opened(site, soup.organiser)
    await site.as_(soup.organiser).post(PAGE, {"close": "1"})
    assert (await site.get(old)).status_code == 404
    assert "U heeft nog geen link" in (await site.as_(soup.organiser).get(PAGE)).text
    new = await opened(site, soup.organiser)
    assert new != old
    assert [(await site.get(path)).status_code for path in (old, new)] == [404, 200]


async def test_opening_twice_gives_one_address(site, soup):
    assert await opened(site, soup.organiser) == await opened(site, soup.organiser)
    assert await PrivateFeed.all().count() == 1


@pytest.mark.parametrize(
    "change", [lambda path: path.replace(".ics", "A.ics"), lambda path: path[:-5] + ".ics"]
)
async def test_an_address_that_nobody_gave_out_does_not_exist(site, soup, change):
    assert (await site.get(change(await opened(site, soup.organiser)))).status_code == 404


async def test_it_is_empty_but_whole_for_who_has_nothing(site, make):
    await make.edition()
    response = await site.get(await opened(site, await make.account()))
    assert response.status_code == 200
    assert icalendar.Calendar.from_ical(response.content).events == []


async def test_a_task_goes_when_it_is_done(site, make, now):
    draft = await make.activity(state="draft", occurrences=((at(6, 12), at(6, 13)),))
    path = await opened(site, draft.organiser)
    now.move(timedelta(minutes=1))
    version = (await draft.fresh()).version
    await drafts.submit_activity(draft.id, version=version, actor=acting(draft.organiser, draft.organisation))
    assert list(await events(site, path)) == ["Wordt nagekeken: Soep aan de lange tafel 06"]
