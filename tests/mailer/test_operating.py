"""What an operator sees of the mailer: its command, checks and numbers, and the purge."""

import argparse
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.mailer.conftest import Queue
from tests.smtp_server import SmtpServer
from weekplanner.core import clock
from weekplanner.core.settings import WrongSetting
from weekplanner.mailer import check, commands, purge, queries
from weekplanner.mailer.models import OutboxMessage, Status
from weekplanner.mailer.sender import send_due


async def mailer(*arguments: str) -> int:
    """`weekplanner mailer …`"""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    chosen = parser.parse_args(["mailer", *arguments])
    return int(await chosen.run(chosen))


async def test_mailer_once_sends_what_is_due_now_and_says_how_much(
    queue: Queue, server: SmtpServer, capsys: pytest.CaptureFixture[str]
):
    server.answer("RCPT", "550 5.1.1 no", to="weg@example.org")
    await queue.put_many(3)
    await queue.put("weg@example.org")
    assert await mailer("--once") == 0
    assert capsys.readouterr().out == "3 sent, 0 postponed, 1 failed, 0 dropped\n"
    assert await mailer("--once") == 0
    assert capsys.readouterr().out == "0 sent, 0 postponed, 0 failed, 0 dropped\n"


async def test_mailer_once_can_look_ahead(queue: Queue, server: SmtpServer):
    row = await queue.put()
    await OutboxMessage.filter(id=row.id).update(next_attempt_at=NOW + timedelta(days=1))
    assert await mailer("--once") == 0
    assert await queue.statuses() == ["new"]
    assert await mailer("--once", "--now", "2027-08-17T14:00") == 0
    assert await queue.statuses() == ["sent"]


async def test_mailer_once_says_why_nothing_goes_out(
    queue: Queue, server: SmtpServer, capsys: pytest.CaptureFixture[str]
):
    server.answer("MAIL", "550 5.7.1 not you")
    await queue.put()
    assert await mailer("--once") == 1
    assert capsys.readouterr().err == "Mail cannot be sent now: MAIL 550 5.7.1\n"


@pytest.mark.parametrize("changes", [{"mail_url": "post"}, {"mail_from": "Kom erbij"}])
async def test_a_mailer_that_could_never_send_does_not_start(changes: dict[str, str], database: None, use):
    use(**changes)
    with pytest.raises(WrongSetting):
        await mailer()
    with pytest.raises(WrongSetting):
        await mailer("--once")


async def test_check_finds_nothing_when_mail_can_be_sent(
    database: None, server: SmtpServer, tmp_path: Path, use
):
    assert await check.problems() == []
    use(mail_url=f"maildir:{tmp_path}/mail")
    assert await check.problems() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"mail_url": "smtp://127.0.0.1:1"},
            "Mail cannot be handed over (no connection: ConnectionRefusedError). Check that what ",
        ),
        ({"mail_url": "post"}, "WEEKPLANNER_MAIL_URL: use maildir:path, "),
        ({"mail_from": "Kom erbij"}, "WEEKPLANNER_MAIL_FROM: use an address "),
        (
            {"mail_url": "maildir:/dev/null/mail"},
            "Mail cannot be handed over (mail directory: Not a directory)",
        ),
    ],
)
async def test_check_says_what_keeps_mail_from_going_out(
    changes: dict[str, str], problem: str, database: None, use
):
    use(**changes)
    [found] = await check.problems()
    assert found.startswith(problem)


async def test_check_names_a_server_that_does_not_accept_us(database: None, server: SmtpServer):
    server.answer("EHLO", "550 5.7.1 no")
    [found] = await check.problems()
    assert found.startswith("The mail server does not accept us (connect 550 5.7.1). ")


async def test_a_queue_nobody_empties_is_noticed(queue: Queue, database: None, now: clock.MovableClock):
    await queue.put(kind="bulk")
    now.move(timedelta(minutes=10))
    await queue.put()
    now.move(timedelta(minutes=14))
    assert await queries.stuck_outbox() is None
    assert await queries.overdue_s() == 24 * 60
    now.move(timedelta(minutes=1))
    assert await queries.stuck_outbox() == "mail has been waiting for 15 minutes"
    [found] = await check.problems()
    assert found == "Mail has been waiting for 15 minutes. Start `weekplanner mailer`, or look in its log."


async def test_numbers_for_operators(queue: Queue, server: SmtpServer, now: clock.MovableClock):
    server.answer("RCPT", "550 no", to="weg@example.org")
    server.answer("RCPT", "450 later", to="vol@example.org")
    await queue.put("weg@example.org")
    await queue.put("vol@example.org")
    await queue.put("jan@example.org")
    await queue.put(kind="secret", row=0)
    await send_due()
    assert await queries.waiting_messages() == 1
    assert await queries.failed_messages() == 1
    assert await queries.dropped_messages() == 1
    assert await queries.overdue_s() == 0


async def test_what_messages_said_and_to_whom_is_gone_after_thirty_days(
    queue: Queue, server: SmtpServer, now: clock.MovableClock
):
    server.answer("RCPT", "550 no", to="weg@example.org")
    await queue.put("jan@example.org", to_name="Jan")
    await queue.put("weg@example.org", to_name="Weg")
    await send_due()
    now.move(timedelta(days=1))
    await queue.put("piet@example.org")
    await send_due()
    waiting = await queue.put("wacht@example.org")
    at = NOW + timedelta(days=30, seconds=1)
    assert await purge.purge(at, is_dry_run=True) == {"message_values": 2, "due_rows": 0}
    assert await purge.purge(at, is_dry_run=False) == {"message_values": 2, "due_rows": 0}
    assert await purge.purge(at, is_dry_run=False) == {"message_values": 0, "due_rows": 0}
    rows = await OutboxMessage.all().order_by("id")
    assert [(row.to_address, row.to_name, row.values) for row in rows[:2]] == [("", "", {})] * 2
    assert [row.status for row in rows[:2]] == [Status.SENT, Status.FAILED]
    assert [row.to_address for row in rows[2:]] == ["piet@example.org", "wacht@example.org"]
    assert await purge.purge(at + timedelta(days=400), is_dry_run=False) == {
        "message_values": 1,
        "due_rows": 0,
    }
    assert (await OutboxMessage.get(id=waiting.id)).values == {"words": "Er staat een stoel klaar."}


async def test_what_was_told_is_not_told_again_after_the_purge(queue: Queue, server: SmtpServer):
    row = await queue.put()
    await send_due()
    await purge.purge(NOW + timedelta(days=60), is_dry_run=False)
    assert (await OutboxMessage.get(id=row.id)).unique_key == row.unique_key
