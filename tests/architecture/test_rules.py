"""Rules of the layout that an import checker cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from weekplanner import wiring
from weekplanner.core import db, settings
from weekplanner.core.db import APP

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "weekplanner"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))

LAYERS = re.findall(
    r'"([\w |]+)"', re.search(r"layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL)[1]
)
LAYER_OF = {name.strip(): number for number, line in enumerate(LAYERS) for name in line.split("|")}

WRITERS = {"operations", "reactions", "purge"}
RUNNERS = {"mailer", "core", "demo"}
"""Packages that no feature is: the mailer's sender works its own queue off."""

WRITING = {
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
}


@pytest.fixture
async def models():
    """Every model, with its relations worked out."""
    config = db.tortoise_config(settings.defaults(), wiring.MODEL_MODULES)
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        yield dict(context.apps[APP])


def package_of(module: str) -> str:
    return module.split(".")[1]


async def test_foreign_keys_point_to_the_same_package_or_one_further_down(models):
    upward = []
    for model in models.values():
        for name in model._meta.fk_fields:
            here, there = (
                package_of(each.__module__) for each in (model, model._meta.fields_map[name].related_model)
            )
            if here != there and LAYER_OF[there] <= LAYER_OF[here]:
                upward.append(f"{model.__name__}.{name}: {here} -> {there}")
    assert upward == []


async def test_a_foreign_key_to_another_package_leaves_no_name_there(models):
    named = [
        f"{model.__name__}.{name}"
        for model in models.values()
        for name in model._meta.fk_fields
        if package_of(model.__module__) != package_of(model._meta.fields_map[name].related_model.__module__)
        and model._meta.fields_map[name].related_name is not False
    ]
    assert named == []


async def test_rows_are_written_only_by_the_operations_of_their_own_package(models):
    wrong = []
    for path in SOURCES:
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        for name, line in _written_models(ast.parse(path.read_text()), set(models)):
            owner = package_of(models[name].__module__)
            is_own = parts[0] == owner or owner == "core"
            if not is_own or not (WRITERS & set(parts) or parts[0] in RUNNERS):
                wrong.append(f"{'/'.join(parts)}:{line} writes {name}")
    assert wrong == []


def _written_models(tree: ast.AST, names: set[str]) -> Iterator[tuple[str, int]]:
    """Calls such as `Model.create(…)` or `Model.filter(…).update(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            value = node.func.value
            while isinstance(value, ast.Call | ast.Attribute):
                value = value.func if isinstance(value, ast.Call) else value.value
            if isinstance(value, ast.Name) and value.id in names:
                yield value.id, node.lineno


def test_packages_hold_nothing_in_their_own_file():
    assert [str(path) for path in PACKAGE.rglob("__init__.py") if path.read_text().strip()] == []


def test_a_migration_imports_only_tortoise_and_the_fields():
    allowed = re.compile(
        r"(tortoise|weekplanner\.core\.fields|json|uuid|datetime|typing|zoneinfo|re|unicodedata)\b"
    )
    for path in (PACKAGE / "migrations").glob("0*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert allowed.match(node.module or ""), f"{path.name} imports {node.module}"
            if isinstance(node, ast.Import):
                assert all(allowed.match(name.name) for name in node.names)


def test_files_stay_small_enough_to_hold_in_the_head():
    long = {path.name: len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_every_module_says_what_lives_in_it():
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_imports_stand_at_the_top_of_a_file():
    inside = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside += [
                    f"{path.name}:{n.lineno}"
                    for n in ast.walk(node)
                    if isinstance(n, ast.Import | ast.ImportFrom)
                ]
    assert inside == []


def test_pages_hold_no_style_no_script_and_no_unescaped_text():
    found = []
    for path in TEMPLATES:
        if path.suffix != ".html" or "mail" in path.relative_to(ROOT).parts:
            continue
        text = path.read_text()
        for pattern in (
            r"\sstyle=",
            r"<style",
            r"<script(?![^>]*(src=|application/ld\+json))",
            r"\son\w+=",
            r"\|\s*safe",
        ):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in re.finditer(pattern, text)]
    assert found == []


def test_suppressions_give_their_reason():
    bare = []
    for path in SOURCES:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"#\s*(noqa|type: ignore)", line) and not re.search(
                r"(noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\])\s+(#|-)\s*\S", line
            ):
                bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == []


def test_no_line_of_code_knows_the_month_of_the_week():
    knowing = [
        f"{path.relative_to(ROOT)}"
        for path in [*SOURCES, *TEMPLATES]
        if path.suffix in {".py", ".html", ".txt"}
        and re.search(r"month\s*==\s*10|date\(\d+, 10,", path.read_text())
    ]
    assert knowing == []
