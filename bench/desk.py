"""The desk of the team with 10,000 orders of kits: list, filters, and what is done with 500 at once."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from bench import content
from bench.measuring import Result
from weekplanner.accounts import middleware
from weekplanner.accounts.models import Account, Organisation
from weekplanner.accounts.operations import sign_in, team
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.app import create_app
from weekplanner.core import clock, db, settings
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations import catalogue
from weekplanner.kits.operations.catalogue import KitValues
from weekplanner.kits.values import searchable

ORDERS = 10_000
AT_ONCE = 500
ROUNDS = 5
MOST_MS = 300
"""Of the issue: list, filter and bulk approval of 500, each, on the server."""
INSERTED_AT_ONCE = 500
_STATES = (
    *[LineState.PLACED] * 6,
    LineState.APPROVED,
    LineState.BACK_ORDERED,
    LineState.REQUESTED,
    LineState.CANCELLED,
)


@dataclass(frozen=True)
class Asked:
    """A page of the desk."""

    what: str
    path: str


PAGES = (
    Asked("The desk of kits with 10,000 orders", "/team/pakketten"),
    Asked("The last page of that list", f"/team/pakketten?pagina={ORDERS // 50}"),
    Asked("That list, searched", "/team/pakketten?q=linde+utrecht"),
    Asked(
        "That list, by state, kit and province",
        "/team/pakketten?stand=placed&pakket={kit}&provincie=utrecht",
    ),
    Asked("That list, of one queue", "/team/pakketten?wachtrij=nabestelling"),
)


def measure(directory: Path) -> Iterator[Result]:  # noqa: ARG001 - every module has this door
    """In this process, without sockets: from the request to the last byte of the page."""
    for what, seconds in asyncio.run(_measure()).items():
        middle, slowest = 1000 * statistics.median(seconds), 1000 * max(seconds)
        yield Result(
            what,
            "",
            floor=MOST_MS,
            result=middle,
            unit="ms",
            measured=f"the slowest of {len(seconds)}: {slowest:.0f} ms",
        )


async def _measure() -> dict[str, list[float]]:
    async with content.opened():
        edition = await editions.current()
        assert edition is not None
        kit = await _fill(edition)
        member = await team.add_team_member("desk@example.org", TeamRole.LOGISTICS, actor=SYSTEM)
        _keep_statistics()
        measured: dict[str, list[float]] = {}
        async with _signed_in(member) as client:
            for asked in PAGES:
                path = asked.path.format(kit=kit.id)
                await _get(client, path)
                measured[asked.what] = [await _get(client, path) for _round in range(ROUNDS)]
            approve = {"approve": "1", "all_found": "y"}
            there = "/team/pakketten/tegelijk?wachtrij=goed-te-keuren"
            measured[f"Approving {AT_ONCE} orders that a filter finds"] = [
                await _post(client, there, approve) for _round in range(ROUNDS)
            ]
            there = "/team/pakketten/tegelijk?wachtrij=in-een-partij"
            measured[f"Making a batch of {AT_ONCE} orders"] = [
                await _post(
                    client,
                    there,
                    {"batch": "1", "all_found": "y", "joins_addresses": "y", "request_key": key},
                )
                for key in map(str, range(ROUNDS))
            ]
        return measured


async def _get(client: httpx2.AsyncClient, path: str) -> float:
    began = time.perf_counter()
    answer = await client.get(path)
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, (path, answer.status_code)
    return seconds


async def _post(client: httpx2.AsyncClient, path: str, fields: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = await client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    seconds = time.perf_counter() - began
    assert answer.status_code == 303, (path, answer.status_code)
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


async def _fill(edition: Edition) -> Kit:
    """Ten thousand orders of organisations of the demonstration, each with two kits."""
    first = await catalogue.add_kit(KitValues(name="Pakket van de meting"), actor=SYSTEM)
    second = await catalogue.add_kit(KitValues(name="Kaarten van de meting"), actor=SYSTEM)
    organisations = await Organisation.all().order_by("id").limit(500)
    last = await KitOrder.all().order_by("-id").first()
    start = (last.id if last else 0) + 1
    for begin in range(start, start + ORDERS, INSERTED_AT_ONCE):
        numbers = range(begin, begin + INSERTED_AT_ONCE)
        async with db.transaction():
            await KitOrder.bulk_create([_order(number, edition, organisations) for number in numbers])
            await KitOrderLine.bulk_create(
                [each for number in numbers for each in _lines(number, first, second)]
            )
    await Kit.filter(id__in=[first.id, second.id]).update(reserved=2 * ORDERS)
    return first


def _order(number: int, edition: Edition, organisations: Sequence[Organisation]) -> KitOrder:
    now, state = clock.now(), _STATES[number % len(_STATES)]
    organisation = organisations[number % len(organisations)]
    order = KitOrder(
        id=number,
        edition_id=edition.id,
        organisation_id=organisation.id,
        year=edition.year,
        state=state,
        recipient=f"Fatma de Vries {number}",
        recipient_organisation=organisation.name,
        street="Neude",
        house_number=str(1 + number % 400),
        postcode=("3512 AE", "9711 LM", "1012 JS", "6211 CK")[number % 4],
        place=("Utrecht", "Groningen", "Amsterdam", "Maastricht")[number % 4],
        email=f"fatma{number}@example.org",
        language="nl",
        wish="Wij zijn met 300." if state is LineState.REQUESTED else "",
        request_key=f"measured-{number}",
        placed_at=now,
        changed_at=now,
    )
    order.searched = searchable(order)
    return order


def _lines(number: int, *kits: Kit) -> Iterator[KitOrderLine]:
    state = _STATES[number % len(_STATES)]
    for kit in kits:
        yield KitOrderLine(
            order_id=number,
            kit_id=kit.id,
            quantity=1 + number % 3,
            state=state,
            shipment_id=None,
            queued_at=clock.now() if state is LineState.BACK_ORDERED else None,
        )


def _keep_statistics() -> None:
    """As SQLite has after a night: `PRAGMA optimize` runs with every backup."""
    connection = sqlite3.connect(settings.current().database_path)
    connection.execute("ANALYZE")
    connection.close()
