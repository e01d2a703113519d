"""Pages for residents: what one costs to make over 25,000 occurrences, and to answer once it is kept."""

import asyncio
import sqlite3
import statistics
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import process_time

import httpx2

from bench import content, servers
from bench.feeds_http import compared
from bench.measuring import Result
from weekplanner.app import create_app
from weekplanner.core import settings
from weekplanner.editions import queries as editions
from weekplanner.geo import queries as geo
from weekplanner.geo.distance import bounding_box
from weekplanner.listing.selection import Circle, Scope, Search, Selection
from weekplanner.listing.views import view
from weekplanner.web import kept

FEW, MANY = content.OCCURRENCES, 25_000
ROUNDS = 25
PC4 = "1012"
"""The middle of Amsterdam: nowhere lie more postcode areas within five kilometres."""
FAR_KM = 60
"""Where the occurrences are that must not matter."""

TWO_FILTERS = (
    f"/agenda?postcode={PC4}&toegankelijk=gratis"
    "&categorie=samen-eten&categorie=wandelen-bewegen&categorie=creatief&categorie=cultuur-muziek"
)
ALL_COUNTS = f"/agenda?postcode={PC4}&straal=25"
COUNTRY = "/agenda"


def measure(directory: Path) -> Iterator[Result]:
    """In this process, without sockets, the memory of pages emptied before each; then over sockets."""
    few = asyncio.run(_made_pages())
    asyncio.run(content.fill_far_from(PC4, FAR_KM, MANY))
    many = asyncio.run(_made_pages())
    yield _page("The agenda, 5 km and two filters, made anew: CPU", many[TWO_FILTERS], floor=15, aim=12)
    size = len(many[TWO_FILTERS].body) / 1000
    yield Result("That page, not compressed", "", floor=200, result=size, unit="kB")
    yield _page("The agenda, 25 km with the counts of all filters: CPU", many[ALL_COUNTS], floor=60, aim=25)
    yield _page("The agenda of the whole country: CPU", many[COUNTRY], floor=60, aim=25)
    for path, what in ((TWO_FILTERS, "5 km and two filters"), (ALL_COUNTS, "25 km with all counts")):
        yield Result(
            f"The agenda, {what}, with {MANY:,} occurrences",
            f"the same with {FEW:,}: the others lie elsewhere",
            floor=1.25,
            aim=1.1,
            result=many[path].cpu_ms / few[path].cpu_ms,
            measured=f"{many[path].cpu_ms:.1f} against {few[path].cpu_ms:.1f} ms",
        )
    yield asyncio.run(_radius_query())
    with servers.site(directory / "site.log") as site:
        yield _kept(site, directory)


class _Made:
    """A page that was made a few times."""

    def __init__(self, body: bytes, cpu_ms: float, found: str) -> None:
        self.body = body
        self.cpu_ms = cpu_ms
        self.found = found


def _page(what: str, made: _Made, *, floor: float, aim: float) -> Result:
    return Result(what, "", floor=floor, aim=aim, result=made.cpu_ms, unit="ms", measured=made.found)


async def _made_pages() -> dict[str, _Made]:
    async with _reader() as client:
        return {path: await _made(client, path) for path in (TWO_FILTERS, ALL_COUNTS, COUNTRY)}


async def _made(client: httpx2.AsyncClient, path: str) -> _Made:
    spent = []
    for _round in range(ROUNDS):
        kept.current().clear()
        began = process_time()
        answer = await client.get(path, headers={"Accept-Encoding": "identity"})
        spent.append(1000 * (process_time() - began))
        assert answer.status_code == 200, (path, answer.status_code)
    found = answer.text.partition('id="gevonden"')[2].partition("<h2>")[2].partition("</h2>")[0]
    assert found, "the page says how much there is"
    return _Made(answer.content, statistics.median(spent), found)


@asynccontextmanager
async def _reader() -> AsyncIterator[httpx2.AsyncClient]:
    async with content.opened():
        transport = httpx2.ASGITransport(app=create_app())
        async with httpx2.AsyncClient(transport=transport, base_url=settings.current().base_url) as client:
            yield client


async def _radius_query() -> Result:
    """Counting by day, sorting and cutting a circle, against reading the box around it by its index."""
    async with content.opened():
        edition, area = await editions.current(), await geo.postcode(PC4)
        assert edition is not None
        assert area is not None
        circle = Circle(area.pc4, area.point, area.municipality_id, 25)
        selection = Selection(Scope.POSTCODE, (edition.year,), circle=circle)
        box = bounding_box(circle.middle, circle.radius_km)
        connection = sqlite3.connect(settings.current().database_path)
        bare = "SELECT id FROM listing_entry WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
        corners = (box.south, box.north, box.west, box.east)

        async def ours() -> None:
            looked = await view(selection, Search())
            looked.per_day()
            looked.page(limit=30)

        await ours()
        pairs = []
        for _round in range(ROUNDS):
            began = process_time()
            await ours()
            between = process_time()
            rows = connection.execute(bare, corners).fetchall()
            pairs.append((between - began, process_time() - between))
        connection.close()
    ours_ms, bare_ms = (1000 * statistics.median(pair[which] for pair in pairs) for which in (0, 1))
    return Result(
        "A circle of 25 km, counted by day, sorted and cut",
        "reading the ids in the box around it with sqlite3",
        floor=3,
        result=statistics.median(ours / bare for ours, bare in pairs),
        measured=f"{ours_ms:.2f} against {bare_ms:.2f} ms for {len(rows):,} rows",
    )


def _kept(site: servers.Server, directory: Path) -> Result:
    page = site.get(TWO_FILTERS)
    body = directory / "page.html"
    body.write_bytes(page.body)
    with servers.bare(directory / "bare.log", body) as bare:
        return compared(
            f"A page of {len(page.body) // 1000} kB that is kept, answers per second",
            "the same bytes, bare",
            lambda: site.loaded(TWO_FILTERS, status=200),
            lambda: bare.loaded("/feed", status=200),
            floor=0.8,
            aim=0.9,
        )
