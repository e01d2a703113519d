"""What goes by itself: links and sessions at their end, attempts once they no longer count."""

from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from weekplanner.accounts.models import Attempt, Invitation, JoinRequest, Purpose, Session, SignInToken
from weekplanner.accounts.operations.limits import LIMITS
from weekplanner.accounts.queries.people import IDLE_LIFETIME
from weekplanner.core import db

UNCONFIRMED_LIFETIME = timedelta(days=14)
"""How long what was typed without an account waits for its confirmation."""

UNANSWERED_LIFETIME = timedelta(days=30)
"""How long somebody's wish to join an organisation waits for an answer."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what is past its term at `now`; answers how many rows of each.

    Of what was asked without an account and nobody confirmed, the ended link is kept for a while, so that
    a new one can be asked for. Accounts need no such term: nobody has one before confirming.
    """
    can_be_asked_again = Q(
        purpose__in=[purpose for purpose in Purpose if purpose.makes_account],
        used_at__isnull=True,
        created_at__gt=now - UNCONFIRMED_LIFETIME,
    )
    uncounted = [Q(scope=limit.scope, at__lte=now - limit.window) for limit in LIMITS]
    ended: dict[str, QuerySet[Any]] = {
        "sign_in_tokens": SignInToken.filter(~can_be_asked_again, expires_at__lte=now),
        "sessions": Session.filter(Q(expires_at__lte=now) | Q(last_seen_at__lte=now - IDLE_LIFETIME)),
        "invitations": Invitation.filter(expires_at__lte=now),
        "join_requests": JoinRequest.filter(created_at__lte=now - UNANSWERED_LIFETIME),
        "attempts": Attempt.filter(Q(*uncounted, join_type="OR")),
    }
    async with db.transaction():
        return {name: await (rows.count() if is_dry_run else rows.delete()) for name, rows in ended.items()}
