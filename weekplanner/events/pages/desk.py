"""What an organiser sees of the own activities together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events import completeness, wording
from weekplanner.events.completeness import Gap
from weekplanner.events.models import Activity, State
from weekplanner.events.pages.steps import Step
from weekplanner.events.queries.activities import Whole
from weekplanner.events.queries.desk import DESK_ORDER, DeskSort
from weekplanner.events.values import ActivityValues, OccurrenceValues

STATE_WORDS = {
    State.RETURNED: _("Wij hebben een vraag"),
    State.DRAFT: _("Klad"),
    State.SUBMITTED: _("Wij kijken mee"),
    State.PUBLISHED: _("Gepubliceerd"),
    State.CANCELLED: _("Gaat niet door"),
    State.WITHDRAWN: _("Niet geplaatst"),
}
SORT_WORDS = {
    DeskSort.STATUS: _("Wat aandacht vraagt"),
    DeskSort.WHEN: _("Wanneer het is"),
    DeskSort.TITLE: _("Titel"),
    DeskSort.CHANGED: _("Laatst gewijzigd"),
}


@dataclass(frozen=True)
class DeskRow:
    """One of the own activities, with what can be done about it."""

    activity: Activity
    when: str
    next_step: str
    next_url: str
    done: int
    """Of `total` things that help visitors."""
    total: int
    tip: str
    """The one thing to do first; empty when nothing is left."""


@dataclass(frozen=True)
class Choice:
    """One of the values of a filter."""

    value: str
    words: str
    is_chosen: bool


def desk_row(whole: Whole) -> DeskRow:
    """An own activity in the table."""
    activity, values = whole.activity, whole.values
    step, name = {
        State.DRAFT: (_("Maak af"), "edit_activity"),
        State.RETURNED: (_("Beantwoord de vraag"), "edit_activity"),
        State.SUBMITTED: (_("Wijzig"), "edit_activity"),
        State.PUBLISHED: (_("Wijzig"), "edit_activity"),
    }.get(activity.state, (_("Bekijk"), "my_activity"))
    has_picture = whole.picture is not None
    wishes = completeness.wishes(values, has_picture=has_picture)
    total = completeness.wish_count(values, has_picture=has_picture)
    return DeskRow(
        activity=activity,
        when=wording.when(_moments_that_count(whole), activity.edition.days()),
        next_step=step,
        next_url=links.path(name, id=activity.id),
        done=total - len(wishes),
        total=total,
        tip=_tip(activity, values, wishes),
    )


def state_choices(counts: Mapping[State, int], chosen: State | None) -> list[Choice]:
    """The states there are activities in, with how many."""
    everything = Choice("", _("Alles (%(number)s)") % {"number": sum(counts.values())}, chosen is None)
    shown = [state for state in DESK_ORDER if state in counts or state is chosen]
    return [
        everything,
        *(
            Choice(state.value, f"{STATE_WORDS[state]} ({counts.get(state, 0)})", state is chosen)
            for state in shown
        ),
    ]


def sort_choices(chosen: DeskSort) -> list[Choice]:
    """The orders to choose from."""
    return [Choice(sort.value, words, sort is chosen) for sort, words in SORT_WORDS.items()]


def number_in_words(counts: Mapping[State, int]) -> str:
    """U heeft 3 activiteiten."""
    number = sum(counts.values())
    return ngettext("U heeft %(number)s activiteit.", "U heeft %(number)s activiteiten.", number) % {
        "number": number
    }


def steps_to_the_week(*, has_activity: bool, first: Activity | None) -> list[Step]:
    """What an organisation does until the week begins: make, publish, share and invite.

    `first` stands on the site longest.
    """
    return [
        Step(
            _("Vul een activiteit in"),
            _("Het duurt ongeveer tien minuten."),
            is_done=has_activity,
            is_next=not has_activity,
            url=None if has_activity else links.path("new_activity"),
            url_text=_("Begin"),
        ),
        Step(
            _("Activiteit gepubliceerd"),
            _("Uw eerste activiteit staat online.")
            if first
            else _("Bij een eerste activiteit lezen wij mee."),
            is_done=first is not None,
            is_next=has_activity and first is None,
        ),
        Step(
            _("Deel de link"),
            _("Zet uw activiteit op de site van de buurt of de gemeente, of hang de QR-code op."),
            is_done=False,
            is_next=first is not None,
            url=f"{links.path('my_activity', id=first.id)}#share" if first else None,
            url_text=_("Bekijk de link en de QR-code"),
        ),
        Step(_("Nodig iemand zelf uit"), _("Bel aan bij een buur. Dat werkt het best."), is_done=False),
    ]


def _tip(activity: Activity, values: ActivityValues, wishes: Sequence[Gap]) -> str:
    if activity.state in {State.CANCELLED, State.WITHDRAWN}:
        return ""
    lacking = completeness.missing(values) if activity.state is State.DRAFT else []
    return next((gap.sentence for gap in [*lacking, *wishes]), "")


def _moments_that_count(whole: Whole) -> list[OccurrenceValues]:
    """Those that go on; of what is over or called off, all."""
    every = [OccurrenceValues.of(each) for each in whole.occurrences]
    return list(whole.values.occurrences) or every
