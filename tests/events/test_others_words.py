"""Nobody's words reach the site, or a mailbox, under the name of somebody who has not said so."""

from dataclasses import replace

from tests.make import SOUP, at
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.first import Newcomer, keep_first_activity
from weekplanner.events.values import OccurrenceValues

NETWORK = "192.0.2.1"


async def _typed_without_an_account(email: str, title: str, *, key: str) -> None:
    values = replace(SOUP, title=title, occurrences=(OccurrenceValues(at(6, 12), at(6, 13)),))
    organisation = OrganisationValues("Buurthuis De Linde", "welzijnsorganisatie", "GM0344")
    newcomer = Newcomer("Iemand", email, organisation)
    await keep_first_activity(values, newcomer, request_key=key, wants_submitting=True, network=NETWORK)


async def _states() -> dict[str, State]:
    return {each.title: each.state for each in await Activity.all()}


async def test_an_ordinary_sign_in_submits_nothing_that_was_typed_with_the_address(site, make):
    await make.edition()
    jan = await make.account("jan@example.org")
    await make.organisation(jan, is_trusted=True)
    await _typed_without_an_account("jan@example.org", "Koop nu", key="a")
    await site.as_(jan).get("/mijn")
    assert await _states() == {"Koop nu": State.DRAFT}


async def test_a_confirmation_submits_only_what_it_was_asked_for(site, make):
    await make.edition()
    await _typed_without_an_account("fatma@example.org", "Koop nu", key="a")
    await _typed_without_an_account("fatma@example.org", "Soep", key="b")
    await site.post(await site.link_to("fatma@example.org"))
    assert await _states() == {"Koop nu": State.DRAFT, "Soep": State.SUBMITTED}
