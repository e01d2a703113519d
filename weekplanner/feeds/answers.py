"""What a request for a feed is answered: 200 or 304, plain or gzip, with which headers (standards §1.5)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from weekplanner.core import settings
from weekplanner.feeds.assembly import Feed
from weekplanner.feeds.models import Format
from weekplanner.web import conditional
from weekplanner.web.security import TRANSPORT

Header = tuple[bytes, bytes]

_EVERY_ANSWER: tuple[Header, ...] = (
    (b"cache-control", b"public, no-cache"),
    (b"vary", b"Accept-Encoding"),
    (b"access-control-allow-origin", b"*"),
)
_EVERY_FEED: tuple[Header, ...] = (*_EVERY_ANSWER, (b"x-content-type-options", b"nosniff"))
_TYPES = {
    Format.ICS: b"text/calendar; charset=utf-8",
    Format.ATOM: b"application/atom+xml; charset=utf-8",
    Format.JSON: b"application/feed+json; charset=utf-8",
    Format.GEOJSON: b"application/geo+json",
}
"""RFC 5545 §8.1, RFC 4287 §7, JSON Feed 1.1, RFC 7946 §12: the last knows no charset."""
_GZIP: Header = (b"content-encoding", b"gzip")


class Asked(NamedTuple):
    """What the headers of a request say about what the reader has and can read."""

    if_none_match: bytes | None
    if_modified_since: bytes | None
    is_for_gzip: bool

    @classmethod
    def of(cls, headers: Iterable[Header]) -> "Asked":
        """From the headers of a request; several of one name count as one list (RFC 9110 §5.3)."""
        if_none_match = if_modified_since = codings = None
        for name, value in headers:
            if name == b"if-none-match":
                if_none_match = value if if_none_match is None else if_none_match + b"," + value
            elif name == b"accept-encoding":
                codings = value if codings is None else codings + b"," + value
            elif name == b"if-modified-since":
                if_modified_since = value
        return cls(
            if_none_match, if_modified_since, codings is not None and conditional.accepts_gzip(codings)
        )


class Answer(NamedTuple):
    """Status, headers and body."""

    status: int
    headers: list[Header]
    body: bytes


def answer(feed: Feed, asked: Asked, now: datetime) -> Answer | None:
    """What to answer; None when the bytes it takes are not in memory.

    A reader who has the other form, plain or gzip, has the feed too. Last-Modified is left out as long
    as the feed could change once more within the same second.
    """
    tags = (feed.gzip_tag, feed.tag) if asked.is_for_gzip else (feed.tag, feed.gzip_tag)
    is_settled = now >= feed.settled_at
    tag = _tag_they_have(feed, asked, tags, is_settled=is_settled)
    headers = [(b"etag", tag or tags[0])]
    if is_settled:
        headers.append((b"last-modified", feed.last_modified))
    if tag is not None:
        return Answer(304, [*headers, *_EVERY_ANSWER], b"")
    body = feed.gzip_body if asked.is_for_gzip else feed.body
    if body is None:
        return None
    headers += _EVERY_FEED
    headers.append((b"content-type", _TYPES[feed.subject.address.format]))
    headers.append((b"content-length", b"%d" % len(body)))
    headers.append((b"content-disposition", feed.disposition))
    if asked.is_for_gzip:
        headers.append(_GZIP)
    if settings.current().is_https:
        headers.append((b"strict-transport-security", TRANSPORT.encode()))
    return Answer(200, headers, body)


def _tag_they_have(feed: Feed, asked: Asked, tags: tuple[bytes, bytes], *, is_settled: bool) -> bytes | None:
    if asked.if_none_match is not None:
        return conditional.matching_tag(asked.if_none_match, tags)
    if asked.if_modified_since is not None and is_settled:
        is_unmodified = conditional.is_unmodified(asked.if_modified_since, feed.modified_at)
        return tags[0] if is_unmodified else None
    return None
