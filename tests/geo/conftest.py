"""Databases whose places a test may change; on PostgreSQL the tests share them."""

from collections.abc import AsyncIterator

import pytest

from tests import databases
from weekplanner.core import db
from weekplanner.geo import operations


@pytest.fixture
async def empty_places(database: None) -> AsyncIterator[None]:
    """No places at all."""
    await _remove_places()
    yield
    await _restore_places()


@pytest.fixture
async def changeable_places(database: None) -> AsyncIterator[None]:
    """The places of the package, which are put back afterwards."""
    yield
    await _restore_places()


async def _restore_places() -> None:
    if databases.KIND == "postgres":
        await _remove_places()
        await operations.load_package_data()


async def _remove_places() -> None:
    for table in (
        "place_name",
        "postcode",
        "municipality_slug_alias",
        "municipality",
        "province_slug_alias",
        "province",
    ):
        await db.execute(f"DELETE FROM {table}")
