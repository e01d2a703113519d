"""The child process of `pdf`: values and a template in, a tagged PDF out. Nothing imports it.

On standard output it says now and then how many items are ready, a number on each line.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

os.environ["RAYON_NUM_THREADS"] = (
    "1"  # before typst starts: the other cores are for those who wait for a page
)

import typst

from weekplanner.formats import lettering, qr
from weekplanner.formats.lettering import PRINTED, Face

PAPER = Path(__file__).with_name("paper.typ")
STANDARD: Final = "ua-1"
TOLD_EVERY = 20
DRAWING = "qr_drawing"
FIRST_TO_GO = 1000
"""When memory runs out Linux kills the process with the highest score; this is the highest."""

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"


@dataclass(frozen=True)
class Job:
    """What the parent asks: which files, and what is too much."""

    template: str
    values: str
    to: str
    made_at: int
    memory_bytes: int
    cpu_s: int


def main() -> None:
    """Do the job in the first argument; the file appears whole or not at all."""
    job = Job(**json.loads(sys.argv[1]))
    confine(job)
    head, *items = read(Path(job.values))
    made = typeset({"head": head, "items": items}, job)
    unfinished = Path(job.to).with_suffix(".part")
    unfinished.write_bytes(made)
    unfinished.replace(job.to)


def confine(job: Job) -> None:
    """Take a bounded share of memory and time, and stand behind those who wait for a page."""
    _limit(resource.RLIMIT_AS, job.memory_bytes)
    _limit(resource.RLIMIT_CPU, job.cpu_s)
    _limit(resource.RLIMIT_CORE, 0)
    os.nice(10)
    with suppress(OSError):  # only Linux keeps such a score
        Path("/proc/self/oom_score_adj").write_text(str(FIRST_TO_GO))


def _limit(what: int, wanted: int) -> None:
    _, most = resource.getrlimit(what)
    value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(what, (value, most))  # the lower one alone: at the upper one time ends in SIGKILL


def read(values: Path) -> list[Value]:
    """The head and the items, with their QR codes drawn."""
    lines = []
    with values.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            lines.append(_drawn(json.loads(line)))
            if number % TOLD_EVERY == 0:
                _tell(number)
    _tell(len(lines) - 1)
    return lines


def _tell(ready: int) -> None:
    print(ready, flush=True)  # noqa: T201 - the parent reads it


def _drawn(value: Value) -> Value:
    if isinstance(value, dict) and isinstance(text := value.get("qr"), str):
        code = qr.for_paper(text, is_random=bool(value.get("qr_is_random")))
        return {**value, DRAWING: code.svg.decode(), "qr_margin": code.margin}
    return value


def typeset(data: dict[str, Value], job: Job) -> bytes:
    """The PDF; a character that no typeface has is printed as a sign that it is missing.

    Each typeface can have a part of a letter and none of them the whole. Such a rare text costs all texts
    their letters from other scripts, not somebody the whole print.
    """
    try:
        return _compiled(_legible(data, PRINTED), job)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(_legible(data, (Face.TEXT,)), job)


def _legible(value: Value, faces: tuple[Face, ...]) -> Value:
    if isinstance(value, str):
        return lettering.legible(value, faces)
    if isinstance(value, list):
        return [_legible(each, faces) for each in value]
    if isinstance(value, dict):
        return {key: each if key == DRAWING else _legible(each, faces) for key, each in value.items()}
    return value


def _compiled(data: Value, job: Job) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=lettering.directories()
    )
    template = Path(job.template)
    files = {"main.typ": template.read_bytes(), PAPER.name: PAPER.read_bytes()}
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its types know no files in memory
        files,
        root=template.parent,
        font_paths=fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=job.made_at,
    )
    return made


if __name__ == "__main__":
    main()
