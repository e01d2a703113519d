"""Klopt dit nog? One organiser answers the mail, another is called by the team."""

from pathlib import Path

import pytest

from tests.browser.conftest import Mailbox, Person, walked_once
from tests.browser.test_at_work import FATMA, follow, sign_in
from tests.make import Make, at
from tests.scheduling import queued
from tests.server import Program

TEAM = "team@example.org"
PRINTED = ["Klopt", "Activiteit", "Eerste keer", "Contact", "Organisatie"]


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Program:
    """On the first day of the week, two days after organisers were asked."""
    return Program.on(database_url, tmp_path, clock="2027-10-01T12:00:00+02:00")


@walked_once
async def test_who_does_not_answer_is_called(person, server, mailbox: Mailbox, make: Make):
    jan = await make.account("jan@example.org")
    linde = await make.organisation(jan, phone="030 000 77 77")
    owner = {"organisation": linde, "organiser": jan}
    await make.activity(title="Soep aan de lange tafel", contact_email=FATMA, **owner)
    await make.activity(
        title="Thee met verhalen", contact_email="", contact_phone="", join_ways=("binnenlopen",), **owner
    )
    assert await queued(at(29, 9, month=9)) == {"still_right": 2}

    fatma, team = await person(), await person()
    await sign_in(team, mailbox, TEAM)
    await team.go("/team")
    await follow(team, "Bellijst (2)")
    await team.sees("Soep aan de lange tafel")
    await look_at_paper(team)

    await fatma.go(await mailbox.link_to(FATMA, fatma.page, part="/p/", subject="Klopt dit nog?"))
    await fatma.click("Ja, alles klopt")
    await fatma.sees("Dank u wel")

    await team.go("/team/bellijst")
    assert await team.page.get_by_text("Soep aan de lange tafel").count() == 0
    await team.page.get_by_role("link", name="030 000 77 77").wait_for()
    await follow(team, "Zij zeggen dat het klopt")
    await team.click("Ja, alles klopt")
    await follow(team, "Terug naar de bellijst")
    await team.sees("U hoeft niemand te bellen")


async def look_at_paper(team: Person) -> None:
    """The list as it is printed has what one calls with, and nothing to press."""
    await follow(team, "Druk deze lijst af")
    await team.page.emulate_media(media="print")
    assert await team.page.locator("thead th").all_inner_texts() == PRINTED
    await team.page.get_by_text("030 000 12 34").first.wait_for()
    assert not await team.page.get_by_role("navigation").first.is_visible()
    await team.page.emulate_media(media="screen")
