"""Who signs up at the same moment is answered in one transaction, each as if they had come alone."""

import asyncio
from collections import Counter

import pytest

from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from weekplanner.accounts.operations import limits
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import Registration, RegistrationState
from weekplanner.congress.operations import signing_up
from weekplanner.congress.values import Party
from weekplanner.mailer.models import OutboxMessage

GROUP = tuple(f"Collega {number}" for number in range(1, 6))


async def come(
    congress: Congress, who: str, *, others: tuple[str, ...] = (), audience: str = "wethouder", **options: str
) -> str:
    """What comes of signing up: a state, or why not."""
    party = Party(name=who, email=f"{who}@example.org", audience=audience, others=others)
    try:
        entered = await signing_up.sign_up(
            congress.id, party, **{"request_key": f"{who} {len(others)}", "network": None, **options}
        )
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is what they are told
        return type(problem).__name__
    return entered.state.value


async def test_each_is_answered_for_itself_in_the_order_in_which_they_came(make: Make):
    congress = await make.congress(seats=8)
    came = await asyncio.gather(
        come(congress, "riet"),
        come(congress, "elders", audience="vrijwilliger"),
        come(congress, "groep", others=GROUP),
        come(congress, "fout@adres"),
        come(congress, "groot", others=GROUP),
        come(congress, "jo"),
        come(congress, "laat"),
    )
    assert came == [
        "confirmed",
        "OtherAudience",
        "confirmed",
        "WrongAddress",
        "waiting",
        "confirmed",
        "waiting",
    ]
    parties = [(each.name, each.state.value) for each in await Registration.all().order_by("id")]
    assert parties == [
        ("riet", "confirmed"),
        ("groep", "confirmed"),
        ("groot", "waiting"),
        ("jo", "confirmed"),
        ("laat", "waiting"),
    ]
    assert await what_is_wrong_with_congresses() == []


async def test_one_address_is_there_once_however_often_it_comes_at_the_same_moment(make: Make):
    congress = await make.congress(seats=100)
    await asyncio.gather(*(come(congress, "riet", others=GROUP[: number % 3]) for number in range(9)))
    assert await Registration.filter(state=RegistrationState.CONFIRMED).count() == 1
    kinds = Counter(each.kind for each in await OutboxMessage.all())
    assert kinds == {"congress_confirmed": 1, "congress_repeated": 1}
    assert await what_is_wrong_with_congresses() == []


async def test_a_limit_that_is_reached_in_between_refuses_who_came_later(
    make: Make, monkeypatch: pytest.MonkeyPatch
):
    congress = await make.congress()
    few = limits.Limit(limits.SIGN_UPS_FROM_NETWORK.scope, 3, limits.HOUR, "Probeer het %(again)s opnieuw.")
    monkeypatch.setattr(limits, "SIGN_UPS_FROM_NETWORK", few)
    came = await asyncio.gather(
        come(congress, "elders", audience="vrijwilliger", network="10.0.0.0/24"),
        *(come(congress, f"gast{number}", network="10.0.0.0/24") for number in range(5)),
        come(congress, "ander", network="10.0.1.0/24"),
    )
    assert came == ["OtherAudience", *["confirmed"] * 3, *["TooOften"] * 2, "confirmed"]


async def test_who_hangs_up_while_they_wait_takes_nobody_along(make: Make):
    congress = await make.congress(seats=100)
    coming = [asyncio.create_task(come(congress, f"gast{number}")) for number in range(20)]
    await asyncio.sleep(0)
    for number in (3, 7, 19):
        coming[number].cancel()
    came = await asyncio.gather(*coming, return_exceptions=True)
    assert Counter(each for each in came if isinstance(each, str)) == {"confirmed": 17}
    assert await what_is_wrong_with_congresses() == []


async def test_one_that_cannot_be_written_down_is_no_trouble_to_the_others(make: Make):
    congress = await make.congress(seats=100)
    broken = Party(name="Riet", email="riet@example.org", audience="wethouder", municipality_code="GM9999")
    failing = signing_up.sign_up(congress.id, broken, request_key="broken", network=None)
    came = await asyncio.gather(
        come(congress, "een"), failing, come(congress, "twee"), return_exceptions=True
    )
    assert (came[0], came[2]) == ("confirmed", "confirmed")
    assert isinstance(came[1], Exception)
    assert {each.name for each in await Registration.all()} == {"een", "twee"}
    assert await what_is_wrong_with_congresses() == []
