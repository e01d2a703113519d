"""Entries and items as the bytes that every feed with them in it has in common, in any format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b

from weekplanner.core import settings, texts
from weekplanner.feeds import atom, features, json_feed, vevents
from weekplanner.feeds.items import item_of
from weekplanner.feeds.models import Format
from weekplanner.listing.models import Entry

RENDERER_VERSION = 1
"""Raise it whenever the same entry would give other bytes than before, also by another translation."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An entry in one format and language.

    `mark` gives its place in a feed and changes whenever the bytes do. `body` is empty when it has no
    place in the format; `left_body` stands where it has moved out of a selection, if anything does.
    """

    mark: str
    body: bytes
    left_body: bytes | None


@dataclass(frozen=True, slots=True)
class RenderedItem:
    """An item in one format and language; `mark` as in `Rendered`."""

    mark: str
    updated_at: datetime
    body: bytes


def stamp() -> str:
    """What every fragment depends on besides its entry."""
    return _stamp(RENDERER_VERSION, settings.current().base_url, settings.current().publisher)


@cache
def _stamp(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def render(entry: Entry, written_in: Format, language: str, *, has_left: bool) -> Rendered:
    """The bytes of an entry; `has_left` when it has moved out of a selection that may still show it.

    A calendar keeps what has left, as cancelled; from a map it simply goes.
    """
    mark = f"{entry.starts_at:%Y%m%dT%H%M%SZ} {entry.uid} {entry.revision}"
    with texts.use_language(language):
        if written_in is Format.GEOJSON:
            return Rendered(mark, features.feature(entry), None)
        return Rendered(mark, vevents.event(entry), vevents.left_event(entry) if has_left else None)


def render_item(entries: Sequence[Entry], written_in: Format, language: str) -> RenderedItem:
    """The bytes of all entries of one activity, or of one congress."""
    write = {Format.ATOM: atom.entry, Format.JSON: json_feed.item}[written_in]
    with texts.use_language(language):
        item = item_of(entries)
        return RenderedItem(item.mark, item.updated_at, write(item))
