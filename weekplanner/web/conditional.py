"""What the headers of a request ask for: conditional requests and gzip (RFC 9110 §12.5.3, §13.1)."""

import re
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

_ENTITY_TAG = re.compile(rb'(?:W/)?("[!#-~\x80-\xff]*")')
_QUALITY = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_GZIP = frozenset({"gzip", "x-gzip"})


@lru_cache(maxsize=512)
def accepts_gzip(header: bytes) -> bool:
    """Whether `Accept-Encoding` allows gzip; `gzip;q=0` does not, and `*` stands for what is not named."""
    named: dict[str, bool] = {}
    for part in header.decode("latin-1").lower().split(","):
        coding, _, parameter = part.partition(";")
        quality = _QUALITY.fullmatch(parameter) if parameter else None
        if not parameter or quality:
            named[coding.strip()] = quality is None or float(quality[1]) > 0
    spoken_of = [named[coding] for coding in _GZIP if coding in named]
    return any(spoken_of) if spoken_of else named.get("*", False)


def matching_tag(if_none_match: bytes, tags: tuple[bytes, ...]) -> bytes | None:
    """The first of `tags` that the reader has; weak comparison, lists and `*` (RFC 9110 §13.1.2)."""
    if if_none_match.strip() == b"*":
        return tags[0]
    known = set(_ENTITY_TAG.findall(if_none_match))
    return next((tag for tag in tags if tag in known), None)


def is_unmodified(if_modified_since: bytes, modified_at: datetime) -> bool:
    """Whether the reader's copy is from `modified_at` or later; a date that is none counts as absent."""
    try:
        since = parsedate_to_datetime(if_modified_since.decode("ascii"))
    except (ValueError, IndexError, TypeError):
        return False
    return since.tzinfo is not None and since >= modified_at.replace(microsecond=0)


def http_date(moment: datetime) -> bytes:
    """A moment in UTC as headers write it (RFC 9110 §5.6.7)."""
    return format_datetime(moment, usegmt=True).encode("ascii")
