"""Arranging congresses at the desk: begin, change, publish, seats, call off, programme."""

from datetime import timedelta

from tests.congress.desk import DESK, OPENING_FIELDS, errors_on, hidden, path, team, words_on
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import OPENING, Make, at
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import Congress, CongressState, ProgrammePart, Workshop
from weekplanner.congress.models.registrations import Registration, RegistrationState
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations import arranging
from weekplanner.congress.values import CongressValues
from weekplanner.core.clock import MovableClock


async def test_an_edition_begins_with_an_opening_and_a_closing_that_only_the_team_sees(
    site: Site, make: Make
):
    await make.edition()
    desk = await team(site, make)
    for _twice in range(2):
        answer = await desk.post(f"{DESK}/nieuw/begin?jaar=2027")
        assert answer.headers["location"] == f"{DESK}?jaar=2027"
    made = await Congress.all().order_by("starts_at")
    assert [(each.slug, each.title, each.starts_at, each.venue) for each in made] == [
        ("opening-2027", "Openingscongres", at(1, 9, 30), ""),
        ("slot-2027", "Slotcongres", at(8, 9, 30), ""),
    ]
    assert (await site.get("/congres/opening-2027")).status_code == 404
    page = words_on((await desk.get(DESK)).text)
    assert "Openingscongres" in page
    assert "Concept" in page


async def test_a_draft_without_a_place_is_saved_and_goes_on_the_site_once_it_has_one(site: Site, make: Make):
    await make.edition()
    desk = await team(site, make)
    await desk.post(f"{DESK}/nieuw/begin?jaar=2027")
    no_place = {"venue": "", "street": "", "house_number": "", "postcode": "", "place": ""}
    draft = await Congress.get(slug="opening-2027")
    saved = await desk.post(
        path(draft, "/wijzigen"), {**OPENING_FIELDS, **no_place, "version": str(draft.version)}
    )
    assert saved.status_code == 303
    draft = await Congress.get(id=draft.id)
    refused = await desk.post(path(draft, "/plaatsen"), version=draft.version)
    assert refused.status_code == 422
    assert "Vul in waar het is, of de link om online mee te doen." in words_on(refused.text)
    await desk.post(path(draft, "/wijzigen"), {**OPENING_FIELDS, "version": str(draft.version)})
    draft = await Congress.get(id=draft.id)
    published = await desk.post(path(draft, "/plaatsen"), version=draft.version)
    assert published.status_code == 303
    assert (await site.get("/congres/opening-2027")).status_code == 200


async def test_what_is_on_the_site_keeps_a_place(site: Site, make: Make):
    congress = await make.congress()
    desk = await team(site, make)
    fields = {**OPENING_FIELDS, "venue": "", "version": str(congress.version)}
    answer = await desk.post(path(congress, "/wijzigen"), fields)
    assert answer.status_code == 422
    assert "Vul in waar het is" in answer.text
    assert (await Congress.get(id=congress.id)).venue == "Jaarbeurs"


async def test_everything_that_was_typed_is_kept_and_noted(site: Site, make: Make):
    congress = await make.congress(is_published=False, title="Nog geen titel", travel="")
    desk = await team(site, make)
    answer = await desk.post(
        path(congress, "/wijzigen"), {**OPENING_FIELDS, "version": str(congress.version)}
    )
    assert answer.headers["location"] == path(congress)
    assert CongressValues.of(await Congress.get(id=congress.id)) == CongressValues(
        kind=OPENING.kind,
        title="Samen dekken wij de tafel",
        summary="Een dag vol ideeën.",
        description="Met **ontbijt**.",
        audiences=("wethouder", "lid-nationale-coalitie"),
        starts_at=at(1, 9, 30),
        ends_at=at(1, 16),
        opens_at=at(1, 9, month=6),
        closes_at=at(30, 17, month=9),
        venue="Jaarbeurs",
        street="Jaarbeursplein",
        house_number="6",
        postcode="3521 AL",
        place="Utrecht",
        travel="Vijf minuten van het station.",
    )
    (record,) = await AuditRecord.filter(subject_kind="congress")
    assert record.action == "edit_congress"
    assert {"title", "travel"} <= {each["field"] for each in record.changes}


async def test_the_form_shows_what_is_stored(site: Site, make: Make):
    congress = await make.congress(is_published=False, online_url="https://voorbeeld.nl/mee")
    page = (await (await team(site, make)).get(path(congress, "/wijzigen"))).text
    for value in (
        "2027-10-01",
        "09.30",
        "16.00",
        "2027-06-01",
        "17.00",
        "3521 AL",
        "https://voorbeeld.nl/mee",
    ):
        assert f'value="{value}"' in page, value


WRONG = (
    ({"title": ""}, "Vul een titel in"),
    ({"audiences": []}, "Kies voor wie het congres is"),
    ({"starts_on": "2028-10-01"}, "Deze dag ligt niet in het jaar van de editie."),
    ({"starts_on": "0001-01-01"}, "Schrijf de dag zo: 17-9-2027"),
    ({"starts_at": "negen"}, "Schrijf de tijd zo: 12.00"),
    ({"ends_at": "9.00"}, "Het einde ligt voor het begin."),
    ({"closes_on": "2027-10-02"}, "De aanmelding sluit na het begin."),
    ({"opens_on": "2027-09-30", "opens_at": "18.00"}, "De aanmelding sluit voordat zij opengaat."),
    ({"postcode": "35"}, "Vul een hele postcode in, zoals 5341 AB"),
    ({"online_url": "geen adres"}, "Vul een website in, zoals https://www.voorbeeld.nl."),
    ({"kind": "feest"}, "Ongeldige keuze."),
)


async def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(site: Site, make: Make):
    congress = await make.congress(is_published=False)
    desk = await team(site, make)
    typed = {**OPENING_FIELDS, "summary": "Dit blijft staan.", "version": str(congress.version)}
    said = []
    for wrong, _sentence in WRONG:
        answer = await desk.post(path(congress, "/wijzigen"), {**typed, **wrong})
        assert (answer.status_code, "Dit blijft staan." in answer.text) == (422, True)
        said.append(errors_on(answer.text))
    assert said == [[sentence] for _wrong, sentence in WRONG]


async def test_an_address_that_seems_wrong_is_asked_about_once_and_never_refused(site: Site, make: Make):
    congress = await make.congress(is_published=False)
    desk = await team(site, make)
    fields = {**OPENING_FIELDS, "place": "Groningen", "version": str(congress.version)}
    asked = await desk.post(path(congress, "/wijzigen"), fields)
    assert asked.status_code == 422
    assert "Klopt dit adres? 3521 AL is volgens ons in Utrecht, en niet in Groningen." in words_on(asked.text)
    assert (await desk.post(path(congress, "/wijzigen"), {**fields, "is_right": "y"})).status_code == 303
    assert (await Congress.get(id=congress.id)).place == "Groningen"


async def test_who_began_from_an_older_version_is_told_what_stands_there_now(site: Site, make: Make):
    congress = await make.congress(is_published=False)
    desk = await team(site, make)
    old = hidden((await desk.get(path(congress, "/wijzigen"))).text, "version")
    await arranging.edit_congress(
        congress.id,
        CongressValues(**{**vars(CongressValues.of(congress)), "title": "Van een collega"}),
        version=congress.version,
        actor=SYSTEM,
    )
    answer = await desk.post(path(congress, "/wijzigen"), {**OPENING_FIELDS, "version": old})
    assert answer.status_code == 409
    page = words_on(answer.text)
    assert "Iemand anders heeft dit intussen gewijzigd." in page
    assert "Van een collega" in page
    again = {**OPENING_FIELDS, "version": hidden(answer.text, "version")}
    assert (await desk.post(path(congress, "/wijzigen"), again)).status_code == 303
    for step in ("/plaatsen", "/afgelasten"):
        stale = await desk.post(path(congress, step), version="1", apology="Stuk.")
        assert stale.status_code == 409, step


async def test_a_webinar_is_made_once_of_a_double_click_and_can_be_thrown_away(site: Site, make: Make):
    await make.edition()
    desk = await team(site, make)
    fields = {
        **OPENING_FIELDS,
        "kind": "webinar",
        "venue": "",
        "street": "",
        "house_number": "",
        "postcode": "",
        "place": "",
        "online_url": "voorbeeld.nl/mee",
        "seats": "1.000",
    }
    first, second = [await desk.post(f"{DESK}/nieuw?jaar=2027", fields) for _each in range(2)]
    assert first.headers["location"] == second.headers["location"] == f"{DESK}/webinar-2027"
    seats = await Seats.get().select_related("congress")
    assert (seats.capacity, seats.congress.online_url) == (1000, "https://voorbeeld.nl/mee")
    assert seats.congress.is_online
    gone = await desk.post(f"{DESK}/webinar-2027/verwijderen")
    assert gone.headers["location"] == f"{DESK}?jaar=2027"
    assert not await Congress.exists()


async def test_what_is_on_the_site_is_not_thrown_away_and_a_draft_is_not_called_off(site: Site, make: Make):
    congress, draft = await make.congress(), await make.congress(is_published=False, title="Concept")
    desk = await team(site, make)
    kept = await desk.post(path(congress, "/verwijderen"))
    assert "Verwijderen kan niet meer, afgelasten wel." in words_on(kept.text)
    answer = await desk.post(path(draft, "/afgelasten"), apology="Stuk.", version=draft.version)
    assert "U kunt het concept verwijderen." in words_on(answer.text)
    assert [each.state for each in await Congress.all().order_by("id")] == [
        CongressState.PUBLISHED,
        CongressState.DRAFT,
    ]


async def test_more_seats_go_to_who_waits_and_fewer_take_nobodys(site: Site, make: Make):
    congress = await make.congress(seats=1)
    seated, waiting = [await make.registration(congress) for _each in range(2)]
    desk = await team(site, make)
    await desk.post(path(congress, "/stoelen"), seats="2")
    assert (await Registration.get(id=waiting.id)).state is RegistrationState.OFFERED
    await desk.post(path(congress, "/stoelen"), seats="1")
    assert (await Registration.get(id=seated.id)).state is RegistrationState.CONFIRMED
    refused = await desk.post(path(congress, "/stoelen"), seats="0")
    assert (
        refused.status_code,
        "Vul een heel getal in van 1 tot en met 100000" in words_on(refused.text),
    ) == (
        422,
        True,
    )
    changes = [each.changes for each in await AuditRecord.filter(subject_kind="congress").order_by("id")]
    assert changes == [
        [{"field": "capacity", "before": "1", "after": "2"}],
        [{"field": "capacity", "before": "2", "after": "1"}],
    ]
    assert await what_is_wrong_with_congresses() == []


async def test_calling_off_says_how_many_are_told_and_shows_the_sentence(site: Site, make: Make):
    congress = await make.congress(seats=1)
    for _each in range(2):
        await make.registration(congress)
    desk = await team(site, make)
    page = words_on((await desk.get(path(congress, "/afgelasten"))).text)
    assert "2 adressen krijgen meteen een mail." in page
    nothing = await desk.post(path(congress, "/afgelasten"), apology=" ", version=congress.version)
    assert nothing.status_code == 422
    answer = await desk.post(
        path(congress, "/afgelasten"), apology="De spreker is ziek.", version=congress.version
    )
    assert answer.headers["location"] == path(congress)
    assert "De spreker is ziek." in (await desk.get(path(congress))).text
    assert (await Congress.get(id=congress.id)).state is CongressState.CANCELLED


async def test_what_has_begun_is_not_called_off(site: Site, make: Make, now: MovableClock):
    congress = await make.congress()
    now.move(congress.starts_at - now.at + timedelta(hours=1))
    desk = await team(site, make)
    answer = await desk.post(path(congress, "/afgelasten"), apology="Stuk.", version=congress.version)
    assert "Dit congres is al begonnen. Dat kan nu niet meer." in words_on(answer.text)


PART = {
    "title": "Ronde 1",
    "kind": "round",
    "starts_at": "11.00",
    "ends_at": "12.00",
    "text": "",
    "speakers": "",
}
WORKSHOP = {"title": "Kunst erbij", "text": "Zingen.", "speakers": "Noor", "room": "Zaal 4", "capacity": "20"}


async def test_a_programme_is_made_of_parts_and_workshops(site: Site, make: Make):
    congress = await make.congress()
    desk = await team(site, make)
    assert (await desk.post(path(congress, "/programma/nieuw"), PART)).status_code == 303
    part = await ProgrammePart.get()
    assert (part.starts_at, part.ends_at) == (at(1, 11), at(1, 12))
    added = await desk.post(path(congress, f"/programma/{part.id}/workshops/nieuw"), WORKSHOP)
    assert added.headers["location"] == path(congress, "/programma")
    workshop = await Workshop.get()
    changed = {**WORKSHOP, "capacity": "30", "room": "Zaal 5"}
    await desk.post(path(congress, f"/programma/workshops/{workshop.id}/wijzigen"), changed)
    await desk.post(path(congress, f"/programma/{part.id}/wijzigen"), {**PART, "title": "Eerste ronde"})
    page = words_on((await desk.get(path(congress, "/programma"))).text)
    for words in ("Eerste ronde", "11.00 tot 12.00 uur", "Kunst erbij", "Noor", "Zaal 5", "30"):
        assert words in page, words


async def test_a_part_that_cannot_be_is_refused(site: Site, make: Make):
    congress = await make.congress()
    desk = await team(site, make)
    cases = {
        "Dit onderdeel valt buiten de tijden van het congres.": {"starts_at": "8.00"},
        "Het einde ligt voor het begin.": {"ends_at": "10.00"},
        "Vul een titel in": {"title": ""},
    }
    for sentence, wrong in cases.items():
        answer = await desk.post(path(congress, "/programma/nieuw"), {**PART, **wrong})
        assert (answer.status_code, errors_on(answer.text)) == (422, [sentence])
    assert not await ProgrammePart.exists()


async def test_what_people_chose_is_not_taken_off_the_programme(site: Site, make: Make):
    congress = await make.congress()
    chosen, other = await make.workshops(congress, 5, 5)
    await make.registration(congress, choices=[(chosen, None)])
    desk = await team(site, make)
    refused = await desk.post(path(congress, f"/programma/workshops/{chosen.id}/weghalen"))
    assert "Deze workshop is al gekozen. Weghalen kan niet meer, wijzigen wel." in words_on(refused.text)
    full = await desk.post(path(congress, f"/programma/{chosen.part_id}/weghalen"))
    assert "In deze ronde zitten workshops. Haal die eerst weg." in words_on(full.text)
    assert (await desk.post(path(congress, f"/programma/workshops/{other.id}/weghalen"))).status_code == 303
    assert await Workshop.all().values_list("id", flat=True) == [chosen.id]


async def test_parts_that_fall_outside_after_a_change_of_time_are_named(site: Site, make: Make):
    congress = await make.congress()
    await make.workshops(congress, 5)
    desk = await team(site, make)
    fields = {**OPENING_FIELDS, "starts_at": "12.30", "version": str((await Congress.get()).version)}
    assert (await desk.post(path(congress, "/wijzigen"), fields)).status_code == 303
    assert "Deze onderdelen vallen erbuiten: Workshops." in words_on((await desk.get(path(congress))).text)


async def test_another_congress_keeps_its_programme_to_itself(site: Site, make: Make):
    congress, other = await make.congress(), await make.congress(title="Slot")
    (workshop,) = await make.workshops(other, 5)
    desk = await team(site, make)
    for page in (f"/programma/{workshop.part_id}/wijzigen", f"/programma/workshops/{workshop.id}/wijzigen"):
        assert (await desk.get(path(congress, page))).status_code == 404
        assert (await desk.get(path(other, page))).status_code == 200
