"""Feeds as bytes: joined from fragments, and patched where one of them changes."""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import accumulate

from weekplanner.feeds import atom, calendars, features, fragments, json_feed
from weekplanner.feeds.frames import Frame
from weekplanner.feeds.models import OF_ITEMS, Format
from weekplanner.feeds.queries import Found, Piece
from weekplanner.feeds.subjects import Subject
from weekplanner.web import conditional

GZIP_LEVEL = 4
"""Half the work of level 6 for 7 % more bytes; ten megabytes take 60 ms."""

GZIP_WRAPPER = 31
"""zlib: with a gzip header, which holds no time, so that equal bodies give equal bytes."""

SETTLED_AFTER = timedelta(seconds=2)
"""Dates in headers have whole seconds: what is younger may change once more within the same one."""

LINE_BYTES = 160
FEED_BYTES = 3_000
"""About what an entry, and a feed besides its entries and its body, take in memory."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Which entries or items a body holds, in its order, and how many bytes each takes.

    Entries go by start, items by when they were published, the newest first; then both by UID.
    """

    ids: "array[int]"
    marks: list[str]
    sizes: "array[int]"

    def take(self, other: "Lines", start: int, end: int) -> None:
        """Add some of `other`."""
        self.ids.extend(other.ids[start:end])
        self.marks.extend(other.marks[start:end])
        self.sizes.extend(other.sizes[start:end])

    def add(self, entry_id: int, piece: Piece) -> None:
        """Add one entry."""
        self.ids.append(entry_id)
        self.marks.append(piece.mark)
        self.sizes.append(len(piece.body))


class Feed:
    """One feed as it is now, with its validators; they are known without the body too.

    The ETag comes from what the bytes are made of and not from the bytes (product §6): the head, which
    holds format, language and base URL, the renderer's stamp, and UIDs and revisions in their order. So
    it is equal in every process. Last-Modified is when this process made the feed, or was last told that
    it might be another: never earlier than what is in it, nor than what has gone from it.
    """

    __slots__ = (
        "_frame",
        "_lines",
        "body",
        "disposition",
        "gzip_body",
        "gzip_tag",
        "last_modified",
        "modified_at",
        "settled_at",
        "subject",
        "tag",
    )

    def __init__(self, subject: Subject, frame: Frame, lines: Lines, body: bytes, *, at: datetime) -> None:
        self.subject = subject
        self._frame = frame
        self._lines: Lines | None = lines
        self.body: bytes | None = body
        self.gzip_body: bytes | None = None
        self.disposition = b'inline; filename="%s"' % subject.address.file_name.encode()
        self.tag = _tag(frame.head, lines.marks)
        self.gzip_tag = self.tag[:-1] + b'-gz"'
        self.note(at)

    @classmethod
    def joined(cls, subject: Subject, found: Found, *, at: datetime) -> "Feed":
        """The feed of what was found; `at` is before it was read."""
        frame = _frame(subject, found)
        newest_first = subject.address.format in OF_ITEMS
        pieces = [(piece.mark, each_id, piece.body) for each_id, piece in found.pieces.items()]
        ordered = sorted(pieces, reverse=newest_first)
        bodies = [body for _, _, body in ordered]
        lines = Lines(
            ids=array("q", [each_id for _, each_id, _ in ordered]),
            marks=[mark for mark, _, _ in ordered],
            sizes=array("q", map(len, bodies)),
        )
        return cls(subject, frame, lines, _body(frame, bodies), at=at)

    def patched(self, changes: Mapping[int, Piece | None], *, at: datetime) -> "Feed":
        """The feed with these entries as they are now, without those that are None.

        Itself when nothing differs. What did not change is copied from the body in long stretches. For a
        feed of entries with its body.
        """
        assert self.body is not None
        assert self._lines is not None
        edits = _edits(self._lines, changes)
        if not edits:
            self.note(at)
            return self
        lines = Lines(array("q"), [], array("q"))
        head, between = len(self._frame.head), len(self._frame.separator)
        offsets = array("q", accumulate((size + between for size in self._lines.sizes), initial=head))
        stretches: list[bytes | memoryview] = []
        old, copied = memoryview(self.body), 0
        for edit in [*edits, _Edit(len(self._lines.ids))]:
            if copied < edit.index:
                stretches.append(old[offsets[copied] : offsets[edit.index] - between])
            lines.take(self._lines, copied, edit.index)
            copied = edit.index
            if edit.piece is None:
                copied += 1
            else:
                stretches.append(edit.piece.body)
                lines.add(edit.entry_id, edit.piece)
        return Feed(self.subject, self._frame, lines, _body(self._frame, stretches), at=at)

    def note(self, at: datetime) -> None:
        """At this moment the feed is, or may be, another than before."""
        self.modified_at = at
        self.settled_at = at + SETTLED_AFTER
        self.last_modified = conditional.http_date(at)

    def without_body(self) -> "Feed":
        """A copy with the validators only; who is sending this one goes on with it."""
        lasting = copy(self)
        lasting.body = lasting.gzip_body = lasting._lines = None
        return lasting

    def compress(self) -> bytes:
        """Make the body in gzip; zlib lets other threads run meanwhile."""
        assert self.body is not None
        self.gzip_body = zlib.compress(self.body, GZIP_LEVEL, GZIP_WRAPPER)
        return self.gzip_body

    @property
    def size_bytes(self) -> int:
        """About what it takes in memory."""
        if self.body is None or self._lines is None:
            return FEED_BYTES
        bodies = len(self.body) + len(self.gzip_body or b"")
        return FEED_BYTES + bodies + LINE_BYTES * len(self._lines.ids)


@dataclass(frozen=True, slots=True)
class _Edit:
    """At this place in the old order: a new piece before the line that stands there, or that line out."""

    index: int
    entry_id: int = 0
    piece: Piece | None = None


def _edits(lines: Lines, changes: Mapping[int, Piece | None]) -> Sequence[_Edit]:
    """What must be done for the changes, in the order of the lines."""
    edits: list[tuple[int, int, str, _Edit]] = []
    old = {entry_id: index for index, entry_id in enumerate(lines.ids) if entry_id in changes}
    for entry_id, piece in changes.items():
        index = old.get(entry_id)
        if index is not None:
            if piece is not None and lines.marks[index] == piece.mark:
                continue
            edits.append((index, 1, "", _Edit(index)))
        if piece is None:
            continue
        index = bisect_left(lines.marks, piece.mark)
        edits.append((index, 0, piece.mark, _Edit(index, entry_id, piece)))
    edits.sort(key=lambda edit: edit[:3])
    return [edit[3] for edit in edits]


def _frame(subject: Subject, found: Found) -> Frame:
    match subject.address.format:
        case Format.ICS:
            return calendars.frame(subject)
        case Format.ATOM:
            return atom.frame(subject, found.updated_at)
        case Format.JSON:
            return json_feed.frame(subject)
        case Format.GEOJSON:
            return features.frame(subject)


def _body(frame: Frame, stretches: Sequence[bytes | memoryview]) -> bytes:
    """All in one; with nothing between them they are copied only once."""
    if frame.separator:
        return b"".join((frame.head, frame.separator.join(stretches), frame.foot))
    return b"".join((frame.head, *stretches, frame.foot))


def _tag(head: bytes, marks: Sequence[str]) -> bytes:
    digest = blake2b(head, digest_size=16)
    digest.update(b"%b %d\n" % (fragments.stamp().encode(), GZIP_LEVEL))
    digest.update("\n".join(marks).encode())
    return b'"%s"' % digest.hexdigest().encode()
