"""A coordinator works in one municipality: nothing is put outside it, and nothing typed is lost."""

from tests.events.filling_in import SAVE, SOUP, SUBMIT, sentences, typed
from weekplanner.events.models import Activity

ELSEWHERE = {"postcode": ["1012 AB"]}
SENTENCE = {"postcode": "Deze postcode ligt in een andere gemeente dan die waar u over gaat"}


async def test_a_coordinator_registers_nothing_in_another_municipality(site, make):
    await make.edition()
    coordinator = site.as_(await make.coordinator("utrecht"))
    new = "/mijn/activiteiten/nieuw"
    organisation = {
        "organisation_name": ["Buurthuis De Linde"],
        "kind": ["welzijnsorganisatie"],
        "municipality": ["Utrecht"],
    }
    for button in (SAVE, SUBMIT):
        page = (await coordinator.get(new)).text
        answer = await coordinator.post(new, typed(page, SOUP, organisation, ELSEWHERE, button))
        assert (answer.status_code, sentences(answer.text)) == (422, SENTENCE)
    assert await Activity.all().count() == 0


async def test_a_coordinator_corrects_nothing_away_to_another_municipality(site, make):
    soup = await make.activity("submitted")
    coordinator = site.as_(await make.coordinator("utrecht"))
    there = f"/team/activiteiten/{soup.id}/aanpassen"
    answer = await coordinator.post(there, typed((await coordinator.get(there)).text, ELSEWHERE))
    assert (answer.status_code, sentences(answer.text)) == (422, SENTENCE)
    assert (await soup.fresh()).postcode == "3512 AE"


async def test_the_team_puts_an_activity_where_it_is(site, make):
    soup = await make.activity("submitted")
    moderator = site.as_(await make.team_member())
    there = f"/team/activiteiten/{soup.id}/aanpassen"
    answer = await moderator.post(there, typed((await moderator.get(there)).text, ELSEWHERE))
    assert (answer.status_code, (await soup.fresh()).municipality_id) == (303, "GM0363")
