"""Rights end at once, also for who keeps a request open and posts the rest of it later."""

from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlencode

import httpx2
import pytest

from tests.make import Make, acting
from tests.site import Site
from weekplanner.accounts.models import Account, Invitation, Membership, Organisation, RoleGrant
from weekplanner.accounts.operations import colleagues, details, sessions, team
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.events.models import Activity

INVITE = "/mijn/organisatie/collegas"


@pytest.fixture
async def jan(make: Make) -> Account:
    """Somebody with an organisation."""
    return await make.account("jan@example.org", name="Jan")


@pytest.fixture
async def fatma(make: Make) -> Account:
    """His colleague."""
    return await make.account("fatma@example.org", name="Fatma")


@pytest.fixture
async def linde(make: Make, jan: Account, fatma: Account) -> Organisation:
    """Their organisation."""
    return await make.organisation(jan, fatma, name="Buurthuis De Linde")


async def post_slowly(
    device: Site, path: str, fields: dict[str, str], *, meanwhile: Callable[[], Awaitable[object]]
) -> httpx2.Response:
    """Begin to post, let something happen, and post the rest."""
    await device.get("/mijn")  # signs in
    body = urlencode(fields).encode()

    async def pieces() -> AsyncIterator[bytes]:
        yield body[:3]
        await meanwhile()
        yield body[3:]

    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    return await device.client.post(path, content=pieces(), headers=headers)


async def test_a_former_colleague_invites_nobody(site, jan, fatma, linde):
    membership = await Membership.get(account_id=fatma.id)

    async def fatma_is_taken_away() -> None:
        await colleagues.remove_colleague(membership.id, linde.id, actor=acting(jan, linde))

    answer = await post_slowly(
        site.as_(fatma), INVITE, {"email": "anna@example.org"}, meanwhile=fatma_is_taken_away
    )
    assert answer.status_code == 404
    assert not await Invitation.all().exists()


async def test_a_former_colleague_begins_no_activity(make, site, jan, fatma, linde):
    await make.edition()
    membership = await Membership.get(account_id=fatma.id)

    async def fatma_is_taken_away() -> None:
        await colleagues.remove_colleague(membership.id, linde.id, actor=acting(jan, linde))

    answer = await post_slowly(
        site.as_(fatma), "/mijn/activiteiten/nieuw", {"title": "Thee"}, meanwhile=fatma_is_taken_away
    )
    assert answer.status_code == 404
    assert not await Activity.all().exists()


async def test_a_former_admin_makes_themselves_no_admin_again(make, site):
    await make.team_member(TeamRole.ADMIN, "noor@example.org")
    sam = await make.team_member(TeamRole.ADMIN, "sam@example.org")
    grant = await RoleGrant.get(account_id=sam.id)

    async def the_role_is_taken() -> None:
        await team.take_role(grant.id, actor=SYSTEM)

    answer = await post_slowly(
        site.as_(sam),
        "/team/rollen/nieuw",
        {"email": "sam@example.org", "role": "admin"},
        meanwhile=the_role_is_taken,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    assert not await RoleGrant.filter(account_id=sam.id).exists()


async def test_who_was_signed_out_everywhere_posts_nothing_more(site, jan, linde):
    answer = await post_slowly(
        site.as_(jan),
        INVITE,
        {"email": "anna@example.org"},
        meanwhile=lambda: sessions.end_all_sessions(jan.id),
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    assert not await Invitation.all().exists()


async def test_who_keeps_every_right_goes_on(make, site, jan, linde):
    async def something_else_changes() -> None:
        await details.update_own_details("Jan de Wit", "", actor=acting(jan, linde))
        await make.organisation(jan, name="Koor De Valk")

    answer = await post_slowly(
        site.as_(jan), INVITE, {"email": "anna@example.org"}, meanwhile=something_else_changes
    )
    assert answer.status_code == 303
    assert (await Invitation.get()).email == "anna@example.org"
