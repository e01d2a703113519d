"""The page of one activity."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links
from weekplanner.events.models import State
from weekplanner.events.queries import activities as events
from weekplanner.finding import activity_page, keeping
from weekplanner.finding.answering import in_its_language
from weekplanner.listing.selection import Scope
from weekplanner.web.pages import language_of, redirect_to, render


@in_its_language
async def activity(request: Request) -> Response:
    """Everything about one activity; when it is gone, that it is."""
    whole = await events.public_activity(request.path_params["id"])
    if whole.activity.state is State.WITHDRAWN:
        return await render(request, "finding/activity_gone.html", status=410)
    if request.path_params["slug"] != whole.activity.slug:
        slug, number = whole.activity.slug, whole.activity.id
        here = links.path("activity", language=language_of(request), slug=slug, id=number)
        return redirect_to(here, status=301)
    await keeping.keep(
        request,
        keeping.of_one(Scope.ACTIVITY, whole.activity.id),
        keeping.of_one(Scope.ORGANISATION, whole.activity.organisation_id),
    )
    page = activity_page.page_of(whole)
    return await render(request, "finding/activity.html", page=page, canonical=page.url)


ROUTES = (Route("/activiteiten/{slug}-{id:row}", activity, name="activity"),)
