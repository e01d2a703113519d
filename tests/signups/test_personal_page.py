"""A guest's own page: what stands there, and that only a button does something."""

import json

import icalendar
import pytest

from tests.events.filling_in import form_of, sentences
from tests.make import acting, at
from tests.signups.visiting import (
    buttons,
    change,
    counted,
    headings,
    on_the_list,
    own_page,
    own_path,
    take_place,
)
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.events.operations import cancelling
from weekplanner.signups.models import SignUp
from weekplanner.signups.values import Guest, Helper

RIET = "riet@example.org"


@pytest.fixture
async def soup(make):
    """Soup for four people."""
    return await make.activity(capacity=4)


@pytest.fixture
async def riet(make, soup):
    """Somebody with a place."""
    (occurrence,) = await soup.occurrences()
    return await make.sign_up(occurrence.id, people=2, email=RIET, phone="030 000 55 55")


async def test_it_says_what_is_on_that_there_is_a_place_and_what_is_kept(site, riet):
    page = await own_page(site, riet)
    assert page.h1 == "Uw aanmelding"
    assert headings(page) == [
        "Uw naam staat op een stoel",
        "Waar en wanneer",
        "Kunt u toch niet?",
        "Wijzig uw aanmelding",
        "Vragen?",
        "Wat wij van u bewaren",
    ]
    assert buttons(page) == ["Meld mij af", "Bewaar mijn wijziging"]
    for words in (
        "Tot woensdag 6 oktober, 12.00 tot 13.30 uur.",
        "Bibliotheek Neude, Neude 11, 3512 AE Utrecht",
        "3,50 euro",
        "Fatma, 030 000 12 34",
        "Riet de Boer",
        RIET,
        "030 000 55 55",
        "Uzelf",
    ):
        assert words in page.text


async def test_it_is_for_one_person_alone(site, riet):
    answer = await site.get(own_path(riet))
    assert {name: answer.headers[name] for name in ("cache-control", "referrer-policy", "x-robots-tag")} == {
        "cache-control": "private, no-store",
        "referrer-policy": "same-origin",
        "x-robots-tag": "noindex",
    }
    assert "set-cookie" not in answer.headers


async def test_who_waits_reads_how_many_come_first(site, make, soup, riet):
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, "Kees", 3)
    waiting = await make.sign_up(occurrence.id, "Jan", 4, phone="030 000 66 66")
    page = await own_page(site, waiting)
    assert headings(page)[0] == "U staat op de wachtlijst"
    assert "Er is nu 1 aanmelding voor u." in page.text
    assert "De organisator belt u dan." in page.text
    await site.post(own_path(riet), cancel="1")
    assert "U bent als eerste aan de beurt." in (await own_page(site, waiting)).text


@pytest.mark.parametrize("method", ["get", "head"])
async def test_looking_changes_nothing_whatever_the_address_says(site, riet, method):
    for query in ("", "?cancel=1", "?forget=1", "?people=3"):
        answer = await getattr(site, method)(f"{own_path(riet)}{query}")
        assert answer.status_code == 200
    assert await on_the_list() == [("Riet de Boer", "placed", 2)]


async def test_a_guest_changes_with_how_many_they_come_and_what_they_need(site, riet):
    typed = {"people": "4", "phone": "06 12 34 56 78", "remark": "Geen vlees."}
    answer = await change(site, own_path(riet), **typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{own_path(riet)}?gedaan=gewijzigd")
    assert "Uw wijziging is bewaard" in (await site.get(answer.headers["location"])).text
    stored = Guest.of(await SignUp.get(id=riet.id))
    assert stored == Guest("Riet de Boer", RIET, "06 12 34 56 78", 4, False, "Geen vlees.")
    assert await counted() == [(4, 0)]
    assert await site.mail_kinds_to(RIET) == ["signup_confirmed", "signup_changed"]


async def test_a_party_grows_no_larger_than_there_are_chairs(site, make, soup, riet):
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, "Kees")
    answer = await change(site, own_path(riet), people="4", remark="Geen vlees.")
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {"people": "Er is nu geen plek voor zo veel mensen. Er kunnen hooguit 3 mensen komen"},
    )
    assert form_of(answer.text)["remark"] == ["Geen vlees."]
    assert await counted() == [(3, 0)]


async def test_who_can_be_told_nothing_is_asked_for_a_number(site, make, soup):
    (occurrence,) = await soup.occurrences()
    jan = await make.sign_up(occurrence.id, "Jan", phone="030 000 66 66")
    answer = await change(site, own_path(jan), phone="")
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {"phone": "Vul een telefoonnummer of een e-mailadres in"},
    )


async def test_a_form_from_before_something_changed_shows_what_is_there_now(site, riet):
    path = own_path(riet)
    old = form_of((await site.get(path)).text)
    await change(site, path, people="3")
    answer = await site.post(path, {**old, "people": ["1"]})
    assert answer.status_code == 409
    assert "3 mensen" in answer.text
    assert await on_the_list() == [("Riet de Boer", "placed", 3)]
    again = await site.post(path, form_of(answer.text))
    assert again.status_code == 303
    assert await on_the_list() == [("Riet de Boer", "placed", 1)]


async def test_ending_it_gives_the_places_to_who_waits(site, make, soup, riet):
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, "Kees", 4, email="kees@example.org")
    answer = await site.post(own_path(riet), cancel="1")
    assert (answer.status_code, answer.headers["location"]) == (303, own_path(riet))
    assert await on_the_list() == [("Riet de Boer", "cancelled", 2), ("Kees", "placed", 4)]
    assert await site.mail_kinds_to("kees@example.org") == ["signup_waiting", "signup_promoted"]
    page = await own_page(site, riet)
    assert headings(page) == ["U bent afgemeld", "Waar en wanneer", "Vragen?", "Wat wij van u bewaren"]
    assert page.link("Meld u opnieuw aan") == f"{soup.path}#aanmelden"
    assert buttons(page) == ["Verwijder mijn gegevens"]


async def test_ending_it_twice_is_ending_it_once(site, riet):
    for _ in range(2):
        assert (await site.post(own_path(riet), cancel="1")).status_code == 303
    assert await counted() == [(0, 0)]
    assert await site.mail_kinds_to(RIET) == ["signup_confirmed", "signup_cancelled"]


async def test_who_ended_it_can_come_back(site, soup, riet):
    await site.post(own_path(riet), cancel="1")
    await take_place(site, soup, name="Riet de Boer", email=RIET)
    assert await on_the_list() == [("Riet de Boer", "cancelled", 2), ("Riet de Boer", "placed", 1)]


async def test_what_is_kept_goes_at_once_and_nothing_else_changes(site, make, soup, riet):
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, "Kees")
    await site.post(own_path(riet), cancel="1")
    answer = await site.post(own_path(riet), forget="1")
    there = f"{own_path(riet)}?gedaan=verwijderd"
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    page = await site.get(there)
    assert page.status_code == 410
    assert "Uw gegevens zijn verwijderd" in page.text
    assert await on_the_list() == [("Kees", "placed", 1)]
    assert await counted() == [(1, 0)]


async def test_everything_the_same_guest_ended_goes_and_what_still_stands_does_not(site, soup, riet):
    await site.post(own_path(riet), cancel="1")
    await take_place(site, soup, name="Riet de Boer", email=RIET)
    await site.post(own_path(riet), forget="1")
    assert await on_the_list() == [("Riet de Boer", "placed", 1)]


async def test_what_the_organiser_still_needs_cannot_be_removed(site, riet):
    answer = await site.post(own_path(riet), forget="1")
    assert answer.status_code == 422
    assert "Meld u eerst af, dan kunt u ze verwijderen." in answer.text
    assert await on_the_list() == [("Riet de Boer", "placed", 2)]


async def test_when_it_is_over_a_guest_can_be_forgotten_and_how_many_came_stays(site, riet, now):
    now.set(at(6, 13, 30))
    page = await own_page(site, riet)
    assert headings(page) == ["Dit is geweest", "Waar en wanneer", "Vragen?", "Wat wij van u bewaren"]
    await site.post(own_path(riet), forget="1")
    assert await on_the_list() == []
    assert await counted() == [(2, 0)]


async def test_an_id_is_never_given_out_again(site, make, soup, riet):
    (occurrence,) = await soup.occurrences()
    await site.post(own_path(riet), cancel="1")
    await site.post(own_path(riet), forget="1")
    kees = await make.sign_up(occurrence.id, "Kees", email="kees@example.org")
    assert kees.id != riet.id
    assert (await site.get(own_path(riet))).status_code == 410
    assert await site.mail_kinds_to("kees@example.org") == ["signup_confirmed"]


async def test_from_the_start_on_nothing_can_be_changed(site, riet, now):
    path = own_path(riet)
    form = form_of((await site.get(path)).text)
    now.set(at(6, 12))
    assert headings(await own_page(site, riet))[0] == "Het is begonnen"
    for fields in ({**form, "people": ["1"]}, {"cancel": ["1"]}):
        answer = await site.post(path, fields)
        assert answer.status_code == 422
        assert "Deze activiteit is al begonnen." in answer.text
    assert await on_the_list() == [("Riet de Boer", "placed", 2)]


@pytest.mark.parametrize("is_taken_down", [False, True])
async def test_what_does_not_go_on_says_so(site, soup, riet, make, is_taken_down):
    activity = await soup.fresh()
    if is_taken_down:
        moderator = await make.team_member()
        await site.as_(moderator).post(
            f"/team/activiteiten/{soup.id}/afwijzen", version=str(activity.version), reason="Reclame."
        )
    else:
        await cancelling.cancel_activity(
            soup.id,
            "De kok is ziek.",
            version=activity.version,
            actor=acting(soup.organiser, soup.organisation),
        )
    page = await own_page(site, riet)
    assert headings(page) == ["Dit gaat niet door", "Waar en wanneer", "Vragen?", "Wat wij van u bewaren"]
    assert ("De kok is ziek." in page.text) is not is_taken_down
    assert (soup.path in page.links) is not is_taken_down


async def test_the_guest_reads_who_signed_them_up(site, make, soup):
    (occurrence,) = await soup.occurrences()
    riet = await make.sign_up(occurrence.id, helper=Helper("Noor", "noor@example.org"))
    assert "Aangemeld door Noor, noor@example.org" in (await own_page(site, riet)).text


async def test_a_guest_without_mail_takes_the_moment_along_for_an_own_calendar(site, make, soup):
    (occurrence,) = await soup.occurrences()
    jan = await make.sign_up(occurrence.id, "Jan", phone="030 000 66 66")
    answer = await site.get(f"{own_path(jan)}?bestand=agenda")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="kom-erbij.ics"'
    (event,) = icalendar.Calendar.from_ical(answer.content).events
    assert (str(event["UID"]), str(event["STATUS"]), str(event["SUMMARY"])) == (
        str(occurrence.uid),
        "CONFIRMED",
        "Soep aan de lange tafel",
    )
    assert own_path(jan) in str(event["DESCRIPTION"])


async def test_a_guest_takes_along_all_that_is_kept(site, riet):
    await change(site, own_path(riet), remark="Ik kom met rolstoel.")
    answer = await site.get(f"{own_path(riet)}?bestand=gegevens")
    assert answer.headers["content-disposition"] == 'attachment; filename="mijn-gegevens.json"'
    kept = json.loads(answer.text)
    (own,) = kept.pop("aanmeldingen")
    assert kept == {
        "activiteit": "Soep aan de lange tafel",
        "bladzijde": "https://komerbij.test/activiteiten/soep-aan-de-lange-tafel-1",
        "organisator": "Buurthuis De Linde",
        "begint": "2027-10-06T12:00:00+02:00",
        "eindigt": "2027-10-06T13:30:00+02:00",
    }
    assert {name: value for name, value in own.items() if value} == {
        "stand": "plek",
        "naam": "Riet de Boer",
        "e-mailadres": RIET,
        "telefoonnummer": "030 000 55 55",
        "aantal mensen": 2,
        "opmerking": "Ik kom met rolstoel.",
        "aangemeld door": "self",
        "taal": "nl",
        "aangemeld op": "2027-08-16T12:00:00+02:00",
        "plek sinds": "2027-08-16T12:00:00+02:00",
        "gewijzigd op": "2027-08-16T12:00:00+02:00",
    }


async def test_who_comes_back_after_the_term_reads_that_nothing_is_kept(site, riet):
    await SignUp.filter(id=riet.id).delete()
    for answer in (await site.get(own_path(riet)), await site.post(own_path(riet), cancel="1")):
        assert answer.status_code == 410
        assert "Wij verwijderen uw gegevens 30 dagen na de week" in answer.text


async def test_a_link_of_an_older_version_opens_nothing(site, riet):
    path = PersonalLink("plek", riet.id, 2).url.removeprefix("https://komerbij.test")
    assert (await site.get(path)).status_code == 404


async def test_the_page_exists_under_the_english_address(site, riet):
    answer = await change(site, f"/en{own_path(riet)}", people="1")
    assert answer.headers["location"] == f"/en{own_path(riet)}?gedaan=gewijzigd"
