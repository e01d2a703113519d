"""Who is not signed in is asked to; what belongs to another does not exist, and is not changed by asking."""

import pytest

from tests.make import Make
from tests.web.nonsense import FORM, Answer, World, cookie_of, encoded
from weekplanner import wiring
from weekplanner.events.models import Activity, Occurrence
from weekplanner.mailer.models import OutboxMessage

OPEN = {
    "sign_in",
    "sign_in_sent",
    "sign_in_confirm",
    "sign_out",
    "new_activity",
    "first_activity_sent",
    "preview_new_activity",
}
"""The personal routes that one reaches without having signed in."""

ABOUT_ONE = [route for route in wiring.PERSONAL_ROUTES if "{id" in route.path]
OF_THE_TEAM = [route for route in wiring.PERSONAL_ROUTES if route.path.startswith("/team")]
FIELDS = {"version": ["2"], "apology": ["Stuk."], "reason": ["Waarom?"], "title": ["Thee"], "trust": ["y"]}


async def asked(world: World, role: str, path: bytes) -> list[Answer]:
    """The answers to looking and to posting."""
    posted = {"headers": [FORM], "body": encoded(FIELDS)}
    return [await world.ask(role, "GET", path), await world.ask(role, "POST", path, **posted)]


async def stored() -> tuple[object, ...]:
    """Everything that asking could change."""
    return (
        await Activity.all().order_by("id").values(),
        await Occurrence.all().order_by("id").values(),
        await OutboxMessage.all().order_by("id").values("kind", "unique_key"),
    )


@pytest.mark.parametrize(
    "route", [route for route in wiring.PERSONAL_ROUTES if route.name not in OPEN], ids=str
)
async def test_who_is_not_signed_in_is_asked_to(world: World, route):
    before = await stored()
    for method in sorted(route.methods):
        answer = await world.ask(
            "nobody", method, world.path(route.path), headers=[FORM], body=encoded(FIELDS)
        )
        assert (answer.status, answer.header("location").partition("?")[0]) == (303, "/inloggen"), method
        assert answer.header("set-cookie") == ""
    assert await stored() == before


@pytest.mark.parametrize("route", ABOUT_ONE, ids=str)
async def test_an_activity_of_another_organisation_does_not_exist(world: World, route):
    before = await stored()
    for state in world.ids:
        for answer in await asked(world, "stranger", world.path(route.path, state=state)):
            assert answer.status in {404, 405}, (state, answer.status)
    assert await stored() == before


@pytest.mark.parametrize("route", OF_THE_TEAM, ids=str)
async def test_the_desk_of_the_team_does_not_exist_for_organisers(world: World, route):
    before = await stored()
    for state in world.ids:
        for answer in await asked(world, "organiser", world.path(route.path, state=state)):
            assert answer.status in {404, 405}, (state, answer.status)
    assert await stored() == before


@pytest.mark.parametrize("route", ABOUT_ONE, ids=str)
async def test_a_coordinator_sees_nothing_of_another_municipality(world: World, make: Make, route):
    world.cookies["elsewhere"] = await cookie_of(await make.coordinator("groningen"))
    before = await stored()
    for state in world.ids:
        for answer in await asked(world, "elsewhere", world.path(route.path, state=state)):
            assert answer.status in {404, 405}, (state, answer.status)
    assert await stored() == before


async def test_another_organisation_cannot_be_chosen_to_act_for(world: World, make: Make):
    account = await make.account()
    own = [await make.organisation(account, name=name) for name in ("Een", "Twee")]
    other = await make.organisation(name="Drie")
    world.cookies["member"] = await cookie_of(account)
    wrong = await world.post("member", "/inloggen/kies", {"organisation": [str(other.id)]})
    assert wrong.status == 404
    right = await world.post("member", "/inloggen/kies", {"organisation": [str(own[1].id)]})
    assert right.status == 303
    assert "Twee" in (await world.ask("member", "GET", "/mijn/organisatie")).text
