"""Printing of a batch: asking for it, and the claims of whoever makes it.

A job is made with a lease: who makes it and dies keeps nothing, and another process begins anew. Every
change of a claimed job asks whether the claim still stands.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import Refused, require
from weekplanner.core.texts import gettext as _
from weekplanner.kits import rights
from weekplanner.kits.models.parcels import Batch, Shipment
from weekplanner.kits.models.printing import JobState, LabelLayout, Paper, PrintJob
from weekplanner.kits.operations.recording import record_print
from weekplanner.kits.paper.labels import PER_SHEET
from weekplanner.kits.queries.printing import number_of_parcels

LEASE = timedelta(seconds=60)
"""Renewed while it is made; longer than a database may keep a renewal waiting."""
MOST_ATTEMPTS = 3
"""What ends with whoever makes it so often is not tried again by itself."""
GIVEN_UP = "given_up"

_FREE = "(state = 'waiting' OR (state = 'working' AND lease_until < ?))"
_IS_THERE = f"SELECT 1 FROM print_job WHERE {_FREE} LIMIT 1"  # noqa: S608 - fixed
_GIVE_UP = f"""
UPDATE print_job
SET state = 'failed', problem = '{GIVEN_UP}', ended_at = ?, claimed_by = '', lease_until = NULL
WHERE state = 'working' AND lease_until < ? AND attempts >= ?
"""  # noqa: S608 - fixed
_TAKEN = "state = 'working', claimed_by = ?, lease_until = ?, attempts = attempts + 1, done = 0"
_CLAIM_EMBEDDED = f"""
UPDATE print_job SET {_TAKEN} WHERE id = (SELECT id FROM print_job WHERE {_FREE} ORDER BY id LIMIT 1)
RETURNING *
"""  # noqa: S608 - fixed
# MATERIALIZED, so that the LIMIT is evaluated once; SKIP LOCKED, so that nobody waits for another.
_CLAIM_SERVER = f"""
WITH next AS MATERIALIZED
  (SELECT id AS next_id FROM print_job WHERE {_FREE} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE print_job SET {_TAKEN} FROM next WHERE id = next_id RETURNING *
"""  # noqa: S608 - fixed


class NothingToPrint(Refused):
    """All of it is packed, or away."""

    message = "Van deze partij is niets meer te printen: alles is al ingepakt of onderweg."


class NotOnTheSheet(Refused):
    """A sheet has no such label."""

    def __init__(self, most: int) -> None:
        sentence = _("Op dit vel passen %(most)s etiketten. Kies een getal van 1 tot en met %(most)s.")
        super().__init__(sentence % {"most": most}, field="first_position")


class NotFailed(Refused):
    """Only what failed is tried again."""

    message = "Deze pdf is niet mislukt. Kijk of hij al klaar is."


async def print_batch(
    batch_id: int,
    paper: Paper,
    *,
    layout: LabelLayout = LabelLayout.A6,
    first_position: int = 1,
    request_key: str,
    actor: Person,
) -> PrintJob:
    """Let a paper of a batch be made; labels begin at `first_position` of the first sheet, from 1.

    The same form sent twice is one job. Raises NotFound, NotAllowed, NotOnTheSheet and NothingToPrint.
    """
    key = tokens.digest(f"kit-print {batch_id} {request_key}")
    async with db.transaction():
        await db.lock(Batch, id=batch_id)
        require(rights.may_ship_kits(actor))
        if before := await PrintJob.filter(request_key=key).first():
            return before
        if paper is not Paper.LABELS:
            layout, first_position = LabelLayout.A6, 1
        if not 1 <= first_position <= PER_SHEET[layout]:
            raise NotOnTheSheet(PER_SHEET[layout])
        total = await number_of_parcels(batch_id, paper)
        if not total:
            raise NothingToPrint
        job = await PrintJob.create(
            batch_id=batch_id,
            paper=paper,
            layout=layout,
            first_position=first_position,
            total=total,
            requested_by_id=actor.account_id,
            request_key=key,
            created_at=clock.now(),
        )
        await record_print(actor, job)
    return job


async def print_again(job_id: int, *, actor: Person) -> PrintJob:
    """Try what failed once more; raises NotFound, NotAllowed and NotFailed."""
    async with db.transaction():
        job = await db.lock(PrintJob, id=job_id)
        require(rights.may_ship_kits(actor))
        if job.state in {JobState.WAITING, JobState.WORKING}:
            return job
        if job.state is not JobState.FAILED:
            raise NotFailed
        job.state, job.attempts, job.problem, job.done, job.ended_at = JobState.WAITING, 0, "", 0, None
        await job.save()
        await record_print(actor, job)
    return job


async def claim(claimant: str, *, now: datetime) -> PrintJob | None:
    """Take the job that waits longest; None when nothing waits."""
    if not await db.rows(_IS_THERE, (now,)):
        return None  # most of the time: no need to ask for the write lock
    await db.execute(_GIVE_UP, (now, now, MOST_ATTEMPTS))
    if db.dialect() == "sqlite":
        taken = await db.execute(_CLAIM_EMBEDDED, (claimant, now + LEASE, now))
    else:
        taken = await db.execute(_CLAIM_SERVER, (now, claimant, now + LEASE))
    return await PrintJob.get(id=taken[0]["id"]) if taken else None


async def renew(job: PrintJob, *, done: int, now: datetime) -> bool:
    """Keep the claim, and say how many parcels are ready; False when another has it."""
    return bool(await _held(job).update(done=min(done, job.total), lease_until=now + LEASE))


async def end_printed(
    job: PrintJob, stem: str, *, size_bytes: int, versions: Mapping[int, int], now: datetime
) -> bool:
    """It is there; False when another has the claim.

    `versions` has the parcels on it by their ids, and which version of each: of a label that is remembered.
    """
    async with db.transaction():
        ended = await _held(job).update(
            state=JobState.DONE,
            file_stem=stem,
            size_bytes=size_bytes,
            done=len(versions),
            total=len(versions),
            claimed_by="",
            lease_until=None,
            ended_at=now,
        )
        if ended and job.paper is Paper.LABELS:
            await _remember_labels(versions)
    return bool(ended)


async def _remember_labels(versions: Mapping[int, int]) -> None:
    """Parcels are locked in the order of their ids, as everybody does."""
    await Shipment.filter(id__in=list(versions)).order_by("id").select_for_update().values_list("id")
    for version in sorted(set(versions.values())):
        ids = [number for number, its in versions.items() if its == version]
        await Shipment.filter(id__in=ids).update(label_version=version)


async def end_failed(job: PrintJob, problem: str, *, now: datetime) -> None:
    """It cannot be made; `problem` is the kind of error."""
    await _held(job).update(
        state=JobState.FAILED, problem=problem, claimed_by="", lease_until=None, ended_at=now
    )


async def give_back(job: PrintJob) -> None:
    """Let another make it: this process stops."""
    await _held(job).update(
        state=JobState.WAITING, claimed_by="", lease_until=None, done=0, attempts=job.attempts - 1
    )


def _held(job: PrintJob) -> QuerySet[PrintJob]:
    return PrintJob.filter(id=job.id, claimed_by=job.claimed_by, state=JobState.WORKING)
