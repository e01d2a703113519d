"""The congresses of the demonstration: seats taken, who waits or was offered one, and who came last year."""

from collections import Counter

import pytest

from tests.congress.wholeness import what_is_wrong_with_congresses
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.models.registrations import Needs, Registration, RegistrationState, WorkshopChoice
from weekplanner.congress.models.seats import Seats
from weekplanner.demo.operations.loading import load
from weekplanner.editions import queries as editions
from weekplanner.mailer.models import OutboxMessage, Status

pytestmark = pytest.mark.once


async def loaded(number: int) -> None:
    """Load a demonstration that nobody watches."""
    await load(number, seed=1, show=lambda _done, _all: None)


async def test_both_weeks_have_their_congresses_and_every_seat_is_accounted_for(database):
    await loaded(6)
    assert await what_is_wrong_with_congresses() == []
    edition, before = await editions.current(), await editions.previous()
    assert edition is not None
    assert before is not None
    slugs = {each.slug for each in await Congress.all()}
    assert slugs == {
        f"{kind}-{year}" for kind in ("opening", "slot", "webinar") for year in (edition.year, before.year)
    }
    opening = await Congress.get(edition_id=edition.id, kind=CongressKind.OPENING)
    states = Counter(each.state for each in await Registration.filter(congress_id=opening.id))
    assert states.keys() >= {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
        RegistrationState.OFFERED,
        RegistrationState.REQUESTED,
        RegistrationState.CANCELLED,
    }
    assert await WorkshopChoice.filter(registration__congress_id=opening.id, in_line=True).exists()
    assert await Needs.filter(registration__congress_id=opening.id).exists()
    last = await Seats.get(congress__edition_id=before.id, congress__kind=CongressKind.OPENING)
    assert 0 < last.arrived < last.taken
    sent = await OutboxMessage.filter(kind__startswith="congress_").exclude(status=Status.DROPPED)
    assert sent == []
