"""What goes by itself."""

from datetime import timedelta

import pytest

from weekplanner.accounts.models import Account, Attempt, Session, SignInToken
from weekplanner.accounts.operations.sign_in import make_sign_in_link, request_sign_in, use_link
from weekplanner.accounts.purge import purge

NOTHING = {"sign_in_tokens": 0, "sessions": 0, "invitations": 0, "join_requests": 0, "attempts": 0}


@pytest.mark.parametrize(
    ("passed", "gone"),
    [
        (timedelta(minutes=14), {}),
        (timedelta(minutes=15), {"sign_in_tokens": 2, "attempts": 3}),
        (timedelta(days=13), {"sign_in_tokens": 2, "attempts": 3}),
        (timedelta(days=14), {"sign_in_tokens": 2, "attempts": 3, "sessions": 1}),
    ],
)
async def test_links_sessions_and_attempts_go_at_their_end(make, now, passed, gone):
    jan = await make.account("jan@example.org")
    await use_link((await make_sign_in_link(jan.email)).rpartition("/")[2])
    await request_sign_in("piet@example.org", network="192.0.2.1")
    now.move(passed)
    assert await purge(now.at, is_dry_run=True) == {**NOTHING, **gone}
    assert await purge(now.at, is_dry_run=False) == {**NOTHING, **gone}
    assert await purge(now.at, is_dry_run=False) == NOTHING
    left = [await model.all().count() for model in (SignInToken, Session, Attempt, Account)]
    assert left == [
        2 - gone.get("sign_in_tokens", 0),
        1 - gone.get("sessions", 0),
        3 - gone.get("attempts", 0),
        1,
    ]


async def test_a_session_goes_after_thirty_days_even_when_it_is_used(make, now):
    jan = await make.account("jan@example.org")
    await use_link((await make_sign_in_link(jan.email)).rpartition("/")[2])
    now.move(timedelta(days=30))
    await Session.filter().update(last_seen_at=now.at)
    assert (await purge(now.at, is_dry_run=False))["sessions"] == 1
