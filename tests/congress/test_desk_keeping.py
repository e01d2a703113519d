"""Invitation codes, messages to a selection, telephones at the doors, and numbers, at the desk."""

import csv
import re
from datetime import timedelta
from io import StringIO

from tests.congress.desk import errors_on, hidden, path, team, words_on
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.codes import invitation_code
from weekplanner.congress.models.entrance import DoorDevice, ReadBy
from weekplanner.congress.models.mailings import CongressMessage
from weekplanner.congress.models.registrations import Attendee, RegistrationState
from weekplanner.congress.models.seats import CongressInvitation, Seats
from weekplanner.congress.operations import entrance
from weekplanner.congress.operations.entrance import Entrance
from weekplanner.core.clock import MovableClock
from weekplanner.mailer import schedule

CODES = {
    "names": "Spreker\n\nGemeente Utrecht",
    "seats": "2",
    "valid_until": "2027-09-20",
    "valid_until_at": "12",
}


async def test_a_code_is_made_for_each_name_and_shown_with_a_sentence_to_mail(site: Site, make: Make):
    congress = await make.congress(seats=10)
    desk = await team(site, make)
    answer = await desk.post(path(congress, "/codes"), CODES)
    assert answer.headers["location"] == path(congress, "/codes?gemaakt=2")
    made = await CongressInvitation.all().order_by("id")
    assert [(each.name, each.seats, each.left) for each in made] == [
        ("Spreker", 2, 2),
        ("Gemeente Utrecht", 2, 2),
    ]
    assert (await Seats.get()).reserved == 4
    page = words_on((await desk.get(answer.headers["location"])).text)
    code = invitation_code(made[0].id)
    assert code in page
    assert f"met de code {code}. Dat kan tot maandag 20 september, 12.00 uur." in page
    entered = await make.registration(congress, code=code)
    assert entered.state is RegistrationState.CONFIRMED
    desk_page = words_on((await desk.get(path(congress))).text)
    assert "Met een code 3" in desk_page
    assert await what_is_wrong_with_congresses() == []


async def test_ending_a_code_gives_what_is_left_to_who_waits(site: Site, make: Make):
    congress, other = await make.congress(seats=2), await make.congress(title="Slot")
    desk = await team(site, make)
    await desk.post(path(congress, "/codes"), {**CODES, "names": "Spreker"})
    waiting = await make.registration(congress)
    invitation = await CongressInvitation.get()
    answer = await desk.post(path(congress, f"/codes/{invitation.id}/stoppen"))
    assert answer.headers["location"] == path(congress, "/codes")
    await waiting.refresh_from_db()
    assert waiting.state is RegistrationState.OFFERED
    assert "Gestopt op" in (await desk.get(path(congress, "/codes"))).text
    assert (await desk.post(path(other, f"/codes/{invitation.id}/stoppen"))).status_code == 404
    assert [each.action for each in await AuditRecord.filter(subject_kind="congress")] == [
        "invite_to_congress",
        "invite_to_congress",
    ]


async def test_codes_that_cannot_be_made_are_refused_at_the_field(site: Site, make: Make):
    congress = await make.congress(seats=3)
    desk = await team(site, make)
    cases = (
        ({}, ["Er zijn nog 3 stoelen vrij om vast te houden."]),
        ({"names": " \n"}, ["Vul ten minste één naam in"]),
        (
            {"valid_until": "2027-10-02"},
            ["Kies een moment in de toekomst, en voor het begin van het congres."],
        ),
        ({"seats": "nul"}, ["Vul een heel getal in van 1 tot en met 100000"]),
    )
    for wrong, said in cases:
        answer = await desk.post(path(congress, "/codes"), {**CODES, **wrong})
        assert (answer.status_code, errors_on(answer.text)) == (422, said)
    assert not await CongressInvitation.exists()


async def test_a_telephone_gets_a_code_that_is_shown_once_and_can_be_shut_out(
    site: Site, make: Make, now: MovableClock
):
    congress = await make.congress()
    desk = await team(site, make)
    shown = await desk.post(path(congress, "/deuren"), name="Hoofdingang")
    device = await DoorDevice.get()
    (code,) = re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", words_on(shown.text))
    assert "Hij geldt 15 minuten" in words_on(shown.text)
    assert code not in (await desk.get(path(congress, "/deuren"))).text
    signed_in = await entrance.sign_in_door(congress.id, code, network="192.0.2.1")
    assert signed_in.device.id == device.id
    assert "Ingelogd" in words_on((await desk.get(path(congress, "/deuren"))).text)
    shut = await desk.post(path(congress, f"/deuren/{device.id}/sluiten"))
    assert shut.headers["location"] == path(congress, "/deuren")
    assert "Gesloten" in words_on((await desk.get(path(congress, "/deuren"))).text)
    await desk.post(path(congress, "/deuren"), name="Zij-ingang")
    assert "Code geldt tot" in words_on((await desk.get(path(congress, "/deuren"))).text)
    now.move(timedelta(minutes=16))
    assert "Code niet gebruikt" in words_on((await desk.get(path(congress, "/deuren"))).text)
    assert errors_on((await desk.post(path(congress, "/deuren"), name="")).text) == [
        "Vul in bij welke deur de telefoon komt"
    ]
    assert await AuditRecord.filter(action="open_doors").count() == 3


async def test_a_message_is_looked_at_first_goes_once_and_says_how_far_it_is(site: Site, make: Make):
    congress = await make.congress(seats=2)
    first, second = await make.workshops(congress, 5, 5)
    for name, workshop in (("anna", first), ("bob", second)):
        await make.registration(congress, email=f"{name}@example.org", choices=[(workshop, None)])
    await make.registration(congress, email="wacht@example.org")
    desk = await team(site, make, "Noor")
    form = (await desk.get(path(congress, "/bericht"))).text
    fields = {
        "readers": f"workshop-{first.id}",
        "subject": "Neem een pen mee",
        "text": "Wij schrijven.\nTot dan.",
        "request_key": hidden(form, "request_key"),
    }
    preview = words_on((await desk.post(path(congress, "/bericht"), fields)).text)
    assert "Krijgen een mail 1 adres" in preview
    assert "Wij schrijven. Tot dan." in preview
    assert not await CongressMessage.exists()
    for _twice in range(2):
        sent = await desk.post(path(congress, "/bericht"), {**fields, "send": "1"})
        assert sent.status_code == 303
    written = await CongressMessage.get()
    assert sent.headers["location"] == path(congress, f"/bericht?verstuurd={written.id}")
    assert "wij zijn nog bezig" in (await desk.get(sent.headers["location"])).text
    await schedule.run_due()
    page = words_on((await desk.get(path(congress, "/bericht"))).text)
    assert f"Workshop: {first.title}: 0 mails verstuurd, 1 in de rij." in page
    kinds = {each: await site.mail_kinds_to(f"{each}@example.org") for each in ("anna", "bob", "wacht")}
    assert {each for each, found in kinds.items() if "congress_message" in found} == {"anna"}
    back = await desk.post(path(congress, "/bericht"), {**fields, "back": "1"})
    assert "Neem een pen mee" in back.text
    records = await AuditRecord.filter(subject_kind="congress")
    assert [each.action for each in records] == ["write_to_attendees"]


async def test_a_message_reaches_who_is_in_the_group_at_that_moment(
    site: Site, make: Make, now: MovableClock
):
    congress = await make.congress(seats=3)
    (workshop,) = await make.workshops(congress, 5)
    anna = await make.registration(congress, choices=[(workshop, None)])
    for _each in range(4):
        await make.registration(congress)
    person = await Attendee.filter(registration_id=anna.id).get()
    await entrance.check_in(congress.id, Entrance("k", person.id, ReadBy.NAME, now.at), actor=SYSTEM)
    await entrance.walk_in(congress.id, "Zonder adres", key="w", at=now.at, was_offline=True, actor=SYSTEM)
    desk = await team(site, make)
    wanted = {"confirmed": 3, "waiting": 2, "present": 1, "absent": 2, f"workshop-{workshop.id}": 1}
    reached = {}
    for readers in wanted:
        fields = {"readers": readers, "subject": "Hallo", "text": "Hallo.", "request_key": "k"}
        preview = words_on((await desk.post(path(congress, "/bericht"), fields)).text)
        found = re.search(r"Krijgen een mail (\d+) adres", preview)
        reached[readers] = int(found[1]) if found else 0
    assert reached == wanted


async def test_a_message_to_nobody_is_not_sent(site: Site, make: Make):
    congress = await make.congress()
    desk = await team(site, make)
    fields = {"readers": "waiting", "subject": "Hallo", "text": "Hallo.", "request_key": "k"}
    assert "In deze groep zit nog niemand." in words_on(
        (await desk.post(path(congress, "/bericht"), fields)).text
    )
    refused = await desk.post(path(congress, "/bericht"), {**fields, "send": "1"})
    assert errors_on(refused.text) == ["Er is niemand in deze groep om te schrijven."]
    unknown = await desk.post(path(congress, "/bericht"), {**fields, "readers": "workshop-999", "send": "1"})
    assert unknown.status_code == 422


async def test_numbers_are_counted_by_audience_organisation_place_and_workshop(
    site: Site, make: Make, now: MovableClock
):
    congress = await make.congress(seats=3)
    first, second = await make.workshops(congress, 1, 5)
    anna = await make.registration(
        congress, people=2, organisation="De Linde", municipality_code="GM0344", choices=[(second, first)]
    )
    await make.registration(
        congress, organisation="DE LINDE", audience="lid-nationale-coalitie", choices=[(first, second)]
    )
    await make.registration(congress, organisation="Anders", choices=[(first, None)])
    person = await Attendee.filter(registration_id=anna.id).first()
    came = Entrance("k", person.id, ReadBy.NAME, now.at)
    await entrance.check_in(congress.id, came, actor=SYSTEM)
    desk = await team(site, make)
    tables = {}
    for what in ("doelgroep", "organisatie", "gemeente", "provincie", "workshops"):
        answer = await desk.get(path(congress, f"/cijfers.csv?wat={what}"))
        assert answer.headers["content-disposition"].endswith(f'-{what}.csv"')
        tables[what] = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))[1:]
    assert tables == {
        "doelgroep": [
            ["Wethouder", "2", "1", "1", "1"],
            ["Lid van de Nationale Coalitie", "1", "0", "0", "1"],
        ],
        "organisatie": [["DE LINDE", "3", "0", "1", "2"], ["Anders", "0", "1", "0", "0"]],
        "gemeente": [["Utrecht", "2", "0", "1", "1"], ["Niet ingevuld", "1", "1", "0", "1"]],
        "provincie": [["Utrecht", "2", "0", "1", "1"], ["Niet ingevuld", "1", "1", "0", "1"]],
        "workshops": [
            ["Workshops", first.title, "1", "2", "2", "1", "0", "0"],
            ["Workshops", second.title, "5", "2", "1", "2", "0", "0"],
        ],
    }
    page = words_on((await desk.get(path(congress, "/cijfers"))).text)
    for words in ("Per doelgroep", "Lid van de Nationale Coalitie 1", "Per workshop"):
        assert words in page, words
    assert (await desk.get(path(congress, "/cijfers.csv?wat=x"))).status_code == 400
