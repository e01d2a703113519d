"""The program as processes of their own, on the database of a test."""

from pathlib import Path

import pytest

from tests.conftest import BASE_URL, NOW
from tests.server import Program
from weekplanner.core.settings import Settings


@pytest.fixture
def program(configured: Settings, database_url: str, tmp_path: Path) -> Program:
    """With the clock of the tests, which goes on in the processes."""
    return Program.on(database_url, tmp_path, base_url=BASE_URL, clock=NOW.isoformat())
