"""What the pages with the form have in common: which button was pressed, and what stands around the form."""

from enum import Enum
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.audit import audit_records
from weekplanner.core import tokens
from weekplanner.core.errors import Stale
from weekplanner.events import completeness, rights, wording
from weekplanner.events.differences import differences
from weekplanner.events.forms import parsing
from weekplanner.events.forms.activity import ActivityForm, filled_in
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.editing import CancellingIsForOthers
from weekplanner.events.operations.steps import WrongState
from weekplanner.events.pages import filling_in
from weekplanner.events.pages.meanwhile import meanwhile
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import OccurrenceValues
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.forms import Form
from weekplanner.web.pages import render_form


class Button(Enum):
    """The buttons of the form, by the name that they post."""

    ADD = "add"
    REMOVE = "remove"
    DAYS = "days"
    EXAMPLE = "example"
    BACK = "back"
    SUBMIT = "submit"
    SAVE = "save"
    """Also what Enter presses."""


def pressed(posted: FormData) -> Button:
    """Which button posted the form."""
    return next((button for button in Button if button.value in posted), Button.SAVE)


def only_arranges(form: ActivityForm, button: Button, posted: FormData) -> bool:
    """Do what a button does to the form itself; answers whether that was all it is for."""
    if button is not Button.BACK:
        form.add_days(is_asked=button is Button.DAYS)
    if button is Button.ADD:
        form.add_row()
    elif button is Button.REMOVE:
        number = parsing.whole_number(str(posted[button.value]))
        form.remove_row(-1 if number is None else number)
    elif button is Button.EXAMPLE:
        form.begin_with_example()
    return button not in {Button.SUBMIT, Button.SAVE}


def can_be_kept(form: ActivityForm, *, is_complete: bool) -> bool:
    """Whether what was typed can be stored; with `is_complete` also whether nothing is missing."""
    is_valid = form.validate()
    if is_complete:
        return form.require_complete() and is_valid
    return is_valid


def new_request_key() -> dict[str, str]:
    """What a form begins with, so that sending it twice makes one activity."""
    return {"request_key": tokens.random_token()}


def around(form: ActivityForm, *, place: str = "") -> dict[str, Any]:
    """What the template shows besides the fields; Any: a template takes everything."""
    values, words = form.values(), vocabulary()
    return {
        "hints": form.hints(),
        "ideas": filling_in.ideas(values.example_slug),
        "card": filling_in.card_of(values, form.edition, place=place),
        "wishes": completeness.wishes(values),
        "progress": filling_in.progress(values),
        "vocabulary": words,
        "explanations": {
            "forms": {term.id: term.explanation for term in words.forms.values()},
            "join": {term.id: term.explanation for term in words.join.values()},
        },
    }


async def meanwhile_of(form: Form, activity: Activity) -> str | None:
    """What happened since the form was made, when that is why it was refused."""
    if not isinstance(form.refusal, Stale | WrongState):
        return None
    return meanwhile(activity, await audit_records("activity", str(activity.id)))


async def correct_page(request: Request, form: ActivityForm, whole: Whole) -> Response:
    """The form for who reviews; it may have been filled in when it was not handed in yet."""
    return await edit_page(request, "events/correct_activity.html", form, whole)


async def edit_page(request: Request, template: str, form: ActivityForm, whole: Whole) -> Response:
    """The form of an activity that exists.

    When somebody else changed it since, the page says what; what was typed stays, and saving once more
    then replaces theirs knowingly.
    """
    activity, changes = whole.activity, []
    if isinstance(form.refusal, Stale):
        changes = differences(whole.values, form.values())
        form.go_on_from(whole.values, activity.version)
    taken_out = _taken_out(form, whole, actor=request.state.person)
    return await render_form(
        request,
        template,
        form,
        activity=activity,
        changes=changes,
        meanwhile=await meanwhile_of(form, activity),
        taken_out=[wording.moment(each) for each in taken_out],
        is_draft=is_being_filled_in(activity),
        **around(form, place=activity.place),
    )


def _taken_out(form: ActivityForm, whole: Whole, *, actor: Person) -> list[OccurrenceValues]:
    """What saving would call off; for who may not do that it is put back, with a word about it."""
    if whole.activity.state is not State.PUBLISHED:
        return []
    taken_out = form.taken_out(whole.values)
    if taken_out and not rights.may_cancel_activity(actor, whole.activity):
        form.put_back(taken_out)
        if form.refusal is None:
            form.refuse(CancellingIsForOthers())
        return []
    return taken_out


def is_overtaken(version: int, activity: Activity) -> bool:
    """Whether a form was made from an earlier version; one without a number was made by nobody."""
    return 0 < version < activity.version


def shown_version(request: Request, activity: Activity) -> dict[str, str]:
    """What the form of a step begins with; one that is posted says itself which version it was about."""
    return {} if request.method == "POST" else {"version": str(activity.version)}


def stored(whole: Whole) -> dict[str, Any]:
    """What an activity's form begins with."""
    return {**filled_in(whole.values), "version": str(whole.activity.version)}


def is_being_filled_in(activity: Activity) -> bool:
    """Whether it still must be submitted, so that it may be incomplete."""
    return activity.state in {State.DRAFT, State.RETURNED}


def is_ended(activity: Activity) -> bool:
    """Whether nothing can be changed about it any more."""
    return activity.state in {State.CANCELLED, State.WITHDRAWN}
