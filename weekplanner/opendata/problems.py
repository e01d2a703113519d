"""What the API says when it cannot do what is asked: problem details (RFC 9457)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from weekplanner.core.errors import Problem, TooMany, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.opendata.schemas import Location, ProblemDetails, WrongInput
from weekplanner.web import errors

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: _("Er klopt iets niet aan de vraag."),
    404: _("Dit is er niet."),
    405: _("Dit kan hier niet."),
    410: _("Dit staat niet meer op de site."),
    500: _("Er ging bij ons iets mis."),
    503: _("Wij kunnen nu even niet antwoorden."),
}
_DETAILS = {
    404: _("Wij kennen dit adres niet. Alle adressen staan in het OpenAPI-document."),
    405: _("Deze API kunt u alleen lezen: GET, HEAD en OPTIONS."),
    500: _("Probeer het later nog eens. Blijft het misgaan? Meld het ons, met nummer %(reference)s."),
    503: _("Probeer het over een minuut nog eens."),
}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one parameter of an address; `code` is for programs, `detail` for people."""

    name: str
    code: str
    detail: str


class WrongParameters(UnknownValue):
    """Everything that is wrong with an address, at once (/core/error-handling/all-errors)."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = list(wrong)
        super().__init__(_("Niet goed: %(names)s.") % {"names": ", ".join(each.name for each in self.wrong)})


class Gone(Exception):
    """It was on the site, and was taken down."""


async def told(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler
    """For something a person can be told."""
    assert isinstance(error, Problem)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooMany) else {}
    wrong = error.wrong if isinstance(error, WrongParameters) else []
    return problem(errors.status_of(error), error.message, headers, wrong)


async def refused(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler
    """For what the router refuses: an unknown path, another method."""
    assert isinstance(error, HTTPException)
    return problem(error.status_code, _DETAILS.get(error.status_code, error.detail), error.headers or {})


async def gone(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler
    """For what was taken down."""
    return problem(410, _("Deze activiteit is van de site gehaald."))


async def crashed(request: Request, error: Exception) -> Response:
    """For a mistake of ours: a reference to tell us, never a trace; 503 without a database."""
    status, reference = errors.reported(error, method=request.method)
    headers = {"Retry-After": str(errors.RETRY_AFTER_S)} if status == 503 else {}
    return problem(status, _DETAILS[status] % {"reference": reference}, headers)


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    Problem: told,
    HTTPException: refused,
    Gone: gone,
    Exception: crashed,
}


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, wrong: Iterable[Wrong] = ()
) -> Response:
    """The answer."""
    told = ProblemDetails(
        status=status,
        title=_TITLES.get(status, _TITLES[400 if status < 500 else 500]),
        detail=detail,
        errors=tuple(
            WrongInput(location=Location(name=each.name), code=each.code, detail=each.detail)
            for each in wrong
        )
        or None,
    )
    body = told.model_dump_json(exclude_none=True)
    return Response(body, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)
