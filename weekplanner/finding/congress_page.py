"""The page of a congress: what stands there, and whom it sends to another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.purge import NEEDS_TERM
from weekplanner.congress.queries import congresses
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.window import Window
from weekplanner.congress.words import KINDS
from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.finding import structured_data
from weekplanner.finding.days import starting_a_sentence
from weekplanner.finding.following import Feed, feed_of_congresses
from weekplanner.formats import markdown
from weekplanner.vocabulary.queries import vocabulary

MOST_OTHERS = 2
"""Beside the button to sign up; the page of all congresses has the rest."""


@dataclass(frozen=True)
class CongressCard:
    """A congress among others."""

    window: Window
    kind: str
    path: str
    audiences: list[str]

    @property
    def congress(self) -> Congress:
        """What it is about."""
        return self.window.congress


@dataclass(frozen=True)
class CongressPage:
    """A congress for readers, with the others of its edition that are still to come."""

    programme: Programme
    window: Window
    others: Sequence[Congress]

    @property
    def congress(self) -> Congress:
        """What it is about."""
        return self.programme.congress

    @property
    def url(self) -> str:
        """The whole address, as search engines keep it."""
        return links.url("congress", slug=self.congress.slug)

    @property
    def kind(self) -> str:
        """Openingscongres."""
        return _(KINDS[self.congress.kind])

    @property
    def audiences(self) -> str:
        """For whom it is meant, in words that begin a sentence."""
        return starting_a_sentence(texts.listed(_audiences(self.congress)))

    @property
    def description(self) -> Markup:
        """What the team says of it."""
        return markdown.html(self.congress.description)

    @property
    def ways_on(self) -> list[tuple[str, str]]:
        """To others of the same edition: words and path."""
        return [(self._in_words(each), _path(each)) for each in self.others[:MOST_OTHERS]]

    @property
    def pointers(self) -> dict[str, str]:
        """What is said to each audience that another congress is meant for, by its id."""
        elsewhere = {
            each: self.meant_for(each)
            for each in vocabulary().congress_audiences
            if each not in self.congress.audiences
        }
        return {
            each: _("Voor u is er het %(congress)s.") % {"congress": texts.within(meant[0])}
            for each, meant in elsewhere.items()
            if meant
        }

    def meant_for(self, audience: str | None) -> tuple[str, str] | None:
        """The congress that is meant for an audience: words and path."""
        found = next((each for each in self.others if audience in each.audiences), None)
        return (self._in_words(found), _path(found)) if found else None

    @property
    def needs_kept_until(self) -> str:
        """The last day on which what people need is known."""
        return texts.day(clock.local(self.congress.ends_at + NEEDS_TERM).date())

    @property
    def next_in_line(self) -> int:
        """The place in line of who signs up now, when it is full."""
        return self.programme.seats.waiting + 1

    @property
    def feed(self) -> Feed:
        """All congresses, for somebody's own calendar."""
        return feed_of_congresses()

    @property
    def structured_data(self) -> dict[str, Any]:
        """For search engines. Any: plain JSON."""
        return structured_data.congress(self.window, self.url)

    def _in_words(self, other: Congress) -> str:
        """Slotcongres op vrijdag 8 oktober."""
        day = texts.day(clock.local(other.starts_at).date())
        return _("%(congress)s op %(day)s") % {"congress": _(KINDS[other.kind]), "day": day}


async def page_of(programme: Programme) -> CongressPage:
    """The page as it is now."""
    now = clock.now()
    others = await congresses.others_on_site(programme.congress)
    to_come = [each for each in others if each.ends_at > now]
    return CongressPage(programme, Window(programme.congress, programme.seats, now), to_come)


def card_of(window: Window) -> CongressCard:
    """The card of a congress, in the reader's language."""
    congress = window.congress
    return CongressCard(window, _(KINDS[congress.kind]), _path(congress), _audiences(congress))


def _audiences(congress: Congress) -> list[str]:
    terms = vocabulary().congress_audiences
    return [texts.within(terms[each].label) for each in congress.audiences if each in terms]


def _path(congress: Congress) -> str:
    return links.path("congress", language=texts.language(), slug=congress.slug)
