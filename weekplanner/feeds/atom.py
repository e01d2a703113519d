"""Items, and what stands around them, as an Atom feed (RFC 4287)."""

from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from weekplanner.core import settings
from weekplanner.feeds.frames import Frame
from weekplanner.feeds.items import Item, rfc3339
from weekplanner.feeds.subjects import Subject

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""A feed must say when it changed last (§4.2.15), also one that never held anything."""


def entry(item: Item) -> bytes:
    """The item as `atom:entry`; its namespace and language are those of the feed around it."""
    written = ElementTree.Element("entry")
    _text(written, "id", item.id)
    _text(written, "title", item.title)
    _text(written, "published", rfc3339(item.published_at))
    _text(written, "updated", rfc3339(item.updated_at))
    ElementTree.SubElement(written, "link", rel="alternate", type="text/html", href=item.url)
    if item.picture_url:
        ElementTree.SubElement(written, "link", rel="enclosure", type="image/jpeg", href=item.picture_url)
    _text(ElementTree.SubElement(written, "author"), "name", item.author)
    if item.category:
        ElementTree.SubElement(written, "category", term=item.category)
    if item.summary:
        _text(written, "summary", item.summary)
    _text(written, "content", _html(item), type="html")
    return _bytes(written)


def frame(subject: Subject, updated_at: datetime | None) -> Frame:
    """What stands around the entries; `updated_at` is the latest of theirs, None without any."""
    address = subject.address
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": address.language})
    _text(feed, "id", uuid5(NAMESPACE_URL, address.url).urn)
    _text(feed, "title", subject.name)
    _text(feed, "subtitle", subject.description)
    _text(feed, "updated", rfc3339(updated_at or _NEVER))
    ElementTree.SubElement(feed, "link", rel="self", type=MEDIA_TYPE, href=address.url)
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=subject.page_url)
    _text(ElementTree.SubElement(feed, "author"), "name", settings.current().publisher)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n' + _bytes(feed)
    foot = b"</feed>"
    return Frame(head.removesuffix(foot) + b"\n", b"\n", b"\n" + foot + b"\n")


def _text(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text


def _bytes(element: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(element, encoding="utf-8")
    return written


def _html(item: Item) -> str:
    """What the item tells, with its moments as a list; the text is escaped once more on its way."""
    moments = "".join(f"<li>{escape(moment)}</li>" for moment in item.moments)
    paragraphs = [f"<p>{escape(each).replace(chr(10), '<br>')}</p>" for each in item.paragraphs]
    return f"<ul>{moments}</ul>{''.join(paragraphs)}"
