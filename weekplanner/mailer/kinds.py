"""The kinds of message that exist; `wiring` fills the table from the packages that have them."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from weekplanner.mailer.models import Priority

Values = Mapping[str, Any]
"""Plain JSON, by name: what a message says. Any: JSON has no narrower type that reads well."""

_FILENAME = re.compile(r"[A-Za-z0-9._-]{1,60}")
_WORD = r"[A-Za-z0-9!#$&^_.+-]+"
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:; {_WORD}={_WORD})*")


class UnknownKind(LookupError):
    """A programming error: a kind that is not in the wiring."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message.

    Name and type are ours and stand in headers as they are (RFC 2183 §2.3, RFC 2045 §5.1): a name of ASCII
    letters, digits, points, hyphens and underscores, and a type with parameters if need be, such as
    `text/calendar; method=PUBLISH; charset=utf-8`. A text has its lines end in CRLF. Others raise ValueError.
    """

    filename: str
    media_type: str
    content: bytes
    is_alternative: bool = False
    """Whether it says the same as the text: then it stands beside it too, after the HTML, so that mail
    programs show it as an invitation (RFC 6047 §2.4)."""

    def __post_init__(self) -> None:
        if not _FILENAME.fullmatch(self.filename):
            raise ValueError("the name of a file holds only letters, digits, points, hyphens and underscores")
        if not _MEDIA_TYPE.fullmatch(self.media_type):
            raise ValueError("the type of a file is a media type, with parameters if need be")


@dataclass(frozen=True)
class Kind:
    """How messages of one kind are made.

    `template` names `templates/<template>.txt` and `.html`, which get the values by name and `subject`,
    `language` and `to_name`. `subject` is called in the reader's language; so is `late`, at each
    sending: it adds values that may not be stored, such as a token that is made again from its row, and
    answers None when the message has lost its point. `lifetime` counts from the moment of queueing; later
    it is dropped. `label` is what the team calls it, `occasion` a sentence that says when it goes and to
    whom, both in Dutch; `sample` holds values for previews and tests, those of `late` included.
    """

    name: str
    template: str
    label: str
    occasion: str
    subject: Callable[[Values], str]
    sample: Values
    priority: Priority = Priority.NORMAL
    lifetime: timedelta | None = None
    late: Callable[[Values], Awaitable[Values | None]] | None = None


Renderer = Callable[[Values], Sequence[Attachment]]

_kinds: dict[str, Kind] = {}
_attachments: dict[str, Renderer] = {}


def wire(kinds: Iterable[Kind], attachments: Mapping[str, Renderer] | None = None) -> None:
    """Set the kinds, and by the name of a kind what makes its attachments from its values."""
    _kinds.clear()
    _kinds.update({kind.name: kind for kind in kinds})
    _attachments.clear()
    for name, renderer in (attachments or {}).items():
        _attachments[find(name).name] = renderer


def find(name: str) -> Kind:
    """The kind called `name`; raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def every() -> list[Kind]:
    """All kinds, for previews and tests."""
    return list(_kinds.values())


def attachments(name: str, values: Values) -> Sequence[Attachment]:
    """The attachments of a message of this kind; most have none."""
    renderer = _attachments.get(name)
    return renderer(values) if renderer else ()
