"""Reading what feeds are joined from: what is stored of a selection, and of entries that changed."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from weekplanner.core import db
from weekplanner.feeds import fragments
from weekplanner.feeds.fragments import Rendered, RenderedItem
from weekplanner.feeds.items import ItemKey
from weekplanner.feeds.models import OF_ITEMS, OF_MOMENTS, Format, Fragment, ItemFragment
from weekplanner.feeds.subjects import Subject
from weekplanner.listing.logic import Condition
from weekplanner.listing.models import Entry, EntryKind, EntryState, FormerKeys
from weekplanner.listing.values import Keys

MOST_ITEMS = 200
"""In a feed of what is new, the newest: more than a week of news even for the whole country."""

RENDERED_AT_ONCE = 50
"""Entries rendered in one go when their fragments are out of date, about 20 ms."""


class Piece(NamedTuple):
    """The bytes of one entry or item in a feed; `mark` gives the place and differs for other bytes."""

    mark: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces of a selection by entry or item; `out_of_date` of them had to be made anew."""

    pieces: Mapping[int, Piece]
    out_of_date: int
    updated_at: datetime | None = None
    """Of items: when the last one of them changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as it stands now: the keys it has and had, and its pieces by format."""

    entry_id: int
    keys: Keys
    former_keys: frozenset[Keys]
    rendered: Mapping[Format, Rendered]

    @property
    def all_keys(self) -> frozenset[Keys]:
        """The keys it has and had."""
        return self.former_keys | {self.keys}

    def concerns(self, subject: Subject) -> bool:
        """Whether a feed shows it, or may have shown it before."""
        return any(map(subject.selection.matches, self.all_keys))

    def piece_in(self, subject: Subject) -> Piece | None:
        """What a feed of entries shows of it: the entry, that it has left, or nothing."""
        rendered = self.rendered[subject.address.format]
        if subject.selection.matches(self.keys):
            return _piece(rendered)
        has_left = any(
            former.edition_year in subject.open_years and subject.selection.matches(former)
            for former in self.former_keys
        )
        return _left_piece(rendered) if has_left else None


async def pieces(subject: Subject) -> Found:
    """Everything that a feed shows, in no order."""
    return await (_items(subject) if subject.address.format in OF_ITEMS else _moments(subject))


async def _moments(subject: Subject) -> Found:
    """The entries of a selection, and for a calendar also what has moved out of it."""
    selection = subject.selection
    found: dict[int, Piece] = {}
    seen: set[int] = set()
    to_render: dict[int, bool] = {}
    for entry_id, mark, body, has_left, *place in await _rows(subject):
        if entry_id in seen:
            continue  # it is still in the selection, or has left it more than once
        if selection.circle is not None and not selection.is_near(*place):
            continue
        seen.add(entry_id)
        if body is None:
            to_render[entry_id] = bool(has_left)
        elif body:
            found[entry_id] = Piece(f"{mark} left" if has_left else mark, body)
    async for entry_id, rendered in _rendered(to_render, subject.address.format, subject.address.language):
        shown = _left_piece(rendered) if to_render[entry_id] else _piece(rendered)
        if shown is not None:
            found[entry_id] = shown
    return Found(found, len(to_render))


async def _items(subject: Subject) -> Found:
    """The newest activities, or congresses, that have something going on in the selection.

    What was called off stays until the edition is over; what was taken down is no news.
    """
    address, kind = subject.address, subject.selection.kind
    newest = await _newest(subject)
    stored = {
        row.item_id: RenderedItem(row.mark, row.updated_at, row.body)
        for row in await ItemFragment.filter(
            kind=kind,
            item_id__in=newest,
            format=address.format,
            language=address.language,
            stamp=fragments.stamp(),
        )
    }
    missing = [ItemKey(kind, item_id) for item_id in newest if item_id not in stored]
    for start in range(0, len(missing), RENDERED_AT_ONCE):
        of_items = await entries_of_items(missing[start : start + RENDERED_AT_ONCE])
        for key, entries in of_items.items():
            stored[key.item_id] = fragments.render_item(entries, address.format, address.language)
        await asyncio.sleep(0)
    return Found(
        pieces={item_id: Piece(item.mark, item.body) for item_id, item in stored.items()},
        out_of_date=len(missing),
        updated_at=max((item.updated_at for item in stored.values()), default=None),
    )


async def _newest(subject: Subject) -> list[int]:
    selection = subject.selection
    column = "e.source_id" if selection.kind is EntryKind.CONGRESS else "e.activity_id"
    where = selection.where("e")
    is_shown = Condition.either(
        [
            Condition("e.state = ?", (EntryState.LISTED.value,)),
            Condition.every(
                [
                    Condition("e.state = ?", (EntryState.CANCELLED.value,)),
                    Condition.any_of("e.edition_year", subject.open_years),
                ]
            ),
        ]
    )
    sql = _NEWEST.format(column=column, where=where.sql, is_shown=is_shown.sql)
    parameters: list[Any] = [*where.parameters, *is_shown.parameters]
    if selection.circle is None:
        sql += " LIMIT ?"
        parameters.append(MOST_ITEMS)
    rows = await db.rows(sql, parameters)
    near = [row[0] for row in rows if selection.is_near(row[1], row[2], row[3])]
    return list(dict.fromkeys(near))[:MOST_ITEMS]


_NEWEST = (
    "SELECT {column}, e.form, e.latitude, e.longitude, MIN(e.listed_at) AS published_at"
    " FROM listing_entry e WHERE {where} GROUP BY {column}, e.form, e.latitude, e.longitude"
    " HAVING MAX(CASE WHEN {is_shown} THEN 1 ELSE 0 END) = 1 ORDER BY published_at DESC, {column} DESC"
)


async def entries_of_items(keys: Collection[ItemKey]) -> dict[ItemKey, list[Entry]]:
    """All moments of these activities and congresses."""
    found: dict[ItemKey, list[Entry]] = {}
    for kind, name in _ITEM_COLUMNS.items():
        ids = [key.item_id for key in keys if key.kind is kind]
        for entry in await Entry.filter(kind=kind, **{f"{name}__in": ids}) if ids else ():
            found.setdefault(ItemKey.of(entry), []).append(entry)
    return found


_ITEM_COLUMNS = {EntryKind.ACTIVITY: "activity_id", EntryKind.CONGRESS: "source_id"}


async def standings(entry_ids: Iterable[int], language: str) -> list[Standing]:
    """These entries as they stand now."""
    ids = list(entry_ids)
    former: dict[int, set[Keys]] = {entry_id: set() for entry_id in ids}
    entries = await Entry.filter(id__in=ids)
    for row in await FormerKeys.filter(entry_id__in=ids):
        former[row.entry_id].add(Keys.of(row))
    rendered = {each: await _stored(ids, each, language) for each in OF_MOMENTS}
    for each, known in rendered.items():
        missing = [entry.id for entry in entries if entry.id not in known]
        known.update([pair async for pair in _rendered(missing, each, language)])
    return [
        Standing(
            entry.id,
            Keys.of(entry),
            frozenset(former[entry.id]),
            {each: known[entry.id] for each, known in rendered.items()},
        )
        for entry in entries
        if all(entry.id in known for known in rendered.values())
    ]


async def ids_out_of_date(language: str, *, limit: int) -> list[int]:
    """Entries of which a fragment is missing or was made by another renderer, the oldest first."""
    found = await db.rows(
        "SELECT e.id FROM listing_entry e WHERE (SELECT COUNT(*) FROM feed_fragment f"
        " WHERE f.entry_id = e.id AND f.language = ? AND f.stamp = ?) < ? ORDER BY e.id LIMIT ?",
        (language, fragments.stamp(), len(OF_MOMENTS), limit),
    )
    return [row[0] for row in found]


async def missing_items(language: str, *, limit: int) -> list[ItemKey]:
    """Activities and congresses of which there is no fragment in some format."""
    parameters = (language, len(OF_ITEMS), limit)
    found = await db.rows(_MISSING_ITEMS.format(item_id=_ITEM_ID), parameters)
    return [ItemKey(EntryKind(row[0]), row[1]) for row in found]


_MISSING_ITEMS = (
    "SELECT DISTINCT e.kind, {item_id} FROM listing_entry e WHERE (SELECT COUNT(*) FROM feed_item i"
    " WHERE i.kind = e.kind AND i.item_id = {item_id} AND i.language = ?) < ? ORDER BY 1, 2 LIMIT ?"
)
_ITEM_ID = "CASE WHEN e.kind = 'congress' THEN e.source_id ELSE e.activity_id END"


async def ids_that_left(entry_ids: Sequence[int]) -> set[int]:
    """Which of these entries have had other keys."""
    rows = await FormerKeys.filter(entry_id__in=list(entry_ids)).values_list("entry_id", flat=True)
    return {int(str(number)) for number in rows}


async def _rows(subject: Subject) -> Sequence[Any]:
    """Id, mark, body, whether it has left, form, latitude, longitude; one statement sees one moment."""
    selection, which = subject.selection, _which(subject.address.format, subject.address.language)
    where = selection.where("e")
    sql = _SELECT.format(body="body", has_left=0, keys="e", tables=_ENTRIES, where=where.sql)
    parameters = [*which, *where.parameters]
    if subject.open_years and subject.address.format is Format.ICS:
        left = Condition.every([selection.where("k"), Condition.any_of("k.edition_year", subject.open_years)])
        sql += " UNION ALL " + _SELECT.format(
            body="left_body", has_left=1, keys="k", tables=_FORMER_KEYS, where=left.sql
        )
        parameters += [*which, *left.parameters]
    return await db.rows(sql, parameters)


_SELECT = (
    "SELECT e.id, f.mark, f.{body}, {has_left}, {keys}.form, {keys}.latitude, {keys}.longitude"
    " FROM {tables} LEFT JOIN feed_fragment f"
    " ON f.entry_id = e.id AND f.format = ? AND f.language = ? AND f.stamp = ? WHERE {where}"
)
_ENTRIES = "listing_entry e"
_FORMER_KEYS = "listing_former_keys k JOIN listing_entry e ON e.id = k.entry_id"


def _which(written_in: Format, language: str) -> tuple[str, str, str]:
    return written_in.value, language, fragments.stamp()


async def _stored(ids: Sequence[int], written_in: Format, language: str) -> dict[int, Rendered]:
    name, language, stamp = _which(written_in, language)
    rows = await Fragment.filter(entry_id__in=list(ids), format=name, language=language, stamp=stamp)
    return {row.entry_id: Rendered(row.mark, row.body, row.left_body) for row in rows}


async def _rendered(
    entry_ids: Iterable[int], written_in: Format, language: str
) -> AsyncIterator[tuple[int, Rendered]]:
    """What is made of these entries now, by id; other requests are served in between."""
    ids = list(entry_ids)
    for start in range(0, len(ids), RENDERED_AT_ONCE):
        part = ids[start : start + RENDERED_AT_ONCE]
        left = await ids_that_left(part)
        for entry in await Entry.filter(id__in=part):
            yield entry.id, fragments.render(entry, written_in, language, has_left=entry.id in left)
        await asyncio.sleep(0)


def _piece(rendered: Rendered) -> Piece | None:
    return Piece(rendered.mark, rendered.body) if rendered.body else None


def _left_piece(rendered: Rendered) -> Piece | None:
    return Piece(f"{rendered.mark} left", rendered.left_body) if rendered.left_body else None
