"""What nobody looked at in time: it is not told any more, and how many would have heard it is counted."""

from datetime import timedelta

from weekplanner.mailer import schedule
from weekplanner.signups.values import Helper


async def test_a_reminder_that_is_too_late_counts_everybody_who_could_have_been_mailed(make, now):
    soup = await make.activity(state="published", capacity=10)
    (occurrence,) = await soup.occurrences()
    neighbour = Helper("Truus", "truus@example.org")
    await make.sign_up(occurrence.id, name="Jan", email="jan@example.org")
    await make.sign_up(occurrence.id, name="Bep", email="", helper=neighbour)
    await make.sign_up(occurrence.id, name="Cor", email="cor@example.org", helper=neighbour)
    await make.sign_up(occurrence.id, name="Els", email="", phone="06-12345678")
    now.set(occurrence.starts_at + timedelta(minutes=1))
    counts = schedule.totals(await schedule.run_due())
    assert counts["guests_reminder"] == {"queued": 0, "too_late": 3, "failed": 0}
