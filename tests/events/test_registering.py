"""An organiser registers an activity: a draft needs a title, handing it in needs everything."""

from datetime import date

import pytest

from tests.events.filling_in import SAVE, SOUP, SUBMIT, form_of, row, sentences, typed
from weekplanner.editions import operations as editions
from weekplanner.events.models import Activity, Occurrence, State

NEW = "/mijn/activiteiten/nieuw"


async def _close_registration():
    await editions.update_edition(2027, registration_closes_on=date(2027, 8, 1))


async def _post(organiser, *changes):
    return await organiser.post(NEW, typed((await organiser.get(NEW)).text, *changes))


async def test_a_title_is_enough_for_a_draft(organiser):
    answer = await _post(organiser, {"title": ["Soep"]}, SAVE)
    made = await Activity.get()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/mijn/activiteiten/{made.id}")
    assert (made.title, made.state, made.municipality_id) == ("Soep", State.DRAFT, "GM0344")


async def test_without_a_title_nothing_is_kept(organiser):
    answer = await _post(organiser, {"summary": ["Lekker eten"]}, SAVE)
    assert (answer.status_code, sentences(answer.text)) == (422, {"title": "Vul een titel in"})
    assert form_of(answer.text)["summary"] == ["Lekker eten"]
    assert not await Activity.exists()


async def test_the_first_activity_waits_for_review_and_its_people_are_told(organiser, site):
    answer = await _post(organiser, SOUP, SUBMIT)
    assert answer.status_code == 303, sentences(answer.text)
    made = await Activity.get()
    assert (made.state, made.place, made.postcode, made.price_cents) == (
        State.SUBMITTED,
        "Utrecht",
        "3512 AE",
        350,
    )
    assert await site.mail_kinds_to("jan@example.org") == ["activity_received"]


async def test_what_a_trusted_organisation_submits_is_published_at_once(site, make):
    await make.edition()
    jan = await make.account("jan@example.org")
    await make.organisation(jan, is_trusted=True)
    await _post(site.as_(jan), SOUP, {"contact_email": ["fatma@example.org"]}, SUBMIT)
    made = await Activity.get()
    assert (made.state, made.needs_review) == (State.PUBLISHED, False)
    assert len(await site.feed(f"activiteit/{made.id}")) == 1
    assert await site.mail_kinds_to("fatma@example.org") == ["activity_published"]
    assert await site.mail_kinds_to("jan@example.org") == []


async def test_the_same_form_sent_twice_makes_one_activity(organiser, site):
    fields = typed((await organiser.get(NEW)).text, SOUP, SUBMIT)
    first, second = await organiser.post(NEW, fields), await organiser.post(NEW, fields)
    assert first.headers["location"] == second.headers["location"]
    assert (await Activity.all().count(), await Occurrence.all().count()) == (1, 1)
    assert await site.mail_kinds_to("jan@example.org") == ["activity_received"]


async def test_the_same_form_with_other_values_changes_the_draft_it_made(organiser):
    fields = typed((await organiser.get(NEW)).text, {"title": ["Soep"]}, SAVE)
    await organiser.post(NEW, fields)
    await organiser.post(NEW, fields | {"title": ["Erwtensoep"]})
    assert [made.title for made in await Activity.all()] == ["Erwtensoep"]


async def test_an_old_form_does_not_undo_what_was_changed_since(organiser):
    old = typed((await organiser.get(NEW)).text, {"title": ["Soep"]}, SAVE)
    made = (await organiser.post(NEW, old)).headers["location"]
    edit = typed((await organiser.get(f"{made}/wijzigen")).text, {"title": ["Erwtensoep"]}, SAVE)
    assert (await organiser.post(f"{made}/wijzigen", edit)).status_code == 303
    answer = await organiser.post(NEW, old | {"title": ["Tomatensoep"]})
    assert answer.status_code == 409
    assert "Tomatensoep" in answer.text
    assert [activity.title for activity in await Activity.all()] == ["Erwtensoep"]


async def test_every_missing_thing_is_named_at_its_field(organiser):
    answer = await _post(organiser, {"title": ["Soep"]}, SUBMIT)
    assert answer.status_code == 422
    assert sentences(answer.text) == {
        "summary": "Vertel in één zin wat u gaat doen",
        "description": "Vertel wat mensen kunnen verwachten",
        "category": "Kies een soort activiteit",
        "audiences": "Kies voor wie het is. Weet u het niet? Kies ‘Iedereen’",
        "occurrences": "Kies minstens één dag en tijd",
        "street": "Vul een straat in, of de naam van de plek",
        "postcode": "Vul een postcode in, zoals 5341 AB",
        "join_ways": "Kies hoe mensen zich aanmelden, of dat zij gewoon kunnen binnenlopen",
        "contact_name": "Vul de naam van een contactpersoon in",
    }
    assert "<title>Fout: " in answer.text


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (
            {"join_ways": ["telefoon"]},
            {"contact_phone": "Vul het telefoonnummer in dat mensen kunnen bellen"},
        ),
        (
            {"join_ways": ["telefoon"], "contact_phone": ["030 000 12 34"], "is_contact_phone_public": []},
            {
                "is_contact_phone_public": "Zet het telefoonnummer op de site, of kies een andere manier "
                "van aanmelden"
            },
        ),
        (
            {"join_ways": ["e-mail"]},
            {"contact_email": "Vul het e-mailadres in waar mensen naartoe kunnen mailen"},
        ),
        ({"join_ways": ["website"]}, {"join_url": "Vul het adres van de website in"}),
        (
            {"join_ways": ["hier-aanmelden"]},
            {"occurrences-0-capacity": "Vul in hoeveel mensen zich kunnen aanmelden"},
        ),
        (
            {"form": ["online"]},
            {"online_url": "Vul de link in, of laat mensen bellen of zich aanmelden"},
        ),
        ({"form": ["telefoon"]}, {"dial_in_phone": "Vul het nummer in dat mensen bellen"}),
        ({"languages": []}, {"languages": "Kies minstens één taal"}),
    ],
)
async def test_what_a_choice_asks_for_must_be_there(organiser, changes, wrong):
    answer = await _post(organiser, SOUP, changes, SUBMIT)
    assert (answer.status_code, sentences(answer.text)) == (422, wrong)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (
            {"postcode": ["1099 AB"]},
            {"postcode": "Wij kennen de postcode 1099 AB niet. Controleer de vier cijfers"},
        ),
        ({"postcode": ["3512"]}, {"postcode": "Vul een hele postcode in, zoals 5341 AB"}),
        ({"price": ["veel"]}, {"price": "Schrijf de prijs zo: 3,50"}),
        ({"price": ["99999"]}, {"price": "De prijs is hooguit 1000 euro"}),
        ({"title": ["x" * 121]}, {"title": "Gebruik hooguit 120 tekens."}),
        ({"description": ["x" * 3001]}, {"description": "Gebruik hooguit 3000 tekens."}),
        (
            {"contact_phone": ["bel maar"]},
            {"contact_phone": "Vul een telefoonnummer in, zoals 030 000 12 34."},
        ),
        (
            {"online_url": ["javascript:alert(1)"]},
            {"online_url": "Vul een website in, zoals https://www.voorbeeld.nl."},
        ),
        ({"category": ["onzin"]}, {"category": "Ongeldige keuze."}),
        (
            row(0, "2027-10-06", "25.00", "26.00"),
            {
                "occurrences-0-starts": "Schrijf de tijd zo: 12.00",
                "occurrences-0-ends": "Schrijf de tijd zo: 12.00",
            },
        ),
        (
            row(0, "2027-10-06", "12.00", "11.30"),
            {"occurrences-0-ends": "Kies een tijd na 12.00 uur, of kruis aan dat het na middernacht eindigt"},
        ),
        (
            row(0, "2027-10-06", "24.00", "24.00"),
            {"occurrences-0-starts": "Schrijf middernacht als 0.00, op de dag zelf"},
        ),
        (
            row(0, "2027-10-06", "10.00", "11.00", capacity="0"),
            {"occurrences-0-capacity": "Vul een aantal mensen in, zoals 24"},
        ),
        (row(0, "", "10.00", "11.00"), {"occurrences-0-day": "Kies een dag"}),
        (row(0, "2027-11-06", "10.00", "11.00"), {"occurrences-0-day": "Ongeldige keuze."}),
        (
            row(0, "2027-10-06", "10.00", "10.30", ends_next_day="y"),
            {"occurrences-0-ends": "Eén keer duurt hooguit 24 uur. Maak er twee keer van"},
        ),
        (
            row(0, "2027-10-08", "20.00", "01.00", ends_next_day="y"),
            {"occurrences-0-ends": "De week is van 1 t/m 8 oktober. Kies een dag en tijd daarbinnen"},
        ),
        (
            row(1, "2027-10-06", "12.00", "13.30"),
            {"occurrences": "Dezelfde dag en tijd staan er twee keer. Haal er één weg"},
        ),
        (
            {
                name: value
                for n in range(41)
                for name, value in row(n, "2027-10-06", f"10.{n:02d}", "12.00").items()
            },
            {"occurrences": "Een activiteit heeft hooguit 40 keren. Maak er twee activiteiten van"},
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_what_cannot_be_kept_is_said_at_the_field_and_stays_as_it_was_typed(organiser, changes, wrong):
    answer = await _post(organiser, SOUP, changes, SAVE)
    assert (answer.status_code, sentences(answer.text)) == (422, wrong)
    shown = form_of(answer.text)
    chosen = {"category", "occurrences-0-day"}
    assert {name: shown.get(name) for name in changes if name not in chosen} == {
        name: value for name, value in changes.items() if name not in chosen
    }
    assert not await Activity.exists()


async def test_outside_registration_a_draft_is_kept_but_not_submitted(organiser):
    await _close_registration()
    answer = await _post(organiser, SOUP, SUBMIT)
    assert answer.status_code == 422
    assert sentences(answer.text)[""].startswith("Aanmelden kan van ")
    assert (await _post(organiser, SOUP, SAVE)).status_code == 303
    assert [made.state for made in await Activity.all()] == [State.DRAFT]


async def test_outside_registration_a_coordinator_registers_for_an_organisation(site, make):
    await make.edition()
    await make.organisation(name="Zorgboerderij De Wei")
    await _close_registration()
    coordinator = site.as_(await make.coordinator("utrecht"))
    who = {"organisation_name": ["zorgboerderij de wei"], "kind": ["anders"], "municipality": ["Utrecht"]}
    answer = await _post(coordinator, SOUP, who, SUBMIT)
    assert answer.status_code == 303, sentences(answer.text)
    made = await Activity.get().select_related("organisation")
    assert (made.state, made.organisation.name) == (State.PUBLISHED, "Zorgboerderij De Wei")


async def test_there_is_nothing_to_register_without_a_week_or_after_it(site, make, now):
    visitor = site
    assert "kan nu niet" in (await visitor.get(NEW)).text
    await make.edition()
    assert "Meld uw activiteit aan" in (await visitor.get(NEW)).text
    now.set(now.at.replace(month=10, day=9))
    assert "is voorbij" in (await visitor.get(NEW)).text
