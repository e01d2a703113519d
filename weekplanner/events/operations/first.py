"""A first activity, typed by somebody who has no account yet."""

from dataclasses import asdict, dataclass
from typing import Any

from weekplanner.accounts.addresses import address
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.accounts.operations.sign_in import request_confirmation
from weekplanner.accounts.operations.turns import take_turn
from weekplanner.core import clock, db, tokens
from weekplanner.events.models import PendingActivity
from weekplanner.events.operations.drafts import open_edition
from weekplanner.events.operations.steps import area_of, check_complete, check_occurrences
from weekplanner.events.values import ActivityValues


@dataclass(frozen=True)
class Newcomer:
    """Who typed it: the person, and the organisation they do it for."""

    name: str
    email: str
    organisation: OrganisationValues


async def keep_first_activity(
    values: ActivityValues, newcomer: Newcomer, *, request_key: str, wants_submitting: bool, network: str
) -> None:
    """Keep what was typed until the e-mail address is confirmed, and send the link for that.

    The same form sent twice sends one link. `network` counts against the limits on links. Raises
    WrongAddress, TooManyLinks, NoEdition, WeekIsOver, WrongOccurrences, UnknownPostcode and, when it is
    to be submitted, Incomplete.
    """
    now = clock.now()
    to = address(newcomer.email)
    key = tokens.digest(f"first:{to.key}:{request_key}")
    async with db.transaction():
        edition = await open_edition(clock.local(now).date())
        check_occurrences(values.occurrences, edition)
        await area_of(values)
        if wants_submitting:
            check_complete(values)
        await take_turn(f"activity form {key}")
        columns: dict[str, Any] = {
            "activity": values.to_json(),
            "organisation": asdict(newcomer.organisation),
            "wants_submitting": wants_submitting,
        }
        if await PendingActivity.filter(request_key=key).update(**columns):
            return
        await PendingActivity.create(request_key=key, email_key=to.key, created_at=now, **columns)
        await request_confirmation(to.text, newcomer.name, network=network, reference=key)
