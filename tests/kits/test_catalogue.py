"""The catalogue: the team keeps it, and organisers see what is complete, visible and not called back."""

import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest

from tests.events.filling_in import form_of, sentences
from tests.formats.pictures import photo, saved
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.core import settings
from weekplanner.core.clock import MovableClock
from weekplanner.editions.models import Edition
from weekplanner.kits import files
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import catalogue
from weekplanner.kits.queries.stock import running_out
from weekplanner.privacy import operations as privacy
from weekplanner.vocabulary.queries import vocabulary

STOCK = "/team/pakketten/voorraad"
ALT = "Een open doos met een vlaggenlijn."
JPEG = saved(photo(1200, 800), "JPEG")
NEW = {
    "name": "Pakket voor de straat",
    "explanation": "Voor een tafel buiten.",
    "kind": "doos",
    "contents": "1 vlaggenlijn\n\n 50  naamstickers ",
    "max_per_activity": "1",
    "max_per_organisation": "10",
    "weight_g": "1.450",
    "low_stock_at": "20",
    "is_visible": "y",
}


def a_zip() -> bytes:
    """A small archive."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("lees-mij.txt", "Kom erbij")
    return target.getvalue()


@pytest.fixture
async def desk(make, site):
    """Somebody who looks after kits."""
    return site.as_(await make.team_member(TeamRole.LOGISTICS))


async def version_on(desk, page: str) -> dict[str, str]:
    """What a form carries along."""
    return {"version": form_of((await desk.get(page)).text)["version"][0]}


async def test_an_empty_catalogue_begins_with_the_kits_of_the_programme_once(make, desk):
    await make.edition()
    assert "Begin met de catalogus" in (await desk.get(STOCK)).text
    for _click in range(2):
        assert (await desk.post(f"{STOCK}/begin")).status_code == 303
    kits = await Kit.all().order_by("position")
    assert [kit.slug for kit in kits] == list(vocabulary().kit_items)
    page = (await desk.get(STOCK)).text
    assert "Begin met de catalogus" not in page
    assert all(kit.name in page for kit in kits)
    assert [kit.slug for kit in kits if kit.is_digital and kit.is_offered] == []


async def test_a_kit_is_added_and_changed_with_all_that_is_said_of_it(desk):
    added = await desk.post(f"{STOCK}/nieuw", NEW)
    kit = await Kit.get()
    assert (added.status_code, added.headers["location"]) == (303, f"{STOCK}/{kit.id}")
    assert (kit.contents, kit.weight_g, kit.low_stock_at) == (["1 vlaggenlijn", "50 naamstickers"], 1450, 20)
    page = f"{STOCK}/{kit.id}/wijzigen"
    shown = {name: values[0] for name, values in form_of((await desk.get(page)).text).items()}
    changed = {**shown, "name": "Straatpakket", "max_per_activity": "", "is_visible": None}
    assert (await desk.post(page, changed)).status_code == 303
    kit = await Kit.get()
    assert (kit.name, kit.max_per_activity, kit.max_per_organisation) == ("Straatpakket", None, 10)
    assert (kit.contents, kit.is_offered) == (["1 vlaggenlijn", "50 naamstickers"], False)
    record = await AuditRecord.filter(action="edit_catalogue").order_by("-id").first()
    assert [change["field"] for change in record.changes] == ["name", "is_visible", "max_per_activity"]


@pytest.mark.parametrize(
    ("typed", "at", "sentence"),
    [
        ({"name": " "}, "name", "Vul een naam in"),
        ({"name": "x" * 81}, "name", "Gebruik hooguit 80 tekens."),
        ({"kind": ""}, "kind-0", "Kies hoe het bij de organisator komt"),
        ({"max_per_activity": "0"}, "max_per_activity", "Vul een heel getal in van 1 tot en met 1000"),
        (
            {"max_per_organisation": "veel"},
            "max_per_organisation",
            "Vul een heel getal in van 1 tot en met 1000",
        ),
        ({"weight_g": "1,5"}, "weight_g", "Vul een heel getal in van 1 tot en met 30000"),
        ({"low_stock_at": "-1"}, "low_stock_at", "Vul een heel getal in van 0 tot en met 100000"),
        ({"contents": "\n".join("abc" for _line in range(31))}, "contents", "Vul hooguit 30 regels in"),
        ({"contents": "x" * 121}, "contents", "Een regel heeft hooguit 120 tekens"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(desk, typed, at, sentence):
    answer = await desk.post(f"{STOCK}/nieuw", {**NEW, **typed})
    assert (answer.status_code, await Kit.all().count()) == (422, 0)
    assert sentences(answer.text)[at.removesuffix("-0")] == sentence


async def test_two_kits_of_one_name_cannot_be(make, desk):
    await make.kit(NEW["name"])
    answer = await desk.post(f"{STOCK}/nieuw", NEW)
    assert sentences(answer.text) == {"name": "Er is al een pakket met deze naam."}


async def test_a_form_from_before_a_change_is_shown_beside_what_is_there_now(make, desk):
    kit = await make.kit()
    page = f"{STOCK}/{kit.id}/wijzigen"
    before = {name: values[0] for name, values in form_of((await desk.get(page)).text).items()}
    await desk.post(page, {**before, "name": "Van een collega"})
    mine = await desk.post(page, {**before, "name": "Van mij"})
    assert (mine.status_code, "Van een collega" in mine.text) == (409, True)
    again = {name: values[0] for name, values in form_of(mine.text).items()}
    assert again["name"] == "Van mij"
    assert (await desk.post(page, again)).status_code == 303


async def test_kits_stand_in_the_order_that_the_team_wants(make, desk):
    first, second, third = [await make.kit(name) for name in ("Een", "Twee", "Drie")]
    await desk.post(f"{STOCK}/{third.id}/plek", naar="omhoog")
    await desk.post(f"{STOCK}/{first.id}/plek", naar="omlaag")
    await desk.post(f"{STOCK}/{third.id}/plek", naar="omhoog")
    assert [kit.name for kit in await Kit.all().order_by("position")] == ["Drie", "Een", "Twee"]
    assert second.id


async def test_a_kit_has_a_picture_with_words_which_goes_when_it_is_taken_away(make, desk, site, now):
    kit = await make.kit()
    page = f"{STOCK}/{kit.id}/foto"
    fields = {**await version_on(desk, page), "alt": ALT}
    assert (await desk.upload(page, fields, as_field="picture", content=JPEG)).status_code == 303
    kit = await Kit.get()
    path = f"/media/pakketten/{kit.picture_stem}-480.jpg"
    shown = (await desk.get(f"{STOCK}/{kit.id}")).text
    assert (path in shown, f'alt="{ALT}"' in shown) == (True, True)
    assert (await site.get(path)).headers["content-type"] == "image/jpeg"
    await desk.upload(page, {**await version_on(desk, page), "remove": "1"}, as_field="picture", content=None)
    assert (await Kit.get()).picture_stem == ""
    now.move(timedelta(days=2))
    await privacy.purge(is_dry_run=False)
    assert (await site.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("content", "alt", "at", "sentence"),
    [
        (None, ALT, "picture", "Kies een foto"),
        (JPEG, "", "alt", "Schrijf in één zin wat er op de foto te zien is"),
        (
            b"<svg/>",
            ALT,
            "picture",
            "Dit bestand is geen foto die wij kennen. Kies een foto: JPEG, PNG of WebP.",
        ),
    ],
)
async def test_a_picture_that_cannot_be_is_said_at_its_field(make, desk, content, alt, at, sentence):
    page = f"{STOCK}/{(await make.kit()).id}/foto"
    fields = {**await version_on(desk, page), "alt": alt}
    answer = await desk.upload(page, fields, as_field="picture", content=content)
    assert (answer.status_code, sentences(answer.text)) == (422, {at: sentence})


@pytest.mark.parametrize(("content", "name"), [(a_zip(), "digitaal.zip"), (b"%PDF-1.7\n", "digitaal.pdf")])
async def test_organisers_see_a_digital_kit_once_it_has_its_file(make, desk, content, name):
    kit = await make.kit("Digitaal", is_digital=True)
    assert not kit.is_offered
    page = f"{STOCK}/{kit.id}/bestand"
    fields = await version_on(desk, page)
    assert (await desk.upload(page, fields, as_field="file", content=content)).status_code == 303
    kit = await Kit.get()
    assert (kit.is_offered, kit.file_name, files.path_of(kit).read_bytes()) == (True, name, content)
    assert name in (await desk.get(f"{STOCK}/{kit.id}")).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Kies een bestand"),
        (b"", "Dit bestand is leeg. Kies een ander bestand."),
        (
            b"MZ\x90 a program",
            "Dit bestand is geen PDF of ZIP die wij kunnen openen. Kies een ander bestand.",
        ),
        (a_zip()[:-30], "Dit bestand is geen PDF of ZIP die wij kunnen openen. Kies een ander bestand."),
        (b"%PDF-".ljust(51 * 1024**2), "Dit bestand is te groot. Kies een bestand van ten hoogste 50 MB."),
    ],
    ids=["no file", "an empty one", "a program", "half a ZIP", "51 MB"],
)
async def test_a_file_that_cannot_be_is_said_at_its_field(make, desk, content, sentence):
    page = f"{STOCK}/{(await make.kit(is_digital=True)).id}/bestand"
    answer = await desk.upload(page, await version_on(desk, page), as_field="file", content=content)
    assert (answer.status_code, sentences(answer.text)) == (422, {"file": sentence})
    assert [*settings.current().media_dir.glob("kits/*")] == []


async def test_the_file_that_another_took_the_place_of_goes_with_the_purge(make, desk, now: MovableClock):
    page = f"{STOCK}/{(await make.kit(is_digital=True)).id}/bestand"
    for content in (a_zip(), b"%PDF-1.7"):
        await desk.upload(page, await version_on(desk, page), as_field="file", content=content)
    now.move(timedelta(days=2))
    assert (await privacy.purge(is_dry_run=True))["unused_kit_files"] == 1
    assert (await privacy.purge(is_dry_run=False))["unused_kit_files"] == 1
    kept = [path.name for path in settings.current().media_dir.glob("kits/*")]
    assert kept == [(await Kit.get()).file_stem]


async def test_no_address_leads_to_the_file_of_a_digital_kit(make, desk):
    page = f"{STOCK}/{(await make.kit(is_digital=True)).id}/bestand"
    await desk.upload(page, await version_on(desk, page), as_field="file", content=a_zip())
    stem = (await Kit.get()).file_stem
    for path in (
        f"/media/kits/{stem}",
        f"/media/{stem}",
        f"/media/{stem}-480.jpg",
        f"/media/pakketten/{stem}-1.jpg",
    ):
        assert (await desk.get(path)).status_code == 404


async def test_the_team_chooses_until_when_one_orders_and_until_when_it_sends(make, desk):
    await make.edition()
    page = f"{STOCK}/dagen"
    answer = await desk.post(page, kit_order_until_on="2027-09-20", kit_last_sent_on="26-9-2027")
    edition = await Edition.get()
    days = (edition.kit_order_until_on, edition.kit_last_sent_on)
    assert (answer.status_code, days) == (303, (date(2027, 9, 20), date(2027, 9, 26)))
    shown = (await desk.get(STOCK)).text
    assert ("maandag 20 september 2027" in shown, "zondag 26 september 2027" in shown) == (True, True)
    (record,) = await AuditRecord.filter(action="set_kit_days")
    assert [(each["field"], each["after"]) for each in record.changes] == [
        ("kit_order_until_on", "2027-09-20"),
        ("kit_last_sent_on", "2027-09-26"),
    ]


@pytest.mark.parametrize(
    ("until", "sent", "at", "sentence"),
    [
        ("", "2027-09-24", "kit_order_until_on", "Vul de laatste besteldag in"),
        ("morgen", "2027-09-24", "kit_order_until_on", "Schrijf de dag zo: 17-9-2027"),
        (
            "2027-09-25",
            "2027-09-24",
            "kit_last_sent_on",
            "De laatste pakketten gaan weg voordat het bestellen sluit.",
        ),
        ("2027-09-25", "2027-10-09", "kit_last_sent_on", "De laatste pakketten gaan weg na de laatste dag."),
    ],
)
async def test_days_that_cannot_be_are_said_at_their_field(make, desk, until, sent, at, sentence):
    await make.edition()
    answer = await desk.post(f"{STOCK}/dagen", kit_order_until_on=until, kit_last_sent_on=sent)
    assert (answer.status_code, sentences(answer.text)) == (422, {at: sentence})


async def test_the_catalogue_is_a_table_for_a_spreadsheet(make, desk):
    await make.kit("=1+1", stock_of=3, max_per_activity=2, low_stock_at=5)
    lines = (await desk.get(f"{STOCK}.csv")).text.splitlines()
    assert lines[1] == "'=1+1;3;0;0;0;0;2;;;5;Bijna op"
    assert "'=1+1" not in (await desk.get(STOCK)).text
    assert await running_out() == 1


async def test_who_reviews_activities_does_not_keep_the_catalogue(make, site):
    reviewer, kit = site.as_(await make.team_member(TeamRole.MODERATION)), await make.kit()
    for page in ("", ".csv", "/nieuw", "/dagen", f"/{kit.id}", f"/{kit.id}/wijzigen", f"/{kit.id}/foto"):
        assert (await reviewer.get(f"{STOCK}{page}")).status_code in (403, 404), page
    assert (await reviewer.post(f"{STOCK}/begin")).status_code in (403, 404)


async def test_the_kits_of_the_programme_join_what_is_there(make):
    await make.kit("Posters A3")
    added = await catalogue.begin_catalogue(actor=SYSTEM)
    assert [kit.slug for kit in added] == [each for each in vocabulary().kit_items if each != "posters-a3"]
