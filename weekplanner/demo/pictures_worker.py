"""The child process that draws pictures for the demonstration: a table, chairs, and one that is free."""

import json
import sys
from enum import Enum
from pathlib import Path
from random import Random

from weekplanner.demo import props
from weekplanner.demo.props import Fill, Prop
from weekplanner.formats import palette
from weekplanner.formats.drawing import Place, Sheet

WIDTH, HEIGHT = 1600, 1067
TABLE_TOP, TABLE_EDGE, FLOOR = 640, 868, 906

ON_TABLE: dict[str, tuple[Prop, ...]] = {
    "samen-eten": (props.POT, props.BREAD),
    "koffie-ontmoeting": (props.COFFEE_POT, props.CAKE),
    "wandelen-bewegen": (props.BAG, props.CUP),
    "cultuur-muziek": (props.VASE, props.CUP),
    "creatief": (props.PAINT, props.YARN),
    "spel": (props.CARDS, props.DICE),
    "lezing-gesprek": (props.BOOKS, props.CUP),
    "bezoek-maatjes": (props.VASE, props.COFFEE_POT),
    "burenhulp": (props.TOOLS, props.PLANT),
    "jong-oud": (props.BLOCKS, props.DICE),
    "online-telefonisch": (props.TELEPHONE, props.LAPTOP),
    "taal": (props.BOOKS, props.LETTERS),
    "natuur-dieren": (props.PLANT, props.VASE),
    "uitje": (props.BAG, props.BREAD),
    "cursus": (props.BOOKS, props.LAPTOP),
    "training": (props.LETTERS, props.COFFEE_POT),
    "zingeving": (props.CANDLES, props.VASE),
    "actie": (props.LETTERS, props.VASE),
    "festival": (props.CAKE, props.POT),
    "anders": (props.VASE, props.CAKE),
}
"""What a category has on its table, the main thing first."""

OUTSIDE = frozenset({"wandelen-bewegen", "natuur-dieren", "uitje", "festival", "burenhulp"})

CHAIRS = ("c-a", "c-b", "c-c", "c-d", "c-e")
CHAIR_COLOURS = (palette.PLUM, palette.SKY_BRIGHT, palette.MAUVE, palette.WOOD)
WALLS = (
    (palette.BLUSH, palette.SAFFRON_PALE, palette.SKY_PALE),
    (palette.BLUSH, palette.BLUSH_PALE, palette.SKY_PALE),
    (palette.SKY_PALE, palette.SAFFRON_PALE, palette.BLUSH_PALE),
    (palette.LEAF_PALE, palette.SAFFRON_PALE, palette.SKY_PALE),
)
"""Wall, lamplight and window panes."""

ROOMS = ((800, 300, 1290), (800, 1300, 310), (430, 1330, 960), (1170, 270, 640))
"""Where lamp, window and picture hang."""


class Laid(Enum):
    """What has a place at the table."""

    MAIN = "main"
    SECOND = "second"
    CUP = "cup"
    PLATE = "plate"
    FREE = "free"
    """The chair that is yours."""


LAID = (
    (Laid.PLATE, Laid.MAIN, Laid.FREE, Laid.CUP, Laid.SECOND, Laid.PLATE),
    (Laid.CUP, Laid.MAIN, Laid.PLATE, Laid.SECOND, Laid.FREE, Laid.PLATE),
    (Laid.PLATE, Laid.FREE, Laid.MAIN, Laid.PLATE, Laid.SECOND, Laid.CUP),
    (Laid.PLATE, Laid.SECOND, Laid.CUP, Laid.MAIN, Laid.FREE, Laid.PLATE),
)


def draw(kind: str, icon: str, seed: int, to: Path) -> None:
    """Draw a scene for a category of activities; the same one for the same seed."""
    chance = Random(f"{kind}:{seed}")  # noqa: S311 - for variety
    sheet = Sheet(WIDTH, HEIGHT)
    if kind in OUTSIDE:
        _fields(sheet, chance)
    else:
        _room(sheet, chance, icon)
    _chairs(sheet, chance, palette.ROSE if kind in OUTSIDE else palette.LEAF_BRIGHT)
    _table(sheet, on_a_floor=kind not in OUTSIDE)
    _laid(sheet, chance, kind, icon)
    sheet.save(to)


def _room(sheet: Sheet, chance: Random, icon: str) -> None:
    wall, light, pane = chance.choice(WALLS)
    sheet.box(0, 0, WIDTH, HEIGHT, wall)
    lamp, window, frame = chance.choice(ROOMS)
    sheet.oval(lamp, 470, 390, 390, light)
    _window(sheet, chance, window, pane)
    _frame(sheet, chance, frame, icon)
    if chance.random() < 0.7:
        _bunting(sheet, chance)
    _lamp(sheet, lamp, chance.choice((palette.PLUM, palette.PLUM, palette.LEAF, palette.SKY)))


def _lamp(sheet: Sheet, x: float, colour: str) -> None:
    place = Place(x, -10, 1.35)
    sheet.stroke("M0-10V60", colour, 5, place)
    sheet.oval(0, 136, 36, 18, palette.SAFFRON, place)
    sheet.fill("M-92 136C-92 88-52 58 0 58S92 88 92 136Z", colour, place)
    sheet.fill("M-9 44H9V62H-9Z", colour, place)


def _window(sheet: Sheet, chance: Random, x: float, pane: str) -> None:
    left, top = x - 125, 150
    sheet.box(left, top, 250, 300, palette.WHITE, round_by=18)
    sheet.box(left + 16, top + 16, 218, 268, pane, round_by=8)
    sheet.oval(x + chance.choice((-50, 50)), 240, 40, 40, palette.SAFFRON)
    sheet.fill("M0 70C60 30 120 30 218 60V110H0Z", palette.LEAF_BRIGHT, Place(left + 16, top + 174))
    sheet.box(x - 6, top, 12, 300, palette.WHITE)
    sheet.box(left, top + 140, 250, 12, palette.WHITE)
    sheet.box(left - 20, top + 296, 290, 20, palette.WHITE, round_by=8)


def _frame(sheet: Sheet, chance: Random, x: float, icon: str) -> None:
    colour = chance.choice((palette.SAFFRON, palette.LEAF_BRIGHT, palette.SKY_BRIGHT, palette.MAUVE))
    y = 245
    sheet.box(x - 92, y - 92, 184, 184, palette.PLUM, round_by=14)
    sheet.box(x - 80, y - 80, 160, 160, colour, round_by=6)
    sheet.symbol(f"i-{icon}", palette.WHITE, Place(x - 54, y - 54, 4.5))


def _bunting(sheet: Sheet, chance: Random) -> None:
    colours = [
        palette.TOMATO_BRIGHT,
        palette.SAFFRON,
        palette.LEAF_BRIGHT,
        palette.SKY_BRIGHT,
        palette.MAUVE,
        palette.WHITE,
    ]
    chance.shuffle(colours)
    sheet.stroke("M-20 20Q800 190 1620 20", palette.PLUM, 4)
    for at in range(16):
        share = (at + 0.5) / 16
        x, y = -20 + 1640 * share, 20 + 340 * share * (1 - share)
        sheet.fill("M-30 0H30L0 66Z", colours[at % len(colours)], Place(x, y))


def _fields(sheet: Sheet, chance: Random) -> None:
    sheet.box(0, 0, WIDTH, HEIGHT, chance.choice((palette.SKY_PALE, palette.BLUSH, palette.SAFFRON_PALE)))
    sheet.oval(chance.choice((300, 1280)), 170, 90, 90, palette.SAFFRON)
    for x, y in ((chance.randint(420, 700), 150), (chance.randint(860, 1160), 230)):
        sheet.fill(
            "M-120 0a44 44 0 0 1 44-44a64 64 0 0 1 122-14a46 46 0 0 1 74 58Z", palette.WHITE, Place(x, y)
        )
    rise = chance.randint(-40, 40)
    sheet.fill(
        f"M0 {470 + rise}C300 {340 + rise} 620 400 900 460S1400 {470 - rise} 1600 {380 - rise}V700H0Z",
        palette.LEAF_BRIGHT,
    )
    for x in chance.sample(range(90, 1560, 130), 6):
        _tree(sheet, chance, x, 500 + chance.randint(-14, 24))
    sheet.fill("M0 560C400 480 800 560 1100 540S1500 500 1600 530V1067H0Z", palette.LEAF)
    if chance.random() < 0.6:
        _bunting(sheet, chance)


def _tree(sheet: Sheet, chance: Random, x: float, y: float) -> None:
    place = Place(x, y, chance.uniform(0.9, 1.3))
    sheet.stroke("M0 20V-90M0-40L26-74", palette.PLUM, 12, place)
    colour = chance.choice((palette.TOMATO_BRIGHT, palette.LEAF_PALE, palette.SAFFRON_DEEP, palette.ROSE))
    if chance.random() < 0.5:
        sheet.oval(0, -130, 68, 74, colour, place)
    else:
        sheet.fill("M-62-70Q-70-214 0-250Q70-214 62-70Q0-44-62-70Z", colour, place)


def _chairs(sheet: Sheet, chance: Random, one_colour: str) -> None:
    kinds, colours = [*CHAIRS, *CHAIRS[:2]], [*CHAIR_COLOURS, one_colour]
    chance.shuffle(kinds)
    chance.shuffle(colours)
    for at, kind in enumerate(kinds):
        x = 130 + at * 1340 / (len(kinds) - 1) + chance.randint(-22, 22)
        scale = chance.uniform(4.0, 4.6)
        sheet.symbol(
            kind, colours[at % len(colours)], Place(x - 14 * scale, TABLE_TOP + 8 - 68 * scale, scale)
        )


def _table(sheet: Sheet, *, on_a_floor: bool) -> None:
    if on_a_floor:
        sheet.box(0, FLOOR, WIDTH, HEIGHT - FLOOR, palette.BLUSH_PALE)
    for x in (110, 1490):
        sheet.fill("M-34 0H34L20 190H-20Z", palette.SAFFRON_DEEP, Place(x, FLOOR))
        sheet.fill("M-34 0H34L31 24H-31Z", palette.WOOD, Place(x, FLOOR))
    sheet.box(0, TABLE_TOP, WIDTH, FLOOR - TABLE_TOP, palette.SAFFRON)
    sheet.box(0, TABLE_EDGE, WIDTH, FLOOR - TABLE_EDGE, palette.SAFFRON_DEEP)


def _laid(sheet: Sheet, chance: Random, kind: str, icon: str) -> None:
    main, second = ON_TABLE[kind]
    laid = chance.choice(LAID)
    for at, what in enumerate(laid if chance.random() < 0.5 else laid[::-1]):
        x = 145 + at * 262
        if what is Laid.MAIN:
            _stand(sheet, main, Place(x, 772, 1.2))
        elif what is Laid.SECOND:
            _stand(sheet, second, Place(x, 772, 1.05))
        elif what is Laid.CUP:
            _stand(sheet, props.CUP, Place(x, 776))
        elif what is Laid.PLATE:
            _plate(sheet, x, 765, icon)
        else:
            sheet.symbol("c-free", palette.TOMATO_BRIGHT, Place(x - 120, 712, 4))


def _stand(sheet: Sheet, prop: Prop, place: Place) -> None:
    sheet.oval(0, 4, 104, 15, palette.SAFFRON_DEEP, place)
    for part in prop:
        if isinstance(part, Fill):
            sheet.fill(part.path, part.colour, place)
        else:
            sheet.stroke(part.path, part.colour, part.width, place)


def _plate(sheet: Sheet, x: float, y: float, icon: str) -> None:
    sheet.oval(x, y + 6, 80, 80, palette.SAFFRON_DEEP)
    sheet.oval(x, y, 80, 80, palette.WHITE)
    sheet.oval(x, y, 64, 64, palette.SAFFRON_DEEP)
    sheet.oval(x, y, 62, 62, palette.WHITE)
    sheet.symbol(f"i-{icon}", palette.PLUM, Place(x - 36, y - 36, 3.0))


def main() -> None:
    """Draw what the first argument lists."""
    for kind, icon, seed, to in json.loads(sys.argv[1]):
        draw(kind, icon, seed, Path(to))


if __name__ == "__main__":
    main()
