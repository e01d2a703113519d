"""A PDF says what was put in, whatever that is; a child process makes it, and its trouble is a sentence."""

import asyncio
import json
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats import pdfs
from weekplanner.formats import pdf
from weekplanner.formats.lettering import MISSING
from weekplanner.formats.pdf import LIMITS, Limits

pytestmark = pytest.mark.once  # no database has a part in it

NOW = datetime(2027, 9, 13, 9, 30, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.head.title)
#set text(lang: "nl", font: ("Atkinson Hyperlegible", "Noto Sans", "Noto Sans Arabic"), fallback: false)
= #data.head.title
#for item in data.items [
  #item.text
  #if "qr" in item { image(bytes(item.qr_drawing), format: "svg", alt: item.text, width: 30mm) }

]
"""
ENDLESS = "#for one in range(100000) { for other in range(100000) { } }"
GREEDY = '#let text = "weekplanner" * 400000000\n#text.len()'


async def nobody(_done: int) -> None:
    """Who is told how far it is, and does not care."""


class Desk:
    """A directory with a template, values, and room for the PDF."""

    def __init__(self, directory: Path, template: str = TEMPLATE) -> None:
        self.template = directory / "template.typ"
        self.template.write_text(template)
        self.values = directory / "values"
        self.pdf = directory / "made.pdf"

    async def typeset(
        self, *items: dict[str, Any], on_progress: pdf.Progress = nobody, limits: Limits = LIMITS
    ) -> Path:
        """The PDF of these items."""
        with self.values.open("w") as file:
            for line in ({"title": "Een proef"}, *items):
                file.write(json.dumps(line) + "\n")
        await pdf.typeset(
            self.template, self.values, self.pdf, now=NOW, on_progress=on_progress, limits=limits
        )
        return self.pdf


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def worker() -> psutil.Process | None:
    """The child that works now."""
    for child in psutil.Process().children():
        with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
            if "weekplanner.formats.pdf_worker" in child.cmdline():
                return child
    return None


async def test_it_is_tagged_and_says_its_language_and_title(desk):
    made = await desk.typeset({"text": "Soep"})
    assert pdfs.standing(made) == {
        "language": "nl",
        "is_tagged": True,
        "title": "Een proef",
        "shows_title": True,
        "is_ua_1": True,
    }
    assert pdfs.headings(made) == ["H1"]
    assert pdfs.page_texts(made) == ["EenproefSoep"]


@pytest.mark.parametrize(
    "text", ["#panic()", "*vet* _schuin_ `code`", "$x^2$", '#read("/etc/passwd")', "\\ // ]"]
)
async def test_what_people_type_is_text_and_is_never_evaluated(desk, text):
    assert pdfs.page_texts(await desk.typeset({"text": text})) == [pdfs.squeezed(f"Een proef {text}")]


async def test_letters_of_many_languages_are_printed_and_others_are_marked_as_missing(desk):
    made = await desk.typeset({"text": "ąłőșçñ Łódź Ελλάδα Київ \U0001f33b 中 Đặng"})
    assert pdfs.page_texts(made) == [f"EenproefąłőșçñŁódźΕλλάδαКиїв{MISSING}{MISSING}Đặng"]


async def test_a_letter_of_which_no_typeface_has_all_parts_costs_nobody_the_print(desk):
    made = await desk.typeset({"text": "Soep"}, {"text": "\u0915\u064e ب\u0940"})
    assert "Soep" in pdfs.page_texts(made)[0]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), min_size=40, max_size=120))
def test_any_text_makes_a_pdf(texts):
    with TemporaryDirectory() as directory:
        made = asyncio.run(Desk(Path(directory)).typeset(*({"text": text} for text in texts)))
        assert pdfs.standing(made)["is_tagged"]


async def test_a_qr_code_holds_its_text_and_has_words_for_who_does_not_see_it(desk):
    made = await desk.typeset({"text": "De code", "qr": "1042-K/3"})
    assert pdfs.scanned(made) == [["1042-K/3"]]
    assert pdfs.figures(made) == ["De code"]


async def test_it_tells_how_many_are_ready(desk):
    told: list[int] = []

    async def note(done: int) -> None:
        told.append(done)

    await desk.typeset(*({"text": str(number)} for number in range(50)), on_progress=note)
    assert told == [0, 20, 40, 50]


async def test_a_child_that_is_killed_is_a_sentence_and_leaves_no_file(tmp_path, caplog):
    desk = Desk(tmp_path, ENDLESS)

    async def kill(_done: int) -> None:
        if child := worker():  # the second time it may be gone
            child.kill()

    with pytest.raises(pdf.NotSet, match="Probeer het nog eens") as refused:
        await desk.typeset({"text": "Soep"}, on_progress=kill)
    assert type(refused.value) is pdf.NotSet
    assert not desk.pdf.exists()
    assert [(record.getMessage(), record.values) for record in caplog.records] == [
        ("pdf_process_failed", {"exit_code": -9, "error": ""})
    ]


async def test_a_caller_that_goes_away_ends_the_child(tmp_path):
    desk = Desk(tmp_path, ENDLESS)

    async def go(_done: int) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await desk.typeset({"text": "Soep"}, on_progress=go)
    assert worker() is None
    assert not desk.pdf.exists()


@pytest.mark.parametrize(
    ("template", "limits"),
    [(ENDLESS, replace(LIMITS, cpu_s=1)), (GREEDY, replace(LIMITS, memory_bytes=400 * 1024**2))],
    ids=["time", "memory"],
)
async def test_too_much_is_a_sentence_and_leaves_no_file(tmp_path, template, limits):
    desk = Desk(tmp_path, template)
    with pytest.raises(pdf.TooMuch, match="te veel"):
        await desk.typeset({"text": "Soep"}, limits=limits)
    assert not desk.pdf.exists()


async def test_what_somebody_waits_for_is_made_and_nothing_stays_behind(desk, monkeypatch, tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    content = await pdf.made(desk.template, {"title": "Een proef"}, [{"text": "Fatma"}], now=NOW)
    desk.pdf.write_bytes(content)
    assert pdfs.page_texts(desk.pdf) == ["EenproefFatma"]
    assert list(room.iterdir()) == []


async def test_who_waits_too_long_for_a_turn_is_told_so_and_leaves_nothing_running(desk, monkeypatch):
    monkeypatch.setattr(pdf, "WAIT_S", 0.5)
    desk.template.write_text(ENDLESS)
    several = [pdf.made(desk.template, {}, [], now=NOW) for _ in range(3)]
    outcomes = await asyncio.gather(*several, return_exceptions=True)
    assert [type(each) for each in outcomes] == [pdf.Busy] * 3
    assert worker() is None


async def test_a_template_that_is_wrong_says_nothing_of_what_people_typed(tmp_path, caplog):
    with pytest.raises(pdf.NotSet):
        await Desk(tmp_path, "#panic(sys.inputs.data)").typeset({"text": "Fatma"})
    assert [record.values for record in caplog.records] == [{"exit_code": 1, "error": "typst.TypstError"}]
