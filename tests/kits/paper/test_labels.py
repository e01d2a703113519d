"""Address labels: everything on its own label, whatever people are called, and a code that scans."""

from dataclasses import replace

import pytest

from tests.formats import pdfs
from tests.kits.paper.parcels import DIFFICULT, NOW, SOUP, parcel, printed
from weekplanner.kits.models.printing import LabelLayout
from weekplanner.kits.paper import labels

pytestmark = pytest.mark.once  # no database has a part in it

SIZES = {
    LabelLayout.A6: (105, 148, 1, 1),
    LabelLayout.SHEET_2X4: (105, 74.25, 2, 4),
    LabelLayout.SHEET_3X8: (70, 37.125, 3, 8),
}
"""Width and height of a label in millimetres, how many beside and how many under each other."""
LAYOUTS = pytest.mark.parametrize("layout", list(LabelLayout))
EDGE_MM = 3.5
"""What printers leave white at the edge of a sheet."""


@pytest.fixture
def labels_of(tmp_path):
    """The PDF with labels of these parcels."""

    async def made(layout, parcels, first_position=1):
        head = labels.head(12, layout, first_position=first_position, now=NOW)
        return await printed(labels.TEMPLATE, head, map(labels.item, parcels), tmp_path)

    return made


def on_label(path, layout, position):
    """What stands on the label at this position, counted from 0 on the first sheet."""
    width, height, across, down = SIZES[layout]
    sheet, place = divmod(position, across * down)
    row, column = divmod(place, across)
    inner = (width - 2 * EDGE_MM, height - 2 * EDGE_MM)
    return pdfs.text_within(path, sheet, column * width + EDGE_MM, row * height + EDGE_MM, *inner)


def together(*texts):
    """As a set of letters and how many there are of each: the order on paper is that of the layout."""
    return sorted("".join(map(pdfs.squeezed, texts)))


@LAYOUTS
async def test_a_label_says_who_where_which_order_and_how_heavy(labels_of, layout):
    path = await labels_of(layout, [parcel()])
    text = on_label(path, layout, 0)
    for words in (
        "1042-H",
        "BuurthuisDeLinde",
        "t.a.v.FatmaelIdrissi",
        "Lindestraat4",
        "3511ABUTRECHT",
        "Bestelling2027-0418",
        "4stuks",
        "3,0kg",
    ):
        assert words in text


@LAYOUTS
@pytest.mark.parametrize("who", list(DIFFICULT))
async def test_names_stand_whole_on_their_own_label_however_they_are_written(labels_of, layout, who):
    """The label beside it is full too, so that what runs over would be found there, or nowhere."""
    parcels = [
        parcel(number, **DIFFICULT[who], note="Bel even aan de achterdeur. " * 7) for number in (1042, 1043)
    ]
    path = await labels_of(layout, parcels)
    for position, each in enumerate(parcels):
        wanted = [*each.names, *each.address_lines]
        text = on_label(path, layout, position)
        assert not [line for line in wanted if pdfs.squeezed(line) not in text]
    everything = "".join(pdfs.page_texts(path))
    assert together(*(on_label(path, layout, position) for position in (0, 1))) == together(everything)
    assert pdfs.on_top_of_each_other(path) == []
    codes = [code for page in pdfs.scanned(path) for code in page]
    assert codes == [each.label_code for each in parcels]


@LAYOUTS
async def test_many_orders_in_one_parcel_stand_whole_on_its_label(labels_of, layout):
    orders = tuple(replace(SOUP, number=f"2027-{number:04d}") for number in range(1, 21))
    path = await labels_of(layout, [parcel(orders=orders)])
    numbers = "Bestellingen" + ",".join(order.number for order in orders)
    assert numbers in on_label(path, layout, 0)


@LAYOUTS
async def test_a_scanner_reads_the_code_and_for_which_version_of_the_parcel_it_is(labels_of, layout):
    parcels = [parcel(1042, version=1), parcel(1043, version=12), parcel(123_456_789, version=3)]
    path = await labels_of(layout, parcels)
    codes = [code for page in pdfs.scanned(path) for code in page]
    assert sorted(codes) == ["1042-H/1", "1043-J/12", "123456789-M/3"]


@LAYOUTS
async def test_pictures_have_words_and_each_code_is_a_heading(labels_of, layout):
    path = await labels_of(layout, [parcel(1042), parcel(1043)])
    assert pdfs.figures(path) == ["QR-code van doos 1042-H", "QR-code van doos 1043-J"]
    assert pdfs.headings(path) == ["H1", "H1"]
    assert pdfs.standing(path) == {
        "language": "nl",
        "is_tagged": True,
        "title": "Etiketten van partij 12",
        "shows_title": True,
        "is_ua_1": True,
    }


async def test_a_sheet_that_was_used_for_a_part_goes_in_again(labels_of):
    layout = LabelLayout.SHEET_2X4
    path = await labels_of(layout, [parcel(1042), parcel(1043)], first_position=8)
    begins = [on_label(path, layout, position)[:6] for position in range(10)]
    assert begins == [*[""] * 7, "1042-H", "1043-J", ""]
    assert len(pdfs.page_texts(path)) == 2
