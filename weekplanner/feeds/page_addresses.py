"""Where the page about an entry is."""

from weekplanner.core import links, settings, texts
from weekplanner.listing.models import Entry, EntryKind


def page_url(entry: Entry) -> str:
    """The page of its activity or congress, in the language that is written in."""
    if entry.kind is EntryKind.CONGRESS:
        prefix = "" if texts.language() == texts.SOURCE_LANGUAGE else f"/{texts.language()}"
        return f"{settings.current().base_url}{prefix}/congres/{entry.slug}"
    return links.url("activity", language=texts.language(), slug=entry.slug, id=entry.activity_id)
