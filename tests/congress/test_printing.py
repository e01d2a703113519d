"""Tickets behind a personal link, and what the team prints, as files that somebody downloads."""

import asyncio
import csv
import io
from pathlib import Path

import httpx2
import pytest

from tests.formats import pdfs
from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import TeamRole
from weekplanner.congress import printing
from weekplanner.congress.models.congresses import CongressKind
from weekplanner.congress.models.registrations import Registration
from weekplanner.congress.operations import changing
from weekplanner.congress.personal import link_of
from weekplanner.congress.queries.standings import attendees_of
from weekplanner.congress.tickets import Ticket
from weekplanner.congress.values import NeedsValues

PAPER = "/team/congres/opening-2027/papier"
TICKETS = "?bestand=toegangsbewijs.pdf"


@pytest.fixture
async def desk(make: Make, site: Site) -> Site:
    """Who looks after congresses, signed in."""
    return site.as_(await make.team_member(TeamRole.CONGRESS))


@pytest.fixture
def saved(tmp_path: Path):
    """The file that somebody downloaded, whose name is said with it."""

    def saved(answer: httpx2.Response, name: str) -> Path:
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["cache-control"] == "private, no-store"
        file = tmp_path / name
        file.write_bytes(answer.content)
        return file

    return saved


def page_of(registration: Registration) -> str:
    """Their page."""
    return link_of(registration.id, registration.link_version).url


async def test_a_party_downloads_a_ticket_for_each_of_its_people(site: Site, make: Make, saved):
    congress = await make.congress()
    await make.registration(congress)
    small, large = await make.workshops(congress, 1, 5)
    registration = await make.registration(congress, people=2, companion="Bep Bos", choices=[(small, large)])
    people = await attendees_of(registration)
    path = saved(await site.get(page_of(registration) + TICKETS), "toegangsbewijs-opening-2027.pdf")
    texts = pdfs.page_texts(path)
    assert len(texts) == 3
    for text, name in zip(texts, ("Fatma de Vries", "Collega 2", "Bep Bos"), strict=True):
        assert pdfs.squeezed(name) in text
        assert pdfs.squeezed(large.title) in text
    assert pdfs.scanned(path) == [[Ticket(congress.id, each.id, 1).token] for each in people]


async def test_who_has_no_seat_has_no_ticket_to_download(site: Site, make: Make):
    congress = await make.congress(seats=1)
    seated, waiting = await make.registration(congress), await make.registration(congress)
    await changing.cancel_by_link(link_of(seated.id, 1))  # now the seat is offered, and not theirs yet
    answers = [(await site.get(page_of(each) + TICKETS)).status_code for each in (seated, waiting)]
    assert answers == [404, 404]


async def test_for_what_is_online_there_is_nothing_to_show_at_a_door(site: Site, make: Make):
    webinar = await make.congress(
        kind=CongressKind.WEBINAR, venue="", street="", house_number="", postcode="", place="",
        online_url="https://vergaderen.example.org/1",
    )  # fmt: skip
    registration = await make.registration(webinar)
    assert (await site.get(page_of(registration) + TICKETS)).status_code == 404


async def test_badges_are_of_everybody_with_a_seat_in_the_order_of_names(desk: Site, make: Make, saved):
    congress = await make.congress(seats=4)
    await make.registration(congress, "Zoë Zwart", organisation="Humanitas", role="bestuurder")
    await make.registration(congress, "Jan de Boer", people=2, companion="Bep Bos", organisation="De Linde")
    await make.registration(congress, "Wacht Nog")
    path = saved(await desk.post(PAPER, sheets="badges-1"), "badges-1-opening-2027.pdf")
    names = [words.rpartition(" van ")[2] for words in pdfs.figures(path)]
    assert names == ["Collega 2", "Jan de Boer", "Bep Bos", "Zoë Zwart"]
    (text,) = pdfs.page_texts(path)
    assert "ZoëZwart" in text
    assert "Humanitasbestuurder" in text
    assert text.count("DeLinde") == 2
    assert pdfs.squeezed("Komt mee om te helpen") in text
    assert "WachtNog" not in text


async def test_lists_have_who_has_a_seat_in_each_workshop_and_nothing_that_somebody_needs(
    desk: Site, make: Make, saved
):
    congress = await make.congress()
    clay, song = await make.workshops(congress, 5, 5)
    needs = NeedsValues(diets=("halal",), remark="Ik ben slechthorend")
    await make.registration(congress, "Jan Bos", people=2, choices=[(song, None)], needs=needs)
    await make.registration(congress, "Eva Kok", choices=[(clay, None)])
    await make.registration(congress, "Zonder Workshop")
    path = saved(await desk.post(PAPER, sheets="workshops-1"), "workshops-1-opening-2027.pdf")
    first, second = pdfs.page_texts(path)
    names = ("Jan Bos", "Collega 2", "Eva Kok", "Zonder Workshop")
    found = [[name for name in names if pdfs.squeezed(name) in text] for text in (first, second)]
    assert found == [["Eva Kok"], ["Jan Bos", "Collega 2"]]
    whole = saved(await desk.post(PAPER, sheets="deelnemers-1"), "deelnemers-1-opening-2027.pdf")
    (text,) = pdfs.page_texts(whole)
    assert pdfs.squeezed("4 deelnemers") in text
    everything = first + second + text
    assert [word for word in ("halal", "slechthorend") if word in everything] == []


async def test_what_is_printed_stands_in_the_log_with_who_did_it(site: Site, desk: Site, make: Make):
    congress = await make.congress()
    await make.workshops(congress, 5)
    await make.registration(congress)
    for sheets in ("badges-1", "deelnemers-1", "workshops-1"):
        assert (await desk.post(PAPER, sheets=sheets)).status_code == 200
    admin = site.as_(await make.team_member(TeamRole.ADMIN))
    log = await admin.get("/team/logboek.csv?soort=congress")
    rows = list(csv.reader(io.StringIO(log.text.removeprefix("\ufeff")), delimiter=";"))[1:]
    assert [(row[3], row[-1]) for row in rows] == [
        ("Deelnemerslijst gedownload of geprint", "lijsten per workshop"),
        ("Deelnemerslijst gedownload of geprint", "deelnemerslijst op papier"),
        ("Deelnemerslijst gedownload of geprint", "badges"),
    ]


async def test_a_large_congress_has_its_badges_in_parts(desk: Site, make: Make, monkeypatch, saved):
    monkeypatch.setattr(printing, "PER_FILE", 2)
    congress = await make.congress()
    for name in ("Ali Aa", "Bea Bb", "Cor Cc"):
        await make.registration(congress, name)
    page = (await desk.get(PAPER)).text
    assert "Badges 1 tot en met 2, op alfabet" in page
    assert "Badges 3 tot en met 3, op alfabet" in page
    path = saved(await desk.post(PAPER, sheets="badges-2"), "badges-2-opening-2027.pdf")
    assert [words.rpartition(" van ")[2] for words in pdfs.figures(path)] == ["Cor Cc"]


async def test_as_long_as_nobody_comes_there_is_nothing_to_print(desk: Site, make: Make):
    await make.congress()
    assert "Er heeft nog niemand een stoel" in (await desk.get(PAPER)).text
    assert (await desk.post(PAPER, sheets="badges-1")).status_code == 422


async def test_the_site_goes_on_while_a_pdf_is_made(site: Site, desk: Site, make: Make):
    congress = await make.congress()
    await make.registration(congress)
    made = asyncio.create_task(desk.post(PAPER, sheets="badges-1"))
    answers = [(await site.get("/congres/opening-2027")).status_code for _time in range(2)]
    assert answers == [200, 200]
    assert not made.done()
    assert (await made).status_code == 200


async def test_a_pdf_that_cannot_be_made_is_a_sentence(desk: Site, make: Make, monkeypatch):
    congress = await make.congress()
    await make.registration(congress)
    monkeypatch.setattr("weekplanner.formats.pdf.WAIT_S", 0)
    answer = await desk.post(PAPER, sheets="badges-1")
    assert answer.status_code == 422
    assert "Er worden nu veel pdf’s gemaakt. Probeer het over een minuut nog eens." in answer.text
