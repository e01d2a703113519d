"""Where programs ask how to show an address of this site on another (oEmbed 1.0)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.finding import embedding
from weekplanner.finding.answering import in_its_language

HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={embedding.KEPT_S}"}
"""A page of any site may ask: the answer is the same for everyone."""


@in_its_language
async def oembed(request: Request) -> Response:
    """What to show for the address `url`."""
    asked = request.query_params
    if asked.get("format", embedding.JSON) != embedding.JSON:
        return PlainTextResponse(_("Wij antwoorden alleen als JSON: format=json.") + "\n", 501)
    if not asked.get("url"):
        raise UnknownValue(_("Zeg met ‘url’ over welke bladzijde het gaat."))
    room = embedding.read_room(asked)
    answer = await embedding.embedding(asked["url"], room, request.app.routes)
    return JSONResponse(answer, headers=HEADERS)


ROUTES = (Route("/oembed", oembed, name="oembed"),)
