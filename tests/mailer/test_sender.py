"""What the mailer does with the answers of a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.conftest import NOW
from tests.mailer.conftest import Queue
from tests.smtp_server import HANG_UP, TAKE_AND_HANG_UP, SmtpServer
from weekplanner.core import clock, db
from weekplanner.mailer import claims, outbox, render, sender, smtp
from weekplanner.mailer.models import OutboxMessage, Priority, Status
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.sender import send_due


@asynccontextmanager
async def running() -> AsyncIterator[asyncio.Event]:
    """The mailer of `serve`, in the background."""
    stop = asyncio.Event()
    task = asyncio.create_task(sender.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_every_message_is_taken_once_over_few_connections(queue: Queue, server: SmtpServer):
    addresses = await queue.put_many(220)
    counts = await send_due()
    assert counts.sent == 220
    assert sorted(server.recipients()) == sorted(addresses)
    assert await queue.statuses() == ["sent"] * 220
    per_connection = [delivery.connection for delivery in server.deliveries]
    assert max(map(per_connection.count, per_connection)) <= smtp.MESSAGES_PER_CONNECTION
    assert server.connections <= 4 + 220 // smtp.MESSAGES_PER_CONNECTION


async def test_what_arrives_is_what_was_rendered(queue: Queue, server: SmtpServer):
    row = await queue.put('"jan de tweede"@bücher.example', words=".\nZoë\n.", to_name="Zoë")
    letter = await render.letter(row)
    await send_due()
    [delivery] = server.deliveries
    assert delivery.content == letter.content
    assert delivery.sender == "kom-erbij@weekplanner.example"
    assert delivery.recipient == '"jan de tweede"@xn--bcher-kva.example'
    sent = await OutboxMessage.get()
    assert (sent.status, sent.ended_at, sent.attempts, sent.claimed_by) == (Status.SENT, NOW, 1, None)


async def test_nothing_goes_before_its_transaction_commits(queue: Queue, server: SmtpServer):
    async with running():
        with pytest.raises(ZeroDivisionError):
            async with db.transaction():
                await outbox.put(Message("note", "jan@example.org", {"words": "Nee."}, "never"))
                raise ZeroDivisionError
        await queue.put("piet@example.org")
        await until(lambda: server.deliveries)
    assert server.recipients() == ["piet@example.org"]


async def test_who_waits_for_a_link_goes_before_a_crowd(queue: Queue, server: SmtpServer, use):
    use(mail_connections=1, mail_url=server.url)
    for kind in ("bulk", "note", "urgent"):
        await queue.put(f"{kind}@example.org", kind=kind)
    await send_due()
    assert server.recipients() == ["urgent@example.org", "note@example.org", "bulk@example.org"]


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
async def test_what_is_refused_for_now_is_tried_again_later_as_the_same_message(
    stage: str, queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer(stage, "450 4.2.2 mailbox full", to="vol@example.org")
    await queue.put("vol@example.org")
    await queue.put("jan@example.org")
    counts = await send_due()
    assert (counts.sent, counts.postponed) == (1, 1)
    row = await OutboxMessage.get(to_address="vol@example.org")
    assert row.status is Status.NEW
    assert row.last_error == f"{stage} 450 4.2.2"
    assert timedelta(minutes=5) <= row.next_attempt_at - NOW <= timedelta(minutes=6)
    assert (await send_due()).sent == 0
    server.forget_answers()
    now.set(row.next_attempt_at)
    assert (await send_due()).sent == 1
    assert server.deliveries[-1].message["Message-ID"] == row.message_id


async def test_tries_are_ever_further_apart_and_end_after_four_days(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer("RCPT", "451 4.3.0 try again")
    row = await queue.put()
    waits = []
    while row.status is Status.NEW:
        now.set(row.next_attempt_at)
        await send_due()
        before, row = row, await OutboxMessage.get()
        waits.append((row.next_attempt_at - before.next_attempt_at) // timedelta(minutes=1))
    assert row.status is Status.FAILED
    assert row.last_error == "RCPT 451 4.3.0"
    assert [
        low <= wait <= low * 1.2 for low, wait in zip((5, 15, 30, 60, 120, 240, 360), waits, strict=False)
    ]
    assert timedelta(days=3, hours=16) < now.at - NOW < timedelta(days=4)


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
async def test_what_is_refused_for_good_is_not_repeated(
    stage: str, queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer(stage, "550 5.1.1 <jan@example.org>: no such user", to="jan@example.org")
    await queue.put("jan@example.org")
    await queue.put("piet@example.org")
    counts = await send_due()
    assert (counts.sent, counts.failed) == (1, 1)
    row = await OutboxMessage.get(to_address="jan@example.org")
    assert (row.status, row.last_error, row.ended_at) == (Status.FAILED, f"{stage} 550 5.1.1", NOW)
    now.move(timedelta(days=1))
    await send_due()
    assert server.attempts.count("jan@example.org") == 1


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("CONNECT", "554 5.7.1 go away"),
        ("EHLO", "550 5.7.1 go away"),
        ("MAIL", "550 5.7.1 sender not allowed"),
        ("RCPT", "530 5.7.0 sign in first"),
    ],
)
async def test_a_server_that_does_not_want_us_stops_the_run_and_keeps_the_queue(
    stage: str, answer: str, queue: Queue, server: SmtpServer, caplog: pytest.LogCaptureFixture
):
    server.answer(stage, answer)
    await queue.put_many(30)
    counts = await send_due()
    assert counts.halted.endswith(answer[:9])
    assert await queue.statuses() == ["new"] * 30
    assert {row.attempts for row in await OutboxMessage.all()} == {0}
    assert "mail_server_refuses_us" in [record.message for record in caplog.records]
    assert len(server.attempts) <= 4
    server.forget_answers()
    assert (await send_due()).sent == 30


@pytest.mark.parametrize(
    ("stage", "answer"), [("CONNECT", "421 busy"), ("CONNECT", HANG_UP), ("EHLO", "421 busy")]
)
async def test_a_server_that_takes_nothing_now_is_tried_again_with_the_whole_queue(
    stage: str, answer: str, queue: Queue, server: SmtpServer
):
    server.answer(stage, answer, times=5)
    addresses = await queue.put_many(20)
    async with running():
        await until(lambda: len(server.deliveries) == 20)
    assert sorted(server.recipients()) == sorted(addresses)


async def test_without_a_server_nothing_is_lost(queue: Queue, server: SmtpServer, use):
    use(mail_url="smtp://127.0.0.1:1")
    await queue.put_many(5)
    counts = await send_due()
    assert counts.halted == "no connection: ConnectionRefusedError"
    assert await queue.statuses() == ["new"] * 5


@pytest.mark.parametrize(
    ("stage", "answer"), [("MAIL", HANG_UP), ("MAIL", "421 too many messages"), ("RCPT", HANG_UP)]
)
async def test_a_connection_that_ends_between_messages_is_opened_again_at_once(
    stage: str, answer: str, queue: Queue, server: SmtpServer, use
):
    use(mail_connections=1, mail_url=server.url)
    await queue.put_many(3)
    server.answer(stage, "250 OK", times=1)
    server.answer(stage, answer, times=1)
    counts = await send_due()
    assert (counts.sent, counts.postponed, server.connections) == (3, 0, 2)


async def test_an_answer_that_never_came_repeats_the_message_under_its_own_number(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer("DATA", TAKE_AND_HANG_UP, times=1)
    row = await queue.put()
    assert (await send_due()).postponed == 1
    now.move(timedelta(minutes=10))
    assert (await send_due()).sent == 1
    assert [delivery.message["Message-ID"] for delivery in server.deliveries] == [row.message_id] * 2
    assert len({delivery.content for delivery in server.deliveries}) == 1


async def test_a_connection_lost_before_the_message_was_taken_sends_it_once(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer("DATA", HANG_UP, times=1)
    await queue.put()
    await send_due()
    now.move(timedelta(minutes=10))
    await send_due()
    assert len(server.deliveries) == 1


async def test_a_domain_that_asks_for_it_is_slowed_down_and_no_other(
    queue: Queue, server: SmtpServer, now: clock.MovableClock, use
):
    use(mail_connections=1, mail_url=server.url)
    server.answer("RCPT", "421 4.7.0 slow down", times=1, to="a@druk.example")
    for name in ("a", "b", "c"):
        await queue.put(f"{name}@druk.example")
    await queue.put("jan@example.org")
    counts = await send_due()
    assert server.recipients() == ["jan@example.org"]
    assert counts.postponed == 3
    rows = {row.to_address[0]: row for row in await OutboxMessage.filter(status=Status.NEW)}
    assert rows["a"].attempts == 1
    assert rows["b"].attempts == rows["c"].attempts == 0
    assert NOW + timedelta(minutes=1) < rows["b"].next_attempt_at < rows["c"].next_attempt_at
    assert rows["c"].next_attempt_at < NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("kind", "error"), [("broken", "UndefinedError"), ("nameless", "KeyError"), ("torn", "ValueError")]
)
async def test_a_poisoned_message_does_not_hold_up_the_rest(
    kind: str, error: str, queue: Queue, server: SmtpServer, caplog: pytest.LogCaptureFixture
):
    await queue.put("poisoned@example.org", kind=kind)
    await queue.put("jan@example.org")
    counts = await send_due()
    assert (counts.sent, counts.failed) == (1, 1)
    row = await OutboxMessage.get(kind=kind)
    assert (row.status, row.last_error) == (Status.FAILED, f"rendering: {error}")
    assert "example.org" not in "".join(map(str, (record.__dict__ for record in caplog.records)))


async def test_a_kind_this_program_does_not_know_yet_waits(queue: Queue, server: SmtpServer):
    row = await queue.put()
    await OutboxMessage.filter(id=row.id).update(kind="of_a_newer_version")
    await queue.put("jan@example.org")
    counts = await send_due()
    assert (counts.sent, counts.postponed) == (1, 1)


async def test_a_message_that_has_lost_its_point_is_dropped(queue: Queue, server: SmtpServer):
    await queue.put(kind="secret", row=0)
    assert (await send_due()).dropped == 1
    assert await queue.statuses() == ["dropped"]


async def test_what_is_too_late_is_dropped_and_counted(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    await queue.put(kind="brief")
    now.move(timedelta(minutes=15))
    await queue.put("jan@example.org", kind="brief")
    now.move(timedelta(seconds=1))
    counts = await send_due()
    assert (counts.sent, counts.dropped) == (1, 1)
    assert server.recipients() == ["jan@example.org"]


async def test_what_is_postponed_beyond_its_time_ends_at_its_time(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer("RCPT", "450 later")
    row = await queue.put(not_after=NOW + timedelta(minutes=2))
    await send_due()
    assert (await OutboxMessage.get()).next_attempt_at == row.not_after
    now.move(timedelta(minutes=3))
    assert (await send_due()).dropped == 1
    assert (await OutboxMessage.get()).last_error == "RCPT 450"


async def test_what_a_dead_mailer_held_comes_back_when_its_lease_ends(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    await queue.put_many(3)
    await claims.claim("dead", Priority.NORMAL, most=10, now=NOW)
    now.move(claims.LEASE)
    assert (await send_due()).sent == 0
    now.move(timedelta(seconds=1))
    assert (await send_due()).sent == 3
    assert {row.attempts for row in await OutboxMessage.all()} == {2}


async def test_a_mailer_that_lost_its_claim_cannot_undo_what_another_did(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    row = await queue.put()
    await claims.claim("late", Priority.NORMAL, most=10, now=NOW)
    now.move(claims.LEASE * 2)
    await send_due()
    await claims.give_back("late", [row.id])
    assert not await claims.try_again("late", row.id, at=NOW, reason="too late")
    assert await claims.end("late", [row.id], Status.FAILED, now=NOW) == set()
    assert await queue.statuses() == ["sent"]


async def test_a_claim_is_kept_while_a_slow_server_takes_its_time(
    queue: Queue, server: SmtpServer, now: clock.MovableClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sender, "RENEW_S", 0.02)
    release = asyncio.Event()
    server.answer("DATA", hold=release)
    await queue.put()
    async with running():
        await until(lambda: server.attempts)
        now.move(claims.LEASE * 0.9)
        await _lease_ends(now.at + claims.LEASE)
        now.move(claims.LEASE * 0.9)
        await _lease_ends(now.at + claims.LEASE)
        assert await claims.take_back(now.at) == 0
        release.set()
        await until(lambda: server.deliveries)
    assert await queue.statuses() == ["sent"]


async def _lease_ends(at: datetime) -> None:
    async with asyncio.timeout(5):
        while (await OutboxMessage.get()).lease_until != at:
            await asyncio.sleep(0.01)


async def test_a_mailer_that_is_asked_to_stop_finishes_what_is_on_its_way_and_returns_the_rest(
    queue: Queue, server: SmtpServer, use
):
    use(mail_connections=2, mail_url=server.url)
    release = asyncio.Event()
    server.answer("DATA", hold=release)
    await queue.put_many(20)
    async with running() as stop:
        await until(lambda: len(server.attempts) == 2)
        stop.set()
        release.set()
    assert len(server.deliveries) == 2
    assert sorted(await queue.statuses()) == ["new"] * 18 + ["sent"] * 2


async def test_a_server_that_never_answers_does_not_hold_up_the_end(
    queue: Queue, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sender, "STOP_GRACE_S", 0.05)
    never = asyncio.Event()
    server.answer("DATA", hold=never)
    await queue.put()
    async with running():
        await until(lambda: server.attempts)
    assert await queue.statuses() == ["new"]
    never.set()


async def test_a_silent_server_is_given_up_in_time(
    queue: Queue, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "Timeouts", partial(smtp.Timeouts, command_s=0.5, data_s=0.5))
    never = asyncio.Event()
    server.answer("DATA", hold=never, to="a@example.org")
    server.answer("RCPT", hold=never, to="b@example.org")
    for name in ("a", "c", "b"):
        await queue.put(f"{name}@example.org")
    await send_due()
    never.set()
    reasons = {row.to_address: row.last_error for row in await OutboxMessage.all()}
    assert reasons == {
        "a@example.org": "connection lost during DATA",
        "b@example.org": "connection lost before DATA",
        "c@example.org": "",
    }
    assert sorted(server.recipients()) == ["a@example.org", "c@example.org"]  # side by side, in any order
