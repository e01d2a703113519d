"""Where people come in, and where they go on to."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.make import Make
from tests.site import Site
from weekplanner.accounts import access
from weekplanner.accounts.access import own_path
from weekplanner.accounts.middleware import PersonMiddleware
from weekplanner.accounts.models import Account
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.people import TeamRole
from weekplanner.web.errors import HANDLERS


async def test_a_page_of_one_s_own_asks_to_sign_in_and_comes_back(site, make):
    jan = await make.account("jan@example.org")
    await make.organisation(jan)
    turned_away = await site.get("/mijn/organisatie/wijzigen?a=1")
    assert turned_away.status_code == 303
    assert turned_away.headers["location"] == "/inloggen?terug=%2Fmijn%2Forganisatie%2Fwijzigen%3Fa%3D1"
    await site.post(turned_away.headers["location"], email="jan@example.org")
    answer = await site.post(await site.link_to("jan@example.org"))
    assert answer.headers["location"] == "/mijn/organisatie/wijzigen?a=1"


async def test_what_was_posted_without_a_session_leads_to_the_start(site):
    answer = await site.post("/mijn/organisatie/wijzigen", name="Buurthuis")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\n/evil.example/",
        " /mijn",
        "mijn",
        "javascript:alert(1)",
        "/mijn\r\nSet-Cookie: a=b",
        "/mijn\\..\\",
        "/" + "a" * 500,
        "",
    ],
)
async def test_a_link_never_sends_people_to_another_site(site, make, elsewhere):
    assert own_path(elsewhere) == ""
    await make.account("jan@example.org")
    await site.client.post(
        "/inloggen",
        params={"terug": elsewhere},
        data={"email": "jan@example.org"},
        headers={"Sec-Fetch-Site": "none"},
    )
    answer = await site.post(await site.link_to("jan@example.org"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn")


@pytest.mark.parametrize(
    "path", ["/", "/mijn", "/team/activiteiten?pagina=2", "/agenda?q=koffie%20%26%20thee#dag"]
)
def test_a_path_of_this_site_is_fine(path):
    assert own_path(path) == path


async def test_organisers_begin_at_their_activities_team_and_coordinators_at_the_desk(site, make):
    organiser = await make.account()
    await make.organisation(organiser)
    for account, start in (
        (organiser, "/mijn"),
        (await make.team_member(TeamRole.LOGISTICS), "/team"),
        (await make.coordinator("utrecht"), "/team"),
    ):
        await site.post("/inloggen", email=account.email)
        answer = await site.post(await site.link_to(account.email))
        assert answer.headers["location"] == start


async def test_who_is_of_several_organisations_chooses_one_first(site, make):
    jan = await make.account("jan@example.org")
    soup = await make.organisation(jan, name="Soepgroep")
    choir = await make.organisation(jan, name="Koor")
    stranger = await make.organisation(name="Iemand anders")
    await site.post("/inloggen?terug=/mijn/organisatie", email="jan@example.org")
    answer = await site.post(await site.link_to("jan@example.org"))
    assert answer.headers["location"] == "/inloggen/kies?terug=%2Fmijn%2Forganisatie"
    page = (await site.get(answer.headers["location"])).text
    assert ("Soepgroep" in page, "Koor" in page, "Iemand anders" in page) == (True, True, False)
    assert (await site.get("/mijn/organisatie")).headers["location"] == answer.headers["location"]

    for nonsense in (str(stranger.id), "0", "-1", "a", "9" * 30):
        assert (await site.post("/inloggen/kies", organisation=nonsense)).status_code == 404
    assert (await site.post("/inloggen/kies", organisation="")).status_code == 422

    chosen = await site.post(answer.headers["location"], organisation=str(choir.id))
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/mijn/organisatie")
    assert "<h1>Koor</h1>" in (await site.get("/mijn/organisatie")).text
    await site.post("/inloggen/kies", organisation=str(soup.id))
    assert "<h1>Soepgroep</h1>" in (await site.get("/mijn/organisatie")).text


async def test_who_joins_a_second_organisation_chooses_from_then_on(site, make):
    jan = await make.account()
    await make.organisation(jan, name="Soepgroep")
    device = site.as_(jan)
    assert (await device.get("/mijn/organisatie")).status_code == 200
    choir = await make.organisation(name="Koor")
    await organisations.add_member(choir.id, jan.id)
    assert (await device.get("/mijn/organisatie")).headers["location"].startswith("/inloggen/kies")


async def test_without_an_organisation_its_page_does_not_exist(site, make):
    assert (await site.as_(await make.account()).get("/mijn/organisatie")).status_code == 404


@access.for_team
async def desk(request: Request) -> Response:
    """A page for the team and coordinators."""
    return PlainTextResponse(request.state.person.email)


async def somebody(make: Make, who: str | TeamRole) -> Account | None:
    """An account with this place in the rights; none for nobody."""
    if isinstance(who, TeamRole):
        return await make.team_member(who)
    if who == "coordinator":
        return await make.coordinator("utrecht")
    return await make.account() if who == "organiser" else None


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 303), ("organiser", 404), ("coordinator", 200), *((role, 200) for role in TeamRole)],
)
async def test_the_desk_exists_for_the_team_and_coordinators_only(site, make, who, status):
    inside = Starlette(
        routes=[Route("/team/iets", desk)],
        middleware=[Middleware(PersonMiddleware)],
        exception_handlers=HANDLERS,
    )
    account = await somebody(make, who)
    visitor = Site(inside, follower=site.follower, account=account)
    answer = await visitor.get("/team/iets")
    await visitor.close()
    assert answer.status_code == status
    assert (answer.headers.get("location") == "/inloggen?terug=%2Fteam%2Fiets") is (status == 303)
