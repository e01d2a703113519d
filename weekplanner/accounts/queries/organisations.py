"""Reading organisations, and who acts for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts import rights
from weekplanner.accounts.models import FormerSlug, Membership, Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.slugs import plain_slug
from weekplanner.core.errors import NotFound, Refused
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.texts import gettext as _
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality

# Tortoise raises for a value longer than its column, PostgreSQL for a NUL, also in a filter
_SLUG = re.compile(r"[a-z0-9-]{1,160}")


class UnknownMunicipality(Refused):
    """A text that is no municipality, or could be several."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message, field=field)


async def organisation(organisation_id: int) -> Organisation:
    """An organisation with its municipality; raises NotFound."""
    return await _organisation(id=organisation_id)


async def organisation_by_slug(slug: str) -> Organisation:
    """An organisation with its municipality, by the slug it has or had; raises NotFound.

    Any text may be asked for. Compare the slug of what comes back: a page leads on to the one it has now.
    """
    if not _SLUG.fullmatch(slug):
        raise NotFound
    former = await FormerSlug.get_or_none(slug=slug)
    return await (_organisation(id=former.organisation_id) if former else _organisation(slug=slug))


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of an organisation's page is made of, and when what it says about itself changed."""

    id: int
    slug: str
    changed_at: datetime


async def addresses() -> list[Address]:
    """Of every organisation, whether anything of it is on the site or not."""
    rows = await Organisation.all().order_by("id").values_list("id", "slug", "changed_at")
    return [Address(*row) for row in rows]


async def organisations_called(
    words: str, municipality_code: str | None = None, *, offset: int, limit: int
) -> tuple[list[Organisation], int]:
    """Organisations with every word in their name, by name, and how many there are.

    Looked for in the slugs, which are names as they are searched: without capitals and accents.
    """
    found = (
        Organisation.all()
        if municipality_code is None
        else Organisation.filter(municipality_id=municipality_code)
    )
    for word in normalised(words).split():
        found = found.filter(slug__contains=word)
    ordered = found.select_related("municipality").order_by("name", "id")
    return await ordered.offset(offset).limit(limit), await found.count()


async def namesakes(organisation: Organisation) -> list[Organisation]:
    """Older organisations of the same name in the same municipality: perhaps it is one of these."""
    older = Organisation.filter(
        municipality_id=organisation.municipality_id,
        id__lt=organisation.id,
        slug__startswith=plain_slug(organisation.name),
    )
    wanted = normalised(organisation.name)
    return [each for each in await older.order_by("id") if normalised(each.name) == wanted]


async def editable_organisation(organisation_id: int, *, actor: Person) -> Organisation:
    """An organisation for changing its details; raises NotFound for who may not see them."""
    found = await organisation(organisation_id)
    if not rights.may_see_organisation_details(actor, found):
        raise NotFound
    return found


async def own_organisations(actor: Person) -> list[Organisation]:
    """The organisations somebody may act for, by name."""
    own = Organisation.filter(id__in=list(actor.organisation_ids)).select_related("municipality")
    return await own.order_by("name", "id")


async def _organisation(**key: object) -> Organisation:
    found = await Organisation.filter(**key).select_related("municipality").first()
    if found is None:
        raise NotFound
    return found


async def members_of(organisation_id: int) -> list[Membership]:
    """Who acts for an organisation, with their accounts, the first first."""
    members = Membership.filter(organisation_id=organisation_id).select_related("account")
    return await members.order_by("id")


async def municipality_called(text: str, *, field: str = "municipality") -> Municipality:
    """The municipality somebody means, by its name, a place in it, or a postcode.

    Raises UnknownMunicipality at `field`, with what they may have meant instead.
    """
    found = await geo.find(text)
    if found.exact is not None:
        return await geo.municipality(found.exact.municipality_slug)
    slugs = {place.municipality_slug for place in found.choices}
    if len(slugs) == 1:
        return await geo.municipality(slugs.pop())
    names = (place.municipality for place in (*found.choices, *found.suggestions))
    raise UnknownMunicipality(_question(names), field=field)


def _question(names: Iterable[str]) -> str:
    unique = sorted(set(names))
    if not unique:
        return _("Vul de naam van een gemeente in, zoals Utrecht.")
    if len(unique) == 1:
        return _("Bedoelt u de gemeente %(name)s? Vul dan die naam in.") % {"name": unique[0]}
    choices = {"first": ", ".join(unique[:-1]), "last": unique[-1]}
    return _("Welke gemeente bedoelt u: %(first)s of %(last)s?") % choices
