"""What an organiser sees of the own activities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.models import Activity, State
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import OccurrenceValues

DESK_ORDER = (
    State.RETURNED,
    State.DRAFT,
    State.SUBMITTED,
    State.PUBLISHED,
    State.CANCELLED,
    State.WITHDRAWN,
)


@dataclass(frozen=True)
class DeskRow:
    """One of the own activities, with what can be done about it."""

    activity: Activity
    when: str
    next_step: str
    next_url: str


@dataclass(frozen=True)
class Step:
    """A step in the life of an activity, as `macros/checklist.html` reads it."""

    title: str
    text: str | None
    is_done: bool
    is_next: bool = False
    url: str | None = None
    url_text: str | None = None


def desk_rows(own: Iterable[Whole]) -> list[DeskRow]:
    """The own activities: those that ask for something first, then by their first moment."""

    def place(whole: Whole) -> tuple[int, datetime]:
        first = whole.occurrences[0].starts_at if whole.occurrences else whole.activity.created_at
        return DESK_ORDER.index(whole.activity.state), first

    return [_desk_row(whole) for whole in sorted(own, key=place)]


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


def steps_to_the_week(own: Sequence[Activity]) -> list[Step]:
    """What an organisation does until the week begins: make, publish, share and invite."""
    on_site = [activity for activity in own if activity.state is State.PUBLISHED]
    first = on_site[0] if on_site else None
    return [
        Step(
            _("Vul een activiteit in"),
            _("Het duurt ongeveer tien minuten."),
            is_done=bool(own),
            is_next=not own,
            url=None if own else links.path("new_activity"),
            url_text=_("Begin"),
        ),
        Step(
            _("Op de site"),
            _("Iedereen kan uw activiteit vinden.")
            if first
            else _("Bij een eerste activiteit lezen wij mee."),
            is_done=first is not None,
            is_next=bool(own) and first is None,
        ),
        Step(
            _("Deel de link"),
            _("Zet uw activiteit op de site van de buurt of de gemeente."),
            is_done=False,
            is_next=first is not None,
            url=links.path("activity", slug=first.slug, id=first.id) if first else None,
            url_text=_("Bekijk de bladzijde"),
        ),
        Step(_("Nodig iemand zelf uit"), _("Bel aan bij een buur. Dat werkt het best."), is_done=False),
    ]


def _desk_row(whole: Whole) -> DeskRow:
    """An own activity in the table."""
    activity = whole.activity
    step, name = {
        State.DRAFT: (_("Maak af"), "edit_activity"),
        State.RETURNED: (_("Beantwoord de vraag"), "edit_activity"),
        State.SUBMITTED: (_("Wijzig"), "edit_activity"),
        State.PUBLISHED: (_("Wijzig"), "edit_activity"),
    }.get(activity.state, (_("Bekijk"), "my_activity"))
    when = wording.when(_moments_that_count(whole), activity.edition.days())
    return DeskRow(activity, when, step, links.path(name, id=activity.id))


def _moments_that_count(whole: Whole) -> list[OccurrenceValues]:
    """Those that go on; of what is over or called off, all."""
    every = [OccurrenceValues.of(each) for each in whole.occurrences]
    return list(whole.values.occurrences) or every


def _on(moment: datetime | None) -> str | None:
    return texts.day(clock.local(moment).date()) if moment else None
