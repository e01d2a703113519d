"""Guests whom the organiser puts on the list, changes and ends: by hand, for who telephoned."""

import re

import pytest

from tests.events.filling_in import form_of
from tests.make import at
from tests.signups.reading import names, notice
from tests.web.nonsense import TEXTS
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import TeamRole
from weekplanner.core import tokens
from weekplanner.core.text_cleaning import one_line
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.models import Places, SignUp
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import link_of
from weekplanner.signups.values import Guest, Helper

RIET = {"name": "Riet de Boer", "phone": "030 000 22 33", "email": "", "people": "2", "remark": ""}


@pytest.fixture
async def soup(make):
    """Soup for three."""
    return await make.activity(capacity=3)


@pytest.fixture
async def moment(soup) -> int:
    """The only time it is."""
    return (await soup.occurrences())[0].id


def path(soup, *more: object) -> str:
    return "/".join(["/mijn/activiteiten", str(soup.id), "gasten", *map(str, more)])


def asking(moment: int, **fields: str) -> dict[str, str]:
    return {**RIET, "occurrence": str(moment), "request_key": tokens.random_token(), **fields}


async def stored() -> list[dict[str, object]]:
    """Everybody, with what is known of them."""
    return [
        {**Guest.of(each).columns(), "state": each.state.value} for each in await SignUp.all().order_by("id")
    ]


async def test_who_telephoned_is_put_on_the_list(site, soup, moment):
    organiser = site.as_(soup.organiser)
    answer = await organiser.post(
        path(soup, "nieuw"), asking(moment, remark="Komt met een rolstoel.", wants_transport="y")
    )
    assert answer.status_code == 303
    page = (await organiser.get(answer.headers["location"])).text
    assert notice(page) == (
        "Riet de Boer staat op de gastenlijst Er is plek voor 2 mensen. Er gaat geen mail: vertel het zelf."
    )
    assert await stored() == [
        {
            "name": "Riet de Boer",
            "email": "",
            "phone": "030 000 22 33",
            "people": 2,
            "wants_transport": True,
            "remark": "Komt met een rolstoel.",
            "state": "placed",
        }
    ]
    assert not await OutboxMessage.filter(kind__startswith="signup").exists()


async def test_who_does_not_fit_any_more_waits_and_the_page_says_so(site, make, soup, moment):
    await make.sign_up(moment, people=2)
    organiser = site.as_(soup.organiser)
    first = await organiser.post(path(soup, "nieuw"), asking(moment, email="riet@example.org"))
    assert notice((await organiser.get(first.headers["location"])).text) == (
        "Riet de Boer staat op de wachtlijst "
        "Er is nu geen plek. Dit is de eerste die aan de beurt is. Er gaat een mail naar de gast."
    )
    second = await organiser.post(path(soup, "nieuw"), asking(moment, name="Wim Vos"))
    assert "1 aanmelding is eerder aan de beurt." in notice(
        (await organiser.get(second.headers["location"])).text
    )
    assert await site.mail_kinds_to("riet@example.org") == ["signup_waiting"]


async def test_a_double_click_adds_once(site, soup, moment):
    organiser, fields = site.as_(soup.organiser), asking(moment)
    answers = [await organiser.post(path(soup, "nieuw"), fields) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {answers[0].headers["location"]}
    assert len(await stored()) == 1
    assert (await Places.get(occurrence_id=moment)).taken == 2


async def test_who_is_on_the_list_already_is_not_put_there_twice(site, soup, moment):
    organiser = site.as_(soup.organiser)
    await organiser.post(path(soup, "nieuw"), asking(moment))
    again = await organiser.post(path(soup, "nieuw"), asking(moment, people="1", phone="+31 30 0002233"))
    assert again.status_code == 422
    assert "Deze gast staat al op de lijst. Wijzig de aanmelding die er is." in again.text
    assert len(await stored()) == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "name", "vul de naam van de gast in"),
        ({"phone": ""}, "phone", "vul een telefoonnummer of een e-mailadres in"),
        ({"phone": "bel maar"}, "phone", "vul een telefoonnummer in, zoals 030 000 12 34."),
        ({"email": "riet@"}, "email", None),
        ({"people": "7"}, "people", None),
        ({"people": "0"}, "people", None),
        ({"name": "a" * 101}, "name", "gebruik hooguit 100 tekens."),
        ({"remark": "a" * 301}, "remark", "gebruik hooguit 300 tekens."),
        ({"occurrence": "999999"}, "occurrence", None),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    site, make, wrong, field, sentence
):
    soup = await make.activity(capacity=3, occurrences=((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13))))
    moment = (await soup.occurrences())[0].id
    typed = asking(moment, remark="Komt later.", wants_transport="y") | wrong
    answer = await site.as_(soup.organiser).post(path(soup, "nieuw"), typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert sentence is None or f"Fout: {sentence}" in answer.text
    kept = {name: value for name, value in typed.items() if name not in {field, "people", "occurrence"}}
    shown = form_of(answer.text, "request_key")
    assert {name: shown[name][0] for name in kept} == kept
    assert await stored() == []


@pytest.mark.parametrize("what", TEXTS)
async def test_any_name_and_remark_comes_back_as_it_was_cleaned(site, soup, moment, what):
    organiser = site.as_(soup.organiser)
    typed = {"name": f"Riet {TEXTS[what]}"[:100], "remark": f"Komt {TEXTS[what]}"[:300]}
    answer = await organiser.post(path(soup, "nieuw"), asking(moment, **typed))
    assert answer.status_code == 303, answer.text
    added = await SignUp.all().get()
    assert added.name == one_line(typed["name"])
    shown = form_of((await organiser.get(path(soup, added.id, "wijzigen"))).text)
    assert (shown["name"], shown["remark"]) == ([added.name], [added.remark])
    for list_ in ("", "/afdrukken", "/bellijst", "/gastenlijst.csv"):
        assert (await organiser.get(path(soup) + list_)).status_code == 200


async def test_nobody_is_added_from_the_start_on(site, soup, moment, now):
    assert 'name="phone"' in (await site.as_(soup.organiser).get(path(soup, "nieuw"))).text
    now.set(at(6, 12))
    organiser = site.as_(soup.organiser)
    page = (await organiser.get(path(soup, "nieuw"))).text
    assert ("Aanmelden kan niet meer" in page, 'name="phone"' in page) == (True, False)
    assert (await organiser.post(path(soup, "nieuw"), asking(moment))).status_code == 200
    assert await stored() == []


async def test_nobody_is_added_to_what_another_keeps(site, make, soup, moment):
    other = await make.activity(capacity=3)
    answer = await site.as_(other.organiser).post(path(other, "nieuw"), asking(moment))
    assert answer.status_code == 422
    assert (await site.as_(other.organiser).post(path(soup, "nieuw"), asking(moment))).status_code == 404
    assert await stored() == []


async def test_a_guest_is_changed_and_told(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", email="riet@example.org")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "wijzigen"))).text)
    assert (form["name"], form["email"], form["people"], form["version"]) == (
        ["Riet de Boer"],
        ["riet@example.org"],
        ["1"],
        ["1"],
    )
    answer = await organiser.post(
        path(soup, riet.id, "wijzigen"), {**form, "people": "3", "remark": "Met hond."}
    )
    assert answer.status_code == 303
    assert "Riet de Boer is gewijzigd" in notice((await organiser.get(answer.headers["location"])).text)
    changed = await SignUp.get(id=riet.id)
    assert (changed.people, changed.remark, changed.version) == (3, "Met hond.", 2)
    assert await site.mail_kinds_to("riet@example.org") == ["signup_confirmed", "signup_changed"]


async def test_who_got_the_mail_by_mistake_has_no_right_once_the_address_is_mended(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", email="reit@example.org")
    by_mistake = await site.link_to_own("reit@example.org")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "wijzigen"))).text)
    mended = await organiser.post(path(soup, riet.id, "wijzigen"), {**form, "email": "riet@example.org"})
    assert mended.status_code == 303
    assert (await site.get(by_mistake)).status_code == 404
    assert (await site.post(by_mistake, cancel="ja")).status_code == 404
    assert (await site.get(await site.link_to_own("riet@example.org"))).status_code == 200


async def test_what_changed_meanwhile_is_shown_before_it_is_replaced(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", email="riet@example.org", phone="030 000 22 33")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "wijzigen"))).text)
    await changing.change_by_link(link_of(riet.id), Guest("", phone="030 000 22 33", people=2), version=1)
    late = await organiser.post(path(soup, riet.id, "wijzigen"), {**form, "people": "3"})
    assert late.status_code == 409
    assert re.search(r"Met hoeveel mensen.*?>2<.*?>3<", late.text, re.DOTALL)
    again = form_of(late.text)
    assert (again["people"], again["version"]) == (["3"], ["2"])
    assert (await organiser.post(path(soup, riet.id, "wijzigen"), again)).status_code == 303
    assert (await SignUp.get(id=riet.id)).people == 3


async def test_a_form_without_a_version_changes_nothing(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", phone="030 000 22 33")
    organiser = site.as_(soup.organiser)
    for step in ("wijzigen", "afmelden"):
        assert (
            await organiser.post(path(soup, riet.id, step), {**RIET, "people": "1", "name": "Wim"})
        ).status_code == 409
    assert [each["name"] for each in await stored()] == ["Riet de Boer"]


async def test_a_larger_party_than_there_is_place_for_keeps_what_it_has(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", phone="030 000 22 33")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "wijzigen"))).text)
    answer = await organiser.post(path(soup, riet.id, "wijzigen"), {**form, "people": "4"})
    assert answer.status_code == 422
    assert "Er kunnen hooguit 3 mensen komen" in answer.text
    assert form_of(answer.text)["people"] == ["4"]
    assert (await Places.get(occurrence_id=moment)).taken == 1


async def test_who_was_signed_up_by_a_helper_needs_no_number_of_their_own(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", helper=Helper("Noor", "noor@example.org"))
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "wijzigen"))).text)
    assert (await organiser.post(path(soup, riet.id, "wijzigen"), {**form, "people": "2"})).status_code == 303
    assert await site.mail_kinds_to("noor@example.org") == ["signup_confirmed", "signup_changed"]


async def test_ending_asks_first_and_gives_the_place_to_who_waits(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", 3, email="riet@example.org")
    await make.sign_up(moment, "Wim Vos", email="wim@example.org")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "afmelden"))).text)
    assert [each["state"] for each in await stored()] == ["placed", "waiting"]
    answer = await organiser.post(path(soup, riet.id, "afmelden"), form)
    page = (await organiser.get(answer.headers["location"])).text
    assert notice(page) == "Riet de Boer is afgemeld De plek is vrij, of gaat naar wie wacht."
    assert [each["state"] for each in await stored()] == ["cancelled", "placed"]
    assert await site.mail_kinds_to("riet@example.org") == ["signup_confirmed", "signup_cancelled"]
    assert await site.mail_kinds_to("wim@example.org") == ["signup_waiting", "signup_promoted"]


async def test_who_moved_meanwhile_is_not_ended_unseen(site, make, soup, moment):
    await make.sign_up(moment, "Ab Kok", 3, email="ab@example.org")
    wim = await make.sign_up(moment, "Wim Vos", email="wim@example.org")
    organiser = site.as_(soup.organiser)
    page = (await organiser.get(path(soup, wim.id, "afmelden"))).text
    assert "Nu op de wachtlijst" in page
    await changing.cancel_by_link(link_of((await SignUp.get(name="Ab Kok")).id))
    late = await organiser.post(path(soup, wim.id, "afmelden"), form_of(page))
    assert (late.status_code, "Nu op de gastenlijst" in late.text) == (409, True)
    assert (await organiser.post(path(soup, wim.id, "afmelden"), form_of(late.text))).status_code == 303


async def test_ending_twice_ends_once(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", email="riet@example.org")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "afmelden"))).text)
    answers = [await organiser.post(path(soup, riet.id, "afmelden"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert await site.mail_kinds_to("riet@example.org") == ["signup_confirmed", "signup_cancelled"]
    assert "Deze gast is al afgemeld" in (await organiser.get(path(soup, riet.id, "afmelden"))).text
    assert "Wijzigen kan niet meer" in (await organiser.get(path(soup, riet.id, "wijzigen"))).text


@pytest.mark.parametrize(("ticked", "called"), [({"must_call": "y"}, ["Riet de Boer"]), ({}, [])])
async def test_who_has_no_mail_and_does_not_know_it_is_called(site, make, soup, moment, ticked, called):
    riet = await make.sign_up(moment, "Riet de Boer", phone="030 000 22 33")
    organiser = site.as_(soup.organiser)
    form = form_of((await organiser.get(path(soup, riet.id, "afmelden"))).text)
    await organiser.post(path(soup, riet.id, "afmelden"), {"version": form["version"], **ticked})
    assert names((await organiser.get(path(soup, "bellijst"))).text, "Bel deze gasten") == called


@pytest.mark.parametrize("step", ["wijzigen", "afmelden", "gebeld"])
async def test_a_guest_of_another_activity_is_not_found(site, make, soup, moment, step):
    other = await make.activity(capacity=3)
    theirs = await make.sign_up((await other.occurrences())[0].id, "Riet de Boer", phone="030 000 22 33")
    mine = await make.sign_up(moment, "Wim Vos", phone="030 000 22 33")
    tea = await make.activity(capacity=3, organisation=soup.organisation, organiser=soup.organiser)
    asked = [
        path(soup, theirs.id, step),
        path(other, mine.id, step),
        path(other, theirs.id, step),
        path(tea, mine.id, step),
    ]
    organiser = site.as_(soup.organiser)
    answers = [await organiser.post(each, {**RIET, "version": "1", "about": "changed"}) for each in asked]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert {each["state"] for each in await stored()} == {"placed"}


async def test_what_an_admin_does_for_an_organiser_is_in_the_audit_log_without_names(
    site, make, soup, moment
):
    admin = site.as_(await make.team_member(TeamRole.ADMIN))
    await AuditRecord.filter(id__gt=0).delete()
    await admin.post(path(soup, "nieuw"), asking(moment))
    riet = await SignUp.all().get()
    form = form_of((await admin.get(path(soup, riet.id, "wijzigen"))).text)
    await admin.post(path(soup, riet.id, "wijzigen"), {**form, "people": "1"})
    await admin.post(path(soup, riet.id, "wijzigen"), {**form, "people": "1"})
    await admin.post(path(soup, riet.id, "afmelden"), {"version": "2"})
    records = await AuditRecord.all().order_by("id")
    assert [(each.action, each.subject_kind, each.subject_id, each.changes) for each in records] == [
        ("keep_guests", "activity", str(soup.id), [])
    ] * 3
    assert "Riet" not in repr([dict(each) for each in records])


async def test_what_an_organiser_does_is_in_nobodys_log(site, soup, moment):
    before = await AuditRecord.all().count()
    await site.as_(soup.organiser).post(path(soup, "nieuw"), asking(moment))
    assert await AuditRecord.all().count() == before
