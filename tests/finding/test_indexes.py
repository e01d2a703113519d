"""What programs look for first: the sitemap, robots.txt and security.txt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from tests.conftest import BASE_URL
from tests.make import acting
from weekplanner import wiring
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import settings
from weekplanner.events.operations import confirming, editing, review
from weekplanner.events.values import ActivityValues
from weekplanner.finding import site_map
from weekplanner.municipalities import operations as municipalities
from weekplanner.municipalities.values import PageTexts

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def listed(site):
    """The addresses in a sitemap, each with when it last changed."""

    async def read(path: str) -> dict[str, str | None]:
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
        found = ElementTree.fromstring(answer.content)
        assert found.tag in (f"{NAMESPACE}sitemapindex", f"{NAMESPACE}urlset")
        return {
            each.findtext(f"{NAMESPACE}loc", "").removeprefix(BASE_URL): each.findtext(f"{NAMESPACE}lastmod")
            for each in found
        }

    return read


def written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


async def everything(listed) -> dict[str, str | None]:
    """All addresses of all parts."""
    return {
        url: changed for part in await listed("/sitemap.xml") for url, changed in (await listed(part)).items()
    }


async def test_the_index_leads_to_every_page_and_each_answers(site, make, listed):
    soup = await make.activity()
    found = await everything(listed)
    assert {
        "/",
        "/agenda",
        "/over",
        "/inspiratie/resto-vanharte",
        "/gemeente/utrecht",
        "/provincie/utrecht",
        f"/organisaties/{soup.organisation.slug}",
        soup.path,
    } <= found.keys()
    one_of_each = {path.split("/")[1]: path for path in found}
    for path in one_of_each.values():
        assert (await site.get(path)).status_code == 200, path


async def test_it_says_when_a_page_last_changed(make, listed, now):
    soup = await make.activity()
    here, first = "/sitemap-activiteiten-2027-1.xml", written(now.at)
    assert await listed(here) == {soup.path: first}
    now.move(timedelta(hours=3))
    assert await listed(here) == {soup.path: first}
    activity = await soup.fresh()
    values = replace(ActivityValues.of(activity, await soup.occurrences()), summary="Een kom snert.")
    actor = acting(soup.organiser, soup.organisation)
    activity = await editing.edit_activity(soup.id, values, version=activity.version, actor=actor)
    changed = written(now.at)
    assert await listed(here) == {soup.path: changed}
    found = await everything(listed)
    for path in (f"/organisaties/{soup.organisation.slug}", "/gemeente/utrecht", "/provincie/utrecht"):
        assert found[path] == changed
    assert found["/gemeente/groningen"] is None
    assert (await listed("/sitemap.xml"))[here] == changed
    now.move(timedelta(hours=1))
    await confirming.confirm_activity(soup.id, version=activity.version, actor=actor)
    assert await listed(here) == {soup.path: written(now.at)}


async def test_what_a_coordinator_writes_is_a_change_too(make, week, listed, now):
    assert (await everything(listed))["/gemeente/utrecht"] is None
    await municipalities.write_page("GM0344", PageTexts("Welkom!"), version=0, actor=SYSTEM)
    assert (await everything(listed))["/gemeente/utrecht"] == written(now.at)


async def test_what_is_not_on_the_site_is_not_in_it_and_what_was_called_off_is(make, listed):
    organiser = await make.account()
    club = await make.organisation(organiser, name="Nog niets")
    await make.activity("draft", organisation=club, organiser=organiser)
    await make.activity("submitted", organisation=club, organiser=organiser)
    gone, off = await make.activity(), await make.activity("cancelled")
    await review.withdraw_activity(gone.id, "Reclame.", version=gone.activity.version, actor=SYSTEM)
    found = await everything(listed)
    assert [path for path in found if path.startswith("/activiteiten/")] == [off.path]
    assert [path for path in found if path.startswith("/organisaties/")] == [
        f"/organisaties/{off.organisation.slug}"
    ]


async def test_older_editions_stay_in_it(make, listed):
    soup = await make.activity()
    await make.edition(2028)
    assert list(await listed("/sitemap-activiteiten-2027-1.xml")) == [soup.path]


async def test_a_long_part_is_split(make, listed, monkeypatch):
    paths = [(await make.activity()).path for _ in range(3)]
    monkeypatch.setattr(site_map, "MOST_URLS", 2)
    parts = [part for part in await listed("/sitemap.xml") if "activiteiten" in part]
    assert parts == ["/sitemap-activiteiten-2027-1.xml", "/sitemap-activiteiten-2027-2.xml"]
    assert [path for part in parts for path in await listed(part)] == paths


async def test_a_part_that_does_not_exist_is_not_found(site, week):
    for name in ("activiteiten-2027-1", "activiteiten-2027-0", "vaste-paginas-2", "x"):
        assert (await site.get(f"/sitemap-{name}.xml")).status_code == 404


async def test_asked_again_it_costs_nothing(site, make):
    await make.activity()
    answer = await site.get("/sitemap.xml")
    again = await site.get("/sitemap.xml", if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


async def test_robots_come_on_every_page_for_everyone_and_on_no_other(site):
    answer = await site.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.site_maps() == [f"{BASE_URL}/sitemap.xml"]
    for routes, may in (
        (wiring.RESIDENT_ROUTES, True),
        (wiring.MACHINE_ROUTES, True),
        (wiring.PERSONAL_ROUTES, False),
    ):
        for route in routes:
            assert robots.can_fetch("een-robot", route.path) is may, route.path
    for path in ("/feeds/postcode/3511.ics", "/feeds/mijn/geheim.ics", "/en/agenda", "/static/style.css"):
        assert robots.can_fetch("Google-Calendar-Importer", path), path
    assert not robots.can_fetch("een-robot", "/p/geheim")
    assert not robots.can_fetch("een-robot", "/en/p/geheim")


async def test_whom_to_tell_of_a_leak(site, now):
    answer = await site.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert timedelta(days=90) < expires - now.at < timedelta(days=365)
    assert fields == {
        "Contact": settings.current().security_contact,
        "Preferred-Languages": "nl, en",
        "Canonical": f"{BASE_URL}/.well-known/security.txt",
    }


@pytest.mark.parametrize(
    "contact", ["security@komerbij.example", "mailto:", "http://x.nl", "mailto:a@b.nl\nExpires: 2099"]
)
def test_a_contact_that_is_no_address_is_refused_at_the_start(contact):
    with pytest.raises(settings.WrongSetting, match="WEEKPLANNER_SECURITY_CONTACT"):
        settings.read(security_contact=contact, _env_file=None)
