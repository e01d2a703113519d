"""Writing down what a reviewer, the team or the operator did with an activity."""

from collections.abc import Iterable

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right
from weekplanner.events.differences import Difference
from weekplanner.events.models import Activity

PERSONAL = frozenset(
    {
        "contact_name",
        "contact_phone",
        "contact_email",
        "dial_in_phone",
        "host_name",
        "host_welcome",
        "picture",
        "picture_alt",
        "transport",
        "transport_phone",
    }
)
"""What says who somebody is or how to reach them: only that it changed is written down."""


async def record(
    actor: Person, right: Right, activity: Activity, differences: Iterable[Difference] = ()
) -> None:
    """Write down a change of an activity; of what is personal only the name of the field."""
    await audit.record(actor, right, subject_of(activity), [_change(each) for each in differences])


def subject_of(activity: Activity) -> Subject:
    """The activity, as the audit log knows it."""
    return Subject(
        kind="activity",
        id=str(activity.id),
        label=activity.title,
        organisation_id=activity.organisation_id,
        municipality_code=activity.municipality_id,
    )


def _change(difference: Difference) -> Change:
    if difference.field in PERSONAL:
        return Change(difference.field)
    return Change(difference.field, difference.before, difference.after)
