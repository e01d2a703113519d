"""What an address asks for after its question mark: a value that the site knows, or UnknownValue."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from weekplanner.core.errors import UnknownValue

Kind = TypeVar("Kind", bound=Enum)

LONGEST_NUMBER = 9
"""Digits: so that it fits PostgreSQL's integer."""


def one_of(kind: type[Kind], asked: Mapping[str, str], key: str) -> Kind | None:
    """The member of an enum that is asked for by its value, if any is."""
    if key not in asked:
        return None
    try:
        return kind(asked[key])
    except ValueError as error:
        raise UnknownValue from error


def number_of(asked: Mapping[str, str], key: str) -> int | None:
    """The number of a row that is asked for, if any is."""
    if key not in asked:
        return None
    text = asked[key]
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise UnknownValue
    return int(text)
