"""A page that is kept is never another than what would be made now, and takes no more room than it may."""

import asyncio
import gzip
from datetime import timedelta
from random import Random

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.make import at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.app import create_app
from weekplanner.core import clock
from weekplanner.events.operations import cancelling, confirming
from weekplanner.finding import agenda
from weekplanner.web import kept
from weekplanner.web.kept import KeptPages, PageDoor


@pytest.fixture
async def soup(make):
    return await make.activity(occurrences=[(at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30))])


async def made_anew(path: str) -> str:
    """The page as a process makes it that was just started."""
    pages = kept.current()
    kept.wire()
    other = Site(create_app())
    text = (await other.get(path)).text
    await other.close()
    kept._current[:] = [pages]
    return text


PAGES = [
    "/",
    "/agenda?postcode=3511",
    "/agenda?gemeente=utrecht&categorie=samen-eten",
    "/en/agenda",
    "ACTIVITY",
]


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_that_was_kept_shows_what_was_called_off_since(site, soup, page):
    path = soup.path if page == "ACTIVITY" else page
    before = await site.get(path)
    assert (await site.get(path)).headers["ETag"] == before.headers["ETag"]
    activity = await soup.fresh()
    await cancelling.cancel_activity(soup.id, "De zaal is stuk.", version=activity.version, actor=SYSTEM)
    after = await site.get(path)
    assert after.text != before.text
    assert after.text == await made_anew(path)


async def test_what_no_entry_tells_shows_at_once_too(site, soup, now):
    now.set(at(28, 10, month=9))
    assert "Gecontroleerd op" not in (await site.get(soup.path)).text
    activity = await soup.fresh()
    await confirming.confirm_activity(soup.id, version=activity.version, actor=SYSTEM)
    assert "Gecontroleerd op" in (await site.get(soup.path)).text


async def test_an_edit_elsewhere_leaves_a_page_where_it_was(site, make, soup):
    await site.get("/agenda?postcode=3511")
    page = kept.current().at_hand(("/agenda", b"postcode=3511"), clock.now())
    await make.activity(title="Dammen", postcode="9711 LM")
    await site.get(soup.path)
    assert page is not None
    assert kept.current().at_hand(("/agenda", b"postcode=3511"), clock.now()) is page


@pytest.mark.parametrize("moment", [at(6, 12), at(6, 13, 30), at(7, 0), at(9, 0)])
async def test_a_page_is_true_when_something_begins_or_ends_or_the_day_does(site, soup, now, moment):
    now.set(moment - timedelta(seconds=1))
    await site.get("/agenda?postcode=3511")
    now.set(moment)
    assert (await site.get("/agenda?postcode=3511")).text == await made_anew("/agenda?postcode=3511")


async def test_a_page_that_was_begun_before_something_ended_is_not_kept_after_it(
    site, soup, now, monkeypatch
):
    async def read_slowly(*arguments):
        read = await agenda.agenda(*arguments)
        now.set(at(6, 13, 30))
        return read

    now.set(at(6, 13, 29))
    with monkeypatch.context() as slow:
        slow.setattr("weekplanner.finding.routes.agenda.read_agenda", read_slowly)
        before = await site.get("/agenda?postcode=3511")
    after = await site.get("/agenda?postcode=3511")
    assert after.text != before.text
    assert after.text == await made_anew("/agenda?postcode=3511")


async def test_another_edition_is_there_at_once(site, make, soup):
    before = (await site.get("/agenda")).text
    await make.edition(2028)
    after = (await site.get("/agenda")).text
    assert after != before
    assert after == await made_anew("/agenda")


async def test_who_has_the_page_is_told_so(site, soup):
    page = await site.get("/agenda", Accept_Encoding="identity")
    packed = await site.get("/agenda", Accept_Encoding="gzip")
    assert (page.headers["ETag"][:-1], packed.headers["Content-Encoding"]) == (
        packed.headers["ETag"][:-4],
        "gzip",
    )
    assert packed.text == page.text
    for tag in (page.headers["ETag"], packed.headers["ETag"], f"W/{page.headers['ETag']}", "*"):
        again = await site.get("/agenda", If_None_Match=tag)
        assert (again.status_code, again.content) == (304, b"")
    assert (await site.get("/agenda", If_None_Match='"another"')).status_code == 200
    head = await site.head("/agenda", Accept_Encoding="identity")
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(page.content)))
    for answer in (page, packed, head):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Content-Security-Policy" in answer.headers


async def test_what_is_personal_is_never_kept(site, soup):
    mine = await site.as_(soup.organiser).get("/mijn")
    assert (mine.status_code, len(kept.current())) == (200, 0)
    await site.as_(soup.organiser).get("/agenda")
    assert (await site.get("/agenda")).headers.get("Set-Cookie") is None


def small_site(pages: KeptPages, texts: list[str], meanwhile=lambda: None) -> Site:
    """One page about "tea", which says the next of some texts each time it is made."""

    async def tea(request: Request) -> HTMLResponse:
        kept.keep(request, ["tea"], until=clock.now() + timedelta(hours=1))
        text = texts.pop(0)
        meanwhile()
        return HTMLResponse(text)

    async def nothing() -> None:
        return None

    return Site(PageDoor(Starlette(routes=[Route("/{any}", tea)]), pages, caught_up=nothing))


async def test_what_changes_while_a_page_is_made_is_not_kept(configured, now):
    pages = KeptPages()
    visitor = small_site(pages, ["old", "new"], meanwhile=lambda: pages.drop({"tea"}))
    assert [(await visitor.get("/a")).text for _ in range(2)] == ["old", "new"]
    visitor = small_site(pages, ["old", "new"], meanwhile=lambda: pages.drop({"coffee"}))
    assert [(await visitor.get("/a")).text for _ in range(2)] == ["old", "old"]
    pages.clear()
    visitor = small_site(pages, ["old", "new"], meanwhile=pages.clear)
    assert [(await visitor.get("/a")).text for _ in range(2)] == ["old", "new"]


async def test_the_page_asked_for_longest_ago_goes_first_and_the_room_is_kept_to(configured, now):
    pages = KeptPages(max_bytes=30_000)
    chance = Random(1)
    visitor = small_site(pages, [f"{number:05}{chance.randbytes(5_500).hex()}" for number in range(9)])
    for path in ("/a", "/b", "/c", "/a", "/d", "/e"):
        await visitor.get(path)
        assert pages.size_bytes <= 30_000
    assert [(await visitor.get(path)).text[:5] for path in ("/a", "/b")] == ["00000", "00005"]
    pages.clear()
    assert (pages.size_bytes, len(pages), pages._anchored) == (0, 0, {})


async def test_a_page_that_is_too_large_goes_on_as_it_comes(configured, now):
    pages = KeptPages()
    visitor = small_site(pages, ["x" * (kept.MAX_PAGE_BYTES + 1)] * 2)
    assert len((await visitor.get("/a")).content) == kept.MAX_PAGE_BYTES + 1
    assert len(pages) == 0


async def test_equal_pages_have_equal_bytes_in_every_process(configured, now):
    answers = []
    for _process in range(2):
        visitor = small_site(KeptPages(), ["x" * 2_000])
        answers.append(await visitor.client.get("/a", headers={"Accept-Encoding": "gzip"}))
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    assert gzip.compress(answers[0].content, kept.GZIP_LEVEL, mtime=0) == gzip.compress(
        answers[1].content, kept.GZIP_LEVEL, mtime=0
    )


class Slow:
    """A page that is true for a second, and made only when a test lets it be."""

    def __init__(self, now: clock.MovableClock) -> None:
        self.now = now
        self.times = 0
        self.may_be_made = asyncio.Event()
        self.may_be_made.set()
        self.lasts = timedelta(seconds=1)
        self.failures = 0

    async def answer(self, request: Request) -> HTMLResponse:
        """The page, with how often it was made."""
        self.times += 1
        number = self.times
        await self.may_be_made.wait()
        if self.failures:
            self.failures -= 1
            return HTMLResponse("failed", 500)
        kept.keep(request, ["here"], until=self.now.at + self.lasts)
        return HTMLResponse(str(number))


async def ask_at_once(door: PageDoor, times: int, slow: Slow) -> list[str]:
    """What so many readers get who all ask before the page is made."""
    slow.may_be_made.clear()
    asking = [asyncio.create_task(text_of(door)) for _ in range(times)]
    for _step in range(100):  # as far as each of them can go
        await asyncio.sleep(0)
    slow.may_be_made.set()
    return await asyncio.gather(*asking)


async def text_of(door: PageDoor) -> str:
    """What a reader gets."""
    transport = httpx2.ASGITransport(app=door)
    async with httpx2.AsyncClient(transport=transport, base_url="https://komerbij.test") as client:
        return (await client.get("/")).text


@pytest.fixture
def slow(configured, now) -> tuple[PageDoor, Slow]:
    """A door with the page behind it."""
    page = Slow(now)
    app = Starlette(routes=[Route("/", page.answer)])
    return PageDoor(app, KeptPages(), caught_up=_nothing), page


async def _nothing() -> None:
    """Nobody changes anything."""


async def test_a_page_whose_time_is_over_is_made_once_for_all_who_ask(slow, now):
    door, page = slow
    assert await text_of(door) == "1"
    now.move(timedelta(seconds=1))
    assert await ask_at_once(door, 20, page) == ["2"] * 20
    assert page.times == 2


async def test_of_what_takes_longer_than_it_is_true_two_are_made_at_most(slow, now):
    door, page = slow
    assert await text_of(door) == "1"
    now.move(timedelta(seconds=1))
    page.lasts = timedelta(0)
    assert await ask_at_once(door, 20, page) == ["2", *["3"] * 19]
    assert page.times == 3


async def test_who_waited_for_a_page_that_failed_makes_it(slow, now):
    door, page = slow
    assert await text_of(door) == "1"
    now.move(timedelta(seconds=1))
    page.failures = 1
    assert sorted(await ask_at_once(door, 3, page)) == ["3", "3", "failed"]


async def test_nobody_waits_for_a_page_that_was_never_kept(slow):
    door, page = slow
    assert sorted(await ask_at_once(door, 3, page)) == ["1", "2", "3"]
