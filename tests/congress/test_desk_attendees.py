"""The list of who signed up: found by filters, in the order of arrival, decided about, taken along."""

import csv
import json
from argparse import Namespace
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest

from tests.congress.desk import DESK, errors_on, names_on, path, team, words_on
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.commands import REGISTRATIONS
from weekplanner.congress.models.entrance import ReadBy
from weekplanner.congress.models.registrations import Attendee, Registration, RegistrationState
from weekplanner.congress.operations import arranging, changing, entrance
from weekplanner.congress.operations.entrance import Entrance
from weekplanner.congress.queries import tables
from weekplanner.congress.values import NeedsValues
from weekplanner.core.clock import MovableClock
from weekplanner.editions.exporting import write
from weekplanner.privacy import operations as privacy


async def crowd(make: Make):
    """Parties that stand in every way, with workshops, needs and somebody inside."""
    congress = await make.congress(seats=4)
    first, second = await make.workshops(congress, 1, 5)
    anna = await make.registration(
        congress,
        "Anna Ölçer",
        email="anna@example.org",
        organisation="Gemeente Utrecht",
        people=2,
        choices=[(second, None)],
        needs=NeedsValues(("halal",), ("rolstoel",), "Graag vooraan."),
    )
    bob = await make.registration(congress, "Bob", choices=[(first, second)], organisation="De Linde")
    carla = await make.registration(
        congress, "Carla", audience="lid-nationale-coalitie", choices=[(first, second)]
    )
    dirk, els = [await make.registration(congress, name) for name in ("Dirk", "Els")]
    fons = await make.registration(congress, "Fons", audience="vrijwilliger", wish="Ik kook mee.")
    gijs = await make.registration(congress, "Gijs")
    await changing.cancel_for(gijs.id, "Ziek.", actor=SYSTEM)
    return congress, (first, second), (anna, bob, carla, dirk, els, fons, gijs)


async def inside(registration: Registration, *, at) -> None:
    """Somebody of the party came in."""
    person = await Attendee.filter(registration_id=registration.id).order_by("id").first()
    assert person is not None
    key = f"came-{registration.id}"
    came = Entrance(key, person.id, ReadBy.NAME, at)
    await entrance.check_in(registration.congress_id, came, actor=SYSTEM)


async def test_a_filter_finds_what_it_says(site: Site, make: Make, now: MovableClock):
    congress, (first, second), (anna, *_others) = await crowd(make)
    await inside(anna, at=now.at)
    desk = await team(site, make)
    queries = {
        "": ["Anna Ölçer", "Bob", "Carla", "Dirk", "Els", "Fons", "Gijs"],
        "stand=confirmed": ["Anna Ölçer", "Bob", "Carla"],
        "stand=waiting": ["Dirk", "Els"],
        "stand=requested": ["Fons"],
        "stand=cancelled": ["Gijs"],
        "doelgroep=vrijwilliger": ["Fons"],
        f"workshop={first.id}": ["Bob"],
        f"workshop={second.id}": ["Anna Ölçer", "Carla"],
        f"wacht={first.id}": ["Carla"],
        "behoefte=ja": ["Anna Ölçer"],
        "deur=binnen": ["Anna Ölçer"],
        "deur=afwezig": ["Bob", "Carla"],
        "q=olcer": ["Anna Ölçer"],
        "q=gemeente+UTRECHT": ["Anna Ölçer"],
        "q=collega": ["Anna Ölçer"],
        "q=anna%40example.org": ["Anna Ölçer"],
        "q=linde": ["Bob"],
        "q=100%25": [],
        "stand=confirmed&doelgroep=wethouder&q=b": ["Bob"],
    }
    found = {
        query: names_on((await desk.get(path(congress, f"/deelnemers?{query}"))).text) for query in queries
    }
    assert found == queries


async def test_the_list_counts_and_says_where_each_stands(site: Site, make: Make):
    congress, _workshops, _parties = await crowd(make)
    page = words_on((await (await team(site, make)).get(path(congress, "/deelnemers"))).text)
    for words in (
        "4 van 4 stoelen bezet.",
        "7 aanmeldingen, 8 mensen",
        "Heeft een stoel (3)",
        "Wachtlijst (2)",
        "Vraagt om erbij te mogen (1)",
        "Wachtlijst nummer 2",
        "Wens: Ik kook mee.",
        "heeft iets nodig",
    ):
        assert words in page, words


async def test_an_address_that_makes_no_sense_is_told_so(site: Site, make: Make):
    congress = await make.congress()
    desk = await team(site, make)
    queries = ("stand=weg", "doelgroep=x", "workshop=x", "wacht=-1", "deur=x", "behoefte=nee", "pagina=0")
    for query in queries:
        assert (await desk.get(path(congress, f"/deelnemers?{query}"))).status_code == 400, query
    assert (await desk.get(f"{DESK}?jaar=1900")).status_code == 400
    assert (await desk.get(f"{DESK}/nergens-2027/deelnemers")).status_code == 404


async def test_the_numbers_in_line_go_on_over_the_pages(
    site: Site, make: Make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("weekplanner.congress.queries.attendees.LIST_PAGE", 2)
    congress = await make.congress(seats=1)
    for number in range(6):
        await make.registration(congress, f"Nummer {number}")
    desk = await team(site, make)
    second = (await desk.get(path(congress, "/deelnemers?stand=waiting&pagina=2"))).text
    assert names_on(second) == ["Nummer 3", "Nummer 4"]
    assert "nummer 3" in second
    assert "nummer 4" in second
    assert "Bladzijde 2 van 3" in second


async def test_who_asked_is_let_in_in_the_order_of_asking_as_far_as_there_are_seats(site: Site, make: Make):
    congress = await make.congress(seats=1)
    asked = [
        await make.registration(congress, name, audience="vrijwilliger", wish="Graag.")
        for name in ("Eerste", "Tweede", "Derde")
    ]
    desk = await team(site, make)
    fields = {"let_in": "1", "chosen": [str(asked[1].id), str(asked[0].id), "x"]}
    answer = await desk.post(path(congress, "/deelnemers/tegelijk?stand=requested"), fields)
    assert answer.headers["location"] == path(congress, "/deelnemers?stand=requested&toegelaten=2")
    assert "2 aanmeldingen zijn toegelaten." in (await desk.get(answer.headers["location"])).text
    states = [(await Registration.get(id=each.id)).state.value for each in asked]
    assert states == ["confirmed", "waiting", "requested"]
    again = await desk.post(path(congress, "/deelnemers/tegelijk?stand=requested"), fields)
    assert "Hierover was al besloten." in (await desk.get(again.headers["location"])).text
    assert await what_is_wrong_with_congresses() == []


async def test_who_is_not_let_in_reads_why(site: Site, make: Make):
    congress = await make.congress()
    asked = await make.registration(congress, audience="vrijwilliger", wish="Graag.", email="v@example.org")
    desk = await team(site, make)
    decide = path(congress, "/deelnemers/tegelijk?stand=requested")
    without = await desk.post(decide, {"refuse": "1", "chosen": [str(asked.id)]})
    assert errors_on(without.text) == ["Schrijf een reden op. Wie het vroeg, leest die in de mail."]
    nobody = await desk.post(decide, {"refuse": "1", "reason": "Vol."})
    assert errors_on(nobody.text) == ["Kies eerst één of meer aanmeldingen."]
    with_reason = {"refuse": "1", "chosen": [str(asked.id)], "reason": "De zaal is vol."}
    answer = await desk.post(decide, with_reason)
    assert answer.headers["location"].endswith("geweigerd=1")
    assert (await Registration.get(id=asked.id)).state is RegistrationState.REFUSED
    assert await site.mail_kinds_to("v@example.org") == ["congress_requested", "congress_refused"]
    assert "De zaal is vol." in await site.last_mail_to("v@example.org")


async def test_parties_of_another_congress_are_not_decided_about(site: Site, make: Make):
    congress, other = await make.congress(), await make.congress(title="Slot")
    asked = await make.registration(other, audience="vrijwilliger", wish="Graag.")
    desk = await team(site, make)
    await desk.post(path(congress, "/deelnemers/tegelijk"), {"let_in": "1", "chosen": [str(asked.id)]})
    assert (await Registration.get(id=asked.id)).state is RegistrationState.REQUESTED
    assert (await desk.get(path(congress, f"/deelnemers/{asked.id}"))).status_code == 404


async def test_the_list_as_a_file_has_a_row_for_each_person_and_says_nothing_of_what_they_need(
    site: Site, make: Make, now: MovableClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    congress, _workshops, (anna, *_others) = await crowd(make)
    await inside(anna, at=now.at)
    desk = await team(site, make)
    answer = await desk.post(path(congress, "/deelnemers/bestand?stand=confirmed"), csv="1")
    assert answer.headers["content-disposition"] == 'attachment; filename="deelnemers-opening-2027.csv"'
    assert "Graag vooraan" not in answer.text
    assert "halal" not in answer.text.lower()
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    names = ("Naam", "Aangemeld door", "Organisatie", "Doelgroep", "Workshops", "Wacht op workshop")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("Anna Ölçer", "Anna Ölçer", "Gemeente Utrecht", "Wethouder", _workshops[1].title, ""),
        ("Collega 2", "Anna Ölçer", "Gemeente Utrecht", "Wethouder", _workshops[1].title, ""),
        ("Bob", "Bob", "De Linde", "Wethouder", _workshops[0].title, ""),
        ("Carla", "Carla", "", "Lid van de Nationale Coalitie", _workshops[1].title, _workshops[0].title),
    ]
    assert [bool(row["Binnen om"]) for row in rows] == [True, False, False, False]
    (record,) = await AuditRecord.filter(action="take_attendees_along")
    assert record.changes == [{"field": "file", "before": "", "after": "deelnemerslijst"}]


async def test_a_spreadsheet_calculates_nothing_that_somebody_typed(site: Site, make: Make):
    congress = await make.congress()
    await make.registration(congress, "=1+1", organisation="@SUM(A1)", role="+31")
    answer = await (await team(site, make)).post(path(congress, "/deelnemers/bestand"), xlsx="1")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    head, row = [list(each) for each in sheet.iter_rows()]
    values = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert [(values[name].value, values[name].data_type) for name in ("Naam", "Organisatie", "Functie")] == [
        ("=1+1", "s"),
        ("@SUM(A1)", "s"),
        ("+31", "s"),
    ]
    lines = (await (await team(site, make)).post(path(congress, "/deelnemers/bestand"), csv="1")).text
    assert "'=1+1;" in lines


async def test_what_people_need_is_a_page_and_two_files_of_their_own(site: Site, make: Make):
    congress, _workshops, (anna, *_others) = await crowd(make)
    desk = await team(site, make)
    page = words_on((await desk.get(path(congress, "/behoeften"))).text)
    for words in ("Halal eten 1", "Plek voor een rolstoel 1", "Anna Ölçer", "Graag vooraan."):
        assert words in page, words
    counts = (await desk.post(path(congress, "/behoeften/bestand"), counts="1")).text
    names = (await desk.post(path(congress, "/behoeften/bestand"), names="1")).text
    assert "Eten;Halal eten;1" in counts
    assert "Anna" not in counts
    assert f"{anna.id};Anna Ölçer;2;Halal eten;Plek voor een rolstoel;Graag vooraan." in names
    taken = [each.changes[0]["after"] for each in await AuditRecord.filter(action="take_attendees_along")]
    assert taken == ["behoeften in aantallen", "behoeften met namen"]


async def test_what_who_has_no_seat_needs_is_on_no_list(site: Site, make: Make):
    congress = await make.congress(seats=1)
    await make.registration(congress)
    await make.registration(congress, "Zonder stoel", needs=NeedsValues(("halal",)))
    desk = await team(site, make)
    assert "Zonder stoel" not in (await desk.get(path(congress, "/behoeften"))).text


async def exported(capfdbinary, **options) -> list[dict]:
    """What the command writes, as JSON."""
    await write(REGISTRATIONS, Namespace(**{"edition": None, "format": "json", **options}))
    return json.loads(capfdbinary.readouterr().out)


async def test_the_export_has_everybody_of_every_congress_of_an_edition(make: Make, capfdbinary):
    congress, (_first, second), (anna, *_others) = await crowd(make)
    closing = await make.congress(title="Slot")
    await make.registration(closing, "Hans")
    rows = await exported(capfdbinary)
    assert [(row["congress"], row["name"], row["state"]) for row in rows] == [
        (congress.slug, "Anna Ölçer", "confirmed"),
        (congress.slug, "Collega 2", "confirmed"),
        (congress.slug, "Bob", "confirmed"),
        (congress.slug, "Carla", "confirmed"),
        (congress.slug, "Dirk", "waiting"),
        (congress.slug, "Els", "waiting"),
        (congress.slug, "Fons", "requested"),
        (congress.slug, "Gijs", "cancelled"),
        (closing.slug, "Hans", "confirmed"),
    ]
    assert list(rows[0]) == list(REGISTRATIONS.columns)
    assert (rows[0]["registration"], rows[0]["email"], rows[0]["workshops"]) == (
        anna.id,
        "anna@example.org",
        second.title,
    )


async def test_thirty_days_after_the_week_the_export_names_nobody(make: Make, capfdbinary, now: MovableClock):
    congress = await make.congress()
    await make.registration(congress, "Anna", email="anna@example.org", organisation="De Linde")
    now.move(timedelta(days=150))
    await privacy.purge(is_dry_run=False)
    (row,) = await exported(capfdbinary)
    assert [row[name] for name in ("name", "signed_up_by", "email", "organisation")] == [
        "",
        "",
        "",
        "De Linde",
    ]
    assert (await Registration.get()).searched == ""


async def test_seats_that_are_offered_stand_in_the_list_with_until_when(site: Site, make: Make):
    congress = await make.congress(seats=1)
    for name in ("Anna", "Bob"):
        await make.registration(congress, name)
    await arranging.change_capacity(congress.id, 2, actor=SYSTEM)
    page = words_on((await (await team(site, make)).get(path(congress, "/deelnemers?stand=offered"))).text)
    assert "Stoel aangeboden tot" in page
