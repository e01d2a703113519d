"""What telephones note without network and send later: the first by their clocks counts, nothing twice."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.congress.doors import Telephone, attendee_of, noted, telephone, token_of
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make, at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes
from weekplanner.congress.forms.entrance import MOST_BYTES
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.models.entrance import CheckIn
from weekplanner.congress.models.registrations import Attendee
from weekplanner.congress.operations import changing
from weekplanner.congress.operations.letting_in import MOST_AT_ONCE
from weekplanner.core import clock

MORNING = at(1, 9, 45)


@pytest.fixture
async def congress(make: Make) -> Congress:
    """The opening, with three seats."""
    return await make.congress(seats=3)


@pytest.fixture
async def jan(make: Make, congress: Congress) -> Attendee:
    """Somebody with a seat."""
    return await attendee_of(await make.registration(congress, "Jan Bos"))


@pytest.fixture
async def doors(
    site: Site, congress: Congress, jan: Attendee, now: clock.MovableClock
) -> tuple[Telephone, Telephone]:
    """Two telephones on the morning of the congress."""
    now.set(MORNING)
    return await telephone(site, congress, "Ingang noord"), await telephone(site, congress, "Ingang zuid")


def told(result: dict[str, object]) -> tuple[object, ...]:
    """What came of an entrance."""
    moment = result["at"]
    return result["verdict"], result["name"], datetime.fromisoformat(str(moment)) if moment else None


async def entrances() -> list[tuple[str | None, datetime, bool]]:
    """By which door who came in when, and whether that was again; in the order in which it was heard."""
    rows = await CheckIn.all().order_by("id").select_related("device")
    return [(each.device.name if each.device else None, each.at, each.is_again) for each in rows]


async def test_of_two_doors_without_network_the_earlier_clock_wins_whoever_is_heard_first(
    doors: tuple[Telephone, Telephone], jan: Attendee
):
    north, south = doors
    late = await north.send(noted("n", at(1, 9, 41), shown=token_of(jan), offline=True))
    assert [told(each) for each in late] == [("welcome", "Jan Bos", at(1, 9, 41))]
    early = await south.send(noted("s", at(1, 9, 38), attendee=jan.id, offline=True))
    assert [told(each) for each in early] == [("welcome", "Jan Bos", at(1, 9, 38))]
    assert await entrances() == [
        ("Ingang noord", at(1, 9, 41), True),
        ("Ingang zuid", at(1, 9, 38), False),
    ]
    news = await north.news()
    assert news["reports"] == [
        "Jan Bos kwam binnen bij Ingang zuid om 09.38 uur, en ook bij Ingang noord om 09.41 uur."
    ]
    assert (news["counts"]["inside"], news["people"][0][5]) == (1, at(1, 9, 38).astimezone(UTC).isoformat())
    page = (await south.site.get(south.path)).text
    assert news["reports"][0] in page
    assert await what_is_wrong_with_congresses() == []


async def test_a_later_note_of_a_door_without_network_is_told_the_first_time_and_reported(
    doors: tuple[Telephone, Telephone], jan: Attendee
):
    north, south = doors
    await north.send(noted("n", at(1, 9, 38), shown=token_of(jan)))
    (result,) = await south.send(noted("s", at(1, 9, 41), shown=token_of(jan), offline=True))
    assert told(result) == ("again", "Jan Bos", at(1, 9, 38))
    assert (await south.news())["reports"] == [
        "Jan Bos kwam binnen bij Ingang noord om 09.38 uur, en ook bij Ingang zuid om 09.41 uur."
    ]


async def test_who_is_refused_at_once_came_in_once_and_is_not_reported(
    doors: tuple[Telephone, Telephone], jan: Attendee
):
    north, south = doors
    await north.send(noted("n", at(1, 9, 38), shown=token_of(jan)))
    (result,) = await south.send(noted("s", at(1, 9, 41), shown=token_of(jan)))
    assert (result["verdict"], (await south.news())["reports"]) == ("again", [])


async def test_what_is_sent_twice_counts_once(doors: tuple[Telephone, Telephone], jan: Attendee):
    north, _south = doors
    both = [noted("jan", shown=token_of(jan)), noted("piet", name="Piet Pauw")]
    results = [await north.send(*both) for _time in range(2)]
    assert results[0] == results[1]
    assert [each["verdict"] for each in results[1]] == ["welcome", "welcome"]
    assert (await north.news())["counts"] == {"inside": 2, "expected": 1, "walked_in": 1}


async def test_what_one_congress_was_sent_is_new_to_another(
    site: Site, make: Make, doors: tuple[Telephone, Telephone]
):
    closing = await make.congress(
        kind=CongressKind.CLOSING, starts_at=at(8, 9), ends_at=at(8, 16), closes_at=at(7, 17)
    )
    piet = noted("same", name="Piet Pauw")
    for door in (doors[0], await telephone(site, closing)):
        await door.send(piet)
        assert (await door.news())["counts"]["walked_in"] == 1


async def test_a_door_that_did_not_get_the_answer_and_decided_by_itself_is_reported_too(
    doors: tuple[Telephone, Telephone], jan: Attendee
):
    north, south = doors
    await north.send(noted("n", at(1, 9, 38), shown=token_of(jan)))
    unheard = noted("s", at(1, 9, 41), shown=token_of(jan))
    await south.send(unheard)
    assert (await south.news())["reports"] == []
    (again,) = await south.send({**unheard, "offline": True})
    assert told(again) == ("again", "Jan Bos", at(1, 9, 38))
    assert len((await south.news())["reports"]) == 1


@pytest.mark.parametrize("wrong", [timedelta(minutes=20), timedelta(days=-2), timedelta(days=-700_000)])
async def test_the_clock_of_a_telephone_that_cannot_be_right_is_not_believed(
    doors: tuple[Telephone, Telephone], jan: Attendee, wrong: timedelta
):
    north, _south = doors
    (result,) = await north.send(noted("n", MORNING + wrong, shown=token_of(jan)))
    assert told(result) == ("welcome", "Jan Bos", MORNING)


async def test_who_walked_in_without_network_is_inside_be_it_full(doors: tuple[Telephone, Telephone]):
    north, _south = doors
    names = [noted(name, name=name, organisation="De Linde", offline=True) for name in ("a", "b", "c", "d")]
    results = await north.send(*names, noted("e", name="e"))
    assert [each["verdict"] for each in results] == ["welcome"] * 4 + ["full"]
    assert (await north.news())["counts"] == {"inside": 4, "expected": 1, "walked_in": 4}
    assert await what_is_wrong_with_congresses() == []


async def test_who_gave_back_the_seat_meanwhile_is_told_and_stays_outside(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    registration = await make.registration(congress, "Jan Bos")
    jan = await attendee_of(registration)
    await changing.cancel_for(registration.id, "Ziek.", actor=SYSTEM)
    now.set(MORNING)
    door = await telephone(site, congress)
    results = await door.send(noted("n", shown=token_of(jan), offline=True), noted("m", attendee=jan.id))
    assert [(each["verdict"], each["name"]) for each in results] == [("no_seat", "Jan Bos")] * 2


async def test_one_entrance_that_makes_no_sense_keeps_none_of_the_others_back(
    doors: tuple[Telephone, Telephone], jan: Attendee
):
    north, _south = doors
    good = noted("good", shown=codes.ticket_code(jan.id, 1))
    senseless = [
        "text",
        None,
        {},
        {**good, "key": "short"},
        {**good, "key": ["a"] * 20},
        {**good, "at": "gisteren"},
        {**good, "at": "2027-10-01T09:00"},
        {**good, "at": "0001-01-01T00:00:00+14:00"},
        {**good, "at": 12},
        {**good, "name": "Jan"},
        {**good, "shown": 12},
        {**good, "shown": "", "attendee": True},
        {**good, "shown": "", "attendee": -1},
        {**good, "shown": "", "attendee": 10**30},
        noted("no row", attendee=999_999_999),
        noted("no ticket", shown="\ud800\x00"),
    ]
    results = await north.send(*senseless, good)  # type: ignore[arg-type]  # what no telephone of ours sends
    assert [each["verdict"] for each in results] == ["not_a_ticket"] * len(senseless) + ["welcome"]
    assert await CheckIn.all().count() == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b"{}", b'{"entrances": 1}', b"\xff", b"[" * 100_000, b"1" * 10_000],
)
async def test_what_is_no_list_of_entrances_is_refused(doors: tuple[Telephone, Telephone], body: bytes):
    answer = await doors[0].ask(body)
    assert (answer.status_code, answer.json()["is_in"]) == (400, True)


async def test_a_telephone_sends_two_hundred_entrances_at_once_and_no_more(
    doors: tuple[Telephone, Telephone],
):
    many = [noted(str(uuid4()), shown="4F7K-92") for _each in range(MOST_AT_ONCE)]
    assert len(await doors[0].send(*many)) == MOST_AT_ONCE
    assert (await doors[0].ask({"entrances": [*many, many[0]]})).status_code == 400
    whole = json.dumps({"entrances": many}).encode()
    assert len(whole) < MOST_BYTES
    assert (await doors[0].ask(whole + b" " * MOST_BYTES)).status_code == 413


async def test_another_page_of_the_web_sends_nothing(doors: tuple[Telephone, Telephone]):
    body = json.dumps({"entrances": [noted("x", name="Piet")]})
    headers = {"Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}
    answer = await doors[0].site.client.post(f"{doors[0].path}/binnen.json", content=body, headers=headers)
    assert (answer.status_code, await CheckIn.all().count()) == (403, 0)


async def test_a_telephone_is_told_only_what_it_does_not_know(
    site: Site, make: Make, congress: Congress, jan: Attendee, now: clock.MovableClock
):
    late = await make.registration(congress, "Anna Smit")
    now.set(MORNING)
    north, south = await telephone(site, congress), await telephone(site, congress, "Ingang zuid")
    begin = await north.news()
    assert ([each[1] for each in begin["people"]], begin["is_whole"]) == (["Anna Smit", "Jan Bos"], True)
    same = await north.news(begin)
    assert (same["people"], same["is_whole"], same["reports"]) == ([], False, None)
    await south.send(noted("n", shown=token_of(jan)), noted("m", name="Piet Pauw"))
    some = await north.news(same)
    assert ([each[1] for each in some["people"]], some["is_whole"]) == (["Jan Bos", "Piet Pauw"], False)
    assert some["counts"] == {"inside": 2, "expected": 2, "walked_in": 1}
    now.set(at(1, 9, 20))
    await changing.new_tickets(late.id, actor=SYSTEM)
    anew = await north.news(some)
    assert ([each[4] for each in anew["people"]], anew["is_whole"]) == ([2, 1, 1], True)
    await changing.cancel_for(late.id, "Ziek.", actor=SYSTEM)
    assert [each[1] for each in (await north.news(anew))["people"]] == ["Jan Bos", "Piet Pauw"]


@pytest.mark.parametrize(
    "query", ["?na=x&lijst=1.1", "?na=-1", "?na=999999999&lijst=1.1", "?lijst=" + "9" * 500]
)
async def test_a_stand_that_is_none_of_ours_gets_the_whole_list(
    doors: tuple[Telephone, Telephone], jan: Attendee, query: str
):
    answer = await doors[0].site.get(f"{doors[0].path}/lijst.json{query}")
    assert (answer.status_code, answer.json()["is_whole"], len(answer.json()["people"])) == (200, True, 1)
