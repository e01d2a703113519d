"""A command that fails says why in one line, and destroys nothing."""

import sqlite3
from pathlib import Path

import pytest

from tests.server import Program, free_port

pytestmark = pytest.mark.once


async def _program(tmp_path: Path, **more: str) -> Program:
    program = Program.on(f"sqlite://{tmp_path}/site.sqlite3", tmp_path, **more)
    assert (await program.run("migrate"))[0] == 0
    return program


async def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path):
    (tmp_path / "site.sqlite3").write_text("this is no database " * 100)
    program = Program.on(f"sqlite://{tmp_path}/site.sqlite3", tmp_path)
    for command in (["team", "list"], ["migrate"], ["serve", "--port", str(free_port())]):
        status, _, errors = await program.run(*command)
        assert (status, errors.count("\n")) == (1, 1), command
        assert "WEEKPLANNER_DATABASE_URL" in errors


async def test_a_backup_never_replaces_the_database_itself(tmp_path: Path):
    program = await _program(tmp_path)
    inode = (tmp_path / "site.sqlite3").stat().st_ino
    (tmp_path / "link").symlink_to("site.sqlite3")
    for target in ("site.sqlite3", "./site.sqlite3", "link"):
        status, _, errors = await program.run("backup", target)
        assert (status, errors) == (1, "That is the database itself. Name another file.\n")
    assert (tmp_path / "site.sqlite3").stat().st_ino == inode
    assert sqlite3.connect(tmp_path / "site.sqlite3").execute("SELECT count(*) FROM edition").fetchone()


async def test_serve_does_not_start_with_a_clock_that_is_none(tmp_path: Path):
    program = await _program(tmp_path)
    wrong = Program({**program.environment, "WEEKPLANNER_CLOCK": "morgen"}, tmp_path)
    status, _, errors = await wrong.run("serve", "--port", str(free_port()))
    assert (status, errors) == (
        1,
        "WEEKPLANNER_CLOCK: 'morgen' is not a moment such as 2027-10-01T10:00.\n",
    )


async def test_serve_does_not_start_without_the_key_that_every_process_needs(tmp_path: Path):
    wanted = Program.on("postgres://nobody@127.0.0.1:1/nothing", tmp_path)
    keyless = {name: value for name, value in wanted.environment.items() if name != "WEEKPLANNER_SECRET_KEY"}
    status, _, errors = await Program(keyless, tmp_path).run("serve", "--port", str(free_port()))
    assert (status, errors.partition(":")[0]) == (1, "WEEKPLANNER_SECRET_KEY is missing")


async def test_looking_what_is_wrong_makes_no_database(tmp_path: Path):
    program = Program.on(f"sqlite://{tmp_path}/site.sqlite3", tmp_path)
    status, output, _ = await program.run("check")
    assert (status, output) == (1, "There is no database yet. Run: weekplanner migrate\n")
    assert not (tmp_path / "site.sqlite3").exists()
