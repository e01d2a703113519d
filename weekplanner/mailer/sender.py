"""The mailer: takes messages from the outbox and hands them over, one at a time on each connection.

A message counts as sent when the server has said so, never before (at least once). A mailer that is
killed can repeat what was on its way at that moment, one message for each connection, with the same
Message-ID. No transaction is open while a server is spoken to.
"""

import asyncio
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from weekplanner.core import clock, logs, settings, tokens
from weekplanner.mailer import addresses, claims, render, retries
from weekplanner.mailer.claims import Claimed
from weekplanner.mailer.delivery import (
    Connection,
    Misconfigured,
    Rejected,
    ServerBusy,
    SlowDown,
    Unavailable,
    Undelivered,
)
from weekplanner.mailer.endings import Endings
from weekplanner.mailer.models import Status
from weekplanner.mailer.render import Letter
from weekplanner.mailer.transport import connection

BATCH_MESSAGES = 10
"""For each connection; all of them take from one batch, so that a few messages go side by side."""

BATCH_TIME = timedelta(seconds=5)
"""After this the rest goes back: something urgent may have come, and the lease must not run out."""

POLL_S = 1.0
RENEW_S = 25.0
STOP_GRACE_S = 8.0
"""How long messages that are on their way may take when the mailer is asked to stop."""

PAUSES_S = (5.0, 10.0, 30.0, 60.0, 300.0)
"""When nothing can be sent at all: each failure in a row waits longer, the last is repeated."""

ERROR_REST_S = 5.0
MARK_RESTS_S = (0.5, 2.0, 5.0, 10.0, 20.0)


@dataclass
class Counts:
    """What a mailer did; `halted` says why it stopped before the end, if it did."""

    ended: Counter[Status] = field(default_factory=Counter)
    postponed: int = 0
    halted: str = ""

    @property
    def sent(self) -> int:
        """Messages that the other side has taken."""
        return self.ended[Status.SENT]

    @property
    def failed(self) -> int:
        """Messages that were refused for good, could not be made, or were tried for too long."""
        return self.ended[Status.FAILED]

    @property
    def dropped(self) -> int:
        """Messages that came too late or had lost their point."""
        return self.ended[Status.DROPPED]


def require_settings() -> None:
    """Raise WrongSetting when the mail settings cannot work, before a server starts to count on them."""
    addresses.sender()
    connection(settings.current().mail_url)


async def run(stop: asyncio.Event) -> None:
    """Send what is due, as it comes, until `stop`; raises WrongSetting."""
    require_settings()
    await _Mailer(stop, is_once=False).run()


async def send_due(stop: asyncio.Event | None = None, counts: Counts | None = None) -> Counts:
    """Send until nothing is due now, nothing can be sent, or `stop`; `counts` may be watched meanwhile.

    Raises WrongSetting.
    """
    require_settings()
    mailer = _Mailer(stop or asyncio.Event(), is_once=True, counts=counts)
    await mailer.run()
    return mailer.counts


class _Mailer:
    """As many connections as the setting says, each with a task that works for it."""

    def __init__(self, stop: asyncio.Event, *, is_once: bool, counts: Counts | None = None) -> None:
        self.counts = counts or Counts()
        self._stop = stop
        self._is_once = is_once
        self._claimant = tokens.random_token()
        self._endings = Endings(self._claimant)
        self._held: set[int] = set()
        self._batch: deque[Claimed] = deque()
        self._claimed_at = clock.now()
        self._turn = asyncio.Lock()
        self._paces = retries.Paces()
        self._pauses = 0
        self._resume_at = 0.0

    async def run(self) -> None:
        current = settings.current()
        connections = [connection(current.mail_url) for _ in range(current.mail_connections)]
        workers = [asyncio.create_task(self._work(each)) for each in connections]
        helpers = [asyncio.create_task(self._keep_claims()), asyncio.create_task(self._hurry(workers))]
        try:
            await asyncio.wait(workers)
            for worker in workers:
                if not worker.cancelled() and (error := worker.exception()):
                    raise error
        finally:
            for task in (*workers, *helpers):
                task.cancel()
            await asyncio.gather(*workers, *helpers, return_exceptions=True)
            await self._give_back(list(self._held))

    async def _work(self, way_out: Connection) -> None:
        try:
            while not self._stop.is_set():
                try:
                    message = await self._next()
                    if message is None:
                        return
                    await self._try(way_out, message)
                except Exception as error:  # the database is away, for one; the loop must go on
                    if self._is_once:
                        raise
                    logs.failure("mailer_failed", error)
                    await self._rest(ERROR_REST_S)
        finally:
            await way_out.close()

    async def _next(self) -> Claimed | None:
        """Wait for a message that is due; None when it is time to end."""
        async with self._turn:  # one task asks the database, the others wait here
            while not self._stop.is_set():
                if self._is_once and self.counts.halted:
                    return None
                rest_s = self._resume_at - _seconds()
                if rest_s <= 0:
                    if await self._has_batch():
                        return self._batch.popleft()
                    if self._is_once:
                        return None
                    rest_s = POLL_S
                await self._rest(rest_s)
        return None

    async def _has_batch(self) -> bool:
        """Whether there is a message to take, claimed not too long ago or now."""
        now = clock.now()
        if now - self._claimed_at > BATCH_TIME:
            await self._give_back_batch()
        if not self._batch:
            self._batch.extend(await self._claim(now))
            self._held.update(message.id for message in self._batch)
            self._claimed_at = now
        return bool(self._batch)

    async def _claim(self, now: datetime) -> list[Claimed]:
        if freed := await claims.take_back(now):
            logs.warning("mail_claims_expired", messages=freed)
        most = BATCH_MESSAGES * settings.current().mail_connections
        while (priority := await claims.due_priority(now)) is not None:
            batch = await claims.claim(self._claimant, priority, most=most, now=now)
            if batch:  # else another mailer was faster
                return batch
        return []

    async def _try(self, way_out: Connection, message: Claimed) -> None:
        """Send one message; one that was not tried goes back, and all others when nothing can be sent."""
        try:
            await self._send(way_out, message)
        except Unavailable as problem:
            self._pause(problem)
            await self._give_back_batch()
        finally:
            if message.id in self._held:
                await self._give_back([message.id])

    async def _send(self, way_out: Connection, message: Claimed) -> None:
        """Bring one message one step further; raises Unavailable when it was not even tried."""
        now = clock.now()
        if message.not_after and now > message.not_after:
            await self._end(message, Status.DROPPED, message.last_error or "too late")
            return
        if until := self._paces.wait_until(addresses.domain_of(message.to_address), now):
            await self._postpone(message, until)
            return
        letter = await self._letter(message)
        if letter is None:
            return
        try:
            await way_out.deliver(letter)
        except Unavailable:
            raise
        except Undelivered as problem:
            await self._not_taken(message, problem)
        except Exception as error:  # noqa: BLE001 - one odd answer must not hold up the others
            logs.failure("mail_not_sent", error, message=message.id, kind=message.kind)
            await self._try_again(message, type(error).__name__)
        else:
            self._pauses = 0
            self._paces.ease(addresses.domain_of(message.to_address))
            await self._mark_sent(message)

    async def _letter(self, message: Claimed) -> Letter | None:
        """The bytes; None, after the row was dealt with, when they cannot or need not be made."""
        try:
            values = await render.final_values(message)
        except Exception as error:  # noqa: BLE001 - one message must not hold up the others
            logs.failure("mail_values_missing", error, message=message.id, kind=message.kind)
            await self._try_again(message, f"values: {type(error).__name__}")
            return None
        if values is None:
            await self._end(message, Status.DROPPED, "pointless")
            return None
        try:
            return render.compose(message, values)
        except Exception as error:  # noqa: BLE001 - one poisoned message must not hold up the others
            logs.failure("mail_not_rendered", error, message=message.id, kind=message.kind)
            await self._end(message, Status.FAILED, f"rendering: {type(error).__name__}")
            return None

    async def _not_taken(self, message: Claimed, problem: Undelivered) -> None:
        if isinstance(problem, Rejected):
            await self._end(message, Status.FAILED, problem.reason)
            return
        if isinstance(problem, SlowDown):
            self._paces.slow(addresses.domain_of(message.to_address), clock.now())
        await self._try_again(message, problem.reason)
        if isinstance(problem, ServerBusy):
            raise Unavailable(problem.reason) from problem

    async def _try_again(self, message: Claimed, reason: str) -> None:
        now = clock.now()
        at = retries.next_attempt(message.attempts, queued_at=message.dated_at, now=now)
        if at is None:
            await self._end(message, Status.FAILED, reason)
            return
        if message.not_after:
            at = min(at, message.not_after)
        logs.event("mail_postponed", message=message.id, kind=message.kind, reason=reason)
        self._held.discard(message.id)
        self.counts.postponed += 1
        if not await claims.try_again(self._claimant, message.id, at=at, reason=reason):
            logs.warning("mail_claim_lost", message=message.id)

    async def _postpone(self, message: Claimed, until: datetime) -> None:
        self._held.discard(message.id)
        self.counts.postponed += 1
        await claims.postpone(self._claimant, message.id, until)

    async def _end(self, message: Claimed, status: Status, reason: str = "") -> None:
        is_ours = await self._endings.put(message.id, status, reason)
        self._held.discard(message.id)
        if not is_ours:
            logs.warning("mail_claim_lost", message=message.id)
        logs.event(f"mail_{status.value}", message=message.id, kind=message.kind, reason=reason)
        self.counts.ended[status] += 1

    async def _mark_sent(self, message: Claimed) -> None:
        """Try to write it down for a while, even when the database is away: else it is sent twice."""
        for rest_s in MARK_RESTS_S:
            try:
                await self._end(message, Status.SENT)
            except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be repeated
                logs.failure("mail_not_marked", error, message=message.id)
                await asyncio.sleep(rest_s)
            else:
                return
        await self._end(message, Status.SENT)

    async def _give_back_batch(self) -> None:
        ids = [message.id for message in self._batch]
        self._batch.clear()
        await self._give_back(ids)

    async def _give_back(self, ids: list[int]) -> None:
        if not ids:
            return
        self._held.difference_update(ids)
        await claims.give_back(self._claimant, ids)

    def _pause(self, problem: Unavailable) -> None:
        """Leave the queue as it is for a while; what keeps us from sending concerns every message."""
        self.counts.halted = problem.reason
        if _seconds() < self._resume_at:
            return  # another connection met the same
        pause_s = PAUSES_S[min(self._pauses, len(PAUSES_S) - 1)]
        self._pauses += 1
        self._resume_at = _seconds() + pause_s
        if isinstance(problem, Misconfigured):
            logs.failure("mail_server_refuses_us", problem, reason=problem.reason, pause_s=pause_s)
        else:
            logs.warning("mail_server_unavailable", reason=problem.reason, pause_s=pause_s)

    async def _keep_claims(self) -> None:
        """Renew the lease of what is on its way: a slow server may take minutes."""
        while True:
            await asyncio.sleep(RENEW_S)
            if not self._held:
                continue
            try:
                await claims.renew(self._claimant, list(self._held), clock.now())
            except Exception as error:  # noqa: BLE001 - the next time may do
                logs.failure("mail_claims_not_renewed", error)

    async def _hurry(self, workers: "list[asyncio.Task[None]]") -> None:
        """When asked to stop, do not wait for a server that takes its time."""
        await self._stop.wait()
        await asyncio.sleep(STOP_GRACE_S)
        for worker in workers:
            worker.cancel()

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
