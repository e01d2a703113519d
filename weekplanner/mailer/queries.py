"""What waits in the outbox: for /readyz, /metrics and `weekplanner check`."""

from datetime import timedelta

from weekplanner.core import clock
from weekplanner.mailer.models import OutboxMessage, Priority, Status

STUCK_AFTER = timedelta(minutes=15)


async def waiting_messages() -> int:
    """Messages that must still be sent."""
    return await OutboxMessage.filter(status__in=[Status.NEW, Status.SENDING]).count()


async def failed_messages() -> int:
    """Messages that were given up."""
    return await OutboxMessage.filter(status=Status.FAILED).count()


async def dropped_messages() -> int:
    """Messages that were too late or had lost their point."""
    return await OutboxMessage.filter(status=Status.DROPPED).count()


async def overdue_s(least_urgent: Priority = Priority.BULK) -> float:
    """How long the message that waits longest could have gone already, in seconds."""
    now = clock.now()
    oldest = now
    for priority in Priority:
        if priority <= least_urgent:
            waiting = OutboxMessage.filter(status=Status.NEW, priority=priority)
            first = await waiting.order_by("next_attempt_at").only("next_attempt_at").first()
            oldest = min(oldest, first.next_attempt_at) if first else oldest
    return (now - oldest).total_seconds()


async def stuck_outbox() -> str | None:
    """A sentence when messages do not go out; many bulk messages at once may take their time."""
    waiting_s = await overdue_s(least_urgent=Priority.NORMAL)
    if waiting_s < STUCK_AFTER.total_seconds():
        return None
    return f"mail has been waiting for {waiting_s / 60:.0f} minutes"
