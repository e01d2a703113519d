"""Letting in who stands at a door: by what they show, by name, or without having signed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.congress import codes, tickets
from weekplanner.congress.models.entrance import ReadBy
from weekplanner.congress.models.registrations import Attendee
from weekplanner.congress.operations.entrance import Entrance, NotLetIn, OldTicket, Outcome, check_in, walk_in
from weekplanner.congress.verdicts import Verdict
from weekplanner.core import db
from weekplanner.core.errors import NotFound, Refused

MOST_AT_ONCE = 200
"""Entrances that a telephone sends together."""
LONGEST_SHOWN = 200
"""A token has some 120 characters."""
_MOST_ROWS = 2**31 - 1


class NotATicket(NotLetIn):
    """Nothing that this site gave out."""

    verdict = Verdict.NOT_A_TICKET


class OtherCongress(NotLetIn):
    """A ticket all right, but not for here."""

    verdict = Verdict.OTHER_CONGRESS


@dataclass(frozen=True)
class Noted:
    """Somebody at a door, as it was noted there: with what they showed, whom the door picked by name, or
    the name of who walked in.

    `key` is made by the door: what is sent twice counts once. `at` is by its clock.
    """

    key: str
    at: datetime
    shown: str = ""
    attendee_id: int | None = None
    name: str = ""
    organisation: str = ""
    was_offline: bool = False


async def let_in(congress_id: int, noted: Noted, *, actor: Person) -> Outcome:
    """Let somebody in. Raises NotFound, NotAllowed, and some NotLetIn."""
    if noted.name:
        return await walk_in(
            congress_id,
            noted.name,
            key=noted.key,
            at=noted.at,
            actor=actor,
            organisation=noted.organisation,
            was_offline=noted.was_offline,
        )
    return await check_in(congress_id, await _entrance(congress_id, noted), actor=actor)


async def let_in_many(
    congress_id: int, noted: Sequence[Noted], *, actor: Person
) -> list[Outcome | Refused | NotFound]:
    """What a door noted while it had no network, in its order; each in a transaction of its own.

    At most MOST_AT_ONCE. Raises NotAllowed.
    """
    outcomes: list[Outcome | Refused | NotFound] = []
    for each in noted[:MOST_AT_ONCE]:
        try:
            outcomes.append(await let_in(congress_id, each, actor=actor))
        except (Refused, NotFound) as problem:
            outcomes.append(problem)
    return outcomes


async def _entrance(congress_id: int, noted: Noted) -> Entrance:
    attendee_id, read_by, version = noted.attendee_id, ReadBy.NAME, None
    if attendee_id is None:
        attendee_id, read_by, version = await _whose(congress_id, noted.shown)
    return Entrance(noted.key, attendee_id, read_by, noted.at, version, was_offline=noted.was_offline)


async def _whose(congress_id: int, shown: str) -> tuple[int, ReadBy, int]:
    """The attendee of a ticket or a typed code, and its version."""
    ticket = tickets.read_ticket(shown)
    if ticket is not None:
        if ticket.congress_id != congress_id:
            raise OtherCongress
        return ticket.attendee_id, ReadBy.SCAN, ticket.version
    attendee = await _with_code(shown)
    if attendee.congress_id != congress_id:
        raise OtherCongress
    return attendee.id, ReadBy.CODE, attendee.ticket_version


async def _with_code(typed: str) -> Attendee:
    read = codes.read_ticket_code(typed[:LONGEST_SHOWN])
    attendee = await db.find(Attendee, id=read[0]) if read and read[0] <= _MOST_ROWS else None
    if attendee is None:
        raise NotATicket
    if not _is_code_of(attendee, attendee.ticket_version, typed):
        was_once = any(_is_code_of(attendee, older, typed) for older in range(1, attendee.ticket_version))
        raise OldTicket(attendee.name) if was_once else NotATicket
    return attendee


def _is_code_of(attendee: Attendee, version: int, typed: str) -> bool:
    return codes.tidy(typed) == codes.tidy(codes.ticket_code(attendee.id, version))
