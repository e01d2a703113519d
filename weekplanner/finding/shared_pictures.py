"""The picture that stands beside an address of this site where somebody shares it.

What is on it is part of its address, so that a picture that somebody keeps is never wrong: another title is
another address, and the old one leads to it. It is drawn when the first asks for it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weekplanner.core import clock, links, settings
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.formats import title_cards
from weekplanner.formats.title_cards import TitleCard
from weekplanner.geo.models import Municipality

DEFAULT_FILE = "open-graph.png"
"""In `static`: of every page without a picture of its own, and when drawing one fails."""


@dataclass(frozen=True)
class SharedPicture:
    """A picture at an address of its own; `route` and `key` are those of what it is about."""

    card: TitleCard
    route: str
    key: dict[str, Any]

    @property
    def path(self) -> str:
        """Where it is on this site."""
        return links.path(self.route, digest=self.card.digest, **self.key)

    @property
    def url(self) -> str:
        """The whole address, for og:image."""
        return links.url(self.route, digest=self.card.digest, **self.key)

    @property
    def alt(self) -> str:
        """What is to be read on it."""
        return self.card.words


def of_activity(activity_id: int, *, title: str, when: str, where: str, is_cancelled: bool) -> SharedPicture:
    """Of one activity: what, when and where; when it was called off, that first of all."""
    notice = _("Gaat niet door") if is_cancelled else ""
    return SharedPicture(
        TitleCard(title, (when, where), notice), "shared_activity_picture", {"id": activity_id}
    )


def of_municipality(municipality: Municipality, edition: Edition | None) -> SharedPicture:
    """Of the page of a municipality: its name, and the days of the week that `edition` is."""
    title = _("Kom erbij in %(municipality)s") % {"municipality": municipality.name}
    when = f"{edition.dates_in_words} {edition.year}" if edition else ""
    lines = tuple(line for line in (when, _("Vind iets leuks bij u in de buurt")) if line)
    return SharedPicture(TitleCard(title, lines), "shared_municipality_picture", {"slug": municipality.slug})


def default_card() -> TitleCard:
    """What is on the picture of every other page."""
    return TitleCard(_("Er staat een stoel voor u klaar"), (_("Vind iets leuks bij u in de buurt"),))


def directory() -> Path:
    """Where the drawn ones are kept."""
    return settings.current().media_dir / "shared"


async def file_of(picture: SharedPicture) -> Path:
    """The file of a picture, drawn now if there is none; raises NotDrawn."""
    return await title_cards.drawn(picture.card, directory(), now=clock.now())
