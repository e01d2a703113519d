"""The commands of the one who runs the site: serve, migrate, backup, check."""

import argparse
import asyncio
import fcntl
import os
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from weekplanner import app, wiring
from weekplanner.core import db, logs, migrations, settings
from weekplanner.core.errors import Problem
from weekplanner.core.settings import Settings
from weekplanner.geo import operations as geo
from weekplanner.mailer import sender

GRACE_S = 10
BACKLOG = 2048
KEEP_ALIVE_S = 30
LEAST_FREE_BYTES = 500 * 1024 * 1024
BACKUP_PAGES = 1_000
"""Pages copied at a time, so that the web server can write in between."""


class CannotServe(Problem):
    """The server cannot start like this."""


class CannotBackUp(Problem):
    """No copy was made."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this module."""
    serve_parser = subparsers.add_parser("serve", help="run the web server, with the mailer inside")
    serve_parser.add_argument("--host", default="127.0.0.1")
    serve_parser.add_argument("--port", type=int, default=8000)
    serve_parser.add_argument("--workers", type=int, default=1, help="more than 1 only with PostgreSQL")
    serve_parser.add_argument("--mailer", action=argparse.BooleanOptionalAction, default=True)
    serve_parser.set_defaults(run=serve, needs_database=False)
    migrate_parser = subparsers.add_parser("migrate", help="bring the database up to date")
    migrate_parser.set_defaults(run=lambda _: asyncio.run(migrate()), needs_database=False)
    backup_parser = subparsers.add_parser("backup", help="copy the embedded database while it runs")
    backup_parser.add_argument("file", type=Path)
    backup_parser.set_defaults(run=backup, needs_database=False)
    check_parser = subparsers.add_parser("check", help="say what is wrong and how to mend it")
    check_parser.set_defaults(run=lambda _: asyncio.run(check()), needs_database=False)


def serve(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; requests that run are finished first."""
    if "base_url" not in settings.current().model_fields_set:  # it follows the port, in every worker
        os.environ["WEEKPLANNER_BASE_URL"] = f"http://127.0.0.1:{arguments.port}"
        settings.use(settings.read())
    current = settings.current()
    if arguments.workers > 1 and current.is_embedded:
        raise CannotServe("More than one worker needs PostgreSQL (WEEKPLANNER_DATABASE_URL).")
    assert current.secret  # refuses to start without one, not at the first sign-in
    if arguments.mailer:
        sender.require_settings()
    with _alone(current), _listening(arguments.host, arguments.port) as listener:
        _prepare(current)
        factory = app.with_mailer_from_environment if arguments.mailer else app.from_environment
        config = uvicorn.Config(
            f"weekplanner.app:{factory.__name__}",
            factory=True,
            workers=arguments.workers,
            loop="uvloop",
            http="httptools",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(current.trusted_proxies),
            forwarded_allow_ips=current.trusted_proxies,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
        print(f"Open {current.base_url} (stop with Ctrl-C)", flush=True)
        return _run(config, listener)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that takes requests; they wait until the server is ready."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family, backlog=BACKLOG) as listener:
            yield listener
    except (OSError, OverflowError) as error:
        raise CannotServe(f"Nobody can listen on {host} port {port}: {error}.") from error


def _run(config: uvicorn.Config, listener: socket.socket) -> int:
    # uvicorn sends itself the signal again when it is done; a stop that was asked for is a success
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: None)
    if config.workers > 1:
        Multiprocess(config, sockets=[listener]).run()
        return 0
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    return 0 if server.started else 1


@contextmanager
def _alone(current: Settings) -> Iterator[None]:
    """Refuse a second server on the same embedded database: each would keep feeds of its own."""
    if not current.is_embedded:
        yield
        return
    current.database_path.parent.mkdir(parents=True, exist_ok=True)
    with current.database_path.with_name(f"{current.database_path.name}.serving").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServe("Another `weekplanner serve` already uses this database.") from None
        yield


def _prepare(current: Settings) -> None:
    """Make a new embedded database; with pending migrations refuse, and name the command."""
    if current.is_embedded and asyncio.run(migrations.is_new(current, wiring.MODEL_MODULES)):
        asyncio.run(migrate())
    elif waiting := asyncio.run(migrations.pending(current, wiring.MODEL_MODULES)):
        raise CannotServe(f"{len(waiting)} migrations are pending. Run: weekplanner migrate")


async def migrate() -> int:
    """Apply what is new, and fill the tables of places when they are empty."""
    await migrations.upgrade(settings.current(), wiring.MODEL_MODULES, fill=geo.load_package_data)
    return 0


def backup(arguments: argparse.Namespace) -> int:
    """Make a consistent copy of the embedded database, complete or not at all."""
    current = settings.current()
    if not current.is_embedded:
        raise CannotBackUp("Only the embedded database; for PostgreSQL use pg_dump.")
    if not current.database_path.exists():
        raise CannotBackUp(f"There is no database at {current.database_path}.")
    target: Path = arguments.file
    if target.exists() and target.samefile(current.database_path):
        raise CannotBackUp("That is the database itself. Name another file.")
    partial = target.with_name(f"{target.name}.partial")
    try:
        _copy(current.database_path, partial)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise CannotBackUp(f"No copy was made at {target}: {error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return 0


def _copy(database: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as made:
        source.backup(made, pages=BACKUP_PAGES, sleep=0.01)
        if made.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise CannotBackUp("The copy is damaged; look at the disk.")


async def check() -> int:
    """Print what is wrong and how to mend it, one line each."""
    problems = await _problems()
    for problem in problems:
        print(problem)
    if not problems:
        print("everything is in order")
    return 1 if problems else 0


async def _problems() -> list[str]:
    current = settings.current()
    problems: list[str] = []
    try:
        assert current.secret
    except Problem as problem:
        problems.append(problem.message)
    folder = current.database_path.parent if current.is_embedded else Path()
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return [*problems, f"The folder {folder} is missing or cannot be written. Run: weekplanner migrate"]
    if current.is_embedded and not current.database_path.exists():  # looking would make an empty one
        return [*problems, "There is no database yet. Run: weekplanner migrate"]
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        problems.append(
            "Less than 500 MB is free on the disk. Remove what is not needed, or take a larger one."
        )
    try:
        if waiting := await migrations.pending(current, wiring.MODEL_MODULES):
            return [*problems, f"{len(waiting)} migrations are pending. Run: weekplanner migrate"]
        async with db.opened(current, wiring.MODEL_MODULES):
            for ask in wiring.CHECKS:
                problems.extend(await ask())
    except Exception as error:  # noqa: BLE001 - telling what is wrong is what this is for
        logs.failure("check_failed", error)
        problems.append(
            f"The database does not answer ({type(error).__name__}). Look at WEEKPLANNER_DATABASE_URL."
        )
    return problems
