"""Taking a place on the page of an activity."""

import pytest

from tests.events.filling_in import form_of, sentences
from tests.finding.reading import Page
from tests.make import MadeActivity, acting, at
from tests.signups.visiting import form_on, on_the_list, take_place
from weekplanner.accounts.people import Person
from weekplanner.events.operations import cancelling
from weekplanner.signups.models import SignUp, Source
from weekplanner.signups.values import Guest, Helper

THREE_TIMES = ((at(5, 12), at(5, 13)), (at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))
EVERY_DAY = tuple((at(day, 12), at(day, 13)) for day in range(1, 9))


def joining(page: Page) -> str:
    """The words of the card that says how to join."""
    return next(
        each.text for each in page.main.all("section") if "Zo doet u mee" in [h.text for h in each.all("h2")]
    )


def chairs(page: Page) -> list[tuple[str, int, int]]:
    """Each row of chairs: its label, how many there are, and how many are free."""
    return [
        (row.attributes["aria-label"], len(list(row.all("svg"))), len(list(row.all("svg", class_="free"))))
        for row in page.main.all("p", class_="places")
    ]


def has_form(page: Page) -> bool:
    return any("aanmelden" in form.attributes.get("action", "") for form in page.main.all("form"))


async def test_the_page_says_how_many_chairs_are_free_and_has_the_form(get, make):
    soup = await make.activity(capacity=24)
    (occurrence,) = await soup.occurrences()
    for people in (6, 6, 6):
        await make.sign_up(occurrence.id, people=people)
    page = await get(soup.path)
    assert "6 van de 24 plaatsen zijn nog vrij" in joining(page)
    assert chairs(page) == [("18 stoelen bezet, 6 stoelen vrij", 24, 6)]
    assert page.link("Liever online aanmelden") == "#aanmelden"
    assert has_form(page)


@pytest.mark.parametrize("ways", [("telefoon",), ("binnenlopen",), ("telefoon", "e-mail")])
async def test_there_is_no_form_where_people_join_in_another_way(get, make, ways):
    soup = await make.activity(capacity=24, join_ways=ways, is_contact_email_public=True)
    page = await get(soup.path)
    assert not has_form(page)
    assert "plaatsen" not in page.text


async def test_more_than_thirty_places_are_a_number(get, make):
    page = await get((await make.activity(capacity=31)).path)
    assert "31 van de 31 plaatsen zijn nog vrij" in joining(page)
    assert chairs(page) == []


async def test_each_moment_says_what_is_left_and_what_is_past_or_off_cannot_be_chosen(site, get, make, now):
    soup = await make.activity(capacity=2, occurrences=((at(4, 12), at(4, 13)), *THREE_TIMES))
    _first, second, third, _fourth = await soup.occurrences()
    await make.sign_up(second.id, people=2)
    activity = await soup.fresh()
    await cancelling.cancel_occurrence(
        soup.id, third.id, "De kok is ziek.", version=activity.version, actor=_organiser(soup)
    )
    now.set(at(4, 12, 30))
    page = await get(soup.path)
    assert [each.text for each in page.main.one("ul", class_="moments").all("li")] == [
        "Maandag 4 oktober 2027, 12.00 tot 13.00 uur",
        "Dinsdag 5 oktober 2027, 12.00 tot 13.00 uur Vol, wachtlijst",
        "Woensdag 6 oktober 2027, 12.00 tot 13.00 uur Gaat niet door De kok is ziek.",
        "Donderdag 7 oktober 2027, 12.00 tot 13.00 uur",
    ]
    choices = page.main.one("fieldset", id="occurrence").all("label")
    assert [each.text for each in choices] == [
        "Dinsdag 5 oktober, 12.00 tot 13.00 uur (vol, wachtlijst)",
        "Donderdag 7 oktober, 12.00 tot 13.00 uur (nog 2 plaatsen)",
    ]


async def test_many_moments_stand_in_a_list_that_opens(site, get, make):
    soup = await make.activity(capacity=5, occurrences=EVERY_DAY)
    page = await get(soup.path)
    assert "U kiest uit 8 keren. Bij 8 keren is nog plek." in joining(page)
    options = [each.text for each in page.main.one("select", id="occurrence").all("option")]
    assert (options[0], len(options)) == ("Kies een keer", 9)
    answer = await take_place(site, soup, name="Riet", phone="0612345678")
    assert (answer.status_code, sentences(answer.text)) == (422, {"occurrence": "Kies wanneer u komt."})


async def test_who_leaves_an_address_gets_a_place_and_reads_that_a_mail_is_on_its_way(site, get, make):
    soup = await make.activity(capacity=24, contact_phone="030 000 12 34")
    (occurrence,) = await soup.occurrences()
    answer = await take_place(site, soup, name="Riet de Boer", email="Riet@Example.ORG", people="2")
    there = f"{soup.path}/aangemeld?keer={occurrence.id}&plek=ja"
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    assert await on_the_list() == [("Riet de Boer", "placed", 2)]
    assert await site.mail_kinds_to("Riet@example.org") == ["signup_confirmed"]
    page = await get(there)
    assert (page.h1, page.meta("robots")) == ("Uw naam staat op een stoel", "noindex")
    assert "Woensdag 6 oktober, 12.00 tot 13.30 uur" in page.text
    assert "Wij sturen een mail." in page.text
    assert "tel:0300001234" in page.links
    assert "Riet" not in page.text


async def test_who_leaves_no_address_goes_to_their_own_page(site, get, make):
    soup = await make.activity(capacity=24)
    answer = await take_place(site, soup, name="Riet de Boer", phone="06 - 12 34 56 78")
    assert answer.status_code == 303
    page = await get(answer.headers["location"])
    assert page.h1 == "Uw aanmelding"
    assert "Bewaar deze bladzijde" in page.text
    assert await on_the_list() == [("Riet de Boer", "placed", 1)]


async def test_who_comes_when_all_chairs_are_taken_waits(site, get, make):
    soup = await make.activity(capacity=2)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, people=2)
    page = await get(soup.path)
    assert "Vol, wachtlijst" in joining(page)
    assert chairs(page) == [("2 stoelen bezet, 0 stoelen vrij", 2, 0)]
    assert "Zet mij op de wachtlijst" in [each.text for each in page.main.all("button")]
    answer = await take_place(site, soup, name="Kees", email="kees@example.org")
    assert answer.headers["location"] == f"{soup.path}/aangemeld?keer={occurrence.id}&plek=wachtlijst"
    assert (await get(answer.headers["location"])).h1 == "U staat op de wachtlijst"
    assert (await on_the_list())[1:] == [("Kees", "waiting", 1)]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"name": "Vul uw naam in.", "phone": "Vul een telefoonnummer of een e-mailadres in."}),
        ({"name": "Riet", "phone": "bel maar"}, {"phone": "Vul een telefoonnummer in, zoals 030 000 12 34."}),
        ({"name": "Riet", "email": "riet"}, {"email": "Vul een e-mailadres in, zoals naam@voorbeeld.nl."}),
        ({"name": "R" * 101, "phone": "0612345678"}, {"name": "Gebruik hooguit 100 tekens."}),
        (
            {"name": "Riet", "phone": "0612345678", "remark": "r" * 301},
            {"remark": "Gebruik hooguit 300 tekens."},
        ),
        (
            {"name": "Riet", "phone": "0612345678", "people": "7"},
            {"people": "Kies met hoeveel mensen u komt."},
        ),
        (
            {"name": "Riet", "phone": "0612345678", "occurrence": "999"},
            {"occurrence": "Kies wanneer u komt."},
        ),
        (
            {"name": "Riet", "helper_name": "Noor"},
            {
                "helper_email": "Vul uw eigen e-mailadres in.",
                "consent": "Meld alleen iemand aan die dat goed vindt. Zet dan het vinkje.",
            },
        ),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(site, make, typed, wrong):
    soup = await make.activity(capacity=24)
    answer = await take_place(site, soup, **{"remark": "Geen vlees.", **typed})
    assert (answer.status_code, sentences(answer.text)) == (422, wrong)
    kept = form_of(answer.text, "proof")
    chosen = {key: value for key, value in typed.items() if key not in {"people", "occurrence"}}
    assert {key: kept[key] for key in chosen} == {key: [value] for key, value in chosen.items()}
    assert kept["remark"] == [typed.get("remark", "Geen vlees.")]
    assert "<title>Fout: " in answer.text
    assert await on_the_list() == []


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 - 12 34 56 78",
        "+31 6 1234 5678",
        "(030) 000.12.34",
        "06\u201112345678",
        "0031612345678",
    ],
)
async def test_a_telephone_number_is_taken_as_people_write_it(site, make, typed):
    soup = await make.activity(capacity=24)
    assert (await take_place(site, soup, name="Riet", phone=typed)).status_code == 303
    assert len(await on_the_list()) == 1


@pytest.mark.parametrize("field", ["name", "helper_name"])
@pytest.mark.parametrize(
    "advertisement",
    ["Win op https://nep.example", "www.nep.example", "goedkoop.com", "bel 0900 123 45 67", "a@b.example"],
)
async def test_a_name_is_no_place_for_an_advertisement(site, make, field, advertisement):
    soup = await make.activity(capacity=24)
    typed = {
        "name": "Riet",
        "helper_name": "Noor",
        "helper_email": "noor@example.org",
        "email": "riet@example.org",
        "consent": "y",
    }
    answer = await take_place(site, soup, **{**typed, field: advertisement})
    assert (answer.status_code, sentences(answer.text)) == (422, {field: "Vul hier alleen een naam in."})
    assert await on_the_list() == []


@pytest.mark.parametrize("name", ["J. de Boer-’t Hart", "Mw. A.B.C. Jansen (85)", "Ömer Şahin", "李"])
async def test_a_name_is_taken_as_people_write_it(site, make, name):
    soup = await make.activity(capacity=24)
    assert (await take_place(site, soup, name=name, phone="0612345678")).status_code == 303
    assert [each[0] for each in await on_the_list()] == [name]


async def test_everything_that_was_filled_in_is_kept_for_the_organiser(site, make):
    soup = await make.activity(capacity=24, transport="Jan haalt u op.")
    typed = {"name": "Riet", "email": "riet@example.org", "phone": "0612345678", "people": "3"}
    await take_place(site, soup, **typed, wants_transport="y", remark="Ik kom met rolstoel.")
    (made,) = await SignUp.all()
    assert (made.source, Guest.of(made)) == (
        Source.SELF,
        Guest("Riet", "riet@example.org", "0612345678", 3, True, "Ik kom met rolstoel."),
    )


async def test_nobody_asks_for_transport_where_there_is_none(site, get, make):
    soup = await make.activity(capacity=24)
    assert "Wilt u worden opgehaald?" not in (await get(soup.path)).text
    await take_place(site, soup, name="Riet", phone="0612345678", wants_transport="y")
    (made,) = await SignUp.all()
    assert not made.wants_transport


async def test_somebody_else_can_sign_a_guest_up_who_agrees(site, get, make):
    soup = await make.activity(capacity=24)
    helper = {"helper_name": "Noor", "helper_email": "noor@example.org", "consent": "y"}
    answer = await take_place(site, soup, name="Riet", phone="0612345678", **helper)
    assert "/aangemeld?" in answer.headers["location"]
    (made,) = await SignUp.all()
    assert (made.source, Helper(made.helper_name, made.helper_email)) == (
        Source.HELPER,
        Helper("Noor", "noor@example.org"),
    )
    assert made.consented_at is not None
    assert await site.mail_kinds_to("noor@example.org") == ["signup_confirmed"]


async def test_who_is_on_the_list_already_reads_the_same_and_hears_the_rest_by_mail(site, make):
    soup = await make.activity(capacity=24)
    first = await take_place(site, soup, name="Riet", email="riet@example.org")
    again = await take_place(site, soup, name="Riet de Boer", email="RIET@example.org", people="4")
    assert again.headers["location"] == first.headers["location"]
    assert await on_the_list() == [("Riet", "placed", 1)]
    assert await site.mail_kinds_to("riet@example.org") == ["signup_confirmed", "signup_repeated"]


async def test_who_left_only_a_number_and_comes_again_does_not_get_the_page_of_the_first(site, get, make):
    soup = await make.activity(capacity=24)
    await take_place(site, soup, name="Riet", phone="0612345678")
    answer = await take_place(site, soup, name="riet", phone="+31 6 12345678", people="4")
    (occurrence,) = await soup.occurrences()
    there = f"{soup.path}/aangemeld?keer={occurrence.id}&plek=ja&via=telefoon"
    assert answer.headers["location"] == there
    assert "Stond uw naam al op de lijst? Dan is daar niets aan veranderd." in (await get(there)).text
    assert await on_the_list() == [("Riet", "placed", 1)]


async def test_a_double_click_signs_up_once_and_leads_to_the_same_page(site, make):
    soup = await make.activity(capacity=24)
    fields = {**await form_on(site, soup.path), "name": ["Riet"], "phone": ["0612345678"]}
    answers = [await site.post(f"{soup.path}/aanmelden", fields) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert await on_the_list() == [("Riet", "placed", 1)]


async def test_signing_up_closes_at_the_start(site, get, make, now):
    soup = await make.activity(capacity=24)
    now.set(at(6, 11, 59))
    fields = {**await form_on(site, soup.path), "name": ["Riet"], "phone": ["0612345678"]}
    now.set(at(6, 12))
    assert not has_form(await get(soup.path))
    answer = await site.post(f"{soup.path}/aanmelden", fields)
    assert answer.status_code == 422
    assert "Deze activiteit is al begonnen." in answer.text
    assert await on_the_list() == []


async def test_what_is_called_off_meanwhile_is_said_on_its_page(site, make):
    soup = await make.activity(capacity=24)
    fields = {**await form_on(site, soup.path), "name": ["Riet"], "phone": ["0612345678"]}
    activity = await soup.fresh()
    await cancelling.cancel_activity(
        activity.id, "De kok is ziek.", version=activity.version, actor=_organiser(soup)
    )
    answer = await site.post(f"{soup.path}/aanmelden", fields)
    assert answer.status_code == 422
    assert "Deze activiteit gaat niet door. Aanmelden kan niet meer." in answer.text
    assert "De kok is ziek." in answer.text


async def test_the_address_of_the_form_leads_to_where_it_stands(site, make):
    soup = await make.activity(capacity=24)
    answer = await site.get(f"{soup.path}/aanmelden")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{soup.path}#aanmelden")


@pytest.mark.parametrize("query", ["", "?plek=ja", "?keer=999&plek=ja", "?keer=1&plek=misschien"])
async def test_what_happened_is_not_made_up(site, make, query):
    soup = await make.activity(capacity=24)
    assert (await site.get(f"{soup.path}/aangemeld{query}")).status_code == 400


async def test_an_english_address_stays_english(site, make):
    soup = await make.activity(capacity=24)
    fields = {**await form_on(site, f"/en{soup.path}"), "name": ["Riet"], "email": ["riet@example.org"]}
    answer = await site.post(f"/en{soup.path}/aanmelden", fields)
    assert answer.headers["location"].startswith(f"/en{soup.path}/aangemeld?")


async def test_who_signed_in_sees_the_form_of_everyone_and_no_cookie_is_set(site, make):
    soup = await make.activity(capacity=24)
    visitor, organiser = await site.get(soup.path), await site.as_(soup.organiser).get(soup.path)
    assert visitor.content == organiser.content
    answer = await take_place(site, soup, name="Riet", email="riet@example.org")
    assert "set-cookie" not in answer.headers


async def test_a_party_is_never_larger_than_the_table(get, make):
    page = await get((await make.activity(capacity=3)).path)
    labels = [each.text for each in page.main.one("fieldset", id="people").all("label")]
    assert labels == ["Ik kom alleen", "Met z’n tweeën", "Met z’n drieën"]


async def test_lists_call_a_full_table_full_with_a_waiting_list(get, make):
    soup = await make.activity(capacity=2)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, people=2)
    (card,) = (await get("/agenda?postcode=3512")).main.all("article", class_="activity")
    assert card.one("p", class_="side").text == "Vol, wachtlijst"


async def test_search_engines_read_whether_there_is_a_place(get, make):
    one, several = await make.activity(capacity=2), await make.activity(capacity=2, occurrences=THREE_TIMES)
    (occurrence,) = await one.occurrences()
    first = (await several.occurrences())[0]
    for each in (occurrence, first):
        await make.sign_up(each.id, people=2)
    full = (await get(one.path)).structured_data
    assert (full["offers"]["availability"], full["maximumAttendeeCapacity"]) == (
        "https://schema.org/SoldOut",
        2,
    )
    assert full["remainingAttendeeCapacity"] == 0
    event = (await get(several.path)).structured_data
    assert event["offers"]["availability"] == "https://schema.org/InStock"
    assert [each["remainingAttendeeCapacity"] for each in event["subEvent"]] == [0, 2, 2]
    uncounted = (await get((await make.activity()).path)).structured_data
    assert "availability" not in uncounted["offers"]


async def test_a_preview_shows_the_chairs_and_no_form(site, make):
    soup = await make.activity("draft", capacity=24)
    page = Page(await site.as_(soup.organiser).get(f"/mijn/activiteiten/{soup.id}/voorbeeld"))
    assert chairs(page) == [("0 stoelen bezet, 24 stoelen vrij", 24, 24)]
    assert not has_form(page)


def _organiser(soup: MadeActivity) -> Person:
    return acting(soup.organiser, soup.organisation)
