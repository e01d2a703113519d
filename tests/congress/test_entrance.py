"""What the page at a door says of who stands before it, each with its own sentence and what to do."""

import pytest

from tests.congress.doors import Telephone, attendee_of, telephone, token_of, verdict
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make, at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes, tickets
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.models.entrance import CheckIn
from weekplanner.congress.models.registrations import Attendee
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations import changing
from weekplanner.core import clock
from weekplanner.mailer import schedule

MORNING = at(1, 9, 42)
INVALID = "Dit is geen geldig toegangsbewijs"


@pytest.fixture
async def congress(make: Make) -> Congress:
    """The opening, with three seats."""
    return await make.congress(seats=3)


@pytest.fixture
async def jan(make: Make, congress: Congress) -> Attendee:
    """Somebody with a seat."""
    return await attendee_of(await make.registration(congress, "Jan Bos", organisation="De Linde"))


@pytest.fixture
async def door(site: Site, congress: Congress, jan: Attendee, now: clock.MovableClock) -> Telephone:
    """A telephone on the morning of the congress; who has a seat has it by then."""
    now.set(MORNING)
    return await telephone(site, congress)


async def test_a_ticket_lets_somebody_in_once_and_then_says_since_when_they_are_inside(
    door: Telephone, jan: Attendee, now: clock.MovableClock
):
    assert await door.show(f" {token_of(jan)} ") == "Welkom, Jan Bos"
    now.set(at(1, 9, 50))
    assert await door.show(token_of(jan)) == "Jan Bos is al binnen sinds 09.42 uur"
    assert await door.show(codes.ticket_code(jan.id, 1)) == "Jan Bos is al binnen sinds 09.42 uur"
    assert await door.pick(jan) == "Jan Bos is al binnen sinds 09.42 uur"
    written = [(each.read_by.value, each.is_again) for each in await CheckIn.all().order_by("id")]
    assert written == [("scan", False), ("scan", True), ("code", True), ("name", True)]
    assert await what_is_wrong_with_congresses() == []


@pytest.mark.parametrize("spelled", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
async def test_the_code_under_a_ticket_is_read_the_way_people_type_it(
    door: Telephone, jan: Attendee, spelled
):
    assert await door.show(spelled(codes.ticket_code(jan.id, 1))) == "Welkom, Jan Bos"


async def test_a_name_finds_people_to_choose_from(
    site: Site, make: Make, congress: Congress, jan: Attendee, now: clock.MovableClock
):
    await make.registration(congress, "Janneke Bös")
    await make.registration(congress, "Anna Smit")
    now.set(MORNING)
    door = await telephone(site, congress)
    page = (await door.site.post(door.path, shown="BOS jan")).text
    assert ["Jan Bos" in page, "Janneke Bös" in page, "Anna Smit" in page] == [True, True, False]
    assert (page.count("Nog niet binnen"), verdict(page)) == (3, "")  # one is in the pattern for the script
    assert await door.pick(jan) == "Welkom, Jan Bos"
    assert "Binnen sinds 09.42 uur" in (await door.site.post(door.path, shown="linde")).text


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Truus", "Niemand gevonden"),
        ("4F7K-92", INVALID),
        ("KE1.1.1.1.x", INVALID),
        ("https://voorbeeld.nl/2", INVALID),
        ("2" * 200, INVALID),
        ("Z" * 200, "Niemand gevonden"),
    ],
)
async def test_what_is_no_ticket_says_so(door: Telephone, shown: str, said: str):
    answer = await door.site.post(door.path, shown=shown)
    assert (answer.status_code, verdict(answer.text)) == (422, said)


@pytest.mark.parametrize("shown", ["", "x" * 201])
async def test_what_cannot_be_read_is_told_at_its_field(door: Telephone, shown: str):
    answer = await door.site.post(door.path, shown=shown)
    assert (answer.status_code, 'id="shown-error"' in answer.text) == (422, True)


async def test_a_ticket_for_another_congress_is_told_apart(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    closing = await make.congress(
        kind=CongressKind.CLOSING, starts_at=at(8, 9), ends_at=at(8, 16), closes_at=at(7, 17)
    )
    anna = await attendee_of(await make.registration(closing, "Anna Smit", audience="wethouder"))
    now.set(MORNING)
    door = await telephone(site, congress)
    said = "Dit toegangsbewijs is voor een ander congres"
    assert await door.show(token_of(anna)) == said
    assert await door.show(codes.ticket_code(anna.id, 1)) == said
    assert (await door.site.post(door.path, attendee=anna.id)).status_code == 404


async def test_an_old_ticket_and_its_old_code_are_told_apart(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    registration = await make.registration(congress, "Jan Bos")
    jan = await attendee_of(registration)
    await changing.new_tickets(registration.id, actor=SYSTEM)
    now.set(MORNING)
    door = await telephone(site, congress)
    assert await door.show(token_of(jan, version=1)) == "Dit is een oud toegangsbewijs"
    assert await door.show(codes.ticket_code(jan.id, 1)) == "Dit is een oud toegangsbewijs"
    assert await door.show(token_of(jan, version=2)) == "Welkom, Jan Bos"


async def test_the_ticket_of_who_gave_back_the_seat_is_told_apart(
    site: Site, make: Make, congress: Congress, now: clock.MovableClock
):
    registration = await make.registration(congress, "Jan Bos")
    jan = await attendee_of(registration)
    await changing.cancel_for(registration.id, "Ziek.", actor=SYSTEM)
    now.set(MORNING)
    door = await telephone(site, congress)
    assert await door.show(token_of(jan)) == "Jan Bos is afgemeld"
    assert (
        "Laat binnen zonder aanmelding als er nog plek is."
        in (await door.site.post(door.path, shown=token_of(jan))).text
    )
    assert await door.show("Jan Bos") == "Niemand gevonden"


async def test_a_double_click_lets_in_once_and_the_page_of_before_welcomes_nobody_else(
    door: Telephone, jan: Attendee, now: clock.MovableClock
):
    answers = [
        await door.site.post(door.path, shown=token_of(jan), request_key="a page") for _click in range(2)
    ]
    where = [each.headers["location"] for each in answers]
    assert (where[0] == where[1], await CheckIn.all().count()) == (True, 1)
    assert verdict((await door.site.get(where[0])).text) == "Welkom, Jan Bos"
    now.set(at(1, 9, 44))
    assert verdict((await door.site.get(where[0])).text) == "Jan Bos is al binnen sinds 09.42 uur"


async def test_the_page_of_one_entrance_is_used_for_the_next_person(
    site: Site, make: Make, congress: Congress, jan: Attendee, now: clock.MovableClock
):
    anna = await attendee_of(await make.registration(congress, "Anna Smit"))
    now.set(MORNING)
    door = await telephone(site, congress)
    for person in (jan, anna):
        await door.site.post(
            door.path, shown=codes.ticket_code(person.id, 1), request_key="a page gone back to"
        )
    arrived = [each.arrived_at is not None for each in await Attendee.all()]
    assert arrived == [True, True]


async def test_who_walks_in_takes_a_free_seat_and_from_the_start_on_that_of_who_did_not_come(
    site: Site, make: Make, congress: Congress, jan: Attendee, now: clock.MovableClock
):
    await make.registration(congress, "Anna Smit")
    now.set(MORNING.replace(hour=9, minute=10))
    door = await telephone(site, congress)
    assert await door.walk_in("Piet Pauw", "Gemeente") == "Welkom, Piet Pauw"
    assert await door.walk_in("Truus") == "De zaal is vol"
    now.set(at(1, 9, 30))
    assert await door.walk_in("Truus") == "Welkom, Truus"
    assert await door.walk_in("Wim") == "Welkom, Wim"
    assert await door.walk_in("Toos") == "De zaal is vol"
    news = await door.news()
    assert news["counts"] == {"inside": 3, "expected": 2, "walked_in": 3}
    assert await what_is_wrong_with_congresses() == []


async def test_a_name_is_needed_to_walk_in_and_what_was_typed_is_kept(door: Telephone):
    answer = await door.site.post(f"{door.path}/zonder-aanmelding", name=" ", organisation="De Linde")
    assert (answer.status_code, "Vul de naam in" in answer.text, 'value="De Linde"' in answer.text) == (
        422,
        True,
        True,
    )


async def test_the_page_counts_who_is_inside(door: Telephone, jan: Attendee):
    await door.show(token_of(jan))
    await door.walk_in("Piet Pauw")
    page = (await door.site.get(door.path)).text
    counted = [
        page.partition(f'data-count="{name}">')[2].partition("<")[0] for name in ("inside", "expected")
    ]
    assert counted == ["2", "1"]


async def test_the_page_says_when_it_is_not_the_day_of_the_congress(
    site: Site, congress: Congress, jan: Attendee, now: clock.MovableClock
):
    door = await telephone(site, congress)
    said = "Dit congres is op vrijdag 1 oktober"
    assert said in (await door.site.get(door.path)).text
    now.set(MORNING)
    assert said not in (await (await telephone(site, congress)).site.get(door.path)).text


async def test_another_page_of_the_web_lets_nobody_in(door: Telephone, jan: Attendee):
    answer = await door.site.client.post(
        door.path, data={"shown": token_of(jan)}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, await CheckIn.all().count()) == (403, 0)


async def test_the_page_gives_its_script_the_key_that_tickets_are_checked_with(door: Telephone):
    assert f'data-key="{tickets.public_key()}"' in (await door.site.get(door.path)).text


async def test_what_was_tried_out_before_the_day_is_forgotten_when_it_begins(
    site: Site, congress: Congress, jan: Attendee, now: clock.MovableClock
):
    now.set(at(30, 16, month=9))
    door = await telephone(site, congress)
    assert await door.show(token_of(jan)) == "Welkom, Jan Bos"
    assert await door.walk_in("Riet Proef") == "Welkom, Riet Proef"
    now.set(at(1, 0))
    await schedule.run_due()
    now.set(MORNING)
    assert await what_is_wrong_with_congresses() == []
    seats = await Seats.get(congress_id=congress.id)
    assert (seats.taken, seats.arrived) == (1, 0)
    assert await door.show(token_of(jan)) == "Welkom, Jan Bos"
    await schedule.run_due()
    assert await door.show(token_of(jan)) == "Jan Bos is al binnen sinds 09.42 uur"
