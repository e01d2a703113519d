"""Tickets: a page for each person, to keep on a telephone or to take along on paper."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.paper.people import PrintedPerson
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.words import KINDS
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.formats import papers

TEMPLATE = Path(__file__).with_name("tickets.typ")


def head(programme: Programme, seats: Collection[int], *, now: datetime) -> dict[str, Any]:
    """What all people of a party have in common; `seats` are the ids of the workshops they go to."""
    congress = programme.congress
    words = {
        "ticket": _("Toegangsbewijs"),
        "when": _("Wanneer"),
        "where": _("Waar"),
        "travel": _("Zo komt u er"),
        "code": _("Uw code"),
        "show": _(
            "Laat deze bladzijde zien bij de ingang, op papier of op uw telefoon. De code is ook genoeg."
        ),
        "away": _(
            "Kunt u toch niet komen? Meld u af met de link in uw mail. Dan maakt u iemand anders blij."
        ),
    }
    return papers.head(
        _("Toegangsbewijs voor %(title)s") % {"title": congress.title},
        now=now,
        words=words,
        congress=congress.title,
        kind=_(KINDS[congress.kind]),
        day=texts.day_with_year(clock.local(congress.starts_at).date()),
        span=texts.span(congress.starts_at, congress.ends_at),
        where=_address(congress),
        rounds=_rounds(programme, seats),
        travel=congress.travel.splitlines(),
    )


def item(person: PrintedPerson) -> dict[str, Any]:
    """One ticket."""
    return {**person.qr(), "name": person.name}


def _address(congress: Congress) -> list[str]:
    lines = (
        congress.venue,
        f"{congress.street} {congress.house_number}",
        f"{congress.postcode} {congress.place}",
    )
    return [line.strip() for line in lines if line.strip()]


def _rounds(programme: Programme, seats: Collection[int]) -> list[dict[str, str]]:
    """Where they have a seat, in the order of the programme."""
    return [
        {
            "label": _("Ronde %(number)s") % {"number": part.number},
            "span": texts.span(part.part.starts_at, part.part.ends_at),
            "title": workshop.title,
            "room": workshop.room,
        }
        for part in programme.rounds
        for workshop in part.workshops
        if workshop.id in seats
    ]
