"""From a row to bytes: well-formed, harmless, and the same each time."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.mailer.conftest import KINDS, Queue
from tests.mailer.reading import read
from weekplanner import wiring
from weekplanner.core import clock, settings
from weekplanner.core.text_cleaning import one_line
from weekplanner.mailer import kinds, render
from weekplanner.mailer.kinds import Attachment, Kind
from weekplanner.mailer.models import OutboxMessage


async def content(row: OutboxMessage) -> bytes:
    letter = await render.letter(row)
    assert letter is not None
    return letter.content


async def test_each_attempt_gives_the_same_bytes(queue: Queue, now: clock.MovableClock):
    row = await queue.put(to_name="Zoë", words="Één stoel voor u. " * 50, subject_words="Één stoel" * 20)
    first = await content(row)
    now.move(timedelta(days=2))
    assert await content(await OutboxMessage.get(id=row.id)) == first


async def test_a_message_has_the_headers_that_mail_systems_ask_for(queue: Queue):
    row = await queue.put("Jan@example.org", to_name="Jan Jansen", subject_words="Koffie, vr 1 oktober")
    message = read(await content(row))
    assert dict(message.items()) == {
        "From": "Kom erbij <kom-erbij@weekplanner.example>",
        "To": "Jan Jansen <Jan@example.org>",
        "Subject": "Koffie, vr 1 oktober",
        "Date": "Mon, 16 Aug 2027 12:00:00 +0200",
        "Message-ID": row.message_id,
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{row.boundary}"',
    }


async def test_plain_text_comes_first_and_both_parts_say_the_same(queue: Queue):
    row = await queue.put(words="<Soep> & brood, €3 – één kom")
    plain, html = read(await content(row)).iter_parts()
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert "<Soep> & brood, €3 – één kom" in plain.get_content()
    assert "&lt;Soep&gt; &amp; brood, €3 – één kom" in html.get_content()


@pytest.mark.parametrize(
    "words", ["é" * 3000, "a" * 5000, ".\n..\nFrom hier\n\n\n\n--=_\n", "regel  \t\n" * 90]
)
async def test_the_bytes_are_ascii_in_short_lines_that_end_in_crlf(words: str, queue: Queue):
    sent = await content(await queue.put(words=words, to_name="Ë" * 100))
    assert sent.isascii()
    assert sent.count(b"\n") == sent.count(b"\r\n") == sent.count(b"\r")
    assert max(map(len, sent.split(b"\r\n"))) <= 78
    plain, _html = read(sent).iter_parts()
    assert "".join(words.split()) in "".join(plain.get_content().split())


@given(words=st.text(), name=st.text())
@example(words="Hallo\r\nBcc: piet@example.org", name="")
@example(words="", name='"\r\nX: y')
@example(words="=?utf-8?q?=0D=0ABcc:_piet=40example.org?=", name="=?utf-8?q?=0D=0A?=")
@example(words="é" * 998, name="é" * 998)
async def test_no_words_make_a_header_of_their_own(words: str, name: str, queue: Queue):
    row = OutboxMessage(
        kind="note",
        values={"words": words, "subject_words": words},
        language="nl",
        to_address="jan@example.org",
        to_name=name,
        message_id="<1@weekplanner.example>",
        dated_at=clock.now(),
        boundary="=_1",
    )
    message = read(await content(row))
    assert message.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert [each.addr_spec for each in message["To"].addresses] == ["jan@example.org"]
    subject = str(make_header(decode_header(str(message["Subject"]))))
    assert subject.split() == one_line(words).replace("=?", "= ?").split()


@pytest.mark.parametrize(
    "media_type", ['text/calendar; charset="utf-8"', 'text/calendar; method="PUBLISH"; charset="utf-8"']
)
async def test_files_go_along_byte_for_byte_when_the_kind_has_them(media_type: str, queue: Queue):
    calendar = b"BEGIN:VCALENDAR\r\nSUMMARY:Koffie\\, caf\xc3\xa9\r\n .\r\nEND:VCALENDAR\r\n" * 9
    kinds.wire(
        KINDS, {"note": lambda _values: [Attachment("koffie.ics", media_type.replace('"', ""), calendar)]}
    )
    row = await queue.put()
    sent = await content(row)
    assert await content(row) == sent
    texts, attached = read(sent).iter_parts()
    assert [part.get_content_type() for part in texts.iter_parts()] == ["text/plain", "text/html"]
    assert dict(attached.items()) == {
        "Content-Type": media_type.replace("charset=utf-8", 'charset="utf-8"').replace(
            "=PUBLISH", '="PUBLISH"'
        ),
        "Content-Transfer-Encoding": "base64",
        "Content-Disposition": 'attachment; filename="koffie.ics"',
    }
    assert attached.get_payload(decode=True) == calendar


@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ('soep".ics', "text/calendar"),
        ("soep\r\nBcc: piet@example.org", "text/calendar"),
        ("één.ics", "text/calendar"),
        ("", "text/calendar"),
        ("soep.ics", "text/calendar\r\nBcc: piet@example.org"),
        ("soep.ics", "calendar"),
    ],
)
def test_a_file_whose_name_or_type_would_tear_a_header_is_a_programming_error(filename: str, media_type: str):
    with pytest.raises(ValueError, match="file"):
        Attachment(filename, media_type, b"")


def test_files_of_an_unknown_kind_are_a_programming_error():
    with pytest.raises(kinds.UnknownKind):
        kinds.wire((), {"note": lambda _values: []})


async def test_a_secret_is_made_again_when_sending_and_never_stored(queue: Queue):
    row = await queue.put(kind="secret", row=7)
    assert "token" not in row.values
    plain, html = read(await content(row)).iter_parts()
    assert [part.get_content().strip() for part in (plain, html)] == ["made again from row 7"] * 2


async def test_a_message_that_has_lost_its_point_is_not_made(queue: Queue):
    assert await render.letter(await queue.put(kind="secret", row=0)) is None


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", wiring.MESSAGE_KINDS, ids=lambda kind: kind.name)
def test_every_kind_reads_well(kind: Kind, language: str, configured: settings.Settings):
    parts = render.parts(kind, kind.sample, language, to_name="Jan")
    assert 0 < len(parts.subject) <= 78
    lines = parts.text.splitlines()
    assert [line for line in lines if len(line) > 66 and "://" not in line] == []
    assert settings.current().help_phone in parts.text
    assert settings.current().help_phone in parts.html
    assert f'<html lang="{language}">' in parts.html
    assert parts.html.count("<h1") == 1
    assert "eenzaam" not in parts.text.replace("Week tegen Eenzaamheid", "").lower()
