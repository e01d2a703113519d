"""The pages where the team writes the ready-made reasons."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.events.forms.review import ReadyReasonForm
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.models import ReadyReason, ReasonUse
from weekplanner.events.operations import reasons
from weekplanner.events.queries.reasons import editable_reason, ready_reasons
from weekplanner.web.pages import redirect, render, render_form


async def reason_list(request: Request) -> Response:
    """All of them, by what they are for."""
    groups = {use: await ready_reasons(use) for use in ReasonUse}
    return await render(
        request,
        "events/reasons.html",
        questions=groups[ReasonUse.RETURN],
        refusals=groups[ReasonUse.WITHDRAW],
    )


async def new_reason(request: Request) -> Response:
    """A new one."""
    form = ReadyReasonForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await reasons.create_reason(form.values(), actor=request.state.person)
            return redirect(request, "reasons")
    return await render_form(request, "events/edit_reason.html", form, reason=None, stored=None)


async def edit_reason(request: Request) -> Response:
    """One that exists; when somebody else changed it since, the page shows theirs beside what was typed."""
    reason = await _reason(request)
    form = ReadyReasonForm(await request.form(), data=_stored(reason))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await reasons.update_reason(
                reason.id, form.values(), version=form.version_number, actor=request.state.person
            )
            return redirect(request, "reasons")
        reason = await _reason(request)
    is_stale = form.status == 409
    form.go_on_from(reason.version)
    stored = reason if is_stale else None
    return await render_form(request, "events/edit_reason.html", form, reason=reason, stored=stored)


async def delete_reason(request: Request) -> Response:
    """Take one away."""
    reason = await _reason(request)
    form = StepForm(await request.form(), data={"version": str(reason.version)})
    if request.method == "POST":
        with form.refusals():
            await reasons.delete_reason(reason.id, version=form.version_number, actor=request.state.person)
            return redirect(request, "reasons")
        reason = await _reason(request)
    form.go_on_from(reason.version)
    return await render_form(request, "events/delete_reason.html", form, reason=reason)


async def _reason(request: Request) -> ReadyReason:
    return await editable_reason(request.path_params["id"], actor=request.state.person)


def _stored(reason: ReadyReason) -> dict[str, str]:
    return {
        "use": reason.use.value,
        "title": reason.title,
        "text": reason.text,
        "version": str(reason.version),
    }


ROUTES = (
    Route("/team/redenen", reason_list, name="reasons"),
    Route("/team/redenen/nieuw", new_reason, name="new_reason", methods=["GET", "POST"]),
    Route("/team/redenen/{id:row}", edit_reason, name="edit_reason", methods=["GET", "POST"]),
    Route("/team/redenen/{id:row}/verwijderen", delete_reason, name="delete_reason", methods=["GET", "POST"]),
)
