"""The child process of `title_cards`: a title, the long table, the chair that is free. Nothing imports it."""

import json
import os
import sys
from pathlib import Path

from weekplanner.formats import lettering, palette
from weekplanner.formats.drawing import Place, Sheet
from weekplanner.formats.lettering import Face, Fitted
from weekplanner.formats.title_cards import HEIGHT, WIDTH, TitleCard

MARGIN = 64
TEXT_WIDTH = WIDTH - 2 * MARGIN
TITLE_TOP, TEXT_BOTTOM = 124, 428
TITLE_SIZES = (92, 84, 76, 68, 60, 54, 48)
TITLE_LEADING = 1.08
LINE_SIZES = (40, 36, 32, 28)
LINE_LEADING = 1.35
LINE_FACES = (Face.FIGURES, Face.TEXT)
NOTICE_SIZE = 34
TABLE_TOP, TABLE_EDGE, FLOOR = 546, 604, 618

CHAIRS = (
    ("c-a", palette.PLUM),
    ("c-e", palette.SKY_BRIGHT),
    ("c-b", palette.MAUVE),
    ("c-d", palette.WOOD),
    ("c-c", palette.LEAF_BRIGHT),
    ("c-a", palette.SKY_BRIGHT),
    ("c-e", palette.PLUM),
    ("c-b", palette.WOOD),
)
FREE_AT = 5
"""At which place from the left nobody sits: the free chair stands there, in front of the table."""


def main() -> None:
    """Draw the card in the first argument; the file appears whole or not at all."""
    job = json.loads(sys.argv[1])
    os.nice(10)
    card = TitleCard(job["card"]["title"], tuple(job["card"]["lines"]), job["card"]["notice"])
    to = Path(job["to"])
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_suffix(f".{os.getpid()}")
    draw(card).save_plain(unfinished)
    os.utime(unfinished, (job["drawn_at"], job["drawn_at"]))
    unfinished.replace(to)


def draw(card: TitleCard) -> Sheet:
    """The whole picture."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.box(0, 0, WIDTH, HEIGHT, palette.BLUSH)
    _brand(sheet)
    if card.notice:
        _notice(sheet, lettering.known(card.notice, Face.FIGURES))
    _text(sheet, card)
    _table(sheet)
    return sheet


def _brand(sheet: Sheet) -> None:
    """The chair on a plate of the logo, and the name."""
    x, y = MARGIN, 36
    sheet.oval(x + 32, y + 32, 32, 32, palette.SAFFRON)
    chair = Place(x, y, 64 / 48)
    sheet.stroke("M16 10v28M16 26h16v12", palette.PLUM, 5, chair)
    sheet.stroke("M18.5 22.5h14", palette.TOMATO_BRIGHT, 4.5, chair)
    sheet.write("Kom erbij", x + 80, y + 46, lettering.font(Face.HEADING, 40), palette.PLUM)


def _notice(sheet: Sheet, words: str) -> None:
    width = lettering.width(words, Face.FIGURES, NOTICE_SIZE)
    left = WIDTH - MARGIN - width - 48
    sheet.box(left, 36, width + 48, 64, palette.TOMATO, round_by=32)
    sheet.write(words, left + 24, 80, lettering.font(Face.FIGURES, NOTICE_SIZE), palette.WHITE)


def _text(sheet: Sheet, card: TitleCard) -> None:
    """Title and lines, together in the middle of the room there is for them."""
    lines = [(_line(line, face), face) for line, face in zip(card.lines, LINE_FACES, strict=False)]
    lines_height = sum(line.size * LINE_LEADING for line, _face in lines)
    title = lettering.fitted(
        lettering.known(card.title, Face.HEADING) or "Kom erbij",
        Face.HEADING,
        TITLE_SIZES,
        width_px=TEXT_WIDTH,
        height_px=TEXT_BOTTOM - TITLE_TOP - lines_height,
        leading=TITLE_LEADING,
    )
    height = len(title.lines) * title.size * TITLE_LEADING + lines_height
    y = TITLE_TOP + (TEXT_BOTTOM - TITLE_TOP - height) / 2
    for words in title.lines:
        y += title.size * TITLE_LEADING
        _write_title(sheet, words, y - title.size * 0.24, title.size, is_struck=bool(card.notice))
    for line, face in lines:
        y += line.size * LINE_LEADING
        sheet.write(line.lines[0], MARGIN, y - 6, lettering.font(face, line.size), palette.PLUM)


def _write_title(sheet: Sheet, words: str, baseline: float, size: int, *, is_struck: bool) -> None:
    sheet.write(words, MARGIN, baseline, lettering.font(Face.HEADING, size), palette.PLUM)
    if is_struck:
        width = lettering.width(words, Face.HEADING, size)
        sheet.box(MARGIN - 6, baseline - size * 0.28, width + 12, max(4, size / 18), palette.TOMATO)


def _line(text: str, face: Face) -> Fitted:
    words = lettering.known(text, face) or " "
    return lettering.fitted(words, face, LINE_SIZES, width_px=TEXT_WIDTH, height_px=0, leading=1)


def _table(sheet: Sheet) -> None:
    """Neighbours' chairs behind the table, plates on it, and before it the one that is free."""
    step = WIDTH / len(CHAIRS)
    scale = 1.8
    for place, (kind, colour) in enumerate(CHAIRS):
        x = (place + 0.5) * step
        if place != FREE_AT:
            sheet.symbol(kind, colour, Place(x - 14 * scale, TABLE_TOP + 8 - 60 * scale, scale))
    sheet.box(0, TABLE_TOP, WIDTH, FLOOR - TABLE_TOP, palette.SAFFRON)
    sheet.box(0, TABLE_EDGE, WIDTH, FLOOR - TABLE_EDGE, palette.SAFFRON_DEEP)
    sheet.box(0, FLOOR, WIDTH, HEIGHT - FLOOR, palette.BLUSH_PALE)
    for place in range(len(CHAIRS)):
        x, y = (place + 0.5) * step, TABLE_TOP + 28
        sheet.oval(x, y + 4, 46, 17, palette.SAFFRON_DEEP)
        sheet.oval(x, y, 46, 17, palette.WHITE)
        sheet.oval(x, y, 33, 11, palette.SAFFRON_PALE)
    free = Place((FREE_AT + 0.5) * step - 30 * 1.9, HEIGHT - 84 * 1.9, 1.9)
    sheet.symbol("c-free", palette.TOMATO_BRIGHT, free)


if __name__ == "__main__":
    main()
