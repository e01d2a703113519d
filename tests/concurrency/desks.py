"""People at work on a running server, and what they were told: to compare with what is kept."""

import asyncio
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

import httpx2

from tests.events.filling_in import SAVE, SOUP, SUBMIT, Fields, typed
from tests.make import Make
from tests.web.nonsense import cookie_of
from weekplanner.accounts.models import Account
from weekplanner.events.models import Activity

NEW = "/mijn/activiteiten/nieuw"
FEEDS = ("land", "gemeente/utrecht", "postcode/3512", "postcode/3512?straal=25", "land?categorie=samen-eten")
PATIENCE_S = 30
POLL_S = 0.1


@dataclass(frozen=True)
class Known:
    """An activity as somebody knows it."""

    title: str
    state: str


GONE = Known("", "deleted")


@dataclass
class Ledger:
    """What was asked of the site, and what it answered."""

    answers: Counter[int] = field(default_factory=Counter)
    answered: dict[int, Known] = field(default_factory=dict)
    """By activity: how it is since the last answer."""
    asked: dict[int, Known] = field(default_factory=dict)
    """What was asked and not answered: it may have been done, or not."""
    titles: set[str] = field(default_factory=set)
    """Of every activity that anybody tried to make."""
    more: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def total(self) -> int:
        """How often the site answered."""
        return self.answers.total()

    async def note(self, answer: httpx2.Response) -> None:
        """There was an answer."""
        async with self.more:
            self.answers[answer.status_code] += 1
            self.more.notify_all()

    async def until(self, total: int) -> None:
        """Wait until there were so many answers."""
        async with asyncio.timeout(PATIENCE_S), self.more:
            await self.more.wait_for(lambda: self.total >= total)

    async def differences(self) -> list[tuple[int, Known | None, Known]]:
        """Where the database does not say what was answered; what was asked may be done or not."""
        rows = {row.id: Known(row.title, row.state.value) for row in await Activity.all()}
        found = [
            (number, rows.get(number), known)
            for number, known in self.answered.items()
            if rows.get(number, GONE) not in (known, self.asked.get(number))
        ]
        unheard_of = [
            (number, row, GONE)
            for number, row in rows.items()
            if number not in self.answered and row.title not in self.titles
        ]
        return found + unheard_of


def version(page: httpx2.Response) -> Fields:
    """The field that says which version a page showed."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    return {"version": [found[1] if found else ""]}


class Desk:
    """Somebody who signed in, with connections of their own; a failure of those is the caller's."""

    def __init__(self, url: str, cookie: bytes | None, ledger: Ledger, name: str) -> None:
        headers = {"Sec-Fetch-Site": "same-origin", **({"Cookie": cookie.decode()} if cookie else {})}
        self.client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=PATIENCE_S)
        self.ledger = ledger
        self.name = name
        self._numbers = count(1)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """Look at a page."""
        answer = await self.client.get(path, headers=headers)
        await self.ledger.note(answer)
        return answer

    async def post(self, path: str, fields: Fields) -> httpx2.Response:
        """Post a form."""
        answer = await self.client.post(path, data=fields)
        await self.ledger.note(answer)
        return answer

    async def register(self, button: Fields, *, becomes: str) -> int:
        """Make an activity with a title of its own."""
        title = f"Soep {self.name} {next(self._numbers)}"
        self.ledger.titles.add(title)
        answer = await self.post(NEW, {**SOUP, "title": [title], "request_key": [title], **button})
        assert answer.status_code == 303, answer.text
        number = int(answer.headers["location"].rpartition("/")[2])
        self.ledger.answered[number] = Known(title, becomes)
        return number

    async def step(self, number: int, name: str, fields: Fields, becomes: Known) -> bool:
        """Take a step on the page for it; False when it is too early or somebody else was first."""
        path = f"/mijn/activiteiten/{number}/{name}"
        page = await self.get(path)
        self.ledger.asked[number] = becomes
        answer = await self.post(
            path, typed(page.text, fields) if "title" in fields else version(page) | fields
        )
        assert answer.status_code in {303, 409, 422}, answer.text
        if answer.status_code == 303:
            self.ledger.answered[number] = becomes
        del self.ledger.asked[number]
        return answer.status_code == 303

    async def one_life(self) -> None:
        """An activity that is published, changed and called off; another that is only a draft and goes."""
        number = await self.register(SUBMIT, becomes="published")
        title = f"{self.ledger.answered[number].title}, en thee"
        await self.step(number, "wijzigen", {"title": [title], **SAVE}, Known(title, "published"))
        if number % 2:
            await self.step(number, "afgelasten", {"apology": ["Stuk."]}, Known(title, "cancelled"))
        draft = await self.register(SAVE, becomes="draft")
        if number % 3:
            await self.step(draft, "verwijderen", {}, GONE)

    async def review(self) -> int:
        """Publish everything that waits, without trusting anybody; answers how much that was."""
        queue = await self.get("/team/activiteiten")
        waiting = dict.fromkeys(re.findall(r'href="/team/activiteiten/(\d+)"', queue.text))
        for number in waiting:
            page = await self.get(f"/team/activiteiten/{number}")
            answer = await self.post(f"/team/activiteiten/{number}/plaatsen", version(page))
            assert answer.status_code in {303, 409}, answer.text
        return len(waiting)

    async def follow(self, until: asyncio.Event) -> None:
        """A calendar app without patience: ask for feeds, with the validators that one has."""
        tags: dict[str, str] = {}
        while not until.is_set():
            for feed in FEEDS:
                path, _, query = feed.partition("?")
                answer = await self.get(
                    f"/feeds/{path}.ics?{query}", **{"If-None-Match": tags.get(feed, '""')}
                )
                tags[feed] = answer.headers.get("etag", "")
            with suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), POLL_S)


async def organisers(make: Make, number: int, *, is_trusted: bool = True) -> list[Account]:
    """People, each of an organisation of their own."""
    people = [await make.account() for _ in range(number)]
    for each, person in enumerate(people):
        await make.organisation(person, name=f"Club {each}", is_trusted=is_trusted)
    return people


async def desk_of(url: str, account: Account | None, ledger: Ledger, name: str) -> Desk:
    """Somebody behind a desk of their own."""
    return Desk(url, await cookie_of(account) if account else None, ledger, name)
