"""Whom to call and whom to pick up; every list on paper and as a file."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest

from tests.events.filling_in import form_of
from tests.make import MadeActivity, acting, at
from tests.signups.reading import Rows, names, notice, tables, words
from tests.signups.test_telephone_guests import path
from weekplanner.events.operations import cancelling
from weekplanner.mailer import schedule
from weekplanner.privacy import operations as privacy
from weekplanner.signups.models import SignUp
from weekplanner.signups.operations import changing, writing
from weekplanner.signups.personal import link_of
from weekplanner.signups.values import Helper

TIMES = ((at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30)))
CALL, OTHERS, RIDES = "Bel deze gasten", "Andere gasten zonder e-mail", "Wie opgehaald wil worden"
PHONE = "030 000 22 33"


@pytest.fixture
async def soup(make) -> MadeActivity:
    """Two times soup for four."""
    return await make.activity(capacity=4, occurrences=TIMES)


@pytest.fixture
async def moment(soup) -> int:
    """The first time."""
    return (await soup.occurrences())[0].id


def rows_of(answer) -> Rows:
    """The rows of a file for Excel in the Netherlands."""
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.endswith(b"\r\n")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


async def call_off(soup: MadeActivity, occurrence_id: int) -> None:
    """One time does not go on, and everybody is told."""
    version = (await soup.fresh()).version
    actor = acting(soup.organiser, soup.organisation)
    await cancelling.cancel_occurrence(soup.id, occurrence_id, "Stuk.", version=version, actor=actor)
    await schedule.run_due()


async def write(soup: MadeActivity, text: str, key: str = "key") -> None:
    """A message to all guests, which they get."""
    actor = acting(soup.organiser, soup.organisation)
    await writing.write_to_guests(
        soup.id, text, occurrence_id=None, to_waiting=True, request_key=key, actor=actor
    )
    await schedule.run_due()


async def test_who_has_no_mail_is_called_with_what_others_read_in_theirs(site, make, soup, moment):
    first = await make.sign_up(moment, "Ab Kok", 4)
    await make.sign_up(moment, "Riet de Boer", phone=PHONE)
    await make.sign_up(moment, "Bea Mol", 2)
    await make.sign_up(moment, "Wim Vos", phone=PHONE)
    await make.sign_up(moment, "Tom Slot", helper=Helper("Noor", "noor@example.org"))
    organiser = site.as_(soup.organiser)
    assert (await organiser.get(path(soup, "bellijst"))).text.count("Niemand hoeft nu gebeld te worden") == 1
    await changing.cancel_by_link(link_of(first.id))
    await write(soup, "Neemt u een lepel mee?")
    page = (await organiser.get(path(soup, "bellijst"))).text
    when = "woensdag 6 oktober, 12.00 tot 13.30 uur Heeft een plek"
    assert tables(page) == {
        CALL: [
            [name, PHONE, when, "heeft nu een plek uw bericht aan alle gasten", f"Gebeld {name}"]
            for name in ("Riet de Boer", "Wim Vos")
        ]
    }
    assert "Neemt u een lepel mee?" in page


async def test_what_came_since_the_list_was_shown_stays_on_it(site, make, soup, moment):
    await make.sign_up(moment, "Riet de Boer", phone=PHONE)
    await write(soup, "Neemt u een lepel mee?")
    organiser = site.as_(soup.organiser)
    shown = form_of((await organiser.get(path(soup, "bellijst"))).text, "about")
    await call_off(soup, moment)
    riet = await SignUp.get(name="Riet de Boer")
    await SignUp.filter(id=riet.id).update(to_call_about=["message", "called_off"])
    answer = await organiser.post(path(soup, riet.id, "gebeld"), shown)
    page = (await organiser.get(answer.headers["location"])).text
    assert notice(page) == "U heeft Riet de Boer gesproken Wat u vertelde, is van de bellijst."
    assert [row[3] for row in tables(page)[CALL]] == ["het gaat niet door"]


async def test_who_was_told_everything_is_called_no_more(site, make, soup, moment):
    riet = await make.sign_up(moment, "Riet de Boer", phone=PHONE)
    await write(soup, "Neemt u een lepel mee?")
    organiser = site.as_(soup.organiser)
    shown = form_of((await organiser.get(path(soup, "bellijst"))).text, "about")
    for _ in range(2):
        await organiser.post(path(soup, riet.id, "gebeld"), shown)
    page = (await organiser.get(path(soup, "bellijst"))).text
    assert {caption: [row[0] for row in rows] for caption, rows in tables(page).items()} == {
        "Gasten zonder e-mail": ["Riet de Boer"]
    }


async def test_what_is_over_asks_for_no_calls_unless_it_is_asked_for(site, make, soup, moment, now):
    await make.sign_up(moment, "Riet de Boer", phone=PHONE)
    await make.sign_up((await soup.occurrences())[1].id, "Wim Vos", phone=PHONE)
    await write(soup, "Neemt u een lepel mee?")
    now.set(at(6, 13, 30))
    organiser = site.as_(soup.organiser)
    assert names((await organiser.get(path(soup, "bellijst"))).text, CALL) == ["Wim Vos"]
    assert names((await organiser.get(path(soup, f"bellijst?keer={moment}"))).text, CALL) == ["Riet de Boer"]


async def test_who_has_a_place_and_wants_to_be_picked_up_is_on_the_ride_list(site, make, soup, moment):
    await make.sign_up(moment, "Wim Vos", 2, phone=PHONE, wants_transport=True, remark="Met rollator.")
    await make.sign_up(moment, "Bea Mol", 2)
    await make.sign_up(moment, "Ab Kok", phone=PHONE, wants_transport=True)
    organiser = site.as_(soup.organiser)
    when = "woensdag 6 oktober, 12.00 tot 13.30 uur"
    page = (await organiser.get(path(soup, "vervoer"))).text
    assert tables(page) == {RIDES: [["Wim Vos Met rollator.", "2", PHONE, when]]}
    sheet = (await organiser.get(path(soup, "vervoer", "afdrukken"))).text
    assert tables(sheet) == {when: [["", "Wim Vos", "2", PHONE, "Met rollator.", ""]]}


async def test_without_anybody_each_list_says_so(site, soup):
    organiser = site.as_(soup.organiser)
    said = {
        "": "Er heeft zich nog niemand aangemeld",
        "afdrukken": "Er heeft zich nog niemand aangemeld.",
        "bellijst": "Niemand hoeft nu gebeld te worden",
        "bellijst/afdrukken": "Niemand hoeft gebeld te worden.",
        "vervoer": "Niemand vraagt om vervoer",
        "vervoer/afdrukken": "Niemand vraagt om vervoer.",
    }
    answers = {part: await organiser.get(path(soup, part).rstrip("/")) for part in said}
    assert {part: sentence in answers[part].text for part, sentence in said.items()} == dict.fromkeys(
        said, True
    )
    assert all(not rows for part in said if part for rows in tables(answers[part].text).values())


async def test_on_paper_everybody_has_a_box_and_the_moment_of_printing_stands_below(site, make, soup, moment):
    await make.sign_up(moment, "Wim Vos", 2, phone=PHONE, wants_transport=True)
    await make.sign_up(moment, "Ab Kok", 2, remark="Eet geen vlees.")
    await make.sign_up(moment, "Bea Mol", phone=PHONE)
    sheet = (await site.as_(soup.organiser).get(path(soup, "afdrukken"))).text
    assert tables(sheet) == {
        "woensdag 6 oktober, 12.00 tot 13.30 uur": [
            ["", "Ab Kok", "2", "", "Eet geen vlees."],
            ["", "Wim Vos", "2", PHONE, "Wordt opgehaald"],
        ],
        "Wachtlijst": [["", "1. Bea Mol", "1", PHONE, ""]],
    }
    assert sheet.count('<td class="tick"><span></span></td>') == 3
    article = words(re.search(r"<article.*</article>", sheet, re.DOTALL)[0])
    assert "Afgedrukt op maandag 16 augustus 2027, 12.00 uur." in article
    assert "4 van de 4 plaatsen zijn bezet." in article


async def test_the_call_list_on_paper_says_what_to_tell(site, make, soup, moment):
    await make.sign_up(moment, "Riet de Boer", phone=PHONE)
    await make.sign_up(moment, "Ab Kok")
    await write(soup, "Neemt u een lepel mee?")
    await make.sign_up(moment, "Wim Vos", phone=PHONE, remark="Belt liever later.")
    sheet = (await site.as_(soup.organiser).get(path(soup, "bellijst", "afdrukken"))).text
    when = "woensdag 6 oktober, 12.00 tot 13.30 uur"
    assert tables(sheet) == {
        CALL: [["", "Riet de Boer", PHONE, when, "uw bericht aan alle gasten"]],
        OTHERS: [["", "Wim Vos", PHONE, when, "Belt liever later."]],
    }
    assert "Neemt u een lepel mee?" in sheet


async def test_the_guests_are_a_file_for_excel_with_who_waits_and_who_cancelled(site, make, soup, moment):
    await make.sign_up(moment, "=1+1", 3, phone="+31 6 12345678", remark='Zegt "dag";\nen komt later.')
    await make.sign_up(
        moment,
        "Tom Slot",
        2,
        helper=Helper("Noor", "noor@example.org"),
        wants_transport=True,
    )
    gone = await make.sign_up((await soup.occurrences())[1].id, "Éva Mol", email="eva@example.org")
    await changing.cancel_by_link(link_of(gone.id))
    answer = await site.as_(soup.organiser).get(path(soup, "gastenlijst.csv"))
    first, second = (f"{day} oktober, 12.00 tot 13.30 uur" for day in ("woensdag 6", "donderdag 7"))
    signed_up = "2027-08-16 12:00"
    assert rows_of(answer) == [
        [
            "Wanneer",
            "Stand",
            "Naam",
            "Mensen",
            "Telefoon",
            "E-mail",
            "Ophalen",
            "Opmerking",
            "Aangemeld door",
            "Aangemeld op",
        ],
        [
            first,
            "Heeft een plek",
            "'=1+1",
            "3",
            "'+31 6 12345678",
            "",
            "nee",
            'Zegt "dag";\nen komt later.',
            "",
            signed_up,
        ],
        [first, "Wacht", "Tom Slot", "2", "", "", "ja", "", "Noor (noor@example.org)", signed_up],
        [second, "Afgemeld", "Éva Mol", "1", "", "eva@example.org", "nee", "", "", signed_up],
    ]


async def test_calls_and_rides_are_files_too(site, make, soup, moment):
    await make.sign_up(moment, "Riet de Boer", 2, phone=PHONE, wants_transport=True, remark="Met hond.")
    await write(soup, "Neemt u een lepel mee?")
    organiser = site.as_(soup.organiser)
    when = "woensdag 6 oktober, 12.00 tot 13.30 uur"
    assert rows_of(await organiser.get(path(soup, "bellijst.csv")))[1:] == [
        [when, "Riet de Boer", PHONE, "uw bericht aan alle gasten", "Heeft een plek", "2", "Met hond."]
    ]
    assert rows_of(await organiser.get(path(soup, "vervoer.csv")))[1:] == [
        [when, "Riet de Boer", "2", PHONE, "Met hond."]
    ]


@pytest.mark.parametrize("name", ["gastenlijst", "bellijst", "vervoer"])
async def test_a_file_is_kept_by_nobody_on_its_way_and_names_nobody(site, make, soup, moment, name):
    await make.sign_up(moment, "Riet de Boer", phone=PHONE, wants_transport=True)
    answer = await site.as_(soup.organiser).get(path(soup, f"{name}.csv"))
    files = {"gastenlijst": "gastenlijst", "bellijst": "bellijst", "vervoer": "vervoerslijst"}
    assert {
        header: answer.headers[header] for header in ("cache-control", "content-disposition", "content-type")
    } == {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="{files[name]}-{soup.id}.csv"',
        "content-type": "text/csv; charset=utf-8",
    }


@pytest.mark.parametrize(
    "part",
    ["afdrukken", "gastenlijst.csv", "bellijst", "bellijst/afdrukken", "bellijst.csv", "vervoer.csv"],
)
async def test_one_time_has_lists_of_its_own(site, make, soup, moment, part):
    second = (await soup.occurrences())[1].id
    for at_, name in ((moment, "Riet de Boer"), (second, "Wim Vos")):
        await make.sign_up(at_, name, phone=PHONE, wants_transport=True)
    organiser = site.as_(soup.organiser)
    page = (await organiser.get(path(soup, f"{part}?keer={second}"))).text
    assert ("Riet de Boer" in page, "Wim Vos" in page) == (False, True)
    both = (await organiser.get(path(soup, part))).text
    assert ("Riet de Boer" in both, "Wim Vos" in both) == (True, True)


async def test_after_their_term_the_lists_are_empty(site, make, soup, moment, now):
    await make.sign_up(moment, "Riet de Boer", phone=PHONE)
    assert "Na 7 november wissen wij hem." in (await site.as_(soup.organiser).get(path(soup))).text
    now.set(at(7, 12, month=11))
    await privacy.purge()
    assert "Riet de Boer" in (await site.as_(soup.organiser).get(path(soup))).text
    now.move(timedelta(days=1))
    await privacy.purge()
    assert "Riet de Boer" not in (await site.as_(soup.organiser).get(path(soup))).text
