"""From a row of the outbox to the bytes that are sent, the same at each attempt."""

import base64
import re
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from weekplanner.core import clock
from weekplanner.core.templating import environment
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import use_language
from weekplanner.mailer import addresses, kinds
from weekplanner.mailer.kinds import Attachment, Kind, Values

TEXT = environment(autoescape=False)
HTML = environment(autoescape=True)

_BLANK_LINES = re.compile(r"\n{3,}")


class Queued(Protocol):
    """What is needed of a row."""

    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> Values: ...
    @property
    def language(self) -> str: ...
    @property
    def to_address(self) -> str: ...
    @property
    def to_name(self) -> str: ...
    @property
    def message_id(self) -> str: ...
    @property
    def dated_at(self) -> datetime: ...
    @property
    def boundary(self) -> str: ...


@dataclass(frozen=True)
class Letter:
    """A message as it goes to the server."""

    sender: str
    recipient: str
    message_id: str
    dated_at: datetime
    content: bytes


@dataclass(frozen=True)
class Parts:
    """What a reader sees."""

    subject: str
    text: str
    html: str


async def letter(row: Queued) -> Letter | None:
    """The message of this row as it would be sent now; None when it has lost its point."""
    values = await final_values(row)
    return compose(row, values) if values is not None else None


async def final_values(row: Queued) -> Values | None:
    """The values of this row with those that may not be stored; None when it has lost its point.

    Reads the database for some kinds; raises UnknownKind.
    """
    kind = kinds.find(row.kind)
    if kind.late is None:
        return row.values
    with use_language(row.language):
        late = await kind.late(row.values)
    return {**row.values, **late} if late is not None else None


def compose(row: Queued, values: Values) -> Letter:
    """The message of this row with these values: equal values give equal bytes.

    Raises whatever a template raises: the row cannot be sent as it is.
    """
    shown = parts(kinds.find(row.kind), values, row.language, to_name=row.to_name)
    with use_language(row.language):
        files = kinds.attachments(row.kind, values)
    content = _headers(row, shown.subject) + _body(shown, files, row.boundary)
    return Letter(addresses.sender().addr_spec, row.to_address, row.message_id, row.dated_at, content)


def _headers(row: Queued, subject: str) -> bytes:
    """The headers of the message (RFC 5322 §3.6), without those that say what it consists of."""
    message = EmailMessage(policy=SMTP)
    message["From"] = addresses.sender()
    message["To"] = addresses.mailbox(row.to_address, row.to_name)
    # Python would decode what looks like an encoded word, and the line ends hidden in it.
    message["Subject"] = subject.replace("=?", "= ?")
    message["Date"] = clock.local(row.dated_at)
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: holiday replies stay away
    message["MIME-Version"] = "1.0"
    return message.as_bytes().removesuffix(b"\r\n")


def parts(kind: Kind, values: Values, language: str, *, to_name: str = "") -> Parts:
    """Subject, text and HTML of a message with these values, in the language of the reader."""
    with use_language(language):
        subject = one_line(kind.subject(values))
        context = {**values, "subject": subject, "language": language, "to_name": to_name}
        text = TEXT.get_template(f"{kind.template}.txt").render(context)
        html = HTML.get_template(f"{kind.template}.html").render(context)
    return Parts(subject, _plain_lines(text), _html_lines(html))


def _plain_lines(text: str) -> str:
    """Without loose ends, and at most one blank line together."""
    return _BLANK_LINES.sub("\n\n", "\n".join(map(str.rstrip, text.splitlines()))).strip("\n") + "\n"


def _html_lines(html: str) -> str:
    """Without indents and empty lines: Gmail cuts off what comes after 102 kB."""
    return "\n".join(line for line in map(str.strip, html.splitlines()) if line) + "\n"


def _body(shown: Parts, files: Sequence[Attachment], boundary: str) -> bytes:
    """Plain text first, HTML last (RFC 2046 §5.1.4); with files both stand together in a first part,
    beside what says the same in a form for programs.

    Put together here: the standard library takes as long for this as for all the rest of a message.
    """
    texts = [_text_part(shown.text, "plain"), _text_part(shown.html, "html")]
    if not files:
        return _multipart("alternative", texts, boundary)
    texts += [_inline_part(file) for file in files if file.is_alternative]
    both = _multipart("alternative", texts, f"{boundary}-text")
    return _multipart("mixed", [both, *map(_file_part, files)], boundary)


def _multipart(subtype: str, parts: Sequence[bytes], boundary: str) -> bytes:
    """RFC 2046 §5.1.1."""
    line = f"--{boundary}".encode()
    content = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return _part(f'multipart/{subtype}; boundary="{boundary}"', content)


def _text_part(text: str, subtype: str) -> bytes:
    """Quoted-printable, so that no relay has to recode it (RFC 6376 §5.3)."""
    encoded = b2a_qp(text.encode()).replace(b"\n", b"\r\n")
    return _part(f"text/{subtype}; charset=utf-8", encoded, "Content-Transfer-Encoding: quoted-printable")


def _inline_part(file: Attachment) -> bytes:
    return _part(file.media_type, _base64(file), "Content-Transfer-Encoding: base64")


def _file_part(file: Attachment) -> bytes:
    return _part(
        file.media_type,
        _base64(file),
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{file.filename}"',
    )


def _base64(file: Attachment) -> bytes:
    return base64.encodebytes(file.content).replace(b"\n", b"\r\n")


def _part(media_type: str, content: bytes, *headers: str) -> bytes:
    """Headers of our own making, ASCII and short: nothing to encode or fold."""
    lines = (f"Content-Type: {media_type}", *headers, "", "")
    return "\r\n".join(lines).encode("ascii") + content
