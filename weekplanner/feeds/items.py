"""What is new, for readers of news: an activity, or a congress, with all its moments as one item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from weekplanner.core import clock, settings, texts
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.core.texts import gettext as _
from weekplanner.feeds import vevents
from weekplanner.feeds.page_addresses import page_url
from weekplanner.listing.models import Entry, EntryKind, EntryState
from weekplanner.listing.values import Details, details_of


class ItemKey(NamedTuple):
    """Which item: an activity by its id, a congress by the id its entry comes from."""

    kind: EntryKind
    item_id: int

    @classmethod
    def of(cls, entry: Entry) -> "ItemKey":
        """The item that an entry is a moment of."""
        if entry.kind is EntryKind.CONGRESS:
            return cls(entry.kind, entry.source_id)
        assert entry.activity_id is not None
        return cls(entry.kind, entry.activity_id)


@dataclass(frozen=True, slots=True)
class Item:
    """What every format says of it, in the language that is written in. Texts are plain."""

    id: str
    """A URN that is stable and never given out again, since what has been listed stays listed."""
    mark: str
    """Gives its place among others, the newest last, and changes whenever anything else does."""
    url: str
    title: str
    summary: str
    published_at: datetime
    updated_at: datetime
    moments: tuple[str, ...]
    paragraphs: tuple[str, ...]
    author: str
    category: str
    picture_url: str


def item_of(entries: Sequence[Entry]) -> Item:
    """All entries of one activity, or of one congress, as one item."""
    ordered = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    standing = next((entry for entry in ordered if entry.state is EntryState.LISTED), ordered[0])
    goes_on = standing.state is EntryState.LISTED
    first = min(entries, key=lambda entry: entry.id)
    details = details_of(standing)
    published_at = min(entry.listed_at for entry in entries)
    revisions = f"{len(entries)}.{sum(entry.revision for entry in entries)}"
    return Item(
        id=uuid5(UUID(first.uid), ItemKey.of(first).kind.value).urn,
        mark=f"{published_at:%Y%m%dT%H%M%SZ} {first.uid} {revisions}",
        url=page_url(standing),
        title=vevents.title_of(standing),
        summary=one_line(standing.summary),
        published_at=published_at,
        updated_at=max(entry.revised_at for entry in entries),
        moments=tuple(_moment(entry) for entry in ordered),
        paragraphs=tuple(_told(standing, details) if goes_on else _called_off(standing, details)),
        author=one_line(standing.organisation_name) or settings.current().publisher,
        category=one_line(details.category_label),
        picture_url=settings.current().base_url + details.picture_path if details.picture_path else "",
    )


def rfc3339(moment: datetime) -> str:
    """A moment as Atom and JSON Feed write it (RFC 3339): in UTC, to the second."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _moment(entry: Entry) -> str:
    day = texts.day_with_year(clock.local(entry.starts_at).date())
    words = f"{day}, {texts.span(entry.starts_at, entry.ends_at)}"
    goes_on = entry.state is EntryState.LISTED
    return words if goes_on else _("%(moment)s (gaat niet door)") % {"moment": words}


def _told(entry: Entry, details: Details) -> Iterable[str]:
    lines = (*details.joining, details.online_url, vevents.price(entry.price_cents))
    return _filled(
        entry.summary,
        details.description,
        details.location,
        "\n".join(line for line in lines if line),
        details.host,
        details.transport,
    )


def _called_off(entry: Entry, details: Details) -> Iterable[str]:
    return _filled(_("Dit gaat niet door."), details.apology, entry.summary, details.contact)


def _filled(*paragraphs: str) -> Iterable[str]:
    return [cleaned for paragraph in paragraphs if (cleaned := clean(paragraph))]
