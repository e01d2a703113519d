"""Who may do what with activities: what one may not see is 404, what one sees but may not change is 403."""

import pytest

from tests.events.filling_in import SAVE, form_of, typed
from weekplanner.accounts.people import TeamRole
from weekplanner.events.models import Activity, State

MINE = ("", "/wijzigen", "/voorbeeld", "/afgelasten", "/verwijderen", "/momenten/1/afgelasten")
TEAM = ("", "/vraag", "/afwijzen", "/aanpassen")
POSTS = (
    "/mijn/activiteiten/{}/versturen",
    "/mijn/activiteiten/{}/wijzigen",
    "/mijn/activiteiten/{}/afgelasten",
    "/mijn/activiteiten/{}/verwijderen",
    "/team/activiteiten/{}/plaatsen",
    "/team/activiteiten/{}/gezien",
    "/team/activiteiten/{}/vraag",
    "/team/activiteiten/{}/afwijzen",
    "/team/activiteiten/{}/aanpassen",
)


async def _strangers(make, site):
    other = await make.account()
    await make.organisation(other, name="Een ander", municipality_code="GM0402")
    return {
        "other organiser": site.as_(other),
        "other coordinator": site.as_(await make.coordinator("hilversum")),
        "logistics": site.as_(await make.team_member(TeamRole.LOGISTICS)),
    }


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
async def test_strangers_see_nothing_and_change_nothing(make, site, state):
    soup = await make.activity(state=state)
    paths = [f"/mijn/activiteiten/{soup.id}{step}" for step in MINE]
    paths += [f"/team/activiteiten/{soup.id}{step}" for step in TEAM]
    for who, stranger in (await _strangers(make, site)).items():
        for path in paths:
            assert (await stranger.get(path)).status_code == 404, (who, path)
        for path in POSTS:
            fields = {"version": str(soup.activity.version), "reason": "x", "apology": "x"}
            assert (await stranger.post(path.format(soup.id), fields)).status_code == 404, (who, path)
    assert (await soup.fresh()).version == soup.activity.version


async def test_who_is_not_signed_in_is_sent_to_sign_in(make, site):
    soup = await make.activity(state="submitted")
    for path in (f"/mijn/activiteiten/{soup.id}", "/mijn", "/team", f"/team/activiteiten/{soup.id}"):
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/inloggen")
    for path in POSTS:
        assert (await site.post(path.format(soup.id))).status_code == 303
    assert (await soup.fresh()).state is State.SUBMITTED


async def test_an_organiser_reviews_nothing(make, site):
    soup = await make.activity(state="submitted")
    organiser = site.as_(soup.organiser)
    for path in ("/team", "/team/activiteiten", f"/team/activiteiten/{soup.id}"):
        assert (await organiser.get(path)).status_code == 404
    assert (await organiser.post(f"/team/activiteiten/{soup.id}/plaatsen", version="2")).status_code == 404


async def test_a_coordinator_reviews_the_own_municipality_only(make, site):
    here = await make.activity(state="submitted", title="Soep hier")
    there = await make.activity(state="submitted", title="Soep daar", postcode="1211 AB")
    coordinator = site.as_(await make.coordinator("utrecht"))
    queue = (await coordinator.get("/team/activiteiten")).text
    assert ("Soep hier" in queue, "Soep daar" in queue) == (True, False)
    assert (await coordinator.get(f"/team/activiteiten/{there.id}")).status_code == 404
    page = await coordinator.get(f"/team/activiteiten/{here.id}")
    assert (
        await coordinator.post(f"/team/activiteiten/{here.id}/plaatsen", form_of(page.text))
    ).status_code == 303
    assert (await here.fresh()).state is State.PUBLISHED


async def test_a_coordinator_calls_nothing_off(make, site):
    soup = await make.activity()
    coordinator, path = (
        site.as_(await make.coordinator("utrecht")),
        f"/mijn/activiteiten/{soup.id}/afgelasten",
    )
    assert (await coordinator.get(path)).status_code == 403
    answer = await coordinator.post(path, version=str(soup.activity.version), apology="Nee.")
    assert answer.status_code == 403


async def test_logistics_reviews_nothing(make, site):
    await make.edition()
    member = site.as_(await make.team_member(TeamRole.LOGISTICS))
    assert (await member.get("/team")).status_code == 200
    assert (await member.get("/team/activiteiten")).status_code == 404


async def test_an_organiser_makes_nothing_for_another_organisation(make, site):
    soup = await make.activity(state="draft")
    strangers = await _strangers(make, site)
    new = "/mijn/activiteiten/nieuw"
    stranger = strangers["other organiser"]
    fields = typed(
        (await stranger.get(new)).text, {"title": ["Soep"], "organisation": [str(soup.organisation.id)]}, SAVE
    )
    assert (await stranger.post(new, fields)).status_code == 303
    assert await Activity.filter(organisation_id=soup.organisation.id).count() == 1


async def test_the_pages_of_an_activity_do_not_exist_for_a_wrong_number(make, moderator):
    await make.edition()
    for number in ("0", "99999", "9999999999", "x", "1e3"):
        assert (await moderator.get(f"/mijn/activiteiten/{number}")).status_code == 404
        assert (await moderator.get(f"/team/activiteiten/{number}")).status_code == 404


async def test_a_reviewer_changes_nothing_in_the_name_of_the_organiser(make, moderator):
    for state, status in (("draft", 303), ("returned", 303), ("submitted", 403), ("published", 403)):
        soup = await make.activity(state=state)
        edit = f"/mijn/activiteiten/{soup.id}/wijzigen"
        fields = {"title": "Een andere titel", "version": str(soup.activity.version), "save": "1"}
        assert (await moderator.post(edit, fields)).status_code == status, state
