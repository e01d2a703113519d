"""The congresses of an edition, as the team sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.models.registrations import LIVE, Registration, RegistrationState
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.queries.congresses import Programme
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition

BY_DEFAULT = (CongressKind.OPENING, CongressKind.CLOSING)


@dataclass(frozen=True)
class Listed:
    """A congress with its seats, and how many parties asked to be let in."""

    congress: Congress
    seats: Seats
    requests: int


async def congresses_of(edition: Edition, *, actor: Person) -> list[Listed]:
    """Those of an edition, by day; raises NotFound for who does not look after congresses."""
    if not rights.may_see_congress_desk(actor):
        raise NotFound
    seats = await Seats.filter(congress__edition_id=edition.id).select_related("congress")
    in_order = sorted(seats, key=lambda each: (each.congress.starts_at, each.congress_id))
    return [Listed(each.congress, each, await requests_at(each.congress)) for each in in_order]


async def requests_at(congress: Congress) -> int:
    """How many parties wait for the team to decide."""
    return await Registration.filter(congress_id=congress.id, state=RegistrationState.REQUESTED).count()


async def would_be_told(congress: Congress) -> int:
    """How many parties would hear that it does not go on."""
    return await Registration.filter(congress_id=congress.id, state__in=LIVE).exclude(email="").count()


def lacks_the_usual(listed: Sequence[Listed]) -> bool:
    """Whether an edition has no opening or no closing yet."""
    return not set(BY_DEFAULT) <= {each.congress.kind for each in listed}


def outside(programme: Programme) -> list[str]:
    """Titles of the parts that lie outside the times of the congress, since those were changed."""
    congress = programme.congress
    parts = [each.part for each in programme.parts]
    return [
        part.title for part in parts if part.starts_at < congress.starts_at or part.ends_at > congress.ends_at
    ]
