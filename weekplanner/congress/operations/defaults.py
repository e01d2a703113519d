"""The two congresses that every edition has: the opening on its first day, the closing on its last."""

from datetime import date, time, timedelta

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.operations.arranging import add_congress
from weekplanner.congress.values import CongressValues
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, require
from weekplanner.core.turns import take_turn
from weekplanner.editions.models import Edition
from weekplanner.vocabulary.queries import vocabulary

SEATS = 750
"""As many as came to the congress of May 2019 (S0); the team changes it."""
STARTS, ENDS = time(9, 30), time(16)
OPENS_BEFORE, CLOSES_BEFORE = timedelta(days=120), timedelta(days=1)
_KINDS = {"opening": CongressKind.OPENING, "slot": CongressKind.CLOSING}


async def begin_congresses(edition_year: int, *, actor: Person) -> list[Congress]:
    """Make those of an edition that are not there yet, for the team to fill in.

    Raises NotFound and NotAllowed.
    """
    require(rights.may_edit_congress(actor))
    edition = await Edition.get_or_none(year=edition_year)
    if edition is None:
        raise NotFound
    async with db.transaction():
        await take_turn(f"congresses of {edition_year}")
        made = []
        for term in vocabulary().congresses.values():
            kind = _KINDS[term.id]
            if await Congress.filter(edition_id=edition.id, kind=kind).exists():
                continue
            day = edition.ends_on if term.is_on_last_day else edition.starts_on
            values = _usual(kind, term.label, day, term.audiences)
            made.append(await add_congress(edition_year, values, seats=SEATS, actor=actor))
    return made


def _usual(kind: CongressKind, title: str, day: date, audiences: tuple[str, ...]) -> CongressValues:
    starts_at = clock.moment(day, STARTS)
    return CongressValues(
        kind=kind,
        title=title,
        summary="",
        starts_at=starts_at,
        ends_at=clock.moment(day, ENDS),
        opens_at=starts_at - OPENS_BEFORE,
        closes_at=starts_at - CLOSES_BEFORE,
        audiences=audiences,
    )
