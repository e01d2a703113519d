"""Calling off is told, shown as such until the week is over, and never undone."""

import pytest

from tests.events.filling_in import SAVE, form_of, sentences, typed
from tests.make import at
from weekplanner.events.models import Activity, State

TWICE = ((at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30)))
SORRY = {"apology": ["De zaal is stuk."]}


def _cancel(made):
    return f"/mijn/activiteiten/{made.id}/afgelasten"


async def test_a_cancelled_activity_stays_in_the_feed_and_its_contact_is_told(make, site):
    soup = await make.activity(occurrences=TWICE)
    organiser = site.as_(soup.organiser)
    answer = await organiser.post(_cancel(soup), typed((await organiser.get(_cancel(soup))).text, SORRY))
    assert answer.status_code == 303
    assert [event["status"] for event in await site.feed(f"activiteit/{soup.id}")] == ["CANCELLED"] * 2
    assert "De zaal is stuk." in (await site.get(soup.path)).text
    assert (await site.mail_kinds_to("fatma@example.org"))[-1] == "activity_cancelled"
    assert "De zaal is stuk." in await site.last_mail_to("fatma@example.org")
    assert "Deze activiteit gaat niet door" in (await organiser.get(f"/mijn/activiteiten/{soup.id}")).text


async def test_one_occurrence_is_called_off_and_the_others_go_on(make, site):
    soup = await make.activity(occurrences=TWICE)
    organiser = site.as_(soup.organiser)
    first = (await soup.occurrences())[0]
    path = f"/mijn/activiteiten/{soup.id}/momenten/{first.id}/afgelasten"
    assert path in (await organiser.get(f"/mijn/activiteiten/{soup.id}")).text
    assert (await organiser.post(path, typed((await organiser.get(path)).text, SORRY))).status_code == 303
    assert [event["status"] for event in await site.feed(f"activiteit/{soup.id}")] == [
        "CANCELLED",
        "CONFIRMED",
    ]
    last = (await soup.occurrences())[1]
    path = f"/mijn/activiteiten/{soup.id}/momenten/{last.id}/afgelasten"
    refused = await organiser.post(path, typed((await organiser.get(path)).text, SORRY))
    assert (refused.status_code, sentences(refused.text)) == (
        422,
        {"": "Dit is de enige keer die nog doorgaat. Gelast dan de hele activiteit af."},
    )


async def test_an_apology_is_asked_for(make, site):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    page = typed((await organiser.get(_cancel(soup))).text)
    for apology, sentence in (
        ([""], "Schrijf één of twee zinnen voor de deelnemers"),
        (["x" * 501], "Gebruik hooguit 500 tekens."),
    ):
        answer = await organiser.post(_cancel(soup), page | {"apology": apology})
        assert (answer.status_code, sentences(answer.text)) == (422, {"apology": sentence})
    assert (await soup.fresh()).state is State.PUBLISHED


async def test_a_double_click_cancels_once(make, site):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    fields = typed((await organiser.get(_cancel(soup))).text, SORRY)
    assert [(await organiser.post(_cancel(soup), fields)).status_code for _click in range(2)] == [303, 303]
    assert (await site.mail_kinds_to("fatma@example.org")).count("activity_cancelled") == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
async def test_only_what_stands_on_the_site_is_called_off(make, site, state):
    soup = await make.activity(state=state)
    organiser = site.as_(soup.organiser)
    answer = await organiser.post(_cancel(soup), typed((await organiser.get(_cancel(soup))).text, SORRY))
    assert (answer.status_code, list(sentences(answer.text))) == (422, [""])


async def test_what_was_called_off_is_not_edited_any_more(make, site):
    soup = await make.activity(state="cancelled")
    answer = await site.as_(soup.organiser).get(f"/mijn/activiteiten/{soup.id}/wijzigen")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/mijn/activiteiten/{soup.id}")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("draft", 303),
        ("submitted", 303),
        ("returned", 303),
        ("published", 403),
        ("cancelled", 403),
        ("withdrawn", 403),
    ],
)
async def test_only_what_never_stood_on_the_site_is_deleted(make, site, state, status):
    soup = await make.activity(state=state)
    organiser, path = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/verwijderen"
    page = await organiser.get(path)
    assert page.status_code == (200 if status == 303 else status)
    fields = form_of(page.text) if status == 303 else {"version": str(soup.activity.version)}
    assert (await organiser.post(path, fields)).status_code == status
    assert await Activity.exists(id=soup.id) == (status != 303)


async def test_what_was_changed_since_is_not_deleted(make, site):
    soup = await make.activity(state="draft")
    organiser, path = site.as_(soup.organiser), f"/mijn/activiteiten/{soup.id}/verwijderen"
    late = form_of((await organiser.get(path)).text)
    edit = f"/mijn/activiteiten/{soup.id}/wijzigen"
    await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": ["Erwtensoep"]}, SAVE))
    assert (await organiser.post(path, late)).status_code == 409
    assert await Activity.exists(id=soup.id)
