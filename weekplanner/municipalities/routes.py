"""The pages of the desk about municipalities: the list, what stands on the page of one, its coordinators."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import rights as accounts_rights
from weekplanner.accounts.operations import team
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import appointments, audit
from weekplanner.core.errors import Stale, UnknownValue, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.editions import queries as editions
from weekplanner.events import rights as events_rights
from weekplanner.formats import markdown
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality
from weekplanner.municipalities import operations, queries, rights
from weekplanner.municipalities.forms import CoordinatorForm, PageForm, stored
from weekplanner.municipalities.queries import ListFilter
from weekplanner.municipalities.values import PageTexts, field_labels
from weekplanner.vocabulary.tone import tone_hints
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

TEXT_KEY, PROVINCE_KEY, WITHOUT_KEY, PAGE_KEY = "q", "provincie", "zonder", "pagina"
WITHOUT_COORDINATOR = "coordinator"
KEPT = (TEXT_KEY, PROVINCE_KEY, WITHOUT_KEY)
LONGEST = 100


@dataclass(frozen=True)
class Difference:
    """What stands on the page now beside what was typed."""

    label: str
    before: str
    after: str


async def team_municipalities(request: Request) -> Response:
    """Every municipality; for a coordinator the own."""
    person: Person = request.state.person
    wanted = await _asked(request)
    found = await queries.municipalities_at_desk(wanted, actor=person)
    paging = Paging(page_number(request.query_params.get(PAGE_KEY)), queries.LIST_PAGE, len(found))
    return await render(
        request,
        "municipalities/list.html",
        municipalities=found[paging.offset : paging.offset + paging.size],
        provinces=sorted({(each.province.slug, each.province.name) for each in await geo.municipalities()}),
        sees_all=len(found) > 1 or rights.SEE_MUNICIPALITY.allows(person),
        wanted=wanted,
        paging=paging,
        query={key: value for key in KEPT if (value := request.query_params.get(key))},
        edition=await editions.current(),
    )


async def team_municipality(request: Request) -> Response:
    """What stands on the page of a municipality, who watches over it, and who changed it."""
    person: Person = request.state.person
    municipality = await _municipality(request)
    page = await queries.page_of(municipality.code)
    return await render(
        request,
        "municipalities/municipality.html",
        municipality=municipality,
        shown=_shown(page.texts),
        is_written=page.version > 0,
        coordinators=await appointments.coordinators_of(municipality.code),
        may_edit=rights.may_edit_page(person, municipality.code),
        may_review=events_rights.SEE_REVIEW_LIST.allows(person, municipality_code=municipality.code),
        may_appoint=accounts_rights.may_appoint_coordinator(person),
        history=await audit.audit_records("municipality", municipality.code),
    )


async def edit_municipality_page(request: Request) -> Response:
    """Write the introduction and the partners."""
    person: Person = request.state.person
    municipality = await _municipality(request)
    require(rights.may_edit_page(person, municipality.code))
    page = await queries.page_of(municipality.code)
    posted = await request.form()
    form = PageForm(posted, data=stored(page))
    if request.method == "POST" and not _only_arranges(form, posted) and form.validate():
        with form.refusals():
            await operations.write_page(
                municipality.code, form.texts(), version=form.version_number, actor=person
            )
            return redirect(request, "team_municipality", slug=municipality.slug)
    changes: list[Difference] = []
    if isinstance(form.refusal, Stale):
        page = await queries.page_of(municipality.code)
        changes = _differences(page.texts, form.texts())
        form.version.data = str(page.version)  # saving once more then replaces it knowingly
    return await render_form(
        request,
        "municipalities/edit.html",
        form,
        municipality=municipality,
        shown=_shown(form.texts()),
        hints=tone_hints(form.introduction.data or ""),
        changes=changes,
    )


async def appoint_coordinator(request: Request) -> Response:
    """Let somebody watch over a municipality."""
    municipality = await _municipality(request)
    require(accounts_rights.may_appoint_coordinator(request.state.person))
    form = CoordinatorForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await team.add_coordinator(
                form.email.data,
                municipality.slug,
                actor=request.state.person,
                name=form.name.data or "",
            )
            return redirect(request, "team_municipality", slug=municipality.slug)
    return await render_form(request, "municipalities/appoint.html", form, municipality=municipality)


async def dismiss_coordinator(request: Request) -> Response:
    """Let them no longer, after a question."""
    municipality = await _municipality(request)
    require(accounts_rights.may_appoint_coordinator(request.state.person))
    task = await appointments.coordinator(request.path_params["task_id"], municipality.code)
    form = Form(await request.form())
    if request.method == "POST":
        with form.refusals():
            await team.dismiss_coordinator(task.id, municipality.slug, actor=request.state.person)
            return redirect(request, "team_municipality", slug=municipality.slug)
    return await render_form(
        request, "municipalities/dismiss.html", form, municipality=municipality, task=task
    )


async def _municipality(request: Request) -> Municipality:
    return await queries.municipality_at_desk(request.path_params["slug"], actor=request.state.person)


async def _asked(request: Request) -> ListFilter:
    """What the address asks for; raises UnknownValue."""
    province = request.query_params.get(PROVINCE_KEY, "")
    if province and province not in {each.province.slug for each in await geo.municipalities()}:
        raise UnknownValue
    without = request.query_params.get(WITHOUT_KEY, "")
    if without not in {"", WITHOUT_COORDINATOR}:
        raise UnknownValue
    text = one_line(request.query_params.get(TEXT_KEY, ""))[:LONGEST]
    return ListFilter(text, province, is_without_coordinator=bool(without))


def _only_arranges(form: PageForm, posted: FormData) -> bool:
    """Do what a button does to the form itself; answers whether that was all it is for."""
    if "add" in posted:
        form.add_row()
    elif "remove" in posted:
        form.remove_row(_number(posted["remove"]))
    elif "up" in posted:
        form.move_up(_number(posted["up"]))
    return any(button in posted for button in ("add", "remove", "up", "preview"))


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1


def _shown(texts: PageTexts) -> dict[str, object]:
    """The page as its readers see it."""
    return {"introduction": markdown.html(texts.introduction), "partners": texts.shown_partners}


def _differences(stands: PageTexts, typed: PageTexts) -> list[Difference]:
    labels = field_labels()
    both = (
        Difference(labels["introduction"], stands.introduction, typed.introduction),
        Difference(labels["partners"], stands.partner_lines, typed.partner_lines),
    )
    return [each for each in both if each.before != each.after]


_ONE = "/team/gemeenten/{slug}"

ROUTES = (
    Route("/team/gemeenten", team_municipalities, name="team_municipalities"),
    Route(_ONE, team_municipality, name="team_municipality"),
    Route(
        f"{_ONE}/wijzigen",
        edit_municipality_page,
        name="edit_municipality_page",
        methods=["GET", "POST"],
    ),
    Route(
        f"{_ONE}/coordinatoren/nieuw",
        appoint_coordinator,
        name="appoint_coordinator",
        methods=["GET", "POST"],
    ),
    Route(
        f"{_ONE}/coordinatoren/{{task_id:row}}/weghalen",
        dismiss_coordinator,
        name="dismiss_coordinator",
        methods=["GET", "POST"],
    ),
)
