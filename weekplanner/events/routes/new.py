"""Making an activity: for an organisation, for one that is not here yet, and without an account."""

from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import organisations as accounts
from weekplanner.core import clock
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition, Phase
from weekplanner.events.examples import examples
from weekplanner.events.forms.activity import ActivityForm
from weekplanner.events.forms.newcomer import FirstActivityForm, NewOrganisationForm
from weekplanner.events.operations import drafts, first
from weekplanner.events.routes import form_page
from weekplanner.events.routes.form_page import Button
from weekplanner.web.pages import redirect, render, render_form

Kind = TypeVar("Kind", bound=ActivityForm)


async def new_activity(request: Request) -> Response:
    """The empty form; what it asks besides the activity depends on who asks."""
    edition = await editions.current()
    if edition is None or edition.phase(clock.today()) is Phase.AFTER:
        return await render(request, "events/no_week.html", week=edition)
    person: Person | None = request.state.person
    if person is None:
        return await _first_activity(request, edition)
    if person.organisation_ids:
        return await _own_activity(request)
    return await _with_organisation(request, edition)


async def first_activity_sent(request: Request) -> Response:
    """Look in your mail."""
    return await render(request, "events/first_activity_sent.html")


@access.for_organisation
async def _own_activity(request: Request) -> Response:
    """For the organisation acted for."""
    person: Person = request.state.person
    edition = await editions.current()
    assert edition is not None
    assert person.organisation_id is not None
    form, button = await _read(request, ActivityForm, edition)
    if button:
        register = drafts.register_activity if button is Button.SUBMIT else drafts.create_draft
        with form.refusals():
            activity = await register(
                form.values(),
                organisation_id=person.organisation_id,
                request_key=form.request_key.data or "",
                actor=person,
            )
            return redirect(request, "my_activity", id=activity.id)
    return await _page(request, form)


async def _with_organisation(request: Request, edition: Edition) -> Response:
    """Of somebody without an organisation, and by the team and coordinators for others."""
    form, button = await _read(request, NewOrganisationForm, edition)
    if button:
        with form.refusals():
            municipality = await accounts.municipality_called(form.municipality.data)
            activity = await first.register_with_organisation(
                form.values(),
                form.organisation(municipality.code),
                request_key=form.request_key.data or "",
                wants_submitting=button is Button.SUBMIT,
                actor=request.state.person,
            )
            return redirect(request, "my_activity", id=activity.id)
    return await _page(request, form)


async def _first_activity(request: Request, edition: Edition) -> Response:
    """Without an account: it waits until the e-mail address is confirmed."""
    form, button = await _read(request, FirstActivityForm, edition)
    if button:
        with form.refusals():
            municipality = await accounts.municipality_called(form.municipality.data)
            await first.keep_first_activity(
                form.values(),
                form.newcomer(municipality.code),
                request_key=form.request_key.data or "",
                wants_submitting=button is Button.SUBMIT,
                network=access.network(request),
            )
            return redirect(request, "first_activity_sent")
    return await _page(request, form)


async def _read(request: Request, kind: type[Kind], edition: Edition) -> tuple[Kind, Button | None]:
    """The form as it was posted, and the button that keeps it when everything in it is right."""
    if request.method != "POST":
        form = kind(edition=edition, data={**form_page.new_request_key(), **_idea(request)})
        form.begin_with_example()
        return form, None
    posted = await request.form()
    form, button = kind(posted, edition=edition), form_page.pressed(posted)
    is_arranged = form_page.only_arranges(form, button, posted)
    is_kept = not is_arranged and form_page.can_be_kept(form, is_complete=button is Button.SUBMIT)
    return form, button if is_kept else None


def _idea(request: Request) -> dict[str, str]:
    """The example of the link that was followed; raises UnknownValue for one that is not there."""
    slug = one_line(request.query_params.get("idee", ""))
    if slug and slug not in examples():
        raise UnknownValue(
            _("Dit voorbeeld kennen wij niet. Kijk onderaan deze bladzijde bij ‘Ideeën voor een activiteit’.")
        )
    return {"example_slug": slug}


async def _page(request: Request, form: ActivityForm) -> Response:
    return await render_form(
        request,
        "events/new_activity.html",
        form,
        activity=None,
        example=examples().get(form.example_slug.data or ""),
        asks_organisation=isinstance(form, NewOrganisationForm),
        asks_person=isinstance(form, FirstActivityForm),
        **form_page.around(form),
    )


ROUTES = (
    Route("/mijn/activiteiten/nieuw", new_activity, name="new_activity", methods=["GET", "POST"]),
    Route("/mijn/activiteiten/nieuw/verstuurd", first_activity_sent, name="first_activity_sent"),
)
