"""Tickets behind a personal link, as a file that somebody downloads."""

from pathlib import Path

import httpx2
import pytest

from tests.formats import pdfs
from tests.make import Make
from tests.site import Site
from weekplanner.congress.models.congresses import CongressKind
from weekplanner.congress.models.registrations import Registration
from weekplanner.congress.operations import changing
from weekplanner.congress.personal import link_of
from weekplanner.congress.queries.standings import attendees_of
from weekplanner.congress.tickets import Ticket

TICKETS = "?bestand=toegangsbewijs.pdf"


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
