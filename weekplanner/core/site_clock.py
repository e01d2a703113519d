"""The offset of the clock for demos and rehearsals, kept in the database so that all processes agree."""

from datetime import UTC, datetime, timedelta

from weekplanner.core import clock, db
from weekplanner.core.models import SiteValue
from weekplanner.core.settings import Settings, WrongSetting

NAME = "clock_offset_s"


async def agree(current: Settings) -> None:
    """Use the offset of this database; WEEKPLANNER_CLOCK sets it at the first start only."""
    if current.clock and not await SiteValue.exists(name=NAME):
        async with db.transaction():
            offset = _wanted(current.clock) - datetime.now(UTC)
            value = SiteValue(name=NAME, value=str(offset.total_seconds()))
            await SiteValue.bulk_create([value], ignore_conflicts=True)
    kept = await SiteValue.get_or_none(name=NAME)
    clock.use_offset(timedelta(seconds=float(kept.value)) if kept else timedelta(0))


def _wanted(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongSetting(f"WEEKPLANNER_CLOCK: {text!r} is not a moment such as 2027-10-01T10:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.AMSTERDAM)
