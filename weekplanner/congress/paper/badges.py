"""Badges with a name to read from two metres, eight on a sheet with lines to cut along."""

from datetime import datetime
from pathlib import Path
from typing import Any

from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.paper.people import PrintedPerson
from weekplanner.congress.words import KINDS
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.formats import papers

TEMPLATE = Path(__file__).with_name("badges.typ")


def head(congress: Congress, *, now: datetime) -> dict[str, Any]:
    """Of all badges of a congress."""
    day = texts.day_with_year(clock.local(congress.starts_at).date())
    return papers.head(
        _("Badges voor %(title)s") % {"title": congress.title},
        now=now,
        words={},
        occasion=f"{_(KINDS[congress.kind])}, {day.partition(' ')[2]}",
    )


def item(person: PrintedPerson) -> dict[str, Any]:
    """One badge."""
    return {
        **person.qr(),
        "name": person.name,
        "organisation": person.organisation,
        "role": person.role,
    }
