"""Signing up on the page of a congress: what happens, and what is said when it cannot be."""

from datetime import timedelta

import pytest

from tests.congress.test_public_page import CLOSING
from tests.congress.visiting import RIET, come_from, counted, on_the_list, path_of, send_again, sign_up
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.events.filling_in import form_of, sentences
from tests.finding.reading import Page
from tests.make import at
from weekplanner.accounts.models import Attempt
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes
from weekplanner.congress.models.registrations import Registration, WorkshopChoice
from weekplanner.congress.operations import arranging, inviting
from weekplanner.congress.queries.standings import needs_of, standing_of
from weekplanner.congress.values import Choice, NeedsValues, Party

RIET_AT = "riet@example.org"
TRAPPED = "Maak dit veld leeg en stuur het formulier nog eens. Zo weten wij dat u een mens bent."


@pytest.fixture
async def opening(make):
    """The opening, with two seats."""
    return await make.congress(seats=2)


@pytest.fixture
async def code(opening) -> str:
    """An invitation code that keeps one of them."""
    made = await inviting.invite(
        opening.id, ["De burgemeester"], seats=1, valid_until=opening.starts_at, actor=SYSTEM
    )
    return codes.invitation_code(made[0].id)


async def stored() -> Party:
    """The newest party, as it was filled in."""
    registration = await Registration.all().order_by("-id").first()
    standing = await standing_of(registration)
    standing.needs = await needs_of(registration)
    return standing.party


async def test_who_signs_up_has_a_seat_and_reads_that_the_ticket_comes_by_mail(site, get, opening):
    answer = await sign_up(site, opening, email="Riet@Example.ORG")
    there = f"{path_of(opening)}/aangemeld?plek=ja"
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    assert "set-cookie" not in answer.headers
    assert await on_the_list() == [("Riet de Boer", "confirmed", 1)]
    assert await site.mail_kinds_to("Riet@example.org") == ["congress_confirmed"]
    page = await get(there)
    assert (page.h1, page.meta("robots")) == ("Uw stoel staat klaar", "noindex")
    assert "Wij mailen uw toegangsbewijs" in page.text
    assert "Riet" not in page.text


async def test_all_that_is_typed_is_kept(site, make):
    opening = await make.congress(seats=20)
    first, second = await make.workshops(opening, 5, 5)
    (later,) = await make.workshops(opening, 5, hour=14)
    typed = {
        "organisation": "Gemeente Utrecht",
        "role": "Wethouder zorg",
        "municipality": "3511",
        "others-0": "Kees Bakker",
        "others-3": "Noor Bos",
        f"rounds-first_{first.part_id}": str(first.id),
        f"rounds-second_{first.part_id}": str(second.id),
        f"rounds-first_{later.part_id}": "geen",
        "diets": ["halal", "notenvrij"],
        "access": ["rolstoel"],
        "remark": "Graag een plek bij de deur.",
        "companion": "Ali",
        "consent": "y",
    }
    assert (await sign_up(site, opening, **typed)).status_code == 303
    assert await stored() == Party(
        name="Riet de Boer",
        email=RIET_AT,
        audience="wethouder",
        organisation="Gemeente Utrecht",
        role="Wethouder zorg",
        municipality_code="GM0344",
        others=("Kees Bakker", "Noor Bos"),
        companion="Ali",
        choices=(Choice(first.part_id, first.id, second.id),),
        needs=NeedsValues(("halal", "notenvrij"), ("rolstoel",), "Graag een plek bij de deur."),
    )
    assert await counted(opening) == (4, 0, 0, 0)
    assert await what_is_wrong_with_congresses() == []


async def test_who_comes_when_all_seats_are_taken_reads_which_number_they_are(site, get, make, opening):
    await make.registration(opening, people=2)
    await make.registration(opening)
    answer = await sign_up(site, opening)
    assert answer.headers["location"] == f"{path_of(opening)}/aangemeld?plek=wachtlijst&nummer=2"
    page = await get(answer.headers["location"])
    assert page.h1 == "U staat op de wachtlijst"
    assert "U bent nummer 2 in de rij" in page.text
    assert await site.mail_kinds_to(RIET_AT) == ["congress_waiting"]


async def test_a_group_that_does_not_fit_whole_waits(site, opening):
    answer = await sign_up(site, opening, **{"others-0": "Kees", "others-1": "Noor"})
    assert answer.headers["location"].endswith("plek=wachtlijst&nummer=1")
    assert await on_the_list() == [("Riet de Boer", "waiting", 3)]


async def test_a_full_workshop_gives_the_second_choice_and_a_place_in_line(site, make):
    opening = await make.congress()
    full, other = await make.workshops(opening, 1, 5)
    await make.registration(opening, choices=[(full, None)])
    await sign_up(
        site,
        opening,
        **{
            f"rounds-first_{full.part_id}": str(full.id),
            f"rounds-second_{full.part_id}": str(other.id),
        },
    )
    choice = await WorkshopChoice.all().order_by("-id").first()
    assert (choice.seat_id, choice.in_line) == (other.id, True)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"audience": None}, {"audience": "Kies wie u bent."}),
        ({"audience": "keizer"}, {"audience": "Kies wie u bent."}),
        ({"name": ""}, {"name": "Vul uw naam in."}),
        ({"name": "R" * 101}, {"name": "Gebruik hooguit 100 tekens."}),
        ({"name": "Win op www.nep.example"}, {"name": "Vul hier alleen een naam in."}),
        ({"email": ""}, {"email": "Vul een e-mailadres in, zoals naam@voorbeeld.nl."}),
        ({"email": "riet"}, {"email": "Vul een e-mailadres in, zoals naam@voorbeeld.nl."}),
        ({"municipality": "Xyzzyx"}, {"municipality": "Vul de naam van een gemeente in, zoals Utrecht."}),
        ({"others-1": "bel 0900 123 45 67"}, {"others-1": "Vul hier alleen een naam in."}),
        (
            {"diets": ["halal"]},
            {"consent": "Zet dit vinkje, of haal weg wat u hierboven heeft ingevuld."},
        ),
        (
            {"remark": "Graag bij de deur."},
            {"consent": "Zet dit vinkje, of haal weg wat u hierboven heeft ingevuld."},
        ),
        (
            {f"others-{number}": f"Collega {number}" for number in range(6)},
            {"others": "Meld hooguit 6 mensen tegelijk aan."},
        ),
        (
            {"website": "https://riet.example"},
            {"website": TRAPPED},
        ),
        (
            {"audience": "vrijwilliger"},
            {
                "wish": "Dit congres is voor anderen bedoeld. Wilt u toch graag komen? Vertel dan waarom. "
                "Het team kijkt of het kan."
            },
        ),
        (
            {"code": "BESTA-ATNIET"},
            {"code": "Wij kennen deze code niet. Kijk of u hem goed heeft overgenomen, of laat hem leeg."},
        ),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(site, opening, typed, wrong):
    answer = await sign_up(site, opening, **{"role": "Wethouder zorg", **typed})
    assert (answer.status_code, sentences(answer.text)) == (422, wrong)
    assert "<title>Fout: " in answer.text
    kept = form_of(answer.text, "proof")
    told = {name: value if isinstance(value, list) else [value] for name, value in typed.items() if value}
    told.pop("audience", None)
    assert {name: kept[name] for name in told} == told
    assert kept["role"] == ["Wethouder zorg"]
    assert await on_the_list() == []


async def test_of_several_municipalities_that_are_meant_one_is_asked_for(site, opening):
    answer = await sign_up(site, opening, municipality="Hoogland")
    assert answer.status_code == 303
    answer = await sign_up(site, opening, municipality="Bergen", email="een@ander.example")
    assert sentences(answer.text) == {
        "municipality": "Welke gemeente bedoelt u: Bergen (L.) of Bergen (NH.)?"
    }
    answer = await send_again(site, opening, answer, municipality="Bergen (NH.)")
    assert answer.status_code == 303
    assert (await stored()).municipality_code == "GM0373"


async def test_a_round_asks_for_one_choice_and_a_second_that_is_another(site, make):
    opening = await make.congress()
    one, other = await make.workshops(opening, 5, 5)
    first, second = f"rounds-first_{one.part_id}", f"rounds-second_{one.part_id}"
    asked = "Kies een workshop voor ronde 1, of sla deze ronde over."
    for chosen in ({}, {first: "999"}, {first: "keizer"}):
        answer = await sign_up(site, opening, **chosen)
        assert (answer.status_code, sentences(answer.text)) == (422, {first: asked})
    answer = await sign_up(site, opening, **{first: str(one.id), second: str(one.id)})
    same = "Kies als tweede keus een andere workshop, of laat die leeg."
    assert sentences(answer.text) == {second: same}
    answer = await send_again(site, opening, answer, **{second: str(other.id)})
    assert answer.status_code == 303


async def test_who_is_of_another_audience_is_led_to_the_congress_for_them_and_can_ask(
    site, get, make, opening
):
    await make.congress(**CLOSING)
    answer = await sign_up(site, opening, audience="vrijwilliger")
    page = Page(answer)
    assert "Er is een congres dat voor u bedoeld is" in page.text
    assert page.main.one("form", method="post").one("a", class_="link-button").attributes["href"] == (
        "/congres/slot-2027"
    )
    assert "Ik wil toch graag komen" in [each.text for each in page.main.all("button")]
    answer = await send_again(site, opening, answer, wish="Ik vertel over onze buurt.")
    assert answer.headers["location"] == f"{path_of(opening)}/aangemeld?plek=gevraagd"
    assert await on_the_list() == [("Riet de Boer", "requested", 1)]
    assert await site.mail_kinds_to(RIET_AT) == ["congress_requested"]
    assert (await get(answer.headers["location"])).h1 == "Wij hebben uw vraag ontvangen"


async def test_a_code_gives_a_seat_also_to_another_audience_and_outside_the_window(site, opening, code, now):
    now.set(at(1, 8, month=6))
    answer = await sign_up(site, opening, audience="anders", code=code.lower().replace("-", " "))
    assert answer.headers["location"].endswith("aangemeld?plek=ja")
    assert await counted(opening) == (1, 0, 0, 0)


async def test_a_code_that_was_used_that_ended_or_keeps_too_few_seats_each_says_so(site, opening, code, now):
    answer = await sign_up(site, opening, code=code, **{"others-0": "Kees"})
    assert sentences(answer.text) == {"code": "Met deze code is er nog 1 stoel."}
    await sign_up(site, opening, code=code)
    answer = await sign_up(site, opening, code=code, email="kees@example.org")
    used = "Deze code is al gebruikt. Laat hem leeg om u zonder code aan te melden, of bel ons."
    assert sentences(answer.text) == {"code": used}
    (other,) = await inviting.invite(
        opening.id, ["Jan"], seats=1, valid_until=now.at + timedelta(hours=1), actor=SYSTEM
    )
    now.move(timedelta(hours=1))
    answer = await sign_up(site, opening, code=codes.invitation_code(other.id), email="jan@example.org")
    ended = "Deze code geldt niet meer. Laat hem leeg om u zonder code aan te melden."
    assert sentences(answer.text) == {"code": ended}


async def test_codes_are_not_found_by_trying(site, opening, code, now):
    come_from(site, "203.0.113.9")
    for number in range(20):
        answer = await sign_up(site, opening, code=f"BESTA-NIET{number}")
        assert answer.status_code == 422
    assert await Attempt.filter(scope="code guesses").count() == 20
    answer = await sign_up(site, opening, code=code)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert "Er zijn nu te veel codes ingevuld die wij niet kennen." in answer.text
    assert await on_the_list() == []
    assert (await sign_up(site, opening)).status_code == 303
    now.move(timedelta(hours=1))
    answer = await sign_up(site, opening, code=code, email="burgemeester@example.org")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (at(1, 8, month=6), "Aanmelden kan vanaf dinsdag 1 juni 2027, 09.00 uur."),
        (
            at(30, 17, month=9),
            "Aanmelden kan niet meer: de aanmelding is gesloten. Heeft u een uitnodigingscode? Vul die in.",
        ),
        (
            at(1, 9, 30),
            "Dit congres is al begonnen. Aanmelden en wijzigen kan hier niet meer. Kom naar de balie.",
        ),
    ],
)
async def test_too_early_and_too_late_each_say_when(site, opening, now, moment, sentence):
    now.set(moment - timedelta(minutes=1))
    fields = form_of((await site.get(path_of(opening))).text, "proof")
    now.set(moment)
    answer = await site.post(f"{path_of(opening)}/aanmelden", {**fields, **RIET})
    assert answer.status_code == 422
    summary = Page(answer).main.one("div", class_="error-summary")
    assert [each.text for each in summary.all("li")] == [sentence]
    assert await on_the_list() == []


async def test_what_was_called_off_meanwhile_says_so_and_leads_on(site, make, opening):
    await make.congress(**CLOSING)
    fields = form_of((await site.get(path_of(opening))).text, "proof")
    await arranging.call_off(opening.id, "De zaal is stuk.", version=opening.version, actor=SYSTEM)
    answer = await site.post(f"{path_of(opening)}/aanmelden", {**fields, **RIET})
    page = Page(answer)
    assert answer.status_code == 422
    assert "Dit congres gaat niet door. Aanmelden kan niet meer." in page.text
    assert page.link("Slotcongres op vrijdag 8 oktober") == "/congres/slot-2027"


async def test_a_stranger_does_not_learn_who_is_on_the_list(site, opening):
    first = await sign_up(site, opening)
    again = await sign_up(site, opening, name="Een ander", **{"others-0": ""})
    assert (again.status_code, again.headers["location"]) == (first.status_code, first.headers["location"])
    assert await on_the_list() == [("Riet de Boer", "confirmed", 1)]
    assert await site.mail_kinds_to(RIET_AT) == ["congress_confirmed", "congress_repeated"]


async def test_on_the_waiting_list_neither(site, make, opening):
    await make.registration(opening, people=2)
    await sign_up(site, opening)
    known = await sign_up(site, opening, name="Een ander")
    unknown = await sign_up(site, opening, email="nieuw@example.org")
    assert known.headers["location"] == unknown.headers["location"]
    assert known.headers["location"].endswith("plek=wachtlijst&nummer=2")


async def test_a_double_click_signs_up_once(site, opening):
    fields = form_of((await site.get(path_of(opening))).text, "proof")
    for _click in range(2):
        answer = await site.post(f"{path_of(opening)}/aanmelden", {**fields, **RIET})
        assert answer.headers["location"] == f"{path_of(opening)}/aangemeld?plek=ja"
    assert await on_the_list() == [("Riet de Boer", "confirmed", 1)]
    assert await site.mail_kinds_to(RIET_AT) == ["congress_confirmed"]


async def test_a_form_that_was_never_fetched_is_asked_for_once_more(site, opening):
    answer = await site.post(f"{path_of(opening)}/aanmelden", RIET)
    assert answer.status_code == 422
    assert "Dit formulier stond lang open." in answer.text
    assert (await send_again(site, opening, answer)).status_code == 303


async def test_who_asks_for_the_address_of_the_form_goes_to_where_it_stands(site, opening):
    answer = await site.get(f"{path_of(opening)}/aanmelden")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path_of(opening)}#aanmelden")


@pytest.mark.parametrize("query", ["", "?plek=misschien", "?plek=ja&plek=nee"])
async def test_the_page_of_what_happened_knows_its_own_words_only(site, opening, query):
    answer = await site.get(f"{path_of(opening)}/aangemeld{query}")
    assert answer.status_code == 400


async def test_under_the_english_address_one_stays_there(site, opening):
    fields = form_of((await site.get(f"/en{path_of(opening)}")).text, "proof")
    answer = await site.post(f"/en{path_of(opening)}/aanmelden", {**fields, **RIET})
    assert answer.headers["location"] == f"/en{path_of(opening)}/aangemeld?plek=ja"
    assert (await Registration.get()).language == "nl"
