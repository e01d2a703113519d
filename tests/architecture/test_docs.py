"""What the documents say of commands, settings, messages, facts and data is what the code has."""

import argparse
import re
from pathlib import Path

import pytest
import yaml

from weekplanner import cli, wiring
from weekplanner.core import settings
from weekplanner.privacy import operations as privacy

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE, OPERATIONS, PRIVACY = (
    (ROOT / "docs" / f"{name}.md").read_text() for name in ("architecture", "operations", "privacy")
)
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def section(document: str, title: str) -> str:
    """What stands under a heading."""
    return re.split(r"^## ", document.split(f"\n## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the table under this row of headings, each as its cells."""
    lines = text.split(f"\n| {heading}")[1].split("\n")[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def names(cells: list[str]) -> list[str]:
    """What stands in code in these cells."""
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def first_cells(text: str, heading: str) -> list[str]:
    """What stands in code in the first column."""
    return names([row[0] for row in table(text, heading)])


def commands() -> dict[str, set[str]]:
    """Every command with its options, and in capitals what must follow it."""
    found: dict[str, set[str]] = {}

    def look(parser: argparse.ArgumentParser, words: str) -> None:
        branches = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
        for branch in branches:
            for name, inner in branch.choices.items():
                look(inner, f"{words} {name}")
        if not branches:
            shown = [each for each in parser._actions if not isinstance(each, argparse._HelpAction)]
            words_of = [each.option_strings or [each.dest.upper()] for each in shown]
            found[words] = {word for several in words_of for word in several}

    look(cli._parser(), "weekplanner")
    return found


def test_every_command_stands_in_operations_with_its_options():
    said = {}
    for words in first_cells(section(OPERATIONS, "Commands"), "Command | Does |"):
        name = re.match(r"[a-z -]*[a-z](?= |$)(?! [a-z])", words)[0]
        rest = words.removeprefix(name)
        values = re.sub(r"--[a-z-]+ [A-Z]+", lambda option: option[0].split()[0], rest)
        said[name] = set(re.findall(r"--[a-z-]+|[A-Z]+", values))
    assert said == commands()


def test_every_setting_stands_in_operations_with_its_default():
    defaults = settings.defaults()
    known = {
        f"WEEKPLANNER_{name.upper()}": str(default)
        if (default := getattr(defaults, name)) is not None
        else ""
        for name in settings.Settings.model_fields
    }
    said = {
        names([row[0]])[0]: "".join(names([row[1]]))
        for row in table(section(OPERATIONS, "Settings"), "Setting | Default |")
    }
    unused = section(OPERATIONS, "Settings").split("These are read and checked")[1]
    said.update(re.findall(r"`(WEEKPLANNER_\w+)`(?:\s+\(`([^`]+)`\))?", unused))
    assert said == known


def test_every_metric_stands_in_operations():
    said = first_cells(section(OPERATIONS, "Monitoring"), "Metric | Counts |")
    assert said[:2] == ["weekplanner_requests_total", "weekplanner_request_seconds"]
    assert sorted(said[2:]) == sorted(gauge.name for gauge in wiring.GAUGES)


def test_every_event_in_operations_is_logged():
    sources = "".join(path.read_text() for path in (ROOT / "weekplanner").rglob("*.py"))
    logged = set(re.findall(r'logs\.(?:event|warning|failure)\(\s*"(\w+)"', sources))
    logged |= {f"mail_{state}" for state in ("sent", "failed", "dropped")}
    said = set(first_cells(section(OPERATIONS, "Logs"), "Event | Means |"))
    assert said - logged == set()


def test_every_message_stands_in_architecture():
    said = first_cells(section(ARCHITECTURE, "Messages"), "Kind | Tells |")
    assert sorted(said) == sorted(kind.name for kind in wiring.MESSAGE_KINDS)


def test_every_reaction_stands_in_architecture_in_its_order():
    rows = table(section(ARCHITECTURE, "Facts, and who reacts"), "Fact | Reactions |")
    said = {names([row[0]])[0]: names([row[1]]) for row in rows}
    assert said == {
        fact.__name__: [
            f"{each.__module__.removeprefix('weekplanner.')}.{each.__name__}" for each in reactions
        ]
        for fact, reactions in wiring.REACTIONS.items()
    }


def test_every_package_stands_in_architecture():
    packages = {path.parent.name for path in (ROOT / "weekplanner").glob("*/__init__.py")}
    said = first_cells(section(ARCHITECTURE, "What each package is for"), "Package | Has |")
    assert sorted(said) == sorted(packages)


def test_every_table_stands_in_privacy():
    modules = [*(ROOT / "weekplanner").rglob("models.py"), *(ROOT / "weekplanner").rglob("models/*.py")]
    sources = "".join(path.read_text() for path in modules)
    tables = re.findall(r'^        table = "(\w+)"', sources, re.MULTILINE)
    said = first_cells(section(PRIVACY, "What is kept"), "Table | Of whom, and what | Goes |")
    assert sorted(said) == sorted(tables)


async def test_everything_that_is_purged_stands_in_privacy(database):
    said = first_cells(section(PRIVACY, "What is kept"), "The purge counts | Which are |")
    assert said == list(await privacy.purge(is_dry_run=True))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_leads_to_files_that_exist(document):
    leads = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", document.read_text())
    assert [lead for lead in leads if not (document.parent / lead).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_code_that_exists(document):
    named = re.findall(r"`((?:weekplanner|templates|static|tests|docs)/[\w/.]+\.\w+)`", document.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_description_for_catalogues_is_whole():
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    assert said["legal"]["license"] == "EUPL-1.2"
    for language in ("nl", "en"):
        words = said["description"][language]
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
