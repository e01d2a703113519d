"""The page behind the link in the mail: the ticket, and that only a button does something."""

import json
from datetime import timedelta

import icalendar
import pytest

from tests.congress.visiting import (
    buttons,
    change,
    come_from,
    counted,
    headings,
    on_the_list,
    own_page,
    own_path,
    press,
)
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.events.filling_in import form_of, sentences
from tests.finding.reading import Page
from tests.make import at
from tests.scheduling import passed
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes
from weekplanner.congress.models.registrations import Attendee, Needs, Registration, WorkshopChoice
from weekplanner.congress.operations import arranging, changing, deciding, inviting, programme
from weekplanner.congress.personal import link_of
from weekplanner.congress.purge import purge
from weekplanner.congress.queries.standings import needs_of, standing_of
from weekplanner.congress.tickets import Ticket
from weekplanner.congress.values import NeedsValues, Party, WorkshopValues
from weekplanner.formats import qr

RIET = "riet@example.org"


@pytest.fixture
async def opening(make):
    """The opening, with two seats."""
    return await make.congress(seats=2)


@pytest.fixture
async def riet(make, opening):
    """Somebody with a seat."""
    return await make.registration(opening, "Riet de Boer", email=RIET, organisation="De Linde")


async def waiting(make, congress, email: str = "kees@example.org") -> Registration:
    """Somebody who waits, since all seats are taken."""
    while (await counted(congress))[0] < 2:
        await make.registration(congress)
    return await make.registration(congress, "Kees Bakker", email=email)


async def fresh(registration: Registration) -> Registration:
    """As it is now."""
    return await Registration.get(id=registration.id)


async def offered(make, congress) -> Registration:
    """Somebody for whom a seat is kept."""
    kees = await waiting(make, congress)
    first = await Registration.filter(state="confirmed").order_by("id").first()
    await changing.cancel_by_link(link_of(first.id, 1))
    return await fresh(kees)


async def test_who_has_a_seat_sees_the_ticket_with_both_codes(site, make, opening):
    (one,) = await make.workshops(opening, 5)
    riet = await make.registration(
        opening, "Riet de Boer", organisation="De Linde", people=2, choices=[(one, None)]
    )
    page = await own_page(site, riet)
    assert page.h1 == "Uw toegangsbewijs"
    assert headings(page)[:2] == ["Uw 2 stoelen staan klaar", "Toegangsbewijzen"]
    people = await Attendee.filter(registration_id=riet.id).order_by("id")
    shown = [each.text for each in page.main.all("article", class_="ticket")]
    assert shown == [
        f"Openingscongres Kom erbij {each.name} De Linde Vrijdag 1 oktober 2027, 09.30 tot 16.00 uur "
        f"Jaarbeurs, Jaarbeursplein 6, 3521 AL Utrecht Ronde 1: {one.title} {codes.ticket_code(each.id, 1)}"
        for each in people
    ]
    drawn = [each.one("path").attributes["d"] for each in page.main.all("svg", role="img")]
    tokens = [Ticket(opening.id, each.id, each.ticket_version).token for each in people]
    assert drawn == [qr.path(token).line for token in tokens]


async def test_it_is_for_one_person_alone(site, riet):
    answer = await site.get(own_path(riet))
    assert {name: answer.headers[name] for name in ("cache-control", "referrer-policy", "x-robots-tag")} == {
        "cache-control": "private, no-store",
        "referrer-policy": "same-origin",
        "x-robots-tag": "noindex",
    }
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["get", "head"])
async def test_looking_changes_nothing_whatever_the_address_says(site, make, opening, method):
    kees = await offered(make, opening)
    before = await on_the_list()
    for button in ("accept", "decline", "cancel", "forget", "forget_needs", "use_code"):
        answer = await getattr(site, method)(f"{own_path(kees)}?{button}=1")
        assert answer.status_code == 200
    assert await on_the_list() == before


async def test_who_waits_reads_the_place_in_line(site, make, opening):
    await waiting(make, opening, "jan@example.org")
    kees = await waiting(make, opening)
    page = await own_page(site, kees)
    assert (page.h1, headings(page)[0]) == ("Uw aanmelding", "U bent nummer 2 op de wachtlijst")
    assert not list(page.main.all("article", class_="ticket"))


async def test_an_offered_seat_is_taken_by_a_button(site, make, opening):
    kees = await offered(make, opening)
    page = await own_page(site, kees)
    assert headings(page)[0] == "Er is een stoel voor u vrij"
    assert "Wij houden die voor u vast tot woensdag 18 augustus, 12.00 uur." in page.text
    assert buttons(page)[:2] == ["Neem de stoel", "Ik wil hem niet"]
    answer = await press(site, kees, "accept")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{own_path(kees)}?gedaan=aangenomen")
    page = Page(await site.get(answer.headers["location"]))
    assert (page.h1, headings(page)[0]) == ("Uw toegangsbewijs", "De stoel is voor u")
    assert await site.mail_kinds_to("kees@example.org") == [
        "congress_waiting",
        "congress_offered",
        "congress_confirmed",
    ]
    assert (await press(site, kees, "accept")).status_code == 303
    assert await what_is_wrong_with_congresses() == []


async def test_an_offered_seat_that_is_not_wanted_goes_to_the_next(site, make, opening):
    kees = await offered(make, opening)
    jan = await make.registration(opening, "Jan Bos")
    await press(site, kees, "decline")
    page = await own_page(site, await fresh(kees))
    assert headings(page)[0] == "U heeft de stoel niet genomen"
    assert page.link("Meld u opnieuw aan") == "/congres/opening-2027#aanmelden"
    assert (await fresh(jan)).state.value == "offered"


@pytest.mark.parametrize(("button", "is_looked_at"), [("accept", False), ("accept", True), ("decline", True)])
async def test_after_its_time_an_offer_says_that_the_seat_went_on_and_how_to_come_after_all(
    site, make, opening, now, button, is_looked_at
):
    kees = await offered(make, opening)
    now.move(timedelta(hours=48))
    if is_looked_at:
        await passed(now.at)
    answer = await press(site, kees, button)
    page = Page(answer)
    assert (page.status, headings(page)[:2]) == (
        422,
        ["Dat kan nu niet", "De stoel is naar de volgende gegaan"],
    )
    assert "De stoel die wij voor u vasthielden is naar de volgende gegaan." in page.text
    again = [each for each in page.links if each.endswith("#aanmelden")]
    assert again == (["/congres/opening-2027#aanmelden"] if is_looked_at else [])


async def test_who_asked_to_be_let_in_reads_that_and_later_what_was_decided(site, make, opening):
    noor = await make.registration(opening, "Noor", audience="anders", wish="Ik vertel graag.")
    assert headings(await own_page(site, noor))[0] == "Het congresteam kijkt of er plaats is"
    await deciding.refuse(noor.id, "Er is geen plaats.", actor=SYSTEM)
    assert headings(await own_page(site, noor))[0] == "Er is voor u geen plaats"


async def test_cancelling_is_one_button_and_leads_to_coming_after_all(site, riet):
    answer = await press(site, riet, "cancel")
    page = Page(await site.get(answer.headers["location"]))
    assert headings(page)[0] == "U bent afgemeld"
    assert page.link("Meld u opnieuw aan") == "/congres/opening-2027#aanmelden"
    assert buttons(page) == ["Verwijder mijn gegevens"]
    assert await on_the_list() == [("Riet de Boer", "cancelled", 1)]
    assert (await press(site, riet, "cancel")).status_code == 303
    assert await site.mail_kinds_to(RIET) == ["congress_confirmed", "congress_cancelled"]


async def test_everything_can_be_changed(site, make):
    opening = await make.congress(seats=9)
    one, other = await make.workshops(opening, 5, 5)
    riet = await make.registration(opening, "Riet de Boer", email=RIET, choices=[(one, None)])
    first = f"rounds-first_{one.part_id}"
    assert form_of((await site.get(own_path(riet))).text)[first] == [str(one.id)]
    answer = await change(
        site,
        riet,
        name="Riet Bakker",
        audience="lid-nationale-coalitie",
        municipality="Utrecht",
        role="Trekker",
        diets=["halal"],
        consent="y",
        **{"others-0": "Kees", first: str(other.id)},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{own_path(riet)}?gedaan=gewijzigd")
    assert headings(Page(await site.get(answer.headers["location"])))[0] == "Uw wijziging is bewaard"
    standing = await standing_of(await fresh(riet))
    standing.needs = await needs_of(riet)
    assert standing.party == Party(
        name="Riet Bakker",
        email=RIET,
        audience="lid-nationale-coalitie",
        role="Trekker",
        municipality_code="GM0344",
        others=("Kees",),
        choices=standing.party.choices,
        needs=NeedsValues(("halal",)),
    )
    assert [each.seat_id for each in await WorkshopChoice.all()] == [other.id]
    assert await what_is_wrong_with_congresses() == []


async def test_another_address_gets_another_link_and_the_old_one_opens_nothing(site, riet):
    answer = await change(site, riet, email="riet@nieuw.example")
    assert answer.headers["location"] == f"{own_path(await fresh(riet))}?gedaan=adres"
    page = Page(await site.get(answer.headers["location"]))
    assert "Wij mailen voortaan naar uw nieuwe adres." in page.text
    assert (await site.get(own_path(riet))).status_code == 404
    assert await site.mail_kinds_to("riet@nieuw.example") == ["congress_registration_changed"]


async def test_a_group_grows_as_far_as_there_are_seats(site, make, opening, riet):
    await make.registration(opening)
    answer = await change(site, riet, role="Trekker", **{"others-0": "Kees"})
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {"others": "Er zijn geen stoelen meer vrij."},
    )
    kept = form_of(answer.text)
    assert (kept["others-0"], kept["role"]) == (["Kees"], ["Trekker"])
    assert await counted(opening) == (2, 0, 0, 0)


async def test_a_change_of_what_changed_meanwhile_shows_how_it_is_now(site, riet):
    fields = form_of((await site.get(own_path(riet))).text)
    await change(site, riet, role="Trekker")
    answer = await site.post(own_path(riet), {**fields, "name": "Riet Bakker"})
    assert answer.status_code == 409
    assert form_of(answer.text)["name"] == ["Riet Bakker"]
    again = await site.post(own_path(riet), form_of(answer.text))
    assert again.status_code == 303
    assert (await fresh(riet)).name == "Riet Bakker"


async def test_a_code_gives_who_waits_a_seat(site, make):
    opening = await make.congress(seats=3)
    made = await inviting.invite(opening.id, ["Kees"], seats=1, valid_until=opening.starts_at, actor=SYSTEM)
    kees = await waiting(make, opening)
    wrong = await site.post(own_path(kees), {"use_code": "1", "code": "BESTA-NIET"})
    assert (wrong.status_code, list(sentences(wrong.text))) == (422, ["code"])
    right = await site.post(own_path(kees), {"use_code": "1", "code": codes.invitation_code(made[0].id)})
    assert right.headers["location"] == f"{own_path(kees)}?gedaan=code"
    assert (await fresh(kees)).state.value == "confirmed"
    assert await what_is_wrong_with_congresses() == []


async def test_there_neither_a_code_is_found_by_trying(site, make, opening):
    kees = await waiting(make, opening)
    come_from(site, "203.0.113.9")
    tried = [
        (await site.post(own_path(kees), {"use_code": "1", "code": f"BESTA-{number}"})).status_code
        for number in range(21)
    ]
    assert tried == [422] * 20 + [429]


async def test_a_seat_in_a_workshop_is_offered_and_taken_by_a_button(site, make):
    opening = await make.congress(seats=9)
    full, other = await make.workshops(opening, 1, 5)
    first = await make.registration(opening, choices=[(full, None)])
    riet = await make.registration(opening, "Riet", choices=[(full, other)])
    page = await own_page(site, riet)
    assert f"Ronde 1: {other.title} {full.title} Wachtlijst, nummer 1" in page.text
    choices = page.main.one("fieldset", id=f"rounds-first_{full.part_id}").all("label")
    assert [each.text for each in choices] == [
        f"{full.title} Hiervoor staat u op de wachtlijst.",
        f"{other.title} Hier heeft u een plek.",
        "Ik sla deze ronde over",
    ]
    await changing.cancel_by_link(link_of(first.id, 1))
    page = await own_page(site, riet)
    assert headings(page)[1] == f"Er is plek in ‘{full.title}’"
    assert buttons(page)[:2] == ["Neem deze plek", "Ik houd wat ik heb"]
    choice = await WorkshopChoice.filter(registration_id=riet.id).get()
    answer = await press(site, riet, "accept_workshop", str(choice.id))
    assert answer.headers["location"] == f"{own_path(riet)}?gedaan=workshop"
    await choice.refresh_from_db()
    assert (choice.seat_id, choice.in_line) == (full.id, False)
    assert await what_is_wrong_with_congresses() == []


async def test_who_does_not_want_it_keeps_the_second_choice(site, make):
    opening = await make.congress(seats=9)
    full, other = await make.workshops(opening, 1, 5)
    await make.registration(opening, choices=[(full, None)])
    riet = await make.registration(opening, "Riet", choices=[(full, other)])
    await programme.edit_workshop(full.id, WorkshopValues(full.title, 2), actor=SYSTEM)
    choice = await WorkshopChoice.filter(registration_id=riet.id).get()
    await press(site, riet, "decline_workshop", str(choice.id))
    await choice.refresh_from_db()
    assert (choice.seat_id, choice.in_line) == (other.id, False)


async def test_a_seat_in_a_workshop_that_was_offered_can_be_taken_when_there_are_fewer_since(site, make):
    opening = await make.congress(seats=9)
    full, other = await make.workshops(opening, 2, 5)
    first = await make.registration(opening, choices=[(full, None)], people=2)
    riet = await make.registration(opening, "Riet", choices=[(full, other)])
    jan = await make.registration(opening, "Jan", choices=[(full, other)])
    await changing.cancel_by_link(link_of(first.id, 1))
    await programme.edit_workshop(full.id, WorkshopValues(full.title, 1), actor=SYSTEM)
    for each in (riet, jan):
        choice = await WorkshopChoice.get(registration_id=each.id)
        answer = await press(site, each, "accept_workshop", str(choice.id))
        assert answer.headers["location"] == f"{own_path(each)}?gedaan=workshop"
        await choice.refresh_from_db()
        assert choice.seat_id == full.id
    assert await what_is_wrong_with_congresses() == []


async def test_a_workshop_offer_that_ended_says_that_the_seat_in_the_hall_stays(site, make, now):
    opening = await make.congress(seats=9)
    full, other = await make.workshops(opening, 1, 5)
    await make.registration(opening, choices=[(full, None)])
    riet = await make.registration(opening, "Riet", choices=[(full, other)])
    await programme.edit_workshop(full.id, WorkshopValues(full.title, 2), actor=SYSTEM)
    choice = await WorkshopChoice.filter(registration_id=riet.id).get()
    now.move(timedelta(hours=48))
    answer = await press(site, riet, "accept_workshop", str(choice.id))
    assert answer.status_code == 422
    assert "De plek in deze workshop is naar de volgende gegaan. Uw stoel in de zaal houdt u." in answer.text


@pytest.mark.parametrize("value", ["", "0", "999", "keizer", "9" * 30])
async def test_a_workshop_that_is_not_theirs_is_not_found(site, riet, value):
    assert (await press(site, riet, "accept_workshop", value)).status_code == 404


async def test_what_they_need_can_be_wiped_at_once(site, make, opening):
    riet = await make.registration(opening, "Riet", needs=NeedsValues(("halal",), (), "Bij de deur."))
    assert "Wis wat ik nodig heb" in buttons(await own_page(site, riet))
    await press(site, riet, "forget_needs")
    assert await Needs.all().count() == 0
    assert "Wis wat ik nodig heb" not in buttons(await own_page(site, riet))
    assert (await fresh(riet)).state.value == "confirmed"


async def test_all_that_is_kept_can_be_taken_along(site, make, opening):
    (art,) = await make.workshops(opening, 5)
    riet = await make.registration(
        opening,
        "Riet",
        email=RIET,
        municipality_code="GM0344",
        choices=[(art, None)],
        needs=NeedsValues(("halal",), ("ringleiding",), "Bij de deur."),
    )
    answer = await site.get(f"{own_path(riet)}?bestand=gegevens")
    assert answer.headers["content-disposition"] == 'attachment; filename="mijn-gegevens.json"'
    kept = json.loads(answer.text)
    assert {
        name: kept[name]
        for name in ("congres", "stand", "naam", "e-mailadres", "gemeente", "mensen", "nodig")
    } == {
        "congres": "Samen dekken wij de tafel",
        "stand": "Heeft een stoel",
        "naam": "Riet",
        "e-mailadres": RIET,
        "gemeente": "Utrecht",
        "mensen": [{"naam": "Riet", "komt mee om te helpen": False, "binnengekomen op": None}],
        "nodig": {
            "eten": ["Halal eten"],
            "toegankelijkheid": ["Ringleiding"],
            "opmerking": "Bij de deur.",
            "toestemming gezegd op": "2027-08-16T12:00:00+02:00",
        },
    }
    assert kept["workshops"] == [
        {
            "ronde": 1,
            "eerste keus": art.title,
            "tweede keus": None,
            "plek in": art.title,
            "nummer in de rij": None,
        }
    ]


async def test_the_file_for_their_own_calendar_asks_nobody_anything(site, riet):
    answer = await site.get(f"{own_path(riet)}?bestand=agenda")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.events
    assert "METHOD" not in calendar
    assert not {"ATTENDEE", "ORGANIZER"} & event.keys()
    assert str(event["SUMMARY"]) == "Samen dekken wij de tafel"
    assert own_path(riet) in str(event["DESCRIPTION"])


@pytest.mark.parametrize("wanted", ["agenda", "iets-anders"])
async def test_who_has_no_seat_has_no_file_for_a_calendar(site, make, opening, wanted):
    kees = await waiting(make, opening)
    assert (await site.get(f"{own_path(kees)}?bestand={wanted}")).status_code == 404


async def test_online_the_link_stands_where_the_ticket_would(site, make):
    nowhere = dict.fromkeys(("venue", "street", "house_number", "postcode", "place"), "")
    webinar = await make.congress(seats=1, **nowhere, online_url="https://meedoen.example/x")
    riet = await make.registration(webinar, "Riet")
    page = await own_page(site, riet)
    assert page.link("https://meedoen.example/x") == "https://meedoen.example/x"
    assert not list(page.main.all("article", class_="ticket"))
    kees = await make.registration(webinar, "Kees")
    assert "https://meedoen.example/x" not in (await own_page(site, kees)).links


async def test_a_congress_that_is_called_off_says_why_and_keeps_no_ticket(site, opening, riet):
    await arranging.call_off(opening.id, "De zaal is stuk.", version=opening.version, actor=SYSTEM)
    page = await own_page(site, riet)
    assert headings(page)[0] == "Dit congres gaat niet door"
    assert "De zaal is stuk." in page.text
    assert not list(page.main.all("article", class_="ticket"))
    assert "Meld mij af" not in buttons(page)


@pytest.mark.parametrize(
    ("moment", "says"),
    [(at(1, 9, 30), "Het congres is begonnen"), (at(1, 16), "Dit congres is geweest")],
)
async def test_from_the_start_on_nothing_can_be_changed(site, riet, now, moment, says):
    fields = form_of((await site.get(own_path(riet))).text)
    now.set(moment)
    page = await own_page(site, riet)
    assert headings(page)[0] == says
    assert not {"Meld mij af", "Bewaar mijn wijziging"} & set(buttons(page))
    for posted in ({"cancel": "1"}, {**fields, "name": "Een ander"}):
        answer = await site.post(own_path(riet), posted)
        assert answer.status_code == 422
        assert "Dit congres is al begonnen." in answer.text
    assert await on_the_list() == [("Riet de Boer", "confirmed", 1)]


async def test_who_is_still_expected_is_not_forgotten(site, riet):
    answer = await press(site, riet, "forget")
    assert answer.status_code == 422
    assert "U staat nog op de lijst. Meld u eerst af; daarna kunt u uw gegevens verwijderen." in answer.text


async def test_who_does_not_come_can_have_everything_removed(site, riet):
    await press(site, riet, "cancel")
    answer = await press(site, riet, "forget")
    gone = await site.get(answer.headers["location"])
    assert (gone.status_code, Page(gone).h1) == (410, "Uw gegevens zijn verwijderd")
    assert await on_the_list() == [("", "cancelled", 1)]
    assert [each.name for each in await Attendee.all()] == [""]
    assert await what_is_wrong_with_congresses() == []


async def test_after_the_term_there_is_nothing_left(site, riet, now):
    now.set(at(8, 0, month=11))
    await purge(now.at, is_dry_run=False)
    answer = await site.get(own_path(riet))
    assert (answer.status_code, Page(answer).h1) == (410, "Deze aanmelding is er niet meer")
    assert (await press(site, riet, "cancel")).status_code == 410


@pytest.mark.parametrize("ending", ["x", "2.x"])
async def test_a_link_that_this_site_did_not_make_opens_nothing(site, riet, ending):
    assert (await site.get(f"/p/congres.{riet.id}.{ending}")).status_code == 404
