"""Writing down that somebody took along who comes to a congress: it leaves the site then."""

from enum import Enum

from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.operations.recording import record_congress
from weekplanner.core import db
from weekplanner.core.errors import NotFound, require


class Taken(Enum):
    """What was taken; the words of the audit log."""

    LIST = "deelnemerslijst"
    NEEDS = "behoeften met namen"
    COUNTS = "behoeften in aantallen"
    BADGES = "badges"
    ATTENDEES = "deelnemerslijst op papier"
    WORKSHOPS = "lijsten per workshop"


async def note_taken(congress_id: int, taken: Taken, *, actor: Person) -> Congress:
    """Note that a file was made of who comes; raises NotFound and NotAllowed."""
    require(rights.may_take_attendees_along(actor))
    async with db.transaction():
        congress = await db.find(Congress, id=congress_id)
        if congress is None:
            raise NotFound
        await record_congress(actor, rights.TAKE_ATTENDEES_ALONG, congress, [Change("file", "", taken.value)])
    return congress
