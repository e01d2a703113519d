"""The two buttons under an offer in a message: each leads to one's own page, which asks once more."""

import re

import pytest

from tests.congress.visiting import buttons
from tests.finding.reading import Page
from tests.make import Make
from tests.site import Site
from weekplanner.congress.models.registrations import Registration, RegistrationState, WorkshopChoice
from weekplanner.congress.operations import changing
from weekplanner.congress.personal import link_of
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage


async def links_in(kind: str) -> list[str]:
    """The answers that the newest message of a kind offers, in its text: yes, then no."""
    row = await OutboxMessage.filter(kind=kind).order_by("-id").first()
    letter = await render.letter(row)
    assert letter is not None
    text = letter.content.decode().replace("=\r\n", "").replace("=3D", "=")
    return list(dict.fromkeys(re.findall(r"https://komerbij\.test(/p/\S+\?antwoord=[a-z0-9-]+)", text)))


@pytest.mark.parametrize(
    ("pressed", "offered"),
    [(0, ["Neem de stoel", "Ik wil hem niet"]), (1, ["Ik wil hem niet", "Neem de stoel"])],
)
async def test_a_button_for_a_seat_leads_to_the_same_button_and_changes_nothing(
    site: Site, make: Make, pressed: int, offered: list[str]
):
    congress = await make.congress(seats=1)
    first, kees = await make.registration(congress), await make.registration(congress)
    await changing.cancel_by_link(link_of(first.id, 1))
    page = Page(await site.get((await links_in("congress_offered"))[pressed]))
    assert buttons(page)[:2] == offered
    assert (await Registration.get(id=kees.id)).state is RegistrationState.OFFERED


@pytest.mark.parametrize(
    ("pressed", "offered"),
    [(0, ["Neem deze plek", "Ik houd wat ik heb"]), (1, ["Ik houd wat ik heb", "Neem deze plek"])],
)
async def test_a_button_for_a_workshop_leads_to_the_same_button_and_changes_nothing(
    site: Site, make: Make, pressed: int, offered: list[str]
):
    congress = await make.congress()
    small, large = await make.workshops(congress, 1, 5)
    first = await make.registration(congress, choices=[(small, None)])
    kees = await make.registration(congress, choices=[(small, large)])
    await changing.cancel_by_link(link_of(first.id, 1))
    page = Page(await site.get((await links_in("congress_workshop_offered"))[pressed]))
    assert buttons(page)[:2] == offered
    assert (await WorkshopChoice.get(registration_id=kees.id)).seat_id == large.id
