"""Provinces, municipalities, postcode areas, and the names people look them up by."""

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core.fields import check, json_field
from weekplanner.geo.distance import Point


class Province(Model):
    """One of the twelve; `code` is ISO 3166-2 (NL-UT)."""

    code = fields.CharField(max_length=5, primary_key=True)
    name = fields.CharField(max_length=40, unique=True)
    slug = fields.CharField(max_length=40, unique=True)

    class Meta:
        table = "province"


class ProvinceSlugAlias(Model):
    """Another word in the address of a province's page, which redirects to its slug."""

    slug = fields.CharField(max_length=40, primary_key=True)
    province: ForeignKeyRelation[Province] = fields.ForeignKeyField(
        "weekplanner.Province", related_name=False, on_delete=fields.CASCADE
    )
    province_id: str

    class Meta:
        table = "province_slug_alias"


class Municipality(Model):
    """A municipality; `code` is that of Statistics Netherlands (GM0344), the place its middle."""

    code = fields.CharField(max_length=6, primary_key=True)
    name = fields.CharField(max_length=80, unique=True)
    slug = fields.CharField(max_length=80, unique=True)
    province: ForeignKeyRelation[Province] = fields.ForeignKeyField(
        "weekplanner.Province", related_name=False, on_delete=fields.RESTRICT
    )
    province_id: str
    latitude = fields.FloatField()
    longitude = fields.FloatField()

    class Meta:
        table = "municipality"

    @property
    def point(self) -> Point:
        """The mean of its postcode areas."""
        return Point(self.latitude, self.longitude)


class MunicipalitySlugAlias(Model):
    """Another word in the address of a municipality's page, which redirects to its slug."""

    slug = fields.CharField(max_length=80, primary_key=True)
    municipality: ForeignKeyRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.CASCADE
    )
    municipality_id: str

    class Meta:
        table = "municipality_slug_alias"


class Postcode(Model):
    """A postcode area of four digits; it counts for one municipality, also where it crosses a border."""

    pc4 = fields.CharField(max_length=4, primary_key=True)
    place = fields.CharField(max_length=80)
    other_places: list[str] = json_field()
    municipality: ForeignKeyRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    municipality_id: str
    latitude = fields.FloatField()
    longitude = fields.FloatField()

    class Meta:
        table = "postcode"
        constraints = [
            check("postcode", "pc4_has_four_digits", "length(pc4) = 4 AND pc4 >= '1000'"),
            check(
                "postcode",
                "lies_in_the_netherlands",
                "latitude BETWEEN 50.7 AND 53.7 AND longitude BETWEEN 3.2 AND 7.3",
            ),
        ]

    @property
    def point(self) -> Point:
        """About the middle of its addresses."""
        return Point(self.latitude, self.longitude)


class PlaceName(Model):
    """A name that leads to a municipality, or to the postcode area in the middle of a place.

    `key` is the name as it is compared (see `place_names.search_key`), `name` as it is shown. With
    `is_alias` the key is another name of the thing: an everyday or former name, or a name without
    the province behind it.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=80, db_index=True)
    name = fields.CharField(max_length=80)
    is_alias = fields.BooleanField()
    municipality: ForeignKeyRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.CASCADE
    )
    municipality_id: str
    postcode: ForeignKeyNullableRelation[Postcode] = fields.ForeignKeyField(
        "weekplanner.Postcode", related_name=False, on_delete=fields.CASCADE, null=True
    )
    postcode_id: str | None

    class Meta:
        table = "place_name"
