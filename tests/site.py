"""A visitor of the site under test, over HTTP without a network."""

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from email import message_from_bytes, policy
from typing import Any

import httpx2
import icalendar

from weekplanner import wiring
from weekplanner.accounts import middleware
from weekplanner.accounts.models import Account
from weekplanner.accounts.operations import sign_in
from weekplanner.core import settings
from weekplanner.listing.follower import Follower
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage

Fields = dict[str, Any]

PIECE_BYTES = 64 * 1024


class Site:
    """Gets and posts pages; follows no redirect, so that a test can say where it leads."""

    def __init__(self, app: Any, *, follower: Follower | None = None, account: Account | None = None) -> None:
        self.app = app
        self.account = account
        self.follower = follower or Follower(wiring.FOLLOWERS)
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app, raise_app_exceptions=False),
            base_url=settings.current().base_url,
        )
        self._others: list[Site] = []

    async def start(self) -> None:
        """Begin to follow the change log."""
        await self.follower.start()

    async def close(self) -> None:
        """End all connections."""
        for other in self._others:
            await other.close()
        await self.client.aclose()

    def as_(self, account: Account) -> "Site":
        """The same site for somebody who signed in."""
        other = Site(self.app, follower=self.follower, account=account)
        self._others.append(other)
        return other

    def somebody(self) -> "Site":
        """The same site for somebody else who has not signed in, with cookies of their own."""
        other = Site(self.app, follower=self.follower)
        self._others.append(other)
        return other

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """Ask for a page, when this process has read the change log; `_` in header names stands for `-`."""
        await self.follower.catch_up()
        await self._sign_in()
        return await self.client.get(path, headers=_headers(headers))

    async def head(self, path: str, **headers: str) -> httpx2.Response:
        """Ask for the headers of a page."""
        await self.follower.catch_up()
        await self._sign_in()
        return await self.client.head(path, headers=_headers(headers))

    async def post(self, path: str, fields: Fields | None = None, /, **more: Any) -> httpx2.Response:
        """Post a form from a page of this site; lists are posted as repeated fields."""
        await self._sign_in()
        data = {name: value for name, value in {**(fields or {}), **more}.items() if value is not None}
        return await self.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})

    async def upload(
        self, path: str, fields: Mapping[str, str], *, as_field: str, content: bytes | None
    ) -> httpx2.Response:
        """Post a form with one field for a file; without content no file was chosen."""
        await self._sign_in()
        boundary = "----the-boundary-of-the-tests"
        head = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
            if name != as_field
        )
        name = "" if content is None else "foto.jpg"
        head += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{as_field}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        parts = (head.encode(), content or b"", f"\r\n--{boundary}--\r\n".encode())
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(sum(map(len, parts))),
            "Sec-Fetch-Site": "same-origin",
        }
        return await self.client.post(path, content=_in_pieces(parts), headers=headers)

    async def feed(self, selection: str) -> list[icalendar.Event]:
        """The events of a feed, such as `activiteit/3` or `postcode/3511?straal=10`, as it is now."""
        response = await self.feed_response(selection)
        assert response.status_code == 200, response.text
        return list(icalendar.Calendar.from_ical(response.content).events)

    async def feed_response(self, selection: str, suffix: str = "ics", **headers: str) -> httpx2.Response:
        """The answer of a feed after this process has read the change log."""
        path, _, query = selection.partition("?")
        return await self.get(f"/feeds/{path}.{suffix}{'?' if query else ''}{query}", **headers)

    async def mail_kinds_to(self, address: str) -> list[str]:
        """The kinds of the messages to an address, oldest first."""
        rows = await OutboxMessage.filter(to_address=address).order_by("id")
        return [row.kind for row in rows]

    async def last_mail_to(self, address: str) -> str:
        """The text of the newest message to an address."""
        row = await OutboxMessage.filter(to_address=address).order_by("-id").first()
        assert row is not None, f"no message to {address}"
        letter = await render.letter(row)
        assert letter is not None
        message = message_from_bytes(letter.content, policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        return body.get_content()

    async def link_to(self, address: str) -> str:
        """The path of the first link in the newest message to an address."""
        found = re.search(
            re.escape(settings.current().base_url) + r"(/\S*)", await self.last_mail_to(address)
        )
        assert found, "no link in the message"
        return found[1]

    async def link_to_own(self, address: str) -> str:
        """The path of the personal link in the newest message to an address."""
        found = re.search(r"/p/\S+", await self.last_mail_to(address))
        assert found, "no personal link in the message"
        return found[0]

    async def _sign_in(self) -> None:
        if self.account is None or self.client.cookies.get(middleware.cookie_name()):
            return
        link = await sign_in.make_sign_in_link(self.account.email)
        session = await sign_in.use_link(link.rpartition("/")[2])
        self.client.cookies.set(
            middleware.cookie_name(), session.token, domain=self.client.base_url.host
        )  # as a page sets it, so that a new one takes its place


async def _in_pieces(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    """As a web server hands it on: never the whole of it."""
    for part in parts:
        for start in range(0, len(part), PIECE_BYTES):
            yield part[start : start + PIECE_BYTES]


def _headers(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
