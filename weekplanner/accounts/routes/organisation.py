"""The pages for the organisation one acts for: choosing it, and its details."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.forms import ChoiceForm, OrganisationForm, details_of
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations import organisations, sessions
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import organisations as queries
from weekplanner.accounts.queries import people
from weekplanner.core.errors import NotFound, Stale
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.pages import redirect, redirect_to, render, render_form


@dataclass(frozen=True)
class Difference:
    """What stands there now beside what was typed."""

    label: str
    before: str
    after: str


@access.signed_in
async def choose_organisation(request: Request) -> Response:
    """For which of the own organisations to act."""
    person: Person = request.state.person
    own = await queries.own_organisations(person)
    form = ChoiceForm(await request.form(), data={"organisation": str(person.organisation_id or "")})
    form.organisation.choices = [(str(each.id), f"{each.name}, {each.municipality.name}") for each in own]
    if request.method == "POST" and form.validate():
        with form.refusals():
            await sessions.choose_organisation(request.state.session_id, form.organisation_id, actor=person)
            path = access.return_path(request)
            return redirect_to(path) if path else redirect(request, "my_start")
    return await render_form(request, "accounts/choose_organisation.html", form)


@access.for_organisation
async def my_organisation(request: Request) -> Response:
    """The details of the organisation acted for."""
    person: Person = request.state.person
    organisation = await _acted_for(person)
    return await render(
        request,
        "accounts/my_organisation.html",
        organisation=organisation,
        kind=vocabulary().organisation_kinds.get(organisation.kind),
        members=await queries.members_of(organisation.id),
    )


@access.for_organisation
async def edit_organisation(request: Request) -> Response:
    """Change them."""
    person: Person = request.state.person
    form = OrganisationForm(await request.form(), data=details_of(await _acted_for(person)))
    if request.method == "POST" and form.validate():
        with form.refusals():
            municipality = await queries.municipality_called(form.municipality.data)
            await organisations.update_organisation(
                person.organisation_id or 0,
                form.values(municipality.code),
                version=form.version_number,
                actor=person,
            )
            return redirect(request, "my_organisation")
    changes: list[Difference] = []
    if isinstance(form.refusal, Stale):
        stands = await _acted_for(person)
        meant = await queries.municipality_called(form.municipality.data)
        changes = _differences(stands, form, municipality=meant.name)
        form.version.data = str(stands.version)  # saving once more then replaces it knowingly
    return await render_form(request, "accounts/edit_organisation.html", form, changes=changes)


@access.signed_in
async def new_organisation(request: Request) -> Response:
    """Make one more organisation to act for."""
    person: Person = request.state.person
    form = OrganisationForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            municipality = await queries.municipality_called(form.municipality.data)
            made = await organisations.begin_organisation(form.values(municipality.code), actor=person)
            member = await people.person(person.account_id or 0)
            await sessions.choose_organisation(request.state.session_id, made.id, actor=member)
            return redirect(request, "my_start")
    return await render_form(request, "accounts/new_organisation.html", form)


async def _acted_for(person: Person) -> Organisation:
    if person.organisation_id is None:
        raise NotFound
    return await queries.editable_organisation(person.organisation_id, actor=person)


def _differences(stands: Organisation, form: OrganisationForm, *, municipality: str) -> list[Difference]:
    """The fields that somebody else filled in otherwise; `municipality` is the one that was meant."""
    kinds = {kind.id: kind.label for kind in vocabulary().organisation_kinds.values()}
    before = details_of(stands)
    after = {**form.data, "municipality": municipality, "version": before["version"]}
    for details in (before, after):
        details["kind"] = kinds[details["kind"]]
    return [
        Difference(form[name].label.text, value, after[name] or "")
        for name, value in before.items()
        if value != (after[name] or "")
    ]


ROUTES = (
    Route("/inloggen/kies", choose_organisation, methods=["GET", "POST"], name="choose_organisation"),
    Route("/mijn/organisatie/nieuw", new_organisation, methods=["GET", "POST"], name="new_organisation"),
    Route("/mijn/organisatie", my_organisation, name="my_organisation"),
    Route("/mijn/organisatie/wijzigen", edit_organisation, methods=["GET", "POST"], name="edit_organisation"),
)
