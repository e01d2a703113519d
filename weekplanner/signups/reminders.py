"""What guests and organisers are told at a moment, and how many that would have been when it is too late."""

from collections.abc import Sequence

from tortoise.expressions import Q

from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Reminder
from weekplanner.signups import plans
from weekplanner.signups.models import SignUp, SignUpState
from weekplanner.signups.operations import telling, telling_organisers

_IS_REACHED = ~Q(email="", helper_email="")
"""By mail. An `exclude` of both would leave out who has only one of them."""


async def _placed(rows: Sequence[DueRow]) -> int:
    """Who would have been reminded, and can be."""
    occurrences = [row.subject_id for row in rows]
    placed = SignUp.filter(occurrence_id__in=occurrences, state=SignUpState.PLACED)
    return await placed.filter(_IS_REACHED).count()


async def _live(rows: Sequence[DueRow]) -> int:
    """Who would have been told, and can be."""
    live = SignUp.filter(occurrence_id__in=[row.subject_id for row in rows]).exclude(
        state=SignUpState.CANCELLED
    )
    return await live.filter(_IS_REACHED).count()


REMINDERS: tuple[Reminder, ...] = (
    Reminder(plans.GUESTS_REMINDER, telling.remind, _placed),
    Reminder(plans.ORGANISER_DAY_BEFORE, telling_organisers.tell, telling_organisers.would_be_told),
    Reminder(plans.OCCURRENCE_CHANGED, telling.tell_of_change, _live),
    Reminder(plans.OCCURRENCE_CANCELLED, telling.tell_of_cancellation, _live),
    Reminder(plans.GUESTS_MESSAGE, telling.tell_message),
)
