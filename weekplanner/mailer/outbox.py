"""Putting a message in the outbox, in the transaction of the change that causes it."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from weekplanner.core import clock, db, tokens
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.core.texts import LANGUAGES, SOURCE_LANGUAGE
from weekplanner.mailer import addresses, kinds
from weekplanner.mailer.models import Status

UNIQUE_KEY_CHARACTERS = 200

AT_ONCE = 100
"""Messages in one statement."""

_INSERT = """
INSERT INTO outbox_message (kind, "values", language, to_address, to_name, message_id,
  dated_at, boundary, unique_key, priority, status, attempts, next_attempt_at, not_after, last_error,
  ended_at)
VALUES {rows}
ON CONFLICT (unique_key) DO NOTHING RETURNING id
"""
_ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)"

_kept_back: ContextVar[str] = ContextVar("kept_back", default="")


@dataclass(frozen=True)
class Message:
    """What must be told to one person.

    `unique_key` names the cause and the recipient, by ids and never by an address
    (`occurrence_moved:812:r4:signup-77`), so that the same thing is told once; at most 200 characters.
    `values` is plain JSON: moments as ISO 8601 with an offset. `not_after` wins from the kind's lifetime.
    """

    kind: str
    to: str
    values: Mapping[str, Any]
    unique_key: str
    to_name: str = ""
    language: str = SOURCE_LANGUAGE
    not_after: datetime | None = None


@contextmanager
def never_sent(reason: str) -> Iterator[None]:
    """Inside the block the messages of this task are written down, and dropped at once, for `reason`.

    For content that was made up: it takes the same way as real content, but its people do not exist.
    """
    token = _kept_back.set(reason)
    try:
        yield
    finally:
        _kept_back.reset(token)


async def put(message: Message) -> bool:
    """Queue a message for sending once this transaction commits; answers whether it was new.

    Message-ID, Date and boundary are fixed here, so that every attempt sends the same bytes (RFC 5322
    §3.6.4). Raises OutsideTransaction, UnknownKind, WrongAddress, and TypeError or ValueError for values
    that are not plain JSON or a key that cannot be kept.
    """
    return bool(await put_many([message]))


async def put_many(messages: Sequence[Message]) -> int:
    """The same for many at once; answers how many of them were new."""
    db.require_transaction()
    now, queued = clock.now(), 0
    for start in range(0, len(messages), AT_ONCE):
        part = messages[start : start + AT_ONCE]
        values = [value for message in part for value in _values_of(message, now=now)]
        queued += len(await db.execute(_inserting(len(part)), values))
    return queued


@cache
def _inserting(rows: int) -> str:
    return _INSERT.format(rows=", ".join([_ROW] * rows))


def _values_of(message: Message, *, now: datetime) -> tuple[Any, ...]:
    """The columns of one message. Any: what drivers take."""
    kind = kinds.find(message.kind)
    _check_key(message.unique_key)
    if message.language not in LANGUAGES:
        raise ValueError(f"unknown language: {message.language}")
    not_after = message.not_after or (now + kind.lifetime if kind.lifetime else None)
    kept_back = _kept_back.get()
    return (
        kind.name,
        json.dumps(_plain(message.values, "values"), ensure_ascii=False),
        message.language,
        addresses.canonical(message.to),
        one_line(message.to_name)[: addresses.NAME_CHARACTERS],
        f"<{tokens.random_token()}@{addresses.sender().domain}>",
        now,
        f"=_{tokens.random_token()}",  # neither quoted-printable nor base64 ever holds "=_"
        message.unique_key,
        int(kind.priority),
        (Status.DROPPED if kept_back else Status.NEW).value,
        now,
        not_after,
        kept_back,
        now if kept_back else None,
    )


def _check_key(key: str) -> None:
    if not 0 < len(key) <= UNIQUE_KEY_CHARACTERS or "@" in key or one_line(key) != key:
        raise ValueError("a unique key is one line of ids, without an address, of at most 200 characters")


def _plain(value: Any, place: str) -> Any:
    """A copy that JSON keeps whole and both databases accept; raises TypeError or ValueError."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{place} is not a number that JSON knows")
        return value
    if isinstance(value, list | tuple):
        return [_plain(item, f"{place}[{number}]") for number, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {_name(key, place): _plain(item, f"{place}.{key}") for key, item in value.items()}
    raise TypeError(f"{place} is a {type(value).__name__}, which is not plain JSON")


def _name(key: Any, place: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{place} has a name that is not text")
    return key
