"""Writing to who comes to a congress: once, to a selection that is looked up when it is sent."""

from weekplanner.accounts.people import Person
from weekplanner.congress import plans, rights
from weekplanner.congress.models.congresses import Workshop
from weekplanner.congress.models.mailings import CongressMessage, Readers
from weekplanner.congress.operations.hall import locked_hall
from weekplanner.congress.operations.recording import record_congress
from weekplanner.congress.operations.signing_up import digest_of
from weekplanner.congress.queries.readers import readers_of
from weekplanner.core import db
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.mailer import schedule


class NobodyToTell(Refused):
    """The selection is empty."""

    message = "Er is niemand in deze groep om te schrijven."


async def write(
    congress_id: int,
    readers: Readers,
    *,
    subject: str,
    text: str,
    request_key: str,
    actor: Person,
    workshop_id: int | None = None,
) -> CongressMessage:
    """Send a message to a selection; the same form sent twice sends once.

    Raises NotFound, NotAllowed and NobodyToTell.
    """
    require(rights.may_write_to_attendees(actor))
    async with db.transaction():
        hall = await locked_hall(congress_id)
        before = await CongressMessage.get_or_none(request_key=digest_of(request_key))
        if before is not None:
            return before
        if readers is Readers.WORKSHOP:
            of = Workshop.filter(id=workshop_id, part__congress_id=congress_id)
            if not await of.exists():
                raise NotFound
        selection = readers_of(congress_id, readers, workshop_id=workshop_id)
        if not await selection.exclude(email="").exists():
            raise NobodyToTell(field="readers")
        message = await CongressMessage.create(
            congress_id=congress_id,
            readers=readers,
            workshop_id=workshop_id if readers is Readers.WORKSHOP else None,
            subject=subject,
            text=text,
            request_key=digest_of(request_key),
            written_by_id=actor.account_id,
            created_at=hall.now,
        )
        await schedule.plan([plans.message(message)])
        await record_congress(actor, rights.WRITE_TO_ATTENDEES, hall.congress)
    return message
