"""How people write times and prices."""

import re
import unicodedata

MINUTES_A_DAY = 24 * 60

_TIME = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[.:]\s*(?P<minute>\d{2})|(?:uur|u|h)\.?\s*(?P<after>\d{2}))?\s*(?:uur|u|h)?\.?",
    re.ASCII,
)
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_PRICE = re.compile(r"(?P<euros>\d{1,6})(?:[.,](?P<cents>\d{1,2}|-{1,2}))?", re.ASCII)


def minutes_of(text: str) -> int | None:
    """Minutes after midnight of a time as people write it: 12.00, 12:00, 12 uur, 12, 9u30.

    24.00 is the midnight that ends the day. None for what is no time.
    """
    match = _TIME.fullmatch(_plain(text))
    if match is None:
        return None
    minute = int(match["minute"] or match["after"] or 0)
    minutes = int(match["hour"]) * 60 + minute
    return minutes if minute < 60 and minutes <= MINUTES_A_DAY else None


def time_of(minutes: int) -> str:
    """As the form shows a time: 9.30 is 09.30."""
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def cents_of(text: str) -> int | None:
    """The cents of a price as people write it: 3,50, € 3.50, 3 euro, 3,-, gratis; None for what is none."""
    plain = _plain(text).removeprefix("€").removesuffix("euro").removesuffix("€").strip()
    if plain == "gratis":
        return 0
    match = _PRICE.fullmatch(plain)
    if match is None:
        return None
    cents = (match["cents"] or "").strip("-").ljust(2, "0")
    return int(match["euros"]) * 100 + int(cents)


def price_of(cents: int) -> str:
    """As the form shows a price: 3,50; nothing to pay is an empty field."""
    return f"{cents // 100},{cents % 100:02d}" if cents else ""


def degrees_of(text: str) -> float | None:
    """A latitude or longitude such as 52,09321 or -5.1; None for what is none."""
    match = _DEGREES.fullmatch(_plain(text).replace(",", "."))
    return float(match[0]) if match and abs(float(match[0])) <= 180 else None


def whole_number(text: str) -> int | None:
    """A number of at most nine digits, None for anything else."""
    plain = _plain(text)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


def _plain(text: str) -> str:
    """Wide digits and such as the plain ones, in lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()
