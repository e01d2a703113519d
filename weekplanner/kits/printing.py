"""Beside the requests: what was asked to be printed is made, one at a time in each process.

The parcels are written to a file a page at a time, and a child process sets the PDF: here neither is in
memory. No transaction is open meanwhile.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weekplanner.core import clock, logs, tokens
from weekplanner.core.texts import SOURCE_LANGUAGE, use_language
from weekplanner.formats import pdf
from weekplanner.kits import print_files
from weekplanner.kits.models.printing import Paper, PrintJob
from weekplanner.kits.operations import printing as operations
from weekplanner.kits.paper import labels, packing_slips, pick_list
from weekplanner.kits.paper.parcels import Parcel
from weekplanner.kits.queries import printing as queries

LOOK_EVERY_S = 1.0
ERROR_REST_S = 5.0
TELL_EVERY_S = 0.5
RENEW_S = 15.0


class Overtaken(Exception):
    """Another process makes it: the lease was over."""


@dataclass(frozen=True)
class Form:
    """How a paper is made of parcels."""

    template: Path
    item: Callable[[Parcel], Mapping[str, Any]]


FORMS: Mapping[Paper, Form] = {
    Paper.LABELS: Form(labels.TEMPLATE, labels.item),
    Paper.PACKING_SLIPS: Form(packing_slips.TEMPLATE, packing_slips.item),
    Paper.PICK_LIST: Form(pick_list.TEMPLATE, pick_list.item),
}


async def run(stop: asyncio.Event) -> None:
    """Make what waits, until `stop`; what is under way then goes back."""
    stopped = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            rest_s = LOOK_EVERY_S if await _look(stopped) else ERROR_REST_S
            await asyncio.wait({stopped}, timeout=rest_s)
    finally:
        stopped.cancel()


async def _look(stopped: asyncio.Task[Any]) -> bool:
    """Make what waits now, or until the process is stopped; False when that failed."""
    working = asyncio.create_task(print_waiting())
    try:
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        working.cancel()
    await asyncio.wait({working})
    error = None if working.cancelled() else working.exception()
    if error:  # the database is away, for one; the loop must go on
        logs.failure("printing_failed", error)
    return error is None


async def print_waiting() -> int:
    """Make everything that waits now; answers how many were made."""
    made = 0
    while job := await operations.claim(tokens.random_token(), now=clock.now()):
        made += await _made(job)
    return made


async def _made(job: PrintJob) -> bool:
    """Make one, whatever comes of it, and write down what came of it; the file of what failed goes."""
    stem = print_files.new_stem()
    began = time.monotonic()
    is_kept = False
    try:
        versions = await _make(job, stem)
        size_bytes = print_files.size_bytes(stem)
        is_kept = await operations.end_printed(
            job, stem, size_bytes=size_bytes, versions=versions, now=clock.now()
        )
    except asyncio.CancelledError:
        await operations.give_back(job)
        raise
    except Overtaken:
        logs.warning("print_overtaken", job=job.id)
    except Exception as error:  # noqa: BLE001 - one that cannot be made must not hold up the others
        logs.failure("print_failed", error, job=job.id, paper=job.paper.value)
        await operations.end_failed(job, type(error).__name__, now=clock.now())
    finally:
        print_files.remove_values(stem)
        if not is_kept:
            print_files.remove(stem)
    if is_kept:
        logs.event("printed", job=job.id, paper=job.paper.value, seconds=round(time.monotonic() - began, 2))
    return is_kept


async def _make(job: PrintJob, stem: str) -> Mapping[int, int]:
    """Write the values, then let them be set; answers the version of each parcel on it. Raises Overtaken."""
    progress = _Progress(job)
    async with progress.renewed():
        with use_language(SOURCE_LANGUAGE):
            written = await _write(job, stem)
        await pdf.typeset(
            FORMS[job.paper].template,
            print_files.values(stem),
            print_files.pdf(stem),
            now=clock.now(),
            on_progress=progress.tell,
        )
    return written


async def _write(job: PrintJob, stem: str) -> Mapping[int, int]:
    """What stands on paper, a line for each parcel; answers their versions."""
    item = FORMS[job.paper].item
    versions = {}
    with print_files.new_values(stem) as file:
        file.write(pdf.line(await _head(job)))
        async for parcel in queries.parcels(job.batch_id, job.paper):
            file.write(pdf.line(item(parcel)))
            versions[parcel.id] = parcel.version
    print_files.date_values(stem, clock.now())
    return versions


async def _head(job: PrintJob) -> Mapping[str, Any]:
    now = clock.now()
    if job.paper is Paper.LABELS:
        return labels.head(job.batch_id, job.layout, first_position=job.first_position, now=now)
    if job.paper is Paper.PACKING_SLIPS:
        return packing_slips.head(job.batch_id, now=now)
    totals = await queries.totals(job.batch_id)
    parcels = await queries.number_of_parcels(job.batch_id, job.paper)
    return pick_list.head(job.batch_id, totals, parcels=parcels, now=now)


class _Progress:
    """Writes down how far a job is, at most twice a second, and keeps the claim on it."""

    def __init__(self, job: PrintJob) -> None:
        self._job = job
        self._done = 0
        self._told_at = 0.0

    async def tell(self, done: int) -> None:
        """So many are ready; raises Overtaken."""
        self._done = done
        if done >= self._job.total or time.monotonic() - self._told_at >= TELL_EVERY_S:
            await self._renew()

    @asynccontextmanager
    async def renewed(self) -> AsyncIterator[None]:
        """Keep the claim inside the block, however long it says nothing."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(RENEW_S)
            try:
                await self._renew()
            except Overtaken:
                return  # whoever ends the job sees it too
            except Exception as error:  # noqa: BLE001 - the lease outlasts a database that is away for a moment
                logs.failure("print_renewal_failed", error, job=self._job.id)

    async def _renew(self) -> None:
        self._told_at = time.monotonic()
        if not await operations.renew(self._job, done=self._done, now=clock.now()):
            raise Overtaken
