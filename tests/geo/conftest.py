"""Databases whose places a test may change; on PostgreSQL all tests share them, so they are put back."""

from collections.abc import AsyncIterator

import pytest

from tests import databases
from weekplanner.core import db

TABLES = (
    "province",
    "province_slug_alias",
    "municipality",
    "municipality_slug_alias",
    "postcode",
    "place_name",
)


@pytest.fixture
async def changeable_places(database: None) -> AsyncIterator[None]:
    """The places of the package; a test may change them."""
    if databases.KIND == "sqlite":  # a file of its own for each test
        yield
        return
    await db.execute("CREATE SCHEMA IF NOT EXISTS kept")
    for table in TABLES:
        await db.execute(f"CREATE TABLE IF NOT EXISTS kept.{table} AS TABLE {table}")
    yield
    await db.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    for table in TABLES:
        await db.execute(f"INSERT INTO {table} SELECT * FROM kept.{table}")


@pytest.fixture
async def empty_places(changeable_places: None) -> None:
    """No places at all."""
    for table in reversed(TABLES):
        await db.execute(f"DELETE FROM {table}")
