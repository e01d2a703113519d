"""The private calendar of an organiser: the own activities, wherever they stand, and what is still to do.

Its UIDs are its own, so that somebody who also follows a public calendar has both (product §6).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from uuid import UUID, uuid5

from icalendar import Event, vUri

from weekplanner.accounts.people import Person
from weekplanner.core import clock, links, settings
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events import wording
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.activities import Whole
from weekplanner.feeds import calendars
from weekplanner.feeds.vevents import Text
from weekplanner.signups.counts import Counts
from weekplanner.signups.models import Places

RENDERER_VERSION = 2
"""Raise it whenever the same activities would give other bytes than before."""

CHECK_AHEAD = timedelta(days=7)
"""A week before its first moment an organiser looks whether everything is still right (product §4)."""

_PREFIXES = {
    State.DRAFT: _("Klad: %(title)s"),
    State.SUBMITTED: _("Wordt nagekeken: %(title)s"),
    State.RETURNED: _("Vraag van ons: %(title)s"),
    State.CANCELLED: _("Gaat niet door: %(title)s"),
    State.WITHDRAWN: _("Van de site: %(title)s"),
}
_TO_HAND_IN = frozenset({State.DRAFT, State.RETURNED})
_CALLED_OFF = frozenset({State.CANCELLED, State.WITHDRAWN})


def entity_tag(marks: Iterable[object], editions: Sequence[Edition], actor: Person) -> bytes:
    """The beginning of a strong ETag, from what the bytes are made of, equal in all processes."""
    dates = [(each.year, each.registration_closes_on, each.ends_on) for each in editions]
    made_of = (RENDERER_VERSION, settings.current().base_url, settings.current().help_phone, actor.account_id)
    digest = blake2b(repr((*made_of, dates, list(marks))).encode(), digest_size=16)
    return b'"' + digest.hexdigest().encode()


def render(wholes: Sequence[Whole], places: Mapping[int, Places]) -> bytes:
    """The calendar, with who comes by the id of the occurrence.

    Its address stands nowhere in it, so that who is shown a file cannot follow it.
    """
    page = links.url("my_start")
    head = calendars.head(
        name=_("Mijn activiteiten bij Kom erbij"),
        description=_("Alleen voor u. Vragen? Bel %(phone)s.") % {"phone": settings.current().help_phone},
        source=None,
        page_url=page,
        language="nl",
    )
    events = [event for whole in wholes for event in (*_occurrences(whole, places), *_tasks(whole))]
    return b"".join((head, *(event.to_ical() for event in events), calendars.FOOT))


def _occurrences(whole: Whole, places: Mapping[int, Places]) -> Iterator[Event]:
    activity = whole.activity
    where = wording.location(whole.values, place=activity.place, municipality=activity.municipality.name)
    for each in whole.occurrences:
        is_off = activity.state in _CALLED_OFF or not each.is_scheduled
        state = State.CANCELLED if is_off and activity.state not in _CALLED_OFF else activity.state
        its_places = places.get(each.id)
        event = _event(activity, each.uid, _PREFIXES.get(state, "%(title)s"), its_places)
        event.add("dtstart", clock.local(each.starts_at))
        event.add("dtend", clock.local(each.ends_at))
        event.add("status", "CANCELLED" if is_off else _status(activity))
        event.add("location", Text(one_line(where)))
        event.add("description", Text("\n\n".join(_lines(activity, each, its_places))))
        yield event


def _status(activity: Activity) -> str:
    return "CONFIRMED" if activity.state is State.PUBLISHED else "TENTATIVE"


def _lines(activity: Activity, occurrence: Occurrence, places: Places | None) -> Iterator[str]:
    apology = occurrence.apology or activity.apology
    if apology:
        yield apology
    if activity.state is State.RETURNED:
        yield activity.review_reason
    counts = Counts.of(places) if places else Counts()
    if counts.are_kept:
        yield _("Aanmeldingen: %(counts)s") % {"counts": counts.words}
        yield links.url("guests", id=activity.id)
    elif occurrence.capacity is not None:
        yield _("Plaatsen: %(number)s") % {"number": occurrence.capacity}
    yield links.url("my_activity", id=activity.id)


def _tasks(whole: Whole) -> Iterator[Event]:
    activity = whole.activity
    if activity.state in _TO_HAND_IN:
        last_day = activity.edition.registration_closes_on
        yield _task(activity, "handing-in", last_day, _("Laatste dag om te versturen: %(title)s"))
    going_on = [each.starts_at for each in whole.occurrences if each.is_scheduled]
    if activity.state is State.PUBLISHED and going_on and activity.confirmed_at is None:
        day = clock.local(min(going_on)).date() - CHECK_AHEAD
        yield _task(activity, "still-right", day, _("Klopt dit nog? %(title)s"))


def _task(activity: Activity, task: str, day: date, words: str) -> Event:
    """Something to do on a day; most calendar apps show no VTODO of a calendar that is followed."""
    event = _event(activity, f"{activity.id}:{task}", words)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a whole day would make somebody look busy (RFC 5545 §3.8.2.7)
    event.add("description", Text(links.url("my_activity", id=activity.id)))
    return event


def _event(activity: Activity, key: str, words: str, places: Places | None = None) -> Event:
    """One event; its revision counts how often something of it changed, the numbers of who comes too.

    A calendar program may look at nothing else to see whether there is something new.
    """
    moved_at = places.moved_at if places else None
    revised_at = max(activity.changed_at, moved_at) if moved_at else activity.changed_at
    event = Event()
    event.add("uid", str(uuid5(_NAMESPACE, key)))
    event.add("dtstamp", revised_at)
    event.add("last-modified", revised_at)
    event.add("created", activity.created_at)
    event.add("sequence", activity.version + (places.moves if places else 0))
    event.add("summary", Text(one_line(words % {"title": activity.title})))
    event.add("url", vUri(links.url("my_activity", id=activity.id)))
    return event


_NAMESPACE = UUID("6f2a1f0e-0d0c-4a3f-9d0b-5a7a3c1e8102")
"""Any UUID, the same for ever: what is named in it has a UID that never changes (RFC 9562 §5.5)."""
