"""The page of one activity, and taking a place there."""

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access, personal_links
from weekplanner.core import links, texts
from weekplanner.core.errors import UnknownValue
from weekplanner.events.models import State
from weekplanner.events.queries import activities as events
from weekplanner.events.queries.activities import Whole
from weekplanner.finding import activity_page, keeping
from weekplanner.finding.activity_page import ActivityPage
from weekplanner.finding.answering import in_its_language
from weekplanner.listing.selection import Scope
from weekplanner.signups.forms.resident import SignUpForm
from weekplanner.signups.models import SignUpState
from weekplanner.signups.operations.entering import Entered, sign_up
from weekplanner.signups.personal import link_of
from weekplanner.signups.queries.places import Offer, offer_of, places_of_activity
from weekplanner.web.pages import language_of, redirect, redirect_to, render, render_form

OUTCOMES: Mapping[SignUpState, str] = {SignUpState.PLACED: "ja", SignUpState.WAITING: "wachtlijst"}
"""How the address of what happened tells of it."""
BY_MAIL, BY_PHONE = "mail", "telefoon"
"""How they hear the rest: the address says it, since nothing else is known of who reads it."""


@in_its_language
async def activity(request: Request) -> Response:
    """Everything about one activity; when it is gone, that it is."""
    whole = await events.public_activity(request.path_params["id"])
    if whole.activity.state is State.WITHDRAWN:
        return await _gone(request)
    if request.path_params["slug"] != whole.activity.slug:
        return redirect_to(_path(request, "activity", whole.activity.slug, whole.activity.id), status=301)
    await keeping.keep(
        request,
        keeping.of_one(Scope.ACTIVITY, whole.activity.id),
        keeping.of_one(Scope.ORGANISATION, whole.activity.organisation_id),
    )
    page = await _page_of(whole)
    return await _answer(request, page, _form(page))


@in_its_language
async def take_place(request: Request) -> Response:
    """Sign somebody up; who comes here without a form goes to where it stands."""
    offer = await offer_of(request.path_params["id"])
    if offer.is_withdrawn:
        return await _gone(request)
    if request.method != "POST":
        return redirect_to(f"{_path(request, 'activity', offer.slug, offer.activity_id)}#aanmelden")
    posted = await request.form()
    form = _form_for(offer, posted)
    if form.validate():
        with form.refusals():
            entered = await sign_up(
                form.occurrence_id,
                form.guest,
                helper=form.helper,
                request_key=form.request_key,
                network=access.network_of_reader(request),
                language=texts.language(),
            )
            return _told(request, offer, form, entered)
    page = await _page_of(await events.public_activity(offer.activity_id))
    return await _answer(request, page, _shown_again(form, page, posted))


@in_its_language
async def place_taken(request: Request) -> Response:
    """What happened, for who just signed up; it holds nothing of them, and anybody may ask for it."""
    whole = await events.public_activity(request.path_params["id"])
    if whole.activity.state is State.WITHDRAWN:
        return await _gone(request)
    page = await _page_of(whole)
    asked = request.query_params
    moment = next((each for each in page.moments if str(each.occurrence_id) == asked.get("keer")), None)
    outcome, way = asked.get("plek"), asked.get("via", BY_MAIL)
    if moment is None or outcome not in OUTCOMES.values() or way not in {BY_MAIL, BY_PHONE}:
        raise UnknownValue
    return await render(
        request,
        "finding/signed_up.html",
        page=page,
        moment=moment,
        has_place=outcome == OUTCOMES[SignUpState.PLACED],
        is_by_mail=way == BY_MAIL,
        is_indexed=False,
    )


def _told(request: Request, offer: Offer, form: SignUpForm, entered: Entered) -> Response:
    """To the page that says what happened; without e-mail to the one where they change it.

    Who was on the list already learns no more than who was not: the rest goes by mail.
    """
    is_by_mail = bool(form.guest.email or form.helper)
    if entered.sign_up and not is_by_mail:
        return redirect(
            request,
            personal_links.ROUTE,
            token=link_of(entered.sign_up.id, entered.sign_up.link_version).token,
        )
    query = {"keer": form.occurrence_id, "plek": OUTCOMES[entered.state]}
    way = {} if is_by_mail else {"via": BY_PHONE}
    return redirect_to(_path(request, "signed_up", offer.slug, offer.activity_id, query={**query, **way}))


async def _gone(request: Request) -> Response:
    return await render(request, "finding/activity_gone.html", status=410)


async def _page_of(whole: Whole) -> ActivityPage:
    return activity_page.page_of(whole, await places_of_activity(whole.activity.id))


def _form(page: ActivityPage, posted: FormData | None = None) -> SignUpForm:
    """As the page shows it, with its moments in words."""
    signing_up = page.signing_up
    return SignUpForm(
        posted,
        activity_id=page.activity.id,
        occurrence_ids=[each.occurrence_id for each in page.moments if each.occurrence_id],
        choices=signing_up.choices,
        most_people=signing_up.most_people,
        has_transport=signing_up.offers_transport,
    )


def _form_for(offer: Offer, posted: FormData) -> SignUpForm:
    """As it is read: nobody sees the words of its choices."""
    return SignUpForm(
        posted,
        activity_id=offer.activity_id,
        occurrence_ids=offer.occurrence_ids,
        choices=[(str(each), "") for each in offer.open_ids],
        most_people=offer.most_people,
        has_transport=offer.has_transport,
    )


def _shown_again(form: SignUpForm, page: ActivityPage, posted: FormData) -> SignUpForm:
    """The same, with what is wrong and what was refused, as the page shows it."""
    shown = _form(page, posted)
    shown.validate()
    if form.refusal and not shown.refusal:
        shown.refuse(form.refusal)
    return shown


async def _answer(request: Request, page: ActivityPage, form: SignUpForm) -> Response:
    return await render_form(request, "finding/activity.html", form, page=page, canonical=page.url)


def _path(
    request: Request, name: str, slug: str, number: int, *, query: Mapping[str, object] | None = None
) -> str:
    return links.path(name, language=language_of(request), query=query, slug=slug, id=number)


PAGE = "/activiteiten/{slug}-{id:row}"

ROUTES = (
    Route(PAGE, activity, name="activity"),
    Route(f"{PAGE}/aanmelden", take_place, methods=["GET", "POST"], name="sign_up"),
    Route(f"{PAGE}/aangemeld", place_taken, name="signed_up"),
)
