"""What the API answers: the fields, as the OpenAPI document describes them.

Names are camelCase outside; moments are ISO 8601 with their offset (API Design Rules: /core/date-time).
Descriptions are Dutch in every language (/core/doc-language).
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Answer = Literal["yes", "no", "unknown"]
"""What is known of an accessibility feature; unknown is never no."""

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


class Schema(BaseModel):
    """What all answers have in common."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, serialize_by_alias=True, frozen=True
    )


class Province(Schema):
    """Een provincie."""

    code: str = Field(description="ISO 3166-2.", examples=["NL-UT"])
    name: str = Field(examples=["Utrecht"])


class Municipality(Schema):
    """Een gemeente."""

    code: str = Field(description="De code van het CBS.", examples=["GM0344"])
    name: str = Field(examples=["Utrecht"])
    slug: str = Field(description="Het woord voor de parameter municipality.", examples=["utrecht"])
    province: Province


class MunicipalityOnMap(Municipality):
    """Een gemeente, met waar zij ligt."""

    latitude: float = Field(description="Het midden van haar postcodes, in graden (WGS 84).")
    longitude: float
    agenda_url: Url = Field(description="Wat er te doen is, voor mensen.")


class Municipalities(Schema):
    """Alle gemeenten, op alfabet."""

    total_items: int
    items: tuple[MunicipalityOnMap, ...]


class Category(Schema):
    """Een soort activiteit."""

    id: str = Field(description="De waarde voor de parameter category.", examples=["samen-eten"])
    label: str = Field(examples=["Samen eten"])
    is_for_professionals: bool = Field(
        description="Voor vrijwilligers en professionals: staat alleen in een lijst als u erom vraagt."
    )


class Categories(Schema):
    """Alle soorten activiteiten."""

    total_items: int
    items: tuple[Category, ...]


class Organisation(Schema):
    """Wie de activiteit organiseert."""

    name: str
    slug: str
    url: Url = Field(description="Haar bladzijde op deze site.")
    website: Url | None = Field(description="De eigen website.")
    municipality_code: str = Field(description="De gemeente waar de organisatie zit.", examples=["GM0344"])


class OrganisationToCall(Organisation):
    """Wie de activiteit organiseert, met haar algemene telefoonnummer."""

    phone: str | None


class Place(Schema):
    """Waar het is. Wat online, met de telefoon of bij mensen thuis is, heeft geen plaats."""

    venue: str | None = Field(description="De naam van het gebouw.", examples=["Buurthuis De Linde"])
    street: str | None
    house_number: str | None
    postcode: str = Field(examples=["3511 AB"])
    place: str = Field(examples=["Utrecht"])
    latitude: float | None = Field(description="In graden (WGS 84).")
    longitude: float | None
    precision: Literal["door", "postcode"] | None = Field(
        description="door: aangewezen door de organisator. postcode: het midden van de vier cijfers, van "
        "GeoNames (CC BY 4.0)."
    )


class Occurrence(Schema):
    """Eén keer, van begin tot eind."""

    uid: str = Field(description="Verandert nooit, en is dezelfde in de agenda-feeds.")
    start: AwareDatetime
    end: AwareDatetime
    state: Literal["scheduled", "cancelled"] = Field(description="cancelled: gaat niet door.")


class OccurrenceWithPlaces(Occurrence):
    """Eén keer, met hoeveel mensen er nog bij kunnen."""

    places_left: int | None = Field(description="null: er wordt niet geteld, iedereen kan erbij.")


class Image(Schema):
    """Een foto of tekening. De rechten zijn van de organisator: dit beeld valt niet onder CC0."""

    url: Url
    alt: str = Field(description="Wat erop te zien is.")
    width: int
    height: int


class PublishedActivity(Schema):
    """Een activiteit die op de site staat, zonder telefoonnummers of iets dat per bezoeker verandert."""

    id: int
    url: Url = Field(description="De bladzijde voor mensen: daar staat ook bij wie zij zich aanmelden.")
    state: Literal["published", "cancelled"] = Field(description="cancelled: gaat helemaal niet door.")
    year: int = Field(description="Het jaar van de editie.")
    title: str
    summary: str
    description: str = Field(description="Gewone tekst.")
    category: str = Field(description="Zie /categories.")
    audiences: tuple[str, ...] = Field(description="Voor wie.")
    form: str = Field(description="Hoe iemand meedoet: op een plek, online, met de telefoon of thuis.")
    accessibility: dict[str, Answer] = Field(
        description="Per kenmerk yes, no of unknown. Onbekend is niet hetzelfde als nee."
    )
    languages: tuple[str, ...] = Field(description="Talen (BCP 47).", examples=[["nl", "tr"]])
    price_cents: int = Field(description="In eurocenten; 0 is gratis.")
    price_note: str | None = Field(description="Wat de organisator over de kosten zegt.")
    organisation: Organisation
    municipality: Municipality = Field(
        description="Waar de activiteit bij hoort. Zonder plaats is dat de gemeente van de organisatie."
    )
    place: Place | None
    online_url: Url | None = Field(description="Waar iemand online meedoet.")
    join_ways: tuple[str, ...] = Field(description="Hoe iemand zich aanmeldt.")
    join_url: Url | None = Field(description="De eigen bladzijde van de organisator om zich aan te melden.")
    occurrences: tuple[Occurrence, ...]
    image: Image | None
    published_at: AwareDatetime
    changed_at: AwareDatetime = Field(description="Wanneer de gegevens voor het laatst zijn veranderd.")
    license: Url = Field(description="Van de teksten en gegevens.", examples=[LICENCE])


class Activity(PublishedActivity):
    """Een activiteit, met alles wat openbaar is en niet over één mens gaat."""

    organisation: OrganisationToCall
    occurrences: tuple[OccurrenceWithPlaces, ...]
    dial_in_phone: str | None = Field(description="Het nummer waarmee iemand met de telefoon meedoet.")


class ActivityPage(Schema):
    """Een bladzijde van de lijst."""

    year: int | None = Field(description="Het jaar van de editie; null zolang er geen is.")
    page: int
    page_size: int
    total_pages: int
    total_items: int
    items: tuple[Activity, ...]


class Point(Schema):
    """Een punt (RFC 7946): eerst de lengtegraad, dan de breedtegraad."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class Feature(Schema):
    """Een activiteit op de kaart; zonder plaats is geometry null."""

    type: Literal["Feature"] = "Feature"
    id: int
    geometry: Point | None
    properties: PublishedActivity


class FeatureCollection(Schema):
    """Alle activiteiten van een editie (RFC 7946)."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    license: Url
    features: tuple[Feature, ...]


class Location(Schema):
    """Waar in de vraag het staat."""

    name: str = Field(description="De naam van de parameter.", examples=["radiusKm"])


class WrongInput(Schema):
    """Eén ding dat niet klopt."""

    source: Literal["query"] = Field(default="query", serialization_alias="in")
    location: Location
    code: str = Field(description="Voor programma's.", examples=["unknownValue"])
    detail: str = Field(description="Voor mensen.")


class ProblemDetails(Schema):
    """Wat er misging (RFC 9457)."""

    status: int
    title: str
    detail: str
    errors: tuple[WrongInput, ...] | None = Field(None, description="Alles wat niet klopt, in één keer.")
