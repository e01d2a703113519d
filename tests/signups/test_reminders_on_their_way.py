"""A reminder that the mail server did not take yet: it goes only when there is still something to come to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.make import acting, at
from weekplanner.events.operations.cancelling import cancel_activity
from weekplanner.events.operations.editing import edit_activity
from weekplanner.events.operations.steps import stored_values
from weekplanner.mailer import schedule, sender
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.operations.changing import cancel_by_link
from weekplanner.signups.personal import link_of

REMINDED_AT = at(5, 10)


async def nothing(_soup, _sign_up):
    """All stays as it was."""


async def called_off(soup, _sign_up):
    activity, actor = await soup.fresh(), acting(soup.organiser, soup.organisation)
    await cancel_activity(soup.id, "De kok is ziek.", version=activity.version, actor=actor)


async def moved(soup, _sign_up):
    activity, actor = await soup.fresh(), acting(soup.organiser, soup.organisation)
    values = await stored_values(activity)
    (occurrence,) = values.occurrences
    later = replace(occurrence, starts_at=at(6, 14), ends_at=at(6, 15))
    await edit_activity(soup.id, replace(values, occurrences=(later,)), version=activity.version, actor=actor)


async def ended(_soup, sign_up):
    await cancel_by_link(link_of(sign_up.id))


@pytest.mark.parametrize(
    ("meanwhile", "end"),
    [
        (nothing, ("sent", "")),
        (called_off, ("dropped", "pointless")),
        (moved, ("dropped", "pointless")),
        (ended, ("dropped", "pointless")),
    ],
)
async def test_a_reminder_goes_only_when_there_is_still_something_to_come_to(make, now, meanwhile, end):
    soup = await make.activity(capacity=10)
    (occurrence,) = await soup.occurrences()
    sign_up = await make.sign_up(occurrence.id)
    now.set(REMINDED_AT)
    await schedule.run_due()
    now.move(timedelta(minutes=10))
    await meanwhile(soup, sign_up)
    await sender.send_due()
    (reminder,) = await OutboxMessage.filter(kind="signup_reminder")
    assert (reminder.status.value, reminder.last_error) == end
