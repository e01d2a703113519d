"""The parameters of the API's addresses: what they may hold, and everything that is wrong with them at once.

The same filters as the agenda has, by English names.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.listing.selection import (
    DEFAULT_RADIUS_KM,
    MAX_FILTER_VALUES,
    MAX_SEARCH_LENGTH,
    RADII_KM,
    search_words,
)
from weekplanner.opendata.problems import Wrong
from weekplanner.vocabulary.queries import vocabulary

USUAL_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
MAX_PAGE = 10_000

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_POSTCODE = re.compile(r"[1-9][0-9]{3}")
_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class OneOf:
    """One of the ids of a list, which the document names; the list is read when it is first needed."""

    ids: Callable[[], Iterable[str]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it."""
        return core_schema.no_info_after_validator_function(self._known, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """As OpenAPI says it."""
        return {**handler(schema), "enum": list(self.ids())}

    def _known(self, value: str) -> str:
        if value not in self.ids():
            raise PydanticCustomError("unknownValue", _("Deze waarde kennen wij niet."))
        return value


def _written(pattern: re.Pattern[str], sentence: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise PydanticCustomError("wrongFormat", sentence)
        return value

    return read


def _number(sentence: str, *, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, str) or not _NUMBER.fullmatch(value) or int(value) > most:
            raise PydanticCustomError("wrongNumber", sentence)
        return int(value)

    return read


def _radius(value: object) -> int:
    if str(value) not in map(str, RADII_KM):
        raise PydanticCustomError("unknownValue", _("Kies 1, 2, 5, 10 of 25 kilometer."))
    return int(str(value))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_written(_DAY, "")(value))
    except ValueError:
        sentence = _("Schrijf een dag die bestaat als JJJJ-MM-DD.")
        raise PydanticCustomError("wrongDate", sentence) from None


def _truth(value: object) -> bool:
    if value not in ("true", "false"):
        raise PydanticCustomError("unknownValue", _("Kies true of false."))
    return value == "true"


def _searched(value: str) -> str:
    text = one_line(value)
    if not text:
        raise PydanticCustomError("wrongText", _("Typ een woord om naar te zoeken."))
    try:
        search_words(text)
    except UnknownValue as error:
        raise PydanticCustomError("wrongText", error.message) from error
    return text


Postcode = Annotated[
    str,
    BeforeValidator(_written(_POSTCODE, _("Geef vier cijfers, bijvoorbeeld 3511."))),
    Field(json_schema_extra={"pattern": "^[1-9][0-9]{3}$"}),
]
Slug = Annotated[
    str,
    BeforeValidator(_written(_SLUG, _("Deze gemeente kennen wij niet. Zie /municipalities."))),
    Field(json_schema_extra={"pattern": "^[a-z0-9-]{1,80}$"}),
]
Radius = Annotated[int, BeforeValidator(_radius), Field(json_schema_extra={"enum": list(RADII_KM)})]
Day = Annotated[date, BeforeValidator(_day)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Text = Annotated[
    str, AfterValidator(_searched), Field(json_schema_extra={"minLength": 1, "maxLength": MAX_SEARCH_LENGTH})
]
Year = Annotated[
    int,
    BeforeValidator(_number(_("Geef een jaar in vier cijfers."), most=9999)),
    Field(json_schema_extra={"minimum": 1, "maximum": 9999}),
]


class ActivityParameters(BaseModel):
    """The filters of the agenda, and which page of what they leave."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)

    postcode: Postcode | None = Field(
        None,
        description="Rond de eerste vier cijfers van een postcode. Niet samen met municipality.",
        examples=["3511"],
    )
    municipality: Slug | None = Field(
        None, description="In een gemeente: haar slug uit /municipalities.", examples=["utrecht"]
    )
    radius_km: Radius = Field(
        DEFAULT_RADIUS_KM,
        description="Hoe ver van de postcode, in kilometers. Zonder postcode doet dit niets.",
        examples=[10],
    )
    day: tuple[Day, ...] = Field(
        (),
        max_length=MAX_FILTER_VALUES,
        description="Op een dag van de editie. Meer dan één keer: een van die dagen.",
        examples=[["2027-10-06"]],
    )
    part_of_day: tuple[Annotated[str, OneOf(lambda: vocabulary().parts_of_day)], ...] = Field(
        (),
        max_length=MAX_FILTER_VALUES,
        description="Begint in dit deel van de dag: voor 12 uur, voor 18 uur, of later.",
    )
    category: tuple[Annotated[str, OneOf(lambda: vocabulary().categories)], ...] = Field(
        (),
        max_length=MAX_FILTER_VALUES,
        description="Soort activiteit, uit /categories. Voor professionals komt alleen wat u noemt.",
        examples=[["samen-eten"]],
    )
    audience: tuple[Annotated[str, OneOf(lambda: vocabulary().audiences)], ...] = Field(
        (), max_length=MAX_FILTER_VALUES, description="Voor wie. Meer dan één keer: een van deze."
    )
    accessibility: tuple[Annotated[str, OneOf(lambda: vocabulary().accessibility)], ...] = Field(
        (), max_length=MAX_FILTER_VALUES, description="Dit is er zeker. Meer dan één keer: alles tegelijk."
    )
    form: tuple[Annotated[str, OneOf(lambda: vocabulary().forms)], ...] = Field(
        (), max_length=MAX_FILTER_VALUES, description="Hoe iemand meedoet. Meer dan één keer: een van deze."
    )
    text: Text | None = Field(
        None,
        description="Zoekt in alle tekst. Elk woord moet erin staan; hoogstens tien woorden.",
        examples=["soep"],
    )
    places_left: Truth = Field(False, description="true: alleen wat doorgaat en waar nog plek is.")
    year: Year | None = Field(
        None, description="Het jaar van een eerdere editie. Zonder is het de huidige.", examples=[2027]
    )
    page: Annotated[
        int,
        BeforeValidator(_number(_("Geef een nummer vanaf 1."), most=MAX_PAGE)),
        Field(json_schema_extra={"minimum": 1, "maximum": MAX_PAGE}),
    ] = Field(1, description="Welke bladzijde. Na de laatste is de lijst leeg.")
    page_size: Annotated[
        int,
        BeforeValidator(_number(_("Geef een getal van 1 tot en met 200."), most=MAX_PAGE_SIZE)),
        Field(json_schema_extra={"minimum": 1, "maximum": MAX_PAGE_SIZE}),
    ] = Field(USUAL_PAGE_SIZE, description="Hoeveel activiteiten op een bladzijde.")


class NoParameters(BaseModel):
    """For addresses that have none."""

    model_config = ConfigDict(extra="forbid")


Parameters = TypeVar("Parameters", bound=BaseModel)


def read(model: type[Parameters], pairs: Sequence[tuple[str, str]]) -> tuple[Parameters, list[Wrong]]:
    """What an address asks, as far as it is right, and everything that is wrong with it."""
    lists = {field.alias for field in model.model_fields.values() if field.default == ()}
    values: dict[str, Any] = {}
    wrong: dict[str, Wrong] = {}
    for name, value in pairs:
        if name in lists:
            values.setdefault(name, []).append(value)
        elif name in values and name in _names(model):
            wrong[name] = Wrong(name, "repeated", _("Dit kan maar één keer."))
        else:
            values[name] = value
    right = {name: value for name, value in values.items() if name not in wrong}
    try:
        return model.model_validate(right), list(wrong.values())
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False, include_context=False):
            name = str(each["loc"][0])
            wrong.setdefault(name, Wrong(name, *_said(each["type"], each["msg"])))
    right = {name: value for name, value in right.items() if name not in wrong}
    return model.model_validate(right), list(wrong.values())


def described(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Each parameter with what it does."""
    return [(str(field.alias), str(field.description)) for field in model.model_fields.values()]


def _names(model: type[BaseModel]) -> set[str | None]:
    return {field.alias for field in model.model_fields.values()}


def _said(code: str, message: str) -> tuple[str, str]:
    """The code and the sentence: pydantic's own for what only it finds would be English."""
    if code == "extra_forbidden":
        return "unknownParameter", _("Deze parameter kennen wij niet.")
    if code == "too_long":
        return "tooMany", _("Dit zijn te veel waarden tegelijk.")
    return code, message
