"""The site under test: a database of its own, a movable clock, and the application asked over ASGI."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import databases
from tests.make import Make
from tests.site import Site
from weekplanner import wiring
from weekplanner.app import create_app
from weekplanner.core import clock, settings

hypothesis_settings.register_profile(
    "suite",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("suite")

NOW = datetime(2027, 8, 16, 10, 0, tzinfo=UTC)
"""A Monday, six weeks before the week: registration is open."""

BASE_URL = "https://komerbij.test"

for name in [name for name in os.environ if name.startswith("WEEKPLANNER_")]:
    del os.environ[name]


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks of this suite."""
    config.addinivalue_line(
        "markers", "once: no database changes what it finds; `make test` runs it on SQLite"
    )


@pytest.fixture(scope="session")
def _databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    directory = tmp_path_factory.mktemp("databases")
    if databases.KIND == "postgres":
        made = databases.PostgresDatabases()
        yield made
        made.close()
    else:
        yield databases.SqliteDatabases(directory)


@pytest.fixture
def database_url(_databases: databases.SqliteDatabases) -> Iterator[str]:
    """An empty, migrated database with the places in it."""
    with _databases.fresh() as url:
        yield url


@pytest.fixture
def now() -> Iterator[clock.MovableClock]:
    """The clock of this test; it stands still until moved."""
    with clock.frozen(NOW) as standing:
        yield standing


@pytest.fixture(scope="session")
def _alike() -> settings.Settings:
    """What the settings of all tests have in common; reading them takes as long as many a test."""
    return settings.read(secret_key="the secret of the tests", base_url=BASE_URL, _env_file=None)


@pytest.fixture
def configured(_alike: settings.Settings, database_url: str, tmp_path) -> Iterator[settings.Settings]:
    """The settings of the site under test."""
    own = {
        "database_url": database_url,
        "mail_url": f"maildir:{tmp_path}/mail",
        "media_dir": tmp_path / "media",
    }
    wanted = _alike.model_copy(update=own)
    with settings.using(wanted):
        wiring.wire()
        yield wanted


@pytest.fixture
async def database(configured: settings.Settings, now: clock.MovableClock) -> AsyncIterator[None]:
    """Connections to the database of this test."""
    async with databases.connected(configured):
        yield


@pytest.fixture
async def make(database: None) -> Make:
    """Makes what a test needs, with harmless defaults."""
    return Make()


@pytest.fixture
async def site(database: None, configured: settings.Settings) -> AsyncIterator[Site]:
    """A visitor of the site; `site.as_(account)` is somebody who signed in."""
    visitor = Site(create_app())
    await visitor.start()
    yield visitor
    await visitor.close()
