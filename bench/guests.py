"""People who sign up at the page of an activity or a congress, as a process of its own.

    python -m bench.guests PORT PATH TRIES CLIENTS [NAME=VALUE&…]

The last holds fields that everybody fills in alike. Each client reads the page once, and sends its form
with another e-mail address again and again, on one connection. It prints as JSON how often the site gave
which answer, how many answers came in a second, and the slowest hundredth in milliseconds.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from html.parser import HTMLParser
from itertools import count
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import uvloop


class SignUpForm(HTMLParser):
    """The form on the page: where it goes, and what a browser sends that nobody filled in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field of the form."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = urlsplit(values.get("action", "")).path.endswith("/aanmelden")
            self.action = values["action"] if self._is_inside else self.action
        elif tag == "input" and self._is_inside and "name" in values:
            kind = values.get("type", "text")
            if kind not in {"radio", "checkbox"} or "checked" in values:
                self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Its end."""
        if tag == "form":
            self._is_inside = False


class Client:
    """One connection that is kept alive."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)

    def close(self) -> None:
        """Disconnect."""
        self._writer.close()

    async def get(self, path: str) -> int:
        """Read a page; answers the status."""
        lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip")
        self._writer.write("\r\n".join((*lines, "", "")).encode())
        status, _headers = await self._answer()
        return status

    async def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; answers the status, and where it leads."""
        body = urlencode(fields).encode()
        lines = (
            f"POST {path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        )
        self._writer.write("\r\n".join((*lines, "", "")).encode() + body)
        status, headers = await self._answer()
        return status, headers.get("location", "")

    async def _answer(self) -> tuple[int, dict[str, str]]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        await self._reader.readexactly(int(headers.get("content-length", 0)))
        return int(head[0].split()[1]), headers


async def sign_up(port: int, path: str, tries: int, clients: int, alike: dict[str, str]) -> dict[str, object]:
    """Answers what is printed."""
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as browser:
        form = SignUpForm((await browser.get(path)).text)
    assert form.action, "there is no form on the page"
    numbers, answers, took = count(1), Counter[str](), list[float]()

    async def one_after_another() -> None:
        client = Client(port)
        await client.open()
        while (number := next(numbers)) <= tries:
            typed = {"name": f"Gast {number}", "email": f"gast{number}@example.org"}
            began = time.perf_counter()
            status, location = await client.post(
                urlsplit(form.action).path, {**form.fields, **alike, **typed}
            )
            took.append(time.perf_counter() - began)
            (outcome,) = parse_qs(urlsplit(location).query).get("plek", [str(status)])
            answers[outcome] += 1

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _client in range(clients)))
    passed = time.perf_counter() - began
    return {
        "answers": answers,
        "per_second": tries / passed,
        "p99_ms": 1000 * sorted(took)[int(len(took) * 0.99)],
    }


if __name__ == "__main__":
    port, path, tries, clients, *fields = sys.argv[1:]
    alike = dict(parse_qsl("&".join(fields)))
    print(json.dumps(uvloop.run(sign_up(int(port), path, int(tries), int(clients), alike))))
