"""Kinds of message for tests, a way to queue them, and a server that takes them."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader

from tests.smtp_server import SmtpServer, smtp_server
from weekplanner import wiring
from weekplanner.core import db, settings
from weekplanner.mailer import kinds, outbox, render, sender
from weekplanner.mailer.kinds import Attachment, Kind, Values
from weekplanner.mailer.models import OutboxMessage, Priority
from weekplanner.mailer.outbox import Message

TEMPLATES = {
    "test/note.txt": '{% extends "mail/base.txt" %}{% block body %}{{ words }}{% endblock %}',
    "test/note.html": '{% extends "mail/base.html" %}{% block body %}<p>{{ words }}</p>{% endblock %}',
    "test/broken.txt": "{{ there_is_no_such_value }}",
    "test/broken.html": "",
    "test/secret.txt": "{{ token }}",
    "test/secret.html": "{{ token }}",
}


def _subject(values: Values) -> str:
    return str(values.get("subject_words", "Een briefje"))


def _no_subject(values: Values) -> str:
    return str(values["there_is_no_such_value"])


def _no_file(values: Values) -> list[Attachment]:
    raise ValueError(values)


async def _token(values: Values) -> Values | None:
    if values["row"] == 0:
        return None
    return {"token": f"made again from row {values['row']}"}


def _kind(name: str, template: str, sample: Values, **more: Any) -> Kind:
    return Kind(name, template, "Een briefje", "In een test.", sample=sample, **{"subject": _subject, **more})


KINDS = (
    _kind("note", "test/note", {"words": "Dag!"}),
    _kind("urgent", "test/note", {"words": "Nu!"}, priority=Priority.URGENT),
    _kind("bulk", "test/note", {"words": "Veel."}, priority=Priority.BULK),
    _kind("brief", "test/note", {"words": "Even."}, lifetime=timedelta(minutes=15)),
    _kind("broken", "test/broken", {}),
    _kind("nameless", "test/note", {"words": "Dag!"}, subject=_no_subject),
    _kind("torn", "test/note", {"words": "Dag!"}),
    _kind("secret", "test/secret", {"row": 1, "token": "voorbeeld"}, late=_token),
)

ATTACHMENTS = {"torn": _no_file}


@pytest.fixture
async def queue(database: None) -> AsyncIterator["Queue"]:
    """The outbox, with the kinds above beside the real ones."""
    loaders = render.TEXT.loader, render.HTML.loader
    for environment in (render.TEXT, render.HTML):
        environment.loader = ChoiceLoader([DictLoader(TEMPLATES), environment.loader])
    kinds.wire((*wiring.MESSAGE_KINDS, *KINDS), {**wiring.ATTACHMENTS, **ATTACHMENTS})
    yield Queue()
    render.TEXT.loader, render.HTML.loader = loaders
    wiring.wire()


@dataclass
class Queue:
    """Puts messages in the outbox, each in a transaction of its own."""

    numbers: Iterator[int]

    def __init__(self) -> None:
        self.numbers = count(1)

    async def put(self, to: str = "jan@example.org", *, kind: str = "note", **values: Any) -> OutboxMessage:
        """Queue one message, and answer its row."""
        key = f"{kind}:{next(self.numbers)}"
        options = {name: values.pop(name) for name in ("to_name", "language", "not_after") if name in values}
        message = Message(kind, to, {"words": "Er staat een stoel klaar.", **values}, key, **options)
        async with db.transaction():
            assert await outbox.put(message)
        return await OutboxMessage.get(unique_key=key)

    async def put_many(self, number: int, *, kind: str = "note") -> list[str]:
        """Queue messages to as many people; answers their addresses."""
        addresses = [f"{kind}{each}@example.org" for each in range(number)]
        for address in addresses:
            await self.put(address, kind=kind)
        return addresses

    async def statuses(self) -> list[str]:
        """Where each message stands, oldest first."""
        return [row.status.value for row in await OutboxMessage.all().order_by("id")]


@pytest.fixture
async def server(queue: Queue, configured: settings.Settings) -> AsyncIterator[SmtpServer]:
    """A mail server, which the settings of this test name."""
    async with smtp_server() as running:
        with settings.using(configured.model_copy(update={"mail_url": running.url})):
            yield running


@pytest.fixture
def use(configured: settings.Settings) -> Iterator[Callable[..., None]]:
    """Change settings for the rest of the test."""
    with settings.using(configured):
        yield lambda **changes: settings.use(settings.current().model_copy(update=changes))


@pytest.fixture(autouse=True)
def _no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "POLL_S", 0.02)
    monkeypatch.setattr(sender, "ERROR_REST_S", 0.02)
    monkeypatch.setattr(sender, "PAUSES_S", (0.02, 0.05))
