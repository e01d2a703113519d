"""A database with content, as the first release made it, is brought up to date and loses nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from tortoise.connection import get_connections
from tortoise.migrations.executor import MigrationTarget

from tests import databases
from weekplanner import wiring
from weekplanner.core import clock, db, migrations, settings
from weekplanner.core.migrations import SafeExecutor
from weekplanner.editions.models import Edition
from weekplanner.events import plans
from weekplanner.events.models import Activity
from weekplanner.geo import operations as geo
from weekplanner.kits import plans as kit_plans
from weekplanner.mailer.models import DueRow, DueState

FIRST = "0001_initial"
AT = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)
DAY = AT.date()
DATES = ("starts_on", "ends_on", "registration_opens_on", "registration_closes_on")
OTHER_DATES = ("kit_order_until_on", "kit_last_sent_on")
ROWS: dict[str, dict[str, Any]] = {
    "edition": {"id": 1, "year": 2027, **dict.fromkeys((*DATES, *OTHER_DATES), DAY)},
    "organisation": {"id": 1, "slug": "de-linde", "municipality_id": "GM0344", "version": 1},
    "account": {"id": 1, "email_key": "jan@example.org"},
    "membership": {"id": 1, "account_id": 1, "organisation_id": 1},
    "sign_in_token": {"id": "11111111-1111-4111-8111-111111111111", "purpose": "sign_in"},
    "activity": {
        "id": 1,
        "edition_id": 1,
        "organisation_id": 1,
        "municipality_id": "GM0344",
        "state": "draft",
        "title": "Soep in Café ’t Hoekje",
        "place": "’s-Hertogenbosch",
    },
    "occurrence": {
        "id": 1,
        "activity_id": 1,
        "uid": "u",
        "state": "scheduled",
        "ends_at": AT.replace(hour=11),
    },
}
"""Rows of the tables that were changed since, and what hangs on them."""


@pytest.fixture
async def first_release(tmp_path) -> AsyncIterator[settings.Settings]:
    """An empty database as the first release made it, open."""
    async with _empty_database(tmp_path) as url:
        wanted = settings.read(database_url=url, secret_key="test", _env_file=None)
        with settings.using(wanted):
            async with db.opened(wanted, wiring.MODEL_MODULES, with_reader=False):
                config = db.tortoise_config(wanted, wiring.MODEL_MODULES, with_reader=False)
                executor = SafeExecutor(get_connections().get("default"), config["apps"])
                await executor.migrate([MigrationTarget(app_label=db.APP, name=FIRST)])
                await geo.load_package_data()
                for table, values in ROWS.items():
                    await _insert(table, values)
            yield wanted


@asynccontextmanager
async def _empty_database(tmp_path) -> AsyncIterator[str]:
    if databases.KIND == "sqlite":
        yield f"sqlite://{tmp_path}/first.sqlite3"
        return
    server = settings.current().database_url.partition("?")[2]
    connection = await asyncpg.connect(user="postgres", database="postgres", host=server.partition("=")[2])
    await connection.execute("CREATE DATABASE first_release")
    yield f"postgres://postgres@/first_release?{server}"
    await connection.execute("DROP DATABASE first_release WITH (FORCE)")
    await connection.close()


async def _insert(table: str, values: dict[str, Any]) -> None:
    """A row with harmless values in every other column that must have one."""
    columns = {name: _harmless(kind) for name, kind in await _needed(table)} | values
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    await db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values()))


async def _needed(table: str) -> list[tuple[str, str]]:
    if databases.KIND == "sqlite":
        rows = await db.rows(
            f"SELECT name, type FROM pragma_table_info('{table}') WHERE \"notnull\" AND name <> 'id'"
        )
        return [(row["name"], row["type"].lower()) for row in rows]
    rows = await db.rows(
        "SELECT column_name, data_type FROM information_schema.columns"
        f" WHERE table_name = '{table}' AND is_nullable = 'NO' AND column_name <> 'id'"
    )
    return [(row["column_name"], row["data_type"]) for row in rows]


def _harmless(kind: str) -> Any:
    if kind.startswith("timestamp"):
        return AT if databases.KIND == "postgres" else AT.isoformat(" ")
    if kind.startswith("json"):
        return "[]"
    if kind.startswith("bool"):
        return False
    return 0 if "int" in kind else ""


async def test_nothing_is_lost_and_what_was_there_can_be_found(configured, first_release):
    await migrations.upgrade(first_release, wiring.MODEL_MODULES, fill=geo.load_package_data)
    assert await migrations.pending(first_release, wiring.MODEL_MODULES) == []
    async with db.opened(first_release, wiring.MODEL_MODULES, with_reader=False):
        counts = {table: (await db.rows(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in ROWS}
        found = await db.rows("SELECT searched, partners, pin_latitude, confirmed_at FROM activity")
    assert counts == dict.fromkeys(ROWS, 1)
    assert [each["searched"] for each in found] == ["soep in cafe t hoekje s hertogenbosch"]
    assert (found[0]["partners"], found[0]["pin_latitude"], found[0]["confirmed_at"]) == ("[]", None, None)


async def test_what_stands_on_the_site_already_is_asked_about_and_has_a_last_order_day(
    configured, first_release
):
    """By the real clock, as migrations go."""
    starts_at = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=60)
    day = clock.local(starts_at).date()
    async with db.opened(first_release, wiring.MODEL_MODULES, with_reader=False):
        dates = (*DATES, *OTHER_DATES)
        await db.execute(
            f"UPDATE edition SET {', '.join(f'{each} = ?' for each in dates)}", [day] * len(dates)
        )
        await db.execute("UPDATE edition SET is_current = ?", [True])
        await db.execute("UPDATE activity SET state = 'published', published_at = ?", [AT])
        moments = [starts_at, starts_at + timedelta(hours=1)]
        await db.execute("UPDATE occurrence SET starts_at = ?, ends_at = ?", moments)
        later = {"id": 2, "uid": "v", "starts_at": moments[1], "ends_at": moments[1] + timedelta(hours=1)}
        await _insert("occurrence", {**ROWS["occurrence"], **later})
    await migrations.upgrade(first_release, wiring.MODEL_MODULES, fill=geo.load_package_data)
    async with db.opened(first_release, wiring.MODEL_MODULES, with_reader=False):
        (row,) = await DueRow.filter(kind="still_right")
        wanted = plans.question(await Activity.get(id=1), starts_at)
        (told,) = await DueRow.filter(kind=kit_plans.DEADLINE)
        deadline = kit_plans.deadline(await Edition.get(is_current=True))
    assert (row.subject_id, row.group_key, row.unique_key) == (1, wanted.group, wanted.unique_key)
    assert (row.due_at, row.not_after, row.state) == (wanted.at, wanted.not_after, DueState.WAITING)
    assert (told.subject_id, told.group_key, told.unique_key) == (
        deadline.subject_id,
        deadline.group_key,
        deadline.unique_key,
    )
    assert (told.due_at, told.not_after, told.state) == (deadline.at, deadline.not_after, DueState.WAITING)
