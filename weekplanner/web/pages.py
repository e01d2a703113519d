"""Rendering pages and redirecting between them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from weekplanner.core import links, templating, texts
from weekplanner.core.errors import TooMany
from weekplanner.web import convertors as convertors  # routes use `{id:row}`
from weekplanner.web import drawings, static
from weekplanner.web.forms import Form

PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"

SiteFacts = Callable[[], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class MenuItem:
    """A page in the team's menu, for who may open it. Any: who a person is, packages above know."""

    name: str
    words: str
    may: Callable[[Any], bool]


_site_facts: list[SiteFacts] = []
_team_menu: list[MenuItem] = []


def wire(site_facts: SiteFacts, team_menu: Iterable[MenuItem] = ()) -> None:
    """Set what every page knows besides the settings (the current edition), and the menu of the team."""
    _site_facts[:] = [site_facts]
    _team_menu[:] = team_menu


def language_of(request: Request) -> str:
    """The language of the address: residents' pages stand under `/en` too."""
    return "en" if request.scope.get("root_path", "").endswith("/en") else texts.SOURCE_LANGUAGE


@cache
def environment() -> Environment:
    """The templates of pages."""
    made = templating.environment(autoescape=True)
    made.globals.update(static=static.address, drawn_icon=drawings.icon, drawn_plate=drawings.plate)
    return made


class PageSite(templating.Site):
    """What every page shows of the site: the settings, and facts such as the current edition."""

    edition = None
    has_congress = False
    is_demonstration = False

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.__dict__.update(facts)


async def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page `template`, in the language of its address.

    Residents' pages are the same for everyone and may be kept if asked again; others are kept nowhere.
    """
    facts = await _site_facts[0]() if _site_facts else {}
    return render_with(request, template, facts, status=status, **context)


def render_with(
    request: Request, template: str, facts: Mapping[str, Any], *, status: int = 200, **context: Any
) -> HTMLResponse:
    """Like `render`, with what is known of the site given; for pages that must do without a database."""
    asked = language_of(request)
    language = asked if texts.is_translated(asked) else texts.SOURCE_LANGUAGE
    person = getattr(request.state, "person", None)
    with texts.use_language(language):
        body = (
            environment()
            .get_template(template)
            .render(
                {
                    "request": request,
                    "person": person,
                    "team_menu": [item for item in _team_menu if person and item.may(person)],
                    "language": language,
                    "is_indexed": language == asked,
                    "site": PageSite(facts),
                    **context,
                }
            )
        )
    kept = PRIVATE if hasattr(request.state, "person") else PUBLIC
    return HTMLResponse(body, status, headers={"Cache-Control": kept if status < 400 else PRIVATE})


async def render_form(request: Request, template: str, form: Form, **context: Any) -> HTMLResponse:
    """The page with a form.

    422 when something in it is wrong, 409 when it was made from an older state, 429 when it came too often.
    """
    response = await render(request, template, status=form.status, form=form, **context)
    if isinstance(form.refusal, TooMany):
        response.headers["Retry-After"] = str(form.refusal.retry_after_s)
    return response


def redirect(
    request: Request, name: str, *, query: Mapping[str, object] | None = None, **values: Any
) -> Response:
    """After a POST: go to the page that says what happened (303)."""
    return redirect_to(links.path(name, language=language_of(request), query=query, **values))


def redirect_to(path: str, *, status: int = 303) -> Response:
    """Go to a path of this site.

    A browser that kept it would go round in circles once a name changes back.
    """
    kept = PUBLIC if status == 301 else PRIVATE
    return RedirectResponse(path, status, headers={"Cache-Control": kept})
