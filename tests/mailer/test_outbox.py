"""A message is queued with its cause or not at all, and once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import NOW
from tests.mailer.conftest import Queue
from weekplanner.core import db
from weekplanner.core.db import OutsideTransaction
from weekplanner.mailer import outbox
from weekplanner.mailer.addresses import WrongAddress
from weekplanner.mailer.kinds import UnknownKind
from weekplanner.mailer.models import OutboxMessage
from weekplanner.mailer.outbox import Message


def note(**changes: Any) -> Message:
    usual = {"kind": "note", "to": "jan@example.org", "values": {"words": "Dag!"}, "unique_key": "note:1"}
    return Message(**{**usual, **changes})


async def put(message: Message) -> bool:
    async with db.transaction():
        return await outbox.put(message)


async def test_a_message_belongs_to_the_transaction_of_its_cause(queue: Queue):
    with pytest.raises(OutsideTransaction):
        await outbox.put(note())
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await outbox.put(note())
            raise ZeroDivisionError
    assert await OutboxMessage.all().count() == 0


async def test_the_same_cause_and_recipient_are_told_once(queue: Queue):
    assert await put(note(values={"words": "Eerst."}))
    assert not await put(note(values={"words": "Nog eens."}))
    assert [row.values for row in await OutboxMessage.all()] == [{"words": "Eerst."}]


async def test_many_are_queued_in_order_and_what_was_told_before_is_left_out(queue: Queue):
    await put(note(unique_key="note:7"))
    many = [note(unique_key=f"note:{number}") for number in range(outbox.AT_ONCE + 20)]
    async with db.transaction():
        assert await outbox.put_many(many) == outbox.AT_ONCE + 19
        assert await outbox.put_many([]) == 0
    keys = await OutboxMessage.all().order_by("id").values_list("unique_key")
    wanted = ["note:7", *(each.unique_key for each in many if each.unique_key != "note:7")]
    assert [key for (key,) in keys] == wanted


async def test_a_repeat_does_not_undo_the_rest_of_its_transaction(queue: Queue):
    await put(note())
    async with db.transaction():
        await outbox.put(note())
        await outbox.put(note(unique_key="note:2"))
    assert await OutboxMessage.all().count() == 2


async def test_of_many_who_tell_the_same_at_once_one_does(queue: Queue):
    outcomes = await asyncio.gather(*(put(note()) for _ in range(10)))
    assert sorted(outcomes) == [False] * 9 + [True]


async def test_what_makes_the_bytes_is_fixed_when_a_message_is_queued(queue: Queue):
    await put(note(to=" Jan@Bücher.Example", to_name="Jan\r\n Jansen", language="en"))
    row = await OutboxMessage.get()
    assert (row.to_address, row.to_name, row.language) == ("Jan@xn--bcher-kva.example", "Jan Jansen", "en")
    assert row.dated_at == row.next_attempt_at == NOW
    assert row.message_id.endswith("@weekplanner.example>")
    await put(note(unique_key="note:2"))
    other = await OutboxMessage.get(unique_key="note:2")
    assert other.message_id != row.message_id
    assert other.boundary != row.boundary


async def test_a_message_is_too_late_after_the_lifetime_of_its_kind_unless_it_says_when_itself(queue: Queue):
    long_ago = datetime(2027, 1, 1, tzinfo=UTC)
    await put(note())
    await put(note(kind="brief", unique_key="brief:1"))
    await put(note(kind="brief", unique_key="brief:2", not_after=long_ago))
    rows = await OutboxMessage.all().order_by("id")
    assert [row.not_after for row in rows] == [None, NOW + timedelta(minutes=15), long_ago]


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"words": "a\0b\x1bc\u202ed\ud800"}, {"words": "abcd"}),
        ({"words": "e\u0301"}, {"words": "é"}),
        (
            {"list": ["a", 1, 2.5, True, None, {"b": ()}]},
            {"list": ["a", 1, 2.5, True, None, {"b": []}]},
        ),
        ({"markup": "<b>'\"{{ x }}%(y)s\\"}, {"markup": "<b>'\"{{ x }}%(y)s\\"}),
    ],
)
async def test_values_are_kept_as_plain_and_harmless_json(values: Any, kept: Any, queue: Queue):
    await put(note(values=values))
    assert (await OutboxMessage.get()).values == kept


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (note(values={"at": datetime(2027, 10, 1, tzinfo=UTC)}), TypeError),
        (note(values={"ids": {1, 2}}), TypeError),
        (note(values={"deep": [{"bytes": b"x"}]}), TypeError),
        (note(values={1: "x"}), TypeError),
        (note(values={"number": float("nan")}), ValueError),
        (note(unique_key=""), ValueError),
        (note(unique_key="note:jan@example.org"), ValueError),
        (note(unique_key="note\n1"), ValueError),
        (note(unique_key="n" * 201), ValueError),
        (note(language="xx"), ValueError),
        (note(kind="no_such_kind"), UnknownKind),
        (note(to="jan"), WrongAddress),
        (note(to="a" * 320), WrongAddress),
        (note(to="jan@example.org\r\nBcc: piet@example.org"), WrongAddress),
    ],
)
async def test_what_could_not_be_sent_is_not_queued(message: Message, error: type[Exception], queue: Queue):
    with pytest.raises(error):
        await put(message)
    assert await OutboxMessage.all().count() == 0
