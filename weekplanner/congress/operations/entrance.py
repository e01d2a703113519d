"""At the doors: telephones that are let in and shut out, and people who come in, with or without network."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from weekplanner.accounts.people import Person
from weekplanner.congress import codes, rights
from weekplanner.congress.models.congresses import Congress, CongressState
from weekplanner.congress.models.entrance import CheckIn, DoorDevice, ReadBy
from weekplanner.congress.models.registrations import (
    Attendee,
    Registration,
    RegistrationState,
    Source,
)
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations.hall import Hall, locked_hall, move_seats
from weekplanner.congress.operations.recording import record_congress
from weekplanner.congress.operations.signing_up import digest_of, insert_attendees
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotAllowed, NotFound, Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import SOURCE_LANGUAGE

CODE_LASTS = timedelta(minutes=15)
CODE_LENGTH = 8
"""Of thirty characters: 39 bits, for a quarter of an hour, with guesses counted."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class WrongDoorCode(Refused):
    """It is unknown, used or too old: which one is not said."""

    message = "Deze code klopt niet, is al gebruikt of is verlopen. Vraag het team om een nieuwe."


class NotItsDay(Refused):
    """Doors open on the day of the congress; to try them out the team signs in itself."""

    message = "Inchecken kan op de dag van het congres."


class NoSeat(Refused):
    """The ticket was good once: its seat was given back."""

    message = "Dit toegangsbewijs geldt niet meer: deze deelnemer is afgemeld."


class OldTicket(Refused):
    """A newer one was sent."""

    message = "Dit is een oud toegangsbewijs. Vraag naar de nieuwste mail."


class Full(Refused):
    """Nobody else can come in."""

    message = "De zaal is vol. Er kan niemand meer bij."


@dataclass(frozen=True)
class SignedInDoor:
    """A telephone that was let in; `token` is for its cookie, and stored nowhere."""

    device: DoorDevice
    token: str


@dataclass(frozen=True)
class Entrance:
    """Somebody at the door, as the telephone says it.

    `key` is made by the telephone: what it sends twice counts once. `ticket_version` is that of the ticket
    they showed, empty for who was found by name.
    """

    key: str
    attendee_id: int
    read_by: ReadBy
    at: datetime
    ticket_version: int | None = None
    was_offline: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it: `first_at` is when they came in first, and `is_again` whether that was before."""

    attendee: Attendee
    first_at: datetime
    is_again: bool
    is_new: bool
    """Whether this was not sent before."""


async def open_door(congress_id: int, name: str, *, actor: Person) -> tuple[DoorDevice, str]:
    """Make a code that lets one telephone in at the doors of a congress; it is shown once.

    The telephone may check people in until the end of the day after. Raises NotFound and NotAllowed.
    """
    require(rights.may_open_doors(actor))
    now = clock.now()
    code = "".join(secrets.choice(_ALPHABET) for _number in range(CODE_LENGTH))
    async with db.transaction():
        congress = await db.find(Congress, id=congress_id)
        if congress is None:
            raise NotFound
        device = DoorDevice(
            congress_id=congress.id,
            name=name,
            code_digest=codes.digest("door", code),
            code_until=now + CODE_LASTS,
            valid_until=end_of_doors(congress),
            made_by_id=actor.account_id,
            created_at=now,
        )
        await db.insert(device)
        await record_congress(actor, rights.OPEN_DOORS, congress)
    return device, f"{code[:4]}-{code[4:]}"


async def sign_in_door(congress_id: int, code: str) -> SignedInDoor:
    """Let a telephone in with its code, once. Raises WrongDoorCode."""
    now = clock.now()
    token = tokens.random_token()
    async with db.transaction():
        changed = await DoorDevice.filter(
            congress_id=congress_id,
            code_digest=codes.digest("door", code),
            code_until__gt=now,
            valid_until__gt=now,
            ended_at=None,
        ).update(code_digest=None, token_digest=tokens.digest(token), seen_at=now)
        if not changed:
            raise WrongDoorCode(field="code")
        device = await DoorDevice.get(token_digest=tokens.digest(token))
    return SignedInDoor(device, token)


async def shut_door(device_id: int, *, actor: Person) -> DoorDevice:
    """Shut a telephone out: it was lost. What it sent before stays. Raises NotFound and NotAllowed."""
    require(rights.may_open_doors(actor))
    async with db.transaction():
        device = await db.lock(DoorDevice, id=device_id)
        if device.ended_at is None:
            device.ended_at, device.code_digest, device.token_digest = clock.now(), None, None
            await device.save(update_fields=["ended_at", "code_digest", "token_digest"])
            congress = await Congress.get(id=device.congress_id)
            await record_congress(actor, rights.OPEN_DOORS, congress)
    return device


async def check_in(
    congress_id: int, entrance: Entrance, *, actor: Person, device_id: int | None = None
) -> Outcome:
    """Let somebody in; the second time it says when the first was.

    What a door noted while it had no network comes later, with its own clock: the first by the clocks of the
    doors is the one that counts. Raises NotFound, NotAllowed, NoSeat and OldTicket.
    """
    async with db.transaction():
        hall = await _locked_for_door(congress_id, actor=actor)
        attendee = await db.find(Attendee, id=entrance.attendee_id, congress_id=congress_id)
        if attendee is None:
            raise NotFound
        before = await db.find(CheckIn, entrance_key=_key(congress_id, entrance.key))
        if before is not None:
            assert attendee.arrived_at is not None
            return Outcome(attendee, attendee.arrived_at, before.is_again, is_new=False)
        await _check_ticket(attendee, entrance)
        at = min(entrance.at, hall.now)  # a telephone whose clock is ahead
        return await _come_in(hall, attendee, entrance, at=at, device_id=device_id)


async def walk_in(
    congress_id: int,
    name: str,
    *,
    key: str,
    at: datetime,
    actor: Person,
    organisation: str = "",
    was_offline: bool = False,
    device_id: int | None = None,
) -> Outcome:
    """Let somebody in who did not sign up, while there is a seat.

    From the start on, the seats of who did not come are seats too. Who was let in while there was no network
    is inside: that is written down, full or not. Raises NotFound, NotAllowed and Full.
    """
    async with db.transaction():
        hall = await _locked_for_door(congress_id, actor=actor)
        entrance_key = _key(congress_id, key)
        before = await db.find(CheckIn, entrance_key=entrance_key)
        if before is not None:
            attendee = await Attendee.get(id=before.attendee_id)
            return Outcome(attendee, before.at, is_again=False, is_new=False)
        await _make_room(hall, was_offline=was_offline)
        attendee = await _write_walk_in(hall, name, organisation, key=entrance_key)
        entrance = Entrance(key, attendee.id, ReadBy.WALK_IN, at, was_offline=was_offline)
        return await _come_in(hall, attendee, entrance, at=min(at, hall.now), device_id=device_id)


def end_of_doors(congress: Congress) -> datetime:
    """The end of the day after a congress: until then telephones may stay signed in."""
    last_day = clock.local(congress.ends_at).date()
    return clock.moment(last_day + timedelta(days=2), time())


async def _locked_for_door(congress_id: int, *, actor: Person) -> Hall:
    hall = await locked_hall(congress_id)
    if not rights.may_check_in(actor, hall.congress):
        raise NotAllowed if actor.is_team else NotFound
    if hall.congress.state is not CongressState.PUBLISHED:
        raise NotFound
    return hall


async def _check_ticket(attendee: Attendee, entrance: Entrance) -> None:
    registration = await Registration.get(id=attendee.registration_id)
    if registration.state is not RegistrationState.CONFIRMED:
        raise NoSeat
    if entrance.ticket_version is not None and entrance.ticket_version != attendee.ticket_version:
        raise OldTicket


async def _come_in(
    hall: Hall, attendee: Attendee, entrance: Entrance, *, at: datetime, device_id: int | None
) -> Outcome:
    first_at = attendee.arrived_at
    is_again = first_at is not None and first_at <= at
    if first_at is None:
        await Seats.filter(id=hall.seats.id).update(arrived=hall.seats.arrived + 1)
    elif not is_again:  # another door, without network, let them in earlier: its note comes only now
        await CheckIn.filter(attendee_id=attendee.id, is_again=False).update(is_again=True)
    if not is_again:
        attendee.arrived_at = at
        await attendee.save(update_fields=["arrived_at"])
    await db.insert(
        CheckIn(
            congress_id=hall.congress.id,
            attendee_id=attendee.id,
            device_id=device_id,
            entrance_key=_key(hall.congress.id, entrance.key),
            read_by=entrance.read_by,
            at=at,
            was_offline=entrance.was_offline,
            is_again=is_again,
            received_at=hall.now,
        )
    )
    assert attendee.arrived_at is not None
    return Outcome(attendee, attendee.arrived_at, is_again, is_new=True)


async def _make_room(hall: Hall, *, was_offline: bool) -> None:
    """Count the seat of who walks in: a free one, or from the start on that of somebody who did not come."""
    if hall.seats.free:
        await move_seats(hall, taken=1)
        return
    has_begun = hall.now >= hall.congress.starts_at
    if not was_offline and not (has_begun and hall.seats.arrived < hall.seats.capacity):
        raise Full
    await Seats.filter(id=hall.seats.id).update(
        taken=hall.seats.taken + 1, ceiling=max(hall.seats.ceiling, hall.seats.spoken_for + 1)
    )


async def _write_walk_in(hall: Hall, name: str, organisation: str, *, key: str) -> Attendee:
    registration = Registration(
        congress_id=hall.congress.id,
        state=RegistrationState.CONFIRMED,
        source=Source.DOOR,
        address_key=f"door {key}",
        name=one_line(name),
        organisation=one_line(organisation),
        audience="anders",
        people=1,
        language=SOURCE_LANGUAGE,
        request_key=digest_of(key),
        created_at=hall.now,
        changed_at=hall.now,
        confirmed_at=hall.now,
    )
    await db.insert(registration)
    (attendee,) = await insert_attendees(registration, ((registration.name, False),))
    return attendee


def _key(congress_id: int, key: str) -> str:
    """One telephone's keys say nothing about another congress."""
    return tokens.digest(f"entrance {congress_id} {key}")


async def check_in_many(
    congress_id: int, entrances: Sequence[Entrance], *, actor: Person, device_id: int | None = None
) -> list[Outcome | Refused | NotFound]:
    """What a door noted while it had no network, in its order; each in a transaction of its own."""
    outcomes: list[Outcome | Refused | NotFound] = []
    for entrance in entrances:
        try:
            outcomes.append(await check_in(congress_id, entrance, actor=actor, device_id=device_id))
        except (Refused, NotFound) as problem:
            outcomes.append(problem)
    return outcomes
