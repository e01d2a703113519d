"""Who is expected at an occurrence, for the mail on the day before: as many names as a mail can hold."""

from dataclasses import dataclass, field, fields

from weekplanner.signups import call_list
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState


@dataclass(frozen=True)
class Numbers:
    """How many come and wait; of places nobody keeps a list of, nothing is known."""

    are_kept: bool
    people: int = 0
    waiting: int = 0
    """Parties in the line."""
    rides: int = 0
    """People who want to be picked up."""


@dataclass(frozen=True)
class Expected:
    """A party that has a place."""

    name: str
    people: int
    phone: str
    wants_transport: bool
    remark: str


_COLUMNS = tuple(each.name for each in fields(Expected))


@dataclass(frozen=True)
class ToCall:
    """Somebody without e-mail: nobody reminded them, and some must be told something."""

    name: str
    phone: str
    abouts: list[str]
    """Why, in words."""


@dataclass(frozen=True)
class Attendance:
    """Who is expected, by name, and how many there are beyond those."""

    names: list[Expected] = field(default_factory=list)
    more: int = 0
    calls: list[ToCall] = field(default_factory=list)
    more_calls: int = 0


async def numbers_of(places: Places) -> Numbers:
    """How many are expected."""
    if places.state is not PlacesState.OPEN and not places.has_guests:
        return Numbers(are_kept=False)
    riding = SignUp.filter(occurrence_id=places.occurrence_id, state=SignUpState.PLACED, wants_transport=True)
    rides = sum(people for (people,) in await riding.values_list("people"))
    return Numbers(are_kept=True, people=places.taken, waiting=places.waiting, rides=rides)


async def attendance_of(places: Places, *, most: int) -> Attendance:
    """The names, in the order of a list at the door: at most `most`, and as many to call."""
    if not places.has_guests:
        return Attendance()
    live = SignUp.filter(occurrence_id=places.occurrence_id).exclude(state=SignUpState.CANCELLED)
    placed = live.filter(state=SignUpState.PLACED)
    names = await placed.order_by("name", "id").limit(most).values_list(*_COLUMNS) if most else []
    unreached = await live.filter(email="", helper_email="").order_by("name", "id")
    calls = [each for each in unreached if each.state is SignUpState.PLACED or each.to_call_about]
    return Attendance(
        names=[Expected(*row) for row in names],
        more=await placed.count() - len(names),
        calls=[ToCall(each.name, each.phone, call_list.words(each.to_call_about)) for each in calls[:most]],
        more_calls=len(calls[most:]),
    )
