"""How a domain that asks for it is spared."""

from datetime import UTC, datetime, timedelta

from weekplanner.mailer.retries import FIRST_GAP, FIRST_PAUSE, LONGEST_PAUSE, Paces

NOW = datetime(2027, 8, 16, 10, 0, tzinfo=UTC)


def test_other_domains_are_free():
    paces = Paces()
    paces.slow("druk.example", NOW)
    assert paces.wait_until("example.org", NOW) is None


def test_after_a_pause_messages_go_one_by_one_each_at_its_own_moment():
    paces = Paces()
    paces.slow("druk.example", NOW)
    moments = [paces.wait_until("druk.example", NOW) for _ in range(5)]
    assert moments == [NOW + FIRST_PAUSE + FIRST_GAP * number for number in range(1, 6)]
    half_a_second = timedelta(seconds=0.5)
    for number, moment in enumerate(moments):
        late_or_not = half_a_second * (number % 2)
        assert paces.wait_until("druk.example", moment + late_or_not) is None
    assert paces.wait_until("druk.example", moments[-1]) is not None


def test_every_new_complaint_makes_the_pause_longer_up_to_half_an_hour():
    paces, now, pauses = Paces(), NOW, []
    for _ in range(8):
        paces.slow("druk.example", now)
        paces.slow("druk.example", now)  # the answer to another one that was on its way
        opens_at = now
        while paces.wait_until("druk.example", opens_at) is not None:
            opens_at += timedelta(minutes=1)
        pauses.append(opens_at - now)
        now = opens_at + timedelta(seconds=1)
    assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_domain_that_takes_messages_again_is_free_after_a_while():
    paces = Paces()
    paces.slow("druk.example", NOW)
    for _ in range(5):
        paces.ease("druk.example")
    assert paces.wait_until("druk.example", NOW) is None
