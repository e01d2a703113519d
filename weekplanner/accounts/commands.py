"""The commands `sign-in-link`, `team` and `coordinator`."""

import argparse
import json

from weekplanner.accounts.operations import sign_in, team
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.accounts.queries import appointments


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    link = subparsers.add_parser("sign-in-link", help="print a link to sign in with, for 15 minutes")
    link.add_argument("email")
    link.add_argument("--json", action="store_true", help="print JSON")
    link.set_defaults(run=print_sign_in_link)
    _register_team(subparsers)
    coordinator = subparsers.add_parser("coordinator", help="coordinators of municipalities")
    actions = coordinator.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="let somebody watch over a municipality")
    add.add_argument("email")
    add.add_argument("--municipality", required=True, metavar="SLUG")
    add.set_defaults(run=add_coordinator)


def _register_team(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("team", help="the programme team")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="give somebody a role")
    add.add_argument("email")
    add.add_argument("--role", required=True, choices=[role.value for role in TeamRole])
    add.set_defaults(run=add_team_member)
    everyone = actions.add_parser("list", help="print who has which roles")
    everyone.add_argument("--json", action="store_true", help="print JSON")
    everyone.set_defaults(run=list_team)


async def print_sign_in_link(arguments: argparse.Namespace) -> int:
    """Make a link for somebody who has an account."""
    link = await sign_in.make_sign_in_link(arguments.email)
    print(json.dumps({"link": link}) if arguments.json else link)
    return 0


async def add_team_member(arguments: argparse.Namespace) -> int:
    """Give somebody a role, with an account if they have none."""
    account = await team.add_team_member(arguments.email, TeamRole(arguments.role), actor=SYSTEM)
    print(f"{account.email}: {arguments.role}")
    return 0


async def list_team(arguments: argparse.Namespace) -> int:
    """Print the programme team."""
    members = await appointments.team_members(actor=SYSTEM)
    if arguments.json:
        rows = [
            {"email": member.email, "name": member.name, "roles": [role.value for role in member.roles]}
            for member in members
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for member in members:
            print(f"{member.email}: {', '.join(role.value for role in member.roles)}")
    return 0


async def add_coordinator(arguments: argparse.Namespace) -> int:
    """Let somebody watch over a municipality, with an account if they have none."""
    account = await team.add_coordinator(arguments.email, arguments.municipality, actor=SYSTEM)
    print(f"{account.email}: {arguments.municipality}")
    return 0
