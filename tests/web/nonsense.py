"""The nonsense that the site is asked, and a way to ask it byte by byte, as no browser does."""

import asyncio
import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, unquote

from starlette.routing import Mount, Route

from tests.kits.batches import two_boxes
from tests.make import Make, acting, at
from weekplanner import wiring
from weekplanner.accounts import middleware
from weekplanner.accounts.models import Account
from weekplanner.accounts.operations import sign_in
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.congress.operations import entrance, inviting
from weekplanner.congress.personal import link_of
from weekplanner.feeds import routes as feeds_routes
from weekplanner.kits.models.printing import Paper
from weekplanner.kits.operations import printing
from weekplanner.signups.operations import entering
from weekplanner.signups.values import Guest

Header = tuple[bytes, bytes]

FORM: Header = (b"content-type", b"application/x-www-form-urlencoded")
MARK = '<img src=x onerror="nasty()">'
"""HTML that must never come back as HTML."""

TEXTS: dict[str, str] = {
    "overlength": "a" * 10_000,
    "overlength in accents": "é" * 3_000,
    "NUL": "so\x00ep",
    "control characters": "so\x01\x08\x0b\x1b\x7f\x9fep",
    "CRLF and a header": "soep\r\nX-Nasty: 1\r\n\r\nDAG",
    "HTML": f"{MARK}</title></textarea></script>'\">",
    "templates": "{{ 7 * 7 }} {% raw %} ${7*7} %s %(title)s {0}",
    "bidi marks": "\u202eabc\u2066def\u2069\u200f\ufeff",
    "emoji": "👩\u200d🦽 🇳🇱 \U0001f9d1\u200d🤝\u200d\U0001f9d1",
    "stacked accents": "Z" + "\u0335\u0363\u0489" * 200,
    "no characters": "\ufffe\uffff\U0010ffff\ufffd",
    "a negative number": "-1",
    "a huge number": "9" * 400,
    "wide digits": "１２３４",
    "an exponent": "1e9",
    "SQL": "' OR 1=1 --; DROP TABLE activity; %_\\",
    "a path": "../../../../etc/passwd",
    "a calendar": 'BEGIN:VEVENT\nUID:x\\n;,:"\nEND:VCALENDAR',
    "only spaces": " \t\u00a0\u2003\u3000 ",
}
NONSENSE: dict[str, bytes] = {
    **{name: text.encode() for name, text in TEXTS.items()},
    "not UTF-8": b"\xff\xfe\xe9",
    "a surrogate": b"\xed\xa0\x80",
    "a slash written too long": b"\xc0\xaf",
    "half a character": b"\xe2\x82",
    "latin-1": "één".encode("latin-1"),
    "a lonely percent": b"%zz%",
}
PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")

Fields = Mapping[str, Sequence[str | bytes]]


def quoted(value: str | bytes) -> bytes:
    """As it stands in an address or a form."""
    return quote_from_bytes(value if isinstance(value, bytes) else value.encode(), safe="").encode()


def encoded(fields: Fields) -> bytes:
    """As a browser posts it."""
    return b"&".join(quoted(name) + b"=" + quoted(value) for name, all_ in fields.items() for value in all_)


@dataclass(frozen=True)
class Answer:
    """What came back; `error` is what the application raised after it had answered."""

    status: int
    headers: list[Header]
    body: bytes
    error: BaseException | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def header(self, name: str) -> str:
        """A header, empty when it is not there."""
        found = [value for key, value in self.headers if key == name.lower().encode()]
        return found[0].decode("latin-1") if found else ""

    @property
    def problems(self) -> list[str]:
        """What is wrong with it, whatever was asked."""
        is_page = self.header("content-type").startswith("text/html") and self.body != b""
        location = self.header("location")
        content = gzip.decompress(self.body) if self.header("content-encoding") == "gzip" else self.body
        found = {
            f"{self.status} {self.error!r}": self.status >= 500 or self.error is not None,
            "a header that was typed": any(name == b"x-nasty" for name, _ in self.headers),
            "a line end in a header": any(b"\n" in value or b"\r" in value for _, value in self.headers),
            "HTML that was typed": MARK.encode() in content,
            "a page that is not Dutch": is_page and b'<html lang="nl"' not in content,
            "a way off the site": bool(location) and (location[0] != "/" or location[1:2] in ("/", "\\")),
            "control characters": is_page and any(character in content for character in b"\x00\x08\x1b\x7f"),
        }
        return [problem for problem, is_there in found.items() if is_there]


async def ask(
    app: Any,
    method: str,
    target: bytes,
    *,
    headers: Iterable[Header] = (),
    body: bytes | Sequence[bytes] = b"",
    cookie: bytes | None = None,
    hangs_up: bool = False,
) -> Answer:
    """Ask what the web server asks the application for these bytes of a request.

    `hangs_up`: the client is gone after what there is of the body.
    """
    path, _, query = target.partition(b"?")
    given = [*headers]
    usual = [(b"host", b"komerbij.test"), (b"sec-fetch-site", b"same-origin")]
    if cookie is not None:
        usual.append((b"cookie", cookie))
    chunks = [body] if isinstance(body, bytes) else body
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    if not hangs_up:
        messages.append({"type": "http.request", "body": b"", "more_body": False})
    started: dict[str, Any] = {}
    parts: list[bytes] = []
    is_answered = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop(0)
        if not hangs_up:
            await is_answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert not started
            started.update(message)
        else:
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                is_answered.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [*(pair for pair in usual if pair[0] not in {name for name, _ in given}), *given],
        "server": ("komerbij.test", 443),
        "client": ("127.0.0.1", 50_000),
        "state": {},
    }
    error = None
    try:
        await app(scope, receive, send)
    except Exception as raised:  # noqa: BLE001 - the server logs it and goes on
        error = raised
    return Answer(started.get("status", 599), list(started.get("headers", [])), b"".join(parts), error)


def routes() -> Iterator[tuple[str, frozenset[str]]]:
    """Every path of the site, as the wiring has it, with its methods."""
    for route in (*wiring.routes(), *feeds_routes.routes):
        if isinstance(route, Route):
            yield route.path, frozenset(route.methods or ())
        elif isinstance(route, Mount):
            inner = [each for each in route.routes or () if isinstance(each, Route)]
            yield from ((route.path + each.path, frozenset(each.methods or ())) for each in inner)
            if not inner:
                yield f"{route.path}/{{file}}", frozenset({"GET", "HEAD"})


ROLES = ("nobody", "organiser", "coordinator", "moderator", "stranger")


@dataclass
class World:
    """A site with people and activities in every state."""

    app: Any
    cookies: dict[str, bytes | None]
    ids: dict[str, int] = field(default_factory=dict)
    """By state: activities of the organiser's organisation, which is trusted."""
    occurrence_id: int = 0
    guest_id: int = 0
    """Of somebody at the published activity."""
    slug: str = ""
    kit_id: int = 0
    file_id: int = 0
    """Of a digital kit."""
    ticket: str = ""
    """The personal link of somebody at a congress; of whatever is no draft a path has this one."""

    async def ask(self, role: str, method: str, target: str | bytes, **more: Any) -> Answer:
        """Ask as somebody."""
        written = target if isinstance(target, bytes) else target.encode()
        return await ask(self.app, method, written, cookie=self.cookies[role], **more)

    async def post(self, role: str, path: str, fields: Fields) -> Answer:
        """Post a form as somebody."""
        return await self.ask(role, "POST", path, headers=[FORM], body=encoded(fields))

    def path(self, pattern: str, *, state: str = "published", **others: bytes) -> bytes:
        """The path of a route, with what exists for its parameters, unless another value is given."""
        there = {
            "id": str(self._id(pattern, state)),
            "occurrence_id": str(self.occurrence_id),
            "guest_id": str(self.guest_id),
            "slug": self._slug(pattern),
            "token": "x" if state == "draft" else self.ticket,
            "pc4": "3511",
            "file": "css/product.css",
        }
        return PARAMETER.sub(
            lambda match: quoted({**there, **others}.get(match[1], "1")).decode(), pattern
        ).encode()

    def _slug(self, pattern: str) -> str:
        if "/congres/" in pattern:
            return "opening-2027"
        return "utrecht" if "/gemeenten/" in pattern else self.slug

    def _id(self, pattern: str, state: str) -> int:
        if "/activiteiten/" in pattern:
            return self.ids[state]
        if "/voorraad/" in pattern:
            return self.file_id if pattern.endswith("/bestand") else self.kit_id
        return 1


async def cookie_of(account: Account) -> bytes:
    """The cookie of somebody who signed in."""
    link = await sign_in.make_sign_in_link(account.email)
    session = await sign_in.use_link(link.rpartition("/")[2])
    return f"{middleware.cookie_name()}={session.token}".encode()


async def organiser_on(app: Any, make: Make) -> World:
    """Somebody of an organisation that is trusted."""
    await make.edition()
    organiser = await make.account()
    await make.organisation(organiser, is_trusted=True)
    return World(app, {"nobody": None, "organiser": await cookie_of(organiser)})


STATES = ("submitted", "returned", "withdrawn", "draft", "cancelled", "published")


async def world_on(app: Any, make: Make, states: Sequence[str] = STATES, *, has_kits: bool = True) -> World:
    """People who signed in, an activity in each state with two occurrences, and orders of kits.

    Whoever asks for one page needs no more than what that page is about, and "published".
    """
    organiser = await make.account()
    organisation = await make.organisation(organiser)
    times = ((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))
    made = {}
    for state in states:
        made[state] = await make.activity(
            state,
            organisation=organisation,
            organiser=organiser,
            occurrences=times,
            capacity=24,
            join_ways=("telefoon", "binnenlopen", "hier-aanmelden"),
        )
    stranger = await make.account()
    await make.organisation(stranger, name="Een andere club")
    people = {
        "organiser": organiser,
        "coordinator": await make.coordinator(),
        "moderator": await make.team_member(),
        "admin": await make.team_member(TeamRole.ADMIN),
        "stranger": stranger,
    }
    if has_kits:
        batch, _, _ = await two_boxes(make)
        await printing.print_batch(batch.id, Paper.LABELS, request_key="made", actor=SYSTEM)
    opening = await make.congress()
    first, second = await make.workshops(opening, 5, 5)
    party = await make.registration(opening, choices=[(first, second)])
    await inviting.invite(opening.id, ["Spreker"], seats=1, valid_until=opening.starts_at, actor=SYSTEM)
    await entrance.open_door(opening.id, "Hoofdingang", actor=SYSTEM)
    occurrence = (await made["published"].occurrences())[0]
    guest = await entering.add_guest(
        occurrence.id,
        Guest("Riet", phone="030 000 11 22"),
        request_key="made",
        actor=acting(organiser, organisation),
    )
    return World(
        app,
        {"nobody": None, **{role: await cookie_of(account) for role, account in people.items()}},
        {state: each.id for state, each in made.items()},
        occurrence.id,
        guest.id,
        made["published"].activity.slug,
        kit_id=(await make.kit(stock_of=5)).id,
        file_id=(await make.kit(is_digital=True)).id,
        ticket=link_of(party.id, party.link_version).token,
    )
