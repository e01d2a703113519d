"""What stands on the table in the drawn pictures: each thing upright on its own zero, its unit a pixel."""

from typing import NamedTuple

from weekplanner.formats.palette import (
    LEAF,
    LEAF_BRIGHT,
    LEAF_PALE,
    MAUVE,
    PLUM,
    ROSE,
    SAFFRON,
    SAFFRON_PALE,
    SKY,
    SKY_BRIGHT,
    SKY_PALE,
    TOMATO,
    TOMATO_BRIGHT,
    WHITE,
    WOOD,
)


class Fill(NamedTuple):
    """An area."""

    path: str
    colour: str


class Line(NamedTuple):
    """A stroke."""

    path: str
    colour: str
    width: float


Prop = tuple[Fill | Line, ...]

POT: Prop = (
    Line("M-112-74c-40-4-40-52 8-46M112-74c40-4 40-52-8-46", TOMATO, 16),
    Fill("M-110 0V-92C-110-164 110-164 110-92V0Q110 8 98 8H-98Q-110 8-110 0Z", TOMATO),
    Fill("M-110-88H110V-74H-110Z", "#98250f"),
    Line("M-28-150q28-34 56 0", TOMATO, 16),
    Line("M-30-196c-14-20 16-26 0-54M34-196c-14-20 16-26 0-54", WHITE, 10),
)
BREAD: Prop = (
    Fill("M-90 0C-120-30-100-74-50-70C-20-92 40-88 60-70C110-70 116-24 92 0Z", WOOD),
    Line("M-52-52l18 22M-8-62l18 22M38-56l18 22", SAFFRON_PALE, 8),
)
CUP: Prop = (
    Fill("M-66 0a66 12 0 0 1 132 0a66 12 0 0 1-132 0Z", WHITE),
    Line("M38-58c34-4 34 38-4 36", SKY_BRIGHT, 11),
    Fill("M-44-76H44V-34Q44-2 0-2Q-44-2-44-34Z", SKY_BRIGHT),
    Fill("M-44-76a44 10 0 0 1 88 0a44 10 0 0 1-88 0Z", PLUM),
    Line("M-14-98c-10-14 12-20 0-38M16-98c-10-14 12-20 0-38", WHITE, 7),
)
COFFEE_POT: Prop = (
    Line("M62-130c64-10 60 84-4 84", PLUM, 15),
    Fill("M-60-120L-118-150L-124-138L-60-74Z", PLUM),
    Fill("M-54-164H54L74 0H-74Z", PLUM),
    Fill("M-60-164Q0-214 60-164Z", MAUVE),
    Fill("M-12-206a12 12 0 0 1 24 0a12 12 0 0 1-24 0Z", SAFFRON),
)
CAKE: Prop = (
    Fill("M-128 0a128 16 0 0 1 256 0a128 16 0 0 1-256 0Z", WHITE),
    Fill("M-96-4V-84H96V-4Q0 12-96-4Z", ROSE),
    Fill(
        "M-96-84a96 22 0 0 1 192 0V-58q-16 22-32 0q-16 22-32 0q-16 22-32 0q-16 22-32 0q-16 22-32 0"
        "q-16 22-32 0Z",
        WHITE,
    ),
    Fill("M-14-112a14 14 0 0 1 28 0a14 14 0 0 1-28 0Z", TOMATO_BRIGHT),
    Line("M2-126q4-18 18-22", LEAF, 5),
)
VASE: Prop = (
    Line("M0-90C-6-140-40-150-52-186M0-90V-206M0-90C6-140 44-146 56-176", LEAF, 7),
    Fill("M-10-146q-40-4-44-30q38 0 44 30ZM10-126q40-8 40-34q-38 4-40 34Z", LEAF_BRIGHT),
    Fill("M-88-200a34 34 0 0 1 68 0a34 34 0 0 1-68 0Z", TOMATO_BRIGHT),
    Fill("M-66-200a12 12 0 0 1 24 0a12 12 0 0 1-24 0Z", SAFFRON),
    Fill("M-34-234a34 34 0 0 1 68 0a34 34 0 0 1-68 0Z", WHITE),
    Fill("M-12-234a12 12 0 0 1 24 0a12 12 0 0 1-24 0Z", SAFFRON),
    Fill("M26-190a32 32 0 0 1 64 0a32 32 0 0 1-64 0Z", ROSE),
    Fill("M47-190a11 11 0 0 1 22 0a11 11 0 0 1-22 0Z", TOMATO),
    Fill("M-36-96H36L46-30Q48 2 0 2Q-48 2-46-30Z", SKY),
    Line("M-42-46H42", SKY_BRIGHT, 9),
)
BOOKS: Prop = (
    Fill("M-110-36H96V0H-110Z", SKY),
    Fill("M-110-28H-96V-8H-110Z", WHITE),
    Fill("M-88-74H108V-36H-88Z", TOMATO_BRIGHT),
    Line("M60-70V-40", SAFFRON, 6),
    Fill("M-104-108H70V-74H-104Z", LEAF_BRIGHT),
    Line("M-60-104V-78M-46-104V-78", LEAF_PALE, 5),
    Fill("M-70-118Q-30-152 8-118Q46-152 86-118V-112Q46-142 8-110Q-30-142-70-112Z", WHITE),
    Line("M-70-116Q-30-148 8-114Q46-148 86-116", PLUM, 5),
)
DICE: Prop = (
    Fill("M-96-92Q-96-104-84-104H0Q12-104 12-92V-10Q12 2 0 2H-84Q-96 2-96-10Z", WHITE),
    *(
        Fill(f"M{x} {y}a9 9 0 0 1 18 0a9 9 0 0 1-18 0Z", PLUM)
        for x, y in ((-80, -82), (-24, -82), (-52, -52), (-80, -22), (-24, -22))
    ),
    Fill("M34-44L84-72L112-22L62 6Z", TOMATO_BRIGHT),
    Fill(
        "M46-40a7 7 0 0 1 14 0a7 7 0 0 1-14 0ZM66-33a7 7 0 0 1 14 0a7 7 0 0 1-14 0Z"
        "M86-26a7 7 0 0 1 14 0a7 7 0 0 1-14 0Z",
        WHITE,
    ),
)
CARDS: Prop = (
    Fill("M-104-18L-58-122L10-92L-36 12Z", SKY_BRIGHT),
    Fill("M-44-124H30V-8H-44Z", WHITE),
    Line("M-44-124H30V-8H-44Z", PLUM, 4),
    Fill("M-7-44C-40-66-26-92-7-78C12-92 26-66-7-44Z", TOMATO_BRIGHT),
    Fill("M40-104L106-74L58 30L-8 0Z", WHITE),
    Line("M40-104L106-74L58 30L-8 0Z", PLUM, 4),
    Fill("M50-66L66-36L46-8L30-38Z", TOMATO_BRIGHT),
)
PAINT: Prop = (
    Line("M-64-80L-90-190", WOOD, 9),
    Line("M-52-80L-44-206", WOOD, 9),
    Line("M-40-80L-6-182", WOOD, 9),
    Fill("M-100-186L-92-228L-80-190Z", TOMATO_BRIGHT),
    Fill("M-54-200L-40-246L-34-200Z", SKY),
    Fill("M-14-178L8-216L4-172Z", LEAF_BRIGHT),
    Fill("M-96-92H-8L-16 0H-88Z", WHITE),
    Line("M-92-56H-12", SKY_BRIGHT, 12),
    Fill("M24-50H74V0H24Z", TOMATO_BRIGHT),
    Fill("M20-60H78V-46H20Z", PLUM),
    Fill("M88-44H132V0H88Z", LEAF_BRIGHT),
    Fill("M84-54H136V-40H84Z", PLUM),
)
YARN: Prop = (
    Line("M-10-20C60 20 110-10 140 0", MAUVE, 6),
    Line("M-70-130L40-10M70-136L-30-16", WOOD, 8),
    Fill("M-60-58a60 60 0 0 1 120 0a60 60 0 0 1-120 0Z", MAUVE),
    Line(
        "M-48-80Q0-110 46-84M-56-56Q0-88 56-58M-46-28Q0-58 48-30M-20-112Q-44-60-22-10M20-112Q40-60 22-8",
        ROSE,
        5,
    ),
)
TELEPHONE: Prop = (
    Fill("M-92 0L-74-96H74L92 0Z", PLUM),
    Fill("M-34-48a34 34 0 0 1 68 0a34 34 0 0 1-68 0Z", WHITE),
    Fill(
        "M-146-112C-146-174-74-200 0-200S146-174 146-112V-90H66V-114C30-132-30-132-66-114V-90H-146Z", TOMATO
    ),
    Line("M-176-150c-12-22-8-50 12-66M176-150c12-22 8-50-12-66", SKY, 9),
)
LAPTOP: Prop = (
    Fill("M-120-166Q-120-180-106-180H106Q120-180 120-166V-16H-120Z", PLUM),
    Fill("M-104-164H104V-30H-104Z", SKY_PALE),
    Fill("M-62-104a30 30 0 0 1 60 0a30 30 0 0 1-60 0ZM-84-30Q-78-74-32-74Q14-74 20-30Z", TOMATO_BRIGHT),
    Fill("M14-96a26 26 0 0 1 52 0a26 26 0 0 1-52 0ZM0-30Q4-66 40-66Q78-66 84-30Z", LEAF_BRIGHT),
    Fill("M-150-16H150L138 2H-138Z", MAUVE),
)
LETTERS: Prop = (
    Fill("M-120-94L10-120L32-14L-98 12Z", ROSE),
    Line("M-120-94L-38-62L10-120", TOMATO, 5),
    Fill("M-30-84H120V12H-30Z", WHITE),
    Line("M-30-84H120V12H-30Z", PLUM, 5),
    Line("M-28-80L45-30L118-80", PLUM, 5),
    Fill("M45-14C14-34 28-60 45-44C62-60 76-34 45-14Z", TOMATO_BRIGHT),
)
PLANT: Prop = (
    Line("M0-80V-170M0-100C-20-140-50-140-62-150M0-100C20-130 44-136 58-140", LEAF_BRIGHT, 8),
    Fill(
        "M0-230Q44-190 0-140Q-44-190 0-230ZM-104-182Q-44-190-36-134Q-92-130-104-182Z"
        "M100-172Q44-184 34-126Q88-120 100-172Z",
        LEAF_PALE,
    ),
    Fill("M-58-88H58L44 2H-44Z", TOMATO),
    Fill("M-66-98H66V-72H-66Z", TOMATO_BRIGHT),
)
CANDLES: Prop = (
    *(
        part
        for x, height, colour in ((-62, 120, WHITE), (0, 176, ROSE), (62, 96, WHITE))
        for part in (
            Fill(f"M{x - 20}-{height}H{x + 20}V0H{x - 20}Z", colour),
            Line(f"M{x}-{height}v-10", PLUM, 5),
            Fill(f"M{x}-{height + 56}q30 34 0 50q-30-16 0-50Z", TOMATO_BRIGHT),
            Fill(f"M{x}-{height + 34}q13 16 0 26q-13-10 0-26Z", SAFFRON_PALE),
        )
    ),
    Fill("M-112 0a112 14 0 0 1 224 0a112 14 0 0 1-224 0Z", PLUM),
)
TOOLS: Prop = (
    Line("M-54-96V-132Q-54-146-40-146H40Q54-146 54-132V-96", PLUM, 14),
    Fill("M-122-96H122V0H-122Z", TOMATO),
    Fill("M-122-96H122V-66H-122Z", TOMATO_BRIGHT),
    Fill("M-18-76H18V-46H-18Z", SAFFRON),
)
BLOCKS: Prop = (
    Fill("M-104-72H-32V0H-104Z", SKY_BRIGHT),
    Fill("M-28-72H44V0H-28Z", LEAF_BRIGHT),
    Fill("M48-72H120V0H48Z", MAUVE),
    Fill("M-66-146H6V-74H-66Z", TOMATO_BRIGHT),
    Fill("M12-146H84V-74H12Z", WHITE),
    Fill("M-34-148L10-208L54-148Z", SKY),
)
BAG: Prop = (
    Line("M-36-120Q-36-176 0-176Q36-176 36-120", PLUM, 11),
    Fill("M-76-124H76L90 0H-90Z", LEAF_BRIGHT),
    Fill("M-60-90H60V-34H-60Z", LEAF_PALE),
)
