"""A season, day by day: people do what they do, the machine looks at its hours, and both meet in the mail."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from rehearsal import congresses, guests, kits, organisers
from rehearsal.mail_server import MailServer
from rehearsal.times import Season
from rehearsal.witness import Witness
from rehearsal.world import NothingToDo, World
from weekplanner.congress.models.registrations import Registration
from weekplanner.core import clock
from weekplanner.core.clock import MovableClock
from weekplanner.core.errors import Problem
from weekplanner.kits.models.orders import KitOrder
from weekplanner.mailer import schedule, sender
from weekplanner.mailer.models import Status
from weekplanner.privacy import operations as privacy
from weekplanner.signups import plans
from weekplanner.signups.models import SignUp

AWAKE = (time(7), time(22, 30))
"""Between these people do something."""

Deed = Callable[[World], Awaitable[None]]


def _name_of(deed: Deed) -> str:
    """Who does what: several do something of the same name."""
    return f"{deed.__module__.rpartition('.')[2]}.{deed.__name__}"


DEEDS: Mapping[Deed, float] = {
    guests.come: 0.040,
    guests.come_with_help: 0.008,
    guests.come_twice: 0.002,
    guests.change: 0.010,
    guests.stay_away: 0.012,
    organisers.answer_telephone: 0.008,
    organisers.keep_list: 0.006,
    organisers.move: 0.004,
    organisers.go_elsewhere: 0.003,
    organisers.go_and_come_back: 0.001,
    organisers.make_room: 0.003,
    organisers.call_off: 0.0012,
    organisers.take_down: 0.0002,
    organisers.publish: 0.0008,
    organisers.write: 0.002,
    organisers.confirm: 0.020,
    kits.order: 0.006,
    kits.change_order: 0.001,
    kits.cancel_order: 0.0005,
    kits.approve: 0.002,
    kits.pack: 0.002,
    kits.ship: 0.002,
    kits.deliver: 0.002,
    kits.book: 0.001,
    kits.call_back: 0.0003,
    congresses.come: 0.006,
    congresses.answer: 0.004,
    congresses.answer_workshop: 0.003,
    congresses.change: 0.001,
    congresses.stay_away: 0.0015,
    congresses.decide: 0.001,
    congresses.make_room: 0.0005,
    congresses.come_in: 0.008,
}
"""How often a day each is done, for every activity that takes sign-ups."""
BUSIER_IN_WEEK = 3


@dataclass
class Played:
    """What the machine said that it did."""

    queued: Counter[str] = field(default_factory=Counter)
    too_late: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    ended: Counter[Status] = field(default_factory=Counter)
    halted: Counter[str] = field(default_factory=Counter)
    passes: int = 0
    guests: set[str] = field(default_factory=set)
    """Every address that a guest, a helper, an order of kits or somebody at a congress had."""


@dataclass
class Player:
    """Plays a season against a mail server, with a clock that it moves."""

    season: Season
    server: MailServer
    clock: MovableClock
    open_places: int
    """How many occurrences took sign-ups at the beginning."""
    pace: float
    world: World
    witness: Witness
    played: Played = field(default_factory=Played)

    async def play(self, show: Callable[[date], None]) -> Played:
        """All of it."""
        for day in self.season.days():
            deeds = self._deeds(day)
            for at in self.season.passes(day):
                while deeds and deeds[0][0] < at:
                    await self._do(*deeds.pop(0))
                await self._pass(at)
            while deeds:
                await self._do(*deeds.pop(0))
            await self._remember_guests()
            show(day)
        return self.played

    def _deeds(self, day: date) -> list[tuple[datetime, Deed]]:
        """What is done on a day, and when."""
        if day > self.season.week_ends_on:
            return []
        chance = self.world.chance
        wakes_at, sleeps_at = (clock.moment(day, each) for each in AWAKE)
        pace = self.pace * (BUSIER_IN_WEEK if day >= self.season.week_begins_on else 1)
        deeds = [
            (wakes_at + (sleeps_at - wakes_at) * chance.random(), deed)
            for deed, rate in DEEDS.items()
            for _time in range(int(rate * pace * self.open_places + chance.random()))
        ]
        return sorted(deeds, key=lambda each: each[0])

    async def _do(self, at: datetime, deed: Deed) -> None:
        """Let somebody try something; what the site refuses is counted."""
        self.clock.set(at)
        try:
            await deed(self.world)
        except NothingToDo:
            return
        except Problem as refused:
            self.world.refused[type(refused).__name__] += 1
        else:
            self.world.done[_name_of(deed)] += 1

    async def _pass(self, at: datetime) -> None:
        """What the machine does when it looks."""
        self.clock.set(at)
        await privacy.purge_daily()
        if self.season.stands_still(at):
            return
        self.played.passes += 1
        counts = await schedule.run_due()
        await self.witness.look_at_ended_rows()
        self.played.queued += counts.queued
        self.played.too_late += counts.too_late
        self.played.failed += counts.failed
        if clock.local(at).time() == plans.REMIND_GUESTS_AT:
            await self.witness.look_who_should_be_reminded()
        await self._send()

    async def _send(self) -> None:
        counts = await sender.send_due()
        self.played.ended += counts.ended
        if counts.halted:
            self.played.halted[counts.halted] += 1
        await self.witness.look_at_reminders_sent()
        # Several connections carry it, in an order that is another one each time.
        for offered in sorted(self.server.news(), key=lambda each: (each.recipient, each.tokens)):
            if offered.is_taken:
                self.world.read(offered.tokens)

    async def _remember_guests(self) -> None:
        """Their addresses, which must be nowhere in the end."""
        for row in await SignUp.all().values_list("email", "helper_email"):
            self.played.guests.update(filter(None, row))
        orders = KitOrder.filter(email__startswith=kits.MAILBOX)
        self.played.guests.update([email for (email,) in await orders.values_list("email")])
        registered = Registration.filter(email__startswith=congresses.MAILBOX)
        self.played.guests.update([email for (email,) in await registered.values_list("email")])
