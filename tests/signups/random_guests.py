"""Guests and organisers who try anything, on the real thing and in a model of it at once."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from tests.make import MadeActivity, Make, acting, at
from tests.signups.guestbook import DONE, Guestbook, Known, Table, moved
from weekplanner.accounts.models import Account, Attempt, Organisation
from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.core import db
from weekplanner.core.clock import MovableClock
from weekplanner.core.errors import Refused
from weekplanner.events.models import Activity, State
from weekplanner.events.operations import cancelling, editing, review
from weekplanner.events.operations.steps import stored_values
from weekplanner.events.values import ActivityValues
from weekplanner.listing.models import Entry
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow, OutboxMessage
from weekplanner.signups.models import SignUp
from weekplanner.signups.operations import changing, entering
from weekplanner.signups.personal import link_of
from weekplanner.signups.values import Guest, Helper

BEGIN = at(1, 8)
"""Of the first day: the earliest occurrence is tomorrow."""
STARTS = tuple(at(day, hour) for day, hour in ((2, 9), (2, 12), (3, 18), (5, 12), (7, 20)))
TITLES = ("Soep aan de lange tafel", "Erwtensoep", "Tomatensoep")
PRICES_CENTS = (350, 0)
WAITS = tuple(timedelta(minutes=number) for number in (10, 30, 6 * 60, 20 * 60, 36 * 60))
GUEST_KINDS = ("signup_", "occurrence_")


@dataclass(frozen=True)
class Somebody:
    """A guest, and how one hears from them."""

    email: str = ""
    phone: str = ""
    helper: Helper | None = None

    @property
    def reach(self) -> str:
        """Whom messages go to."""
        return "guest" if self.email else "helper" if self.helper else ""


KEES = Helper("Kees", "kees@example.org")
PEOPLE = {
    "Riet": Somebody("riet@example.org"),
    "Ali": Somebody("ali@example.org", "06-12345678"),
    "Jo": Somebody(phone="030 000 12 34"),
    "Truus": Somebody("truus@example.org", helper=KEES),
    "Bep": Somebody(helper=KEES),
}


@dataclass
class Play:
    """One activity, as it is and as it must be."""

    activity_id: int
    occurrence_ids: list[int]
    organiser: Person
    clock: MovableClock
    book: Guestbook
    numbers: dict[int, int] = field(default_factory=dict)
    """By sign-up which party of the model it is."""
    forms: int = 0

    async def take(self, what: str, which: int, who: str, number: int) -> tuple[str, str]:
        """Take a step: what came of it, and what must come of it; nothing where it makes no sense."""
        async with db.transaction():
            await Attempt.all().delete()  # how often somebody may is not what this is about
        try:
            return await STEPS[what](self, which, who, number)
        finally:
            ids = await SignUp.all().order_by("id").values_list("id", flat=True)
            self.numbers = {each: place for place, each in enumerate(ids, start=1)}

    def new_key(self) -> str:
        """Of a form that was never sent: nobody clicks twice here."""
        self.forms += 1
        return f"form {self.forms}"

    async def latest(self, which: int, who: str) -> SignUp | None:
        """The latest sign-up of somebody."""
        theirs = SignUp.filter(occurrence_id=self.occurrence_ids[which], name=who)
        return await theirs.order_by("-id").first()

    async def edit(self, change: Callable[[ActivityValues], ActivityValues]) -> str:
        """Save the form of the activity with something else in it."""
        activity = await Activity.get(id=self.activity_id)
        wanted = change(await stored_values(activity))
        return await came_of(
            editing.edit_activity(activity.id, wanted, version=activity.version, actor=self.organiser)
        )


async def came_of(step: Awaitable[object]) -> str:
    """What a step ends in: done, or why not."""
    try:
        await step
    except Refused as refused:
        return type(refused).__name__
    return DONE


async def _sign_up(play: Play, which: int, who: str, people: int) -> tuple[str, str]:
    somebody, table = PEOPLE[who], play.book.tables[which]
    guest = Guest(who, somebody.email, somebody.phone, people)
    try:
        entered = await entering.sign_up(
            play.occurrence_ids[which],
            guest,
            request_key=play.new_key(),
            network=None,
            helper=somebody.helper,
        )
        came = entered.state.value
    except Refused as refused:
        came = type(refused).__name__
    helped = somebody.helper is not None
    return came, play.book.sign_up(table, who, people, reach=somebody.reach, helped=helped)


async def _add(play: Play, which: int, who: str, people: int) -> tuple[str, str]:
    somebody = PEOPLE[who]
    if not (somebody.email or somebody.phone):
        return "", ""
    guest = Guest(who, somebody.email, somebody.phone, people)
    try:
        made = await entering.add_guest(
            play.occurrence_ids[which], guest, request_key=play.new_key(), actor=play.organiser
        )
        came = made.state.value
    except Refused as refused:
        came = type(refused).__name__
    reach = "guest" if somebody.email else ""
    return came, play.book.add(play.book.tables[which], who, people, reach=reach)


async def _change(play: Play, which: int, who: str, people: int) -> tuple[str, str]:
    sign_up = await play.latest(which, who)
    if sign_up is None:
        return "", ""
    guest = replace(Guest.of(sign_up), people=people)
    step = (
        changing.change_by_link(link_of(sign_up.id), guest, version=sign_up.version)
        if people % 2
        else changing.change_guest(sign_up.id, guest, version=sign_up.version, actor=play.organiser)
    )
    return await came_of(step), play.book.change(play.book.tables[which], who, people)


async def _cancel(play: Play, which: int, who: str, number: int) -> tuple[str, str]:
    sign_up = await play.latest(which, who)
    if sign_up is None:
        return "", ""
    step = (
        changing.cancel_by_link(link_of(sign_up.id))
        if number % 2
        else changing.remove_guest(sign_up.id, version=sign_up.version, actor=play.organiser)
    )
    return await came_of(step), play.book.cancel(play.book.tables[which], who)


async def _edit(play: Play, change: Callable[[int, Known, int], tuple[Known, int]]) -> tuple[str, str]:
    """Change every occurrence that goes on, here and in the model."""
    book = play.book
    numbers = {each: place for place, each in enumerate(play.occurrence_ids)}
    wanted = {
        place: change(place, table.now_known, table.capacity) for place, table in enumerate(book.tables)
    }
    is_same = all(
        wanted[place] == (table.now_known, table.capacity)
        for place, table in enumerate(book.tables)
        if not table.is_off
    )
    any_known = next(iter(wanted.values()))[0]

    def changed(values: ActivityValues) -> ActivityValues:
        occurrences = tuple(
            replace(
                each,
                capacity=wanted[numbers[each.id]][1],
                starts_at=wanted[numbers[each.id]][0].starts_at,
                ends_at=wanted[numbers[each.id]][0].ends_at,
            )
            for each in values.occurrences
            if each.id is not None
        )
        return replace(
            values, title=any_known.title, price_cents=any_known.price_cents, occurrences=occurrences
        )

    if is_same or not book.can_edit():
        return "", ""
    came = await play.edit(changed)
    book.edit(wanted)
    return came, DONE


async def _capacity(play: Play, which: int, _who: str, number: int) -> tuple[str, str]:
    capacity = (1, 2, 4, 5, 7, 9)[number - 1]
    return await _edit(play, lambda place, known, was: (known, capacity if place == which else was))


async def _move(play: Play, which: int, _who: str, number: int) -> tuple[str, str]:
    starts_at = STARTS[number % len(STARTS)] + timedelta(minutes=30 * which)
    return await _edit(
        play, lambda place, known, was: (moved(known, starts_at) if place == which else known, was)
    )


async def _rename(play: Play, _which: int, _who: str, number: int) -> tuple[str, str]:
    title = TITLES[number % len(TITLES)]
    return await _edit(play, lambda _place, known, was: (replace(known, title=title), was))


async def _price(play: Play, _which: int, _who: str, number: int) -> tuple[str, str]:
    price = PRICES_CENTS[number % len(PRICES_CENTS)]
    return await _edit(play, lambda _place, known, was: (replace(known, price_cents=price), was))


async def _call_off_one(play: Play, which: int, _who: str, _number: int) -> tuple[str, str]:
    book = play.book
    going_on = [each for each in book.tables if not each.is_off]
    if not book.can_edit() or book.tables[which].is_off or len(going_on) == 1:
        return "", ""
    activity = await Activity.get(id=play.activity_id)
    came = await came_of(
        cancelling.cancel_occurrence(
            activity.id,
            play.occurrence_ids[which],
            "De zaal is stuk.",
            version=activity.version,
            actor=play.organiser,
        )
    )
    book.call_off([book.tables[which]])
    return came, DONE


async def _call_off_all(play: Play, _which: int, _who: str, number: int) -> tuple[str, str]:
    book = play.book
    if not book.can_edit() or number < 5:  # seldom: little happens after it
        return "", ""
    activity = await Activity.get(id=play.activity_id)
    if number == 5:
        step = cancelling.cancel_activity(
            activity.id, "De kok is ziek.", version=activity.version, actor=play.organiser
        )
    else:
        step = review.withdraw_activity(activity.id, "Reclame.", version=activity.version, actor=SYSTEM)
    came = await came_of(step)
    book.state = "cancelled" if number == 5 else "withdrawn"
    book.call_off(book.tables)
    return came, DONE


async def _wait(play: Play, _which: int, _who: str, number: int) -> tuple[str, str]:
    play.clock.move(WAITS[number % len(WAITS)])
    play.book.now = play.clock.at
    return "", ""


async def _look(play: Play, _which: int, _who: str, _number: int) -> tuple[str, str]:
    await schedule.run_due()
    play.book.look_at_the_schedule()
    return "", ""


STEPS: dict[str, Callable[[Play, int, str, int], Awaitable[tuple[str, str]]]] = {
    "sign up": _sign_up,
    "sign up too": _sign_up,
    "add": _add,
    "change": _change,
    "cancel": _cancel,
    "capacity": _capacity,
    "move": _move,
    "rename": _rename,
    "price": _price,
    "call off one": _call_off_one,
    "call off all": _call_off_all,
    "wait": _wait,
    "look": _look,
}
"""What can happen; most of it is signing up."""


async def begin(
    make: Make, home: tuple[Account, Organisation], clock: MovableClock, *, capacity: int
) -> Play:
    """An activity twice in the week, of which nobody heard yet; what was there before is gone."""
    async with db.transaction():
        for model in (Activity, Entry, DueRow, OutboxMessage):
            await model.all().delete()
    clock.set(BEGIN)
    organiser, organisation = home
    starts = [STARTS[1], STARTS[3] + timedelta(minutes=30)]
    soup: MadeActivity = await make.activity(
        organiser=organiser,
        organisation=organisation,
        capacity=capacity,
        occurrences=[(start, start + timedelta(minutes=90)) for start in starts],
    )
    tables = []
    for occurrence in await soup.occurrences():
        known = Known(TITLES[0], PRICES_CENTS[0], occurrence.starts_at, occurrence.ends_at)
        table = Table(known, capacity)
        table.plan_reminder(clock.at)
        tables.append(table)
    ids = [occurrence.id for occurrence in await soup.occurrences()]
    return Play(soup.id, ids, acting(organiser, organisation), clock, Guestbook(tables, clock.at))


async def messages_of(play: Play) -> dict[int, list[OutboxMessage]]:
    """The messages about each party, oldest first."""
    found: dict[int, list[OutboxMessage]] = {place: [] for place in play.numbers.values()}
    for row in await OutboxMessage.all().order_by("id"):
        if row.kind.startswith(GUEST_KINDS):
            found[play.numbers[row.values["sign_up"]]].append(row)
    return found


async def differences(play: Play) -> list[str]:
    """Where what is differs from what must be."""
    found = []
    rows = {play.numbers[each.id]: each for each in await SignUp.all()}
    letters = await messages_of(play)
    for party in play.book.every_party:
        row, told = rows[party.number], letters[party.number]
        pairs: dict[str, tuple[object, object]] = {
            "stands": ((row.state.value, row.people), (party.state, party.people)),
            "was told": (Counter(each.kind for each in told), party.told),
            "knew": (
                [_known(each.values["before"]) for each in told if each.kind == "occurrence_changed"],
                party.befores,
            ),
            "has in the calendar": (
                [
                    (each.values["calendar"]["status"], datetime.fromisoformat(each.values["starts_at"]))
                    for each in told
                    if each.values.get("calendar")
                ],
                party.calendars,
            ),
        }
        if not party.is_cancelled:
            pairs["is called about"] = (sorted(row.to_call_about), sorted(party.to_call_about))
        found += [
            f"{party.who} ({party.number}) {what} {is_so}, and must be {must_be}"
            for what, (is_so, must_be) in pairs.items()
            if is_so != must_be
        ]
    if len(rows) != play.book.parties:
        found.append(f"{len(rows)} parties signed up, and must be {play.book.parties}")
    state = (await Activity.get(id=play.activity_id)).state
    if state is not State(play.book.state):
        found.append(f"the activity is {state}, and must be {play.book.state}")
    return found + _of_calendars(letters, rows)


def _known(values: dict[str, object]) -> Known:
    return Known(
        str(values["title"]),
        int(str(values["price_cents"])),
        datetime.fromisoformat(str(values["starts_at"])),
        datetime.fromisoformat(str(values["ends_at"])),
    )


def _of_calendars(letters: dict[int, list[OutboxMessage]], rows: dict[int, SignUp]) -> list[str]:
    """Each file takes the place of the one before: the UID stays, and SEQUENCE rises with what it says."""
    found = []
    guests: dict[tuple[int, str], list[OutboxMessage]] = {}
    for number, told in letters.items():
        row = rows[number]
        files = [each for each in told if each.values.get("calendar")]
        guests.setdefault((row.occurrence_id, row.guest_key), []).extend(files)
    for who, files in guests.items():
        files.sort(key=lambda each: each.id)
        for before, after in pairwise(files):
            one, other = before.values["calendar"], after.values["calendar"]
            says_the_same = (one["status"], before.values["starts_at"]) == (
                other["status"],
                after.values["starts_at"],
            )
            rises = other["sequence"] > one["sequence"] or (
                says_the_same and other["sequence"] == one["sequence"]
            )
            if one["uid"] != other["uid"] or not rises:
                found.append(f"{who} has {one} and then {other}")
    return found
