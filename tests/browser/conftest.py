"""A real browser on a real server: pages as people see them, at the width of a phone and of a desk."""

import email
import re
import shutil
from collections.abc import AsyncIterator
from email import policy
from pathlib import Path
from typing import ClassVar

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests import databases
from tests.browser import chromium
from tests.server import Program, Server, serving

WIDTHS = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
CLOCK = "2027-08-16T10:00:00+02:00"
"""Registration is open, the week is six weeks away."""
Command = tuple[str, ...]


BOTH = "both"
walked_once = pytest.mark.parametrize("viewport", [BOTH], indirect=True)
"""A story that is walked through once, on a phone; its pages are looked at in both widths."""


@pytest.fixture(params=list(WIDTHS))
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """The window of this run of a test."""
    return WIDTHS["phone" if request.param == BOTH else request.param]


@pytest.fixture
def widths(request: pytest.FixtureRequest, viewport: dict[str, int]) -> list[dict[str, int]]:
    """The windows in which this run of a test looks at a page, the first one last."""
    is_both = request.node.callspec.params["viewport"] == BOTH
    return [*reversed(WIDTHS.values())] if is_both else [viewport]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, or a clear failure: these tests are never skipped."""
    path = chromium.find()
    assert path, "no Chromium was found; `make test` installs one"
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        await started.close()


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Program:
    """The program on the database of this test, in August 2027."""
    return Program.on(database_url, tmp_path, clock=CLOCK)


class Beginnings:
    """What commands put in a database: made once, and copied for each test (SQLite only).

    The database remembers at which moment it began, so each clock has beginnings of its own.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.made: dict[tuple[str | None, tuple[Command, ...]], Path] = {}

    async def put(self, program: Program, *commands: Command) -> None:
        """Run the commands on the new database of `program`, or do what they did before."""
        database = Path(program.environment["WEEKPLANNER_DATABASE_URL"].removeprefix("sqlite://"))
        media = program.directory / "var"
        wanted = (program.environment.get("WEEKPLANNER_CLOCK"), commands)
        if (made := self.made.get(wanted)) is not None:
            shutil.copy(made / database.name, database)
            shutil.copytree(made / media.name, media)
            return
        for command in commands:
            status, _, errors = await program.run(*command)
            assert status == 0, errors
        if databases.KIND == "sqlite":
            media.mkdir(exist_ok=True)
            made = self.directory / str(len(self.made))
            shutil.copytree(media, made / media.name)
            shutil.copy(database, made)
            self.made[wanted] = made


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """What the tests of this run begin with."""
    return Beginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.fixture
async def server(program: Program, beginnings: Beginnings) -> AsyncIterator[Server]:
    """The site with an edition and a moderator, on a port of its own."""
    await beginnings.put(
        program,
        ("edition", "add", "2027", "--starts", "2027-10-01", "--ends", "2027-10-08"),
        ("team", "add", "team@example.org", "--role", "moderation"),
    )
    async with serving(program) as started:
        yield started


class Person:
    """Somebody with a browser of their own, who looks closely at every page."""

    seen: ClassVar[set[str]] = set()

    def __init__(self, page: Page, server: Server, widths: list[dict[str, int]]) -> None:
        self.page = page
        self.server = server
        self.widths = widths
        self.complaints: list[str] = []
        self.expected = {"422", "409"}
        """What the console may say: a form that was refused is no fault."""
        self.elsewhere: set[str] = set()
        page.on("console", self._hear)
        page.on("request", self._watch)

    def _hear(self, message) -> None:
        is_expected = any(words in message.text for words in self.expected)
        if message.type in {"error", "warning"} and not is_expected:
            self.complaints.append(message.text)

    def _watch(self, request) -> None:
        if not request.url.startswith((self.server.url, "data:")):
            self.elsewhere.add(request.url)

    async def go(self, path: str) -> None:
        """Open a page of the site, and look at it."""
        await self.page.goto(path if path.startswith("http") else self.server.url + path)
        await self.look()

    async def click(self, name: str, *, role: str = "button") -> None:
        """Press what has this name, and look at the page that follows."""
        await self.page.get_by_role(role, name=name, exact=True).first.click()
        await self.page.wait_for_load_state()
        await self.look()

    async def look(self) -> None:
        """No violations, nothing sticks out sideways, no complaint in the console, no other site asked."""
        for width in self.widths:
            if len(self.widths) > 1:
                await self.page.set_viewport_size(width)
            sideways = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert sideways <= 0, f"{self.page.url} is {sideways} px too wide"
            if width is self.widths[-1] or await self._is_new_on_a_desk():
                await self._is_for_everyone()
        assert self.complaints == []
        assert self.elsewhere == set()

    async def _is_new_on_a_desk(self) -> bool:
        """Whether no story has shown a page of this kind in its second width; its other states are alike."""
        kind = re.sub(r"\d+", "", self.page.url.removeprefix(self.server.url)) + await self.page.title()
        is_new = kind not in self.seen
        self.seen.add(kind)
        return is_new

    async def _is_for_everyone(self) -> None:
        found = await Axe().run(self.page)
        problems = [
            (each["id"], [node["html"][:120] for node in each["nodes"]])
            for each in found.response["violations"]
        ]
        assert problems == [], self.page.url

    async def sees(self, text: str) -> None:
        """The page shows this text."""
        await self.page.get_by_text(text).first.wait_for(timeout=5000)


@pytest.fixture
async def person(browser: Browser, server: Server, viewport: dict[str, int], widths: list[dict[str, int]]):
    """Makes people, each with cookies of their own."""
    contexts = []

    async def make(**options) -> Person:
        context = await browser.new_context(viewport=viewport, locale="nl-NL", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Person(await context.new_page(), server, widths)

    yield make
    for context in contexts:
        await context.close()


class Mailbox:
    """What the site has sent, from the mail directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def newest_to(self, address: str, page: Page, *, subject: str = "") -> str:
        """The text of the newest message to an address, once it is there."""
        for _ in range(100):
            found = [
                message
                for path in sorted(self.directory.glob("new/*"), key=lambda path: path.stat().st_mtime_ns)
                if address
                in (message := email.message_from_bytes(path.read_bytes(), policy=policy.default))["To"]
                and subject in message["Subject"]
            ]
            if found:
                return found[-1].get_body(("plain",)).get_content()
            await page.wait_for_timeout(100)
        raise AssertionError(f"no message to {address}")

    async def link_to(self, address: str, page: Page, *, part: str = "/inloggen/", subject: str = "") -> str:
        """The link in the newest message to an address, with this in its subject."""
        text = await self.newest_to(address, page, subject=subject)
        found = re.search(rf"http://\S*{part}\S+", text)
        assert found, text
        return found[0]


@pytest.fixture
def mailbox(program: Program) -> Mailbox:
    """The messages of this site."""
    return Mailbox(program.directory / "mail")
