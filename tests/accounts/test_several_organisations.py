"""Somebody begins one more organisation, and switches between them on every page."""

import asyncio
from datetime import timedelta

import pytest

from weekplanner.accounts.models import Membership, Organisation

NEW = "/mijn/organisatie/nieuw"
CHOIR = {"name": "Koor De Merel", "kind": "buurtinitiatief", "municipality": "Utrecht"}
SWITCH = 'href="/inloggen/kies"'


async def test_a_second_organisation_is_acted_for_at_once(site, make):
    jan = await make.account()
    await make.organisation(jan, name="Soepgroep")
    device = site.as_(jan)
    assert SWITCH not in (await device.get("/mijn")).text
    answer = await device.post(NEW, CHOIR)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn")
    assert "<h1>Koor De Merel</h1>" in (await device.get("/mijn/organisatie")).text
    for page in ("/mijn", "/mijn/organisatie/collegas", "/mijn/organisatie/wijzigen"):
        assert SWITCH in (await device.get(page)).text
    choices = (await device.get("/inloggen/kies")).text
    for words in ("Soepgroep, Utrecht", "Koor De Merel, Utrecht", f'href="{NEW}"'):
        assert words in choices


async def test_who_has_none_begins_one_too(site, make):
    device = site.as_(await make.account())
    await device.post(NEW, CHOIR)
    assert "<h1>Koor De Merel</h1>" in (await device.get("/mijn/organisatie")).text


async def test_a_double_click_makes_one(site, make):
    device = site.as_(await make.account())
    await device.get(NEW)
    answers = await asyncio.gather(*(device.post(NEW, CHOIR) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert (await Organisation.all().count(), await Membership.all().count()) == (1, 1)


async def test_five_a_day(site, make, now):
    device = site.as_(await make.account())
    for number in range(5):
        assert (await device.post(NEW, {**CHOIR, "name": f"Koor {number}"})).status_code == 303
    page = await device.post(NEW, CHOIR)
    assert page.status_code == 429
    assert 'value="Koor De Merel"' in page.text
    now.move(timedelta(days=1))
    assert (await device.post(NEW, CHOIR)).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed"), [("name", ""), ("kind", "onzin"), ("municipality", "Nergenshuizen")]
)
async def test_what_is_wrong_is_said_at_the_field(site, make, field, typed):
    page = await site.as_(await make.account()).post(NEW, {**CHOIR, field: typed, "about": "Wij zingen."})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "Wij zingen." in page.text
    assert await Organisation.all().count() == 0
