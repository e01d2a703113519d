"""Terms that are counted in editions."""

from datetime import date

from weekplanner.editions import queries as editions
from weekplanner.editions.models import Phase


async def two_editions_ago(today: date) -> date | None:
    """The first day of the edition before the previous one; None while two are not over yet."""
    current = await editions.current()
    if current is None:
        return None
    earlier = [each for each in await editions.all_editions() if each.year < current.year]
    over = [each for each in earlier if each.phase(today) is Phase.AFTER]
    return over[1].starts_on if len(over) > 1 else None
