"""What holds for every kind of message as it is sent, also when people type odd things."""

import re
from typing import Any

import icalendar
import pytest

from tests.conftest import BASE_URL, NOW
from tests.mailer.reading import Document, defects, read
from weekplanner import wiring
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.mailer import render
from weekplanner.mailer.kinds import Kind
from weekplanner.mailer.models import OutboxMessage

TO, TO_NAME = "zoe.vandenberg@example.org", "Zoë Vandenberg"
SAMPLE_SITE = "https://voorbeeld.nl"
"""Where the links of samples lead; in a message that is queued they lead to the site itself."""

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Type")
LONG = " heel" * 600 + " " + "lang" * 400 + " " + "é" * 1_200
NASTY = (
    '</p></td><img src=x onerror=alert(1)><a href="javascript:alert(1)">"&amp;</a>{{ 7*7 }}{% raw %}'
    "\r\n.\r\nBcc: piet@example.org\r\n\r\n--=_x--\r\n=?utf-8?q?=0D=0ABcc:_piet=40example.org?=\0\ud800\u202e"
)
_TYPED = re.compile(r"(?=.*[a-z])(?:[A-Z].*|.* .*)", re.DOTALL)
"""Words that people typed: moments, addresses, links and codes have no space, and no capital in front."""
_LINK = re.compile(r"https?://[^\s<>\"]+")
_TELEPHONE = re.compile(r"\d(?:[ -]?\d){9,}")
_PERSONAL = re.compile(r"name|email|phone|contact|asker|inviter|guest|host")

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("configured")]
each_kind = pytest.mark.parametrize("kind", wiring.MESSAGE_KINDS, ids=lambda kind: kind.name)
each_kind_with_files = pytest.mark.parametrize(
    "kind",
    [kind for kind in wiring.MESSAGE_KINDS if kind.name in wiring.ATTACHMENTS],
    ids=lambda kind: kind.name,
)
whatever_is_typed = pytest.mark.parametrize("more", ["", LONG, NASTY], ids=["sample", "long", "nasty"])


def filled(value: Any, more: str) -> Any:
    """A sample as the outbox keeps it, leading to this site, with `more` behind all that people typed."""
    if isinstance(value, dict):
        return {name: filled(each, more) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [filled(each, more) for each in value]
    if isinstance(value, str) and value.startswith(SAMPLE_SITE):
        return BASE_URL + value.removeprefix(SAMPLE_SITE)
    return clean(value + more) if isinstance(value, str) and _TYPED.fullmatch(value) else value


def queued(kind: Kind, more: str = "") -> OutboxMessage:
    """A message of this kind as it stands in the outbox."""
    return OutboxMessage(
        kind=kind.name,
        values=filled(kind.sample, more),
        language="nl",
        to_address=TO,
        to_name=one_line(TO_NAME + more),
        message_id="<1@weekplanner.example>",
        dated_at=NOW,
        boundary="=_1",
    )


def sent(row: OutboxMessage) -> bytes:
    """Its bytes."""
    return render.compose(row, row.values).content


@each_kind
@whatever_is_typed
def test_every_kind_is_whole_for_any_mail_program(kind: Kind, more: str):
    row = queued(kind, more)
    content = sent(row)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    message = read(content)
    assert defects(message) == []
    assert [name for name in ONCE if len(message.get_all(name, [])) != 1] == []
    assert [each.addr_spec for each in message["To"].addresses] == [TO]
    document = Document(message.get_body(("html",)).get_content())
    assert document.open == []
    assert document.named("html") == [{"lang": "nl"}]
    assert " ".join(document.words["title"].split()) == one_line(kind.subject(row.values))
    assert len(document.named("h1")) == 1
    assert {table.get("role") for table in document.named("table")} == {"presentation"}
    assert all(image.get("alt") is not None for image in document.named("img"))
    assert {"script", "iframe", "form"}.isdisjoint(tag for tag, _ in document.tags)


@each_kind
@whatever_is_typed
def test_both_parts_of_every_kind_lead_to_the_same_pages_of_this_site(kind: Kind, more: str):
    message = read(sent(queued(kind, more)))
    plain, html = (message.get_body((part,)).get_content() for part in ("plain", "html"))
    links = [link["href"] for link in Document(html).named("a")]
    pages = [link for link in links if not link.startswith(("tel:", "mailto:"))]
    assert pages == [link.rstrip(".,)") for link in _LINK.findall(plain)]
    others = [link for link in pages if link != BASE_URL and not link.startswith(f"{BASE_URL}/")]
    assert others == [each for each in (kind.sample.get("tracking_url"),) if each]  # the carrier's own page


@each_kind
def test_no_kind_says_in_its_subject_who_anybody_is(kind: Kind):
    row = queued(kind)
    subject = str(read(sent(row))["Subject"])
    assert "@" not in subject
    assert not _TELEPHONE.search(subject)
    people = {str(value) for name, value in row.values.items() if _PERSONAL.search(name)}
    words = {word for name in (TO_NAME, *people) for word in name.split()}
    assert words & set(subject.split()) == set()


@each_kind_with_files
@whatever_is_typed
def test_the_files_of_a_kind_have_names_and_calendars_can_be_read(kind: Kind, more: str):
    files = list(read(sent(queued(kind, more))).iter_attachments())
    assert files
    for file in files:
        assert re.fullmatch(r"[a-z0-9-]+\.[a-z]+", file.get_filename())
        if file.get_content_type() == "text/calendar":
            content = file.get_payload(decode=True)
            assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
            assert max(map(len, content.split(b"\r\n"))) <= 75
            calendar = icalendar.Calendar.from_ical(content)
            assert [error for component in calendar.walk() for error in component.errors] == []
            assert calendar.walk("VEVENT")
            assert file.get_param("method") == calendar.get("METHOD")  # RFC 6047 §2.4
