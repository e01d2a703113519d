"""A published activity is edited in place: it stays published, and no occurrence is ever deleted."""

from datetime import timedelta

from tests.events.filling_in import SAVE, form_of, row, sentences, typed
from tests.make import at
from weekplanner.accounts.operations.organisations import add_member
from weekplanner.events.models import State

TWICE = ((at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30)))


def _edit(made):
    return f"/mijn/activiteiten/{made.id}/wijzigen"


async def _save(who, made, *changes):
    return await who.post(_edit(made), typed((await who.get(_edit(made))).text, *changes, SAVE))


async def test_a_moved_occurrence_keeps_its_uid_and_is_revised(make, site, now):
    soup = await make.activity()
    (before,) = await site.feed(f"activiteit/{soup.id}")
    now.move(timedelta(hours=1))
    assert (
        await _save(site.as_(soup.organiser), soup, row(0, "2027-10-07", "14.00", "15.00"))
    ).status_code == 303
    (after,) = await site.feed(f"activiteit/{soup.id}")
    assert (after["uid"], int(after["sequence"])) == (before["uid"], int(before["sequence"]) + 1)
    assert after.start == at(7, 14)
    assert (await soup.fresh()).state is State.PUBLISHED


async def test_saving_without_a_change_changes_nothing(make, site, now):
    soup = await make.activity()
    before = await site.feed_response(f"activiteit/{soup.id}")
    now.move(timedelta(hours=1))
    await _save(site.as_(soup.organiser), soup)
    after = await site.feed_response(f"activiteit/{soup.id}")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    assert (await soup.fresh()).version == soup.activity.version


async def test_an_occurrence_that_is_taken_out_is_cancelled_and_never_deleted(make, site):
    soup = await make.activity(occurrences=TWICE)
    organiser = site.as_(soup.organiser)
    page = await organiser.get(_edit(soup))
    shorter = await organiser.post(_edit(soup), typed(page.text, {"remove": ["0"]}))
    refused = await organiser.post(_edit(soup), form_of(shorter.text) | SAVE)
    assert (refused.status_code, list(sentences(refused.text))) == (422, ["apology"])
    said = typed(refused.text, {"apology": ["De zaal is stuk."]}, SAVE)
    assert (await organiser.post(_edit(soup), said)).status_code == 303
    assert [each.apology for each in await soup.occurrences()] == ["De zaal is stuk.", ""]
    events = await site.feed(f"activiteit/{soup.id}")
    assert [(event.start, event["status"]) for event in events] == [
        (at(6, 12), "CANCELLED"),
        (at(7, 12), "CONFIRMED"),
    ]


async def test_the_last_occurrence_cannot_be_taken_out(make, site):
    soup = await make.activity()
    answer = await _save(site.as_(soup.organiser), soup, row(0, "", "", "", id=""))
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {"occurrences": "Kies minstens één dag en tijd"},
    )


async def test_what_stands_on_the_site_stays_complete(make, site):
    soup = await make.activity()
    answer = await _save(site.as_(soup.organiser), soup, {"summary": [""]})
    assert (answer.status_code, list(sentences(answer.text))) == (422, ["summary"])
    assert (await soup.fresh()).summary


async def test_of_two_editors_one_wins_and_the_other_sees_what_changed(make, site):
    soup = await make.activity()
    colleague = await make.account("piet@example.org")
    await add_member(soup.organisation.id, colleague.id)
    jan, piet = site.as_(soup.organiser), site.as_(colleague)
    late = typed((await piet.get(_edit(soup))).text, {"title": ["Soep van Piet"]}, SAVE)
    assert (await _save(jan, soup, {"title": ["Soep van Jan"], "price": ["5"]})).status_code == 303
    answer = await piet.post(_edit(soup), late)
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in answer.text
    assert "Soep van Jan" in answer.text
    assert form_of(answer.text)["title"] == ["Soep van Piet"]
    assert (await soup.fresh()).title == "Soep van Jan"
    assert (await piet.post(_edit(soup), form_of(answer.text) | SAVE)).status_code == 303
    assert ((await soup.fresh()).title, (await soup.fresh()).price_cents) == ("Soep van Piet", 350)


async def test_a_moment_that_was_called_off_meanwhile_does_not_come_back(make, site):
    soup = await make.activity(occurrences=TWICE)
    organiser = site.as_(soup.organiser)
    late = typed((await organiser.get(_edit(soup))).text, {"title": ["Soep met brood"]}, SAVE)
    first = (await soup.occurrences())[0]
    cancel = f"/mijn/activiteiten/{soup.id}/momenten/{first.id}/afgelasten"
    await organiser.post(cancel, typed((await organiser.get(cancel)).text, {"apology": ["De zaal is stuk."]}))
    again = await organiser.post(_edit(soup), late)
    assert again.status_code == 409
    assert (await organiser.post(_edit(soup), form_of(again.text) | SAVE)).status_code == 303
    events = await site.feed(f"activiteit/{soup.id}")
    assert [event["status"] for event in events] == ["CANCELLED", "CONFIRMED"]


async def test_a_double_click_on_save_is_one_change(make, site):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    fields = typed(
        (await organiser.get(_edit(soup))).text,
        {"title": ["Erwtensoep"]},
        row(1, "2027-10-08", "12", "13"),
        SAVE,
    )
    assert [(await organiser.post(_edit(soup), fields)).status_code for _click in range(2)] == [303, 303]
    assert len(await soup.occurrences()) == 2


async def test_moving_to_another_place_keeps_the_old_selection_told(make, site):
    soup = await make.activity()
    await _save(site.as_(soup.organiser), soup, {"postcode": ["1211 AB"]})
    assert [event["status"] for event in await site.feed("gemeente/utrecht")] == ["CANCELLED"]
    assert [event["status"] for event in await site.feed("gemeente/hilversum")] == ["CONFIRMED"]


async def test_after_the_week_nothing_changes_any_more(make, site, now):
    soup = await make.activity()
    now.set(at(9, 10))
    answer = await _save(site.as_(soup.organiser), soup, {"title": ["Erwtensoep"]})
    assert answer.status_code == 422
    assert "Deze week is voorbij." in answer.text
    assert (await soup.fresh()).title == "Soep aan de lange tafel"


async def test_another_name_of_the_organisation_shows_in_the_listing(make, site):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    page = await organiser.get("/mijn/organisatie/wijzigen")
    await organiser.post("/mijn/organisatie/wijzigen", typed(page.text, {"name": ["Buurthuis De Eik"]}))
    assert "Buurthuis De Eik" in (await site.get(soup.path)).text
