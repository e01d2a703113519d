"""The page that says what became of many activities at once."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.events.forms.review import ManyForm
from weekplanner.events.models import ReasonUse
from weekplanner.events.operations.many import Decision, NothingChosen, Outcome, Step, decide_many
from weekplanner.events.queries.reasons import ready_reasons
from weekplanner.events.routes.review import FILL, KEPT
from weekplanner.web.pages import render_form

ASK = "ask"
"""The button that leads to the page where the question is written."""


async def review_many(request: Request) -> Response:
    """Decide about everything that was ticked; a question is written first."""
    posted = await request.form()
    form = ManyForm(posted)
    form.offer(await ready_reasons(ReasonUse.RETURN))
    if ASK in posted or FILL in posted:
        form.take_over()
        if form.handles():
            return await _page(request, "events/return_many.html", form)
        form.refuse(NothingChosen())
    step = next((each for each in Step if each.value in posted), Step.RETURN)
    if step is Step.RETURN and form.refusal is None and not form.validate():
        return await _page(request, "events/return_many.html", form)
    outcomes: list[Outcome] = []
    if form.refusal is None:
        with form.refusals():
            decision = Decision(step, reason=form.reason.data or "", trust=form.trust.data)
            outcomes = await decide_many(form.handles(), decision, actor=request.state.person)
    return await _page(request, "events/review_many.html", form, outcomes=outcomes)


async def _page(request: Request, template: str, form: ManyForm, **context: object) -> Response:
    query = {key: value for key in KEPT if (value := request.query_params.get(key))}
    return await render_form(request, template, form, query=query, **context)


ROUTES = (Route("/team/activiteiten/tegelijk", review_many, name="review_many", methods=["POST"]),)
