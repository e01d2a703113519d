"""The OpenAPI document, made from the code: parameters and answers are those of `parameters` and `schemas`.

OpenAPI 3.1; its texts are Dutch (API Design Rules: /core/doc-language).
"""

import json
from email.utils import parseaddr
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from weekplanner.core import links, settings
from weekplanner.core.settings import Settings
from weekplanner.opendata import schemas
from weekplanner.opendata.answers import JSON, VERSION
from weekplanner.opendata.parameters import ActivityParameters
from weekplanner.opendata.problems import MEDIA_TYPE as PROBLEM

_REF = "#/components/schemas/{model}"

_ABOUT = """\
Alle activiteiten die op de site staan, om te lezen: dezelfde als in de agenda, met dezelfde filters.

- Een activiteit staat in de lijst als ten minste één van haar keren past. Al haar keren staan erbij.
- De volgorde is die van de agenda: dag, tijd, afstand. Wat online of met de telefoon is, komt daarna en hoort
  bij elke postcode.
- Een parameter of waarde die wij niet kennen, geeft 400. Alles wat niet klopt, staat in één antwoord.
- Bewaar de ETag van een antwoord en stuur die mee in If-None-Match. Is er niets veranderd, dan krijgt u 304.
- Er staan geen gegevens van mensen in. Verwijs voor aanmelden naar url.
- De teksten en gegevens zijn vrij te gebruiken (CC0). Afbeeldingen niet. Coördinaten met precision postcode
  komen van GeoNames (CC BY 4.0): noem die bron.
"""


def document() -> bytes:
    """The document of this site, as JSON."""
    return _written(settings.current())


@cache
def _written(current: Settings) -> bytes:
    return json.dumps(_described(current), ensure_ascii=False).encode()


def _described(current: Settings) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kom erbij",
            "summary": "De agenda van de Week tegen Eenzaamheid",
            "description": _ABOUT,
            "version": VERSION,
            "contact": {
                "name": current.publisher,
                "email": parseaddr(current.mail_from)[1],
                "url": links.url("open_data"),
            },
            "license": {"name": "CC0 1.0", "url": schemas.LICENCE},
        },
        "servers": [{"url": f"{current.base_url}/api/v1"}],
        "tags": [
            {"name": "Activiteiten", "description": "Wat er te doen is."},
            {"name": "Lijsten", "description": "Waaruit de filters kiezen."},
            {"name": "Bestanden", "description": "Alles van een editie."},
        ],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "headers": _HEADERS,
            "responses": {"Problem": _problem("Er ging iets mis."), "NotModified": _NOT_MODIFIED},
        },
    }


_HEADERS: dict[str, Any] = {
    "API-Version": {
        "description": "De versie van deze API.",
        "required": True,
        "schema": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$", "examples": [VERSION]},
    },
    "ETag": {"description": "Om mee te sturen in If-None-Match.", "schema": {"type": "string"}},
    "Link": {
        "description": "De bladzijden hieromheen: self, first, prev, next en last (RFC 8288).",
        "schema": {"type": "string"},
    },
}

_VERSIONED = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
_TAGGED = {**_VERSIONED, "ETag": {"$ref": "#/components/headers/ETag"}}
_NOT_MODIFIED = {"description": "U heeft dit al: er is niets veranderd.", "headers": _TAGGED}


def _paths() -> dict[str, Any]:
    year = {
        "name": "year",
        "in": "path",
        "required": True,
        "description": "Het jaar van de editie.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
        "example": 2027,
    }
    number = {**year, "name": "id", "description": "Het nummer van de activiteit.", "example": 1}
    every_kind = "Ook wat voor professionals is, en wat niet doorgaat."
    return {
        "/activities": _get(
            "listActivities",
            "Activiteiten",
            "Activiteiten zoeken",
            "De activiteiten die de agenda toont bij dezelfde filters.",
            _json(schemas.ActivityPage, {"Link": {"$ref": "#/components/headers/Link"}}),
            parameters=_query(),
        ),
        "/activities/{id}": _get(
            "getActivity",
            "Activiteiten",
            "Eén activiteit",
            "Ook als zij niet doorgaat of al voorbij is.",
            _json(schemas.Activity),
            parameters=[number],
            others={"404": "Deze activiteit is er niet.", "410": "Deze activiteit is van de site gehaald."},
        ),
        "/municipalities": _get(
            "listMunicipalities",
            "Lijsten",
            "Alle gemeenten",
            "Met de slug voor de parameter municipality.",
            _json(schemas.Municipalities),
        ),
        "/categories": _get(
            "listCategories",
            "Lijsten",
            "Alle soorten activiteiten",
            "Met de id voor de parameter category.",
            _json(schemas.Categories),
        ),
        "/openapi.json": _get(
            "getDescription",
            "Lijsten",
            "Dit document",
            "De beschrijving van deze API (OpenAPI 3.1).",
            _ok({JSON: {"schema": {"type": "object"}}}),
        ),
        "/editions/{year}/activities.csv": _get(
            "downloadCsv",
            "Bestanden",
            "Alle activiteiten als CSV",
            f"UTF-8 zonder BOM, komma's, CRLF (RFC 4180). {every_kind}",
            _ok({"text/csv": {"schema": {"type": "string"}}}),
            parameters=[year],
            others={"404": "Deze editie is er niet."},
        ),
        "/editions/{year}/activities.geojson": _get(
            "downloadGeoJson",
            "Bestanden",
            "Alle activiteiten als GeoJSON",
            f"RFC 7946, WGS 84. Zonder plaats is geometry null. {every_kind}",
            _ok({"application/geo+json": {"schema": _ref(schemas.FeatureCollection)}}),
            parameters=[year],
            others={"404": "Deze editie is er niet."},
        ),
    }


def _get(
    operation_id: str,
    tag: str,
    summary: str,
    description: str,
    answer: dict[str, Any],
    *,
    parameters: list[dict[str, Any]] | None = None,
    others: dict[str, str] | None = None,
) -> dict[str, Any]:
    wrong = {"400": "Een parameter of waarde klopt niet.", **(others or {})}
    return {
        "get": {
            "operationId": operation_id,
            "tags": [tag],
            "summary": summary,
            "description": description,
            "parameters": parameters or [],
            "responses": {
                "200": answer,
                "304": {"$ref": "#/components/responses/NotModified"},
                **{status: _problem(words) for status, words in wrong.items()},
                "default": {"$ref": "#/components/responses/Problem"},
            },
        }
    }


def _ok(content: dict[str, Any], headers: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": "Gelukt.", "headers": {**_TAGGED, **(headers or {})}, "content": content}


def _json(model: type[schemas.Schema], headers: dict[str, Any] | None = None) -> dict[str, Any]:
    return _ok({JSON: {"schema": _ref(model)}}, headers)


def _problem(description: str) -> dict[str, Any]:
    content = {PROBLEM: {"schema": _ref(schemas.ProblemDetails)}}
    return {"description": description, "headers": _VERSIONED, "content": content}


def _ref(model: type[schemas.Schema]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    answers = (
        schemas.ActivityPage,
        schemas.Municipalities,
        schemas.Categories,
        schemas.FeatureCollection,
        schemas.ProblemDetails,
    )
    _of_each, written = models_json_schema([(each, "serialization") for each in answers], ref_template=_REF)
    return dict(written["$defs"])


def _query() -> list[dict[str, Any]]:
    """The parameters of a search, as their model has them."""
    properties = ActivityParameters.model_json_schema(by_alias=True)["properties"]
    return [_parameter(name, schema) for name, schema in properties.items()]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in schema.items() if key not in {"title", "description", "anyOf"}}
    for form in schema.get("anyOf", ()):
        if form.get("type") != "null":  # leaving it out is not sending null
            given |= form
    if given.get("default", "") in (None, []):
        del given["default"]
    return {"name": name, "in": "query", "description": schema["description"], "schema": given}
