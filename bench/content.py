"""The site that is measured: the demonstration, and as many occurrences more as the numbers ask for."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from weekplanner import wiring
from weekplanner.core import clock, db, settings
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.geo.distance import distance_km
from weekplanner.geo.models import Postcode
from weekplanner.listing.models import Entry, EntryKind, EntryState
from weekplanner.listing.operations import publish_entries
from weekplanner.listing.values import Details, EntryValues, Keys, details_of

OCCURRENCES = 10_000
LISTED_AT_ONCE = 250
FIRST_NUMBER = 1_000_001
"""Beyond those of the demonstration."""

_TITLES = ("Soep aan de lange tafel", "Wandelen langs de singel", "Breien en bijpraten", "Zingen in de serre")
_CATEGORIES = ("samen-eten", "wandelen-bewegen", "creatief", "cultuur-muziek")
_AUDIENCES = (("iedereen",), ("ouderen", "mannen"), ("nieuwkomers", "gezinnen"), ("mantelzorgers",))


def use_settings(directory: Path) -> settings.Settings:
    """The settings of the measured site, for this process and for those it starts."""
    for name in [name for name in os.environ if name.startswith("WEEKPLANNER_")]:
        del os.environ[name]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an operator's modules are compiled once
    os.environ["WEEKPLANNER_DATABASE_URL"] = f"sqlite://{directory}/weekplanner.sqlite3"
    os.environ["WEEKPLANNER_MAIL_URL"] = f"maildir:{directory}/mail"
    os.environ["WEEKPLANNER_SECRET_KEY"] = "the secret of the benchmarks"
    os.environ["WEEKPLANNER_BASE_URL"] = "https://komerbij.example"
    settings.use(settings.read(_env_file=None))
    wiring.wire()
    return settings.current()


@asynccontextmanager
async def opened() -> AsyncIterator[None]:
    """Connections to the measured database, in this process."""
    async with db.opened(settings.current(), wiring.MODEL_MODULES):
        yield


def make() -> None:
    """Fill a new database: the current edition has `OCCURRENCES` in it."""
    for command in ("migrate", "demo"):
        subprocess.run([sys.executable, "-m", "weekplanner", command], check=True, stdout=subprocess.DEVNULL)
    asyncio.run(_fill_up())


async def _fill_up() -> None:
    async with opened():
        await _fill(OCCURRENCES, await Postcode.all().select_related("municipality").order_by("pc4"))


async def fill_far_from(pc4: str, radius_km: float, wanted: int) -> None:
    """Fill the current edition up to `wanted` occurrences, all of them further than that from a postcode."""
    async with opened():
        places = await Postcode.all().select_related("municipality").order_by("pc4")
        middle = next(place.point for place in places if place.pc4 == pc4)
        await _fill(wanted, [place for place in places if distance_km(middle, place.point) > radius_km])


async def _fill(wanted: int, places: Sequence[Postcode]) -> None:
    await db.execute("PRAGMA synchronous=OFF")
    edition = await editions.current()
    assert edition is not None
    there = await Entry.filter(edition_year=edition.year).count()
    random = Random(edition.year + there)
    for start in range(there, wanted, LISTED_AT_ONCE):
        numbers = range(FIRST_NUMBER + start, FIRST_NUMBER + min(start + LISTED_AT_ONCE, wanted))
        async with db.transaction():
            await publish_entries([occurrence(number, edition, random, places) for number in numbers])


async def edit(number: int) -> None:
    """Give one occurrence another title, saved as every edit is."""
    added = Entry.filter(source_id__gte=FIRST_NUMBER).order_by("source_id")
    entry = await added.offset(7 * number).first()
    assert entry is not None
    values = EntryValues(
        uid=entry.uid,
        source_id=entry.source_id,
        keys=Keys.of(entry),
        state=entry.state,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        title=f"{entry.title[:80]} {entry.revision + 1}",
        summary=entry.summary,
        slug=entry.slug,
        organisation_name=entry.organisation_name,
        venue=entry.venue,
        place=entry.place,
        join_ways=tuple(entry.join_ways.split()),
        details=details_of(entry),
    )
    async with db.transaction():
        await publish_entries([values])


def occurrence(number: int, edition: Edition, random: Random, places: Sequence[Postcode]) -> EntryValues:
    """One of an activity that has three; about a kilobyte in a feed, as in the demonstration."""
    place = random.choice(places)
    kind = number % len(_TITLES)
    starts_at = clock.day_range(edition.starts_on)[0]
    starts_at += timedelta(
        days=random.randrange(edition.length_days), hours=9, minutes=15 * random.randrange(44)
    )
    return EntryValues(
        uid=str(UUID(int=random.getrandbits(128), version=4)),
        source_id=number,
        keys=Keys(
            edition_year=edition.year,
            kind=EntryKind.ACTIVITY,
            form="op-locatie",
            category=_CATEGORIES[kind],
            audiences=_AUDIENCES[kind],
            accessibility=("rolstoeltoegankelijk", "gratis"),
            activity_id=number // 3,
            organisation_id=number // 9,
            municipality_code=place.municipality_id,
            province_code=place.municipality.province_id,
            pc4=place.pc4,
            latitude=place.latitude,
            longitude=place.longitude,
        ),
        state=EntryState.LISTED,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        title=f"{_TITLES[kind]} in {place.place}",
        summary="Schuif aan bij een kop koffie; er staat een stoel voor u klaar.",
        slug="schuif-aan",
        organisation_name=f"Buurthuis {place.place}",
        venue="De Linde",
        place=place.place,
        join_ways=("bellen", "binnenlopen"),
        details=Details(
            description="Wij zitten aan de grote tafel bij het raam. Neem iemand mee, of kom alleen. " * 2,
            category_label="Samen eten",
            location=f"De Linde, Dorpsstraat 1, {place.pc4} AB {place.place}",
            joining=("Bel Fatma: 06-12345678.", "Of loop gewoon binnen."),
            contact="Fatma, 06-12345678",
            host="Fatma wacht u op bij de deur.",
        ),
    )
