"""A site to ask nonsense of."""

import pytest

from tests.make import Make
from tests.site import Site
from tests.web.nonsense import World, organiser_on, world_on


@pytest.fixture
async def world(make: Make, site: Site) -> World:
    """People of every kind, and activities in every state."""
    return await world_on(site.app, make)


@pytest.fixture
async def desk(make: Make, site: Site) -> World:
    """The organiser of a trusted organisation, and nothing yet."""
    return await organiser_on(site.app, make)
