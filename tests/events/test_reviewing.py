"""A reviewer publishes, asks, corrects or refuses; the organiser is told each time."""

from datetime import date, timedelta

import pytest

from tests.events.filling_in import SAVE, SUBMIT, form_of, sentences, typed
from weekplanner.editions import operations as editions
from weekplanner.events.models import State


def _review(made, step=""):
    return f"/team/activiteiten/{made.id}{step}"


async def _version(reviewer, made):
    return form_of((await reviewer.get(_review(made))).text)["version"]


async def test_publishing_puts_it_on_the_site_and_trusts_the_organisation(make, site, moderator):
    soup = await make.activity(state="submitted")
    page = await moderator.get(_review(soup))
    assert "Soep aan de lange tafel" in page.text
    answer = await moderator.post(_review(soup, "/plaatsen"), form_of(page.text))
    assert answer.status_code == 303, answer.text
    assert (await soup.fresh()).state is State.PUBLISHED
    assert [event["summary"] for event in await site.feed(f"activiteit/{soup.id}")] == [
        "Soep aan de lange tafel"
    ]
    assert await site.mail_kinds_to("fatma@example.org") == ["activity_received", "activity_published"]
    assert soup.path in await site.last_mail_to("fatma@example.org")
    second = await make.activity(state="published", organisation=soup.organisation, organiser=soup.organiser)
    assert second.activity.submitted_at == second.activity.published_at


async def test_without_the_tick_the_next_activity_is_reviewed_too(make, moderator):
    soup = await make.activity(state="submitted")
    await moderator.post(_review(soup, "/plaatsen"), version=await _version(moderator, soup))
    await soup.organisation.refresh_from_db()
    assert not soup.organisation.is_trusted


async def test_a_question_goes_to_the_organiser_who_answers_by_submitting_again(make, site, moderator):
    soup = await make.activity(state="submitted")
    form = await moderator.get(_review(soup, "/vraag"))
    reason = "Is er een toegankelijk toilet?"
    assert (
        await moderator.post(_review(soup, "/vraag"), typed(form.text, {"reason": [reason]}))
    ).status_code == 303
    assert (await soup.fresh()).state is State.RETURNED
    assert reason in await site.last_mail_to("fatma@example.org")
    organiser = site.as_(soup.organiser)
    assert reason in (await organiser.get("/mijn")).text
    edit = f"/mijn/activiteiten/{soup.id}/wijzigen"
    page = await organiser.get(edit)
    assert reason in page.text
    answer = await organiser.post(edit, typed(page.text, {"accessibility-invalidentoilet": ["yes"]}, SUBMIT))
    assert answer.status_code == 303, sentences(answer.text)
    assert (await soup.fresh()).state is State.SUBMITTED


async def test_an_answer_is_welcome_after_registration_has_closed(make, site):
    soup = await make.activity(state="returned")
    await editions.update_edition(2027, registration_closes_on=date(2027, 8, 1))
    organiser = site.as_(soup.organiser)
    edit = f"/mijn/activiteiten/{soup.id}/wijzigen"
    assert (await organiser.post(edit, typed((await organiser.get(edit)).text, SUBMIT))).status_code == 303


@pytest.mark.parametrize("step", ["/vraag", "/afwijzen"])
async def test_a_reason_is_required(make, moderator, step):
    soup = await make.activity(state="submitted")
    answer = await moderator.post(_review(soup, step), typed((await moderator.get(_review(soup, step))).text))
    assert (answer.status_code, list(sentences(answer.text))) == (422, ["reason"])


async def test_a_refused_submission_never_stood_on_the_site(make, site, moderator):
    soup = await make.activity(state="submitted")
    form = await moderator.get(_review(soup, "/afwijzen"))
    await moderator.post(_review(soup, "/afwijzen"), typed(form.text, {"reason": ["Dit is reclame."]}))
    assert (await soup.fresh()).state is State.WITHDRAWN
    assert (await site.get(soup.path)).status_code == 404
    assert (await site.feed_response(f"activiteit/{soup.id}")).status_code == 404
    assert "Dit is reclame." in await site.last_mail_to("fatma@example.org")
    assert "Dit is reclame." in (await site.as_(soup.organiser).get(f"/mijn/activiteiten/{soup.id}")).text


async def test_what_the_team_takes_down_is_gone_for_residents_and_cancelled_in_calendars(
    make, site, moderator
):
    soup = await make.activity()
    form = await moderator.get(_review(soup, "/afwijzen"))
    await moderator.post(_review(soup, "/afwijzen"), typed(form.text, {"reason": ["Dit is reclame."]}))
    assert (await site.get(soup.path)).status_code == 410
    assert [event["status"] for event in await site.feed(f"activiteit/{soup.id}")] == ["CANCELLED"]


async def test_a_coordinator_refuses_a_submission_but_takes_nothing_down(make, site):
    coordinator = site.as_(await make.coordinator("utrecht"))
    for state, status in (("submitted", 303), ("published", 403)):
        soup = await make.activity(state=state)
        fields = {"version": str(soup.activity.version), "reason": "Reclame."}
        assert (await coordinator.post(_review(soup, "/afwijzen"), fields)).status_code == status


async def test_a_correction_is_told_with_what_changed_and_needs_no_review(make, site, moderator):
    soup = await make.activity()
    correct = _review(soup, "/aanpassen")
    page = await moderator.get(correct)
    answer = await moderator.post(correct, typed(page.text, {"title": ["Soep voor iedereen"]}, SAVE))
    assert answer.status_code == 303, sentences(answer.text)
    activity = await soup.fresh()
    assert (activity.title, activity.state, activity.needs_review) == (
        "Soep voor iedereen",
        State.PUBLISHED,
        False,
    )
    mail = await site.last_mail_to("fatma@example.org")
    assert "Was: Soep aan de lange tafel" in mail
    assert "Is nu: Soep voor iedereen" in mail
    assert [event["summary"] for event in await site.feed(f"activiteit/{soup.id}")] == ["Soep voor iedereen"]


async def test_an_edit_by_the_organiser_waits_on_the_list_until_it_is_seen(make, site, moderator):
    soup = await make.activity()
    organiser, edit = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/wijzigen"
    await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": ["Erwtensoep"]}, SAVE))
    listed = await moderator.get("/team/activiteiten?deel=gewijzigd")
    assert "<del>Soep aan de lange tafel</del>" in listed.text
    assert "<ins>Erwtensoep</ins>" in listed.text
    page = await moderator.get(_review(soup))
    assert (await moderator.post(_review(soup, "/gezien"), form_of(page.text))).status_code == 303
    assert not (await soup.fresh()).needs_review
    await organiser.post(
        edit, typed((await organiser.get(edit)).text, {"title": ["Soep aan de lange tafel"]}, SAVE)
    )
    assert (await soup.fresh()).needs_review


async def test_an_edit_that_is_undone_needs_no_review(make, site):
    soup = await make.activity()
    organiser, edit = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/wijzigen"
    for title in ("Erwtensoep", "Soep aan de lange tafel"):
        await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": [title]}, SAVE))
    assert not (await soup.fresh()).needs_review


async def test_who_publishes_what_was_changed_since_is_told(make, site, moderator):
    soup = await make.activity(state="submitted")
    version = await _version(moderator, soup)
    organiser, edit = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/wijzigen"
    await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": ["Iets anders"]}, SAVE))
    answer = await moderator.post(_review(soup, "/plaatsen"), version=version)
    assert (answer.status_code, sentences(answer.text)) == (
        409,
        {"": "Iemand anders heeft dit intussen gewijzigd."},
    )
    assert (await soup.fresh()).state is State.SUBMITTED
    assert (await moderator.post(_review(soup, "/plaatsen"), form_of(answer.text))).status_code == 303


async def test_a_double_click_publishes_once(make, site, moderator):
    soup = await make.activity(state="submitted")
    version = await _version(moderator, soup)
    answers = [await moderator.post(_review(soup, "/plaatsen"), version=version) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert await site.mail_kinds_to("fatma@example.org") == ["activity_received", "activity_published"]


async def test_the_list_is_oldest_first_and_can_be_narrowed_to_a_municipality(make, moderator, now):
    await make.activity(state="submitted", title="De eerste")
    now.move(timedelta(hours=5))
    await make.activity(state="submitted", title="De tweede", postcode="1211 AB")
    now.move(timedelta(days=2))
    page = (await moderator.get("/team/activiteiten")).text
    assert 0 < page.index("De eerste") < page.index("De tweede")
    assert "Wacht 2 dagen" in page
    narrowed = (await moderator.get("/team/activiteiten?gemeente=utrecht")).text
    assert ("De eerste" in narrowed, "De tweede" in narrowed) == (True, False)


@pytest.mark.parametrize(
    ("query", "status"),
    [("deel=onzin", 400), ("gemeente=nergens", 404), ("pagina=0", 400), ("pagina=999", 200)],
)
async def test_an_unknown_part_of_the_list_is_refused(make, moderator, query, status):
    await make.edition()
    assert (await moderator.get(f"/team/activiteiten?{query}")).status_code == status


async def test_words_that_scare_off_are_marked_for_the_reviewer(make, moderator):
    soup = await make.activity(state="submitted", summary="Voor kwetsbare ouderen.")
    for page in ("/team", "/team/activiteiten", _review(soup)):
        assert "<mark>kwetsbare</mark>" in (await moderator.get(page)).text


async def test_what_looks_like_another_activity_is_pointed_out(make, moderator):
    soup = await make.activity(state="submitted")
    again = await make.activity(state="submitted", organisation=soup.organisation, organiser=soup.organiser)
    assert "Lijkt op een andere activiteit" in (await moderator.get(_review(again))).text
    assert "Lijkt op een andere activiteit" in (await moderator.get("/team/activiteiten")).text
