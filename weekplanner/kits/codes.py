"""Codes of parcels that people type: a number, and a letter that tells when a digit is wrong."""

import re

_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
"""Twenty-three, a prime number: another digit, or two that changed places, always has another letter.

The letters I, O and U are not among them: they look like digits or like each other.
"""
_CODE = re.compile(r"(\d{1,9})[\s-]*([A-Z])(?:/(\d{1,6}))?", re.IGNORECASE | re.ASCII)


def with_letter(number: int) -> str:
    """1042 as 1042-K: the digits, and their letter."""
    return f"{number}-{_LETTERS[number % len(_LETTERS)]}"


def read_code(typed: str) -> tuple[int, int | None] | None:
    """The number in a code, and the version that a label has behind it; None when it cannot be right."""
    found = _CODE.fullmatch(typed.strip())
    if found is None:
        return None
    digits, letter, version = found.groups()
    if with_letter(int(digits)) != f"{int(digits)}-{letter.upper()}":
        return None
    return int(digits), int(version) if version else None


def looks_like_code(typed: str) -> bool:
    """Whether this is a number and a letter, be they the right ones or not."""
    return _CODE.fullmatch(typed.strip()) is not None


def on_label(code: str, version: int) -> str:
    """What the QR code on a label holds: the code, and which version of the parcel the label is for."""
    return f"{code}/{version}"
