"""The day before, at three: organisers read what they have tomorrow, and who comes."""

from datetime import timedelta
from typing import Any

import pytest

from tests.make import MadeActivity, Make, acting, at
from tests.scheduling import call_off, edit, passed
from tests.site import Site
from weekplanner.accounts.operations.organisations import add_member
from weekplanner.core import clock
from weekplanner.events.addressing import LISTED_AT_ONCE, MOST_LISTED
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.operations import changing
from weekplanner.signups.operations.telling_organisers import MOST_NAMES

THREE = at(5, 15)
"""On the day before Wednesday 6 October."""
KIND = "organiser_day_before"
JAN, FATMA = "jan@example.org", "fatma@example.org"


async def told(moment=THREE) -> int:
    """How many organisers a pass at this moment tells; nothing fails and nothing is too late."""
    counts = (await passed(moment)).get(KIND, {"queued": 0, "too_late": 0, "failed": 0})
    assert (counts["too_late"], counts["failed"]) == (0, 0)
    return counts["queued"]


async def letters(to: str) -> list[dict[str, Any]]:
    """What such messages to an address say."""
    return [row.values for row in await OutboxMessage.filter(kind=KIND, to_address=to).order_by("id")]


async def titles(to: str) -> list[list[str]]:
    """What each such message to an address is about."""
    return [[each["title"] for each in letter["occurrences"]] for letter in await letters(to)]


@pytest.fixture
async def own(make: Make) -> dict[str, Any]:
    """An organisation of Jan, as `make.activity` takes it."""
    jan = await make.account(JAN)
    return {"organisation": await make.organisation(jan), "organiser": jan}


async def first(made: MadeActivity) -> int:
    """The number of its first occurrence."""
    return (await made.occurrences())[0].id


@pytest.mark.parametrize(
    ("moment", "number"), [(THREE - timedelta(seconds=1), 0), (THREE, 1), (at(6, 11, 59), 1)]
)
async def test_it_is_told_at_three_and_until_the_start(make: Make, moment, number: int):
    await make.activity()
    assert await told(moment) == number
    assert await titles(FATMA) == [["Soep aan de lange tafel"]] * number


async def test_what_is_found_too_late_is_counted_as_the_messages_it_would_have_been(make: Make, own):
    await make.activity(title="Soep", **own)
    await make.activity(title="Thee", **own)
    await make.activity(title="Koffie", contact_email="", **own)
    assert (await passed(at(6, 12, 1)))[KIND] == {"queued": 0, "too_late": 2, "failed": 0}


async def test_who_belongs_to_the_organisation_reads_the_names(make: Make, own, site: Site):
    soup = await make.activity(contact_email=JAN, capacity=4, **own)
    number = await first(soup)
    await make.sign_up(number, "Riet de Boer", remark="Ik eet geen vlees.", email="riet@example.org")
    await make.sign_up(number, "Mevrouw Jansen", 2, phone="030 000 56 78", wants_transport=True)
    await make.sign_up(number, "Ali", 3, email="ali@example.org")
    assert await told() == 1
    [letter] = await letters(JAN)
    [occurrence] = letter["occurrences"]
    assert occurrence["numbers"] == {"are_kept": True, "people": 3, "waiting": 1, "rides": 2}
    assert occurrence["attendance"] == {
        "names": [
            {
                "name": "Mevrouw Jansen",
                "people": 2,
                "phone": "030 000 56 78",
                "wants_transport": True,
                "remark": "",
            },
            {
                "name": "Riet de Boer",
                "people": 1,
                "phone": "",
                "wants_transport": False,
                "remark": "Ik eet geen vlees.",
            },
        ],
        "more": 0,
        "calls": [{"name": "Mevrouw Jansen", "phone": "030 000 56 78", "abouts": []}],
        "more_calls": 0,
    }
    text = await site.last_mail_to(JAN)
    for words in (
        "Er komen 3 mensen. Op de wachtlijst staat 1 aanmelding.",
        "1. Mevrouw Jansen, 2 mensen, 030 000 56 78, ophalen",
        "‘Ik eet geen vlees.’",
    ):
        assert words in text


async def test_an_address_that_nobody_signs_in_with_reads_numbers_alone(make: Make, own, site: Site):
    soup = await make.activity(capacity=4, **own)
    await make.sign_up(await first(soup), "Mevrouw Jansen", 2, phone="030 000 56 78", remark="Rolstoel")
    assert await told() == 1
    [letter] = await letters(FATMA)
    assert not [each for each in ("Jansen", "56 78", "Rolstoel") if each in str(letter)]
    text = await site.last_mail_to(FATMA)
    assert "Er komen 2 mensen." in text
    assert "De namen ziet u na het inloggen." in text
    assert await letters(JAN) == []


async def test_who_must_be_told_something_by_telephone_stands_there_with_why(make: Make, own):
    soup = await make.activity(contact_email="", capacity=1, **own)
    number = await first(soup)
    await make.sign_up(number, "Mevrouw Jansen", phone="030 000 56 78")
    await make.sign_up(number, "Riet", phone="030 000 11 11")
    await edit(soup, (at(6, 13), at(6, 14)))
    await passed(at(16, 13, month=8))
    gone = await make.sign_up(number, "Bep", phone="030 000 22 22")
    await changing.remove_guest(
        gone.id, version=gone.version, must_call=True, actor=acting(own["organiser"], own["organisation"])
    )
    assert await told() == 1
    [letter] = await letters(JAN)
    assert letter["occurrences"][0]["attendance"]["calls"] == [
        {"name": "Bep", "phone": "030 000 22 22", "abouts": ["is van de lijst gehaald"]},
        {"name": "Mevrouw Jansen", "phone": "030 000 56 78", "abouts": ["er is iets veranderd"]},
        {"name": "Riet", "phone": "030 000 11 11", "abouts": ["er is iets veranderd"]},
    ]


async def test_without_signing_up_here_it_says_when_and_where_and_no_numbers(make: Make, own, site: Site):
    await make.activity(contact_email="", **own)
    assert await told() == 1
    [letter] = await letters(JAN)
    assert letter["occurrences"][0]["numbers"]["are_kept"] is False
    text = await site.last_mail_to(JAN)
    assert ("Bibliotheek Neude" in text, "aangemeld" in text, "gastenlijst, of" in text) == (
        True,
        False,
        False,
    )


async def test_everybody_gets_one_message_about_all_of_tomorrow(make: Make, own):
    piet = await make.account("piet@example.org")
    await add_member(own["organisation"].id, piet.id)
    both = [(at(6, 16), at(6, 17)), (at(6, 10), at(6, 11)), (at(7, 10), at(7, 11))]
    await make.activity(title="Thee", contact_email="", occurrences=both, **own)
    await make.activity(title="Soep", contact_email=JAN.upper(), **own)
    await make.activity(title="Koffie", **own)
    assert await told() == 3
    assert await told(at(6, 15)) == 2
    assert await titles(JAN) == [["Thee", "Soep", "Thee"], ["Thee"]]
    assert await titles("piet@example.org") == [["Thee", "Thee"], ["Thee"]]
    assert await titles(FATMA) == [["Koffie"]]


async def test_a_message_holds_so_many_names_and_says_how_many_more(make: Make, own, site: Site):
    twice = [(at(6, hour), at(6, hour + 1)) for hour in (10, 14)]
    soup = await make.activity(contact_email="", capacity=750, occurrences=twice, **own)
    morning, afternoon = await soup.occurrences()
    for each in range(MOST_NAMES - 3):
        await make.sign_up(morning.id, f"Gast {each:03}")
    for each in range(10):
        await make.sign_up(afternoon.id, f"Gast {each:03}")
    assert await told() == 1
    [letter] = await letters(JAN)
    lists = [each["attendance"] for each in letter["occurrences"]]
    assert [(len(each["names"]), each["more"]) for each in lists] == [(MOST_NAMES - 3, 0), (3, 7)]
    assert [each["name"] for each in lists[1]["names"]] == ["Gast 000", "Gast 001", "Gast 002"]
    assert "En nog 7 aanmeldingen. Die staan op uw gastenlijst." in await site.last_mail_to(JAN)


async def test_of_very_many_the_message_says_how_many_more(make: Make, own, site: Site):
    for _ in range(MOST_LISTED + 2):
        await make.activity(contact_email="", **own)
    assert await told() == 1
    assert [len(each) for each in await titles(JAN)] == [MOST_LISTED]
    assert "En nog 2 keer. Die vindt u in uw overzicht." in await site.last_mail_to(JAN)


async def test_very_many_contacts_are_told_in_parts_and_each_once(make: Make, own):
    for number in range(LISTED_AT_ONCE + 10):
        await make.activity(contact_email=f"piet{number}@example.org", **own)
    assert await told() == LISTED_AT_ONCE + 10
    to = [row.to_address for row in await OutboxMessage.filter(kind=KIND)]
    assert sorted(to) == sorted(f"piet{number}@example.org" for number in range(LISTED_AT_ONCE + 10))


async def test_what_is_called_off_is_left_out(make: Make, own, site: Site):
    thee = await make.activity(title="Thee", contact_email="", **own)
    both = await make.activity(
        title="Soep", contact_email="", occurrences=[(at(6, 9), at(6, 10)), (at(6, 12), at(6, 13))], **own
    )
    await call_off(thee)
    await call_off(both, await first(both))
    assert await told() == 1
    [letter] = await letters(JAN)
    assert [each["starts_at"] for each in letter["occurrences"]] == ["2027-10-06T10:00:00+00:00"]


@pytest.mark.parametrize("is_moved", [False, True])
async def test_what_is_called_off_or_moved_before_it_is_sent_is_not_sent(make: Make, own, is_moved: bool):
    soup = await make.activity(contact_email="", **own)
    assert await told() == 1
    letter = await render.letter(await OutboxMessage.get(kind=KIND))
    assert letter is not None
    await (edit(soup, (at(8, 12), at(8, 13))) if is_moved else call_off(soup))
    assert await render.letter(await OutboxMessage.get(kind=KIND)) is None


async def test_what_is_published_after_three_for_tomorrow_is_not_told(make: Make, now: clock.MovableClock):
    now.set(THREE)
    await make.activity()
    assert await told(at(5, 16)) == 0


async def test_what_moves_is_told_for_its_new_day_once_also_when_it_moves_back(
    make: Make, own, now: clock.MovableClock
):
    soup = await make.activity(contact_email="", **own)
    assert await told() == 1
    now.set(at(5, 16))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await told(at(5, 17)) == 0
    assert await told(at(7, 15)) == 1
    now.set(at(5, 18))
    await edit(soup, (at(7, 12), at(7, 13)))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await told(at(7, 16)) == 0
    assert len(await letters(JAN)) == 2


async def test_nobody_reads_the_word(make: Make, own, site: Site):
    """Said of organisers' mails too: only the name of the week has it."""
    await make.activity(contact_email="", capacity=4, **own)
    await told()
    assert (await site.last_mail_to(JAN)).lower().count("eenza") == 1
