"""A message to all guests: looked at once more, sent once, by mail or on the call list."""

from datetime import timedelta

import pytest

from tests.events.filling_in import form_of
from tests.make import MadeActivity, at
from tests.signups.reading import notice, tables, words
from tests.signups.test_telephone_guests import path
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import TeamRole
from weekplanner.mailer import schedule
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.models import GuestMessage
from weekplanner.signups.values import Helper

TIMES = ((at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30)))
PHONE = "030 000 22 33"
TEXT = "Neemt u een lepel mee?\n\nTot morgen!"


@pytest.fixture
async def soup(make) -> MadeActivity:
    """Two times soup for two."""
    return await make.activity(capacity=2, occurrences=TIMES)


@pytest.fixture
async def moment(soup) -> int:
    """The first time."""
    return (await soup.occurrences())[0].id


async def previewed(visitor, soup: MadeActivity, **fields: str) -> tuple[str, dict[str, list[str]]]:
    """The page that shows a message once more, and the form on it."""
    page = (await visitor.get(path(soup, "bericht"))).text
    form = {"request_key": form_of(page, "request_key")["request_key"], "to": "alle", "text": TEXT, **fields}
    answer = await visitor.post(path(soup, "bericht"), form)
    assert answer.status_code == 200, answer.text
    return answer.text, form_of(answer.text, "request_key")


async def sent(visitor, soup: MadeActivity, **fields: str):
    """The answer to sending a message."""
    _page, form = await previewed(visitor, soup, **fields)
    return await visitor.post(path(soup, "bericht"), {**form, "send": "1"})


async def reached() -> list[str]:
    """Whom a message of the organiser went to."""
    await schedule.run_due()
    return [row.to_address for row in await OutboxMessage.filter(kind="guests_message").order_by("id")]


async def test_everybody_gets_the_message_once_and_who_has_no_mail_is_called(site, make, soup, moment):
    second = (await soup.occurrences())[1].id
    await make.sign_up(moment, "Riet de Boer", email="riet@example.org")
    await make.sign_up(second, "Riet de Boer", email="riet@example.org")
    await make.sign_up(second, "Wim Vos", phone=PHONE)
    await make.sign_up(moment, "Tom Slot", helper=Helper("Noor", "noor@example.org"))
    organiser = site.as_(soup.organiser)
    page, form = await previewed(organiser, soup)
    assert "Krijgen een mail 2 adressen" in words(page)
    assert "Belt u zelf 1 zonder e-mail" in words(page)
    assert await GuestMessage.all().count() == 0
    answer = await organiser.post(path(soup, "bericht"), {**form, "send": "1"})
    assert notice((await organiser.get(answer.headers["location"])).text).startswith(
        "Uw bericht gaat nu weg Wordt nu verstuurd."
    )
    assert await reached() == ["riet@example.org", "noor@example.org"]
    assert "Neemt u een lepel mee?" in await site.last_mail_to("riet@example.org")
    assert notice((await organiser.get(answer.headers["location"])).text).startswith(
        "Uw bericht is verstuurd Aan 2 adressen gemaild."
    )
    calls = tables((await organiser.get(path(soup, "bellijst"))).text)["Bel deze gasten"]
    assert [(row[0], row[3]) for row in calls] == [("Wim Vos", "uw bericht aan alle gasten")]


@pytest.mark.parametrize(
    ("fields", "to"),
    [
        ({}, ["a@example.org", "c@example.org"]),
        ({"to_waiting": "y"}, ["a@example.org", "b@example.org", "c@example.org"]),
        ({"to": "first"}, ["a@example.org"]),
        ({"to": "first", "to_waiting": "y"}, ["a@example.org", "b@example.org"]),
        ({"to": "second", "to_waiting": "y"}, ["c@example.org"]),
    ],
)
async def test_one_chooses_who_gets_it(site, make, soup, fields, to):
    first, second = [each.id for each in await soup.occurrences()]
    await make.sign_up(first, people=2, email="a@example.org")
    await make.sign_up(first, email="b@example.org")
    await make.sign_up(second, email="c@example.org")
    wanted = fields | {"to": str({"first": first, "second": second}.get(fields.get("to", ""), "alle"))}
    page, _form = await previewed(site.as_(soup.organiser), soup, **wanted)
    assert f"Krijgen een mail {len(to)} " in words(page)
    await sent(site.as_(soup.organiser), soup, **wanted)
    assert await reached() == to


async def test_a_double_click_sends_once(site, make, soup, moment):
    await make.sign_up(moment, email="riet@example.org")
    organiser = site.as_(soup.organiser)
    _page, form = await previewed(organiser, soup)
    answers = [await organiser.post(path(soup, "bericht"), {**form, "send": "1"}) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert await reached() == ["riet@example.org"]


async def test_going_back_and_typing_something_else_is_another_message(site, make, soup, moment):
    await make.sign_up(moment, email="riet@example.org")
    organiser = site.as_(soup.organiser)
    _page, form = await previewed(organiser, soup)
    for text in (TEXT, "Toch geen lepel nodig."):
        await organiser.post(path(soup, "bericht"), {**form, "text": text, "send": "1"})
    assert await reached() == ["riet@example.org"] * 2


async def test_nothing_is_sent_before_it_was_looked_at_and_changing_it_keeps_the_text(
    site, make, soup, moment
):
    await make.sign_up(moment, email="riet@example.org")
    organiser = site.as_(soup.organiser)
    _page, form = await previewed(organiser, soup, to_waiting="y")
    again = form_of((await organiser.post(path(soup, "bericht"), {**form, "back": "1"})).text, "request_key")
    assert again == {**form, "text": [TEXT]}
    assert await reached() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "Fout: schrijf uw bericht"),
        ({"text": "a" * 2001}, "Fout: gebruik hooguit 2000 tekens."),
        ({"to": "999999"}, 'href="#to"'),
    ],
)
async def test_what_is_wrong_is_said_at_the_field(site, soup, fields, said):
    form = {"request_key": "key", "to": "alle", "text": TEXT, "send": "1", **fields}
    answer = await site.as_(soup.organiser).post(path(soup, "bericht"), form)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert form_of(answer.text, "request_key")["text"] == [fields.get("text", TEXT)]
    assert await GuestMessage.all().count() == 0


async def test_nobody_to_write_to_is_said(site, soup):
    organiser = site.as_(soup.organiser)
    page, form = await previewed(organiser, soup)
    assert ("Niemand krijgt dit bericht" in page, 'name="send"' in page) == (True, False)
    answer = await organiser.post(path(soup, "bericht"), {**form, "send": "1"})
    assert answer.status_code == 422
    assert "Er is nu niemand die dit bericht zou krijgen. Het is niet verstuurd." in answer.text


async def test_a_sixth_message_on_one_day_waits(site, make, soup, moment):
    await make.sign_up(moment, email="riet@example.org")
    organiser = site.as_(soup.organiser)
    for number in range(5):
        assert (await sent(organiser, soup, text=f"Bericht {number}")).status_code == 303
    answer = await sent(organiser, soup, text="Bericht 6")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "86400")
    assert "U heeft uw gasten vandaag al vaak geschreven." in answer.text
    assert form_of(answer.text, "request_key")["text"] == ["Bericht 6"]
    assert len(await reached()) == 5


async def test_what_was_sent_stands_below_the_latest_first(site, make, soup, moment, now):
    await make.sign_up(moment, email="riet@example.org")
    await make.sign_up(moment, email="wim@example.org")
    organiser = site.as_(soup.organiser)
    await sent(organiser, soup)
    await schedule.run_due()
    now.move(timedelta(hours=1))
    await sent(organiser, soup, to=str(moment), text="Het wordt erwtensoep.", to_waiting="y")
    page = (await organiser.get(path(soup, "bericht"))).text
    assert words(page.split('<h2 id="sent">')[1].split("</section>")[0]) == (
        "Eerder verstuurd "
        "Ma 16 augustus, 13.00 uur, Jan Jansen "
        "Woensdag 6 oktober, 12.00 tot 13.30 uur, ook wie wachtte. Wordt nu verstuurd. "
        "Het wordt erwtensoep. "
        "Ma 16 augustus, 12.00 uur, Jan Jansen "
        "Alle keren die nog kwamen. Aan 2 adressen gemaild. "
        "Neemt u een lepel mee? Tot morgen!"
    )


async def test_a_word_of_thanks_afterwards_reaches_the_guests(site, make, soup, moment, now):
    """It would be too late by the end of what they came to."""
    await make.sign_up(moment, email="riet@example.org")
    now.set(at(9, 10))
    organiser = site.as_(soup.organiser)
    await sent(organiser, soup, to=str(moment), text="Wat fijn dat u er was!")
    assert await reached() == ["riet@example.org"]
    row = await OutboxMessage.get(kind="guests_message")
    assert row.not_after == at(10, 10)


async def test_what_is_still_to_come_excludes_what_was_and_what_is_called_off(site, make, soup, moment, now):
    await make.sign_up(moment, email="riet@example.org")
    await make.sign_up((await soup.occurrences())[1].id, email="wim@example.org")
    now.set(at(6, 14))
    await sent(site.as_(soup.organiser), soup)
    assert await reached() == ["wim@example.org"]


async def test_another_organisation_writes_to_nobody(site, make, soup, moment):
    await make.sign_up(moment, email="riet@example.org")
    other = await make.activity(capacity=2)
    form = {"request_key": "key", "to": str(moment), "text": TEXT, "send": "1"}
    stranger = site.as_(other.organiser)
    assert (await stranger.post(path(soup, "bericht"), form)).status_code == 404
    assert (await stranger.post(path(other, "bericht"), form)).status_code == 422
    assert await reached() == []


async def test_what_an_admin_writes_is_in_the_audit_log_without_the_text(site, make, soup, moment):
    await make.sign_up(moment, email="riet@example.org")
    admin = site.as_(await make.team_member(TeamRole.ADMIN))
    await AuditRecord.filter(id__gt=0).delete()
    await sent(admin, soup)
    records = await AuditRecord.all()
    assert [(each.action, each.subject_id, each.changes) for each in records] == [
        ("write_to_guests", str(soup.id), [])
    ]
