"""What must be true of a congress: worked out from the rules of the week alone, with no database.

Compare with `random_attendees`, which takes the same steps on the real thing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from weekplanner.core.clock import AMSTERDAM

LONG_TERM, SHORT_TERM = timedelta(hours=48), timedelta(hours=24)
LAST_WEEK = timedelta(days=7)
DONE = "done"


@dataclass
class Room:
    """A workshop: who sits there, and who waits, follows from the parties."""

    capacity: int


@dataclass
class Code:
    """Seats that are kept for a code."""

    seats: int
    until: datetime
    is_ended: bool = False


@dataclass
class Party:
    """Somebody who signed up."""

    who: str
    people: int
    choice: tuple[int, int | None] | None
    """First and second workshop."""
    state: str
    code: Code | None = None
    seat: int | None = None
    in_line: bool = False
    lined_up: tuple[datetime, int] | None = None
    until: datetime | None = None
    """Until when seats in the hall are kept for them."""
    workshop_until: datetime | None = None
    told: Counter[str] = field(default_factory=Counter)
    repeated_on: set[date] = field(default_factory=set)

    @property
    def is_live(self) -> bool:
        """Whether they have seats or may get them."""
        return self.state in {"requested", "waiting", "offered", "confirmed"}


@dataclass
class Due:
    """Something that ends at a moment, unless it was settled before."""

    at: datetime
    still: Callable[[], bool]
    end: Callable[[], None]


@dataclass
class BoxOffice:
    """One congress."""

    capacity: int
    rooms: list[Room]
    starts_at: datetime
    closes_at: datetime
    now: datetime
    parties: list[Party] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    lines: int = 0

    # What is counted.

    @property
    def free(self) -> int:
        """Seats in the hall that nobody has, was offered, or is kept one of."""
        spoken_for = sum(each.people for each in self.parties if each.state in {"confirmed", "offered"})
        return max(0, self.capacity - spoken_for - sum(self.left(code) for code in self.codes))

    def left(self, code: Code) -> int:
        """Seats that a code still keeps."""
        used = sum(each.people for each in self.parties if each.code is code and each.state == "confirmed")
        return 0 if code.is_ended else code.seats - used

    def free_in(self, room: int) -> int:
        """Seats in a workshop that nobody has or was offered."""
        spoken_for = sum(each.people for each in self.parties if each.seat == room)
        spoken_for += sum(
            each.people for each in self.parties if each.workshop_until and self._first(each) == room
        )
        return max(0, self.rooms[room].capacity - spoken_for)

    def latest(self, who: str) -> Party | None:
        """The last party of somebody."""
        return next((each for each in reversed(self.parties) if each.who == who), None)

    @staticmethod
    def _first(party: Party) -> int | None:
        return party.choice[0] if party.choice else None

    @property
    def _is_its_day(self) -> bool:
        return self.now.astimezone(AMSTERDAM).date() == self.starts_at.astimezone(AMSTERDAM).date()

    @property
    def _goes_on(self) -> bool:
        return self.now < self.starts_at

    # What people do.

    def sign_up(
        self,
        who: str,
        people: int,
        *,
        choice: tuple[int, int | None] | None,
        is_invited: bool,
        wish: bool,
        code: int | None,
    ) -> str:
        """`code` is the number of one, or one too many for a code that nobody gave out."""
        if not self._goes_on:
            return "Begun"
        kept, problem = self._code(code, people)
        if problem:
            return problem
        if kept is None and self.now >= self.closes_at:
            return "Closed"
        former = self.latest(who)
        if kept is None and not is_invited:
            if not wish:
                return "OtherAudience"
            state = "requested"
        else:
            state = "confirmed" if kept or people <= self.free else "waiting"
        if former is not None and former.is_live:
            today = self.now.astimezone(AMSTERDAM).date()
            former.told["congress_repeated"] += today not in former.repeated_on
            former.repeated_on.add(today)
            return state
        party = Party(who, people, choice, state, code=kept)
        self.parties.append(party)
        if state == "confirmed":
            self._seat(party)
        party.told[f"congress_{state}"] += 1
        return state

    def _code(self, number: int | None, people: int) -> tuple[Code | None, str]:
        if number is None:
            return None, ""
        if number >= len(self.codes):
            return None, "UnknownCode"
        code = self.codes[number]
        if code.is_ended or self.now >= code.until:
            return None, "EndedCode"
        left = self.left(code)
        if not left:
            return None, "UsedCode"
        return (code, "") if people <= left else (None, "TooFewOnCode")

    def cancel(self, who: str) -> str:
        """Not come after all."""
        party = self.latest(who)
        if party is None:
            return ""
        if not party.is_live:
            return DONE
        if not self._goes_on:
            return "Begun"
        self._leave(party, "cancelled")
        party.told["congress_cancelled"] += 1
        self._serve()
        return DONE

    def change(self, who: str, people: int, choice: tuple[int, int | None] | None) -> str:
        """Come with more or fewer, to other workshops."""
        party = self.latest(who)
        if party is None:
            return ""
        if not party.is_live:
            return "Ended"
        if (party.people, party.choice) == (people, choice):
            return DONE
        if not self._goes_on:
            return "Begun"
        more = people - party.people
        if problem := self._cannot_grow(party, more, choice):
            return problem
        if party.choice != choice:
            party.people, party.choice = people, choice
            self._forget_workshops(party)
            if party.state == "confirmed":
                self._seat(party)
        else:
            first = self._first(party)
            is_offered = party.workshop_until is not None and first is not None
            if is_offered and more > self.free_in(first):
                party.workshop_until = None
            party.people = people
        self._serve()
        party.told["congress_registration_changed"] += 1
        return DONE

    def _cannot_grow(self, party: Party, more: int, choice: tuple[int, int | None] | None) -> str:
        if more and party.state == "offered":
            return "OnlyBeforeAnAnswer"
        if party.state != "confirmed" or more <= 0:
            return ""
        room = self.left(party.code) if party.code else self.free
        if more > room:
            return "TooMany"
        is_seated = party.choice == choice and party.seat is not None
        return "WorkshopTooSmall" if is_seated and more > self.free_in(party.seat or 0) else ""

    def use_code(self, who: str, number: int) -> str:
        """Have seats that were kept for a code."""
        party = self.latest(who)
        if party is None:
            return ""
        if not party.is_live:
            return "Ended"
        if party.state == "confirmed":
            return "NoCodeNeeded"
        if not self._goes_on:
            return "Begun"
        code, problem = self._code(number, party.people)
        if problem:
            return problem
        party.code, party.until = code, None
        self._confirm(party)
        self._serve()
        return DONE

    def accept(self, who: str) -> str:
        """Take the seats that are kept."""
        party = self.latest(who)
        if party is None:
            return ""
        if party.state == "confirmed":
            return DONE
        if not self._goes_on:
            return "Begun"
        if party.state != "offered" or party.until is None or self.now >= party.until:
            return "OfferEnded"
        party.until = None
        self._confirm(party)
        return DONE

    def decline(self, who: str) -> str:
        """Let them go to the next."""
        party = self.latest(who)
        if party is None:
            return ""
        if party.state == "declined":
            return DONE
        if party.state != "offered":
            return "OfferEnded"
        self._leave(party, "declined")
        party.told["congress_cancelled"] += 1
        self._serve()
        return DONE

    def accept_workshop(self, who: str) -> str:
        """Take the seats of the first choice."""
        party = self.latest(who)
        if party is None or party.choice is None or party.state != "confirmed":
            return ""
        if party.seat == self._first(party):
            return DONE
        if not self._goes_on:
            return "Begun"
        if party.workshop_until is None or self.now >= party.workshop_until:
            return "WorkshopOfferEnded"
        self._move_over(party)
        self._offer_workshops()
        party.told["congress_registration_changed"] += 1
        return DONE

    def decline_workshop(self, who: str) -> str:
        """Wait for it no longer."""
        party = self.latest(who)
        if party is None or party.choice is None or party.state != "confirmed":
            return ""
        party.in_line, party.workshop_until = False, None
        self._offer_workshops()
        return DONE

    # What the team does.

    def let_in(self, who: str) -> str:
        """Who asked may come."""
        party = self.latest(who)
        if party is None:
            return ""
        if party.state != "requested":
            return "DecidedAlready"
        if not self._goes_on:
            return "Begun"
        if party.people <= self.free:
            self._confirm(party)
        else:
            party.state = "waiting"
            party.told["congress_waiting"] += 1
        return DONE

    def refuse(self, who: str) -> str:
        """Who asked may not."""
        party = self.latest(who)
        if party is None:
            return ""
        if party.state != "requested":
            return "DecidedAlready"
        party.state = "refused"
        party.told["congress_refused"] += 1
        return DONE

    def set_capacity(self, seats: int) -> str:
        """More seats, or fewer."""
        if seats != self.capacity:
            self.capacity = seats
            self._serve()
        return DONE

    def set_room(self, room: int, seats: int) -> str:
        """The same of a workshop."""
        self.rooms[room].capacity = seats
        self._offer_workshops()
        return DONE

    def invite(self, seats: int, until: datetime) -> str:
        """Keep seats for a code."""
        if not self._goes_on:
            return "Begun"
        if not self.now < until <= self.starts_at:
            return "UntilBeforeNow"
        if seats > self.free:
            return "NotSoMany"
        code = Code(seats, until)
        self.codes.append(code)
        self.due.append(Due(until, lambda: not code.is_ended, lambda: self._end_code(code)))
        return DONE

    def end_code(self, number: int) -> str:
        """Keep them no longer."""
        if number >= len(self.codes):
            return ""
        if not self.codes[number].is_ended:
            self._end_code(self.codes[number])
        return DONE

    # What goes by itself.

    def look_at_the_schedule(self) -> None:
        """End what is over, the earliest first."""
        while True:
            ended = sorted((each for each in self.due if each.at <= self.now), key=lambda each: each.at)
            if not ended:
                return
            self.due.remove(ended[0])
            if ended[0].still():
                ended[0].end()

    def _end_code(self, code: Code) -> None:
        code.is_ended = True
        self._serve()

    def _serve(self) -> None:
        self._offer_workshops()
        while self._goes_on:
            waiting = (each for each in self.parties if each.state == "waiting")
            first = next((each for each in waiting if each.people <= self.free), None)
            if first is None:
                return
            if self._is_its_day:
                self._confirm(first)
            else:
                self._offer(first)

    def _offer(self, party: Party) -> None:
        until = self._answer_until()
        party.state, party.until = "offered", until
        party.told["congress_offered"] += 1

        def end() -> None:
            self._leave(party, "expired")
            self._serve()
            party.told["congress_offer_expired"] += 1

        self.due.append(Due(until, lambda: party.state == "offered" and party.until == until, end))

    def _answer_until(self) -> datetime:
        term = SHORT_TERM if self.starts_at - self.now <= LAST_WEEK else LONG_TERM
        return min(self.now + term, self.starts_at)

    def _confirm(self, party: Party) -> None:
        party.state, party.until = "confirmed", None
        self._seat(party)
        party.told["congress_confirmed"] += 1

    def _seat(self, party: Party) -> None:
        if party.choice is None:
            return
        first, second = party.choice
        if self.free_in(first) >= party.people:
            party.seat = first
            return
        if second is not None and self.free_in(second) >= party.people:
            party.seat = second
        self.lines += 1
        party.in_line, party.lined_up = True, (self.now, self.lines)

    def _leave(self, party: Party, state: str) -> None:
        party.state, party.until = state, None
        self._forget_workshops(party)

    @staticmethod
    def _forget_workshops(party: Party) -> None:
        party.seat, party.in_line, party.workshop_until = None, False, None

    def _move_over(self, party: Party) -> None:
        party.seat, party.in_line, party.workshop_until = self._first(party), False, None

    def _offer_workshops(self) -> None:
        while self._goes_on:
            found = next(filter(None, map(self._first_in_line, range(len(self.rooms)))), None)
            if found is None:
                return
            if self._is_its_day:
                self._move_over(found)
                found.told["congress_registration_changed"] += 1
            else:
                self._offer_workshop(found)

    def _first_in_line(self, room: int) -> Party | None:
        line = [
            each
            for each in self.parties
            if each.in_line and each.workshop_until is None and self._first(each) == room
        ]
        fitting = [each for each in line if each.people <= self.free_in(room)]
        return min(fitting, key=lambda each: each.lined_up or (self.now, 0), default=None)

    def _offer_workshop(self, party: Party) -> None:
        until, lined_up = self._answer_until(), party.lined_up
        party.workshop_until = until
        party.told["congress_workshop_offered"] += 1

        def still() -> bool:
            return party.workshop_until == until and party.lined_up == lined_up

        def end() -> None:
            party.in_line, party.workshop_until = False, None
            self._offer_workshops()
            party.told["congress_workshop_expired"] += 1

        self.due.append(Due(until, still, end))
