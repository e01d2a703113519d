"""Reading messages as mail programs do."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser


def read(sent: bytes) -> EmailMessage:
    """The message in these bytes."""
    return message_from_bytes(sent, policy=policy.default)  # type: ignore[return-value]


def defects(message: EmailMessage) -> list[Exception]:
    """What a parser finds wrong with a message, its parts and all their headers."""
    found: list[Exception] = []
    for part in message.walk():
        found += part.defects
        for value in part.values():
            found += value.defects
    return found


class Document(HTMLParser):
    """What the rules for messages look at."""

    VOID = frozenset({"meta", "br", "hr", "link", "img", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.words[self.open[-1]] = self.words.get(self.open[-1], "") + data.strip()

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
