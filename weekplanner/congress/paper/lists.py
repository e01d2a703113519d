"""Lists of who comes, with a square to tick: of a whole congress, and of each workshop a page of its own."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from weekplanner.congress.models.congresses import Congress, Workshop
from weekplanner.congress.paper.people import PrintedPerson
from weekplanner.congress.queries.congresses import Part
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.formats import papers

TEMPLATE = Path(__file__).with_name("lists.typ")


def head(title: str, congress: Congress, *, now: datetime) -> dict[str, Any]:
    """Of a list of this congress."""
    words = {
        "name": _("Naam"),
        "organisation": _("Organisatie"),
        "code": _("Code"),
        "nobody": _("Er heeft nog niemand een plek."),
        "throw_away": _("Gooi deze lijst na afloop weg: er staan namen op."),
    }
    day = texts.day_with_year(clock.local(congress.starts_at).date())
    return papers.head(title, now=now, words=words, congress=congress.title, day=day)


def of_everybody(congress: Congress, people: Sequence[PrintedPerson]) -> dict[str, Any]:
    """The list of a whole congress, as one item."""
    number = ngettext("%(num)s deelnemer", "%(num)s deelnemers", len(people))
    return _list(congress.title, [number % {"num": texts.number(len(people))}], people)


def of_workshop(part: Part, workshop: Workshop, people: Sequence[PrintedPerson]) -> dict[str, Any]:
    """The list of one workshop, as one item."""
    taken = _("%(taken)s van %(capacity)s plekken bezet")
    facts = (
        _("Ronde %(number)s, %(span)s")
        % {"number": part.number, "span": texts.span(part.part.starts_at, part.part.ends_at)},
        workshop.room,
        workshop.speakers,
        taken % {"taken": texts.number(len(people)), "capacity": texts.number(workshop.capacity)},
    )
    return _list(workshop.title, [fact for fact in facts if fact], people)


def _list(title: str, facts: Sequence[str], people: Sequence[PrintedPerson]) -> dict[str, Any]:
    rows = [[each.name, each.organisation or each.role, each.code] for each in people]
    return {"title": title, "facts": list(facts), "rows": rows}
