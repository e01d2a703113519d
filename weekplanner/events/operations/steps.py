"""What every change of an activity has in common: its lock, its version, its values, its entries."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.facts import announce
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.text_cleaning import slug as slug_of
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition, Phase
from weekplanner.events import completeness, messages, rights, rules, wording
from weekplanner.events.completeness import Gap
from weekplanner.events.entries import entries_of
from weekplanner.events.facts import ActivityChanged, ActivityWritten
from weekplanner.events.models import Activity, Occurrence, OccurrenceState, State
from weekplanner.events.operations.asking import plan_question
from weekplanner.events.queries.pictures import picture_of
from weekplanner.events.reviewed import Reviewed
from weekplanner.events.values import ActivityValues, OccurrenceValues, in_order
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Postcode
from weekplanner.listing.operations import publish_entries, tell_of
from weekplanner.listing.selection import Scope
from weekplanner.mailer import outbox
from weekplanner.mailer.outbox import Message


class WrongState(Refused):
    """What is asked does not fit where the activity stands now."""

    message = "Dit kan niet meer: iemand anders heeft de activiteit intussen verder gebracht."


class WeekIsOver(Refused):
    """An activity of a week that is over stays as it was."""

    message = "Deze week is voorbij. Aan de activiteit verandert niets meer."


class Incomplete(Refused):
    """Something must be filled in first; `gaps` names every such thing."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(gaps[0].sentence, field=gaps[0].field)
        self.gaps = gaps


class UnknownPostcode(Refused):
    """A postcode whose four digits are no postcode area."""

    def __init__(self, postcode: str) -> None:
        sentence = _("Wij kennen de postcode %(postcode)s niet. Controleer de vier cijfers")
        super().__init__(sentence % {"postcode": postcode}, field="postcode")


class OtherMunicipality(Refused):
    """A coordinator would put an activity where they do not coordinate."""

    def __init__(self) -> None:
        sentence = _("Deze postcode ligt in een andere gemeente dan die waar u over gaat")
        super().__init__(sentence, field="postcode")


class WrongOccurrences(Refused):
    """Occurrences that do not keep to the rules of the week."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="occurrences")


async def locked(activity_id: int, *, actor: Person) -> Activity:
    """The activity, locked, with all it belongs to; raises NotFound for who may not see it.

    Its organisation is locked first: what stands in the listing of both then changes in turns, and
    always in this order, so that no two changes wait for each other.
    """
    of = await Activity.filter(id=activity_id).first()
    if of is None:
        raise NotFound
    await db.lock(Organisation, id=of.organisation_id)
    await db.hold(Activity, id=activity_id)  # who changes the places at it is not waited for
    belongings = ("edition", "organisation", "municipality__province")
    activity = await Activity.get(id=activity_id).select_related(*belongings)
    if not rights.may_see_activity(actor, activity):
        raise NotFound
    return activity


def check_version(activity: Activity, version: int) -> None:
    """Raise Stale when it changed since the form was made."""
    if activity.version != version:
        raise Stale


def check_not_overtaken(activity: Activity, version: int) -> None:
    """Raise Stale when a form was right once: its step is no longer the actor's, since it was handed on."""
    if 0 < version < activity.version:
        raise Stale


def check_may_fill_in(activity: Activity, version: int, *, actor: Person) -> None:
    """Raise NotAllowed for who may not change it, and Stale for who could until it was handed in."""
    if rights.may_help_fill_in(actor, activity) and not rights.may_edit_activity(actor, activity):
        check_not_overtaken(activity, version)
    require(rights.may_edit_activity(actor, activity))


def check_place(activity: Activity, *, actor: Person) -> None:
    """Raise OtherMunicipality when who filled it in could no longer see it."""
    if not rights.may_see_activity(actor, activity):
        raise OtherMunicipality


def check_state(activity: Activity, *states: State) -> None:
    """Raise WrongState unless the activity is in one of these states."""
    if activity.state not in states:
        raise WrongState


def is_repeated(activity: Activity, target: State, version: int) -> bool:
    """Whether a step to `target` was made just now from the same form: a double click is one step."""
    return activity.state is target and activity.version == version + 1


def check_week_lasts(edition: Edition, today: date) -> None:
    """Raise WeekIsOver after the last day."""
    if edition.phase(today) is Phase.AFTER:
        raise WeekIsOver


def check_occurrences(occurrences: Iterable[OccurrenceValues], edition: Edition) -> None:
    """Raise WrongOccurrences for the first rule that is not kept."""
    wanted = list(occurrences)
    problem = rules.problem_of_all(wanted)
    for each in wanted:
        problem = problem or rules.problem_of(each, edition)
    if problem:
        raise WrongOccurrences(problem)


def check_complete(values: ActivityValues) -> None:
    """Raise Incomplete when something is missing that readers or the reviewer cannot do without."""
    gaps = completeness.missing(values)
    if gaps:
        raise Incomplete(gaps)


async def area_of(values: ActivityValues) -> Postcode | None:
    """The postcode area of what has an address; raises UnknownPostcode."""
    if values.form != wording.AT_A_PLACE or not values.postcode:
        return None
    area = await geo.postcode(values.postcode[:4])
    if area is None:
        raise UnknownPostcode(values.postcode)
    return area


async def columns_of(values: ActivityValues, organisation: Organisation) -> dict[str, Any]:
    """The columns for these values, with what follows from them: slug, where it counts, what finds it.

    An activity without an address counts for the municipality of its organisation.
    Raises UnknownPostcode.
    """
    area = await area_of(values)
    place = area.place if area else ""
    return {
        **values.columns(),
        "searched": normalised(f"{values.title} {values.summary} {place} {values.venue}"),
        "slug": slug_of(values.title) or "activiteit",
        "place": place,
        "municipality_id": area.municipality_id if area else organisation.municipality_id,
        "latitude": area.latitude if area else None,
        "longitude": area.longitude if area else None,
    }


async def occurrences_of(activity: Activity) -> list[Occurrence]:
    """All occurrences, those that are called off too, by start."""
    return await Occurrence.filter(activity_id=activity.id).order_by("starts_at", "id")


async def stored_values(activity: Activity) -> ActivityValues:
    """What is filled in now."""
    return ActivityValues.of(activity, await occurrences_of(activity))


def says_the_same(one: ActivityValues, other: ActivityValues) -> bool:
    """Whether two fillings-in are equal, whichever rows their occurrences are."""
    return one.columns() == other.columns() and _moments(one) == _moments(other)


async def write_values(
    activity: Activity, values: ActivityValues, *, now: datetime, apology: str = ""
) -> None:
    """Store what was filled in, as a new version; the caller has checked that it may be.

    Raises Stale for an occurrence that is gone.
    """
    columns = await columns_of(values, activity.organisation)
    activity.update_from_dict({**columns, "version": activity.version + 1, "changed_at": now})
    await activity.save()
    await write_occurrences(activity, values.occurrences, apology=apology)
    activity.municipality = await geo.municipality_by_code(activity.municipality_id)


async def write_occurrences(
    activity: Activity, wanted: Iterable[OccurrenceValues], *, apology: str = ""
) -> None:
    """Make, move and take away occurrences; those of a published activity are cancelled instead.

    `apology` is what participants read about those. Raises Stale for an occurrence that is gone.
    """
    scheduled = Occurrence.filter(activity_id=activity.id, state=OccurrenceState.SCHEDULED)
    known = {each.id: each for each in await scheduled}
    for each in in_order(wanted):
        if each.id is None:
            await Occurrence.create(activity_id=activity.id, uid=str(uuid4()), **each.columns())
            continue
        occurrence = known.pop(each.id, None)
        if occurrence is None:
            raise Stale
        if OccurrenceValues.of(occurrence) != each:
            await Occurrence.filter(id=each.id).update(**each.columns())
    taken_away = Occurrence.filter(id__in=list(known))
    if known and activity.was_published:
        await taken_away.update(state=OccurrenceState.CANCELLED, apology=apology)
    elif known:
        await taken_away.delete()


async def move_on(activity: Activity, state: State, *, now: datetime, **columns: Any) -> None:
    """Bring the activity to another state, as a new version."""
    changes = {**columns, "state": state, "version": activity.version + 1, "changed_at": now}
    activity.update_from_dict(changes)
    await activity.save(update_fields=list(changes))


async def list_again(activity: Activity) -> None:
    """Let the listing say what the activity says, and its page what no entry does.

    Who keeps something for its moments hears of it, and so does the schedule.
    """
    occurrences, picture = await occurrences_of(activity), await picture_of(activity.id)
    if activity.was_published:
        await announce(ActivityWritten(activity.id))
    await publish_entries(entries_of(activity, occurrences, picture))
    if activity.was_published:
        await tell_of(Scope.ACTIVITY, activity.id)
        await plan_question(activity, occurrences, now=clock.now())
        await announce(ActivityChanged(activity.id))


async def put_on_site(
    activity: Activity, values: ActivityValues, *, now: datetime, **columns: datetime
) -> None:
    """Publish, list and tell the contact; part of the step that decided so."""
    await move_on(
        activity,
        State.PUBLISHED,
        now=now,
        published_at=now,
        reviewed_values=Reviewed(values, await picture_of(activity.id)).to_json(),
        needs_review=False,
        review_reason="",
        **columns,
    )
    await list_again(activity)
    await tell(await messages.activity_published(activity))


async def tell(letters: Iterable[Message]) -> None:
    """Queue these messages with the change that causes them."""
    for letter in letters:
        await outbox.put(letter)


def _moments(values: ActivityValues) -> list[tuple[datetime, datetime, int | None]]:
    return [(each.starts_at, each.ends_at, each.capacity) for each in in_order(values.occurrences)]
