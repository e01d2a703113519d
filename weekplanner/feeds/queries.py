"""Reading what feeds are joined from: the stored fragments of a selection, and of entries that changed."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from weekplanner.core import db
from weekplanner.feeds import fragments
from weekplanner.feeds.fragments import Rendered
from weekplanner.feeds.models import Format, Fragment
from weekplanner.feeds.subjects import Subject
from weekplanner.listing.logic import Condition
from weekplanner.listing.models import Entry, FormerKeys
from weekplanner.listing.values import Keys

RENDERED_AT_ONCE = 50
"""Entries rendered in one go when their fragments are out of date, about 20 ms."""


class Piece(NamedTuple):
    """One entry's bytes in a feed; `mark` gives the place and differs for other bytes."""

    mark: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces of a selection by entry; `out_of_date` of them had to be made anew."""

    pieces: Mapping[int, Piece]
    out_of_date: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as it stands now: the keys it has and had, and its pieces."""

    entry_id: int
    keys: Keys
    former_keys: frozenset[Keys]
    piece: Piece
    left_piece: Piece | None

    @property
    def all_keys(self) -> frozenset[Keys]:
        """The keys it has and had."""
        return self.former_keys | {self.keys}

    def piece_in(self, subject: Subject) -> Piece | None:
        """What a feed shows of it: the entry, that it has left, or nothing."""
        if subject.selection.matches(self.keys):
            return self.piece
        has_left = any(
            former.edition_year in subject.open_years and subject.selection.matches(former)
            for former in self.former_keys
        )
        return self.left_piece if has_left else None


async def pieces(subject: Subject) -> Found:
    """Everything that a feed shows, in no order; also what has moved out of its selection."""
    selection, language = subject.selection, subject.address.language
    found: dict[int, Piece] = {}
    to_render: dict[int, bool] = {}
    for entry_id, mark, body, has_left, *place in await _rows(subject):
        if entry_id in found or entry_id in to_render:
            continue  # it is still in the selection, or has left it more than once
        if selection.circle is not None and not selection.is_near(*place):
            continue
        if body is None:
            to_render[entry_id] = bool(has_left)
        else:
            found[entry_id] = _left(mark, body) if has_left else Piece(mark, body)
    async for entry_id, rendered in _rendered(to_render, language):
        piece, left_piece = _pieces_of(rendered)
        if shown := left_piece if to_render[entry_id] else piece:
            found[entry_id] = shown
    return Found(found, len(to_render))


async def standings(entry_ids: Iterable[int], language: str) -> list[Standing]:
    """These entries as they stand now."""
    ids = list(entry_ids)
    former: dict[int, set[Keys]] = {entry_id: set() for entry_id in ids}
    entries = await Entry.filter(id__in=ids)
    for row in await FormerKeys.filter(entry_id__in=ids):
        former[row.entry_id].add(Keys.of(row))
    rendered = await _stored(ids, language)
    missing = [entry.id for entry in entries if entry.id not in rendered]
    rendered.update([pair async for pair in _rendered(missing, language)])
    return [
        Standing(entry.id, Keys.of(entry), frozenset(former[entry.id]), *_pieces_of(rendered[entry.id]))
        for entry in entries
        if entry.id in rendered
    ]


async def ids_out_of_date(language: str, *, limit: int) -> list[int]:
    """Entries whose fragment is missing or was made by another renderer, the oldest first."""
    found = await db.rows(
        "SELECT e.id FROM listing_entry e LEFT JOIN feed_fragment f ON f.entry_id = e.id"
        " AND f.format = ? AND f.language = ? AND f.stamp = ? WHERE f.id IS NULL ORDER BY e.id LIMIT ?",
        (*_which(language), limit),
    )
    return [row[0] for row in found]


async def ids_that_left(entry_ids: Sequence[int]) -> set[int]:
    """Which of these entries have had other keys."""
    rows = await FormerKeys.filter(entry_id__in=list(entry_ids)).values_list("entry_id", flat=True)
    return {int(str(number)) for number in rows}


async def _rows(subject: Subject) -> Sequence[Any]:
    """Id, mark, body, whether it has left, form, latitude, longitude; one statement sees one moment."""
    selection, language = subject.selection, subject.address.language
    where = selection.where("e")
    sql = _SELECT.format(body="body", has_left=0, keys="e", tables=_ENTRIES, where=where.sql)
    parameters = [*_which(language), *where.parameters]
    if subject.open_years:
        left = Condition.every([selection.where("k"), Condition.any_of("k.edition_year", subject.open_years)])
        sql += " UNION ALL " + _SELECT.format(
            body="left_body", has_left=1, keys="k", tables=_FORMER_KEYS, where=left.sql
        )
        parameters += [*_which(language), *left.parameters]
    return await db.rows(sql, parameters)


_SELECT = (
    "SELECT e.id, f.mark, f.{body}, {has_left}, {keys}.form, {keys}.latitude, {keys}.longitude"
    " FROM {tables} LEFT JOIN feed_fragment f"
    " ON f.entry_id = e.id AND f.format = ? AND f.language = ? AND f.stamp = ? WHERE {where}"
)
_ENTRIES = "listing_entry e"
_FORMER_KEYS = "listing_former_keys k JOIN listing_entry e ON e.id = k.entry_id"


def _which(language: str) -> tuple[str, str, str]:
    return Format.ICS.value, language, fragments.stamp()


async def _stored(ids: Sequence[int], language: str) -> dict[int, Rendered]:
    name, language, stamp = _which(language)
    rows = await Fragment.filter(entry_id__in=list(ids), format=name, language=language, stamp=stamp)
    return {row.entry_id: Rendered(row.mark, row.body, row.left_body) for row in rows}


async def _rendered(entry_ids: Iterable[int], language: str) -> AsyncIterator[tuple[int, Rendered]]:
    """What is made of these entries now, by id; other requests are served in between."""
    ids = list(entry_ids)
    for start in range(0, len(ids), RENDERED_AT_ONCE):
        part = ids[start : start + RENDERED_AT_ONCE]
        left = await ids_that_left(part)
        for entry in await Entry.filter(id__in=part):
            yield entry.id, fragments.render(entry, language, has_left=entry.id in left)
        await asyncio.sleep(0)


def _left(mark: str, body: bytes) -> Piece:
    return Piece(f"{mark} left", body)


def _pieces_of(rendered: Rendered) -> tuple[Piece, Piece | None]:
    left_body = rendered.left_body
    return Piece(rendered.mark, rendered.body), _left(rendered.mark, left_body) if left_body else None
