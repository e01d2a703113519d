"""Filling the database with the demonstration, a piece at a time, and going on where that was broken off."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.congress.models.congresses import Congress
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused
from weekplanner.core.models import SiteValue
from weekplanner.core.progress import Progress
from weekplanner.core.turns import take_turn
from weekplanner.demo import congresses, variations, weeks
from weekplanner.demo.congresses import DemoCongress
from weekplanner.demo.content import ON_SITE, DemoActivity, Fate, in_order
from weekplanner.demo.operations import gathering, journeys, people, shipping, storehouse
from weekplanner.demo.operations.gallery import Gallery, gallery_for, picture_of
from weekplanner.demo.queries import RECORD
from weekplanner.demo.weeks import Stretch, Week
from weekplanner.editions import operations as editions
from weekplanner.editions import queries as edition_queries
from weekplanner.editions.models import Edition, Phase
from weekplanner.events.pictures import PictureValues
from weekplanner.listing.operations import tell_all_changed
from weekplanner.mailer import outbox, schedule

BATCH_S = 0.05
"""No transaction may hold the write lock over 250 ms; the activity that was begun in time is finished."""
SHARE_BEFORE, MOST_BEFORE = 4, 300
"""The week before has a quarter of the activities, and not more than this."""


class NotEmpty(Refused):
    """Invented activities do not belong among real ones."""

    message = (
        "This database holds organisations that are not invented, so nothing was added. "
        "Take an empty database (WEEKPLANNER_DATABASE_URL)."
    )


class OtherSeed(Refused):
    """What is there was made with another seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(
            f"This database holds the demonstration of seed {seed}. Use that seed, or an empty one."
        )


class NotCurrent(Refused):
    """Activities are registered for the current edition, and that is another one now."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"The week of {year} is not the current one. Run: weekplanner edition current {year}"
        )


@dataclass
class Record:
    """What the database remembers: what of each week it has, and which pictures were drawn."""

    seed: int
    done: dict[str, int] = field(default_factory=dict)
    """How many activities."""
    orders: dict[str, int] = field(default_factory=dict)
    """Up to which order of kits the team worked."""
    congresses: dict[str, int] = field(default_factory=dict)
    """How many parties signed up for each."""
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By the key of their scene."""

    @classmethod
    def of(cls, kept: SiteValue) -> "Record":
        """As it was kept."""
        return cls(**json.loads(kept.value))

    @property
    def text(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Part:
    """What an edition gets: so many activities, each by its number, counted under `key`."""

    key: str
    edition: Edition
    number: int
    activity: Callable[[int], DemoActivity]


async def load(number: int, *, seed: int, show: Progress, leaves_orders: bool = False) -> Edition:
    """See to it that the week to come has `number` invented activities, and the week before it some.

    With `leaves_orders` everybody who can order kits for it does, and the team has not looked at that yet.
    Answers the week to come, which is the current edition. What is there already stays as it is. Raises
    NotEmpty, OtherSeed, and NotCurrent when somebody made another edition the current one meanwhile.
    """
    record = await _begin(seed)
    edition = await _begun(record)
    if edition is None:
        week = weeks.coming(clock.today(), await _known_editions())
        await _load_week_before(week.year - 1, number, seed=seed)
        edition = await _open(week, _key(week.year))
    days = edition.length_days

    def activity(number: int) -> DemoActivity:
        found = variations.activity(number, seed=seed, days=days)
        return replace(found, is_sure_to_order=leaves_orders)

    part = Part(_key(edition.year), edition, number, activity)
    await _fill(part, seed=seed, show=show)
    await _gather(edition, number, seed=seed)
    if not leaves_orders:
        await _work(part, seed=seed)
    return edition


async def _begin(seed: int) -> Record:
    """The record; a new one only in a database without organisations."""
    async with db.transaction():
        await take_turn(RECORD)
        kept = await SiteValue.get_or_none(name=RECORD)
        if kept is None:
            if await Organisation.exists():
                raise NotEmpty
            kept = await SiteValue.create(name=RECORD, value=Record(seed).text)
    record = Record.of(kept)
    if record.seed != seed:
        raise OtherSeed(record.seed)
    return record


async def _begun(record: Record) -> Edition | None:
    """The edition that was begun as the week to come, as long as it is not over."""
    today = clock.today()
    for edition in await edition_queries.all_editions():
        if _key(edition.year) in record.done and edition.phase(today) is not Phase.AFTER:
            return edition
    return None


async def _load_week_before(year: int, number: int, *, seed: int) -> None:
    """Give an edition that is over some activities, unless it is one that was there already."""
    key = f"before {_key(year)}"
    known = await _known_editions()
    record = Record.of(await SiteValue.get(name=RECORD))
    if year in known and key not in record.done:
        return
    edition = known.get(year) or await _open(weeks.finished(clock.today(), year), key)
    shown = [replace(each, fate=_long_ago(each.fate)) for each in in_order(seed) if each.fate in ON_SITE]
    wanted = min(number // SHARE_BEFORE, MOST_BEFORE)
    part = Part(key, edition, wanted, shown.__getitem__)
    await _fill(part, seed=seed, show=lambda _done, _all: None)
    await _gather(edition, number, seed=seed)
    await _work(part, seed=seed)


async def _known_editions() -> dict[int, Edition]:
    return {edition.year: edition for edition in await edition_queries.all_editions()}


async def _open(week: Week, key: str) -> Edition:
    """Add or adjust an edition, make it the current one, and note that it is begun."""
    async with db.transaction():
        kept = await db.lock(SiteValue, name=RECORD)
        record = Record.of(kept)
        if key in record.done:  # another process was first
            return await edition_queries.by_year(week.year)
        if week.year in await _known_editions():
            await editions.update_edition(week.year, **week.changes)
        else:
            await editions.add_edition(week.year, **week.changes)
        record.done[key] = 0
        await _keep(kept, record)
        return await editions.make_current(week.year)


async def _fill(part: Part, *, seed: int, show: Progress) -> None:
    """Add what is missing of a part, in transactions that are short enough for others to come between."""
    record = Record.of(await SiteValue.get(name=RECORD))
    if record.done[part.key] >= part.number:
        return
    team = await people.appoint()
    stretch = weeks.registering(part.edition, clock.now())
    await storehouse.fill(part.number, at=stretch.opens_at, keeper=team.keeper)
    done = record.done[part.key]
    gallery = await _gallery(part, record, seed=seed)
    while done < part.number:
        done = await _add_some(part, gallery, reviewer=team.reviewer, during=stretch, seed=seed)
        show(done, part.number)
    async with db.transaction():
        await tell_all_changed()


async def _work(part: Part, *, seed: int) -> None:
    """Let the team work on the orders of kits of a part, as far as it would be by now."""
    keeper = (await people.appoint()).keeper
    now = weeks.registering(part.edition, clock.now()).closes_at
    is_over = part.edition.phase(clock.today()) is Phase.AFTER
    is_done = False
    while not is_done:
        async with db.transaction():
            kept = await db.lock(SiteValue, name=RECORD)
            record = Record.of(kept)
            orders = await shipping.next_orders(part.edition.id, after=record.orders.get(part.key, 0))
            is_done = not orders
            if orders:
                with outbox.never_sent("invented"):
                    await shipping.work(orders, now=now, is_over=is_over, keeper=keeper, seed=seed)
                record.orders[part.key] = orders[-1].id
                await _keep(kept, record)


async def _gather(edition: Edition, number: int, *, seed: int) -> None:
    """Add what is missing of the congresses of an edition, in steps that are short."""
    stretch = weeks.registering(edition, clock.now())
    for found in congresses.congresses_of(edition, number, opens_at=stretch.opens_at):
        key = f"{_key(edition.year)} {found.values.kind.value}"
        is_done = False
        while not is_done:
            async with db.transaction():
                kept = await db.lock(SiteValue, name=RECORD)
                record = Record.of(kept)
                is_done = await _gather_some(found, edition, record, key, during=stretch, seed=seed)
                await _keep(kept, record)


async def _gather_some(
    found: DemoCongress, edition: Edition, record: Record, key: str, *, during: Stretch, seed: int
) -> bool:
    """The next step: the congress itself, some who sign up, who came; answers whether that was all."""
    done = record.congresses.get(key)
    with outbox.never_sent("invented"):
        if done is None:
            with clock.frozen(during.at(0)):
                await gathering.arrange(found, edition)
            record.congresses[key] = 0
            return False
        if done >= found.parties:
            return True
        congress = await Congress.get(edition_id=edition.id, kind=found.values.kind)
        numbers = range(done, min(done + gathering.PARTIES_AT_ONCE, found.parties))
        await gathering.come(found, congress, edition, numbers, during=during, seed=seed)
        record.congresses[key] = numbers.stop
        if numbers.stop < found.parties:
            return False
        if congress.ends_at < clock.now():
            await gathering.visit(congress, seed=seed)
        else:
            await gathering.think_again(congress, during=during)
    return True


async def _gallery(part: Part, record: Record, *, seed: int) -> Gallery:
    """The pictures for what is missing of a part; remembered, so that the other part shows them too."""
    known = {key: PictureValues(**columns) for key, columns in record.pictures.items()}
    missing = map(part.activity, range(record.done[part.key], part.number))
    gallery = await gallery_for(missing, known, seed=seed)
    if gallery != known:
        async with db.transaction():
            kept = await db.lock(SiteValue, name=RECORD)
            pictures = {key: picture.columns() for key, picture in gallery.items()}
            await _keep(kept, replace(Record.of(kept), pictures=pictures))
    return gallery


async def _add_some(part: Part, gallery: Gallery, *, reviewer: Person, during: Stretch, seed: int) -> int:
    """As many activities as fit in a short transaction; answers how many there are then."""
    async with db.transaction():
        kept = await db.lock(SiteValue, name=RECORD)
        record = Record.of(kept)
        if await edition_queries.current() != part.edition:
            raise NotCurrent(part.edition.year)
        began = time.perf_counter()
        for number in range(record.done[part.key], part.number):
            if time.perf_counter() - began > BATCH_S:
                break
            activity = part.activity(number)
            at = journeys.moments(activity, part=(number + 1) / (part.number + 1), during=during, seed=seed)
            with outbox.never_sent("invented"), clock.frozen(at.registered_at):
                organiser = await people.organiser(activity.organisation)
                await journeys.live(
                    activity,
                    at,
                    days=part.edition.days(),
                    picture=picture_of(activity, gallery, seed=seed),
                    organiser=organiser,
                    reviewer=reviewer,
                    seed=seed,
                )
            record.done[part.key] = number + 1
        with outbox.never_sent("invented"):  # before any scheduler sees it
            await schedule.run_due()
        await _keep(kept, record)
    return record.done[part.key]


async def _keep(kept: SiteValue, record: Record) -> None:
    kept.value = record.text
    await kept.save(update_fields=["value"])


def _long_ago(fate: Fate) -> Fate:
    """What was edited then was looked at since."""
    return Fate.PUBLISHED if fate is Fate.EDITED else fate


def _key(year: int) -> str:
    return str(year)
