"""The lists of an organiser with 200 activities and of a coordinator with 1,500."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx2

from bench import content
from bench.measuring import Result, median_ratio, medians
from weekplanner.accounts import middleware
from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Account, Organisation
from weekplanner.accounts.operations import organisations, sign_in, team
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.people import SYSTEM
from weekplanner.app import create_app
from weekplanner.core import clock, db, settings
from weekplanner.core.text_cleaning import normalised
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity, Occurrence, State

ROUNDS = 15
OWN, OTHERS = 200, 1_300
"""Of the organiser, and of the other organisations in the municipality."""
MUNICIPALITY, CODE = "texel", "GM0448"
"""Of one where the demonstration has little."""
_TITLES = ("Soep aan de lange tafel", "Wandelen langs de dijk", "Breien en bijpraten", "Zingen in de serre")
_STATES = (*[State.PUBLISHED] * 4, State.SUBMITTED, State.DRAFT, State.RETURNED)

_ROWS = (
    "SELECT a.*, o.name, m.name, "
    "(SELECT MIN(x.starts_at) FROM occurrence x WHERE x.activity_id = a.id) AS first"
    " FROM activity a JOIN organisation o ON o.id = a.organisation_id"
    " JOIN municipality m ON m.code = a.municipality_id WHERE a.edition_id = ? AND "
)


@dataclass(frozen=True)
class Asked:
    """A page, for whom, and the plain query for what stands on it."""

    what: str
    path: str
    is_organiser: bool
    floor: float
    """How many times as long as its rows; a page has its text besides, however few they are."""
    rows: str
    parameters: tuple[object, ...]


Pair = tuple[float, float]


def measure(directory: Path) -> Iterator[Result]:  # noqa: ARG001 - every module has this door
    """In this process, without sockets: from the request to the last byte of the page."""
    measured = asyncio.run(_measure())
    for asked, pairs in measured.items():
        ours, limit = (1000 * seconds for seconds in medians(pairs))
        yield Result(
            asked.what,
            "the rows of that page with sqlite3",
            floor=asked.floor,
            result=median_ratio(pairs),
            measured=f"{ours:.1f} ms against {limit:.2f} ms",
        )
    slowest = max(1000 * medians(pairs)[0] for pairs in measured.values())
    yield Result("The slowest of those lists", "", floor=100, result=slowest, unit="ms")


async def _measure() -> dict[Asked, list[Pair]]:
    async with content.opened():
        edition = await editions.current()
        assert edition is not None
        organiser, organisation = await _fill(edition)
        coordinator = await team.add_coordinator("lists@example.org", MUNICIPALITY, actor=SYSTEM)
        connection = sqlite3.connect(settings.current().database_path)
        measured: dict[Asked, list[Pair]] = {}
        try:
            async with _signed_in(organiser) as own, _signed_in(coordinator) as all_of_them:
                for asked in _pages(edition, organisation):
                    client = own if asked.is_organiser else all_of_them
                    await _seconds(client, asked)
                    measured[asked] = [
                        (await _seconds(client, asked), _seconds_of_rows(connection, asked))
                        for _round in range(ROUNDS)
                    ]
        finally:
            connection.close()
        return measured


def _pages(edition: Edition, organisation: Organisation) -> Iterator[Asked]:
    here = (edition.id, CODE)
    yield Asked(
        "The desk of an organiser with 200 activities",
        "/mijn",
        is_organiser=True,
        floor=60,
        rows=f"{_ROWS} a.organisation_id = ? ORDER BY a.state, first LIMIT 25",
        parameters=(edition.id, organisation.id),
    )
    yield Asked(
        "The review list of a coordinator with 1,500 activities, searched",
        "/team/activiteiten?q=soep",
        is_organiser=False,
        floor=120,
        rows=f"{_ROWS} a.municipality_id = ? AND a.state = 'submitted' AND a.searched LIKE '%soep%'"
        " ORDER BY a.submitted_at LIMIT 20",
        parameters=here,
    )
    listed = Asked(
        "All activities of that coordinator, by first moment",
        "/team/activiteiten/alle",
        is_organiser=False,
        floor=12,
        rows=f"{_ROWS} a.municipality_id = ? ORDER BY first LIMIT 50",
        parameters=here,
    )
    yield listed
    yield replace(
        listed,
        what="The last page of the same, searched and by organisation",
        path="/team/activiteiten/alle?q=de&volgorde=organisatie&pagina=20",
        floor=4,
        rows=f"{_ROWS} a.municipality_id = ? AND a.searched LIKE '%de%' ORDER BY o.name LIMIT 50 OFFSET 950",
    )


async def _seconds(client: httpx2.AsyncClient, asked: Asked) -> float:
    began = time.perf_counter()
    answer = await client.get(asked.path)
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, (asked.path, answer.status_code)
    return seconds


def _seconds_of_rows(connection: sqlite3.Connection, asked: Asked) -> float:
    began = time.perf_counter()
    rows = connection.execute(asked.rows, asked.parameters).fetchall()
    seconds = time.perf_counter() - began
    assert rows, asked.what
    return seconds


@asynccontextmanager
async def _signed_in(account: Account) -> AsyncIterator[httpx2.AsyncClient]:
    link = await sign_in.make_sign_in_link(account.email)
    session = await sign_in.use_link(link.rpartition("/")[2])
    transport = httpx2.ASGITransport(app=create_app())
    cookies = {middleware.cookie_name(): session.token}
    async with httpx2.AsyncClient(
        transport=transport, base_url=settings.current().base_url, cookies=cookies
    ) as client:
        yield client


async def _fill(edition: Edition) -> tuple[Account, Organisation]:
    """An organisation with many activities, among others in a municipality with far more."""
    async with db.transaction():
        organiser = await account_for(address("organiser-of-lists@example.org"), name="Jan")
        own = [
            await organisations.create_organisation(
                organisations.OrganisationValues(
                    name=f"Buurthuis {number}", kind="welzijnsorganisatie", municipality_code=CODE
                ),
                account_id=organiser.id if number == 0 else None,
            )
            for number in range(14)
        ]
        many = [own[0]] * OWN + [own[1 + number % 13] for number in range(OTHERS)]
        await Activity.bulk_create(
            [_activity(number, organisation, edition) for number, organisation in enumerate(many)]
        )
        made = await Activity.filter(organisation_id__in=[each.id for each in own]).order_by("id")
        await Occurrence.bulk_create([each for activity in made for each in _occurrences(activity, edition)])
    return organiser, own[0]


def _activity(number: int, organisation: Organisation, edition: Edition) -> Activity:
    now, state = clock.now(), _STATES[number % len(_STATES)]
    title = f"{_TITLES[number % len(_TITLES)]} {number}"
    return Activity(
        edition=edition,
        organisation=organisation,
        municipality_id=CODE,
        state=state,
        slug="soep",
        title=title,
        summary="Schuif aan bij een kop koffie; er staat een stoel voor u klaar.",
        description="Wij zitten aan de grote tafel bij het raam. Neem iemand mee, of kom alleen. " * 8,
        searched=normalised(f"{title} Schuif aan bij een kop koffie Den Burg De Linde"),
        category="samen-eten",
        audiences=["iedereen"],
        form="op-locatie",
        venue="De Linde",
        street="Dorpsstraat",
        postcode="1791 AB",
        place="Den Burg",
        languages=["nl"],
        join_ways=["binnenlopen"],
        contact_name="Fatma",
        contact_email="fatma@example.org",
        created_at=now,
        changed_at=now - timedelta(minutes=number),
        submitted_at=now - timedelta(minutes=number),
        published_at=now if state is State.PUBLISHED else None,
    )


def _occurrences(activity: Activity, edition: Edition) -> Iterator[Occurrence]:
    """Three of them."""
    first = clock.day_range(edition.starts_on)[0] + timedelta(hours=9, minutes=15 * (activity.id % 40))
    for day in range(3):
        starts_at = first + timedelta(days=day)
        yield Occurrence(
            activity=activity, uid=str(uuid4()), starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
