"""The kinds of message that exist; `wiring` fills the table from the packages that have them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from weekplanner.mailer.models import Priority

Values = Mapping[str, Any]
"""Plain JSON, by name: what a message says. Any: JSON has no narrower type that reads well."""


class UnknownKind(LookupError):
    """A programming error: a kind that is not in the wiring."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message; name and type are ours: ASCII, without quotes."""

    filename: str
    media_type: str
    content: bytes


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
