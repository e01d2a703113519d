"""Packing slips: what must be in the box, order by order, on a page that begins with its code."""

from dataclasses import replace

import pytest

from tests.formats import pdfs
from tests.kits.paper.parcels import DIFFICULT, NOW, PACKAGE, SOUP, parcel, printed
from weekplanner.kits.paper import packing_slips
from weekplanner.kits.paper.parcels import PrintedKit, PrintedOrder

pytestmark = pytest.mark.once  # no database has a part in it

WALK = PrintedOrder("2027-0419", (PrintedKit("Spellen", 2),), to_follow=(PrintedKit("Vlaggenlijn", 1),))
PAGE = (0, 0, 210, 297)


@pytest.fixture
def slips_of(tmp_path):
    """The PDF with the slips of these parcels."""

    async def made(*parcels):
        head = packing_slips.head(12, now=NOW)
        return await printed(packing_slips.TEMPLATE, head, map(packing_slips.item, parcels), tmp_path)

    return made


async def test_a_slip_lists_per_order_what_to_put_in_and_what_comes_later(slips_of):
    (text,) = pdfs.page_texts(await slips_of(parcel(orders=(SOUP, WALK), note="Bel achterom.")))
    for words in (
        "Pakbon1042-H",
        "BuurthuisDeLindet.a.v.FatmaelIdrissiLindestraat43511ABUTRECHT",
        "6stuks·3,0kg",
        "Voordebezorger:Belachterom.",
        "Bestelling2027-0418Soepaandelangetafel,woensdag6oktober2027AantalWatWaterinzit",
        "1×Komerbij-pakket5postersA350naamstickers",
        "3×PostersA3Inelk:10postersA3metruimtevooreigentekst",
        "Bestelling2027-0419AantalWatWaterinzit2×Spellen",
        "Ditkomtlater,ineenanderedoos:•1×Vlaggenlijn",
        "Gemaaktopmaandag13september2027,11.30uur",
        "Bladzijde1van1",
    ):
        assert words in text


async def test_each_parcel_begins_a_page_and_counts_its_own_pages(slips_of):
    many = tuple(replace(SOUP, number=f"2027-{number:04d}") for number in range(1, 7))
    texts = pdfs.page_texts(await slips_of(parcel(1042, orders=many), parcel(1043)))
    assert [("Pakbon1042-H" in text, "Pakbon1043-J" in text) for text in texts] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert [text.partition("Bladzijde")[2][:5] for text in texts] == ["1van2", "2van2", "1van1"]


async def test_the_code_scans_and_tags_lead_to_each_order(slips_of):
    path = await slips_of(parcel(1042, version=4, orders=(SOUP, WALK)))
    assert pdfs.scanned(path) == [["1042-H/4"]]
    assert pdfs.figures(path) == ["QR-code van doos 1042-H"]
    assert pdfs.headings(path) == ["H1", "H2", "H2"]
    assert pdfs.standing(path) == {
        "language": "nl",
        "is_tagged": True,
        "title": "Pakbonnen van partij 12",
        "shows_title": True,
        "is_ua_1": True,
    }


@pytest.mark.parametrize("who", list(DIFFICULT))
async def test_names_stand_whole_on_the_page(slips_of, who):
    difficult = parcel(
        **DIFFICULT[who],
        orders=(
            replace(
                SOUP,
                activity="Ontmoeting" * 12,
                kits=(replace(PACKAGE, name="K" * 80, contents=("L" * 120,)),),
            ),
        ),
    )
    path = await slips_of(difficult)
    text = pdfs.text_within(path, 0, *PAGE)
    wanted = [*difficult.names, *difficult.address_lines, "Ontmoeting" * 12, "K" * 80, "L" * 120]
    assert not [line for line in wanted if pdfs.squeezed(line) not in text]
    assert sorted(text) == sorted("".join(pdfs.page_texts(path)))
