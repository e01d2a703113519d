"""The pages of congresses: which there are, one of them, and signing up for it."""

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.queries.organisations import municipality_called
from weekplanner.congress.forms.signing_up import SignUpForm, sign_up_form
from weekplanner.congress.models.registrations import RegistrationState
from weekplanner.congress.operations.signing_up import sign_up
from weekplanner.congress.queries import congresses
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.values import Entered
from weekplanner.core import links, texts
from weekplanner.core.errors import UnknownValue
from weekplanner.editions import queries as editions
from weekplanner.finding import congress_page, keeping
from weekplanner.finding.answering import in_its_language
from weekplanner.finding.congress_page import CongressPage, page_of
from weekplanner.finding.following import feed_of_congresses
from weekplanner.listing.selection import Scope
from weekplanner.web.pages import language_of, redirect_to, render, render_form

OUTCOMES: Mapping[RegistrationState, str] = {
    RegistrationState.CONFIRMED: "ja",
    RegistrationState.WAITING: "wachtlijst",
    RegistrationState.OFFERED: "wachtlijst",
    RegistrationState.REQUESTED: "gevraagd",
}
"""How the address of what happened tells of it."""

LONGEST_LINE = 6
"""Digits of a place in line."""


@in_its_language
async def all_congresses(request: Request) -> Response:
    """The congresses of the current edition, and for whom each is."""
    edition = await editions.current()
    shown = await congresses.all_on_site(edition) if edition else []
    turns = (moment for each in shown for moment in each.turns)
    await keeping.keep_for_a_moment(request, Scope.CONGRESS, moments=turns)
    return await render(
        request,
        "finding/congresses.html",
        cards=[congress_page.card_of(each) for each in shown],
        feed=feed_of_congresses(),
        canonical=links.url("congresses"),
    )


@in_its_language
async def congress(request: Request) -> Response:
    """Everything about one congress, with the form to sign up."""
    programme = await congresses.on_site(request.path_params["slug"])
    page = await page_of(programme)
    others = (each.ends_at for each in page.others)
    await keeping.keep_for_a_moment(request, Scope.CONGRESS, moments=(*page.window.turns, *others))
    return await _answer(request, page, sign_up_form(programme))


@in_its_language
async def sign_up_for_congress(request: Request) -> Response:
    """Sign a party up; who comes here without a form goes to where it stands."""
    programme = await congresses.as_last_changed(request.path_params["slug"])
    if request.method != "POST":
        return redirect_to(f"{_path(request, 'congress', programme)}#aanmelden")
    posted = await request.form()
    form = sign_up_form(programme, posted)
    if form.validate():
        with form.refusals():
            entered = await _sign_up(request, programme, form)
            return _told(request, programme, entered)
    return await _shown_again(request, form, posted)


@in_its_language
async def signed_up_for_congress(request: Request) -> Response:
    """What happened, for who just signed up; it holds nothing of them, and anybody may ask for it."""
    programme = await congresses.on_site(request.path_params["slug"])
    asked = request.query_params
    outcome = asked.get("plek")
    if outcome not in OUTCOMES.values():
        raise UnknownValue
    return await render(
        request,
        "finding/congress_signed_up.html",
        page=await page_of(programme),
        outcome=outcome,
        number=_place_in_line(asked.get("nummer", "")),
        is_indexed=False,
    )


async def _sign_up(request: Request, programme: Programme, form: SignUpForm) -> Entered:
    typed = form.municipality.data
    code = (await municipality_called(typed)).code if typed else None
    party = form.party(code)
    return await sign_up(
        programme.congress.id,
        party,
        request_key=form.request_key(party),
        network=access.network_of_reader(request),
        code=form.code.data or "",
        language=texts.language(),
    )


def _told(request: Request, programme: Programme, entered: Entered) -> Response:
    """To the page that says what happened.

    Who was on the list already learns no more than who was not: the rest goes by mail.
    """
    query: dict[str, object] = {"plek": OUTCOMES[entered.state]}
    if entered.state is RegistrationState.WAITING:
        query["nummer"] = entered.number
    return redirect_to(_path(request, "signed_up_for_congress", programme, query=query))


async def _shown_again(request: Request, form: SignUpForm, posted: FormData) -> Response:
    """The same, with what is wrong and what was refused, beside the places that are left now."""
    programme = await congresses.on_site(request.path_params["slug"])
    shown = sign_up_form(programme, posted)
    shown.validate()
    if form.refusal and not shown.refusal:
        shown.refuse(form.refusal)
    return await _answer(request, await page_of(programme), shown)


async def _answer(request: Request, page: CongressPage, form: SignUpForm) -> Response:
    return await render_form(request, "finding/congress.html", form, page=page, canonical=page.url)


def _place_in_line(text: str) -> int:
    """0 where the address names none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_LINE
    return int(text) if is_number else 0


def _path(
    request: Request, name: str, programme: Programme, *, query: Mapping[str, object] | None = None
) -> str:
    return links.path(name, language=language_of(request), query=query, slug=programme.congress.slug)


PAGE = "/congres/{slug}"

ROUTES = (
    Route("/congres", all_congresses, name="congresses"),
    Route(PAGE, congress, name="congress"),
    Route(f"{PAGE}/aanmelden", sign_up_for_congress, methods=["GET", "POST"], name="sign_up_for_congress"),
    Route(f"{PAGE}/aangemeld", signed_up_for_congress, name="signed_up_for_congress"),
)
