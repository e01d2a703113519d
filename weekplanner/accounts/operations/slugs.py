"""Giving organisations their addresses: each slug is one organisation's, for ever."""

from itertools import islice

from tortoise.expressions import Q

from weekplanner.accounts.models import FormerSlug, Organisation
from weekplanner.accounts.slugs import slugs
from weekplanner.core import clock
from weekplanner.core.turns import take_turn
from weekplanner.geo.models import Municipality

AT_FIRST, GROWTH = 4, 4
"""So many candidates are looked up, then so many times more: beside a thousand of one name that is soon."""


async def free_slug(name: str, municipality_code: str) -> str:
    """The first slug that nobody has or had; others who look for one wait for this transaction."""
    return await _first_free(name, municipality_code, organisation_id=None)


async def follow_name(organisation: Organisation) -> None:
    """Set the slug that fits the name and municipality now, and keep the former one as a way to it.

    The caller saves the organisation. A slug it had before may be its own again.
    """
    slug = await _first_free(organisation.name, organisation.municipality_id, organisation_id=organisation.id)
    if slug == organisation.slug:
        return
    await FormerSlug.filter(slug=slug, organisation_id=organisation.id).delete()
    await FormerSlug.create(slug=organisation.slug, organisation_id=organisation.id, created_at=clock.now())
    organisation.slug = slug


async def _first_free(name: str, municipality_code: str, *, organisation_id: int | None) -> str:
    await take_turn("organisation slug")
    municipality = await Municipality.get(code=municipality_code)
    candidates, size = slugs(name, municipality.slug), AT_FIRST
    while True:
        some = [*islice(candidates, size)]
        taken = await _taken(some, by_other_than=organisation_id)
        if free := next((slug for slug in some if slug not in taken), None):
            return free
        size *= GROWTH


async def _taken(some: list[str], *, by_other_than: int | None) -> set[str]:
    """Those that an organisation has or had, other than the one that asks."""
    others = Q() if by_other_than is None else ~Q(id=by_other_than)
    former = Q() if by_other_than is None else ~Q(organisation_id=by_other_than)
    has = await Organisation.filter(others, slug__in=some).values_list("slug", flat=True)
    had = await FormerSlug.filter(former, slug__in=some).values_list("slug", flat=True)
    return {*map(str, has), *map(str, had)}
