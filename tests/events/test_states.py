"""Whatever organiser and reviewer do, in any order: the listing says what the activity says."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import SOUP, acting, at
from weekplanner.accounts.people import SYSTEM
from weekplanner.core.errors import Problem
from weekplanner.events.entries import entries_of
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.operations import cancelling, drafts, editing, review
from weekplanner.events.operations.steps import occurrences_of, stored_values
from weekplanner.events.queries import activities
from weekplanner.events.values import OccurrenceValues
from weekplanner.listing.models import Entry, EntryState

SHOWN = {State.PUBLISHED: {EntryState.LISTED, EntryState.CANCELLED}, State.CANCELLED: {EntryState.CANCELLED}}
WAYS = {
    State.DRAFT: {State.DRAFT, State.SUBMITTED, State.PUBLISHED},
    State.SUBMITTED: {State.SUBMITTED, State.RETURNED, State.PUBLISHED, State.WITHDRAWN},
    State.RETURNED: {State.RETURNED, State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: {State.PUBLISHED, State.CANCELLED, State.WITHDRAWN},
    State.CANCELLED: {State.CANCELLED, State.WITHDRAWN},
    State.WITHDRAWN: {State.WITHDRAWN},
}
STEPS = (
    "save",
    "submit",
    "edit",
    "shrink",
    "correct",
    "publish",
    "return",
    "withdraw",
    "cancel",
    "cancel one",
    "seen",
)


async def _take(step: str, activity: Activity, organiser) -> None:  # noqa: C901 - a table of steps
    number, version = activity.id, activity.version
    values = await stored_values(activity)
    other = replace(values, title=f"{SOUP.title} {version}")
    match step:
        case "save":
            await drafts.save_draft(number, other, version=version, actor=organiser)
        case "submit":
            await drafts.submit_activity(number, version=version, actor=organiser)
        case "edit":
            moment = OccurrenceValues(at(1 + version % 7, 9), at(1 + version % 7, 10))
            more = replace(other, occurrences=(*values.occurrences, moment))
            await editing.edit_activity(number, more, version=version, actor=organiser)
        case "shrink":
            fewer = replace(other, occurrences=values.occurrences[:-1])
            await editing.edit_activity(number, fewer, version=version, actor=organiser)
        case "correct":
            await editing.correct_activity(number, other, version=version, actor=SYSTEM)
        case "publish":
            await review.publish_activity(number, version=version, actor=SYSTEM, trust=False)
        case "return":
            await review.return_activity(number, "Welke zaal?", version=version, actor=SYSTEM)
        case "withdraw":
            await review.withdraw_activity(number, "Reclame.", version=version, actor=SYSTEM)
        case "cancel":
            await cancelling.cancel_activity(number, "Helaas.", version=version, actor=organiser)
        case "cancel one":
            first = (await occurrences_of(activity))[0]
            await cancelling.cancel_occurrence(number, first.id, "Helaas.", version=version, actor=organiser)
        case "seen":
            await editing.accept_edit(number, version=version, actor=SYSTEM)


async def _check(before: Activity, uids: set[str], activity: Activity) -> None:
    assert activity.state in WAYS[before.state]
    assert activity.version >= before.version
    now = {each.uid for each in await Occurrence.filter(activity_id=activity.id)}
    assert not before.was_published or uids <= now
    entries = await Entry.filter(activity_id=activity.id)
    if not activity.was_published:
        assert not entries
        return
    whole = await activities.public_activity(activity.id)
    wanted = {each.uid: each.digest for each in entries_of(whole.activity, whole.occurrences, whole.picture)}
    assert {entry.uid: entry.digest for entry in entries} == wanted
    assert {entry.state for entry in entries} <= SHOWN.get(activity.state, {EntryState.WITHDRAWN})
    if not activity.needs_review and activity.state is State.PUBLISHED:
        assert whole.reviewed is not None
        assert whole.reviewed.values.title == activity.title


@settings(max_examples=25)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14))
async def test_any_order_of_steps(make, steps):
    made = await make.activity(state="draft", occurrences=((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13))))
    organiser = acting(made.organiser, made.organisation)
    for step in steps:
        before = await made.fresh()
        uids = {each.uid for each in await Occurrence.filter(activity_id=made.id)}
        try:
            await _take(step, before, organiser)
        except Problem:
            assert (await made.fresh()).version == before.version
        await _check(before, uids, await made.fresh())
