"""The form to sign up cannot be used to flood a stranger, nor by a program; and people solve no puzzle."""

from datetime import timedelta

import httpx2
import pytest

from tests.events.filling_in import form_of, sentences
from tests.signups.visiting import form_on, on_the_list, take_place
from weekplanner.accounts.operations import limits
from weekplanner.mailer.models import OutboxMessage

AGAIN = "Dit formulier stond lang open. Kijk het nog eens na en stuur het nog eens."
TRAP = "Maak dit veld leeg en stuur het formulier nog eens. Zo weten wij dat u een mens bent."
TYPED = {"name": "Riet de Boer", "email": "riet@example.org", "people": "2", "remark": "Geen vlees."}


@pytest.fixture
async def soup(make):
    """Soup for everybody."""
    return await make.activity(capacity=500)


def come_from(site, address: str) -> None:
    """Let the requests of this visitor come from another machine."""
    transport = httpx2.ASGITransport(app=site.app, raise_app_exceptions=False, client=(address, 50_000))
    site.client = httpx2.AsyncClient(transport=transport, base_url=site.client.base_url)


async def test_people_do_not_see_the_field_that_programs_fill_in(get, soup):
    page = await get(soup.path)
    trap = page.main.one("div", class_="trap")
    assert (trap.attributes["aria-hidden"], trap.one("label").text) == ("true", "Laat dit veld leeg")
    box = trap.one("input")
    assert {name: box.attributes[name] for name in ("name", "autocomplete", "tabindex")} == {
        "name": "website",
        "autocomplete": "off",
        "tabindex": "-1",
    }


async def test_what_fills_in_everything_signs_nobody_up(site, soup):
    answer = await take_place(site, soup, **TYPED, website="https://nep.example")
    assert (answer.status_code, sentences(answer.text)) == (422, {"website": TRAP})
    assert (await on_the_list(), await OutboxMessage.filter(to_address="riet@example.org").count()) == ([], 0)


async def test_a_person_whose_browser_filled_it_in_sees_the_field_and_sends_the_form_again(site, soup):
    answer = await take_place(site, soup, **TYPED, website="https://riet.example")
    assert 'class="trap"' not in answer.text
    again = {**form_of(answer.text, "proof"), "website": [""]}
    assert (await site.post(f"{soup.path}/aanmelden", again)).status_code == 303
    assert await on_the_list() == [("Riet de Boer", "placed", 2)]


@pytest.mark.parametrize("proof", [None, "", "made-up", "é" * 5000])
async def test_a_form_that_was_never_fetched_here_comes_back_with_all_that_was_typed(site, soup, proof):
    answer = await take_place(site, soup, **TYPED, proof=proof)
    assert (answer.status_code, AGAIN in answer.text) == (422, True)
    assert await on_the_list() == []
    again = form_of(answer.text, "proof")
    assert {name: again[name] for name in TYPED} == {name: [value] for name, value in TYPED.items()}
    assert (await site.post(f"{soup.path}/aanmelden", again)).status_code == 303
    assert await on_the_list() == [("Riet de Boer", "placed", 2)]


@pytest.mark.parametrize(("days", "status"), [(0, 303), (3, 303), (4, 422)])
async def test_a_form_can_be_sent_some_days_after_it_was_opened(site, soup, now, days, status):
    fields = {**await form_on(site, soup.path), **TYPED}
    now.move(timedelta(days=days))
    assert (await site.post(f"{soup.path}/aanmelden", fields)).status_code == status


async def test_the_form_of_one_activity_is_none_of_another(site, make, soup):
    other = await make.activity(capacity=5)
    answer = await take_place(site, soup, **TYPED, proof=(await form_on(site, other.path))["proof"])
    assert answer.status_code == 422


async def test_a_strangers_mailbox_is_not_filled_through_many_activities(site, make, soup):
    most = limits.SIGN_UPS_TO_ONE.most
    others = [await make.activity(capacity=5, organisation=soup.organisation, organiser=soup.organiser)]
    others += [
        await make.activity(capacity=5, organisation=soup.organisation, organiser=soup.organiser)
        for _ in range(most)
    ]
    answers = [await take_place(site, each, **TYPED) for each in others]
    assert [each.status_code for each in answers] == [303] * most + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "Met dit e-mailadres is vandaag al vaak aangemeld." in answers[-1].text
    assert form_of(answers[-1].text, "proof")["remark"] == ["Geen vlees."]
    assert await OutboxMessage.filter(to_address="riet@example.org").count() == most


async def test_an_address_at_one_activity_is_written_to_once_a_day(site, soup):
    for number in range(5):
        await take_place(site, soup, **{**TYPED, "name": f"Riet {number}"})
    assert await site.mail_kinds_to("riet@example.org") == ["signup_confirmed", "signup_repeated"]


async def test_one_telephone_number_does_not_fill_a_table(site, soup):
    most = limits.SIGN_UPS_OF_PHONE.most
    answers = [await take_place(site, soup, name=f"Gast {n}", phone="0612345678") for n in range(most + 1)]
    assert [each.status_code for each in answers] == [303] * most + [429]
    assert len(await on_the_list()) == most


async def test_a_network_signs_up_a_community_centre_and_not_a_town(site, soup):
    come_from(site, "203.0.113.7")
    most = limits.SIGN_UPS_FROM_NETWORK.most
    answers = [
        await take_place(site, soup, name="Gast", email=f"gast{number}@example.org")
        for number in range(most + 1)
    ]
    assert [each.status_code for each in answers] == [303] * most + [429]
    come_from(site, "203.0.113.8")
    assert (await take_place(site, soup, **TYPED)).status_code == 303


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
async def test_a_proxy_that_nobody_named_does_not_lock_everybody_out(site, soup, address):
    come_from(site, address)
    for number in range(limits.SIGN_UPS_FROM_NETWORK.most + 1):
        answer = await take_place(site, soup, name="Gast", email=f"gast{number}@example.org")
        assert answer.status_code == 303
