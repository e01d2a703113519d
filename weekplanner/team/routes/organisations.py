"""The pages where the team looks after organisations, and gives trust or takes it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import rights
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations.organisations import trust_organisation
from weekplanner.accounts.queries import organisations as accounts
from weekplanner.accounts.queries.audit import audit_records
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.editions import queries as editions
from weekplanner.events.pages.all_activities import list_row
from weekplanner.events.queries.all_activities import ListFilter, activity_list
from weekplanner.events.queries.all_activities import Order as ActivityOrder
from weekplanner.team.forms import TrustForm
from weekplanner.team.queries import organisations as queries
from weekplanner.team.queries.organisations import Order, OrganisationFilter, Trust
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

KEYS = ("q", "vertrouwd", "volgorde")
PAGE_KEY = "pagina"
LONGEST_TEXT = 100


async def team_organisations(request: Request) -> Response:
    """All organisations, a page at a time."""
    asked = {key: request.query_params.get(key, "") for key in KEYS}
    number = page_number(request.query_params.get(PAGE_KEY))
    rows, total = await queries.organisation_list(
        _wanted(asked),
        edition=await editions.current(),
        actor=request.state.person,
        offset=(number - 1) * queries.PAGE,
    )
    return await render(
        request,
        "team/organisations.html",
        rows=rows,
        asked=asked,
        query={key: value for key, value in asked.items() if value},
        paging=Paging(number, queries.PAGE, total),
    )


async def team_organisation(request: Request) -> Response:
    """One organisation: who and what, and whether it is trusted."""
    return await _page(request, await _organisation(request), TrustForm())


async def trust(request: Request) -> Response:
    """Give trust, or take it."""
    organisation = await _organisation(request)
    form = TrustForm(await request.form())
    if form.validate():
        with form.refusals():
            await trust_organisation(
                organisation.id,
                is_trusted=form.is_trusted,
                reason=form.reason.data,
                actor=request.state.person,
            )
            return redirect(request, "team_organisation", id=organisation.id)
    return await _page(request, organisation, form)


async def _organisation(request: Request) -> Organisation:
    return await accounts.editable_organisation(request.path_params["id"], actor=request.state.person)


async def _page(request: Request, organisation: Organisation, form: TrustForm) -> Response:
    person = request.state.person
    wanted = ListFilter(organisation_id=organisation.id, order=ActivityOrder.CHANGED)
    found = await activity_list(wanted, actor=person, offset=0)
    return await render_form(
        request,
        "team/organisation.html",
        form,
        organisation=organisation,
        kind=vocabulary().organisation_kinds[organisation.kind].label,
        members=await accounts.members_of(organisation.id),
        rows=[list_row(row) for row in found.rows],
        total=found.total,
        history=await audit_records("organisation", str(organisation.id)),
        may_trust=rights.may_trust_organisation(person),
    )


def _wanted(asked: dict[str, str]) -> OrganisationFilter:
    """What the address asks for; raises UnknownValue."""
    try:
        return OrganisationFilter(
            one_line(asked["q"])[:LONGEST_TEXT],
            Trust(asked["vertrouwd"]) if asked["vertrouwd"] else None,
            Order(asked["volgorde"]) if asked["volgorde"] else Order.NAME,
        )
    except ValueError as error:
        raise UnknownValue from error


ROUTES = (
    Route("/team/organisaties", team_organisations, name="team_organisations"),
    Route("/team/organisaties/{id:row}", team_organisation, name="team_organisation"),
    Route("/team/organisaties/{id:row}/vertrouwen", trust, name="trust_organisation", methods=["POST"]),
)
