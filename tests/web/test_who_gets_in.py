"""Who is not signed in is asked to; what belongs to another does not exist, and is not changed by asking."""

import pytest
from starlette.routing import Route

from tests.make import Make
from tests.web.nonsense import FORM, Answer, World, cookie_of, encoded
from weekplanner import wiring
from weekplanner.doors import DOORS
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
    "join_organisation",
    "ask_to_join",
    "invitation_accepted",
}
"""The personal routes that one reaches without having signed in."""
AT_A_DOOR = {route.name for route in wiring.PERSONAL_ROUTES if "/inchecken" in route.path}
"""Where a telephone signs in, with a code: there is nobody to be asked who it is."""

ABOUT_ONE = [route for route in wiring.PERSONAL_ROUTES if "{id" in route.path]
OF_THE_TEAM = [
    route
    for route in wiring.PERSONAL_ROUTES
    if route.path.startswith("/team") and not DOORS[route.name].is_open
]
FIELDS = {"version": ["2"], "apology": ["Stuk."], "reason": ["Waarom?"], "title": ["Thee"], "trust": ["y"]}


async def stored() -> tuple[object, ...]:
    """Everything that asking could change."""
    return (
        await Activity.all().order_by("id").values(),
        await Occurrence.all().order_by("id").values(),
        await OutboxMessage.all().order_by("id").values("kind", "unique_key"),
    )


async def answers(world: World, role: str, routes: list[Route]) -> list[tuple[str, str, str, Answer]]:
    """What looking and posting is answered, for an activity in every state."""
    return [
        (route.path, method, state, await world.ask(role, method, path, headers=[FORM], body=encoded(FIELDS)))
        for route in routes
        for state in world.ids
        if (path := world.path(route.path, state=state))
        for method in sorted(route.methods or ())
    ]


async def test_who_is_not_signed_in_is_asked_to(world: World):
    before = await stored()
    closed = [route for route in wiring.PERSONAL_ROUTES if route.name not in OPEN | AT_A_DOOR]
    for path, method, _, answer in await answers(world, "nobody", closed):
        there = answer.header("location").partition("?")[0]
        assert (answer.status, there) == (303, "/inloggen"), (path, method)
        assert answer.header("set-cookie") == ""
    assert await stored() == before


@pytest.mark.parametrize(
    ("role", "routes"), [("stranger", ABOUT_ONE), ("organiser", OF_THE_TEAM), ("elsewhere", ABOUT_ONE)]
)
async def test_what_is_not_yours_does_not_exist_and_is_not_changed(
    world: World, make: Make, role: str, routes: list[Route]
):
    """Another organisation's, the team's, and for a coordinator that of another municipality."""
    world.cookies["elsewhere"] = await cookie_of(await make.coordinator("groningen"))
    before = await stored()
    wrong = [
        (path, method, state, answer.status)
        for path, method, state, answer in await answers(world, role, routes)
        if answer.status != 404
    ]
    assert wrong == []
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
