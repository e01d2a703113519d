"""What goes by itself: what people need 7 days after a congress, who they were 30 days after the week."""

from datetime import datetime, timedelta

from weekplanner.congress.models.entrance import DoorDevice
from weekplanner.congress.models.mailings import CongressMessage
from weekplanner.congress.models.registrations import Needs, Registration
from weekplanner.congress.operations.forgetting import make_anonymous
from weekplanner.core import clock, db

NEEDS_TERM = timedelta(days=7)
TERM = timedelta(days=30)
CHUNK = 500
"""Rows at a time: no transaction may hold the write lock for long."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what is past its term at `now`; answers how many of each.

    How many came, of which audience, organisation and municipality stays: that names nobody.
    """
    last_day = clock.local(now - TERM).date()
    needs = Needs.filter(registration__congress__ends_at__lt=now - NEEDS_TERM)
    known = Registration.filter(congress__edition__ends_on__lt=last_day).exclude(name="")
    written = CongressMessage.filter(congress__edition__ends_on__lt=last_day)
    devices = DoorDevice.filter(valid_until__lt=now)
    counts = {
        "congress_needs": await needs.count(),
        "congress_registrations": await known.count(),
        "congress_messages": await written.count(),
        "door_devices": await devices.count(),
    }
    if is_dry_run:
        return counts
    await _remove(Needs, [row[0] for row in await needs.values_list("id")])
    await _remove(CongressMessage, [row[0] for row in await written.values_list("id")])
    await _remove(DoorDevice, [row[0] for row in await devices.values_list("id")])
    ids = [row[0] for row in await known.order_by("id").values_list("id")]
    for start in range(0, len(ids), CHUNK):
        async with db.transaction():
            await make_anonymous(ids[start : start + CHUNK])
    return counts


async def _remove(model: type[Needs] | type[CongressMessage] | type[DoorDevice], ids: list[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        async with db.transaction():
            await model.filter(id__in=ids[start : start + CHUNK]).delete()
