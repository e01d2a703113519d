"""What stands on a piece of the map: places with what is on there, and clusters of places."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from weekplanner.core import texts
from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.finding.cards import Card, card_of
from weekplanner.finding.clusters import MAX_ZOOM, Cluster, clusters, is_in, size_px
from weekplanner.geo.distance import Box, Point
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Listed
from weekplanner.listing.selection import Search, Selection
from weekplanner.listing.views import view

COUNTRY = Box(south=50.7, west=3.2, north=53.6, east=7.3)
COUNTRY_ZOOM = 7

MOST_PX = 3_072
"""Of a piece of the map; no screen shows more of it at once."""

MOST_MARKS = 300
"""In one answer; what is more stands together, as if seen from further away."""

MOST_TOLD = 100
"""Entries of which an answer tells what they are; with the marks it stays within 100 kB."""

MOST_READ = 1_000
"""Entries of one place, of which the soonest are told."""

_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", re.ASCII)
_SIDES = ("south", "west", "north", "east")


Told = dict[str, Any]
"""What the script is told, as JSON: numbers, texts, and lists of them."""


@dataclass(frozen=True)
class Piece:
    """A piece of the map, as closely as it is looked at."""

    box: Box = COUNTRY
    zoom: int = COUNTRY_ZOOM


def read_piece(parameters: QueryParams) -> Piece:
    """The piece that an address asks for, else the country; raises UnknownValue for one that is none."""
    asked = [parameters.get(name) for name in (*_SIDES, "zoom")]
    if all(each is None for each in asked):
        return Piece()
    *sides, zoom = (_number(each) for each in asked)
    box = Box(*sides)
    if not (
        zoom in range(MAX_ZOOM + 1)
        and -85 <= box.south < box.north <= 85
        and -180 <= box.west < box.east <= 180
        and max(size_px(box, int(zoom))) <= MOST_PX
    ):
        raise UnknownValue(_("Dit stuk van de kaart kunnen wij niet laten zien."))
    return Piece(box, int(zoom))


def _number(text: str | None) -> float:
    if text is None or not _NUMBER.fullmatch(text):
        raise UnknownValue(_("Dit stuk van de kaart kunnen wij niet laten zien."))
    return float(text)


async def points(selection: Selection | None, search: Search, piece: Piece) -> Told:
    """The marks on a piece of the map, from north to south, for the script of the map."""
    ids_at, called_off = {}, frozenset[int]()
    if selection:
        found = await view(selection, search)
        ids_at = {point: ids for point, ids in found.by_pin().items() if is_in(point, piece.box)}
        called_off = found.called_off()
    marks = _marks(ids_at, piece.zoom)
    number = sum(map(len, ids_at.values()))
    cancelled = sum(each in called_off for ids in ids_at.values() for each in ids)
    return {"summary": _summary(number - cancelled, cancelled), "marks": await _told(marks, ids_at)}


def _summary(going_on: int, cancelled: int) -> str:
    """What the page says of a whole search, of this piece: what was called off is counted apart."""
    words = ngettext(
        "%(num)s activiteit op dit stuk van de kaart",
        "%(num)s activiteiten op dit stuk van de kaart",
        going_on,
    ) % {"num": texts.number(going_on)}
    if not cancelled:
        return words
    off = ngettext("%(num)s gaat niet door", "%(num)s gaan niet door", cancelled)
    return f"{words}, {off % {'num': texts.number(cancelled)}}"


@dataclass(frozen=True)
class _Mark:
    cluster: Cluster
    entry_ids: Sequence[int]
    is_place: bool

    @property
    def number(self) -> int:
        return len(self.entry_ids)


def _marks(ids_at: Mapping[Point, Sequence[int]], zoom: int) -> list[_Mark]:
    found = clusters(ids_at, zoom)
    while len(found) > MOST_MARKS:
        zoom -= 1
        found = clusters(ids_at, zoom)
    return [
        _Mark(
            cluster,
            [each for point in cluster.points for each in ids_at[point]],
            is_place=cluster.is_one_place or zoom == MAX_ZOOM,
        )
        for cluster in found
    ]


async def _told(marks: Sequence[_Mark], ids_at: Mapping[Point, Sequence[int]]) -> list[Told]:
    """Every mark with its name, and of the places that hold little what is on there.

    Of others the script asks again, for a piece of the map that holds nothing else.
    """
    to_tell, left = set(), MOST_TOLD
    for mark in sorted((each for each in marks if each.is_place), key=lambda each: each.number):
        if mark.number <= left or len(marks) == 1:
            to_tell.add(mark.cluster.at)
            left -= mark.number
    wanted = [ids_at[each.cluster.at][0] for each in marks]
    wanted += [each for mark in marks if mark.cluster.at in to_tell for each in mark.entry_ids[:MOST_READ]]
    listed = {each.id: each for each in await listing.with_ids(wanted)}
    return [
        _told_of(mark, listed[first], listed if mark.cluster.at in to_tell else None)
        for mark in marks
        if (first := ids_at[mark.cluster.at][0]) in listed
    ]


def _told_of(mark: _Mark, first: Listed, listed: Mapping[int, Listed] | None) -> Told:
    south, west, north, east = mark.cluster.box
    told: Told = {
        "at": _rounded(mark.cluster.at),
        "box": [_rounded((south, west)), _rounded((north, east))],
        "number": mark.number,
    }
    if not mark.is_place:
        return {**told, "label": _cluster_in_words(mark.number, first.place)}
    place = card_of(first).place
    told |= {"label": _place_in_words(mark.number, place), "place": place}
    if listed is None:
        return told
    known = (listed[each] for each in mark.entry_ids if each in listed)
    entries = sorted(known, key=lambda each: (each.starts_at, each.id))[:MOST_TOLD]
    activities = _activities(entries)
    if len(activities) == 1:
        told["label"] = f"{activities[0]['title']}, {place}"
    return {**told, "activities": activities, "more": mark.number - len(entries)}


def _cluster_in_words(number: int, place: str) -> str:
    words = ngettext(
        "%(num)s activiteit rond %(place)s: kijk dichterbij",
        "%(num)s activiteiten rond %(place)s: kijk dichterbij",
        number,
    )
    return words % {"num": texts.number(number), "place": place}


def _place_in_words(number: int, place: str) -> str:
    words = ngettext("%(num)s activiteit bij %(place)s", "%(num)s activiteiten bij %(place)s", number)
    return words % {"num": texts.number(number), "place": place}


def _activities(entries: Sequence[Listed]) -> list[Told]:
    """Each activity once, with its moments."""
    cards_of: dict[int, list[Card]] = {}
    for entry in entries:
        cards_of.setdefault(entry.activity_id, []).append(card_of(entry, names_day=True))
    return [
        {
            "title": cards[0].title,
            "url": cards[0].url,
            "place": cards[0].place,
            "moments": [{"when": f"{each.day}, {each.time}", "note": _note(each)} for each in cards],
        }
        for cards in cards_of.values()
    ]


def _note(card: Card) -> str:
    """What a reader must know before going there."""
    if card.is_cancelled:
        return _("Gaat niet door")
    return _("Vol, wachtlijst") if card.places_free == 0 else ""


def _rounded(point: Iterable[float]) -> list[float]:
    """To about a metre."""
    return [round(each, 5) for each in point]
