"""The command line: every command ends 0 on success, 1 with one line on what failed, 2 on wrong usage."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests import databases
from tests.server import Program, serving
from weekplanner import cli

EDITION = ("edition", "add", "2027", "--starts", "2027-10-01", "--ends", "2027-10-08")


@pytest.fixture
def weekplanner(configured, capsys):
    """Runs a command on the database of this test: status, output, errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = cli.main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_an_edition_is_added_listed_and_made_current(weekplanner):
    assert weekplanner(*EDITION)[0] == 0
    assert weekplanner("edition", "add", "2028", "--starts", "2028-10-01", "--ends", "2028-10-08")[0] == 0
    assert weekplanner("edition", "current", "2028")[0] == 0
    status, output, _ = weekplanner("edition", "list", "--json")
    assert status == 0
    assert {each["year"]: each["is_current"] for each in json.loads(output)} == {2027: False, 2028: True}


def test_team_members_are_added_and_listed(weekplanner):
    assert weekplanner("team", "add", "ans@example.org", "--role", "moderation")[0] == 0
    status, output, _ = weekplanner("team", "list")
    assert status == 0
    assert "ans@example.org" in output


def test_a_coordinator_gets_one_municipality(weekplanner):
    assert weekplanner("coordinator", "add", "bo@example.org", "--municipality", "utrecht")[0] == 0


def test_a_sign_in_link_is_printed_for_an_account(weekplanner):
    weekplanner("team", "add", "ans@example.org", "--role", "admin")
    status, output, _ = weekplanner("sign-in-link", "ans@example.org")
    assert status == 0
    assert output.startswith("https://komerbij.test/inloggen/")


@pytest.mark.parametrize(
    "command",
    [
        ("sign-in-link", "niemand@example.org"),
        ("coordinator", "add", "bo@example.org", "--municipality", "atlantis"),
        ("edition", "current", "1999"),
        ("edition", "add", "2027", "--starts", "2027-10-08", "--ends", "2027-10-01"),
        ("team", "add", "geen adres", "--role", "admin"),
        ("import", "postcodes", "bestaat-niet.txt"),
        ("backup", "/bestaat/niet/kopie.sqlite3"),
    ],
)
def test_what_fails_is_told_in_one_line(weekplanner, command):
    status, output, errors = weekplanner(*command)
    assert (status, output, errors.count("\n")) == (1, "", 1), errors


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("dansen",),
        ("team", "add", "ans@example.org", "--role", "koning"),
        ("edition", "add", "2027", "--starts", "gisteren", "--ends", "2027-10-08"),
        ("purge", "--now", "straks"),
        ("export", "activities", "--edition", "99999999999999999999"),
        ("edition", "current", "volgend jaar"),
        ("serve", "--port", "acht"),
    ],
)
def test_wrong_usage_ends_2(weekplanner, command):
    assert weekplanner(*command)[0] == 2


def test_a_dry_purge_only_counts(weekplanner):
    status, output, _ = weekplanner("purge", "--dry-run", "--now", "2099-01-01", "--json")
    assert status == 0
    assert set(json.loads(output).values()) == {0}


def test_check_says_that_everything_is_in_order(weekplanner):
    assert weekplanner("check") == (0, "everything is in order\n", "")


def test_a_backup_is_a_whole_database(weekplanner, tmp_path):
    weekplanner(*EDITION)
    copy = tmp_path / "copy.sqlite3"
    status, _, errors = weekplanner("backup", str(copy))
    if databases.KIND == "postgres":
        assert (status, errors) == (1, "Only the embedded database; for PostgreSQL use pg_dump.\n")
        return
    assert status == 0
    assert sqlite3.connect(copy).execute("SELECT year FROM edition").fetchall() == [(2027,)]


@pytest.mark.once
async def test_a_command_without_a_database_names_the_command_that_makes_one(tmp_path: Path):
    program = Program.on(f"sqlite://{tmp_path}/new.sqlite3", tmp_path)
    status, _, errors = await program.run("team", "list")
    assert (status, errors.strip()) == (1, "There is no database yet. Run: weekplanner migrate")
    assert (await program.run("migrate"))[0] == 0
    assert (await program.run("team", "list"))[0] == 0


@pytest.mark.once
async def test_several_migrations_at_once_take_turns(tmp_path: Path):
    program = Program.on(f"sqlite://{tmp_path}/new.sqlite3", tmp_path)
    running = [await program.start("migrate") for _ in range(3)]
    assert [await process.wait() for process in running] == [0, 0, 0]


@pytest.mark.once
async def test_a_new_database_and_its_key_are_for_their_owner_only(tmp_path: Path):
    wanted = Program.on(f"sqlite://{tmp_path}/new.sqlite3", tmp_path)
    keyless = {name: value for name, value in wanted.environment.items() if name != "WEEKPLANNER_SECRET_KEY"}
    program = Program(keyless, tmp_path)
    assert (await program.run("migrate"))[0] == 0
    assert (await program.run("check"))[0] == 0
    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("new.sqlite3", "secret.key")}
    assert set(modes.values()) == {0o600}


@pytest.mark.once
async def test_a_server_finishes_a_database_whose_making_was_broken_off(tmp_path: Path):
    (tmp_path / "new.sqlite3").write_bytes(b"")
    program = Program.on(f"sqlite://{tmp_path}/new.sqlite3", tmp_path)
    async with serving(program, "--no-mailer") as server, server.client as client:
        assert (await client.get("/readyz")).status_code == 200
