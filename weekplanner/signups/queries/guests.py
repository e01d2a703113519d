"""Those whom a message of the organiser is for, and what became of it."""

from dataclasses import dataclass

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from weekplanner.core import clock
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueState
from weekplanner.signups import plans
from weekplanner.signups.models import GuestMessage, Places, PlacesState, SignUp, SignUpState


def addressed(written: GuestMessage) -> QuerySet[SignUp]:
    """Those a message is for: of the occurrence, or of all of the activity that go on and are not over."""
    occurrences = Places.filter(activity_id=written.activity_id).exclude(state=PlacesState.CALLED_OFF)
    if written.occurrence_id is not None:
        occurrences = Places.filter(occurrence_id=written.occurrence_id)
    else:
        occurrences = occurrences.filter(starts_at__gt=clock.now())
    states = [SignUpState.PLACED, *([SignUpState.WAITING] if written.to_waiting else [])]
    return SignUp.filter(occurrence_id__in=Subquery(occurrences.values("occurrence_id")), state__in=states)


@dataclass(frozen=True)
class Reach:
    """How many get a message, and in which way."""

    addresses: int
    """Each gets one mail, however many parties have it."""
    to_call: int
    """Parties without an address."""

    @property
    def is_nobody(self) -> bool:
        """Whether there is nobody to write to."""
        return self.addresses + self.to_call == 0


@dataclass(frozen=True)
class Sent:
    """A message that was written before, and what became of it."""

    written: GuestMessage
    state: DueState
    mails: int


async def reach_of(written: GuestMessage) -> Reach:
    """How many a message would reach now; `written` need not be stored."""
    found = await addressed(written).values_list("email", "helper_email")
    reached = [(email or helper_email).lower() for email, helper_email in found]
    return Reach(addresses=len({*reached} - {""}), to_call=reached.count(""))


async def sent_messages(activity_id: int) -> list[Sent]:
    """What was written to the guests of an activity, the latest first."""
    written = await GuestMessage.filter(activity_id=activity_id).order_by("-id").select_related("written_by")
    rows = await schedule.rows_of(plans.GUESTS_MESSAGE, [each.id for each in written])
    return [Sent(each, rows[each.id].state, rows[each.id].messages) for each in written if each.id in rows]


async def latest_message(activity_id: int) -> GuestMessage | None:
    """What was last written to the guests: who calls them tells it."""
    return await GuestMessage.filter(activity_id=activity_id).order_by("-id").first()
