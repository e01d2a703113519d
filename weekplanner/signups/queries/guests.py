"""Who comes to an activity: for its organiser, and for messages to all of them."""

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from weekplanner.core import clock
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
