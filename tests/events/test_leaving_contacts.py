"""What stays of a contact who left, in what reviewers compare with."""

from dataclasses import replace

from tests.make import MadeActivity, Make, acting
from weekplanner.accounts.models import Account
from weekplanner.accounts.operations.colleagues import leave_organisation
from weekplanner.events.operations.editing import edit_activity
from weekplanner.events.operations.steps import stored_values
from weekplanner.events.reviewed import Reviewed

NOBODY = {"contact_name": "", "contact_phone": "", "contact_email": ""}


async def handed_over(make: Make) -> tuple[MadeActivity, Account, Account]:
    """An activity on the site of which Fatma became the contact after Jan; no reviewer has seen that yet."""
    jan, fatma = await make.account("jan@example.org"), await make.account("fatma@example.org")
    linde = await make.organisation(jan, fatma)
    made = await make.activity(organisation=linde, organiser=jan, contact_name="Jan", contact_email=jan.email)
    now = await made.fresh()
    wanted = replace(await stored_values(now), contact_name="Fatma", contact_email=fatma.email)
    await edit_activity(made.id, wanted, version=now.version, actor=acting(jan, linde))
    return made, jan, fatma


async def compared(made: MadeActivity) -> tuple[bool, dict[str, str]]:
    """Whether it waits for review, and the contact that is compared with."""
    now = await made.fresh()
    seen = Reviewed.from_json(now.reviewed_values).values.columns()
    return now.needs_review, {name: seen[name] for name in NOBODY}


async def test_a_former_contact_who_leaves_is_forgotten_in_what_is_compared(make: Make):
    made, jan, fatma = await handed_over(make)
    await leave_organisation(made.organisation.id, actor=acting(jan, made.organisation))
    assert await compared(made) == (True, NOBODY)
    assert (await made.fresh()).contact_email == fatma.email


async def test_nothing_waits_for_review_when_all_that_differed_is_forgotten(make: Make):
    made, _jan, fatma = await handed_over(make)
    await leave_organisation(made.organisation.id, actor=acting(fatma, made.organisation))
    assert await compared(made) == (False, NOBODY)
