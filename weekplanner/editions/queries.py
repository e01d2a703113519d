"""Reading editions."""

from collections.abc import Sequence

from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.editions.models import Edition


async def current() -> Edition | None:
    """The current edition; None as long as there is no edition at all."""
    return await Edition.filter(is_current=True).first()


async def previous() -> Edition | None:
    """The last edition before the current one."""
    now = await current()
    if now is None:
        return None
    return await Edition.filter(year__lt=now.year).order_by("-year").first()


async def by_year(year: int) -> Edition:
    """The edition of a year; raises NotFound."""
    edition = await Edition.filter(year=year).first()
    if edition is None:
        raise NotFound
    return edition


async def all_editions() -> list[Edition]:
    """Every edition, the latest first."""
    return await Edition.all().order_by("-year")


def edition_of(year: str | None, every: Sequence[Edition]) -> Edition:
    """The one of the year in an address, else the current one.

    Raises UnknownValue, and NotFound where there is none at all.
    """
    if year is None:
        current = next((edition for edition in every if edition.is_current), None)
        if current is None:
            raise NotFound
        return current
    found = next((edition for edition in every if str(edition.year) == year), None)
    if found is None:
        raise UnknownValue
    return found
