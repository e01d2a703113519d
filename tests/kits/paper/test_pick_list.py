"""The pick list: how many of each kit in all, then what goes into which box."""

from dataclasses import replace

import pytest

from tests.formats import pdfs
from tests.kits.paper.parcels import DIFFICULT, NOW, PACKAGE, POSTERS, SOUP, parcel, printed
from weekplanner.kits.paper import pick_list

pytestmark = pytest.mark.once  # no database has a part in it


@pytest.fixture
def list_of(tmp_path):
    """The PDF with the list of these parcels."""

    async def made(*parcels, totals=(PACKAGE, POSTERS)):
        head = pick_list.head(12, totals, parcels=len(parcels), now=NOW)
        return await printed(pick_list.TEMPLATE, head, map(pick_list.item, parcels), tmp_path)

    return made


async def test_it_has_the_totals_first_and_then_each_box(list_of):
    orders = (SOUP, replace(SOUP, number="2027-0419", kits=(POSTERS,)))
    totals = (replace(PACKAGE, quantity=1200), replace(POSTERS, quantity=9))
    path = await list_of(parcel(1042, orders=orders), parcel(1043, organisation=""), totals=totals)
    (text,) = pdfs.page_texts(path)
    assert text == (
        "KomerbijPaklijstvanpartij12Paklijstvanpartij122dozen,1.209stuks"
        "AllesbijelkaarAantalWat1.200×Komerbij-pakket9×PostersA31.209×Samen"
        "PerdoosDoosWateringaat"
        "1042-H3,0kgBuurthuisDeLinde,FatmaelIdrissi,Utrecht"
        "2027-04181×Komerbij-pakket3×PostersA32027-04193×PostersA3"
        "1043-J3,0kgFatmaelIdrissi,Utrecht2027-04181×Komerbij-pakket3×PostersA3"
        "Gemaaktopmaandag13september2027,11.30uurBladzijde1van1"
    )


async def test_it_is_tagged_with_its_tables_and_title(list_of):
    path = await list_of(parcel())
    assert pdfs.headings(path) == ["H1", "H2", "H2"]
    assert pdfs.standing(path) == {
        "language": "nl",
        "is_tagged": True,
        "title": "Paklijst van partij 12",
        "shows_title": True,
        "is_ua_1": True,
    }


async def test_a_box_is_on_one_page_and_the_columns_are_named_on_each(list_of):
    texts = pdfs.page_texts(await list_of(*(parcel(number) for number in range(1000, 1040))))
    assert len(texts) > 1
    assert all("DoosWaterin" in text for text in texts)
    assert all(text.count("BuurthuisDeLinde") == text.count("2027-0418") for text in texts)


@pytest.mark.parametrize("who", list(DIFFICULT))
async def test_names_stand_whole_on_the_page(list_of, who):
    difficult = parcel(**DIFFICULT[who])
    path = await list_of(difficult)
    text = pdfs.text_within(path, 0, 0, 0, 210, 297)
    wanted = [difficult.recipient, difficult.organisation, difficult.place]
    assert not [line for line in wanted if pdfs.squeezed(line) not in text]
    assert sorted(text) == sorted("".join(pdfs.page_texts(path)))
