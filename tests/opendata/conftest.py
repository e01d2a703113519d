"""The API as a program asks it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.site import Site

Ask = Callable[[str], Awaitable[Any]]


@pytest.fixture
def api(site: Site) -> Ask:
    """The JSON at an address under `/api/v1`."""

    async def ask(path: str) -> Any:
        answer = await site.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()

    return ask
