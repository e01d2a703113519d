"""The page of a congress, and that of all of them: what stands there at which moment."""

from datetime import timedelta

import pytest

from tests.congress.visiting import buttons, headings, status
from tests.make import at
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import CongressKind
from weekplanner.congress.operations import arranging, programme
from weekplanner.congress.values import PartValues, WorkshopValues

PAGE = "/congres/opening-2027"
CLOSING = {
    "kind": CongressKind.CLOSING,
    "title": "Dank u wel",
    "audiences": ("vrijwilliger", "professional"),
    "starts_at": at(8, 9, 30),
    "ends_at": at(8, 16),
    "closes_at": at(7, 17),
}


async def test_it_says_what_is_on_where_and_for_whom(get, make):
    opening = await make.congress(seats=138, travel="Vijf minuten lopen van het station.")
    plenary = PartValues(
        "Opening", at(1, 10, 15), at(1, 11), text="Zes gasten vertellen.", speakers="Noor Bakker"
    )
    await programme.add_part(opening.id, plenary, actor=SYSTEM)
    part = await programme.add_part(
        opening.id, PartValues("Workshops, ronde 1", at(1, 11), at(1, 12), is_round=True), actor=SYSTEM
    )
    art = WorkshopValues("Kunst erbij", 20, text="Samen zingen.", speakers="Jan Bos", room="Zaal 4")
    await programme.add_workshop(part.id, art, actor=SYSTEM)
    page = await get(PAGE)
    assert (page.h1, page.meta("robots")) == ("Samen dekken wij de tafel", None)
    assert page.canonical == f"https://komerbij.test{PAGE}"
    assert status(page) == "Nog 138 plaatsen"
    assert page.link("Meld u aan") == "#aanmelden"
    parts = [
        each.text for each in page.main.one("ol", class_="programme").inside if not isinstance(each, str)
    ]
    assert parts == [
        "10.15 uur Opening Zes gasten vertellen. Met Noor Bakker",
        "11.00 uur Workshops, ronde 1 Kunst erbij Samen zingen. Met Jan Bos Zaal 4",
    ]
    assert {each.one("dt").text: each.one("dd").text for each in page.main.one("dl").all("div")} == {
        "Tijd": "09.30 tot 16.00 uur",
        "Plek": "Jaarbeurs, Jaarbeursplein 6, 3521 AL Utrecht",
        "Zo komt u er": "Vijf minuten lopen van het station.",
        "Voor wie": "Lid van de Nationale Coalitie, wethouder en trekker van een lokale coalitie.",
        "Kosten": "Gratis",
        "Vragen": "0800 000 12 34",
    }
    assert "webcal://komerbij.test/feeds/congres.ics" in page.links


async def test_search_engines_read_where_it_is_and_that_there_is_a_seat(get, make):
    opening = await make.congress(seats=1)
    event = (await get(PAGE)).structured_data
    assert event["location"] == {
        "@type": "Place",
        "name": "Jaarbeurs",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Jaarbeursplein 6",
            "postalCode": "3521 AL",
            "addressLocality": "Utrecht",
            "addressCountry": "NL",
        },
    }
    assert (event["startDate"], event["eventStatus"]) == (
        "2027-10-01T09:30:00+02:00",
        "https://schema.org/EventScheduled",
    )
    assert event["remainingAttendeeCapacity"] == 1
    assert event["offers"]["availability"] == "https://schema.org/InStock"
    await arranging.call_off(opening.id, "De zaal is stuk.", version=opening.version, actor=SYSTEM)
    event = (await get(PAGE)).structured_data
    assert event["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize(
    ("moment", "says", "first_heading", "has_form"),
    [
        (at(1, 8, month=6), "Aanmelden vanaf dinsdag 1 juni, 09.00 uur", "Aanmelden", True),
        (at(1, 9, month=6), "Nog 5 plaatsen", "Aanmelden", True),
        (at(30, 17, month=9), "Aanmelden is gesloten", "Aanmelden", True),
        (at(1, 9, 30), "Is begonnen", "Dit congres is begonnen", False),
        (at(1, 16), "Dit is geweest", "Dit congres is geweest", False),
    ],
)
async def test_it_says_how_signing_up_stands(get, make, now, moment, says, first_heading, has_form):
    await make.congress(seats=5)
    now.set(moment)
    page = await get(PAGE)
    assert (status(page), headings(page)[0]) == (says, first_heading)
    assert ("Reserveer mijn stoel" in buttons(page)) is has_form


async def test_before_and_after_it_is_open_the_form_is_for_who_has_a_code(get, make, now):
    await make.congress()
    now.set(at(1, 8, month=6))
    page = await get(PAGE)
    assert "Aanmelden kan vanaf dinsdag 1 juni 2027, 09.00 uur" in page.text
    summaries = [each.text for each in page.main.all("summary")]
    assert summaries == ["Ik heb een uitnodigingscode", "Ik meld een groep aan"]
    now.set(at(30, 18, month=9))
    assert "Sinds donderdag 30 september is de aanmelding gesloten." in (await get(PAGE)).text


async def test_a_full_one_says_that_one_comes_on_the_waiting_list_and_as_which_number(get, make, now):
    opening = await make.congress(seats=1)
    await make.registration(opening)
    await make.registration(opening)
    page = await get(PAGE)
    assert status(page) == "Vol: u komt op de wachtlijst"
    assert "U kunt op de wachtlijst, als nummer 2." in page.text
    assert "Zet mij op de wachtlijst" in buttons(page)


async def test_one_that_is_called_off_says_why_and_leads_to_the_other(get, make):
    opening = await make.congress()
    await make.congress(**CLOSING)
    await arranging.call_off(opening.id, "De zaal is stuk.", version=opening.version, actor=SYSTEM)
    page = await get(PAGE)
    assert (status(page), headings(page)[0]) == ("Gaat niet door", "Dit congres gaat niet door")
    assert "De zaal is stuk." in page.text
    assert page.link("Slotcongres op vrijdag 8 oktober") == "/congres/slot-2027"
    assert "Reserveer mijn stoel" not in buttons(page)


async def test_each_audience_is_told_which_congress_is_for_them(get, make):
    await make.congress()
    await make.congress(**CLOSING)
    choices = (await get(PAGE)).main.one("fieldset", id="audience").all("label")
    assert [each.text for each in choices] == [
        "Lid van de Nationale Coalitie",
        "Wethouder",
        "Trekker van een lokale coalitie",
        "Vrijwilliger Voor u is er het slotcongres op vrijdag 8 oktober.",
        "Professional in zorg of welzijn Voor u is er het slotcongres op vrijdag 8 oktober.",
        "Beleidsmedewerker van een gemeente",
        "Adviseur van het programma",
        "Anders",
    ]


async def test_each_workshop_says_what_is_left_or_at_which_place_one_comes_in_line(get, make):
    opening = await make.congress()
    small, large = await make.workshops(opening, 1, 20)
    await make.registration(opening, choices=[(small, None)])
    await make.registration(opening, choices=[(small, large)])
    page = await get(PAGE)
    choices = page.main.one("fieldset", id=f"rounds-first_{small.part_id}").all("label")
    assert [each.text for each in choices] == [
        f"{small.title} Vol. U komt op de wachtlijst, als nummer 2.",
        f"{large.title} Nog 19 plaatsen.",
        "Ik sla deze ronde over",
    ]
    assert f"‘{small.title}’ in ronde 1 is vol" in page.text


async def test_online_nobody_eats_and_the_link_is_for_who_has_a_seat(get, make):
    await make.congress(
        venue="", street="", house_number="", postcode="", place="", online_url="https://e.nl/x"
    )
    page = await get(PAGE)
    assert "Bij uw toegangsbewijs staat de link om mee te doen." in page.text
    assert "https://e.nl/x" not in (page.text + " ".join(page.links))
    assert not list(page.main.all("fieldset", id="diets"))
    assert list(page.main.all("fieldset", id="access"))


@pytest.mark.parametrize("path", ["/congres/opening-2027", "/congres/bestaat-niet", "/congres/slot-2027"])
async def test_what_is_not_on_the_site_is_not_found(site, make, path):
    await make.congress(is_published=False)
    assert (await site.get(path)).status_code == 404


async def test_places_left_are_a_second_old_at_most(site, get, make, now):
    opening = await make.congress(seats=5)
    first = await site.get(PAGE)
    await make.registration(opening)
    assert (await site.get(PAGE)).content == first.content
    now.move(timedelta(seconds=1))
    assert status(await get(PAGE)) == "Nog 4 plaatsen"


async def test_the_form_appears_at_the_very_moment_of_opening(get, make, now):
    await make.congress(seats=5)
    now.set(at(1, 9, month=6))
    now.move(timedelta(seconds=-0.4))
    assert status(await get(PAGE)).startswith("Aanmelden vanaf")
    now.move(timedelta(seconds=0.4))
    assert status(await get(PAGE)) == "Nog 5 plaatsen"


def menu(page) -> list[str]:
    """The words of the main menu."""
    return [each.text for each in page.document.one("nav", class_="site-nav").all("a")]


async def test_the_menu_and_the_home_page_lead_there_once_one_is_on_the_site(get, make):
    draft = await make.congress(is_published=False)
    kept = ["/", "/agenda", "/over", "/gemeente/utrecht"]
    assert [menu(await get(path)) for path in kept] == [["Agenda", "Organiseren"]] * 4
    await arranging.publish_congress(draft.id, version=draft.version, actor=SYSTEM)
    await make.congress(**CLOSING)
    assert [menu(await get(path)) for path in kept] == [["Agenda", "Organiseren", "Congres"]] * 4
    home = await get("/")
    assert "Openingscongres op 1 oktober en slotcongres op 8 oktober." in home.text
    assert home.link("Programma en aanmelden") == "/congres"


async def test_all_of_them_stand_on_one_page(get, make):
    await make.congress(seats=2)
    await make.congress(**CLOSING)
    page = await get("/congres")
    cards = list(page.main.all("section", class_="table-edge"))
    assert [[each.text for each in card.all("p")] for card in cards] == [
        [
            "Openingscongres, vrijdag 1 oktober 2027, 09.30 tot 16.00 uur Jaarbeurs, Utrecht",
            "Voor: lid van de Nationale Coalitie, wethouder en trekker van een lokale coalitie.",
            "Nog 2 plaatsen",
            "Bekijk het programma van het openingscongres",
        ],
        [
            "Slotcongres, vrijdag 8 oktober 2027, 09.30 tot 16.00 uur Jaarbeurs, Utrecht",
            "Voor: vrijwilliger en professional in zorg of welzijn.",
            "Nog 750 plaatsen",
            "Bekijk het programma van het slotcongres",
        ],
    ]
    assert page.link("Bekijk het programma") == PAGE


async def test_without_a_congress_the_page_says_so(get, make):
    await make.edition()
    page = await get("/congres")
    assert (page.status, headings(page)) == (200, ["Er is nu geen congres"])


async def test_the_sitemap_has_them(site, make):
    await make.congress()
    text = (await site.get("/sitemap-congressen-1.xml")).text
    assert "<loc>https://komerbij.test/congres</loc>" in text
    assert f"<loc>https://komerbij.test{PAGE}</loc>" in text
