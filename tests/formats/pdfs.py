"""Reading PDFs: their text and where it stands, their tags, and what a scanner sees."""

import io
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader

_AS_WRITTEN = str.maketrans({"\ufffe": "-", "\x02": "-", "\u200b": ""})
"""A hyphen at the end of a line, which pdfium tells from others, and what lets a word be broken."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
MM = 72 / 25.4
"""Points in a millimetre."""


def squeezed(text: str) -> str:
    """Without spaces and line ends: how a text was broken into lines is its own matter."""
    return "".join(text.translate(_AS_WRITTEN).split())


def page_texts(path: Path) -> list[str]:
    """The text of each page, squeezed."""
    with pypdfium2.PdfDocument(path) as document:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]


def text_within(path: Path, page: int, left: float, top: float, width: float, height: float) -> str:
    """What stands wholly in a part of a page, squeezed; in millimetres from its upper left corner."""
    with pypdfium2.PdfDocument(path) as document:
        texts = document[page].get_textpage()
        upper = document[page].get_height()
        found = []
        for index in range(texts.count_chars()):
            x0, y0, x1, y1 = texts.get_charbox(index)
            inside_across = left * MM <= x0 and x1 <= (left + width) * MM
            inside_down = (upper - (top + height) * MM) <= y0 and y1 <= upper - top * MM
            if inside_across and inside_down:
                found.append(texts.get_text_range(index, 1))
    return squeezed("".join(found))


def on_top_of_each_other(path: Path) -> list[tuple[str, str]]:
    """Letters of which one covers a third of another or more; spaces and accents aside."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            texts = page.get_textpage()
            boxes = [
                (letter, texts.get_charbox(index))
                for index in range(texts.count_chars())
                if (letter := texts.get_text_range(index, 1)).strip().isalnum()
            ]
            found += [
                (one, other)
                for (one, here), (other, there) in combinations(boxes, 2)
                if _covered(here, there) > 1 / 3
            ]
    return found


def _covered(here: Box, there: Box) -> float:
    """Which part of the smaller box lies in the other."""
    across = min(here[2], there[2]) - max(here[0], there[0])
    down = min(here[3], there[3]) - max(here[1], there[1])
    if across <= 0 or down <= 0:
        return 0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (here, there)]
    return across * down / min(areas)


def scanned(path: Path) -> list[list[str]]:
    """What a scanner reads from each printed page."""
    with pypdfium2.PdfDocument(path) as document:
        pictures = [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]
    return [sorted(code.text for code in zxingcpp.read_barcodes(picture)) for picture in pictures]


def standing(path: Path) -> dict[str, Any]:
    """What the PDF says of itself."""
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    root = reader.root_object
    assert reader.metadata is not None
    return {
        "language": root["/Lang"],
        "is_tagged": bool(root["/MarkInfo"]["/Marked"]),
        "title": reader.metadata.title,
        "shows_title": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "is_ua_1": b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data(),
    }


def figures(path: Path) -> list[str]:
    """The alternative text of each picture."""
    return [str(tag.get("/Alt", "")) for tag in _tags(path) if tag.get("/S") == "/Figure"]


def headings(path: Path) -> list[str]:
    """The level of each heading."""
    return [str(tag["/S"])[1:] for tag in _tags(path) if str(tag.get("/S")).startswith("/H")]


def _tags(path: Path) -> Iterator[Any]:
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        tag = waiting.pop(0).get_object()
        if isinstance(tag, list):
            waiting = [*tag, *waiting]
        elif isinstance(tag, dict):
            if "/S" in tag:
                yield tag
            if "/K" in tag:
                waiting.insert(0, tag["/K"])
