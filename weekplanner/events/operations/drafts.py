"""Filling in an activity: making a draft, saving it, submitting it, deleting it."""

from datetime import date, datetime

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.organisations import organisation as organisation_with_id
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.texts import date_range
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events import messages, rights
from weekplanner.events.differences import differences
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.pins import with_fitting_pin
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import (
    check_complete,
    check_may_fill_in,
    check_not_overtaken,
    check_occurrences,
    check_place,
    check_state,
    check_version,
    check_week_lasts,
    columns_of,
    locked,
    move_on,
    put_on_site,
    says_the_same,
    stored_values,
    tell,
    write_occurrences,
    write_values,
)
from weekplanner.events.values import ActivityValues


class NoEdition(Refused):
    """There is no week to register activities for."""

    message = "Er is nog geen week om activiteiten voor aan te melden."


class SubmittedBefore(Stale):
    """The form made an activity that was handed in since."""

    message = "U heeft deze activiteit al verstuurd. In uw overzicht kunt u hem nog wijzigen."


class ChangedSince(Stale):
    """The form made a draft that was changed since."""

    message = "U heeft deze activiteit al bewaard en daarna gewijzigd. Ga verder vanuit uw overzicht."


FIRST_VERSION = 1


class RegistrationClosed(Refused):
    """Outside the dates of registration only coordinators and the team register activities."""

    def __init__(self, edition: Edition) -> None:
        dates = date_range(edition.registration_opens_on, edition.registration_closes_on)
        sentence = _("Aanmelden kan van %(dates)s. Uw klad blijft bewaard. Bel ons als wij kunnen helpen.")
        super().__init__(sentence % {"dates": dates})


async def open_edition(today: date) -> Edition:
    """The edition that activities are made for now; raises NoEdition and WeekIsOver."""
    edition = await editions.current()
    if edition is None:
        raise NoEdition
    check_week_lasts(edition, today)
    return edition


async def create_draft(
    values: ActivityValues, *, organisation_id: int, request_key: str, actor: Person
) -> Activity:
    """Make an activity that only its own people see, in the current edition.

    Only the title must be there. `request_key` was made with the form: the same form sent twice makes one
    activity, and sent again with other values it changes the draft it made. Raises NotFound for another's
    organisation, NoEdition, WeekIsOver, WrongOccurrences, UnknownPostcode, OtherMunicipality, and
    SubmittedBefore when that draft was handed in since.
    """
    now = clock.now()
    key = tokens.digest(f"{actor.account_id}:{organisation_id}:{request_key}")
    async with db.transaction():
        await db.lock(Organisation, id=organisation_id)  # several clicks at once take turns
        organisation = await organisation_with_id(organisation_id)
        if not rights.may_register_activity(actor, organisation):
            raise NotFound
        edition = await open_edition(clock.local(now).date())
        check_occurrences(values.occurrences, edition)
        values = await with_fitting_pin(values)
        made = await Activity.get_or_none(request_key=key)
        if made is not None:
            return await _save_again(made, values, actor=actor, now=now)
        activity = await write_draft(values, organisation, edition, key=key, now=now)
        check_place(activity, actor=actor)
        await record(actor, rights.REGISTER_ACTIVITY, activity)
    return activity


async def save_draft(activity_id: int, values: ActivityValues, *, version: int, actor: Person) -> Activity:
    """Store what was filled in so far; a returned activity stays returned until it is submitted.

    Raises NotFound, NotAllowed, Stale, WrongState, WeekIsOver, WrongOccurrences,
    UnknownPostcode and OtherMunicipality.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        before, values = await stored_values(activity), await with_fitting_pin(values)
        if says_the_same(before, values):
            return activity  # also for who helped to fill it in and clicked twice: it is handed in now
        check_may_fill_in(activity, version, actor=actor)
        check_version(activity, version)
        check_state(activity, State.DRAFT, State.RETURNED)
        check_week_lasts(activity.edition, clock.local(now).date())
        check_occurrences(values.occurrences, activity.edition)
        await write_values(activity, values, now=now)
        check_place(activity, actor=actor)
        await record(actor, rights.filling_in(actor, activity), activity, differences(before, values))
    return activity


async def submit_activity(activity_id: int, *, version: int, actor: Person) -> Activity:
    """Hand an activity in: on the site at once for a trusted organisation or a reviewer, else for review.

    Raises NotFound, NotAllowed, Stale, WrongState, Incomplete, WrongOccurrences, WeekIsOver and
    RegistrationClosed.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        if _is_handed_in(activity, version):
            return activity
        check_may_fill_in(activity, version, actor=actor)
        check_version(activity, version)
        check_state(activity, State.DRAFT, State.RETURNED)
        _check_window(activity, clock.local(now).date(), actor=actor)
        values = await stored_values(activity)
        check_complete(values)
        check_occurrences(values.occurrences, activity.edition)
        right = rights.filling_in(actor, activity)
        if activity.organisation.is_trusted:
            await put_on_site(activity, values, now=now, submitted_at=now)
        elif rights.may_review_activity(actor, activity):
            right = rights.PUBLISH_ACTIVITY
            await put_on_site(activity, values, now=now, submitted_at=now)
        else:
            await move_on(activity, State.SUBMITTED, now=now, submitted_at=now)
            await tell(await messages.activity_received(activity))
        await record(actor, right, activity)
    return activity


async def register_activity(
    values: ActivityValues, *, organisation_id: int, request_key: str, actor: Person
) -> Activity:
    """Make an activity and hand it in, in one go; raises what `create_draft` and `submit_activity` do."""
    async with db.transaction():
        made = await create_draft(
            values, organisation_id=organisation_id, request_key=request_key, actor=actor
        )
        return await submit_activity(made.id, version=made.version, actor=actor)


async def save_and_submit(
    activity_id: int, values: ActivityValues, *, version: int, actor: Person
) -> Activity:
    """Store what was filled in and hand it in; raises what `save_draft` and `submit_activity` do."""
    async with db.transaction():
        saved = await save_draft(activity_id, values, version=version, actor=actor)
        return await submit_activity(activity_id, version=saved.version, actor=actor)


async def delete_draft(activity_id: int, *, version: int, actor: Person) -> None:
    """Delete what never stood on the site; raises NotFound, NotAllowed and Stale."""
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        if rights.may_delete_unpublished(actor, activity):
            check_not_overtaken(activity, version)
        require(rights.may_delete_activity(actor, activity))
        check_version(activity, version)
        await record(actor, rights.DELETE_ACTIVITY, activity)
        await activity.delete()


async def write_draft(
    values: ActivityValues,
    organisation: Organisation,
    edition: Edition,
    *,
    key: str,
    now: datetime,
    copied_from: Activity | None = None,
) -> Activity:
    """Store a new activity; part of an operation that has the lock of its organisation and asked rights."""
    activity = await Activity.create(
        **await columns_of(values, organisation),
        edition=edition,
        organisation=organisation,
        request_key=key,
        copied_from=copied_from,
        created_at=now,
        changed_at=now,
    )
    await write_occurrences(activity, values.occurrences)
    return activity


async def _save_again(made: Activity, values: ActivityValues, *, actor: Person, now: datetime) -> Activity:
    activity = await locked(made.id, actor=actor)
    if says_the_same(await stored_values(activity), values):
        return activity
    if activity.state is not State.DRAFT:
        raise SubmittedBefore
    if activity.version != FIRST_VERSION:
        raise ChangedSince
    await write_values(activity, values, now=now)
    check_place(activity, actor=actor)
    return activity


def _is_handed_in(activity: Activity, version: int) -> bool:
    """Whether this very version was handed in already: a double click is one step."""
    is_past = activity.state in {State.SUBMITTED, State.PUBLISHED}
    return is_past and activity.version in {version, version + 1}


def _check_window(activity: Activity, today: date, *, actor: Person) -> None:
    """Registration is for what is new: an answer to a reviewer's question is welcome until the week ends."""
    check_week_lasts(activity.edition, today)
    is_open = activity.edition.registration_is_open(today) or activity.state is State.RETURNED
    if not is_open and not rights.may_review_activity(actor, activity):
        raise RegistrationClosed(activity.edition)
