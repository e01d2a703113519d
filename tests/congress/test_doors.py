"""Telephones at the doors of a congress: signed in with a code, for one congress, until they are shut out."""

import re
from datetime import timedelta

import pytest

from tests.accounts.test_slow_posts import post_slowly
from tests.congress.doors import attendee_of, desk, noted, telephone, token_of
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make, at
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.operations import limits
from weekplanner.accounts.people import SYSTEM, Person, TeamRole
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.models.entrance import CheckIn, DoorDevice
from weekplanner.congress.operations import arranging, changing, entrance
from weekplanner.congress.queries import entrance as queries
from weekplanner.core import clock

MORNING = at(1, 9, 5)
PAGE = "/team/congres/opening-2027/inchecken"
FIELD = "Code voor deze telefoon"


@pytest.fixture
async def congress(make: Make, now: clock.MovableClock) -> Congress:
    """The opening, on its morning, with ten seats."""
    made = await make.congress(seats=10)
    now.set(MORNING)
    return made


async def test_a_code_signs_in_one_telephone_once_until_the_end_of_the_day_after(
    site: Site, congress: Congress, now: clock.MovableClock
):
    _device, code = await entrance.open_door(congress.id, "Ingang noord", actor=SYSTEM)
    phone, other = site.somebody(), site.somebody()
    answer = await phone.post(f"{PAGE}/aanmelden", code=f" {code.lower()} ")
    lasts_s = int((at(3, 0) - MORNING).total_seconds())
    cookie = answer.headers["set-cookie"]
    assert re.sub("=[^;]+; exp.*?GMT|=[^;]{20,}; ", "=…; ", cookie, count=1) == (
        f"__Host-door=…; HttpOnly; Max-Age={lasts_s}; Path=/; SameSite=lax; Secure"
    )
    page = await phone.get(PAGE)
    assert (page.status_code, "Ingang noord" in page.text, FIELD in page.text) == (200, True, False)
    again = await other.post(f"{PAGE}/aanmelden", code=code)
    assert (again.status_code, "al gebruikt of is verlopen" in again.text) == (422, True)
    now.set(at(2, 23, 59))
    assert (await phone.get(PAGE)).status_code == 200
    now.set(at(3, 0))
    assert (await phone.get(PAGE)).status_code == 401


async def test_the_token_of_a_telephone_is_stored_nowhere(site: Site, congress: Congress):
    phone = await telephone(site, congress)
    token = phone.site.client.cookies["__Host-door"]
    (row,) = await DoorDevice.all().values()
    assert token not in map(str, row.values())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Vul de code in die u van het team kreeg"),
        ("4F7K-92QP", "Deze code klopt niet, is al gebruikt of is verlopen."),
        ("x" * 41, "Gebruik hooguit 40 tekens."),
    ],
)
async def test_a_wrong_code_is_told_at_its_field(site: Site, congress: Congress, typed: str, sentence: str):
    answer = await site.post(f"{PAGE}/aanmelden", code=typed)
    assert (answer.status_code, sentence in answer.text, "set-cookie" in answer.headers) == (422, True, False)


async def test_a_code_works_a_quarter_of_an_hour_and_at_its_own_congress(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    closing = await make.congress(
        kind=CongressKind.CLOSING, starts_at=at(8, 9), ends_at=at(8, 16), closes_at=at(7, 17)
    )
    _device, code = await entrance.open_door(congress.id, "Ingang noord", actor=SYSTEM)
    path = f"/team/congres/{closing.slug}/inchecken/aanmelden"
    assert (await site.post(path, code=code)).status_code == 422
    now.move(entrance.CODE_LASTS)
    assert (await site.post(f"{PAGE}/aanmelden", code=code)).status_code == 422


async def test_guesses_from_one_network_are_limited(site: Site, congress: Congress, now: clock.MovableClock):
    statuses = [
        (await site.post(f"{PAGE}/aanmelden", code="4F7K-92QP")).status_code
        for _guess in range(limits.DOOR_CODES_FROM_NETWORK.most + 1)
    ]
    assert statuses == [422] * limits.DOOR_CODES_FROM_NETWORK.most + [429]
    _device, code = await entrance.open_door(congress.id, "Ingang noord", actor=SYSTEM)
    refused = await site.post(f"{PAGE}/aanmelden", code=code)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "900")
    now.move(limits.QUARTER)
    assert (await site.post(f"{PAGE}/aanmelden", code=code)).status_code == 422  # by now it is too old


async def test_guesses_at_one_congress_are_limited_from_anywhere(congress: Congress, monkeypatch):
    few = limits.Limit("door codes", 3, limits.QUARTER, limits.DOOR_CODES.sentence)
    monkeypatch.setattr(limits, "DOOR_CODES", few)
    for number in range(3):
        with pytest.raises(entrance.WrongDoorCode):
            await entrance.sign_in_door(congress.id, "4F7K-92QP", network=f"192.0.2.{number}")
    with pytest.raises(limits.TooOften):
        await entrance.sign_in_door(congress.id, "4F7K-92QP", network="192.0.2.9")


async def test_a_telephone_that_is_shut_out_is_told_at_its_next_request_and_forgets_its_list(
    site: Site, congress: Congress
):
    phone = await telephone(site, congress)
    assert phone.device is not None
    await entrance.shut_door(phone.device.id, actor=SYSTEM)
    asked = await phone.site.get(f"{PAGE}/lijst.json")
    assert (asked.status_code, asked.json()) == (401, {"is_in": False})
    sent = await phone.ask({"entrances": [noted("late", name="Piet")]})
    assert (sent.status_code, sent.json()) == (401, {"is_in": False})
    page = await phone.site.get(PAGE)
    assert (page.status_code, page.headers["clear-site-data"]) == (401, '"storage"')
    assert "Deze telefoon is afgemeld" in page.text
    assert "Max-Age=0" in page.headers["set-cookie"]
    assert await CheckIn.all().count() == 0


@pytest.mark.parametrize("page", ["", "/zonder-aanmelding", "/binnen.json"])
async def test_what_is_still_coming_in_when_a_telephone_is_shut_out_counts_for_nothing(
    site: Site, congress: Congress, page: str
):
    phone = await telephone(site, congress)
    assert phone.device is not None
    device_id = phone.device.id

    async def it_is_lost() -> None:
        await entrance.shut_door(device_id, actor=SYSTEM)

    fields = {"name": "Piet", "shown": "Piet", "request_key": "key"}
    answer = await post_slowly(phone.site, f"{PAGE}{page}", fields, meanwhile=it_is_lost)
    assert (answer.status_code, await CheckIn.all().count()) == (401, 0)


async def test_a_telephone_signs_itself_out(site: Site, congress: Congress):
    phone = await telephone(site, congress)
    token = phone.site.client.cookies["__Host-door"]
    answer = await phone.site.post(f"{PAGE}/afmelden")
    assert (answer.headers["location"], answer.headers["clear-site-data"]) == (PAGE, '"storage"')
    assert await queries.door_of(token) is None
    assert FIELD in (await phone.site.get(PAGE)).text


async def test_signing_in_for_another_door_ends_the_former(site: Site, congress: Congress):
    phone = await telephone(site, congress)
    _device, code = await entrance.open_door(congress.id, "Ingang zuid", actor=SYSTEM)
    await phone.site.post(f"{PAGE}/aanmelden", code=code)
    names = [(each.name, each.ended_at is None) for each in await DoorDevice.all().order_by("id")]
    assert names == [("Ingang noord", False), ("Ingang zuid", True)]


async def test_when_a_telephone_was_seen_last_is_known_to_the_minute(
    site: Site, congress: Congress, now: clock.MovableClock
):
    phone = await telephone(site, congress)
    seen = []
    for seconds in (30, 31, 30):
        now.move(timedelta(seconds=seconds))
        await phone.news()
        seen.append((await DoorDevice.get()).seen_at)
    assert seen == [MORNING, MORNING + timedelta(seconds=61), MORNING + timedelta(seconds=61)]


async def test_a_telephone_sees_names_and_organisations_and_nothing_else(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    now.set(at(16, 12, month=8))
    await make.registration(
        congress, "Jan Bos", email="geheim@example.org", organisation="De Linde", role="Wethouder"
    )
    now.set(MORNING)
    phone = await telephone(site, congress)
    (row,) = (await phone.news())["people"]
    assert row[1:3] + row[4:] == ["Jan Bos", "De Linde", 1, None]
    found = await phone.site.post(PAGE, shown="bos")
    assert ("Jan Bos" in found.text, "geheim" in found.text, "Wethouder" in found.text) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("role", list(TeamRole))
async def test_of_the_team_only_congress_and_admin_stand_at_the_door(
    site: Site, make: Make, congress: Congress, role: TeamRole
):
    visitor = site.as_(await make.team_member(role))
    expected = 200 if role in (TeamRole.CONGRESS, TeamRole.ADMIN) else 404
    assert (await visitor.get(PAGE)).status_code == expected
    assert (await visitor.get(f"{PAGE}/lijst.json")).status_code == expected


async def test_an_organiser_with_a_telephone_of_a_door_stands_there(
    site: Site, make: Make, congress: Congress
):
    phone = await telephone(site, congress)
    organiser = site.as_(await make.account())
    assert (await organiser.get(PAGE)).status_code == 404
    organiser.client.cookies.set(
        "__Host-door", phone.site.client.cookies["__Host-door"], domain="komerbij.test"
    )
    assert "Ingang noord" in (await organiser.get(PAGE)).text


async def test_a_congress_that_is_not_on_the_site_or_called_off_has_no_doors(
    site: Site, make: Make, congress: Congress
):
    phone = await telephone(site, congress)
    await arranging.call_off(congress.id, "Ziek.", version=congress.version, actor=SYSTEM)
    assert (await phone.site.get(PAGE)).status_code == 404
    asked = await phone.site.get(f"{PAGE}/lijst.json")
    assert (asked.status_code, asked.json()) == (404, {"is_in": False})
    draft = await make.congress(
        is_published=False,
        kind=CongressKind.CLOSING,
        starts_at=at(8, 9),
        ends_at=at(8, 16),
        closes_at=at(7, 17),
    )
    assert (await site.get(f"/team/congres/{draft.slug}/inchecken")).status_code == 404


async def test_the_camera_and_the_worker_are_allowed_on_this_page_alone(site: Site, congress: Congress):
    phone = await telephone(site, congress)
    page, worker = await phone.site.get(PAGE), await phone.site.get(f"{PAGE}/werker.js")
    assert page.headers["permissions-policy"].startswith("camera=(self), ")
    assert page.headers["content-security-policy"].endswith("; worker-src 'self'")
    assert (page.headers["cache-control"], page.headers["x-door"]) == ("private, no-store", "in")
    assert worker.headers["service-worker-allowed"] == PAGE
    field = await site.get(PAGE)
    assert ("x-door" in field.headers, field.headers["permissions-policy"][:9]) == (False, "camera=()")


async def test_the_team_writes_down_whom_it_let_in_and_a_telephone_needs_not(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    now.set(at(16, 12, month=8))
    jan, piet = [await attendee_of(await make.registration(congress, name)) for name in ("Jan", "Piet")]
    now.set(MORNING)
    await (await telephone(site, congress)).show(token_of(jan))
    assert await AuditRecord.filter(action="check_in").count() == 0
    await (await desk(site, make, congress)).show(token_of(piet))
    assert [each.subject_kind for each in await AuditRecord.filter(action="check_in")] == ["congress"]


async def test_who_did_not_come_is_known_to_the_team_by_party(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    now.set(at(16, 12, month=8))
    group = await make.registration(congress, "Jan Bos", people=2)
    await make.registration(congress, "Anna Smit")
    gone = await make.registration(congress, "Kees Geel")
    await changing.cancel_for(gone.id, "Ziek.", actor=SYSTEM)
    now.set(MORNING)
    phone = await telephone(site, congress)
    await phone.show(token_of(await attendee_of(group)))
    await phone.walk_in("Piet Pauw")
    absent = await queries.absent_parties(congress, actor=SYSTEM)
    missing = [
        (each.registration.name, [person.name for person in each.attendees if person.arrived_at is None])
        for each in absent
    ]
    assert missing == [("Anna Smit", ["Anna Smit"]), ("Jan Bos", ["Collega 2"])]
    counts = await queries.counts_of(congress, actor=SYSTEM)
    assert (counts.inside, counts.expected, counts.walked_in, counts.absent) == (2, 3, 1, 2)
    with pytest.raises(Exception, match="U mag dit niet doen"):
        await queries.absent_parties(congress, actor=Person(None, "Deur", "", door_congress_id=congress.id))
    assert await what_is_wrong_with_congresses() == []
