"""Every page that is not for everyone, as every kind of person: the table of rights decides each answer."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from starlette.routing import Route

from tests.architecture import rights_page
from tests.congress.doors import telephone
from tests.kits.batches import batch_of
from tests.make import MadeActivity, Make, at
from tests.site import Site
from weekplanner import wiring
from weekplanner.accounts.doors import Door
from weekplanner.accounts.models import (
    Account,
    Coordinator,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    RoleGrant,
)
from weekplanner.accounts.operations import colleagues, joining, organisations
from weekplanner.accounts.people import SYSTEM, Person, TeamRole
from weekplanner.accounts.queries import people
from weekplanner.accounts.standing import Right, Who
from weekplanner.congress.models.congresses import Congress, CongressKind, ProgrammePart
from weekplanner.congress.operations import entrance, inviting
from weekplanner.doors import DOORS
from weekplanner.events.models import ReadyReason
from weekplanner.kits import printing
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.models.printing import Paper
from weekplanner.kits.operations import exceptions
from weekplanner.kits.operations import printing as printing_operations
from weekplanner.signups.operations import entering
from weekplanner.signups.values import Guest

KINDS = (
    "nobody",
    "organiser",
    "colleague",
    "other organisation",
    "coordinator here",
    "coordinator elsewhere",
    *(role.value for role in TeamRole),
)
STATES = {
    "submit_activity": "draft",
    "delete_activity": "draft",
    "publish_activity": "submitted",
    "return_activity": "submitted",
    "withdraw_activity": "published",
}
"""The state in which a page is for use; published where nothing stands."""

OF_A_DRAFT = ("publish_congress", "remove_congress")
ASKING = ("let_in_attendee", "refuse_attendee")
"""Pages about a party that asks to be let in."""

OF_THE_OWN = ("/mijn/organisatie", "/mijn/vorig-jaar")
"""Pages about the organisation that somebody acts for."""

TIMES = ((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))


@dataclass
class Town:
    """A site with an organisation in Utrecht, and every kind of person who could come by."""

    site: Site
    make: Make
    people: dict[str, Account]
    soup: MadeActivity
    congress: Congress

    async def path(self, route: Route) -> str:
        """The address of a page, about something new of the organiser's organisation."""
        names = re.findall(r"{(\w+)", route.path)
        values: dict[str, object] = {}
        for name in names:
            values[name] = await self._value(name, route)
        return re.sub(r"{(\w+)(?::\w+)?}", lambda match: str(values[match[1]]), route.path)

    async def put_back(self) -> None:
        """Undo what using a page did to who belongs to the organisation."""
        for kind in ("organiser", "colleague"):
            await organisations.add_member(self.soup.organisation.id, self.people[kind].id)

    async def _value(self, name: str, route: Route) -> object:
        makers: dict[str, Callable[[Route], Awaitable[object]]] = {
            "id": self._id,
            "occurrence_id": self._occurrence,
            "guest_id": self._guest,
            "organisation_id": self._organisation,
            "slug": self._slug,
            "kind": self._kind,
            "token": self._token,
            "invitation_id": self._invitation,
            "request_id": self._request,
            "membership_id": self._membership,
            "reason_id": self._reason,
            "grant_id": self._grant,
            "task_id": self._task,
            "part_id": self._congress_part,
            "workshop_id": self._workshop,
            "party_id": self._party,
            "code_id": self._code,
            "device_id": self._device,
        }
        return await makers[name](route)

    async def _id(self, route: Route) -> object:
        makers: dict[str, Callable[[Route], Awaitable[object]]] = {
            "/activiteiten/": self._activity,
            "/pakketten/voorraad/": self._kit,
            "/pakketten/partijen/": self._batch,
            "/pakketten/printen/": self._print_job,
            "/pakketten/bestand/": self._digital_kit,
            "/pakketten/dozen/": self._parcel,
            "/pakketten/inpakken/": self._parcel,
            "/pakketten/regels/": self._kit_order_line,
            "/pakketten/": self._kit_order,
            "/": self._organisation,
        }
        return await next(maker for part, maker in makers.items() if part in route.path)(route)

    async def _kit(self, route: Route) -> object:
        if route.name == "edit_kit_file":
            return (await self.make.kit(is_digital=True)).id
        kit = await self.make.kit(stock_of=5)
        if route.name.startswith("kit_holders"):
            await exceptions.recall(kit.id, "Te warm.", actor=SYSTEM)
        return kit.id

    async def _digital_kit(self, _route: Route) -> object:
        return (await self.make.digital_kit()).id

    async def _kit_order(self, _route: Route) -> object:
        kit = await self.make.kit(stock_of=5)
        return (await self.make.kit_order(self.soup, {kit.id: 1})).id

    async def _batch(self, _route: Route) -> object:
        kit = await self.make.kit(stock_of=5)
        return (await batch_of(await self.make.kit_order(self.soup, {kit.id: 1}))).id

    async def _parcel(self, route: Route) -> object:
        return (await Shipment.get(batch_id=await self._batch(route))).id

    async def _kit_order_line(self, route: Route) -> object:
        return (await KitOrderLine.get(order_id=await self._kit_order(route))).id

    async def _print_job(self, route: Route) -> object:
        batch_id = int(str(await self._batch(route)))
        job = await printing_operations.print_batch(
            batch_id, Paper.LABELS, request_key=f"for {batch_id}", actor=SYSTEM
        )
        if route.name == "print_file":
            await printing.print_waiting()
        return job.id

    async def _activity(self, route: Route) -> object:
        await Organisation.filter(id=self.soup.organisation.id).update(is_trusted=False)
        self.made = await self.make.activity(
            STATES.get(route.name, "published"),
            organisation=self.soup.organisation,
            organiser=self.people["organiser"],
            occurrences=TIMES,
        )
        return self.made.id

    async def _occurrence(self, _route: Route) -> object:
        return (await self.made.occurrences())[0].id

    async def _guest(self, _route: Route) -> object:
        host = await people.person(self.people["organiser"].id)
        occurrence = (await self.made.occurrences())[0]
        added = await entering.add_guest(
            occurrence.id, Guest("Riet", phone="030 000 11 22"), request_key="x", actor=host
        )
        return added.id

    async def _organisation(self, _route: Route) -> object:
        return self.soup.organisation.id

    async def _slug(self, route: Route) -> object:
        if "/congres/" not in route.path:
            return "utrecht"
        if route.name in OF_A_DRAFT:
            return (await self.make.congress(is_published=False)).slug
        return self.congress.slug

    async def _congress_part(self, route: Route) -> object:
        if route.name != "remove_congress_part":
            return (await self.make.workshops(self.congress, 5))[0].part_id
        await self.make.workshops(self.congress)
        return (await ProgrammePart.filter(congress_id=self.congress.id).order_by("-id").first()).id

    async def _workshop(self, _route: Route) -> object:
        return (await self.make.workshops(self.congress, 5))[0].id

    async def _party(self, route: Route) -> object:
        asks = {"audience": "vrijwilliger", "wish": "Graag."} if route.name in ASKING else {}
        return (await self.make.registration(self.congress, **asks)).id

    async def _code(self, _route: Route) -> object:
        until = self.congress.starts_at
        (made,) = await inviting.invite(
            self.congress.id, ["Spreker"], seats=1, valid_until=until, actor=SYSTEM
        )
        return made.id

    async def _device(self, _route: Route) -> object:
        device, _code = await entrance.open_door(self.congress.id, "Hoofdingang", actor=SYSTEM)
        return device.id

    async def _kind(self, _route: Route) -> object:
        return "sign_in_link"

    async def _token(self, _route: Route) -> object:
        return "x"

    async def _invitation(self, _route: Route) -> object:
        host = await people.person(self.people["organiser"].id)
        email = f"genodigd{await Invitation.all().count()}@example.org"
        await colleagues.invite_colleague(self.soup.organisation.id, email, actor=host)
        return (await Invitation.get(email=email)).id

    async def _request(self, _route: Route) -> object:
        asker = await self.make.account()
        await joining.ask_to_join(self.soup.organisation.id, actor=await people.person(asker.id))
        return (await JoinRequest.get(account_id=asker.id)).id

    async def _membership(self, _route: Route) -> object:
        third = await self.make.account()
        await organisations.add_member(self.soup.organisation.id, third.id)
        return (await Membership.get(account_id=third.id)).id

    async def _grant(self, _route: Route) -> object:
        appointed = await self.make.team_member(TeamRole.CONGRESS)
        return (await RoleGrant.get(account_id=appointed.id)).id

    async def _task(self, _route: Route) -> object:
        appointed = await self.make.coordinator("utrecht")
        return (await Coordinator.get(account_id=appointed.id)).id

    async def _reason(self, _route: Route) -> object:
        return (await ReadyReason.all().order_by("id").first()).id


@pytest.fixture
async def town(site: Site, make: Make) -> Town:
    """Everyone who could come by, and an activity on the site."""
    await make.edition(2026)
    await make.edition()
    organiser, colleague, other = [await make.account() for _ in range(3)]
    linde = await make.organisation(organiser, colleague)
    await make.organisation(other, name="Een andere club")
    soup = await make.activity(organisation=linde, organiser=organiser, occurrences=TIMES)
    everyone = {
        "organiser": organiser,
        "colleague": colleague,
        "other organisation": other,
        "coordinator here": await make.coordinator("utrecht"),
        "coordinator elsewhere": await make.coordinator("groningen"),
        **{role.value: await make.team_member(role) for role in TeamRole},
    }
    return Town(site, make, everyone, soup, await make.congress())


def about(route: Route, town: Town) -> dict[str, object] | None:
    """To what a page's thing belongs; None for a page about everything, or about who comes."""
    activity = {"organisation_id": town.soup.organisation.id, "municipality_code": "GM0344"}
    if "/activiteiten/{" in route.path:
        return activity
    if "/organisaties/{" in route.path or route.path.startswith("/mijn/pakketten/{"):
        return {"organisation_id": town.soup.organisation.id}
    if "/gemeenten/{" in route.path:
        return {"municipality_code": "GM0344"}
    return None


def has(right: Right, person: Person, route: Route, town: Town) -> bool:
    """Whether the table gives somebody this right, to what the page is about."""
    thing = about(route, town)
    if thing is not None:
        return right.allows(person, **thing)
    if route.path.startswith(OF_THE_OWN) and not right.who & {Who.ANYONE, Who.SIGNED_IN}:
        own = person.organisation_id == town.soup.organisation.id
        is_about_ours = "{" in route.path
        return Who.MEMBER in right.who and (own or not is_about_ours) and bool(person.organisation_ids)
    return right.may_ever(person)


def wanted(its: Door, person: Person, route: Route, town: Town) -> str:
    """What the table says somebody is answered: `yes`, `no`, or that there is nothing."""
    if not has(its.sees, person, route, town):
        return "nothing"
    is_being_filled_in = STATES.get(route.name) == "draft"
    helped = its.helps is not None and is_being_filled_in and has(its.helps, person, route, town)
    return "yes" if helped or any(has(right, person, route, town) for right in its.acts) else "no"


def said(status: int) -> str:
    """What an answer says."""
    return "a fault" if status >= 500 else {404: "nothing", 403: "no"}.get(status, "yes")


def test_every_page_has_a_door_and_every_door_a_page():
    assert sorted(DOORS) == sorted(route.name for route in wiring.PERSONAL_ROUTES)


def test_every_right_of_a_door_stands_in_the_table():
    named = {right for its in DOORS.values() for right in (its.sees, *its.acts, its.helps) if right}
    assert named <= set(wiring.RIGHTS)
    assert len({right.name for right in wiring.RIGHTS}) == len(wiring.RIGHTS)


def test_the_page_of_rights_is_printed_from_the_table():
    printed = (rights_page.ROOT / "docs" / "rights.md").read_text()
    assert printed == rights_page.page(), "run make rights"


@pytest.mark.once  # on PostgreSQL the nonsense goes to every page
@pytest.mark.parametrize("kind", KINDS[1:])
async def test_the_table_decides_every_answer(town: Town, kind: str):
    account = town.people[kind]
    visitor, person = town.site.as_(account), await people.person(account.id)
    wrong = []
    for route in wiring.PERSONAL_ROUTES:
        its = DOORS[route.name]
        if its.is_open:
            continue
        for method in sorted((route.methods or set()) - {"HEAD"}):
            answer = await _ask(visitor, method, await town.path(route))
            if said(answer) != wanted(its, person, route, town):
                wrong.append((method, route.path, answer, wanted(its, person, route, town)))
            await town.put_back()
        visitor = town.site.as_(account)  # a page may have ended the session
    assert wrong == [], "\n".join(map(str, wrong))


async def test_who_has_not_signed_in_is_asked_to_unless_the_table_says_anyone(town: Town):
    for route in wiring.PERSONAL_ROUTES:
        for method in sorted((route.methods or set()) - {"HEAD"}):
            response = await _answer(town.site, method, await town.path(route))
            is_asked = response.status_code == 303 and response.headers["location"].startswith(
                "/inloggen?terug"
            )
            is_asked |= method == "POST" and response.headers.get("location") == "/inloggen"
            its = DOORS[route.name]
            is_asked |= its.is_for_telephones and not its.is_open and response.status_code == 401
            assert is_asked != its.is_open, (method, route.path, response.status_code)


@pytest.mark.once
async def test_a_telephone_at_a_door_finds_nothing_but_that_door(town: Town):
    device = (await telephone(town.site, town.congress)).site
    elsewhere = await town.make.congress(
        kind=CongressKind.CLOSING, starts_at=at(8, 9), ends_at=at(8, 16), closes_at=at(7, 17)
    )
    wrong = []
    for route in wiring.PERSONAL_ROUTES:
        its = DOORS[route.name]
        if its.is_open:
            continue
        path = await town.path(route)
        other = path.replace(town.congress.slug, elsewhere.slug)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            answers = [await _ask(device, method, each) for each in (path, other)]
            if its.is_for_telephones:
                is_right = said(answers[0]) == "yes" and answers[1] == 401
            else:
                is_right = answers == [404, 404]
            if not is_right:
                wrong.append((method, route.path, answers))
    assert wrong == [], "\n".join(map(str, wrong))


async def _ask(visitor: Site, method: str, path: str) -> int:
    return (await _answer(visitor, method, path)).status_code


async def _answer(visitor: Site, method: str, path: str):
    return await (visitor.get(path) if method == "GET" else visitor.post(path, version="1"))
