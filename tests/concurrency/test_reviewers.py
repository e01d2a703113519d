"""Reviewers and editors at the same moment: one wins, the other is told and keeps what was typed."""

import asyncio
import re

import pytest

from tests.events.filling_in import SAVE, SUBMIT, form_of, typed
from tests.make import Make, at
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.events.models import State
from weekplanner.mailer.models import OutboxMessage

TEAM, MINE = "/team/activiteiten/{}", "/mijn/activiteiten/{}"


async def test_of_two_reviewers_one_publishes_and_the_other_sees_that_and_keeps_the_question(
    make: Make, site: Site
):
    soup = await make.activity("submitted")
    moderator = site.as_(await make.team_member())
    coordinator = site.as_(await make.coordinator("utrecht"))
    page = TEAM.format(soup.id)
    publish = form_of((await moderator.get(page)).text)
    ask = typed((await coordinator.get(f"{page}/vraag")).text, {"reason": ["Welke zaal?"]})
    published, asked = await asyncio.gather(
        moderator.post(f"{page}/plaatsen", publish), coordinator.post(f"{page}/vraag", ask)
    )
    assert sorted([published.status_code, asked.status_code]) == [303, 409]
    state = (await soup.fresh()).state
    if state is State.PUBLISHED:
        assert "op de site geplaatst, door Redactie" in asked.text
        assert "Welke zaal?" in asked.text
    else:
        assert state is State.RETURNED
        assert "vraag gesteld, door Coördinator Utrecht" in published.text
    kinds = [row.kind for row in await OutboxMessage.all().order_by("id")][1:]
    assert kinds == ["activity_published" if state is State.PUBLISHED else "activity_returned"]
    assert await AuditRecord.filter(subject_kind="activity").count() == 1


async def test_of_a_refusal_and_a_publication_only_one_happens(make: Make, site: Site):
    soup = await make.activity("submitted")
    moderator = site.as_(await make.team_member())
    coordinator = site.as_(await make.coordinator("utrecht"))
    page = TEAM.format(soup.id)
    publish = form_of((await moderator.get(page)).text)
    refuse = typed((await coordinator.get(f"{page}/afwijzen")).text, {"reason": ["Dit is reclame."]})
    published, refused = await asyncio.gather(
        moderator.post(f"{page}/plaatsen", publish), coordinator.post(f"{page}/afwijzen", refuse)
    )
    assert sorted([published.status_code, refused.status_code]) == [303, 409]
    if published.status_code == 303:  # it is the team's now; the words are not lost
        assert "Dit is reclame." in refused.text
        assert "Iemand anders was u voor" in refused.text


async def test_an_editor_and_a_corrector_at_once(make: Make, site: Site):
    soup = await make.activity()
    organiser, moderator = site.as_(soup.organiser), site.as_(await make.team_member())
    edit, correct = f"{MINE.format(soup.id)}/wijzigen", f"{TEAM.format(soup.id)}/aanpassen"
    forms = [
        typed((await organiser.get(edit)).text, {"title": ["Van de organisator"]}, SAVE),
        typed((await moderator.get(correct)).text, {"title": ["Van de redactie"]}, SAVE),
    ]
    edited, corrected = await asyncio.gather(
        organiser.post(edit, forms[0]), moderator.post(correct, forms[1])
    )
    late, path, person, own = (
        (edited, edit, organiser, "Van de organisator")
        if edited.status_code == 409
        else (corrected, correct, moderator, "Van de redactie")
    )
    assert sorted([edited.status_code, corrected.status_code]) == [303, 409]
    assert form_of(late.text)["title"] == [own]
    assert (await soup.fresh()).title in late.text
    assert (await person.post(path, form_of(late.text) | SAVE)).status_code == 303
    assert (await soup.fresh()).title == own


@pytest.mark.parametrize("path", ["/versturen", "/wijzigen"])
async def test_a_reviewer_who_helps_and_clicks_twice_hands_it_in_once(make: Make, site: Site, path: str):
    soup = await make.activity("draft")
    helper = site.as_(await make.coordinator("utrecht"))
    mine = MINE.format(soup.id)
    page = (await helper.get(mine if path == "/versturen" else mine + path)).text
    fields = form_of(page) if path == "/versturen" else typed(page, {"title": ["Thee"]}, SUBMIT)
    answers = await asyncio.gather(*(helper.post(mine + path, fields) for _click in range(3)))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert (await soup.fresh()).state is State.PUBLISHED


async def test_a_helper_who_is_overtaken_goes_on_as_a_reviewer(make: Make, site: Site):
    soup = await make.activity("draft")
    organiser, helper = site.as_(soup.organiser), site.as_(await make.coordinator("utrecht"))
    edit = f"{MINE.format(soup.id)}/wijzigen"
    seen = (await helper.get(edit)).text
    await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": ["Brood"]}, SUBMIT))
    late = await helper.post(edit, typed(seen, {"title": ["Thee"]}, SAVE))
    assert late.status_code == 409
    assert f'action="{TEAM.format(soup.id)}/aanpassen"' in late.text
    corrected = await helper.post(f"{TEAM.format(soup.id)}/aanpassen", form_of(late.text) | SAVE)
    assert corrected.status_code == 303
    assert (await soup.fresh()).title == "Thee"


async def test_what_is_published_meanwhile_is_not_deleted_and_its_owner_is_told(make: Make, site: Site):
    soup = await make.activity("submitted")
    organiser, moderator = site.as_(soup.organiser), site.as_(await make.team_member())
    delete = f"{MINE.format(soup.id)}/verwijderen"
    fields = form_of((await organiser.get(delete)).text)
    page = TEAM.format(soup.id)
    await moderator.post(f"{page}/plaatsen", form_of((await moderator.get(page)).text))
    late = await organiser.post(delete, fields)
    assert late.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in late.text
    assert (await soup.fresh()).state is State.PUBLISHED


async def test_many_decided_by_two_at_once_are_each_decided_once(make: Make, site: Site):
    made = [await make.activity("submitted", title=f"Nummer {number}") for number in range(6)]
    people = [site.as_(await make.team_member()), site.as_(await make.coordinator("utrecht"))]
    chosen = {"chosen": [f"{each.id}-{each.activity.version}" for each in made], "publish": "1"}
    answers = await asyncio.gather(*(person.post("/team/activiteiten/tegelijk", chosen) for person in people))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [(await each.fresh()).state for each in made] == [State.PUBLISHED] * 6
    kinds = [row.kind for row in await OutboxMessage.all()]
    assert kinds.count("activity_published") == 6
    assert await AuditRecord.filter(action="publish_activity", subject_kind="activity").count() == 6


TIMES = ((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))


async def test_a_coordinator_takes_no_moment_out_and_loses_nothing_typed(make: Make, site: Site):
    soup = await make.activity(occurrences=TIMES)
    coordinator = site.as_(await make.coordinator("utrecht"))
    correct = f"{TEAM.format(soup.id)}/aanpassen"
    page = (await coordinator.get(correct)).text
    answer = await coordinator.post(correct, typed(page, {"title": ["Thee"], "remove": ["0"]}))
    assert "Alleen de organisator en het team kunnen een keer afgelasten" in answer.text
    form = form_of(answer.text)
    assert form["title"] == ["Thee"]
    days = [values for name, values in form.items() if re.fullmatch(r"occurrences-\d+-day", name)]
    assert sorted(days) == [["2027-10-06"], ["2027-10-07"]]
    assert (await coordinator.post(correct, form | SAVE)).status_code == 303
    assert [each.is_scheduled for each in await soup.occurrences()] == [True, True]
