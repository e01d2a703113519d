"""What must be true of places and guests: worked out from the rules of the week alone, with no database.

Compare with `random_guests`, which takes the same steps on the real thing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from weekplanner.core.clock import AMSTERDAM

EDITS_JOINED = timedelta(minutes=30)
AT_ONCE_WITHIN = timedelta(hours=24)
REMIND_HOUR = 10
LAST_DAY = date(2027, 10, 8)

DONE = "done"


@dataclass(frozen=True)
class Known:
    """What one can know of an occurrence."""

    title: str
    price_cents: int
    starts_at: datetime
    ends_at: datetime

    def is_elsewhere(self, other: "Known") -> bool:
        """Whether who goes by the one misses the other."""
        return (self.starts_at, self.ends_at) != (other.starts_at, other.ends_at)


@dataclass
class Party:
    """Somebody who signed up, and what they were told."""

    number: int
    who: str
    people: int
    reach: str
    """Whom messages go to: `guest`, the `helper` who signed them up, or nobody."""
    is_placed: bool
    known: Known
    placed_on: date | None
    is_cancelled: bool = False
    told: Counter[str] = field(default_factory=Counter)
    befores: list[Known] = field(default_factory=list)
    """What they knew before each change that they were told of."""
    calendars: list[tuple[str, datetime]] = field(default_factory=list)
    """What each calendar file said: whether they go, and when."""
    repeated_on: set[date] = field(default_factory=set)
    to_call_about: list[str] = field(default_factory=list)

    @property
    def is_reached(self) -> bool:
        """Whether messages go to them, or to who signed them up."""
        return bool(self.reach)

    @property
    def state(self) -> str:
        """Where they stand."""
        if self.is_cancelled:
            return "cancelled"
        return "placed" if self.is_placed else "waiting"

    def tell(self, kind: str, now: Known, *, calendar: str = "") -> None:
        """A message, if they are reached; a guest's own has a calendar file that says whether they go."""
        if self.is_reached:
            self.told[kind] += 1
            self.calendars += [(calendar, now.starts_at)] if calendar and self.reach == "guest" else []

    def call(self, about: str) -> None:
        """Who is not reached is to be called."""
        if not self.is_reached:
            self.to_call_about = [*(each for each in self.to_call_about if each != about), about]

    @property
    def going(self) -> str:
        """As a calendar says it."""
        return "CONFIRMED" if self.is_placed else "TENTATIVE"


@dataclass
class Table:
    """One occurrence."""

    now_known: Known
    capacity: int
    parties: list[Party] = field(default_factory=list)
    is_off: bool = False
    notice_at: datetime | None = None
    off_told_at: datetime | None = None
    remind_at: datetime | None = None
    reminded: set[datetime] = field(default_factory=set)
    """Of which starts there was a reminder."""

    @property
    def live(self) -> list[Party]:
        """Those who have a place, or wait."""
        return [each for each in self.parties if not each.is_cancelled]

    @property
    def taken(self) -> int:
        """How many people have a place."""
        return sum(each.people for each in self.live if each.is_placed)

    @property
    def uninformed(self) -> list[Party]:
        """Those who know something else than what is."""
        return [each for each in self.live if each.known != self.now_known]

    def fits(self, people: int) -> bool:
        """Whether there is a place for each."""
        return self.taken + people <= self.capacity

    def party_of(self, who: str) -> Party | None:
        """The latest of somebody."""
        return next((each for each in reversed(self.parties) if each.who == who), None)

    def closed(self, now: datetime) -> str:
        """Why nobody can sign up or change any more; nothing when one can."""
        if self.is_off:
            return "CalledOff"
        return "Begun" if now >= self.now_known.starts_at else ""

    def plan_reminder(self, now: datetime) -> None:
        """At ten on the day before, once for each start."""
        day = self.now_known.starts_at.astimezone(AMSTERDAM).date() - timedelta(days=1)
        at = datetime(day.year, day.month, day.day, REMIND_HOUR, tzinfo=AMSTERDAM)
        is_to_come = at > now and self.now_known.starts_at not in self.reminded
        self.remind_at = at if is_to_come else None


@dataclass
class Guestbook:
    """An activity with its occurrences."""

    tables: list[Table]
    now: datetime
    state: str = "published"
    parties: int = 0

    @property
    def today(self) -> date:
        """On an Amsterdam clock."""
        return self.now.astimezone(AMSTERDAM).date()

    @property
    def every_party(self) -> Iterator[Party]:
        """In the order in which they came."""
        return iter(sorted((each for table in self.tables for each in table.parties), key=lambda p: p.number))

    # What guests do, and organisers for them.

    def sign_up(self, table: Table, who: str, people: int, *, reach: str, helped: bool) -> str:
        """`reach` names whom messages go to: `guest`, `helper`, or nobody."""
        if problem := table.closed(self.now):
            return problem
        former = table.party_of(who)
        if former is not None and not former.is_cancelled:
            if self.today not in former.repeated_on:
                former.tell("signup_repeated", table.now_known)
            former.repeated_on.add(self.today)
            return "placed" if table.fits(people) else "waiting"
        return self._enter(table, who, people, reach=reach, helped=helped)

    def add(self, table: Table, who: str, people: int, *, reach: str) -> str:
        """The organiser does it."""
        if problem := table.closed(self.now):
            return problem
        former = table.party_of(who)
        if former is not None and not former.is_cancelled:
            return "OnTheList"
        return self._enter(table, who, people, reach=reach, helped=False)

    def _enter(self, table: Table, who: str, people: int, *, reach: str, helped: bool) -> str:
        fits = table.fits(people)
        self.parties += 1
        party = Party(
            self.parties,
            who,
            people,
            reach=reach,
            is_placed=fits,
            known=table.now_known,
            placed_on=self.today if fits else None,
        )
        table.parties.append(party)
        kind = "signup_confirmed" if fits else "signup_waiting"
        party.tell(kind, table.now_known, calendar=party.going)
        if helped and reach == "guest":
            party.told["signup_by_helper"] += 1
        return party.state

    def change(self, table: Table, who: str, people: int) -> str:
        """Come with more or fewer."""
        party = table.party_of(who)
        if party is None:
            return ""
        if party.is_cancelled:
            return "Ended"
        if party.people == people:
            return DONE
        if problem := table.closed(self.now):
            return problem
        if party.is_placed and people > party.people and not table.fits(people - party.people):
            return "TooMany"
        was, party.people = party.is_placed, people
        self._promote(table)
        if party.is_placed is was:
            party.tell("signup_changed", table.now_known)
        return DONE

    def cancel(self, table: Table, who: str) -> str:
        """Not come any more."""
        party = table.party_of(who)
        if party is None:
            return ""
        if party.is_cancelled:
            return DONE
        if table.closed(self.now) == "Begun":
            return "Begun"
        party.is_cancelled = True
        party.tell("signup_cancelled", table.now_known, calendar="CANCELLED")
        self._promote(table)
        return DONE

    def _promote(self, table: Table) -> None:
        """Who waits longest and fits whole is first, until nobody does."""
        while not table.closed(self.now):
            fitting = (each for each in table.live if not each.is_placed and table.fits(each.people))
            first = next(fitting, None)
            if first is None:
                return
            first.is_placed, first.placed_on, first.known = True, self.today, table.now_known
            first.tell("signup_promoted", table.now_known, calendar="CONFIRMED")
            first.call("promoted")

    # What the organiser does.

    def can_edit(self) -> bool:
        """Whether the activity can still be changed."""
        return self.state == "published" and self.today <= LAST_DAY

    def edit(self, changed: dict[int, tuple[Known, int]]) -> None:
        """What is known of each occurrence that goes on, and its capacity, from now on."""
        for number, table in enumerate(self.tables):
            if table.is_off:
                continue
            former, (table.now_known, table.capacity) = table.now_known, changed[number]
            if former.starts_at != table.now_known.starts_at:
                table.plan_reminder(self.now)
            self._plan_notice(table, former)
            self._promote(table)

    def _plan_notice(self, table: Table, former: Known) -> None:
        """Edits within half an hour are one notice; what is near is told at once (product §4)."""
        uninformed = table.uninformed
        if not uninformed or self.now >= table.now_known.ends_at:
            table.notice_at = None
            return
        known = [each.known for each in uninformed]
        starts = [each.starts_at for each in (*known, former, table.now_known)]
        is_near = min(starts) - self.now < AT_ONCE_WITHIN
        if is_near and any(table.now_known.is_elsewhere(each) for each in known):
            table.notice_at = self.now
        elif table.notice_at is None:
            table.notice_at = self.now + EDITS_JOINED

    def call_off(self, tables: list[Table]) -> None:
        """These do not go on."""
        for table in tables:
            if table.is_off:
                continue
            table.is_off, table.notice_at, table.remind_at = True, None, None
            if table.live and self.now < table.now_known.ends_at:
                table.off_told_at = self.now

    # What goes by itself.

    def look_at_the_schedule(self) -> None:
        """Tell what is due; what is useless by now is told to nobody."""
        for table in self.tables:
            if table.notice_at and table.notice_at <= self.now:
                table.notice_at = None
                if self.now <= table.now_known.ends_at:
                    self._tell_of_change(table)
            if table.off_told_at and table.off_told_at <= self.now:
                table.off_told_at = None
                if self.now <= table.now_known.ends_at:
                    self._tell_of_cancellation(table)
            if table.remind_at and table.remind_at <= self.now:
                table.remind_at = None
                table.reminded.add(table.now_known.starts_at)
                if self.now <= table.now_known.starts_at:
                    self._remind(table)

    def _tell_of_change(self, table: Table) -> None:
        for party in table.uninformed:
            if party.is_reached:
                party.befores.append(party.known)
            party.tell("occurrence_changed", table.now_known, calendar=party.going)
            party.call("changed")
            party.known = table.now_known

    def _tell_of_cancellation(self, table: Table) -> None:
        for party in table.live:
            party.tell("occurrence_cancelled", table.now_known, calendar="CANCELLED")
            if not party.is_reached:
                party.to_call_about = ["called_off"]

    def _remind(self, table: Table) -> None:
        for party in table.live:
            if party.is_placed and party.placed_on is not None and party.placed_on < self.today:
                party.tell("signup_reminder", table.now_known, calendar="CONFIRMED")


def moved(known: Known, starts_at: datetime) -> Known:
    """The same at another time."""
    return replace(known, starts_at=starts_at, ends_at=starts_at + (known.ends_at - known.starts_at))
