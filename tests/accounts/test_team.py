"""Appointing the team and coordinators, and the commands for it."""

import argparse
import json
from typing import Any

import pytest

from weekplanner.accounts import commands
from weekplanner.accounts.models import Account, RoleGrant
from weekplanner.accounts.operations import team
from weekplanner.accounts.operations.sign_in import NoAccount
from weekplanner.accounts.people import SYSTEM, Person, TeamRole
from weekplanner.accounts.queries import appointments, people
from weekplanner.core.errors import NotAllowed, NotFound, Problem
from weekplanner.mailer.addresses import WrongAddress


async def run(*words: str) -> int:
    """Run a command of this package, as `weekplanner` does."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers(required=True))
    arguments: Any = parser.parse_args(words)
    return await arguments.run(arguments)


async def test_a_team_member_can_sign_in_and_has_the_role(site):
    await team.add_team_member("fatma@example.org", TeamRole.LOGISTICS, actor=SYSTEM, name="Fatma")
    await site.post("/inloggen", email="fatma@example.org")
    assert await site.mail_kinds_to("fatma@example.org") == ["role_given", "sign_in_link"]
    person = await people.person((await Account.get()).id)
    assert (person.name, person.roles) == ("Fatma", frozenset({TeamRole.LOGISTICS}))


async def test_the_same_role_twice_is_one_role(database, now):
    for _ in range(2):
        await team.add_team_member("fatma@example.org", TeamRole.LOGISTICS, actor=SYSTEM)
    assert await RoleGrant.all().count() == 1


@pytest.mark.parametrize("role", [None, *TeamRole])
async def test_only_an_admin_appoints_the_team(database, now, role):
    person = Person(account_id=1, name="", email="", roles=frozenset({role} if role else ()))
    if role is TeamRole.ADMIN:
        await team.add_team_member("fatma@example.org", TeamRole.ADMIN, actor=person)
    else:
        with pytest.raises(NotAllowed):
            await team.add_team_member("fatma@example.org", TeamRole.ADMIN, actor=person)
        with pytest.raises(NotFound):
            await appointments.team_members(actor=person)


@pytest.mark.parametrize("role", [None, *TeamRole])
async def test_admin_and_communication_appoint_coordinators(database, now, role):
    person = Person(account_id=1, name="", email="", roles=frozenset({role} if role else ()))
    if role in {TeamRole.ADMIN, TeamRole.COMMUNICATION}:
        await team.add_coordinator("fatma@example.org", "utrecht", actor=person)
    else:
        with pytest.raises(NotAllowed):
            await team.add_coordinator("fatma@example.org", "utrecht", actor=person)


async def test_a_coordinator_has_one_municipality_and_there_may_be_several(make):
    jan = await people.person((await make.coordinator("utrecht")).id)
    piet = await people.person((await make.coordinator("utrecht")).id)
    assert [person.coordinates("GM0344") for person in (jan, piet)] == [True, True]
    assert not jan.coordinates("GM0363")
    assert not jan.is_team


def test_an_admin_may_do_what_every_role_may():
    admin = Person(account_id=1, name="", email="", roles=frozenset({TeamRole.ADMIN}))
    assert all(admin.has_role(role) for role in TeamRole)


async def test_the_commands_appoint_and_list(database, now, capsys):
    assert await run("team", "add", "b@example.org", "--role", "moderation") == 0
    assert await run("team", "add", "a@example.org", "--role", "admin") == 0
    assert await run("team", "add", "a@example.org", "--role", "congress") == 0
    capsys.readouterr()
    assert await run("team", "list") == 0
    assert capsys.readouterr().out == "a@example.org: admin, congress\nb@example.org: moderation\n"
    await run("team", "list", "--json")
    assert json.loads(capsys.readouterr().out)[1] == {
        "email": "b@example.org",
        "name": "",
        "roles": ["moderation"],
    }
    assert await run("coordinator", "add", "c@example.org", "--municipality", "den-bosch") == 0
    person = await people.person((await Account.get(email="c@example.org")).id)
    assert person.municipality_codes == {"GM0796"}


async def test_the_command_prints_a_link_that_signs_in(site, make, capsys):
    await make.account("jan@example.org")
    await run("sign-in-link", "jan@example.org")
    link = capsys.readouterr().out.strip()
    await run("sign-in-link", "JAN@example.org", "--json")
    newer = json.loads(capsys.readouterr().out)["link"]
    assert (await site.post(link.removeprefix("https://komerbij.test"))).status_code == 410
    assert (await site.post(newer.removeprefix("https://komerbij.test"))).status_code == 303


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("sign-in-link", "niemand@example.org"), NoAccount),
        (("sign-in-link", "onzin"), WrongAddress),
        (("team", "add", "onzin", "--role", "admin"), WrongAddress),
        (("coordinator", "add", "jan@example.org", "--municipality", "nergens"), team.NoMunicipality),
    ],
)
async def test_what_cannot_be_done_is_one_line(database, now, words, error):
    with pytest.raises(error) as raised:
        await run(*words)
    assert isinstance(raised.value, Problem)
    assert "\n" not in raised.value.message


@pytest.mark.parametrize(
    "words",
    [("team", "add", "jan@example.org"), ("team",), ("team", "add", "jan@example.org", "--role", "baas")],
)
async def test_wrong_usage_ends_with_status_2(words):
    with pytest.raises(SystemExit) as ended:
        await run(*words)
    assert ended.value.code == 2
