"""Who comes to an activity, for who keeps its lists: a page at a time, on paper, as a file."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised
from weekplanner.events.models import Activity, Occurrence
from weekplanner.signups import rights
from weekplanner.signups.models import Places, SignUp, SignUpState

LIST_PAGE = 100
"""Parties on a page; with more of them, a page shows one occurrence."""
MOST_CANCELLED = 50
"""Of who cancelled, a page shows the latest; the file has all."""


@dataclass(frozen=True)
class Moment:
    """An occurrence, with the places at it and how many parties have one."""

    occurrence: Occurrence
    places: Places
    parties: int = 0
    cancelled: int = 0

    @property
    def id(self) -> int:
        """That of the occurrence."""
        return self.occurrence.id

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.occurrence.ends_at <= clock.now()


@dataclass(frozen=True)
class GuestBook:
    """An activity whose guests are kept here, with its occurrences by start."""

    activity: Activity
    moments: tuple[Moment, ...]

    @property
    def to_come(self) -> tuple[Moment, ...]:
        """What is not over."""
        return tuple(each for each in self.moments if not each.is_over)

    def chosen(self, occurrence_id: int | None) -> tuple[Moment, ...]:
        """One of the occurrences, or all without an id; raises NotFound for another's."""
        if occurrence_id is None:
            return self.moments
        found = tuple(each for each in self.moments if each.id == occurrence_id)
        if not found:
            raise NotFound
        return found


@dataclass(frozen=True)
class Group:
    """Those at one occurrence who stand on a page."""

    moment: Moment
    placed: list[SignUp]
    waiting: list[tuple[int, SignUp]]
    """Each with the position in the line."""


@dataclass(frozen=True)
class GuestPage:
    """A page of the list."""

    groups: list[Group] = field(default_factory=list)
    total: int = 0
    """How many parties stand on all pages together."""
    cancelled: list[SignUp] = field(default_factory=list)
    """The latest first."""
    cancelled_total: int = 0


@dataclass(frozen=True)
class CallList:
    """Those whom messages do not reach."""

    to_tell: list[SignUp]
    """There is something that they must be told."""
    others: list[SignUp]
    """They know what there is to know, and get no reminder."""


async def guest_book(activity_id: int, *, actor: Person) -> GuestBook:
    """An activity that stands, or stood, on the site; raises NotFound for who may not see its guests."""
    activity = await Activity.get_or_none(id=activity_id).select_related("edition", "organisation")
    if activity is None or not rights.may_see_guests(actor, activity):
        raise NotFound
    places = {each.occurrence_id: each for each in await Places.filter(activity_id=activity.id)}
    if not places:
        raise NotFound
    occurrences = await Occurrence.filter(activity_id=activity.id).order_by("starts_at", "id")
    counted = await (
        SignUp.filter(occurrence_id__in=list(places))
        .annotate(number=Count("id"))
        .group_by("occurrence_id", "state")
        .values_list("occurrence_id", "state", "number")
    )
    parties = {(occurrence_id, SignUpState(state)): number for occurrence_id, state, number in counted}
    return GuestBook(activity, tuple(_moments(occurrences, places, parties)))


def _moments(
    occurrences: Iterable[Occurrence],
    places: dict[int, Places],
    parties: dict[tuple[int, SignUpState], int],
) -> Iterable[Moment]:
    live = (SignUpState.PLACED, SignUpState.WAITING)
    for each in occurrences:
        if each.id in places:
            yield Moment(
                each,
                places[each.id],
                parties=sum(parties.get((each.id, state), 0) for state in live),
                cancelled=parties.get((each.id, SignUpState.CANCELLED), 0),
            )


async def guest_of(book: GuestBook, sign_up_id: int) -> SignUp:
    """Somebody on its lists; raises NotFound for another activity's."""
    found = await _at(book.moments).filter(id=sign_up_id).first()
    if found is None:
        raise NotFound
    return found


async def guest_page(moments: Sequence[Moment], *, offset: int = 0) -> GuestPage:
    """A page of who comes, by name, and of who waits, in order; a fixed number of statements."""
    cancelled = _at(moments).filter(state=SignUpState.CANCELLED).order_by("-cancelled_at", "-id")
    lines = await _lines(moments)
    here = lines[offset : offset + LIST_PAGE]
    found = {each.id: each for each in await SignUp.filter(id__in=[line.id for line in here])}
    return GuestPage(
        groups=_grouped(moments, here, found),
        total=len(lines),
        cancelled=await cancelled.limit(MOST_CANCELLED),
        cancelled_total=sum(each.cancelled for each in moments),
    )


async def whole_list(moments: Sequence[Moment]) -> list[Group]:
    """Everybody who comes or waits, in the same order: for paper."""
    lines = await _lines(moments)
    found = {each.id: each async for each in db.pages(_at(moments).exclude(state=SignUpState.CANCELLED))}
    return _grouped(moments, lines, found)


async def every_sign_up(moments: Sequence[Moment]) -> AsyncIterator[SignUp]:
    """Those who cancelled too, in the order in which they signed up: for a file."""
    async for sign_up in db.pages(_at(moments)):
        yield sign_up


async def call_list(moments: Sequence[Moment]) -> CallList:
    """Who must be told something by telephone, and who else has no e-mail; by occurrence and name."""
    has_no_mail = Q(email="", helper_email="") & ~Q(state=SignUpState.CANCELLED)
    found = await _at(moments).filter(has_no_mail | ~Q(to_call_about=[]))
    ordered = _by_moment_and_name(moments, found)
    return CallList(
        to_tell=[each for each in ordered if each.to_call_about],
        others=[each for each in ordered if not each.to_call_about],
    )


async def ride_list(moments: Sequence[Moment]) -> list[SignUp]:
    """Who wants to be picked up, and has a place; by occurrence and name."""
    riding = _at(moments).filter(wants_transport=True, state=SignUpState.PLACED)
    return _by_moment_and_name(moments, await riding)


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a party stands in the list: less than a row, as a list can be long."""

    id: int
    occurrence_id: int
    position: int = 0
    """In the line; 0 for who has a place."""


async def _lines(moments: Sequence[Moment]) -> list[_Line]:
    """By occurrence: who come, by name, and then who wait, in order."""
    live = _at(moments).exclude(state=SignUpState.CANCELLED)
    by_moment: dict[int, list[tuple[int, str, SignUpState]]] = {each.id: [] for each in moments}
    for id_, occurrence_id, name, state in await live.values_list("id", "occurrence_id", "name", "state"):
        by_moment[occurrence_id].append((id_, name, SignUpState(state)))
    lines = []
    for at, parties in by_moment.items():
        placed = sorted(
            (normalised(name), id_) for id_, name, state in parties if state is SignUpState.PLACED
        )
        waiting = sorted(id_ for id_, _name, state in parties if state is SignUpState.WAITING)
        lines += [_Line(id_, at) for _name, id_ in placed]
        lines += [_Line(id_, at, position) for position, id_ in enumerate(waiting, 1)]
    return lines


def _grouped(moments: Sequence[Moment], lines: Sequence[_Line], found: Mapping[int, SignUp]) -> list[Group]:
    """The lines by occurrence; one without any has no group."""
    groups = []
    for moment in moments:
        here = [each for each in lines if each.occurrence_id == moment.id and each.id in found]
        if here:
            placed = [found[each.id] for each in here if not each.position]
            waiting = [(each.position, found[each.id]) for each in here if each.position]
            groups.append(Group(moment, placed, waiting))
    return groups


def _by_moment_and_name(moments: Sequence[Moment], found: Iterable[SignUp]) -> list[SignUp]:
    place_of = {each.id: place for place, each in enumerate(moments)}
    return sorted(found, key=lambda each: (place_of[each.occurrence_id], normalised(each.name), each.id))


def _at(moments: Sequence[Moment]) -> QuerySet[SignUp]:
    return SignUp.filter(occurrence_id__in=[each.id for each in moments])
