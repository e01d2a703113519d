"""Invitation codes that nobody gave out: counted, so that none is found by trying."""

from weekplanner.accounts.operations import limits
from weekplanner.congress import codes
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.core import db


async def count_guess(congress_id: int, code: str, *, network: str | None) -> None:
    """Count a code that nobody gave out for this congress, for the `network`, if that is known.

    It stays counted whatever comes of it: this has a transaction of its own, before that of what the code is
    for. Raises TooOften: a network that guessed too often is not told whether a code is right.
    """
    if network is None:
        return
    async with db.transaction():
        await limits.check(limits.CODE_GUESSES, network)
        if await of_code(congress_id, code) is None:
            await limits.count(limits.CODE_GUESSES, network)


async def of_code(congress_id: int, code: str) -> CongressInvitation | None:
    """The invitation to this congress with this code, as it is typed."""
    return await CongressInvitation.filter(
        congress_id=congress_id, digest=codes.digest("invitation", code)
    ).first()
