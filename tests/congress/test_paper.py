"""Tickets, badges and lists on paper: everything whole in its own place, and codes that scan."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.formats import pdfs
from tests.make import OPENING, at
from weekplanner.congress.models.congresses import Congress, PartKind, ProgrammePart, Workshop
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.paper import badges, lists, tickets
from weekplanner.congress.paper.people import PrintedPerson
from weekplanner.congress.queries.congresses import Part, Programme
from weekplanner.formats import pdf

pytestmark = pytest.mark.once  # no database has a part in it

FATMA = PrintedPerson(
    name="Fatma de Vries",
    organisation="Buurthuis De Linde",
    role="wethouder",
    token="KE1.3.77.1." + "aB3-_" * 17 + "Q",
    code="4F7K-92",
)
DIFFICULT = {
    "diacritics": {
        "name": "Łucja Ősz-Șerban Açık",
        "organisation": "Gemeente Súdwest-Fryslân",
        "role": "één",
    },
    "long": {
        "name": "Mevrouw prof. dr. Wilhelmina Alexandrina van Oldenbarnevelt-van der Schimmelpenninck tot N.",
        "organisation": "Stichting Welzijn Ouderen en Vrijwilligerscentrum Noordoost-Twente, "
        "afdeling Samen Koffie",
        "role": "Coördinator vrijwillige inzet, eenzaamheid en informele zorg voor jongeren en "
        "ouderen in de regio",
    },
    "unbroken": {"name": "W" * 100, "organisation": "Ŵ" * 100, "role": "M" * 100},
    "other scripts": {"name": "Олена Шевченко", "organisation": "Ελληνική Κοινότητα", "role": "Дорога"},
    "nothing but a name": {"name": "Bo", "organisation": "", "role": ""},
}
"""What people are called and do, as long as the form lets them type it."""
WHOEVER = pytest.mark.parametrize("who", list(DIFFICULT))
CONGRESS = Congress(id=3, **{**OPENING.columns(), "travel": "Vijf minuten lopen.\nEr is een lift."})
WORKSHOP = Workshop(id=5, part_id=1, title="Kunst erbij", room="Zaal 4", speakers="Riet de Boer", capacity=30)
ROUND = Part(
    ProgrammePart(id=1, kind=PartKind.ROUND, starts_at=at(1, 11), ends_at=at(1, 12), title="Workshops"),
    [WORKSHOP],
    1,
)
PROGRAMME = Programme(CONGRESS, Seats(capacity=750), [ROUND])
BADGE_MM = (95, 68)
EDGES_MM = (10, 12.5)


def people(*changes: dict[str, str]) -> list[PrintedPerson]:
    """So many, each with a code of their own."""
    return [
        replace(FATMA, **each, token=f"KE1.3.{number}.1." + "aB3-_" * 17 + "Q", code=f"4F7K-{number}")
        for number, each in enumerate(changes, start=20)
    ]


@pytest.fixture
def printed(tmp_path: Path):
    """Set a paper of these people; answers the file."""

    async def made(paper, some: Sequence[PrintedPerson]) -> Path:
        if paper is tickets:
            head, items = tickets.head(PROGRAMME, [WORKSHOP.id], now=NOW), map(tickets.item, some)
        elif paper is badges:
            head, items = badges.head(CONGRESS, now=NOW), map(badges.item, some)
        else:
            head = lists.head("Workshops", CONGRESS, now=NOW)
            items = [lists.of_workshop(ROUND, WORKSHOP, some), lists.of_workshop(ROUND, WORKSHOP, [])]
        file = tmp_path / "paper.pdf"
        file.write_bytes(await pdf.made(paper.TEMPLATE, head, items, now=NOW))
        return file

    return made


def on_badge(path: Path, position: int) -> str:
    """What stands on the badge at this position, from 0."""
    sheet, place = divmod(position, 8)
    row, column = divmod(place, 2)
    (width, height), (left, top) = BADGE_MM, EDGES_MM
    return pdfs.text_within(path, sheet, left + column * width, top + row * height, width, height)


@WHOEVER
async def test_everybody_stands_whole_on_their_own_badge_however_they_are_called(printed, who):
    some = people(DIFFICULT[who], DIFFICULT[who], {})
    path = await printed(badges, some)
    for position, each in enumerate(some):
        text = on_badge(path, position)
        wanted = (each.name, each.organisation, each.role, each.code, "Openingscongres, 1 oktober 2027")
        assert not [words for words in wanted if pdfs.squeezed(words) not in text]
    everything = "".join(pdfs.page_texts(path))
    assert sorted("".join(on_badge(path, position) for position in range(3))) == sorted(everything)
    assert pdfs.on_top_of_each_other(path) == []
    assert pdfs.scanned(path) == [[each.token for each in some]]


async def test_badges_stand_eight_on_a_sheet_and_each_can_be_found_by_its_name(printed):
    some = people(*({"name": f"Jan Bos {number}"} for number in range(9)))
    path = await printed(badges, some)
    assert [len(codes) for codes in pdfs.scanned(path)] == [8, 1]
    assert pdfs.headings(path) == ["H1"] * 9
    assert pdfs.figures(path) == [
        f"QR-code van het toegangsbewijs van Jan Bos {number}" for number in range(9)
    ]
    assert pdfs.standing(path) == {
        "language": "nl",
        "is_tagged": True,
        "title": "Badges voor Samen dekken wij de tafel",
        "shows_title": True,
        "is_ua_1": True,
    }


@WHOEVER
async def test_a_ticket_is_a_page_that_says_who_where_when_and_which_workshop(printed, who):
    some = people(DIFFICULT[who], {})
    path = await printed(tickets, some)
    texts = pdfs.page_texts(path)
    assert len(texts) == 2
    for text, each in zip(texts, some, strict=True):
        wanted = (
            "Toegangsbewijs",
            each.name,
            each.code,
            "Samen dekken wij de tafel",
            "vrijdag 1 oktober 2027",
            "09.30 tot 16.00 uur",
            "Jaarbeurs Jaarbeursplein 6 3521 AL Utrecht",
            "Ronde 1, 11.00 tot 12.00 uur Kunst erbij Zaal 4",
            "Vijf minuten lopen. Er is een lift.",
        )
        assert not [words for words in wanted if pdfs.squeezed(words) not in text]
    assert pdfs.on_top_of_each_other(path) == []
    assert pdfs.scanned(path) == [[each.token] for each in some]
    assert pdfs.standing(path) == {
        "language": "nl",
        "is_tagged": True,
        "title": "Toegangsbewijs voor Samen dekken wij de tafel",
        "shows_title": True,
        "is_ua_1": True,
    }


@WHOEVER
async def test_each_workshop_has_a_list_of_its_own_with_everybody_on_it(printed, who):
    some = people(*([DIFFICULT[who]] * 3))
    path = await printed(lists, some)
    first, empty = pdfs.page_texts(path)
    for each in some:
        assert pdfs.squeezed(each.name) in first
        assert pdfs.squeezed(each.organisation or each.role) in first
        assert each.code in first
    assert pdfs.squeezed("Ronde 1, 11.00 tot 12.00 uur Zaal 4 Riet de Boer 3 van 30 plekken bezet") in first
    assert pdfs.squeezed("0 van 30 plekken bezet Er heeft nog niemand een plek.") in empty
    assert pdfs.squeezed("Gooi deze lijst na afloop weg: er staan namen op.") in first
    assert pdfs.on_top_of_each_other(path) == []
    assert pdfs.headings(path) == ["H1", "H1"]
    assert pdfs.standing(path)["is_ua_1"]


async def test_a_list_over_several_pages_repeats_its_head_and_splits_nobody(printed):
    some = people(*({"name": f"Jan Bos {number}"} for number in range(100, 160)))
    texts = pdfs.page_texts(await printed(lists, some))[:-1]
    assert len(texts) > 1
    assert all(pdfs.squeezed("Naam Organisatie Code") in text for text in texts)
    assert [sum(pdfs.squeezed(each.name) in text for text in texts) for each in some] == [1] * len(some)


def test_people_are_looked_up_by_the_last_word_of_their_name():
    names = ["Zoë Ägren", "Bo", "Jan de Boer", "Eva Boer", "Chaima Yılmaz", "  "]
    some = [replace(FATMA, name=name) for name in names]
    in_order = sorted(some, key=lambda each: each.looked_up_by)
    assert [each.name for each in in_order] == [
        "  ",
        "Zoë Ägren",
        "Bo",
        "Eva Boer",
        "Jan de Boer",
        "Chaima Yılmaz",
    ]
