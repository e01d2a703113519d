"""Who acts in the tests of activities."""

import pytest

from tests.make import Make
from tests.site import Site


@pytest.fixture
async def organiser(make: Make, site: Site) -> Site:
    """Somebody of an organisation that is not trusted yet, with registration open."""
    await make.edition()
    jan = await make.account("jan@example.org")
    await make.organisation(jan)
    return site.as_(jan)


@pytest.fixture
async def moderator(make: Make, site: Site) -> Site:
    """Somebody of the team who reviews."""
    return site.as_(await make.team_member())
