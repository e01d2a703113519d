"""At the doors: telephones that are let in and shut out, and people who come in, with or without network."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from weekplanner.accounts.operations import limits
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
from weekplanner.congress.operations.entering import people_of
from weekplanner.congress.operations.hall import Hall, locked_hall, move_seats
from weekplanner.congress.operations.recording import record_congress
from weekplanner.congress.operations.signing_up import digest_of
from weekplanner.congress.values import searchable
from weekplanner.congress.verdicts import VERDICTS, Verdict
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotAllowed, NotFound, Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import SOURCE_LANGUAGE

CODE_LASTS = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)
LONGEST_OFFLINE = timedelta(days=1)
CODE_LENGTH = 8
"""Of thirty characters: 39 bits, for a quarter of an hour, with guesses counted."""


class WrongDoorCode(Refused):
    """It is unknown, used or too old: which one is not said."""

    message = "Deze code klopt niet, is al gebruikt of is verlopen. Vraag het team om een nieuwe."


class NotLetIn(Refused):
    """Somebody stays outside; `verdict` says why, and `name` who it is, where that is known."""

    verdict = Verdict.NOT_A_TICKET

    def __init__(self, name: str = "") -> None:
        super().__init__(VERDICTS[self.verdict].heading % {"name": name})
        self.name = name


class NoSeat(NotLetIn):
    """The ticket was good once: its seat was given back."""

    verdict = Verdict.NO_SEAT


class OldTicket(NotLetIn):
    """A newer one was sent."""

    verdict = Verdict.OLD_TICKET


class Full(NotLetIn):
    """Nobody else can come in."""

    verdict = Verdict.FULL


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
    """What came of it: `first_at` is when they came in first."""

    attendee: Attendee
    first_at: datetime
    check_in: CheckIn
    is_new: bool
    """Whether this was not sent before."""

    @property
    def is_again(self) -> bool:
        """Whether they were inside already."""
        return self.check_in.is_again


async def open_door(congress_id: int, name: str, *, actor: Person) -> tuple[DoorDevice, str]:
    """Make a code that lets one telephone in at the doors of a congress; it is shown once.

    The telephone may check people in until the end of the day after. Raises NotFound and NotAllowed.
    """
    require(rights.may_open_doors(actor))
    now = clock.now()
    code = codes.random_code(CODE_LENGTH)
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


async def sign_in_door(congress_id: int, code: str, *, network: str) -> SignedInDoor:
    """Let a telephone in with its code, once. Raises WrongDoorCode, and TooMany after many guesses."""
    now = clock.now()
    token = tokens.random_token()
    async with db.transaction():  # of its own: a wrong guess counts too
        await limits.count_all(
            [(limits.DOOR_CODES_FROM_NETWORK, network), (limits.DOOR_CODES, str(congress_id))]
        )
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
            await _end(device)
            congress = await Congress.get(id=device.congress_id)
            await record_congress(actor, rights.OPEN_DOORS, congress)
    return device


async def leave_door(device_id: int) -> None:
    """Sign a telephone out: it is what whoever holds it wants."""
    async with db.transaction():
        device = await db.lock(DoorDevice, id=device_id)
        if device.ended_at is None:
            await _end(device)


async def note_seen(device_id: int) -> None:
    """Remember that a telephone still stands at its door; at most once a minute."""
    now = clock.now()
    async with db.transaction():
        unnoted = DoorDevice.filter(id=device_id, ended_at=None, seen_at__lt=now - SEEN_EVERY)
        await unnoted.update(seen_at=now)


async def check_in(congress_id: int, entrance: Entrance, *, actor: Person) -> Outcome:
    """Let somebody in; the second time it says when the first was.

    What a door noted while it had no network comes later, with its own clock: the first by the clocks of the
    doors is the one that counts. Raises NotFound, NotAllowed, NoSeat and OldTicket.
    """
    async with db.transaction():
        hall = await _locked_for_door(congress_id, actor=actor)
        attendee = await db.find(Attendee, id=entrance.attendee_id, congress_id=congress_id)
        if attendee is None:
            raise NotFound
        before = await _sent_before(hall, entrance.key, was_offline=entrance.was_offline)
        if before is not None:
            return await _outcome_of(before)
        await _check_ticket(attendee, entrance)
        return await _come_in(hall, attendee, entrance, actor=actor)


async def walk_in(
    congress_id: int,
    name: str,
    *,
    key: str,
    at: datetime,
    actor: Person,
    organisation: str = "",
    was_offline: bool = False,
) -> Outcome:
    """Let somebody in who did not sign up, while there is a seat.

    From the start on, the seats of who did not come are seats too. Who was let in while there was no network
    is inside: that is written down, full or not. Raises NotFound, NotAllowed and Full.
    """
    async with db.transaction():
        hall = await _locked_for_door(congress_id, actor=actor)
        before = await _sent_before(hall, key, was_offline=was_offline)
        if before is not None:
            return await _outcome_of(before)
        await _make_room(hall, was_offline=was_offline)
        attendee = await _write_walk_in(hall, name, organisation, key=_key(congress_id, key))
        entrance = Entrance(key, attendee.id, ReadBy.WALK_IN, at, was_offline=was_offline)
        return await _come_in(hall, attendee, entrance, actor=actor)


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


async def _end(device: DoorDevice) -> None:
    device.ended_at, device.code_digest, device.token_digest = clock.now(), None, None
    await device.save(update_fields=["ended_at", "code_digest", "token_digest"])


async def _sent_before(hall: Hall, key: str, *, was_offline: bool) -> CheckIn | None:
    """What this key was written down as, if it was.

    A door that did not get the answer decided by itself: then it must hear when that was wrong.
    """
    before = await db.find(CheckIn, entrance_key=_key(hall.congress.id, key))
    if before is not None and was_offline and not before.was_offline:
        before.was_offline = True
        await before.save(update_fields=["was_offline"])
    return before


async def _outcome_of(before: CheckIn) -> Outcome:
    attendee = await Attendee.get(id=before.attendee_id)
    assert attendee.arrived_at is not None
    return Outcome(attendee, attendee.arrived_at, before, is_new=False)


async def _check_ticket(attendee: Attendee, entrance: Entrance) -> None:
    registration = await Registration.get(id=attendee.registration_id)
    if registration.state is not RegistrationState.CONFIRMED:
        raise NoSeat(attendee.name)
    if entrance.ticket_version is not None and entrance.ticket_version != attendee.ticket_version:
        raise OldTicket(attendee.name)


async def _come_in(hall: Hall, attendee: Attendee, entrance: Entrance, *, actor: Person) -> Outcome:
    at = _believed(entrance.at, hall.now)
    first_at = attendee.arrived_at
    is_again = first_at is not None and first_at <= at
    if first_at is None:
        await Seats.filter(id=hall.seats.id).update(arrived=hall.seats.arrived + 1)
    elif not is_again:  # another door, without network, let them in earlier: its note comes only now
        await CheckIn.filter(attendee_id=attendee.id, is_again=False).update(is_again=True)
    if not is_again:
        attendee.arrived_at = at
        await attendee.save(update_fields=["arrived_at"])
    check_in = CheckIn(
        congress_id=hall.congress.id,
        attendee_id=attendee.id,
        device_id=actor.door_device_id,
        entrance_key=_key(hall.congress.id, entrance.key),
        read_by=entrance.read_by,
        at=at,
        was_offline=entrance.was_offline,
        is_again=is_again,
        received_at=hall.now,
    )
    await db.insert(check_in)
    if actor.account_id is not None:
        await record_congress(actor, rights.CHECK_IN, hall.congress)
    assert attendee.arrived_at is not None
    return Outcome(attendee, attendee.arrived_at, check_in, is_new=True)


def _believed(at: datetime, now: datetime) -> datetime:
    """When it was by the clock of a door, unless that is ahead, or days behind."""
    return at if now - LONGEST_OFFLINE <= at <= now else now


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
        searched=searchable(name, organisation),
        audience="anders",
        people=1,
        language=SOURCE_LANGUAGE,
        request_key=digest_of(key),
        created_at=hall.now,
        changed_at=hall.now,
        confirmed_at=hall.now,
    )
    await db.insert(registration)
    (attendee,) = people_of(registration, ((registration.name, False),))
    await db.insert(attendee)
    return attendee


def _key(congress_id: int, key: str) -> str:
    """One telephone's keys say nothing about another congress."""
    return tokens.digest(f"entrance {congress_id} {key}")
