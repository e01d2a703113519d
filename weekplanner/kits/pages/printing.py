"""What the pages about printing show of a job."""

from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import texts
from weekplanner.core.texts import gettext as _
from weekplanner.formats.pdf import TooMuch
from weekplanner.kits.forms.printing import LAYOUTS
from weekplanner.kits.models.printing import JobState, Paper, PrintJob
from weekplanner.kits.words import PAPERS


@dataclass(frozen=True)
class ShownJob:
    """A job as a heading, a sentence, and what can be done with it."""

    title: str
    words: str
    layout: str
    """Of labels alone."""
    is_done: bool
    is_failed: bool
    size: str = ""

    @property
    def is_ended(self) -> bool:
        """Whether nothing changes any more by itself."""
        return self.is_done or self.is_failed


@dataclass(frozen=True)
class JobRow:
    """One of the jobs of a batch."""

    id: int
    title: str
    words: str
    at: datetime


def shown(job: PrintJob) -> ShownJob:
    """How far it is, in words."""
    title = _("%(paper)s van partij %(batch)s") % {
        "paper": PAPERS[job.paper],
        "batch": job.batch_id,
    }
    return ShownJob(
        title,
        _words(job),
        _layout(job),
        job.state is JobState.DONE,
        job.state is JobState.FAILED,
        _size(job.size_bytes),
    )


def job_row(job: PrintJob) -> JobRow:
    """The same in a list."""
    title = PAPERS[job.paper]
    layout = _layout(job)
    return JobRow(job.id, f"{title}, {layout}" if layout else title, _words(job), job.created_at)


def _layout(job: PrintJob) -> str:
    return dict(LAYOUTS)[job.layout.value] if job.paper is Paper.LABELS else ""


def _words(job: PrintJob) -> str:
    if job.state is JobState.DONE:
        return _("Klaar, voor %(total)s.") % {"total": _parcels(job.total)}
    if job.state is JobState.FAILED:
        return TooMuch.message if job.problem == TooMuch.__name__ else _("Het maken van de pdf lukte niet.")
    if job.state is JobState.WAITING:
        return _("Dit begint zo.")
    if job.done >= job.total:
        return _("Nu worden de bladzijden opgemaakt.")
    numbers = {"done": texts.number(job.done), "total": _parcels(job.total)}
    return _("%(done)s van %(total)s.") % numbers


def _parcels(number: int) -> str:
    return texts.ngettext("%(number)s doos", "%(number)s dozen", number) % {"number": texts.number(number)}


def _size(size_bytes: int) -> str:
    """Of a file to download: 240 kB, 2,5 MB."""
    if size_bytes < 1_000_000:
        return _("%(size)s kB") % {"size": -(-size_bytes // 1000)}
    tenths = -(-size_bytes // 100_000)
    return _("%(size)s MB") % {"size": f"{tenths // 10},{tenths % 10}"}
