"""The pages for the programme team itself: who has which role."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.audit_words import ROLES
from weekplanner.accounts.operations import team
from weekplanner.accounts.people import TeamRole
from weekplanner.accounts.queries import appointments
from weekplanner.core.texts import gettext as _
from weekplanner.team.forms import RoleForm
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render, render_form

TASKS = {
    TeamRole.MODERATION.value: _("Activiteiten nakijken, organisaties en bladzijden van gemeenten."),
    TeamRole.LOGISTICS.value: _("Pakketten: voorraad, bestellingen en verzending."),
    TeamRole.CONGRESS.value: _("Congressen: programma, aanmeldingen en ontvangst."),
    TeamRole.COMMUNICATION.value: _("Nieuwsflits, teksten en mails, en coördinatoren aanstellen."),
    TeamRole.ADMIN.value: _("Alles hierboven, en rollen, edities en het logboek."),
}


async def team_roles(request: Request) -> Response:
    """Everybody of the team, with their roles."""
    members = await appointments.team_members(actor=request.state.person)
    return await render(request, "team/roles.html", members=members, roles=ROLES)


async def add_role(request: Request) -> Response:
    """Give somebody a role."""
    form = RoleForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await team.add_team_member(
                form.email.data, form.chosen, actor=request.state.person, name=form.name.data or ""
            )
            return redirect(request, "team_roles")
    return await render_form(request, "team/add_role.html", form, tasks=TASKS)


async def take_role(request: Request) -> Response:
    """Take it from them, after a question."""
    grant = await appointments.role_grant(request.path_params["grant_id"], actor=request.state.person)
    form = Form(await request.form())
    if request.method == "POST":
        with form.refusals():
            await team.take_role(grant.id, actor=request.state.person)
            return redirect(request, "team_roles")
    return await render_form(request, "team/take_role.html", form, grant=grant, role=ROLES[grant.role])


ROUTES = (
    Route("/team/rollen", team_roles, name="team_roles"),
    Route("/team/rollen/nieuw", add_role, name="add_role", methods=["GET", "POST"]),
    Route("/team/rollen/{grant_id:row}/weghalen", take_role, name="take_role", methods=["GET", "POST"]),
)
