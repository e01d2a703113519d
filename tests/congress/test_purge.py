"""What people need goes seven days after a congress, who they were thirty days after the week."""

from datetime import timedelta

from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make, at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.registrations import (
    Attendee,
    Needs,
    Registration,
    RegistrationEvent,
)
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations import changing
from weekplanner.congress.personal import link_of
from weekplanner.congress.values import NeedsValues
from weekplanner.core.clock import MovableClock
from weekplanner.privacy import operations as privacy

NEEDS = NeedsValues(diets=("halal",), access=("rolstoel",), remark="Ik kom met een hond.")


async def test_what_somebody_needs_goes_seven_days_after_the_congress(make: Make, now: MovableClock):
    congress = await make.congress()
    await make.registration(congress, needs=NEEDS)
    now.set(at(8, 16))
    await privacy.purge(is_dry_run=False)
    assert await Needs.all().count() == 1
    now.move(timedelta(minutes=1))
    counts = await privacy.purge(is_dry_run=True)
    assert (counts["congress_needs"], await Needs.all().count()) == (1, 1)
    await privacy.purge(is_dry_run=False)
    assert await Needs.all().count() == 0


async def test_who_came_is_nobody_thirty_days_after_the_week_and_still_counts(
    make: Make, site: Site, now: MovableClock
):
    congress = await make.congress()
    come = await make.registration(congress, people=2, organisation="Gemeente Utrecht", role="Wethouder")
    gone = await make.registration(congress)
    await changing.cancel_for(gone.id, "Zij belde: haar moeder is ziek.", actor=SYSTEM)
    link = link_of(come.id, come.link_version)
    now.set(at(7, 12, month=11))
    await privacy.purge(is_dry_run=False)
    assert (await Registration.get(id=come.id)).name == "Fatma de Vries"
    now.move(timedelta(days=1))
    await privacy.purge(is_dry_run=False)
    kept = await Registration.get(id=come.id)
    assert (kept.name, kept.email, kept.role) == ("", "", "")
    assert (kept.audience, kept.organisation, kept.people) == ("wethouder", "Gemeente Utrecht", 2)
    assert {each.name for each in await Attendee.all()} == {""}
    assert {each.reason for each in await RegistrationEvent.all()} == {""}
    assert (await Seats.get(congress_id=congress.id)).taken == 2
    assert await what_is_wrong_with_congresses() == []
    page = await site.get(f"/p/{link.token}")
    assert page.status_code in {404, 410}
    assert "Fatma" not in page.text
