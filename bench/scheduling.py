"""A look for what is due, with as many guests as a whole edition has."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench import content
from bench.measuring import Result
from weekplanner.core import clock, db
from weekplanner.events.models import Activity
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow
from weekplanner.signups.models import SignUp

SIGN_UPS, PER_OCCURRENCE = 100_000, 10
PASSES = 25

_OCCURRENCES = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO occurrence (activity_id, uid, starts_at, ends_at, state, apology, capacity)
SELECT ?, 'many-' || n, ?, ?, 'scheduled', '', ? FROM numbers
"""
_PLACES = """
INSERT INTO places (occurrence_id, activity_id, state, starts_at, capacity, taken, ceiling, waiting, notices)
SELECT id, activity_id, 'open', starts_at, capacity, capacity, capacity, 0, 0
FROM occurrence WHERE uid LIKE 'many-%'
"""
_GUESTS = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO sign_up (occurrence_id, state, source, guest_key, name, email, phone, people, wants_transport,
  remark, helper_name, helper_email, language, version, sequence, request_key, knows, to_call_about,
  created_at, changed_at, placed_at)
SELECT id, 'placed', 'self', n, 'Gast ' || n, 'gast' || n || '@example.org', '', 1, FALSE,
  '', '', '', 'nl', 1, 0, '', '', '[]', ?, ?, ?
FROM occurrence CROSS JOIN numbers WHERE uid LIKE 'many-%'
"""
_DUE = """
INSERT INTO due_row (kind, subject_id, group_key, unique_key, due_at, not_after, state, done_until, messages,
  failures)
SELECT kind, id, id, kind || ':' || id, starts_at, ends_at, 'waiting', 0, 0, 0
FROM occurrence CROSS JOIN (SELECT 'guests_reminder' AS kind UNION SELECT 'organiser_day_before')
WHERE uid LIKE 'many-%'
"""


def measure(directory: Path) -> Iterator[Result]:  # noqa: ARG001 - every module has this door
    """In this process, without sockets; what the demonstration has due is worked off before."""
    yield asyncio.run(_measure())


async def _measure() -> Result:
    async with content.opened():
        await _fill()
        await schedule.run_due()
        spent = []
        for _pass in range(PASSES):
            began = time.perf_counter()
            await schedule.run_due()
            spent.append(1000 * (time.perf_counter() - began))
        guests, due = await SignUp.all().count(), await DueRow.all().count()
    return Result(
        "A pass of the schedule in which nothing is due",
        "",
        floor=50,
        result=statistics.median(spent),
        unit="ms",
        measured=f"{guests:,} sign-ups, {due:,} due rows",
    )


async def _fill() -> None:
    """Occurrences of one activity with guests at each, and what is planned for them."""
    now = clock.now()
    starts_at, ends_at = now + timedelta(days=30), now + timedelta(days=30, hours=1)
    activity = await Activity.all().order_by("id").first()
    assert activity is not None
    async with db.transaction():
        numbers = (SIGN_UPS // PER_OCCURRENCE, activity.id, starts_at, ends_at, PER_OCCURRENCE)
        await db.execute(_OCCURRENCES, numbers)
        await db.execute(_PLACES)
        await db.execute(_GUESTS, (PER_OCCURRENCE, now, now, now))
        await db.execute(_DUE)
