"""Who is expected at an occurrence, for the mail on the day before: as many names as a mail can hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.expressions import Q

from weekplanner.core.text_cleaning import normalised
from weekplanner.signups import call_list
from weekplanner.signups.counts import Counts
from weekplanner.signups.models import Places, SignUp, SignUpState


@dataclass(frozen=True)
class Named:
    """A party that has a place."""

    name: str
    people: int
    phone: str
    wants_transport: bool
    remark: str


@dataclass(frozen=True)
class ToCall:
    """Somebody without e-mail: nobody reminds them, and some must be told something."""

    name: str
    phone: str
    abouts: list[str]
    """Why, in words."""


@dataclass(frozen=True)
class Attendance:
    """Who come by name, in the order of a list at the door, and who must be called."""

    names: list[Named]
    calls: list[ToCall]
    more: int = 0
    """Parties beyond those names."""
    more_calls: int = 0

    def cut(self, most: int) -> "Attendance":
        """The same, with at most so many names, and as many to call."""
        return Attendance(
            names=self.names[:most],
            calls=self.calls[:most],
            more=self.more + len(self.names[most:]),
            more_calls=self.more_calls + len(self.calls[most:]),
        )


@dataclass(frozen=True)
class Expected:
    """Who is expected at an occurrence, in numbers and by name."""

    counts: Counts
    rides: int
    """People who want to be picked up."""
    attendance: Attendance


async def expected_at(places: Places) -> Expected:
    """Who is expected now."""
    here = SignUp.filter(occurrence_id=places.occurrence_id)
    placed = _by_name(await here.filter(state=SignUpState.PLACED))
    is_unreached = Q(email="", helper_email="", state=SignUpState.PLACED)
    to_call = _by_name(await here.filter(is_unreached | ~Q(to_call_about=[])))
    return Expected(
        counts=Counts.of(places),
        rides=sum(each.people for each in placed if each.wants_transport),
        attendance=Attendance(
            names=[
                Named(each.name, each.people, each.phone, each.wants_transport, each.remark)
                for each in placed
            ],
            calls=[ToCall(each.name, each.phone, call_list.words(each.to_call_about)) for each in to_call],
        ),
    )


def _by_name(found: Iterable[SignUp]) -> list[SignUp]:
    return sorted(found, key=lambda each: (normalised(each.name), each.id))
