"""The data sets, one for each edition, as catalogues of open data read them: DCAT-AP-NL 3.0 in JSON-LD."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from weekplanner.core import clock, links, settings
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.feeds.addresses import Address
from weekplanner.listing.selection import Scope
from weekplanner.opendata import queries

_AUTHORITY = "http://publications.europa.eu/resource/authority"
CC0 = f"{_AUTHORITY}/licence/CC0"
PUBLIC = f"{_AUTHORITY}/access-right/PUBLIC"
POPULATION_AND_SOCIETY = f"{_AUTHORITY}/data-theme/SOCI"
DUTCH = f"{_AUTHORITY}/language/NLD"
AS_IT_CHANGES = f"{_AUTHORITY}/frequency/CONT"
NEVER_AGAIN = f"{_AUTHORITY}/frequency/NEVER"
NETHERLANDS = f"{_AUTHORITY}/country/NLD"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]


async def catalogue(editions: Sequence[Edition]) -> bytes:
    """The description of everything that can be downloaded or asked for."""
    described = {
        "@context": _CONTEXT,
        "@id": links.url("open_data_catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _dutch(_("Open data van Kom erbij")),
        "dct:description": _dutch(_("Wat er in de Week tegen Eenzaamheid te doen is, per editie.")),
        "foaf:homepage": _id(links.url("open_data")),
        "dcat:themeTaxonomy": _id(f"{_AUTHORITY}/data-theme"),
        "dct:license": _id(CC0),
        **_responsible(),
        "dcat:service": _service(),
        "dcat:dataset": [await _dataset(edition) for edition in editions],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


async def _dataset(edition: Edition) -> Node:
    changed_at = await queries.last_change(edition)
    is_over = edition.ends_on < clock.today()
    return {
        "@id": f"{links.url('open_data')}#editie-{edition.year}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{links.url('open_data')}#editie-{edition.year}",
        "dct:title": _dutch(_("Activiteiten van de %(name)s") % {"name": edition.name}),
        "dct:description": _dutch(
            _(
                "Alle activiteiten die op de site staan, van %(dates)s %(year)s: wat, wanneer, waar, voor "
                "wie, hoe toegankelijk en bij welke organisatie. Zonder gegevens van mensen."
            )
            % {"dates": edition.dates_in_words, "year": edition.ends_on.year}
        ),
        **_responsible(),
        "dct:creator": _id(_publisher_id()),
        "dct:accessRights": _id(PUBLIC),
        "dcat:theme": _id(POPULATION_AND_SOCIETY),
        "dcat:keyword": [_dutch(word) for word in (_("activiteiten"), _("ontmoeten"), _("agenda"))],
        "dct:spatial": _id(NETHERLANDS),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _date(edition.starts_on),
            "dcat:endDate": _date(edition.ends_on),
        },
        "dct:accrualPeriodicity": _id(NEVER_AGAIN if is_over else AS_IT_CHANGES),
        "dct:issued": _date(edition.registration_opens_on),
        **({"dct:modified": _moment(changed_at)} if changed_at else {}),
        "dcat:landingPage": _id(links.url("open_data")),
        "dcat:distribution": _distributions(edition),
    }


def _distributions(edition: Edition) -> list[Node]:
    csv, geojson = (links.url(name, year=edition.year) for name in ("api_edition_csv", "api_edition_geojson"))
    search = links.url("api_activities", query={"year": edition.year})
    found = [
        _file(csv, "CSV", "text/csv", "CSV"),
        _file(geojson, "GeoJSON", "application/geo+json", "GEOJSON"),
        {
            **_distribution(search, "API", "application/json", "JSON"),
            "dcat:accessService": _id(links.url("api_description")),
        },
    ]
    if edition.is_current:
        found.append(_file(Address(Scope.COUNTRY).url, "iCalendar", "text/calendar", "ICS"))
    return found


def _file(url: str, title: str, media_type: str, file_type: str) -> Node:
    return {**_distribution(url, title, media_type, file_type), "dcat:downloadURL": _id(url)}


def _distribution(url: str, title: str, media_type: str, file_type: str) -> Node:
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": _dutch(title),
        "dcat:accessURL": _id(url),
        "dct:format": _id(f"{_AUTHORITY}/file-type/{file_type}"),
        "dcat:mediaType": _id(f"{MEDIA_TYPES}/{media_type}"),
        "dct:license": _id(CC0),
        "dct:language": _id(DUTCH),
    }


def _service() -> Node:
    return {
        "@id": links.url("api_description"),
        "@type": "dcat:DataService",
        "dct:identifier": links.url("api_description"),
        "dct:title": _dutch(_("API van Kom erbij")),
        "dct:description": _dutch(_("Zoeken in de activiteiten, met de filters van de agenda.")),
        **_responsible(),
        "dct:accessRights": _id(PUBLIC),
        "dct:license": _id(CC0),
        "dcat:theme": _id(POPULATION_AND_SOCIETY),
        "dcat:endpointURL": _id(links.url("api_activities").removesuffix("/activities")),
        "dcat:endpointDescription": _id(links.url("api_description")),
        "dcat:landingPage": _id(links.url("open_data")),
    }


def _responsible() -> Node:
    """Who publishes it, whom to ask, and in which language it is."""
    current = settings.current()
    return {
        "dct:publisher": {
            "@id": _publisher_id(),
            "@type": "foaf:Agent",
            "foaf:name": _dutch(current.publisher),
        },
        "dcat:contactPoint": {
            "@type": "vcard:Kind",
            "vcard:fn": current.publisher,
            "vcard:hasEmail": _id(f"mailto:{parseaddr(current.mail_from)[1]}"),
            "vcard:hasURL": _id(links.url("open_data")),
        },
        "dct:language": _id(DUTCH),
    }


def _publisher_id() -> str:
    return f"{links.url('open_data')}#uitgever"


def _id(url: str) -> Node:
    return {"@id": url}


def _dutch(text: str) -> Node:
    return {"@language": "nl", "@value": text}


def _date(day: date) -> Node:
    return {"@type": "xsd:date", "@value": day.isoformat()}


def _moment(moment: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": clock.local(moment).isoformat()}
