"""Making an activity like one that is there: once more this year, or last year's for the week to come."""

from contextlib import suppress
from dataclasses import replace

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import Refused, require
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events import moving, rights, rules
from weekplanner.events.models import Activity
from weekplanner.events.operations.drafts import open_edition, write_draft
from weekplanner.events.operations.pictures import copy_picture
from weekplanner.events.operations.pins import with_fitting_pin
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import UnknownPostcode, area_of, check_place, locked, stored_values
from weekplanner.events.queries import copies
from weekplanner.events.values import ActivityValues


async def copy_activity(activity_id: int, *, request_key: str, actor: Person) -> Activity:
    """Make a draft with everything an activity has, in the current edition.

    Of an older edition the occurrences come along, on the same day of the week of the edition and at the
    same time; what falls outside it stays behind, and it is copied only once. Of the current edition no
    occurrence comes along; `request_key` was made with the page, so that a double click makes one copy.
    Raises NotFound, NotAllowed, NoEdition, WeekIsOver and OtherMunicipality.
    """
    now = clock.now()
    async with db.transaction():
        original = await locked(activity_id, actor=actor)  # with its organisation: several clicks take turns
        organisation = original.organisation
        require(rights.may_register_activity(actor, organisation))
        edition = await open_edition(clock.local(now).date())
        key = _key(original, edition, request_key=request_key, actor=actor)
        made = await Activity.get_or_none(request_key=key)
        if made is not None:
            return made
        values = await stored_values(original)
        moved = moving.into_edition(values.occurrences, original.edition, edition)
        values = await still_possible(replace(values, occurrences=moved), edition)
        activity = await write_draft(
            await with_fitting_pin(values), organisation, edition, key=key, now=now, copied_from=original
        )
        await copy_picture(original.id, activity.id)
        check_place(activity, actor=actor)
        await record(actor, rights.REGISTER_ACTIVITY, activity)
    return activity


async def copy_edition_before(organisation_id: int, *, actor: Person) -> int:
    """Copy what an organisation did in the edition before and has no copy of yet, each by itself.

    At most 50 at a time; answers how many. What cannot be copied is left for its own button, which says
    why. Raises NotFound for another's organisation, NoEdition and WeekIsOver.
    """
    edition = await open_edition(clock.today())
    before = await editions.previous()
    if before is None:
        return 0
    number = 0
    for each in await copies.not_copied_yet(organisation_id, before=before, edition=edition, actor=actor):
        with suppress(Refused):
            await copy_activity(each.id, request_key="", actor=actor)
            number += 1
    return number


async def still_possible(values: ActivityValues, edition: Edition) -> ActivityValues:
    """Without what the rules of the week and of postcodes have left behind since it was typed."""
    occurrences = tuple(each for each in values.occurrences if not rules.problem_of(each, edition))
    try:
        await area_of(values)
    except UnknownPostcode:
        values = replace(values, postcode="")
    return replace(values, occurrences=occurrences)


def _key(original: Activity, edition: Edition, *, request_key: str, actor: Person) -> str:
    """What is equal for the same wish: an activity of an older edition is taken over once, by anybody."""
    if original.edition_id != edition.id:
        return tokens.digest(f"copy of {original.id} into {edition.year}")
    return tokens.digest(f"copy of {original.id}: {actor.account_id}:{request_key}")
