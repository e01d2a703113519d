"""weekplanner edition: what it takes and prints."""

import argparse
import json

import pytest

from weekplanner.editions import commands

ADD = ["edition", "add", "2027", "--starts", "2027-10-01", "--ends", "2027-10-08"]


def parsed(words):
    parser = argparse.ArgumentParser(prog="weekplanner")
    commands.register(parser.add_subparsers())
    return parser.parse_args(words)


@pytest.fixture
def run(database, capsys):
    """Run a command; answers what it printed."""

    async def run(*words):
        command = parsed(words)
        assert await command.run(command) == 0
        return capsys.readouterr().out

    return run


async def test_an_edition_is_added_with_the_usual_dates(run):
    assert json.loads(await run(*ADD, "--json")) == [
        {
            "year": 2027,
            "name": "Week tegen Eenzaamheid 2027",
            "starts_on": "2027-10-01",
            "ends_on": "2027-10-08",
            "registration_opens_on": "2027-05-04",
            "registration_closes_on": "2027-10-08",
            "kit_order_until_on": "2027-09-17",
            "kit_last_sent_on": "2027-09-24",
            "is_current": True,
        }
    ]


async def test_other_fields_are_options(run):
    options = ["--name", "Week", "--registration-opens", "2027-06-01", "--registration-closes", "2027-10-07"]
    more = ["--kit-order-until", "2027-09-01", "--kit-last-sent", "2027-09-02"]
    (added,) = json.loads(await run(*ADD, *options, *more, "--json"))
    assert [added["name"], added["registration_opens_on"], added["registration_closes_on"]] == [
        "Week",
        "2027-06-01",
        "2027-10-07",
    ]
    assert [added["kit_order_until_on"], added["kit_last_sent_on"]] == ["2027-09-01", "2027-09-02"]


async def test_editions_are_listed_and_the_current_one_is_marked(run):
    await run(*ADD)
    await run("edition", "add", "2028", "--starts", "2028-09-30", "--ends", "2028-10-07")
    await run("edition", "current", "2028")
    assert await run("edition", "list") == (
        "2028  2028-09-30 to 2028-10-07  Week tegen Eenzaamheid 2028 (current)\n"
        "2027  2027-10-01 to 2027-10-08  Week tegen Eenzaamheid 2027\n"
    )


@pytest.mark.parametrize(
    "words", [["edition"], ["edition", "add", "2027"], [*ADD[:4], "1 oktober", *ADD[5:]]]
)
def test_wrong_usage_ends_2(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        parsed(words)
    assert stopped.value.code == 2
    assert "usage: weekplanner edition" in capsys.readouterr().err
