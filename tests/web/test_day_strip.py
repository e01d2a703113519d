"""The table of days: what is drawn, and what is read aloud."""

import re
from dataclasses import dataclass

import pytest

from weekplanner.web import pages


@dataclass(frozen=True)
class Day:
    number: int = 1
    count: int = 3
    chairs: int = 3
    is_current: bool = False
    is_invite: bool = False
    url: str = "/agenda?dag=2027-10-01"
    weekday_short: str = "vr"
    sentence: str = "vrijdag 1 oktober: 3 activiteiten te doen"


def strip(*days: Day) -> str:
    source = '{% from "macros/day_strip.html" import day_strip %}{{ day_strip(days, "Kies een dag") }}'
    return pages.environment().from_string(source).render(days=days)


@pytest.mark.parametrize("chairs", range(6))
def test_as_many_chairs_stand_behind_the_table_as_there_is_to_do(chairs: int):
    behind = re.search(r'<span class="chairs" aria-hidden="true">(.*?)</span>', strip(Day(chairs=chairs)))
    assert behind
    assert behind[1].count("<svg") == chairs


def test_a_day_is_read_as_one_sentence_and_its_drawing_is_silent():
    html = strip(Day())
    silent = re.sub(r'<(span|svg)[^>]*aria-hidden="true".*?</\1>\n', "", html, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", silent).split()
    assert " ".join(words) == "vrijdag 1 oktober: 3 activiteiten te doen"


def test_the_red_chair_stands_at_the_chosen_day_or_invites_without_choosing():
    html = strip(Day(number=1, is_current=True), Day(number=2, is_invite=True), Day(number=3))
    assert html.count('aria-current="true"') == 1
    assert html.count("data-invite") == 1


def test_a_day_with_nothing_to_do_stays_a_link():
    assert 'href="/agenda?dag=2027-10-04"' in strip(Day(count=0, chairs=0, url="/agenda?dag=2027-10-04"))
