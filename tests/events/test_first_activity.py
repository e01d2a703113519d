"""Who has no account registers an activity; confirming the address makes account and organisation."""

from datetime import date, timedelta

from tests.events.filling_in import NEWCOMER, SAVE, SOUP, SUBMIT, form_of, sentences, typed
from weekplanner.accounts.models import Account, Membership, Organisation
from weekplanner.editions import operations as editions
from weekplanner.events.models import Activity, PendingActivity, State
from weekplanner.privacy import operations as privacy

NEW = "/mijn/activiteiten/nieuw"


async def _post(visitor, *changes):
    return await visitor.post(NEW, typed((await visitor.get(NEW)).text, SOUP, NEWCOMER, *changes))


async def _confirm(visitor, address="fatma@example.org"):
    return await visitor.post(await visitor.link_to(address))


async def test_confirming_the_address_submits_what_was_typed(site, make):
    await make.edition()
    answer = await _post(site, SUBMIT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn/activiteiten/nieuw/verstuurd")
    assert "Kijk in uw mail" in (await site.get(answer.headers["location"])).text
    assert await site.mail_kinds_to("fatma@example.org") == ["confirm_first_activity"]
    assert not await Activity.exists()
    assert not await Account.exists()
    confirmed = await _confirm(site)
    assert (confirmed.status_code, confirmed.headers["location"]) == (303, "/mijn")
    assert "Soep aan de lange tafel" in (await site.get("/mijn")).text
    made = await Activity.get().select_related("organisation")
    assert (made.state, made.organisation.name, made.place) == (
        State.SUBMITTED,
        "Buurthuis De Linde",
        "Utrecht",
    )
    assert await site.mail_kinds_to("fatma@example.org") == ["confirm_first_activity", "activity_received"]
    assert not await PendingActivity.exists()


async def test_a_draft_stays_a_draft(site, make):
    await make.edition()
    await _post(site, {"summary": [""]}, SAVE)
    await _confirm(site)
    assert [made.state for made in await Activity.all()] == [State.DRAFT]


async def test_the_same_form_sent_twice_sends_one_link_and_makes_one_activity(site, make):
    await make.edition()
    fields = typed((await site.get(NEW)).text, SOUP, NEWCOMER, SUBMIT)
    answers = [await site.post(NEW, fields) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert await site.mail_kinds_to("fatma@example.org") == ["confirm_first_activity"]
    await _confirm(site)
    assert (await Activity.all().count(), await Organisation.all().count()) == (1, 1)


async def test_what_is_missing_about_the_person_is_named(site, make):
    await make.edition()
    answer = await site.post(NEW, typed((await site.get(NEW)).text, SOUP, SUBMIT))
    assert (answer.status_code, sentences(answer.text)) == (
        422,
        {
            "organisation_name": "Vul de naam van de organisatie in",
            "kind": "Kies een soort organisatie",
            "municipality": "Vul de naam van een gemeente in, zoals Utrecht",
            "your_name": "Vul uw naam in",
            "email": "Vul een e-mailadres in, zoals naam@voorbeeld.nl",
        },
    )


async def test_an_unknown_municipality_is_asked_about_and_everything_typed_stays(site, make):
    await make.edition()
    answer = await _post(site, {"municipality": ["Nergenshuizen"]}, SUBMIT)
    assert (answer.status_code, list(sentences(answer.text))) == (422, ["municipality"])
    assert form_of(answer.text)["description"] == SOUP["description"]


async def test_nobody_is_asked_for_their_name_twice(site, make):
    await make.edition()
    assert (await _post(site, {"contact_name": [""]}, SUBMIT)).status_code == 303
    await _confirm(site)
    assert (await Activity.get()).contact_name == "Fatma"


async def test_a_name_alone_gives_no_rights_to_an_organisation(site, make):
    await make.edition()
    theirs = await make.organisation(await make.account(), is_trusted=True)
    await _post(site, SUBMIT)
    await _confirm(site)
    made = await Activity.get()
    assert (made.organisation_id == theirs.id, made.state) == (False, State.SUBMITTED)


async def test_an_own_organisation_of_that_name_is_used(site, make):
    await make.edition()
    fatma = await make.account("Fatma@example.org")
    mine = await make.organisation(fatma)
    await _post(site, {"organisation_name": ["buurthuis de linde"]}, SUBMIT)
    await _confirm(site, "Fatma@example.org")
    assert [made.organisation_id for made in await Activity.all()] == [mine.id]
    assert await Membership.all().count() == 1


async def test_what_the_rules_left_behind_becomes_a_draft(site, make):
    await make.edition()
    await _post(site, SUBMIT)
    await editions.update_edition(2027, starts_on=date(2027, 10, 7))
    await _confirm(site)
    made = await Activity.get().prefetch_related("occurrences")
    assert (made.state, list(made.occurrences)) == (State.DRAFT, [])


async def test_too_many_links_are_refused_and_nothing_is_lost(site, make):
    await make.edition()
    for number in range(3):
        assert (await _post(site, {"title": [f"Soep {number}"]}, SUBMIT)).status_code == 303
    answer = await _post(site, {"title": ["Soep 4"]}, SUBMIT)
    assert answer.status_code == 429
    assert form_of(answer.text)["title"] == ["Soep 4"]
    assert await PendingActivity.all().count() == 3


async def test_what_nobody_confirms_goes_after_fourteen_days(site, make, now):
    await make.edition()
    await _post(site, SUBMIT)
    now.move(timedelta(days=13, hours=23))
    assert (await privacy.purge())["unconfirmed_activities"] == 0
    now.move(timedelta(hours=1))
    assert (await privacy.purge(is_dry_run=True))["unconfirmed_activities"] == 1
    assert await PendingActivity.exists()
    assert (await privacy.purge())["unconfirmed_activities"] == 1
    assert not await PendingActivity.exists()
