"""Where a reader looks: around a postcode, in a municipality, or in the whole country."""

from dataclasses import dataclass

from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.finding.addresses import Asked
from weekplanner.geo import queries as geo
from weekplanner.listing.selection import Circle, Filters, Scope, Selection


@dataclass(frozen=True)
class Area:
    """A part of the country, as pages name it."""

    name: str = ""
    """The main place of a postcode, or the municipality; empty for the whole country."""
    circle: Circle | None = None
    municipality_code: str | None = None
    municipality_slug: str | None = None

    @property
    def is_country(self) -> bool:
        """Whether no place was asked for."""
        return self.circle is None and self.municipality_code is None

    @property
    def in_words(self) -> str:
        """After "te doen": rond 3511 Utrecht."""
        if self.circle:
            return _("rond %(postcode)s %(place)s") % {"postcode": self.circle.pc4, "place": self.name}
        if self.municipality_code:
            return _("in de gemeente %(municipality)s") % {"municipality": self.name}
        return _("in heel Nederland")

    @property
    def typed(self) -> str:
        """What stands in the box for the place."""
        return self.circle.pc4 if self.circle else self.name

    def selection(self, year: int, filters: Filters) -> Selection:
        """What there is here in the edition of a year."""
        if self.circle:
            return Selection(Scope.POSTCODE, (year,), circle=self.circle, filters=filters)
        if self.municipality_code:
            return Selection(
                Scope.MUNICIPALITY, (year,), municipality_code=self.municipality_code, filters=filters
            )
        return Selection(Scope.COUNTRY, (year,), filters=filters)


async def area_of(asked: Asked) -> Area:
    """The place an address names; raises UnknownValue for one that does not exist."""
    if asked.pc4:
        return await _around(asked.pc4, asked.radius_km)
    if asked.municipality_slug:
        return await _municipality(asked.municipality_slug)
    return Area()


async def _around(pc4: str, radius_km: int) -> Area:
    found = await geo.postcode(pc4)
    if found is None:
        raise UnknownValue(_("De postcode %(postcode)s kennen wij niet.") % {"postcode": pc4})
    return Area(name=found.place, circle=Circle(pc4, found.point, found.municipality_id, radius_km))


async def _municipality(slug: str) -> Area:
    try:
        found = await geo.municipality(slug)
    except NotFound:
        raise UnknownValue(_("Deze gemeente kennen wij niet.")) from None
    return Area(name=found.name, municipality_code=found.code, municipality_slug=found.slug)
