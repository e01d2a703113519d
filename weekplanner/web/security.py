"""Security in front of every page: headers, where a form may come from, and the size of a body."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weekplanner.core import settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY_BYTES = 1024 * 1024
"""Every form of text fits; an upload states its own limit on its own route."""


def permissions_policy(*, camera: bool = False) -> str:
    """What a page may use of the machine: nothing, but for the one page that reads codes with the camera."""
    who = "(self)" if camera else "()"
    return f"camera={who}, geolocation=(), microphone=(), payment=(), interest-cohort=()"


HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", permissions_policy()),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)
_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:{tiles}; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMED_ANYWHERE = "frame-ancestors *"
"""For the policy of a page that other sites may show in a frame; X-Frame-Options cannot say that."""

TRANSPORT = "max-age=63072000; includeSubDomains"


def content_policy(*more: str) -> str:
    """What a page may load; `more` are directives that one page needs besides."""
    tile_url = settings.current().tile_url
    tiles = f" {_origin(tile_url)}" if tile_url else ""
    return "; ".join((_CONTENT_POLICY.format(tiles=tiles), *more))


class SecurityHeaders:
    """Adds to every answer what a browser must be told (standards: internet.nl, OWASP ASVS 5.0 §3)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        pairs = [*HEADERS, ("Content-Security-Policy", content_policy())]
        if settings.current().is_https:
            pairs.append(("Strict-Transport-Security", TRANSPORT))
        self.raw = [(name.lower().encode(), value.encode()) for name, value in pairs]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the headers that the answer does not set itself."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = _said_by(message["headers"])
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in self.raw if pair[0] not in present),
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _said_by(headers: Iterable[tuple[bytes, bytes]]) -> set[bytes]:
    """Which headers an answer sets itself, or makes void: its own policy says who may frame it."""
    said = set()
    for name, value in headers:
        said.add(name)
        if name == b"content-security-policy" and FRAMED_ANYWHERE.encode() in value:
            said.add(b"x-frame-options")
    return said


class SameOriginOnly:
    """Refuses a POST that another site could have caused.

    `Sec-Fetch-Site` decides where a browser sends it, `Origin` where it does not; with neither the
    request is refused. One-click unsubscribing (RFC 8058) and tokens in a header do not come from
    a browser's form, so their path prefixes are exempt.
    """

    def __init__(self, app: ASGIApp, *, refused: ASGIApp, exempt: Iterable[str] = ()) -> None:
        self.app = app
        self.refused = refused
        self.exempt = tuple(exempt)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what this site's own pages sent; answer the rest with the page `refused`."""
        is_fine = scope["type"] != "http" or scope["method"] in SAFE_METHODS or self.is_own(scope)
        await (self.app if is_fine else self.refused)(scope, receive, send)

    def is_own(self, scope: Scope) -> bool:
        """Whether the request comes from a page of this site."""
        if self.exempt and scope["path"].startswith(self.exempt):
            return True
        headers: dict[bytes, bytes] = dict(scope["headers"])
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return site in (b"same-origin", b"none")
        return headers.get(b"origin", b"").decode("latin-1") in settings.current().origins


def _origin(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0].replace('{s}', '*')}"
