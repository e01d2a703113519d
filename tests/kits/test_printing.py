"""Printing a batch: asked for on a page, made by whoever comes first, downloaded by who looks after kits."""

import asyncio
import csv
import io
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from tests.formats import pdfs
from tests.formats.test_pdf import worker
from tests.kits.batches import batch_of, many_boxes, two_boxes
from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import TeamRole
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import clock, settings, tokens
from weekplanner.core.clock import MovableClock
from weekplanner.kits import print_files, printing
from weekplanner.kits.models.parcels import Batch, Shipment
from weekplanner.kits.models.printing import JobState, PrintJob
from weekplanner.kits.operations import parcels
from weekplanner.kits.operations import printing as operations
from weekplanner.privacy import operations as privacy


@pytest.fixture
async def desk(make: Make, site: Site) -> Site:
    """Who looks after kits, signed in."""
    return site.as_(await make.team_member(TeamRole.LOGISTICS))


async def asked(desk: Site, batch: Batch, paper: str = "labels", **more: str) -> str:
    """The page of what is printed of a batch."""
    answer = await desk.post(f"/team/pakketten/partijen/{batch.id}/printen", paper=paper, **more)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def printed(desk: Site, batch: Batch, paper: str, tmp_path: Path, **more: str) -> Path:
    """The PDF that was downloaded."""
    page = await asked(desk, batch, paper, **more)
    assert await printing.print_waiting() == 1
    answer = await desk.get(f"{page}/bestand")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    file = tmp_path / "downloaded.pdf"
    file.write_bytes(answer.content)
    return file


def files() -> list[str]:
    """What lies where printed files are kept, by kind."""
    return sorted(path.suffix for path in print_files.directory().glob("*"))


async def test_labels_of_a_batch_are_asked_for_made_and_downloaded(desk, make, tmp_path):
    batch, _, _ = await two_boxes(make)
    codes = [each.code async for each in Shipment.filter(batch_id=batch.id).order_by("id")]
    file = await printed(desk, batch, "labels", tmp_path, layout="3x8", first_position="23")
    texts = pdfs.page_texts(file)
    assert "BuurthuisDeLinde" in texts[0]
    assert "t.a.v.FatmadeVriesNeude113512AEUTRECHT" in texts[0]
    assert "ŁucjaŐszNeude113512AE’S-HERTOGENBOSCH" in texts[0]
    assert pdfs.scanned(file) == [sorted(f"{code}/1" for code in codes)]
    assert files() == [".pdf"]


async def test_a_slip_tells_which_activity_it_is_for_and_what_comes_later(desk, make, tmp_path):
    kit = await make.kit("Kom erbij-pakket", stock_of=2, contents=("5 posters A3",))
    order = await make.kit_order(await make.activity(), {kit.id: 3})
    (text,) = pdfs.page_texts(await printed(desk, await batch_of(order), "packing_slips", tmp_path))
    assert f"Bestelling{order.number}" in text
    assert "Soepaandelangetafel,woensdag6oktober2027" in text
    assert "2×Komerbij-pakketInelk:5postersA3" in text
    assert "Ditkomtlater,ineenanderedoos:•1×Komerbij-pakket" in text


async def test_the_pick_list_counts_all_and_leaves_out_what_is_packed(desk, make, tmp_path):
    batch, _, _ = await two_boxes(make)
    first, second = await Shipment.filter(batch_id=batch.id).order_by("id")
    (text,) = pdfs.page_texts(await printed(desk, batch, "pick_list", tmp_path))
    assert "2dozen,6stuksAllesbijelkaarAantalWat2×Komerbij-pakket4×Spellen6×Samen" in text
    await parcels.pack(first.id, version=1, actor=SYSTEM)
    (text,) = pdfs.page_texts(await printed(desk, batch, "pick_list", tmp_path))
    assert "1doos,3stuksAllesbijelkaarAantalWat3×Spellen3×Samen" in text
    assert first.code not in text
    assert second.code in text


async def test_the_pick_list_is_a_table_too_kit_by_kit(desk, make):
    batch, _, _ = await two_boxes(make)
    first, second = await Shipment.filter(batch_id=batch.id).order_by("id").prefetch_related("order")
    answer = await desk.get(f"/team/pakketten/partijen/{batch.id}/paklijst.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    one, other = (first.code, first.order.number), (second.code, second.order.number)
    here, there = ("Buurthuis De Linde", "Fatma de Vries", "Utrecht"), ("", "Łucja Ősz", "’s-Hertogenbosch")
    assert [tuple(row) for row in rows] == [
        ("Wat", "Aantal", "Doos", "Bestelling", "Organisatie", "Naam", "Plaats"),
        ("Kom erbij-pakket", "2", *one, *here),
        ("Spellen", "1", *one, *here),
        ("Spellen", "3", *other, *there),
    ]


async def test_one_box_for_two_orders_is_one_label_and_one_slip(desk, make, tmp_path):
    kit = await make.kit(stock_of=9)
    orders = [await make.kit_order(await make.activity(), {kit.id: 1}) for _ in range(2)]
    batch = await batch_of(*orders, joins_addresses=True)
    (label,) = pdfs.page_texts(await printed(desk, batch, "labels", tmp_path))
    assert f"Bestellingen{orders[0].number},{orders[1].number}" in label
    (slip,) = pdfs.page_texts(await printed(desk, batch, "packing_slips", tmp_path))
    assert all(f"Bestelling{order.number}" in slip for order in orders)


async def test_more_than_a_page_of_parcels_is_printed_whole_and_in_order(desk, make, tmp_path):
    batch = await many_boxes(make, 205)
    codes = [each.code async for each in Shipment.filter(batch_id=batch.id).order_by("id")]
    texts = pdfs.page_texts(await printed(desk, batch, "labels", tmp_path))
    assert [text for text, code in zip(texts, codes, strict=True) if code not in text] == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first_position": "9"}, "Op dit vel passen 8 etiketten. Kies een getal van 1 tot en met 8."),
        ({"first_position": "0"}, "Op dit vel passen 8 etiketten. Kies een getal van 1 tot en met 8."),
        ({"first_position": "negen"}, "ul een getal in, bijvoorbeeld 1"),
        ({"layout": "5x5"}, "geldige"),
        ({"paper": "kaart"}, "geldige"),
    ],
)
async def test_what_cannot_be_printed_is_said_at_the_field(desk, make, fields, sentence):
    batch, _, _ = await two_boxes(make)
    wanted = {"paper": "labels", "layout": "2x4", **fields}
    answer = await desk.post(f"/team/pakketten/partijen/{batch.id}/printen", wanted)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await PrintJob.all().count() == 0


async def test_a_batch_that_is_all_packed_needs_no_pick_list(desk, make):
    batch, _, _ = await two_boxes(make)
    for each in await Shipment.filter(batch_id=batch.id):
        await parcels.pack(each.id, version=1, actor=SYSTEM)
    answer = await desk.post(f"/team/pakketten/partijen/{batch.id}/printen", paper="pick_list")
    assert answer.status_code == 422
    assert "niets meer te printen" in answer.text


async def test_a_double_click_prints_once(desk, make):
    batch, _, _ = await two_boxes(make)
    pages = [await asked(desk, batch, request_key="the same form") for _ in range(2)]
    assert pages[0] == pages[1]
    assert await PrintJob.all().count() == 1


async def test_the_page_says_how_far_it_is_and_then_has_the_button(desk, make):
    batch = await many_boxes(make, 60)
    page = await asked(desk, batch)
    waiting = (await desk.get(f"{page}/stand")).json()
    assert waiting == {"words": "Dit begint zo.", "done": 0, "total": 60, "is_ended": False}
    assert "Kijk of hij klaar is" in (await desk.get(page)).text
    job = await operations.claim(tokens.random_token(), now=clock.now())
    assert job is not None
    await operations.renew(job, done=40, now=clock.now())
    assert (await desk.get(f"{page}/stand")).json()["words"] == "40 van 60 dozen."
    assert 'value="40"' in (await desk.get(page)).text
    await operations.renew(job, done=60, now=clock.now())
    assert (await desk.get(f"{page}/stand")).json()["words"] == "Nu worden de bladzijden opgemaakt."
    await operations.give_back(job)
    assert await printing.print_waiting() == 1
    ended = (await desk.get(f"{page}/stand")).json()
    assert ended == {"words": "Klaar, voor 60 dozen.", "done": 60, "total": 60, "is_ended": True}
    assert f'href="{page}/bestand"' in (await desk.get(page)).text
    assert f'href="{page}"' in (await desk.get(f"/team/pakketten/partijen/{batch.id}/printen")).text


async def test_a_child_that_is_killed_is_a_sentence_and_it_can_be_tried_again(desk, make):
    page = await asked(desk, await many_boxes(make, 120))
    making = asyncio.create_task(printing.print_waiting())
    while (child := worker()) is None:
        await asyncio.sleep(0)
    child.kill()
    assert await making == 0
    assert files() == []
    failed = (await desk.get(page)).text
    assert "Het maken van de pdf lukte niet." in failed
    assert (await desk.get(f"{page}/bestand")).status_code == 404
    assert (await desk.post(f"{page}/opnieuw")).headers["location"] == page
    assert await printing.print_waiting() == 1
    assert (await desk.get(f"{page}/bestand")).status_code == 200


async def test_who_prints_addresses_stands_in_the_log_once_for_each_time(site, desk, make):
    batch, _, _ = await two_boxes(make)
    for key in ("first", "first", "second"):
        await asked(desk, batch, "labels", request_key=key)
    await asked(desk, batch, "packing_slips", request_key="third")
    admin = site.as_(await make.team_member(TeamRole.ADMIN))
    log = await admin.get("/team/logboek.csv?soort=kit_batch")
    rows = list(csv.reader(io.StringIO(log.text.removeprefix("\ufeff")), delimiter=";"))[1:]
    number = str(batch.id)
    assert [row[2:] for row in rows] == [
        ["Pakketten", "Pakket verwerkt", "Partij", number, "", "Geprint", "", paper]
        for paper in ("Pakbonnen", "Etiketten", "Etiketten")
    ]


async def test_what_is_done_is_not_made_again(desk, make):
    batch, _, _ = await two_boxes(make)
    page = await asked(desk, batch)
    await printing.print_waiting()
    answer = await desk.post(f"{page}/opnieuw")
    assert answer.status_code == 409
    assert "Deze pdf is niet mislukt" in answer.text


async def test_what_a_process_died_over_is_taken_over_when_its_lease_is_over(desk, make, now: MovableClock):
    batch, _, _ = await two_boxes(make)
    page = await asked(desk, batch)
    dead = await operations.claim(tokens.random_token(), now=clock.now())
    assert dead is not None
    now.move(operations.LEASE - timedelta(seconds=1))
    assert await printing.print_waiting() == 0
    now.move(timedelta(seconds=2))
    assert await printing.print_waiting() == 1
    assert not await operations.renew(dead, done=1, now=clock.now())
    assert not await operations.end_printed(dead, "stem", size_bytes=1, versions={}, now=clock.now())
    assert (await desk.get(f"{page}/bestand")).status_code == 200


async def test_who_is_late_throws_its_own_file_away(desk, make, now: MovableClock, caplog):
    page = await asked(desk, await many_boxes(make, 120))
    late = asyncio.create_task(printing.print_waiting())
    while worker() is None:
        await asyncio.sleep(0)
    now.move(operations.LEASE * 2)
    assert await operations.claim(tokens.random_token(), now=clock.now())
    assert await late == 0
    assert files() == []
    assert "print_overtaken" in [record.getMessage() for record in caplog.records]
    assert (await desk.get(f"{page}/stand")).json()["is_ended"] is False


async def test_what_ends_three_processes_is_not_tried_a_fourth_time(desk, make, now: MovableClock):
    batch, _, _ = await two_boxes(make)
    page = await asked(desk, batch)
    for _ in range(operations.MOST_ATTEMPTS):
        assert await operations.claim(tokens.random_token(), now=clock.now())
        now.move(operations.LEASE * 2)
    assert await printing.print_waiting() == 0
    assert "Het maken van de pdf lukte niet." in (await desk.get(page)).text


async def test_a_process_that_stops_gives_back_what_it_was_making(desk, make):
    await asked(desk, await many_boxes(make, 120))
    stop = asyncio.Event()
    running = asyncio.create_task(printing.run(stop))
    while worker() is None:
        await asyncio.sleep(0)
    stop.set()
    await running
    assert worker() is None
    job = await PrintJob.get()
    assert (job.state, job.attempts, job.lease_until) == (JobState.WAITING, 0, None)
    assert files() == []
    assert await printing.print_waiting() == 1


async def test_several_processes_make_each_job_once(desk, make):
    batch, _, _ = await two_boxes(make)
    for paper in ("labels", "packing_slips", "pick_list"):
        await asked(desk, batch, paper)
    assert sorted(await asyncio.gather(*(printing.print_waiting() for _ in range(3)))) != []
    assert [job.state async for job in PrintJob.all()] == [JobState.DONE] * 3
    assert [job.attempts async for job in PrintJob.all()] == [1, 1, 1]
    assert files() == [".pdf"] * 3


@pytest.mark.once
async def test_the_memory_of_this_process_stays_flat(desk, make):
    batch = await many_boxes(make, 20)
    await asked(desk, batch)
    await printing.print_waiting()
    await asked(desk, await many_boxes(make, 500), layout="3x8")
    before = psutil.Process().memory_info().rss
    await printing.print_waiting()
    assert psutil.Process().memory_info().rss - before < 12 * 1024**2


async def test_a_parcel_remembers_of_which_version_its_label_is(desk, make):
    batch, _, _ = await two_boxes(make)
    first, second = await Shipment.filter(batch_id=batch.id).order_by("id")
    await asked(desk, batch, "packing_slips")
    await printing.print_waiting()
    assert (await Shipment.get(id=first.id)).label_version is None
    await parcels.pack(first.id, version=1, actor=SYSTEM)
    await parcels.unpack(first.id, actor=SYSTEM)
    await asked(desk, batch)
    await printing.print_waiting()
    versions = await Shipment.filter(batch_id=batch.id).order_by("id").values_list("id", "label_version")
    assert list(versions) == [(first.id, 2), (second.id, 1)]


async def test_only_who_looks_after_kits_prints_and_downloads(desk, site, make):
    batch, _, _ = await two_boxes(make)
    page = await asked(desk, batch)
    await printing.print_waiting()
    pages = [
        page,
        f"{page}/stand",
        f"{page}/bestand",
        f"/team/pakketten/partijen/{batch.id}/printen",
        f"/team/pakketten/partijen/{batch.id}/paklijst.csv",
    ]
    moderator = site.as_(await make.team_member(TeamRole.MODERATION))
    organiser = site.as_(await make.account())
    for path in pages:
        assert (await desk.get(path)).status_code == 200, path
        assert (await moderator.get(path)).status_code == 404, path
        assert (await organiser.get(path)).status_code == 404, path
        assert (await site.get(path)).status_code in {303, 404}, path
    stem = (await PrintJob.get()).file_stem
    assert print_files.pdf(stem).is_relative_to(settings.current().media_dir)
    for guess in (f"/media/print/{stem}.pdf", f"/media/{stem}.pdf", f"/media/{stem}-480.jpg"):
        assert (await site.get(guess)).status_code == 404


async def test_what_was_printed_goes_after_a_week(desk, make, now: MovableClock):
    batch, _, _ = await two_boxes(make)
    page = await asked(desk, batch)
    await printing.print_waiting()
    now.move(timedelta(days=7) - timedelta(seconds=1))
    assert (await privacy.purge(is_dry_run=False))["prints"] == 0
    assert files() == [".pdf"]
    now.move(timedelta(seconds=1))
    assert (await privacy.purge(is_dry_run=True))["prints"] == 1
    assert (await privacy.purge(is_dry_run=False))["prints"] == 1
    assert files() == []
    assert (await desk.get(page)).status_code == 404
