"""Whether everything agrees in the end: a sentence for each thing that does not."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tortoise import Tortoise, fields

from rehearsal.mail_server import Offered
from rehearsal.season import Played
from rehearsal.table import Line, never_queued
from rehearsal.witness import Witness
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.kits.wholeness import what_is_wrong_with_kits
from weekplanner.congress.models.registrations import Needs, Registration
from weekplanner.congress.purge import NEEDS_TERM
from weekplanner.congress.purge import TERM as CONGRESS_TERM
from weekplanner.core import clock, db
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.purge import TERM as KITS_TERM
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow, DueState, OutboxMessage, Status
from weekplanner.mailer.purge import TERM
from weekplanner.signups.models import GuestMessage, SignUp

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*\w")
SHOWN = 5
"""Of what is wrong many times over, so many are told."""


@dataclass(frozen=True)
class End:
    """What there is to judge by, when a season is over."""

    played: Played
    witness: Witness
    offered: Sequence[Offered]
    lines: Sequence[Line]
    last_before: int
    """Id of the last message from before the season."""


async def sentences(end: End) -> list[str]:
    """What does not agree; nothing when all is well."""
    found = [*end.witness.wrongs]
    for check in CHECKS:
        found.extend([each async for each in check(end)])
    return found


async def schedule_agrees(end: End) -> AsyncIterator[str]:
    """What the schedule said that it queued, and found too late, is what its rows and the table say."""
    for kind in schedule.kinds():
        done, dropped = (end.witness.messages_of(kind, state) for state in (DueState.DONE, DueState.DROPPED))
        said = (end.played.queued[kind], end.played.too_late[kind])
        if said != (done, dropped):
            yield f"The schedule said {said} queued and too late of {kind}; its rows say {(done, dropped)}."
        made = end.witness.messages.get(kind, Counter()).total()
        if made != done:
            yield f"{kind} made {made} messages, and its rows say {done}."
        if end.played.failed[kind]:
            yield f"{kind} could not be worked off {end.played.failed[kind]} times."
    overdue = await DueRow.filter(state=DueState.WAITING, due_at__lte=clock.now()).count()
    if overdue:
        yield f"{overdue} things that are due were not told."


async def outbox_agrees(end: End) -> AsyncIterator[str]:
    """What the mailer said that it sent, gave up and dropped is what the outbox and the table say."""
    rows = OutboxMessage.filter(id__gt=end.last_before)
    for status in (Status.SENT, Status.FAILED, Status.DROPPED):
        there = await rows.filter(status=status).count()
        if end.played.ended[status] != there:
            yield f"The mailer said {end.played.ended[status]} were {status.value}; the outbox says {there}."
    waits = await rows.filter(status__in=[Status.NEW, Status.SENDING]).count()
    if waits:
        yield f"{waits} messages still wait."
    due = await rows.count() + never_queued(end.witness).total()
    if sum(line.due for line in end.lines) != due:
        yield f"The table holds {sum(line.due for line in end.lines)} messages, and {due} were due."


async def server_agrees(end: End) -> AsyncIterator[str]:
    """Each message that was sent was taken once, but for those whose taking was not heard; no other was."""
    rows = OutboxMessage.filter(id__gt=end.last_before)
    ids = {number: Status(status) for number, status in await rows.values_list("message_id", "status")}
    sent = {number for number, status in ids.items() if status is Status.SENT}
    failed = {number for number, status in ids.items() if status is Status.FAILED}
    heard = Counter(each.message_id for each in end.offered if each.is_taken and not each.is_unheard)
    unheard = {each.message_id for each in end.offered if each.is_unheard}
    refused = {each.message_id for each in end.offered if each.is_refused}
    if missing := sent - set(heard):
        yield f"{len(missing)} messages count as sent, and the mail server has not said so."
    if extra := set(heard) - sent:
        yield f"The mail server took {len(extra)} messages that do not count as sent."
    if twice := [each for each, times in heard.items() if times > 1]:
        yield f"{len(twice)} messages were taken more than once."
    if refused != failed:
        yield f"The mail server refused {len(refused)} messages for good; {len(failed)} count as failed."
    if strange := unheard - set(ids):
        yield f"{len(strange)} messages came from nowhere."


async def told_in_time(end: End) -> AsyncIterator[str]:
    """Nothing was told before it was due, or after it was of use."""
    sent = OutboxMessage.filter(id__gt=end.last_before, status=Status.SENT)
    wrongs = 0
    async for message in db.pages(sent):
        assert message.ended_at is not None
        cause = end.witness.causes.get(message.id)
        is_late = message.not_after is not None and message.ended_at > message.not_after
        if cause:
            is_late |= message.ended_at > cause.not_after
            if message.ended_at < cause.due_at:
                wrongs += 1
                yield f"Message {message.id} ({message.kind}) was sent before it was due."
        if is_late and (wrongs := wrongs + 1) <= SHOWN:
            yield f"Message {message.id} ({message.kind}) was sent too late."


async def told_once(end: End) -> AsyncIterator[str]:
    """What came of a due row says something else than what the same person was sent before."""
    numbers = dict(await OutboxMessage.filter(id__gt=end.last_before).values_list("message_id", "id"))
    heard = [each for each in end.offered if each.is_taken and not each.is_unheard]
    told = Counter(each.digest for each in heard if numbers.get(each.message_id) in end.witness.causes)
    if repeated := sum(times - 1 for times in told.values()):
        yield f"{repeated} times somebody was told the same again."


async def guests_are_gone(end: End) -> AsyncIterator[str]:
    """Nothing is left of who came: no list, no letter, and their addresses in no table."""
    for model, words in ((SignUp, "sign-ups"), (GuestMessage, "messages of organisers to guests")):
        if there := await model.all().count():
            yield f"{there} {words} are left."
    ended = OutboxMessage.filter(ended_at__lt=clock.now() - TERM - timedelta(days=1))
    if there := await ended.exclude(to_address="").count():
        yield f"{there} messages that ended long ago still say to whom they went."
    async for table, column in _texts():
        rows = await db.execute(f'SELECT CAST("{column}" AS TEXT) AS said FROM "{table}"')
        said = {address for row in rows for address in _ADDRESS.findall(row["said"] or "")}
        if left := said & end.played.guests:
            yield f"{len(left)} addresses of guests are left in {table}.{column}."


async def congresses_agree(_end: End) -> AsyncIterator[str]:
    """Seats, lines and doors fit each other, and nobody knows any more who came or what they need."""
    for sentence in await what_is_wrong_with_congresses(has_messages=False):
        yield f"Of the congresses: {sentence}."
    if there := await Needs.filter(registration__congress__ends_at__lt=clock.now() - NEEDS_TERM).count():
        yield f"{there} people are still known by what they need."
    over = Registration.filter(congress__edition__ends_on__lt=clock.today() - CONGRESS_TERM)
    if there := await over.exclude(email="", name="").count():
        yield f"{there} parties at congresses still say who they were."


async def kits_agree(_end: End) -> AsyncIterator[str]:
    """The ledger explains the stock, orders and parcels fit each other, and nobody knows where they went."""
    for sentence in await what_is_wrong_with_kits():
        yield f"Of the kits: {sentence}."
    left = KitOrder.filter(edition__ends_on__lt=clock.today() - KITS_TERM, forgotten_at__isnull=True)
    if there := await left.count():
        yield f"{there} orders of kits still say where they went."
    if there := await KitOrder.filter(forgotten_at__isnull=False).exclude(street="", email="").count():
        yield f"{there} orders of kits were forgotten, and are known."


CHECKS = (
    schedule_agrees,
    outbox_agrees,
    server_agrees,
    told_in_time,
    told_once,
    guests_are_gone,
    kits_agree,
    congresses_agree,
)


async def _texts() -> AsyncIterator[tuple[str, str]]:
    """Every column of every table that can hold words."""
    for model in Tortoise.apps["weekplanner"].values():
        for name, field in model._meta.fields_map.items():
            if isinstance(field, fields.CharField | fields.TextField | fields.JSONField):
                yield model._meta.db_table, model._meta.fields_db_projection[name]
