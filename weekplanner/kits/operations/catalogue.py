"""The catalogue: what can be ordered, of what it consists, and how much of it one may have."""

from dataclasses import asdict, dataclass, replace

from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.text_cleaning import slug
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import low_stock
from weekplanner.kits.operations.recording import record_kit
from weekplanner.vocabulary.queries import vocabulary

LOW_STOCK_SHARE = 10
"""The team is told below a tenth of what is usually there, until it sets another mark."""


class NameTaken(Refused):
    """Two kits of one name cannot be told apart."""

    message = "Er is al een pakket met deze naam."


@dataclass(frozen=True)
class KitValues:
    """What the team says of a kit."""

    name: str
    explanation: str = ""
    contents: tuple[str, ...] = ()
    is_digital: bool = False
    is_visible: bool = True
    max_per_activity: int | None = None
    max_per_organisation: int | None = None
    weight_g: int | None = None
    low_stock_at: int = 0

    @classmethod
    def of(cls, kit: Kit) -> "KitValues":
        """As it is stored."""
        values = cls(**{name: getattr(kit, name) for name in cls.__dataclass_fields__})
        return replace(values, contents=tuple(kit.contents))


async def begin_catalogue(*, actor: Person) -> list[Kit]:
    """Add the kits of the vocabulary that are not there yet, without stock; answers those that were added."""
    added = []
    async with db.transaction():
        require(rights.may_edit_catalogue(actor))
        known = {its_slug for (its_slug,) in await Kit.all().values_list("slug")}
        for item in vocabulary().kit_items.values():
            if item.id in known:
                continue
            values = KitValues(
                name=item.label,
                explanation=item.explanation,
                contents=item.contents,
                is_digital=item.is_digital,
                max_per_activity=item.max_per_activity,
                max_per_organisation=item.max_per_organisation,
                weight_g=item.weight_g,
                low_stock_at=(item.demo_stock or 0) // LOW_STOCK_SHARE,
            )
            added.append(await _add(item.id, values))
        for kit in added:
            await record_kit(actor, rights.EDIT_CATALOGUE, kit)
    return added


async def add_kit(values: KitValues, *, actor: Person) -> Kit:
    """Add a kit, without stock; raises NotAllowed and NameTaken."""
    async with db.transaction():
        require(rights.may_edit_catalogue(actor))
        its_slug = slug(values.name, longest=40)
        if not its_slug or await Kit.exists(slug=its_slug):
            raise NameTaken(field="name")
        kit = await _add(its_slug, values)
        await record_kit(actor, rights.EDIT_CATALOGUE, kit)
    return kit


async def edit_kit(kit_id: int, values: KitValues, *, version: int, actor: Person) -> Kit:
    """Change what is said of a kit; whether it is digital stays as it is.

    Raises NotFound, NotAllowed, Stale and NameTaken.
    """
    async with db.transaction():
        kit = await db.hold(Kit, id=kit_id)
        require(rights.may_edit_catalogue(actor))
        if kit.version != version:
            raise Stale
        if await Kit.filter(name=values.name).exclude(id=kit.id).exists():
            raise NameTaken(field="name")
        before = KitValues.of(kit)
        wanted = replace(values, is_digital=kit.is_digital)
        kit.update_from_dict({**_columns(wanted), "version": kit.version + 1, "changed_at": clock.now()})
        await kit.save(update_fields=[*_columns(wanted), "version", "changed_at"])
        if before.low_stock_at != wanted.low_stock_at:
            await low_stock.look([kit])
        await record_kit(actor, rights.EDIT_CATALOGUE, kit, _differences(before, wanted))
    return kit


async def move_kit(kit_id: int, *, is_up: bool, actor: Person) -> None:
    """Let a kit change places with the one before it, or after it; raises NotFound and NotAllowed."""
    async with db.transaction():
        require(rights.may_edit_catalogue(actor))
        kits = await Kit.all().order_by("position", "id").select_for_update()
        places = {kit.id: place for place, kit in enumerate(kits)}
        if kit_id not in places:
            raise NotFound
        here = places[kit_id]
        there = here - 1 if is_up else here + 1
        if 0 <= there < len(kits):
            kits[here], kits[there] = kits[there], kits[here]
        for place, kit in enumerate(kits, start=1):
            if kit.position != place:
                await Kit.filter(id=kit.id).update(position=place)


async def _add(its_slug: str, values: KitValues) -> Kit:
    now = clock.now()
    position = await Kit.all().count() + 1
    kit = Kit(slug=its_slug, position=position, created_at=now, changed_at=now, **_columns(values))
    await db.insert(kit)
    return kit


def _columns(values: KitValues) -> dict[str, object]:
    return {**asdict(values), "contents": list(values.contents)}


def _differences(before: KitValues, after: KitValues) -> list[Change]:
    old, new = asdict(before), asdict(after)
    return [Change(name, _words(old[name]), _words(new[name])) for name in old if old[name] != new[name]]


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
