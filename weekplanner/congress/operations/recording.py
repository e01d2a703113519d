"""Writing down what the team did with congresses and who comes; a name or an address is never among it."""

from collections.abc import Iterable

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import Registration


async def record_congress(
    actor: Person, right: Right, congress: Congress, changes: Iterable[Change] = ()
) -> None:
    """What was done with a congress."""
    subject = Subject(kind="congress", id=str(congress.id), label=congress.title)
    await audit.record(actor, right, subject, changes)


async def record_registration(
    actor: Person, right: Right, registration: Registration, changes: Iterable[Change] = ()
) -> None:
    """What was done with one party: by number, as it has no other name here."""
    subject = Subject(kind="registration", id=str(registration.id))
    await audit.record(actor, right, subject, changes)
