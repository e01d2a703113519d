"""Of which parties the people get what is written to a selection."""

import pytest

from tests.congress.doors import attendee_of
from tests.make import Make
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.entrance import ReadBy
from weekplanner.congress.models.mailings import Readers
from weekplanner.congress.operations.entrance import Entrance, check_in
from weekplanner.congress.queries.readers import readers_of
from weekplanner.core import clock


@pytest.mark.parametrize(
    ("readers", "names"),
    [
        (Readers.CONFIRMED, ["Anna", "Jan"]),
        (Readers.WAITING, ["Kees"]),
        (Readers.WORKSHOP, ["Jan"]),
        (Readers.PRESENT, ["Anna"]),
        (Readers.ABSENT, ["Jan"]),
    ],
)
async def test_a_selection_has_the_parties_that_its_name_says(make: Make, readers: Readers, names: list[str]):
    congress = await make.congress(seats=2)
    workshop, _other = await make.workshops(congress, 5, 5)
    anna = await make.registration(congress, "Anna")
    await make.registration(congress, "Jan", choices=[(workshop, None)])
    await make.registration(congress, "Kees")
    came = await attendee_of(anna)
    await check_in(congress.id, Entrance("key", came.id, ReadBy.NAME, clock.now()), actor=SYSTEM)
    found = await readers_of(congress.id, readers, workshop_id=workshop.id).order_by("name")
    assert [each.name for each in found] == names
