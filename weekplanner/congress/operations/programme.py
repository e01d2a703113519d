"""The programme of a congress: plenary parts, rounds, and the workshops in them."""

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.congresses import MOST_SEATS, PartKind, ProgrammePart, Workshop
from weekplanner.congress.models.registrations import WorkshopChoice
from weekplanner.congress.operations import workshops
from weekplanner.congress.operations.arranging import touch_programme
from weekplanner.congress.operations.hall import Hall, locked_hall, with_workshops
from weekplanner.congress.values import PartValues, WorkshopValues
from weekplanner.core import db
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.core.texts import gettext as _


class OutsideCongress(Refused):
    """A part lies within the congress."""

    message = "Dit onderdeel valt buiten de tijden van het congres."


class EndsBeforeItBegins(Refused):
    """Time goes one way."""

    message = "Het einde ligt voor het begin."


class HasWorkshops(Refused):
    """People chose them."""

    message = "In deze ronde zitten workshops. Haal die eerst weg."


class HasChoices(Refused):
    """Somebody chose it."""

    message = "Deze workshop is al gekozen. Weghalen kan niet meer, wijzigen wel."


class WrongCapacity(Refused):
    """A workshop has seats."""

    def __init__(self) -> None:
        words = _("Vul een aantal in van 1 tot en met %(most)s.") % {"most": MOST_SEATS}
        super().__init__(words, field="capacity")


async def add_part(congress_id: int, values: PartValues, *, actor: Person) -> ProgrammePart:
    """Put a part in the programme. Raises NotFound, NotAllowed, OutsideCongress and EndsBeforeItBegins."""
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        _check_part(hall, values)
        part = ProgrammePart(congress_id=congress_id, **_columns(values))
        await db.insert(part)
        await touch_programme(hall, actor=actor)
    return part


async def edit_part(part_id: int, values: PartValues, *, actor: Person) -> ProgrammePart:
    """Say something else of a part; a round stays one while there are workshops in it.

    Raises NotFound, NotAllowed, OutsideCongress, EndsBeforeItBegins and HasWorkshops.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall, part = await _locked_part(part_id)
        _check_part(hall, values)
        if not values.is_round and await Workshop.filter(part_id=part.id).exists():
            raise HasWorkshops
        part.update_from_dict(_columns(values))
        await part.save()
        await touch_programme(hall, actor=actor)
    return part


async def remove_part(part_id: int, *, actor: Person) -> None:
    """Take a part off the programme. Raises NotFound, NotAllowed and HasWorkshops."""
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall, part = await _locked_part(part_id)
        if await Workshop.filter(part_id=part.id).exists():
            raise HasWorkshops
        await part.delete()
        await touch_programme(hall, actor=actor)


async def add_workshop(part_id: int, values: WorkshopValues, *, actor: Person) -> Workshop:
    """Put a workshop in a round. Raises NotFound (also for a plenary part), NotAllowed and WrongCapacity."""
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall, part = await _locked_part(part_id)
        if part.kind is not PartKind.ROUND:
            raise NotFound
        _check_capacity(values)
        workshop = Workshop(part_id=part.id, **vars(values), ceiling=values.capacity)
        await db.insert(workshop)
        await touch_programme(hall, actor=actor)
    return workshop


async def edit_workshop(workshop_id: int, values: WorkshopValues, *, actor: Person) -> Workshop:
    """Say something else of it; more seats go to who waits, fewer take nobody's.

    Raises NotFound, NotAllowed and WrongCapacity.
    """
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall, workshop = await _locked_workshop(workshop_id)
        _check_capacity(values)
        workshop.update_from_dict(vars(values))
        workshop.ceiling = max(values.capacity, workshop.taken + workshop.held)
        await workshop.save(update_fields=[*vars(values), "ceiling"])
        await workshops.offer_workshops(hall)
        await touch_programme(hall, actor=actor)
    return workshop


async def remove_workshop(workshop_id: int, *, actor: Person) -> None:
    """Take a workshop off the programme that nobody chose. Raises NotFound, NotAllowed and HasChoices."""
    require(rights.may_edit_congress(actor))
    async with db.transaction():
        hall, workshop = await _locked_workshop(workshop_id)
        if await _is_chosen(workshop):
            raise HasChoices
        await workshop.delete()
        await touch_programme(hall, actor=actor)


async def _locked_part(part_id: int) -> tuple[Hall, ProgrammePart]:
    of = await ProgrammePart.get_or_none(id=part_id)
    if of is None:
        raise NotFound
    hall = await locked_hall(of.congress_id)
    return hall, await db.lock(ProgrammePart, id=part_id)


async def _locked_workshop(workshop_id: int) -> tuple[Hall, Workshop]:
    of = await Workshop.get_or_none(id=workshop_id).select_related("part")
    if of is None:
        raise NotFound
    hall = await with_workshops(await locked_hall(of.part.congress_id))
    if workshop_id not in hall.workshops:
        raise NotFound
    return hall, hall.workshops[workshop_id]


async def _is_chosen(workshop: Workshop) -> bool:
    as_first = WorkshopChoice.filter(first_choice_id=workshop.id)
    as_second = WorkshopChoice.filter(second_choice_id=workshop.id)
    return await as_first.exists() or await as_second.exists()


def _check_part(hall: Hall, values: PartValues) -> None:
    if values.starts_at >= values.ends_at:
        raise EndsBeforeItBegins(field="ends_at")
    if values.starts_at < hall.congress.starts_at or values.ends_at > hall.congress.ends_at:
        raise OutsideCongress(field="starts_at")


def _check_capacity(values: WorkshopValues) -> None:
    if not 1 <= values.capacity <= MOST_SEATS:
        raise WrongCapacity


def _columns(values: PartValues) -> dict[str, object]:
    kind = PartKind.ROUND if values.is_round else PartKind.PLENARY
    named = {name: value for name, value in vars(values).items() if name != "is_round"}
    return {**named, "kind": kind}
