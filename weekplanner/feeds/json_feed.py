"""Items, and what stands around them, as a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from weekplanner.core import settings
from weekplanner.feeds.frames import Frame, as_json
from weekplanner.feeds.items import Item, rfc3339
from weekplanner.feeds.subjects import Subject

VERSION = "https://jsonfeed.org/version/1.1"


def item(values: Item) -> bytes:
    """The item; what there is nothing to say of is left out."""
    written: dict[str, object] = {
        "id": values.id,
        "url": values.url,
        "title": values.title,
        "content_text": "\n\n".join(("\n".join(values.moments), *values.paragraphs)),
        "date_published": rfc3339(values.published_at),
        "date_modified": rfc3339(values.updated_at),
        "authors": [{"name": values.author}],
    }
    optional = {"summary": values.summary, "image": values.picture_url}
    written.update({name: value for name, value in optional.items() if value})
    if values.category:
        written["tags"] = [values.category]
    return as_json(written)


def frame(subject: Subject) -> Frame:
    """What stands around the items."""
    about = {
        "version": VERSION,
        "title": subject.name,
        "description": subject.description,
        "home_page_url": subject.page_url,
        "feed_url": subject.address.url,
        "language": subject.address.language,
        "authors": [{"name": settings.current().publisher}],
    }
    return Frame.of_json(about, "items")
