"""While the database is away, pages say so in their own way, and do not call it a mistake of ours."""

import sqlite3

import asyncpg
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from tortoise.exceptions import OperationalError

from tests.site import Site
from weekplanner.web.errors import HANDLERS


async def _server_is_down(request):
    await asyncpg.connect("postgres://nobody@127.0.0.1:1/nothing")


async def _pool_is_closing(request):
    pool = asyncpg.create_pool("postgres://nobody@127.0.0.1:1/nothing")
    await pool.acquire()


async def _file_is_away(request):
    try:
        sqlite3.connect("/nowhere/at/all.sqlite3")
    except sqlite3.OperationalError as error:
        raise OperationalError(error) from error


async def _mistake(request):
    try:
        sqlite3.connect(":memory:").execute("SELECT * FROM nothing")
    except sqlite3.OperationalError as error:
        raise OperationalError(error) from error


@pytest.mark.parametrize(
    ("page", "status", "retry_after", "title"),
    [
        (_server_is_down, 503, "60", "Wij zijn zo terug"),
        (_pool_is_closing, 503, "60", "Wij zijn zo terug"),
        (_file_is_away, 503, "60", "Wij zijn zo terug"),
        (_mistake, 500, None, "Er ging bij ons iets mis"),
    ],
)
async def test_a_database_that_is_away_is_no_mistake(configured, page, status, retry_after, title):
    site = Site(Starlette(routes=[Route("/", page)], exception_handlers=HANDLERS))
    answer = await site.get("/")
    await site.close()
    assert (answer.status_code, answer.headers.get("retry-after")) == (status, retry_after)
    assert f"<title>{title}" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
