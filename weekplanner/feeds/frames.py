"""What stands around the pieces of a feed, in any format."""

import json
from collections.abc import Mapping
from typing import NamedTuple


class Frame(NamedTuple):
    """The bytes before the first piece, between two of them, and after the last."""

    head: bytes
    separator: bytes
    foot: bytes

    @classmethod
    def of_json(cls, values: Mapping[str, object], name: str) -> "Frame":
        """An object of JSON with these values, and the pieces as the list `name`."""
        return cls(as_json({**values, name: []}).removesuffix(b"]}") + b"\n", b",\n", b"\n]}\n")


def as_json(values: Mapping[str, object]) -> bytes:
    """An object of JSON, without spaces and with accents kept readable."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
