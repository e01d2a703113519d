"""One party at the desk: what is known of it, and what the team does for who telephoned."""

import pytest

from tests.congress.desk import errors_on, hidden, path, team, words_on
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.codes import ticket_code
from weekplanner.congress.models.registrations import (
    Attendee,
    Needs,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Source,
    WorkshopChoice,
)
from weekplanner.congress.operations import arranging
from weekplanner.congress.values import NeedsValues

NOOR = {
    "audience": "professional",
    "name": "Noor Bakker",
    "email": "Noor@example.org",
    "organisation": "De Linde",
    "role": "Coördinator",
    "municipality": "Utrecht",
    "others-0": "Jan Bos",
    "companion": "Els",
}


async def test_the_page_says_all_that_the_team_may_know(site: Site, make: Make):
    congress = await make.congress(seats=3)
    first, second = await make.workshops(congress, 1, 5)
    await make.registration(congress, choices=[(first, None)])
    party = await make.registration(
        congress,
        "Noor Bakker",
        email="noor@example.org",
        people=2,
        choices=[(first, second)],
        needs=NeedsValues(("halal",), (), "Graag vooraan."),
        organisation="De Linde",
        role="Coördinator",
        municipality_code="GM0344",
    )
    page = words_on((await (await team(site, make)).get(path(congress, f"/deelnemers/{party.id}"))).text)
    codes = [ticket_code(each.id, 1) for each in await Attendee.filter(registration_id=party.id)]
    for words in (
        "Heeft een stoel",
        "Noor Bakker",
        "Collega 2",
        *(f"code {code}" for code in codes),
        f"Wacht op {first.title}",
        second.title,
        "Halal eten",
        "Graag vooraan.",
        "De Linde",
        "Coördinator",
        "Utrecht",
        "noor@example.org",
        "Aangemeld op de website",
    ):
        assert words in page, words


async def test_what_was_decided_stands_there_with_why_and_who(site: Site, make: Make):
    congress = await make.congress(seats=1)
    await make.registration(congress)
    party = await make.registration(congress, audience="vrijwilliger", wish="Ik kook mee.")
    desk = await team(site, make, "Noor van het team")
    of = path(congress, f"/deelnemers/{party.id}")
    await desk.post(f"{of}/toelaten")
    await arranging.change_capacity(congress.id, 2, actor=SYSTEM)
    await desk.post(f"{of}/afmelden", reason="Belde af.")
    events = await RegistrationEvent.filter(registration_id=party.id).order_by("id")
    assert [(each.decision.value, each.reason, each.account_id is not None) for each in events] == [
        ("let_in", "", True),
        ("offered", "", False),
        ("cancelled", "Belde af.", True),
    ]
    page = words_on((await desk.get(of)).text)
    for words in (
        "Toegelaten",
        "Stoel aangeboden: er kwam er een vrij",
        "Belde af.",
        "door Noor van het team",
    ):
        assert words in page, words
    assert await AuditRecord.filter(subject_kind="registration", subject_id=str(party.id)).count() == 2
    assert await what_is_wrong_with_congresses() == []


async def test_who_is_not_let_in_by_the_page_of_the_party_needs_a_reason(site: Site, make: Make):
    congress = await make.congress()
    party = await make.registration(congress, audience="vrijwilliger", wish="Ik kook mee.")
    desk = await team(site, make)
    of = path(congress, f"/deelnemers/{party.id}")
    assert "Ik kook mee." in (await desk.get(f"{of}/weigeren")).text
    assert errors_on((await desk.post(f"{of}/weigeren")).text) == ["Schrijf een reden op"]
    assert (await desk.post(f"{of}/weigeren", reason="Vol.")).headers["location"] == of
    assert (await Registration.get(id=party.id)).state is RegistrationState.REFUSED
    again = await desk.post(f"{of}/toelaten")
    assert errors_on(again.text) == ["Hierover is al besloten."]


async def test_somebody_who_telephones_is_added_once_of_whatever_audience_with_all_they_want(
    site: Site, make: Make
):
    congress = await make.congress(seats=3)
    first, second = await make.workshops(congress, 5, 5)
    desk = await team(site, make)
    form = (await desk.get(path(congress, "/deelnemers/nieuw"))).text
    fields = {
        **NOOR,
        f"rounds-first_{first.part_id}": str(first.id),
        f"rounds-second_{first.part_id}": str(second.id),
        "diets": ["halal"],
        "remark": "Graag vooraan.",
        "consent": "y",
        "request_key": hidden(form, "request_key"),
    }
    answers = [await desk.post(path(congress, "/deelnemers/nieuw"), fields) for _twice in range(2)]
    made = await Registration.get()
    assert {each.headers["location"] for each in answers} == {path(congress, f"/deelnemers/{made.id}")}
    assert (made.state, made.source, made.people, made.municipality_id) == (
        RegistrationState.CONFIRMED,
        Source.TEAM,
        3,
        "GM0344",
    )
    assert [each.name for each in await Attendee.all().order_by("id")] == ["Noor Bakker", "Jan Bos", "Els"]
    assert (await WorkshopChoice.get()).seat_id == first.id
    assert (await Needs.get()).diets == ["halal"]
    assert await site.mail_kinds_to("Noor@example.org") == ["congress_confirmed"]
    assert [each.action for each in await AuditRecord.filter(subject_kind="registration")] == [
        "keep_attendees"
    ]
    assert await what_is_wrong_with_congresses() == []


async def test_who_is_added_to_a_full_hall_waits(site: Site, make: Make):
    congress = await make.congress(seats=1)
    desk = await team(site, make)
    answer = await desk.post(path(congress, "/deelnemers/nieuw"), {**NOOR, "request_key": "k"})
    page = words_on((await desk.get(answer.headers["location"])).text)
    assert "Wachtlijst nummer 1" in page


async def test_what_cannot_be_added_is_said_at_its_field(site: Site, make: Make):
    congress = await make.congress()
    await make.registration(congress, email="noor@example.org")
    desk = await team(site, make)
    cases = (
        ({"name": ""}, ["Vul uw naam in."]),
        ({"audience": ""}, ["Kies wie u bent."]),
        ({"municipality": "Nergenshuizen"}, None),
        ({}, ["Dit e-mailadres staat al op de lijst. Wijzig de aanmelding die er is."]),
        ({"remark": "Graag vooraan."}, ["Zet dit vinkje, of haal weg wat u hierboven heeft ingevuld."]),
    )
    for wrong, said in cases:
        answer = await desk.post(path(congress, "/deelnemers/nieuw"), {**NOOR, "request_key": "k", **wrong})
        assert answer.status_code == 422, wrong
        assert said is None or errors_on(answer.text) == said
        assert "De Linde" in answer.text
    assert await Registration.all().count() == 1


async def test_a_change_for_who_telephoned_begins_with_what_is_stored_and_says_who_did_it(
    site: Site, make: Make
):
    congress = await make.congress()
    first, second = await make.workshops(congress, 5, 5)
    party = await make.registration(
        congress,
        "Noor Bakker",
        email="noor@example.org",
        people=2,
        choices=[(first, second)],
        needs=NeedsValues(("halal",)),
        municipality_code="GM0344",
        wish="",
    )
    desk = await team(site, make, "Noor van het team")
    of = path(congress, f"/deelnemers/{party.id}")
    form = (await desk.get(f"{of}/wijzigen")).text
    for value in ("Noor Bakker", "noor@example.org", "Collega 2", "Utrecht"):
        assert f'value="{value}"' in form, value
    fields = {
        "audience": "wethouder",
        "name": "Noor de Bakker",
        "email": "noor@example.org",
        "municipality": "Utrecht",
        f"rounds-first_{first.part_id}": str(second.id),
        f"rounds-second_{first.part_id}": "",
        "version": hidden(form, "version"),
    }
    answer = await desk.post(f"{of}/wijzigen", fields)
    assert (errors_on(answer.text), answer.headers.get("location")) == ([], of)
    changed = await Registration.get(id=party.id)
    assert (changed.name, changed.people) == ("Noor de Bakker", 1)
    assert (await WorkshopChoice.get()).seat_id == second.id
    assert not await Needs.exists()
    assert "door Noor van het team" in words_on((await desk.get(of)).text)
    stale = await desk.post(f"{of}/wijzigen", {**fields, "name": "Weer anders"})
    assert stale.status_code == 409
    assert "Dit is intussen gewijzigd" in stale.text
    assert "Weer anders" in stale.text
    retried = {**fields, "name": "Weer anders", "version": hidden(stale.text, "version")}
    assert (await desk.post(f"{of}/wijzigen", retried)).status_code == 303
    assert await what_is_wrong_with_congresses() == []


async def test_new_tickets_make_the_old_ones_worth_nothing_and_are_mailed(site: Site, make: Make):
    congress = await make.congress()
    party = await make.registration(congress, email="noor@example.org")
    desk = await team(site, make)
    of = path(congress, f"/deelnemers/{party.id}")
    assert (await desk.post(f"{of}/nieuw-bewijs")).headers["location"] == of
    assert (await Attendee.get()).ticket_version == 2
    assert await site.mail_kinds_to("noor@example.org") == [
        "congress_confirmed",
        "congress_registration_changed",
    ]


async def test_cancelling_needs_a_reason_which_is_mailed_and_the_seat_goes_on(site: Site, make: Make):
    congress = await make.congress(seats=1)
    party = await make.registration(congress, email="noor@example.org")
    next_ = await make.registration(congress)
    desk = await team(site, make)
    of = path(congress, f"/deelnemers/{party.id}")
    assert errors_on((await desk.post(f"{of}/afmelden")).text) == ["Schrijf een reden op"]
    assert (await desk.post(f"{of}/afmelden", reason="U belde af.")).headers["location"] == of
    assert "U belde af." in await site.last_mail_to("noor@example.org")
    assert (await Registration.get(id=next_.id)).state is RegistrationState.OFFERED
    for gone in ("/afmelden", "/wijzigen"):
        assert (await desk.get(f"{of}{gone}")).status_code == 404


@pytest.mark.parametrize("step", ["toelaten", "nieuw-bewijs"])
async def test_a_button_that_came_too_late_says_so(site: Site, make: Make, step: str):
    congress = await make.congress(seats=1)
    await make.registration(congress)
    waiting = await make.registration(congress)
    answer = await (await team(site, make)).post(path(congress, f"/deelnemers/{waiting.id}/{step}"))
    said = {
        "toelaten": ["Hierover is al besloten."],
        "nieuw-bewijs": ["Deze aanmelding is beëindigd. U kunt zich opnieuw aanmelden."],
    }
    assert errors_on(answer.text) == said[step]
