"""Reading the ready-made reasons."""

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.events import rights
from weekplanner.events.models import ReadyReason, ReasonUse


async def ready_reasons(use: ReasonUse) -> list[ReadyReason]:
    """The reasons for one use, by title."""
    return await ReadyReason.filter(use=use).order_by("title", "id")


async def editable_reason(reason_id: int, *, actor: Person) -> ReadyReason:
    """A reason for changing it; raises NotFound for who may not."""
    found = await ReadyReason.get_or_none(id=reason_id)
    if found is None or not rights.may_edit_ready_reasons(actor):
        raise NotFound
    return found
