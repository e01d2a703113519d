"""The ready-made reasons that reviewers choose from."""

from dataclasses import dataclass

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, Stale, require
from weekplanner.core.turns import take_turn
from weekplanner.events import rights
from weekplanner.events.models import ReadyReason, ReasonUse


@dataclass(frozen=True)
class ReasonValues:
    """What is filled in about a reason."""

    use: ReasonUse
    title: str
    """What reviewers choose it by."""
    text: str
    """What the organiser reads."""


class TitleTaken(Refused):
    """Two reasons of one kind could not be told apart."""

    def __init__(self) -> None:
        super().__init__("Er is al een vaste tekst met deze naam. Kies een andere naam", field="title")


async def create_reason(values: ReasonValues, *, actor: Person) -> ReadyReason:
    """Make a reason; sent twice, the same form makes one. Raises NotAllowed and TitleTaken."""
    async with db.transaction():
        require(rights.may_edit_ready_reasons(actor))
        await take_turn("ready reasons")
        there = await _called(values)
        if there is not None and there.text == values.text:
            return there
        if there is not None:
            raise TitleTaken
        made = await ReadyReason.create(
            use=values.use, title=values.title, text=values.text, created_at=clock.now()
        )
        await _record(actor, made, None, values)
    return made


async def update_reason(reason_id: int, values: ReasonValues, *, version: int, actor: Person) -> ReadyReason:
    """Change a reason; what was sent with it before stays as it was.

    Raises NotFound, NotAllowed, TitleTaken, and Stale when somebody else changed it since.
    """
    async with db.transaction():
        require(rights.may_edit_ready_reasons(actor))
        await take_turn("ready reasons")
        reason = await db.lock(ReadyReason, id=reason_id)
        before = ReasonValues(reason.use, reason.title, reason.text)
        if before == values:  # also when a double click has saved it already
            return reason
        if reason.version != version:
            raise Stale
        there = await _called(values)
        if there is not None and there.id != reason.id:
            raise TitleTaken
        reason.update_from_dict(
            {"use": values.use, "title": values.title, "text": values.text, "version": version + 1}
        )
        await reason.save()
        await _record(actor, reason, before, values)
    return reason


async def delete_reason(reason_id: int, *, version: int, actor: Person) -> None:
    """Take a reason away; raises NotFound, NotAllowed and Stale."""
    async with db.transaction():
        require(rights.may_edit_ready_reasons(actor))
        reason = await db.lock(ReadyReason, id=reason_id)
        if reason.version != version:
            raise Stale
        await reason.delete()
        await _record(actor, reason, ReasonValues(reason.use, reason.title, reason.text), None)


async def _called(values: ReasonValues) -> ReadyReason | None:
    return await ReadyReason.filter(use=values.use, title=values.title).first()


async def _record(
    actor: Person, reason: ReadyReason, before: ReasonValues | None, after: ReasonValues | None
) -> None:
    changes = [
        Change(name, getattr(before, name, ""), getattr(after, name, ""))
        for name in ("title", "text")
        if getattr(before, name, "") != getattr(after, name, "")
    ]
    subject = Subject("ready_reason", str(reason.id), reason.title)
    await audit.record(actor, rights.EDIT_READY_REASONS, subject, changes)
