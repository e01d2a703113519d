"""What every template keeps to: the content policy, the drawings that exist, and both parts of a message."""

import re
from pathlib import Path

import pytest

from weekplanner.core.resources import directory
from weekplanner.vocabulary.queries import vocabulary

TEMPLATES = directory("templates")
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts)
MESSAGES = sorted(path for path in TEMPLATES.rglob("mail/*") if path.suffix in {".html", ".txt"})
DRAWINGS = set(re.findall(r'<symbol id="([^"]+)"', (directory("static") / "icons.svg").read_text()))


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_holds_no_style_script_or_handler_of_its_own(page: Path):
    html = page.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']", html)
    scripts = re.findall(r"<script([^>]*)>", html)
    assert all("src=" in script or 'type="application/ld+json"' in script for script in scripts)


@pytest.mark.parametrize("template", [*PAGES, *MESSAGES], ids=name_of)
def test_escaping_stays_on(template: Path):
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", template.read_text())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_names_drawings_that_exist(page: Path):
    named = re.findall(r"\b(?:icon|plate)\(\"([a-z-]+)\"\)|\bicon_name=\"([a-z-]+)\"", page.read_text())
    assert {f"i-{first or second}" for first, second in named} <= DRAWINGS


def test_every_word_of_the_vocabulary_that_is_drawn_has_its_drawing():
    words = [*vocabulary().categories.values(), *vocabulary().accessibility.values()]
    assert {f"i-{word.icon}" for word in words} <= DRAWINGS


def test_every_message_has_both_parts():
    names = {
        suffix: {path.with_suffix("") for path in MESSAGES if path.suffix == suffix}
        for suffix in (".html", ".txt")
    }
    assert names[".html"] == names[".txt"]


def test_no_page_for_residents_names_the_word_that_scares_off_but_in_the_name_of_the_week():
    macros = [path for path in PAGES if path.parent.name in {"macros", "errors"} or path.name == "base.html"]
    texts = " ".join(path.read_text() for path in macros).replace("Week tegen Eenzaamheid", "")
    assert "eenza" not in texts.casefold()
