"""The one way to the database: connecting, transactions, locks, and reads that models are too slow for."""

import re
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connections
from tortoise.context import TortoiseContext
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.models import Model
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from weekplanner.core.errors import NotFound
from weekplanner.core.settings import Settings
from weekplanner.core.transactions import TransactionMisused

APP = "weekplanner"
"""All models share one app label: foreign keys between several make Tortoise's migrations fail."""

PAGE_ROWS = 500
POOL_CONNECTIONS = 10

FAILURES = (OperationalError, DBConnectionError, asyncpg.PostgresError, asyncpg.InterfaceError, sqlite3.Error)
"""What the database or the way to it can raise, by whatever driver."""

_AWAY = (
    OSError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
_AWAY_EMBEDDED = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)

Row = TypeVar("Row", bound=Model)


class OutsideTransaction(TransactionMisused):
    """Something that only makes sense in a transaction was done outside one."""


class DoomedTransaction(TransactionMisused):
    """An error left a joined transaction and was caught: half a change must not be committed."""


class _Level:
    """One open transaction or savepoint of this task."""

    __slots__ = ("is_doomed",)

    def __init__(self) -> None:
        self.is_doomed = False


_level: ContextVar[_Level | None] = ContextVar("transaction", default=None)


class ReadRouter:
    """SQLite only: reads outside a transaction use a connection that never waits for a writer."""

    def db_for_read(self, model: type[Model]) -> str:  # noqa: ARG002 - Tortoise's interface
        """Inside a transaction read your own writes."""
        return "default" if is_in_transaction() else "reader"

    def db_for_write(self, model: type[Model]) -> str:  # noqa: ARG002 - Tortoise's interface
        """Every write goes to the one connection that may."""
        return "default"


def tortoise_config(
    settings: Settings, model_modules: Sequence[str], *, with_reader: bool = True
) -> dict[str, Any]:
    """Tortoise's configuration; migrations run without the second, read-only connection."""
    config: dict[str, Any] = {
        "apps": {
            APP: {
                "models": list(model_modules),
                "migrations": "weekplanner.migrations",
                "default_connection": "default",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }
    if not settings.is_embedded:
        config["connections"] = {"default": _server_connection(settings.database_url)}
        return config
    file = {"file_path": str(settings.database_path)}
    engine = "weekplanner.core.sqlite_engine"
    config["connections"] = {"default": {"engine": engine, "credentials": file}}
    if with_reader:
        config["connections"]["reader"] = {"engine": engine, "credentials": {**file, "query_only": "ON"}}
        config["routers"] = [ReadRouter]
    return config


def _server_connection(url: str) -> dict[str, Any]:
    address = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(address.query).items()}
    credentials: dict[str, Any] = {
        "user": unquote(address.username) if address.username else None,
        "password": unquote(address.password) if address.password else None,
        "host": options.pop("host", address.hostname),
        "port": address.port or 5432,
        "database": address.path.lstrip("/"),
        "minsize": 1,
        "maxsize": int(options.pop("maxsize", POOL_CONNECTIONS)),
        **options,
    }
    return {"engine": "weekplanner.core.asyncpg_engine", "credentials": credentials}


@asynccontextmanager
async def opened(
    settings: Settings, model_modules: Sequence[str], *, with_reader: bool = True
) -> AsyncIterator[TortoiseContext]:
    """Connect, and disconnect at the end; the connections serve every task of this event loop."""
    if settings.is_embedded:
        settings.database_path.parent.mkdir(parents=True, exist_ok=True)
    EXECUTOR_CACHE.clear()  # Tortoise caches INSERTs by table name, not by dialect
    async with TortoiseContext() as context:
        config = tortoise_config(settings, model_modules, with_reader=with_reader)
        await context.init(config=config, _enable_global_fallback=True)
        for name in config["connections"]:
            await get_connections().get(name).execute_query("SELECT 1")
        yield context


def is_away(error: BaseException) -> bool:
    """Whether the database cannot be reached or written now, so that it is worth trying again later."""
    cause = error.args[0] if isinstance(error, OperationalError) and error.args else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _AWAY_EMBEDDED  # the rest says which way
    return isinstance(cause, _AWAY)


def dialect() -> str:
    """`sqlite` or `postgres`."""
    return _connection().capabilities.dialect


def is_in_transaction() -> bool:
    """Whether this task has a transaction open."""
    return isinstance(get_connections().get("default"), TransactionalDBClient)


def require_transaction() -> None:
    """Raise OutsideTransaction unless a transaction is open."""
    if _level.get() is None:
        raise OutsideTransaction("this belongs in a transaction")


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Open a transaction, or join the one that is open.

    An error that leaves a joined block dooms the whole: when it is caught further out, the commit
    raises DoomedTransaction, so that nothing half-done is kept.
    """
    outer = _level.get()
    if outer is not None:
        try:
            yield
        except BaseException:
            outer.is_doomed = True
            raise
        return
    async with _new_level():
        yield


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part of the open transaction that may fail alone: an error undoes just this block."""
    require_transaction()
    async with _new_level():
        yield


@asynccontextmanager
async def _new_level() -> AsyncIterator[None]:
    async with in_transaction("default"):
        level = _Level()
        token = _level.set(level)
        try:
            yield
            if level.is_doomed:
                raise DoomedTransaction("an error was caught half-way through a change")
        finally:
            _level.reset(token)


async def find(model: type[Row], **key: Any) -> Row | None:
    """Read one row by the values of some columns; the statement is worked out once."""
    return await _find(model, key)


async def lock(model: type[Row], **key: Any) -> Row:
    """Read one row for changing it; others who want to change it wait until this transaction ends.

    Raises NotFound, and OutsideTransaction when there is none.
    """
    return await _locked(model, key, "FOR UPDATE")


async def hold(model: type[Row], **key: Any) -> Row:
    """The same for a row that is not deleted: others may meanwhile write rows that point to it.

    PostgreSQL looks at a foreign key again when a row is changed twice in one transaction, also where the
    key stays as it was; with `lock` that would wait for who locked the row it points to.
    """
    return await _locked(model, key, "FOR NO KEY UPDATE")


async def _locked(model: type[Row], key: Mapping[str, Any], strength: str) -> Row:
    require_transaction()  # which on SQLite locks everything
    row = await _find(model, key, strength if dialect() == "postgres" else "")
    if row is None:
        raise NotFound
    return row


async def _find(model: type[Row], key: Mapping[str, Any], strength: str = "") -> Row | None:
    fields = model._meta.fields_map
    values = [fields[name].to_db_value(value, model) for name, value in key.items()]
    found = await read(model, _selecting(model, tuple(key), strength), values)
    return found[0] if found else None


@cache
def _selecting(model: type[Model], names: Sequence[str], strength: str) -> str:
    columns = model._meta.fields_db_projection
    condition = " AND ".join(f"{columns[name]} = ?" for name in names)
    return f"SELECT * FROM {model._meta.db_table} WHERE {condition} LIMIT 1 {strength}"  # noqa: S608 - names


async def read(model: type[Row], sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Read with plain SQL that selects whole rows of a model (`?` for each parameter)."""
    return [model._init_from_db(**dict(row)) for row in await rows(sql, parameters)]


async def insert(row: Model) -> None:
    """Write a new row, and note the number it got; the statement is worked out once."""
    names, statement = _inserting(type(row))
    fields = row._meta.fields_map
    values = [fields[name].to_db_value(getattr(row, name), row) for name in names]
    (made,) = await execute(statement, values)
    row.pk, row._saved_in_db = made[row._meta.db_pk_column], True


async def insert_many(rows: Sequence[Model]) -> None:
    """The same for some rows of one model, in one statement: their numbers rise in their order."""
    if not rows:
        return
    names, statement = _inserting(type(rows[0]), len(rows))
    fields = rows[0]._meta.fields_map
    values = [fields[name].to_db_value(getattr(row, name), row) for row in rows for name in names]
    made = await execute(statement, values)
    numbers = sorted(each[rows[0]._meta.db_pk_column] for each in made)
    for row, number in zip(rows, numbers, strict=True):
        row.pk, row._saved_in_db = number, True


@cache
def _inserting(model: type[Model], rows: int = 1) -> tuple[Sequence[str], str]:
    columns = model._meta.fields_db_projection
    names = [name for name in columns if name != model._meta.pk_attr]
    into, marks = ", ".join(columns[name] for name in names), ", ".join("?" * len(names))
    table, pk = model._meta.db_table, model._meta.db_pk_column
    lines = ", ".join([f"({marks})"] * rows)
    return names, f"INSERT INTO {table} ({into}) VALUES {lines} RETURNING {pk}"  # noqa: S608 - names


async def pages(query: "QuerySet[Row]", size: int = PAGE_ROWS) -> AsyncIterator[Row]:
    """Every row of `query` in the order of its primary key, `size` in memory at a time."""
    last = None
    while True:
        page = query.order_by(query.model._meta.pk_attr).limit(size)
        rows_of_page = await (page.filter(pk__gt=last) if last is not None else page)
        for row in rows_of_page:
            yield row
        if len(rows_of_page) < size:
            return
        last = rows_of_page[-1].pk


async def rows(sql: str, parameters: Sequence[Any] = ()) -> Sequence[Any]:
    """Read with plain SQL (`?` for each parameter); rows answer to `row["name"]` and `row[0]`.

    Values come as the database gives them: use `moment` and `day` for those that differ.
    """
    client = _connection()
    if not isinstance(client, TransactionalDBClient) and "reader" in get_connections().db_config:
        client = get_connections().get("reader")
    statement, values = _for_dialect(client, sql, parameters)
    return (await client.execute_query(statement, values))[1]


async def execute(sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Write with plain SQL; answers the rows of a RETURNING clause."""
    client = _connection()
    statement, values = _for_dialect(client, sql, parameters)
    return await client.execute_query_dict(statement, values)


def moment(value: datetime | str) -> datetime:
    """A moment as `rows` gave it: text on SQLite."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.astimezone(UTC)


def day(value: date | str) -> date:
    """A date as `rows` gave it: text on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _connection() -> BaseDBAsyncClient:
    return get_connections().get("default")


_PLACEHOLDER = re.compile(r"\?")


def _for_dialect(client: BaseDBAsyncClient, sql: str, parameters: Sequence[Any]) -> tuple[str, list[Any]]:
    if client.capabilities.dialect == "sqlite":
        return sql, [_sqlite_value(value) for value in parameters]
    numbers = iter(range(1, len(parameters) + 1))
    return _PLACEHOLDER.sub(lambda _: f"${next(numbers)}", sql), list(parameters)


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return value
