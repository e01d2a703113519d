"""Who comes in numbers, as tables: on the page and as a file."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace

from weekplanner.congress.pages.shown import audience_in_words
from weekplanner.congress.queries.statistics import Counted, Group, WorkshopCounted
from weekplanner.core.texts import gettext as _
from weekplanner.formats.tables import Cell

WORKSHOPS = "workshops"
"""The word of the address for what is counted by workshop."""
GROUPS: Mapping[Group, str] = {
    Group.AUDIENCE: _("Doelgroep"),
    Group.ORGANISATION: _("Organisatie"),
    Group.MUNICIPALITY: _("Gemeente"),
    Group.PROVINCE: _("Provincie"),
}
COLUMNS = (_("Heeft een stoel"), _("Wacht"), _("Binnen"), _("Niet gekomen"))
WORKSHOP_COLUMNS = (
    _("Ronde"),
    _("Workshop"),
    _("Plekken"),
    _("Eerste keus"),
    _("Tweede keus"),
    _("Bezet"),
    _("Aangeboden"),
    _("In de rij"),
)


def named(group: Group, counted: Iterable[Counted]) -> list[Counted]:
    """With a name for every row."""
    found = list(counted)
    if group is Group.AUDIENCE:
        return [replace(each, name=audience_in_words(each.name)) for each in found]
    return [replace(each, name=each.name or _("Niet ingevuld")) for each in found]


async def cells(counted: Iterable[Counted]) -> AsyncIterator[list[Cell]]:
    """As a file."""
    for each in counted:
        yield [each.name, each.seated, each.waiting, each.arrived, each.absent]


async def workshop_cells(counted: Iterable[WorkshopCounted]) -> AsyncIterator[list[Cell]]:
    """As a file."""
    for each in counted:
        yield list(vars(each).values())
