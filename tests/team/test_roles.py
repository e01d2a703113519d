"""Roles in the programme team, as an admin gives and takes them; coordinators of municipalities likewise."""

import asyncio

import pytest

from tests.site import Site
from weekplanner.accounts.models import Account, AuditRecord, Coordinator, RoleGrant
from weekplanner.accounts.people import TeamRole
from weekplanner.mailer.models import OutboxMessage

ROLES, NEW = "/team/rollen", "/team/rollen/nieuw"
UTRECHT = "/team/gemeenten/utrecht"


@pytest.fixture
async def admin(make, site) -> Site:
    """Somebody with the role admin."""
    return site.as_(await make.team_member(TeamRole.ADMIN, "noor@example.org"))


async def grant_of(email: str, role: TeamRole = TeamRole.ADMIN) -> str:
    """The address of the page that takes a role."""
    return f"{ROLES}/{(await RoleGrant.get(account__email=email, role=role)).id}/weghalen"


async def roles_of(email: str) -> list[str]:
    """The roles somebody has."""
    return sorted([each.role.value for each in await RoleGrant.filter(account__email=email)])


async def test_who_gets_a_role_is_told_and_sees_the_desk(admin, site):
    answer = await admin.post(NEW, email="sam@example.org", name="Sam", role="moderation")
    assert (answer.status_code, answer.headers["location"]) == (303, ROLES)
    page = await admin.get(ROLES)
    assert "Sam" in page.text
    assert "sam@example.org" in page.text
    assert await site.mail_kinds_to("sam@example.org") == ["role_given"]
    assert "Redactie" in await site.last_mail_to("sam@example.org")
    assert await site.link_to("sam@example.org") == "/inloggen"
    sam = site.as_(await Account.get(email="sam@example.org"))
    assert (await sam.get("/team/activiteiten")).status_code == 200
    assert (await sam.get(ROLES)).status_code == 404


async def test_the_same_role_twice_is_told_and_written_down_once(admin, site):
    for _ in range(2):
        await admin.post(NEW, email="sam@example.org", name="Sam", role="moderation")
    assert await site.mail_kinds_to("sam@example.org") == ["role_given"]
    assert await AuditRecord.all().count() == 1


async def test_what_is_wrong_is_said_at_the_field(admin):
    page = await admin.post(NEW, email="sam", name="Sam", role="baas")
    assert page.status_code == 422
    assert 'value="sam"' in page.text
    assert await RoleGrant.all().count() == 1


async def test_a_role_that_is_taken_ends_at_once_on_every_device(admin, site, make):
    sam = site.as_(await make.team_member(TeamRole.MODERATION, "sam@example.org"))
    assert (await sam.get("/team/activiteiten")).status_code == 200
    path = await grant_of("sam@example.org", TeamRole.MODERATION)
    assert "sam@example.org" in (await admin.get(path)).text
    assert await roles_of("sam@example.org") == ["moderation"]
    assert (await admin.post(path)).status_code == 303
    assert await roles_of("sam@example.org") == []
    assert (await sam.client.get("/team/activiteiten")).status_code == 303
    assert (await site.as_(sam.account).get("/team")).status_code == 404
    assert (await admin.post(path)).status_code == 404


async def test_nobody_locks_themselves_out(admin, make):
    await make.team_member(TeamRole.ADMIN, "bo@example.org")
    answer = await admin.post(await grant_of("noor@example.org"))
    assert answer.status_code == 422
    assert "uw eigen rol Beheer niet weghalen" in answer.text
    assert await roles_of("noor@example.org") == ["admin"]


async def test_two_admins_who_take_each_others_role_at_once_leave_one(admin, make, site):
    bo = site.as_(await make.team_member(TeamRole.ADMIN, "bo@example.org"))
    of_bo, of_noor = await grant_of("bo@example.org"), await grant_of("noor@example.org")
    for person in (admin, bo):
        await person.get(ROLES)
    answers = await asyncio.gather(admin.post(of_bo), bo.post(of_noor))
    assert min(answer.status_code for answer in answers) == 303
    assert await RoleGrant.filter(role=TeamRole.ADMIN).count() == 1


async def test_many_admins_at_once_never_take_the_last(make, site):
    emails = [f"admin{number}@example.org" for number in range(5)]
    people = [site.as_(await make.team_member(TeamRole.ADMIN, email)) for email in emails]
    for person in people:
        await person.get(ROLES)
    paths = [await grant_of(email) for email in emails]
    await asyncio.gather(*(person.post(path) for person in people for path in paths))
    assert await RoleGrant.filter(role=TeamRole.ADMIN).count() >= 1


async def test_what_is_written_down_holds_no_name_and_no_address(admin):
    await admin.post(NEW, email="sam@example.org", name="Sam de Wit", role="moderation")
    await admin.post(await grant_of("sam@example.org", TeamRole.MODERATION))
    sam = await Account.get(email="sam@example.org")
    kept = await AuditRecord.all().order_by("id").values()
    assert [
        (each["action"], each["acted_as"], each["subject_kind"], each["subject_id"]) for each in kept
    ] == [("appoint_team_member", "admin", "account", str(sam.id))] * 2
    assert [each["changes"] for each in kept] == [
        [
            {"field": "name", "before": "", "after": ""},
            {"field": "role", "before": "", "after": "Redactie"},
        ],
        [{"field": "role", "before": "Redactie", "after": ""}],
    ]
    assert "sam" not in str(kept).lower()


async def test_communication_appoints_and_dismisses_a_coordinator(site, make):
    desk = site.as_(await make.team_member(TeamRole.COMMUNICATION))
    answer = await desk.post(f"{UTRECHT}/coordinatoren/nieuw", email="fatma@example.org", name="Fatma")
    assert (answer.status_code, answer.headers["location"]) == (303, UTRECHT)
    assert "Fatma" in (await desk.get(UTRECHT)).text
    assert await site.mail_kinds_to("fatma@example.org") == ["coordinator_appointed"]
    fatma = site.as_(await Account.get(email="fatma@example.org"))
    assert (await fatma.get(UTRECHT)).status_code == 200
    task = await Coordinator.get()
    path = f"{UTRECHT}/coordinatoren/{task.id}/weghalen"
    assert "Fatma" in (await desk.get(path)).text
    assert (await desk.post(path)).status_code == 303
    assert (await fatma.client.get(UTRECHT)).status_code == 303
    assert (await site.as_(fatma.account).get(UTRECHT)).status_code == 404
    assert (await desk.post(path)).status_code == 404
    kept = await AuditRecord.all().order_by("id")
    assert [(each.action, each.acted_as, each.changes[-1]) for each in kept] == [
        ("appoint_coordinator", "communication", {"field": "municipality", "before": "", "after": "Utrecht"}),
        ("appoint_coordinator", "communication", {"field": "municipality", "before": "Utrecht", "after": ""}),
    ]


async def test_a_coordinator_is_dismissed_only_through_the_own_municipality(site, make):
    await make.coordinator("utrecht")
    desk = site.as_(await make.team_member(TeamRole.COMMUNICATION))
    task = await Coordinator.get()
    assert (await desk.post(f"/team/gemeenten/groningen/coordinatoren/{task.id}/weghalen")).status_code == 404
    assert await Coordinator.all().count() == 1


@pytest.mark.parametrize("role", [TeamRole.MODERATION, None])
async def test_moderation_and_coordinators_appoint_nobody(site, make, role):
    account = await (make.team_member(role) if role else make.coordinator("utrecht"))
    path = f"{UTRECHT}/coordinatoren/nieuw"
    person = site.as_(account)
    assert (await person.get(path)).status_code == 403
    assert (await person.post(path, email="fatma@example.org")).status_code == 403
    assert path not in (await person.get(UTRECHT)).text
    assert await OutboxMessage.filter(kind="coordinator_appointed").count() == 0
