"""Moderators look after organisations: they find them, and give trust or take it."""

import re

import pytest

from weekplanner.accounts.models import AuditRecord
from weekplanner.events.models import State

LIST = "/team/organisaties"


@pytest.fixture
async def moderator(make, site):
    """Somebody of the team who looks after organisations."""
    return site.as_(await make.team_member())


def names(page):
    return re.findall(r'<a href="/team/organisaties/\d+">([^<]*)</a>', page)


async def test_organisations_are_found_by_name_and_by_trust(make, moderator):
    await make.organisation(name="Café De Kroon", is_trusted=True)
    await make.organisation(name="Bibliotheek Neude")
    assert names((await moderator.get(LIST)).text) == ["Bibliotheek Neude", "Café De Kroon"]
    assert names((await moderator.get(f"{LIST}?q=cafe")).text) == ["Café De Kroon"]
    assert names((await moderator.get(f"{LIST}?vertrouwd=nee")).text) == ["Bibliotheek Neude"]
    assert (await moderator.get(f"{LIST}?vertrouwd=onzin")).status_code == 400


async def test_the_latest_active_come_first_when_asked(make, moderator):
    await make.organisation(name="Aap")
    jan = await make.account()
    bear = await make.organisation(jan, name="Beer")
    await make.activity("draft", organisation=bear, organiser=jan)
    assert names((await moderator.get(f"{LIST}?volgorde=laatst")).text) == ["Beer", "Aap"]


async def test_taken_trust_is_written_down_and_the_next_submission_is_reviewed(make, moderator):
    soup = await make.activity()  # publishing it gave trust
    page = f"{LIST}/{soup.organisation.id}"
    assert "Vertrouwd" in (await moderator.get(page)).text
    take = {"wanted": "nee", "reason": "Vaak reclame"}
    for _click in range(2):
        assert (await moderator.post(f"{page}/vertrouwen", take)).status_code == 303
    shown = (await moderator.get(page)).text
    assert "Wij kijken mee" in shown
    assert "Vaak reclame" in shown
    (record,) = await AuditRecord.filter(action="trust_organisation")
    assert record.changes == [
        {"field": "is_trusted", "before": "ja", "after": "nee"},
        {"field": "reason", "before": "", "after": "Vaak reclame"},
    ]
    tea = await make.activity("submitted", organisation=soup.organisation, organiser=soup.organiser)
    assert (await tea.fresh()).state is State.SUBMITTED


async def test_trust_needs_a_reason_and_a_moderator(make, site, moderator):
    organisation = await make.organisation()
    page = f"{LIST}/{organisation.id}"
    assert (await moderator.post(f"{page}/vertrouwen", wanted="ja", reason="")).status_code == 422
    coordinator = site.as_(await make.coordinator("utrecht"))
    assert (await coordinator.get(page)).status_code == 404
    assert (await coordinator.post(f"{page}/vertrouwen", wanted="ja", reason="Zomaar")).status_code == 404
    await organisation.refresh_from_db()
    assert not organisation.is_trusted


async def test_a_coordinator_who_publishes_with_trust_is_written_down_as_one(make, site):
    soup = await make.activity("submitted")
    coordinator = site.as_(await make.coordinator("utrecht"))
    await coordinator.post(
        f"/team/activiteiten/{soup.id}/plaatsen", version=str(soup.activity.version), trust="y"
    )
    records = await AuditRecord.filter(acted_as="coordinator GM0344").order_by("id")
    assert [(each.action, each.subject_kind) for each in records] == [
        ("publish_activity", "activity"),
        ("publish_activity", "organisation"),
    ]
