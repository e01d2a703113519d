"""The verdict of a season: what does not agree is said in a sentence."""

from dataclasses import replace

import pytest

from rehearsal import verdict
from rehearsal.mail_server import Offered
from rehearsal.season import Played
from rehearsal.verdict import End
from rehearsal.witness import Cause, Witness
from tests.conftest import NOW
from weekplanner.core import clock, db
from weekplanner.mailer.models import OutboxMessage, Status

pytestmark = pytest.mark.once


def an_end(*offered: Offered) -> End:
    return End(Played(), Witness(), offered, lines=(), last_before=0)


def taken(message: OutboxMessage, **values) -> Offered:
    usual = Offered(
        message.message_id,
        message.to_address,
        is_taken=True,
        is_refused=False,
        is_unheard=False,
        digest="the same words",
        tokens=(),
    )
    return replace(usual, **values)


@pytest.fixture
async def messages(make):
    """Two messages that count as sent."""
    soup = await make.activity(capacity=10)
    (occurrence,) = await soup.occurrences()
    for email in ("jan@example.org", "bep@example.org"):
        await make.sign_up(occurrence.id, email=email)
    async with db.transaction():
        await OutboxMessage.exclude(kind="signup_confirmed").delete()
        await OutboxMessage.all().update(status=Status.SENT, ended_at=clock.now())
    return await OutboxMessage.all().order_by("id")


async def said(check, end):
    return [sentence async for sentence in check(end)]


async def test_the_server_agrees_when_it_took_each_message_once(messages):
    assert await said(verdict.server_agrees, an_end(*map(taken, messages))) == []


async def test_a_message_may_be_taken_again_when_its_sender_did_not_hear_so(messages):
    first, second = messages
    again = (taken(first, is_unheard=True), taken(first), taken(second))
    assert await said(verdict.server_agrees, an_end(*again)) == []


async def test_a_message_that_is_taken_twice_is_found(messages):
    first, second = messages
    assert await said(verdict.server_agrees, an_end(taken(first), taken(first), taken(second))) == [
        "1 messages were taken more than once."
    ]


async def test_a_message_that_was_not_taken_and_one_that_was_not_sent_are_found(messages):
    first, _second = messages
    strange = taken(first, message_id="<nobody@example.org>")
    assert await said(verdict.server_agrees, an_end(taken(first), strange)) == [
        "1 messages count as sent, and the mail server has not said so.",
        "The mail server took 1 messages that do not count as sent.",
    ]


async def test_what_was_refused_for_good_counts_as_failed(messages):
    first, second = messages
    refused = taken(second, is_taken=False, is_refused=True)
    assert await said(verdict.server_agrees, an_end(taken(first), taken(second), refused)) == [
        "The mail server refused 1 messages for good; 0 count as failed."
    ]


async def test_the_same_words_to_the_same_person_are_found_when_both_were_due(messages):
    end = an_end(*map(taken, messages))
    assert await said(verdict.told_once, end) == []
    end.witness.causes.update({each.id: Cause("guests_reminder", NOW, NOW) for each in messages})
    assert await said(verdict.told_once, end) == ["1 times somebody was told the same again."]


async def test_what_was_told_after_its_time_is_found(messages):
    end = an_end(*map(taken, messages))
    assert await said(verdict.told_in_time, end) == []
    first, second = messages
    await OutboxMessage.filter(id=first.id).update(ended_at=first.not_after.replace(year=2028))
    early = Cause("guests_reminder", due_at=NOW.replace(year=2028), not_after=NOW.replace(year=2029))
    end.witness.causes[second.id] = early
    assert await said(verdict.told_in_time, end) == [
        f"Message {first.id} (signup_confirmed) was sent too late.",
        f"Message {second.id} (signup_confirmed) was sent before it was due.",
    ]


async def test_guests_that_are_left_are_found_by_list_and_by_address(messages):
    end = an_end()
    end.played.guests.update({"jan@example.org", "bep@example.org"})
    assert await said(verdict.guests_are_gone, end) == [
        "2 sign-ups are left.",
        "2 addresses of guests are left in outbox_message.to_address.",
        "2 addresses of guests are left in sign_up.guest_key.",
        "2 addresses of guests are left in sign_up.email.",
    ]


async def test_a_mailer_that_counts_something_else_is_found(messages):
    assert await said(verdict.outbox_agrees, an_end()) == [
        "The mailer said 0 were sent; the outbox says 2.",
        "The table holds 0 messages, and 2 were due.",
    ]
