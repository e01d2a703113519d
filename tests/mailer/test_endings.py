"""How a mailer writes down what became of its messages."""

import asyncio

import pytest

from tests.conftest import NOW
from tests.counting import counted
from tests.mailer.conftest import Queue
from weekplanner.core import db
from weekplanner.mailer import claims
from weekplanner.mailer.endings import Endings
from weekplanner.mailer.models import OutboxMessage, Priority, Status

ME = "this mailer"


async def claimed(queue: Queue, number: int) -> list[int]:
    """Messages that this mailer holds, by their ids."""
    await queue.put_many(number)
    return [row.id for row in await claims.claim(ME, Priority.NORMAL, most=number, now=NOW)]


async def test_what_ends_at_the_same_time_is_written_in_one_statement(queue: Queue):
    endings, ids = Endings(ME), await claimed(queue, 5)
    with counted() as statements:
        written = await asyncio.gather(*(endings.put(each, Status.SENT) for each in ids))
    assert written == [True] * 5
    assert len(statements) == 1
    rows = await OutboxMessage.all()
    assert {(row.status, row.ended_at, row.claimed_by, row.lease_until, row.last_error) for row in rows} == {
        (Status.SENT, NOW, None, None, "")
    }


async def test_each_message_gets_its_own_end(queue: Queue):
    endings, ids = Endings(ME), await claimed(queue, 4)
    ends = [
        (Status.SENT, ""),
        (Status.FAILED, "RCPT 550"),
        (Status.FAILED, "DATA 554"),
        (Status.DROPPED, "late"),
    ]
    await asyncio.gather(*(endings.put(each, *end) for each, end in zip(ids, ends, strict=True)))
    rows = await OutboxMessage.all().order_by("id")
    assert [(row.status, row.last_error) for row in rows] == ends


async def test_a_message_that_another_mailer_took_over_is_left_to_it(queue: Queue):
    endings, ids = Endings(ME), await claimed(queue, 3)
    await OutboxMessage.filter(id=ids[1]).update(claimed_by="another")
    assert await asyncio.gather(*(endings.put(each, Status.SENT) for each in ids)) == [True, False, True]
    assert await queue.statuses() == ["sent", "sending", "sent"]


async def test_when_the_database_fails_each_that_waits_hears_it_and_may_try_again(queue: Queue):
    endings, ids = Endings(ME), await claimed(queue, 3)
    await db.execute("ALTER TABLE outbox_message RENAME TO gone")
    try:
        outcomes = await asyncio.gather(
            *(endings.put(each, Status.SENT) for each in ids), return_exceptions=True
        )
    finally:
        await db.execute("ALTER TABLE gone RENAME TO outbox_message")
    assert [isinstance(outcome, db.FAILURES) for outcome in outcomes] == [True] * 3
    assert await asyncio.gather(*(endings.put(each, Status.SENT) for each in ids)) == [True] * 3


async def test_who_is_cancelled_leaves_only_when_the_end_is_written(queue: Queue):
    endings, [sent] = Endings(ME), await claimed(queue, 1)
    waiting = asyncio.create_task(endings.put(sent, Status.SENT))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await queue.statuses() == ["sent"]
