"""Writing down how messages ended: those that end at about the same time share one commit."""

import asyncio
from dataclasses import dataclass

from weekplanner.core import clock
from weekplanner.mailer import claims
from weekplanner.mailer.models import Status

TURNS = 4
"""A message needs so many answers of the server: in as many turns of the loop others end as well."""


@dataclass(frozen=True)
class _Ending:
    message_id: int
    status: Status
    reason: str
    is_ours: "asyncio.Future[bool]"


class Endings:
    """The ends of the messages that one claimant holds.

    A commit takes about as long as handing over a message. While one is on its way the others collect, and
    are written together by the next; every connection still waits for its own before it offers another
    message.
    """

    def __init__(self, claimant: str) -> None:
        self._claimant = claimant
        self._waiting: list[_Ending] = []
        self._writer: asyncio.Task[None] | None = None

    async def put(self, message_id: int, status: Status, reason: str = "") -> bool:
        """Mark a message sent, failed or dropped; False when the claim was lost.

        Who is cancelled meanwhile goes only once it is written or has failed: what was sent must not be
        given back before.
        """
        ending = _Ending(message_id, status, reason, asyncio.get_running_loop().create_future())
        self._waiting.append(ending)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        try:
            return await asyncio.shield(ending.is_ours)
        except asyncio.CancelledError:
            await asyncio.wait({ending.is_ours})
            raise

    async def _write(self) -> None:
        while self._waiting:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            together, self._waiting = self._waiting, []
            for alike in {(each.status, each.reason) for each in together}:
                await self._write_alike([each for each in together if (each.status, each.reason) == alike])
        self._writer = None

    async def _write_alike(self, endings: list[_Ending]) -> None:
        ids, first = [each.message_id for each in endings], endings[0]
        try:
            ours = await claims.end(self._claimant, ids, first.status, now=clock.now(), reason=first.reason)
        except Exception as error:  # noqa: BLE001 - each that waits for it gets it
            for each in endings:
                each.is_ours.set_exception(error)
        else:
            for each in endings:
                each.is_ours.set_result(each.message_id in ours)
