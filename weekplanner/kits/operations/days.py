"""Until when kits can be ordered, and until when they are sent."""

from datetime import date

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound, require
from weekplanner.editions import operations as editions
from weekplanner.editions import queries
from weekplanner.editions.models import Edition
from weekplanner.kits import rights


async def set_days(*, order_until_on: date, last_sent_on: date, actor: Person) -> Edition:
    """Choose both days of the current edition; who can order until when follows at once.

    Raises NotFound without an edition, NotAllowed, and WrongEdition for days that cannot be.
    """
    async with db.transaction():
        edition = await queries.current()
        require(rights.may_set_kit_days(actor))
        if edition is None:
            raise NotFound
        before = (edition.kit_order_until_on, edition.kit_last_sent_on)
        if before == (order_until_on, last_sent_on):
            return edition
        changed = await editions.update_edition(
            edition.year, kit_order_until_on=order_until_on, kit_last_sent_on=last_sent_on
        )
        subject = Subject(kind="edition", id=str(edition.year), label=edition.name)
        after = (order_until_on, last_sent_on)
        await audit.record(actor, rights.SET_KIT_DAYS, subject, _changes(before, after))
    return changed


def _changes(before: tuple[date, date], after: tuple[date, date]) -> list[Change]:
    names = ("kit_order_until_on", "kit_last_sent_on")
    return [
        Change(name, old.isoformat(), new.isoformat())
        for name, old, new in zip(names, before, after, strict=True)
        if old != new
    ]
