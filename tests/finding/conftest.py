"""The pages under test, and things to find on them."""

from collections.abc import Awaitable, Callable

import pytest

from tests.finding.reading import Page
from tests.make import Make
from tests.site import Site
from weekplanner.editions.models import Edition

GetPage = Callable[[str], Awaitable[Page]]


@pytest.fixture
async def get(site: Site) -> GetPage:
    """Ask for a page and read it."""

    async def read(path: str) -> Page:
        return Page(await site.get(path))

    return read


@pytest.fixture
async def week(make: Make) -> Edition:
    """The week of 1–8 October 2027, Friday to Friday."""
    return await make.edition()
