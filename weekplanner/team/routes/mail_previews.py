"""The pages where the team sees how messages look."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.mailer import addresses
from weekplanner.team.queries import mail_previews as queries
from weekplanner.team.queries.mail_previews import Preview
from weekplanner.web import security
from weekplanner.web.pages import PRIVATE, render

LANGUAGE_KEY, WIDTH_KEY = "taal", "breedte"
WIDTHS = ("computer", "telefoon")

FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "unsafe-none",  # HTML §7.4.5: with another, a sandboxed page is an error
    "X-Robots-Tag": "noindex",
    "Cache-Control": PRIVATE,
}
"""A message has its styles inline, as mail programs want: it stands in a frame with a policy of its own."""


async def mail_previews(request: Request) -> Response:
    """Every kind of message: what it is called, when it goes, its subject."""
    groups = queries.mail_previews(actor=request.state.person)
    return await render(request, "team/mail_previews.html", groups=groups)


async def mail_preview(request: Request) -> Response:
    """One kind of message, with invented values."""
    language, width = _language(request), request.query_params.get(WIDTH_KEY, WIDTHS[0])
    preview = _asked(request, language)
    if width not in WIDTHS:
        raise UnknownValue
    response = await render(
        request,
        "team/mail_preview.html",
        preview=preview,
        sender=str(addresses.sender()),
        shown_language=language,
        languages=queries.mail_languages(),
        width=width,
    )
    response.headers["Content-Security-Policy"] = security.content_policy("frame-src 'self'")
    return response


async def mail_preview_html(request: Request) -> Response:
    """Its HTML part alone, as it is sent."""
    parts = _asked(request, _language(request)).parts
    if parts is None:
        raise NotFound
    return HTMLResponse(parts.html, headers=FRAMED)


def _asked(request: Request, language: str) -> Preview:
    return queries.mail_preview(request.path_params["kind"], language, actor=request.state.person)


def _language(request: Request) -> str:
    """The language that the address asks for; raises UnknownValue."""
    language = request.query_params.get(LANGUAGE_KEY, SOURCE_LANGUAGE)
    if language not in queries.mail_languages():
        raise UnknownValue
    return language


ROUTES = (
    Route("/team/mails", mail_previews, name="mail_previews"),
    Route("/team/mails/{kind}", mail_preview, name="mail_preview"),
    Route("/team/mails/{kind}/html", mail_preview_html, name="mail_preview_html"),
)
