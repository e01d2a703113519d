"""weekplanner demo: what it prints, and that its links work."""

import argparse
import json
import re

import pytest

from weekplanner.accounts.operations import sign_in
from weekplanner.accounts.queries import people as accounts
from weekplanner.demo import commands

pytestmark = pytest.mark.once


@pytest.fixture
def run(database, capsys):
    """Run the command; answers what it printed."""

    async def run(*words):
        parser = argparse.ArgumentParser(prog="weekplanner")
        commands.register(parser.add_subparsers())
        command = parser.parse_args(["demo", "--activities", "6", *words])
        assert await command.run(command) == 0
        return capsys.readouterr().out

    return run


async def signed_in(link):
    session = await sign_in.use_link(link.rpartition("/")[2])
    visit = await accounts.visit(session.token)
    return visit.person


@pytest.mark.parametrize("times", [1, 2])
async def test_it_ends_with_a_link_for_an_organiser_a_coordinator_and_the_team(run, times):
    for _time in range(times):
        links = json.loads(await run("--json"))["links"]
    organiser, coordinator, admin = [
        await signed_in(links[who]) for who in ("organiser", "coordinator", "admin")
    ]
    assert organiser.organisation_id is not None
    assert coordinator.is_coordinator
    assert admin.is_team


async def test_it_says_that_everything_is_invented(run):
    printed = await run()
    assert "everything in it is invented" in printed
    assert re.findall(r"^  (\w+) ", printed, re.MULTILINE) == ["organiser", "coordinator", "admin"]


@pytest.mark.parametrize("number", ["0", "-1", "100001", "many"])
def test_a_number_that_cannot_be_is_wrong_usage(number, capsys):
    parser = argparse.ArgumentParser(prog="weekplanner")
    commands.register(parser.add_subparsers())
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["demo", "--activities", number])
    assert ended.value.code == 2
    assert "--activities" in capsys.readouterr().err
