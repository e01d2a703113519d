"""Invitation codes that nobody gave out: counted, so that none is found by trying."""

from weekplanner.accounts.operations import limits
from weekplanner.congress import codes
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.core import db
from weekplanner.core.errors import Refused


class UnknownCode(Refused):
    """Nobody gave out such a code for this congress."""

    message = "Wij kennen deze code niet. Kijk of u hem goed heeft overgenomen, of laat hem leeg."


async def check_code(congress_id: int, code: str, *, network: str | None) -> None:
    """Raise UnknownCode for one that nobody gave out for this congress.

    What is unknown is counted for the `network`, if that is known, and stays counted: this has a transaction
    of its own, before that of what the code is for. A network that guessed too often is not told whether a
    code is right. Raises TooOften.
    """
    async with db.transaction():
        if network is not None:
            await limits.check(limits.CODE_GUESSES, network)
        is_known = await of_code(congress_id, code) is not None
        if not is_known and network is not None:
            await limits.count(limits.CODE_GUESSES, network)
    if not is_known:
        raise UnknownCode(field="code")


async def of_code(congress_id: int, code: str) -> CongressInvitation | None:
    """The invitation to this congress with this code, as it is typed."""
    return await CongressInvitation.filter(
        congress_id=congress_id, digest=codes.digest("invitation", code)
    ).first()
