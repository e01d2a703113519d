"""Odd headers, methods and bodies: an answer, never a failure; too much of anything is refused."""

from itertools import cycle, product

import pytest

from tests.web.nonsense import FORM, NONSENSE, ROLES, Header, World, encoded, quoted, routes

PAGES = (
    "/",
    "/agenda?postcode=3511",
    "/bestaat-niet",
    "/mijn",
    "/inloggen",
    "/team/activiteiten",
    "/metrics",
)
FEEDS = ("/feeds/land.ics", "/feeds/postcode/9999.ics")
FILES = ("/static/css/product.css", "/static/../pyproject.toml")

HEADERS = (
    b"host",
    b"cookie",
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"authorization",
    b"content-type",
    b"forwarded",
    b"if-match",
    b"if-modified-since",
    b"if-none-match",
    b"if-range",
    b"origin",
    b"range",
    b"referer",
    b"sec-fetch-site",
    b"user-agent",
    b"x-forwarded-for",
    b"x-forwarded-host",
)
ODD_VALUES: dict[bytes, tuple[bytes, ...]] = {
    b"host": (b"[", b"[::1", b"a:99999", b"evil.example", b"a b", b"@", b"xn--a"),
    b"cookie": (
        b"=",
        b";;;",
        b'__Host-session="',
        b"__Host-session=" + b"a" * 10_000,
        b"__Host-session=; " * 500,
    ),
    b"accept-encoding": (
        b"gzip;q=nan",
        b"gzip;q=-1",
        b"gzip;q=9e999",
        b"*;q=0",
        b"gzip" * 3_000,
        b",,,;;;===",
    ),
    b"if-none-match": (b'W/"', b'"' * 5_000, b"*, *", b'"a", ' * 5_000),
    b"if-modified-since": (
        b"Sat, 01 Jan 2000 00:00:00 +99999999999999999999",
        b"Sat, 01 Jan 2000 00:00:00 -2359",
        b"Mon, 00 Feb 0000 99:99:99 GMT",
        b"Sun, 31 Dec 9999 23:59:59 -1200",
        b"01 Jan 1 00:00:00 +1400",
        b"9" * 5_000,
    ),
    b"range": (
        b"bytes=0-",
        b"bytes=9-1",
        b"bytes=-0",
        b"bytes=a-b",
        b"bytes=" + b"0-1," * 2_000,
        b"furlongs=1-2",
    ),
    b"content-type": (b"multipart/form-data", b"text/html; charset=nonsense", b";;;", b"a/b" * 3_000),
}

BODIES: dict[str, tuple[bytes, bytes | list[bytes], set[int]]] = {
    "nothing": (FORM[1], b"", set()),
    "no form": (b"application/json", b'{"title": "Soep"}', set()),
    "no kind of content at all": (b"", b"title=Soep", set()),
    "percent signs": (FORM[1], b"%" * 1_000, set()),
    "separators": (FORM[1], b"&" * 5_000 + b"=" * 5_000 + b";" * 5_000, set()),
    "bytes": (FORM[1], bytes(range(256)) * 4, set()),
    "in pieces": (FORM[1], [b"title=%", b"f", b"f&ver", b"sion", b"=9"], set()),
    "a multipart without a boundary": (b"multipart/form-data", b"title=Soep", {400}),
    "a multipart that is none": (b"multipart/form-data; boundary=x", b"title=Soep", {400}),
    "a multipart without names": (b"multipart/form-data; boundary=x", b"--x\r\n\r\nSoep\r\n--x--\r\n", {400}),
    "a multipart that never ends": (
        b"multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nSoep',
        set(),
    ),
    "a multipart in no encoding": (
        b"multipart/form-data; boundary=x; charset=nonsense",
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\xff\xfe\r\n--x--\r\n',
        set(),
    ),
    "a boundary without end": (b"multipart/form-data; boundary=" + b"x" * 5_000, b"--x--", {400}),
    "5,000 fields": (FORM[1], encoded({f"f{number}": ["1"] for number in range(5_000)}), {400}),
    "5,000 parts": (
        b"multipart/form-data; boundary=x",
        b"".join(b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n' for _ in range(5_000))
        + b"--x--\r\n",
        {400},
    ),
    "2 MB": (FORM[1], b"title=" + b"a" * 2_000_000, {413}),
    "2 MB in pieces": (FORM[1], [b"title=", *[b"a" * 50_000] * 40], {413}),
    "2 MB of a file": (
        b"multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
        + b"a" * 2_000_000
        + b"\r\n--x--\r\n",
        {413},
    ),
}

POSTS = (
    ("nobody", "/mijn/activiteiten/nieuw"),
    ("organiser", "/mijn/activiteiten/nieuw"),
    ("organiser", "/mijn/activiteiten/{id:row}/wijzigen"),
    ("organiser", "/mijn/activiteiten/{id:row}/afgelasten"),
    ("organiser", "/mijn/activiteiten/voorbeeld"),
    ("moderator", "/team/activiteiten/{id:row}/afwijzen"),
    ("moderator", "/team/activiteiten/{id:row}/plaatsen"),
    ("nobody", "/inloggen"),
    ("nobody", "/inloggen/{token}"),
)


@pytest.mark.once
async def test_nonsense_in_a_header_gives_an_answer(world: World):
    nonsense = [value.replace(b"\r\n", b" ").replace(b"\n", b" ") for value in NONSENSE.values()]
    values = [value.replace(b"\x00", b"") for value in nonsense]  # the web server refuses a NUL itself
    paths = cycle((*PAGES, *FEEDS, *FILES))
    problems = []
    for name in HEADERS:
        who = "nobody" if name == b"cookie" else "organiser"
        for path, value in zip(paths, (b"", *values), strict=False):
            answer = await world.ask(who, "GET", path, headers=[(name, value)])
            problems += [(name, value[:40], path, each) for each in answer.problems]
        for path, value in product((*PAGES, *FEEDS, *FILES), ODD_VALUES.get(name, ())):
            answer = await world.ask(who, "GET", path, headers=[(name, value)])
            problems += [(name, value[:40], path, each) for each in answer.problems]
        for value in (b"", *values, *ODD_VALUES.get(name, ())):
            answer = await world.ask(who, "POST", "/inloggen", headers=[FORM, (name, value)], body=b"email=x")
            problems += [(name, value[:40], "POST", each) for each in answer.problems]
    assert problems == []


async def test_headers_that_come_twice_give_an_answer(world: World):
    twice: list[Header] = [(name, value) for name in HEADERS for value in (b"a", b"b")]
    for path in (*PAGES, *FEEDS, *FILES):
        answer = await world.ask("nobody", "GET", path, headers=twice)
        assert answer.problems == [], path


@pytest.mark.once
@pytest.mark.parametrize(
    "method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "SOEP", "get"]
)
async def test_every_route_answers_every_method(world: World, method: str):
    problems = []
    for path, methods in routes():
        for role in ROLES:
            answer = await world.ask(role, method, world.path(path))
            problems += [(path, role, each) for each in answer.problems]
            if method not in methods and not path.startswith("/feeds/"):
                assert answer.status in {401, 403, 404, 405}, (path, answer.status)
    assert problems == []


@pytest.mark.parametrize("what", BODIES)
async def test_an_odd_body_is_understood_or_told(world: World, what: str):
    content_type, body, wanted = BODIES[what]
    problems = []
    for role, pattern in POSTS:
        answer = await world.ask(
            role, "POST", world.path(pattern), headers=[(b"content-type", content_type)], body=body
        )
        problems += [(role, pattern, each) for each in answer.problems]
        expected = wanted or {200, 303, 404, 409, 422}
        problems += [] if answer.status in expected else [(role, pattern, str(answer.status))]
    assert problems == []


async def test_a_file_posted_into_a_text_field_is_dropped(world: World):
    for role, pattern in POSTS:
        for name in (
            "title",
            "email",
            "version",
            "apology",
            "reason",
            "remove",
            "add",
            "occurrences-0-day",
            "again",
        ):
            body = (
                f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="soep.exe"\r\n'
                f"Content-Type: application/x-msdownload\r\n\r\nMZ\r\n--x--\r\n"
            ).encode()
            answer = await world.ask(
                role,
                "POST",
                world.path(pattern),
                headers=[(b"content-type", b"multipart/form-data; boundary=x")],
                body=body,
            )
            assert answer.problems == [], (pattern, name)
            assert answer.status in {200, 303, 404, 409, 422}


async def test_a_form_whose_sender_hangs_up_half_way_is_no_failure(world: World):
    for role, pattern in POSTS:
        for content_type, body in ((FORM[1], b"title=So"), (b"multipart/form-data; boundary=x", b"--x\r\n")):
            answer = await world.ask(
                role,
                "POST",
                world.path(pattern),
                headers=[(b"content-type", content_type)],
                body=body,
                hangs_up=True,
            )
            assert answer.error is None, pattern
            assert answer.status < 500


async def test_a_very_long_address_is_refused_or_answered(world: World):
    for path in ("/agenda?waar=", "/feeds/land.ics?categorie=", "/inloggen?terug=/", "/bestaat-niet/"):
        answer = await world.ask("nobody", "GET", path.encode() + quoted("é" * 10_000))
        assert answer.problems == [], path
        assert answer.status in {200, 400, 404}
