"""The life of one activity, as a list of steps."""

from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.events.models import Activity, State


@dataclass(frozen=True)
class Step:
    """Something to do or to wait for, as `macros/checklist.html` reads it."""

    title: str
    text: str | None
    is_done: bool
    is_next: bool = False
    url: str | None = None
    url_text: str | None = None


def steps_of(activity: Activity) -> list[Step]:
    """The life of an activity so far and what comes next."""
    state, is_back = activity.state, activity.state is State.RETURNED
    was_submitted = activity.submitted_at is not None and not is_back
    review = _("Wij hebben een vraag. Pas de activiteit aan en verstuur hem opnieuw.") if is_back else None
    steps = [
        Step(_("Ingevuld"), _on(activity.created_at), is_done=True),
        Step(
            _("Verstuurd"),
            _on(activity.submitted_at) if was_submitted else review,
            is_done=was_submitted,
            is_next=state in {State.DRAFT, State.RETURNED},
        ),
    ]
    if state is State.WITHDRAWN:
        return [*steps, Step(_("Niet op de site"), None, is_done=True)]
    on_site = Step(
        _("Op de site"),
        _on(activity.published_at) or (_("Wij kijken mee.") if state is State.SUBMITTED else None),
        is_done=activity.was_published,
        is_next=state is State.SUBMITTED,
    )
    called_off = [Step(_("Afgelast"), None, is_done=True)] if state is State.CANCELLED else []
    return [*steps, on_site, *called_off]


def _on(moment: datetime | None) -> str | None:
    return texts.day(clock.local(moment).date()) if moment else None
