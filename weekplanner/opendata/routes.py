"""The read API under `/api/v1`, the description of the data sets, and the page that explains them."""

from email.utils import parseaddr

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links, settings
from weekplanner.editions import queries as editions
from weekplanner.feeds.addresses import Address
from weekplanner.feeds.models import Format
from weekplanner.finding import keeping
from weekplanner.finding.answering import in_its_language
from weekplanner.geo import queries as geo
from weekplanner.listing.selection import DEFAULT_RADIUS_KM, Scope
from weekplanner.opendata import bulk, dcat, describing, openapi, parameters, queries, schemas, selecting
from weekplanner.opendata.answers import Api, document, no_parameters, route, stream
from weekplanner.opendata.parameters import ActivityParameters
from weekplanner.opendata.problems import Gone
from weekplanner.opendata.selecting import Meant
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.pages import render
from weekplanner.web.paging import Paging

SHOWN_FEEDS = (Format.ICS, Format.ATOM)
"""As examples."""


async def activities(request: Request) -> Response:
    """The activities that the agenda shows for the same filters."""
    meant = await selecting.read(request.query_params.multi_items())
    ids = await selecting.found(meant)
    paging = Paging(meant.asked.page, meant.asked.page_size, len(ids))
    on_page = ids[paging.offset : paging.offset + paging.size]
    page = schemas.ActivityPage(
        year=meant.edition.year if meant.edition else None,
        page=paging.number,
        page_size=paging.size,
        total_pages=paging.last,
        total_items=paging.total,
        items=tuple(describing.activity(each) for each in await queries.published(on_page)),
    )
    return document(request, page.model_dump_json().encode(), headers={"Link": _links(meant, paging)})


async def activity(request: Request) -> Response:
    """One activity."""
    no_parameters(request)
    found = await queries.one(request.path_params["id"])
    if found is None:
        raise Gone
    return document(request, describing.activity(found).model_dump_json().encode())


async def municipalities(request: Request) -> Response:
    """All municipalities."""
    no_parameters(request)
    await keeping.keep(request)
    items = tuple(describing.municipality_on_map(each) for each in await geo.municipalities())
    answer = schemas.Municipalities(total_items=len(items), items=items)
    return document(request, answer.model_dump_json().encode())


async def categories(request: Request) -> Response:
    """All kinds of activities."""
    no_parameters(request)
    items = tuple(
        schemas.Category(id=each.id, label=each.label, is_for_professionals=each.is_for_professionals)
        for each in vocabulary().categories.values()
    )
    answer = schemas.Categories(total_items=len(items), items=items)
    return document(request, answer.model_dump_json().encode())


async def description(request: Request) -> Response:
    """This API, for programs (/core/publish-openapi)."""
    no_parameters(request)
    return document(request, openapi.document())


async def edition_csv(request: Request) -> Response:
    """All activities of an edition as a table."""
    return await _file(request, bulk.csv, "csv", "text/csv; charset=utf-8; header=present")


async def edition_geojson(request: Request) -> Response:
    """All activities of an edition for a map."""
    return await _file(request, bulk.geojson, "geojson", "application/geo+json")


async def _file(request: Request, pieces: bulk.Pieces, extension: str, media_type: str) -> Response:
    no_parameters(request)
    edition = await editions.by_year(request.path_params["year"])
    name = f"kom-erbij-{edition.year}.{extension}"
    return stream(
        request,
        pieces(edition),
        tag=await queries.mark(edition, bulk.VERSION),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _links(meant: Meant, paging: Paging) -> str:
    """The pages around this one (RFC 8288)."""
    numbers = {
        "self": paging.number,
        "first": 1,
        "prev": paging.number - 1,
        "next": paging.number + 1,
        "last": paging.last,
    }
    shown = ((rel, number) for rel, number in numbers.items() if rel == "self" or 1 <= number <= paging.last)
    return ", ".join(f'<{_page_url(meant, number)}>; rel="{rel}"' for rel, number in shown)


def _page_url(meant: Meant, number: int) -> str:
    asked = meant.asked.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"page"})
    query = {key: "true" if value is True else value for key, value in asked.items()}
    return links.url("api_activities", query={**query, "page": number})


@in_its_language
async def open_data(request: Request) -> Response:
    """What there is for programs, and how to ask for it."""
    await keeping.keep(request)
    return await render(
        request,
        "opendata/open_data.html",
        editions=await editions.all_editions(),
        parameters=parameters.described(ActivityParameters),
        feeds=[Address(Scope.POSTCODE, "3511", DEFAULT_RADIUS_KM, format=each).url for each in SHOWN_FEEDS],
        max_page_size=parameters.MAX_PAGE_SIZE,
        licence=schemas.LICENCE,
        email=parseaddr(settings.current().mail_from)[1],
        canonical=links.url("open_data"),
    )


async def catalogue(request: Request) -> Response:
    """The data sets, for catalogues of open data."""
    body = await dcat.catalogue(await editions.all_editions())
    answer = document(request, body, media_type="application/ld+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


API = Api(
    (
        route("/v1/activities", activities, "api_activities"),
        route("/v1/activities/{id:row}", activity, "api_activity"),
        route("/v1/municipalities", municipalities, "api_municipalities"),
        route("/v1/categories", categories, "api_categories"),
        route("/v1/openapi.json", description, "api_description"),
        route("/v1/editions/{year:row}/activities.csv", edition_csv, "api_edition_csv"),
        route("/v1/editions/{year:row}/activities.geojson", edition_geojson, "api_edition_geojson"),
    )
)

PAGES = (Route("/open-data", open_data, name="open_data"),)
"""For residents' languages."""

ROUTES = (Route("/open-data/dcat.jsonld", catalogue, name="open_data_catalogue"),)
