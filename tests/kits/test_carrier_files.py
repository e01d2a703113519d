"""The file of a carrier: all of it is right and kept, or nothing is; the report says what is wrong where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kits.desk import DESK, in_parcels, packed, team
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make
from tests.site import Site
from weekplanner.kits import carrier_files
from weekplanner.kits.carrier_files import Line, Problem
from weekplanner.kits.codes import with_letter
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.tracking import CARRIERS

POSTNL, DHL = CARRIERS
CARRIER = f"{DESK}/bezorger"
FIRST, SECOND = with_letter(1), with_letter(2)


def read(text: str) -> tuple[list[Line], list[Problem]]:
    found = carrier_files.read(text.encode(), POSTNL)
    return found.lines, found.problems


async def upload(desk: Site, content: bytes | None, carrier: str = "postnl"):
    return await desk.upload(CARRIER, {"carrier": carrier}, as_field="file", content=content)


async def codes() -> list[str]:
    return [each.tracking_code for each in await Shipment.all().order_by("id")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_way_in_which_a_spreadsheet_writes_a_file_is_read(delimiter: str, encoding: str):
    cells = [["Referentie", "Barcode", "Naam"], [FIRST, "3skaba 0001", "Café Señor"]]
    content = "\r\n".join(delimiter.join(row) for row in cells).encode(encoding)
    found = carrier_files.read(content, POSTNL)
    assert (found.lines, found.problems) == ([Line(2, 1, FIRST, "3SKABA0001")], [])


def test_both_carriers_have_their_own_columns_and_say_what_arrived():
    text = (
        f"Tracking code;Reference;Status\nJVGL0001;{FIRST};Bezorgd bij de buren\nJVGL0002;{SECOND};Onderweg\n"
    )
    assert carrier_files.read(text.encode(), DHL).lines == [
        Line(2, 1, FIRST, "JVGL0001", is_delivered=True),
        Line(3, 2, SECOND, "JVGL0002"),
    ]


def test_empty_rows_and_the_line_of_excel_are_no_rows_but_count_in_the_report():
    text = f"sep=;\r\nReferentie;Barcode\r\n\r\n{FIRST};3SKABA1\r\n;;\r\nx;3SKABA2\r\n"
    lines, problems = read(text)
    assert [line.row for line in lines] == [4]
    assert problems == [Problem("x is geen code van een doos, zoals 1042-K.", 6, "Referentie")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "1-A;3SKABA1",
            [("Bij 1-A klopt de letter niet. Er is een cijfer of letter verkeerd.", "Referentie")],
        ),
        (f"{FIRST};", [("Deze cel is leeg.", "Barcode")]),
        (";3SKABA1", [("Deze cel is leeg.", "Referentie")]),
        (
            f"{FIRST};=HYPERLINK(A1)",
            [("Hier staat een formule: =HYPERLINK(A1). Die nemen wij niet over.", "Barcode")],
        ),
        (f"{FIRST};+31", [("Hier staat een formule: +31. Die nemen wij niet over.", "Barcode")]),
        (f"{FIRST};@SUM", [("Hier staat een formule: @SUM. Die nemen wij niet over.", "Barcode")]),
        (
            f"={FIRST};3SKABA1",
            [(f"Hier staat een formule: ={FIRST}. Die nemen wij niet over.", "Referentie")],
        ),
        (
            f'{FIRST};"1,23E+15"',
            [("1,23E+15 is door een rekenblad veranderd in een getal. Zet de kolom op Tekst.", "Barcode")],
        ),
        (
            f"{FIRST};a/b/c/d",
            [("a/b/c/d is geen track & trace-code: die bestaat uit letters en cijfers.", "Barcode")],
        ),
        (f"{FIRST}", [("Deze rij heeft minder cellen dan de bovenste rij.", "")]),
        (f"{FIRST};3SKABA1;meer", [("Deze rij heeft meer cellen dan de bovenste rij.", "")]),
        (
            "x;=1",
            [
                ("x is geen code van een doos, zoals 1042-K.", "Referentie"),
                ("Hier staat een formule: =1. Die nemen wij niet over.", "Barcode"),
            ],
        ),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_row_and_column(row: str, expected: list[tuple[str, str]]):
    _lines, problems = read(f"Referentie;Barcode\n{row}\n")
    assert problems == [Problem(message, 2, column) for message, column in expected]


def test_what_stands_in_a_file_twice_names_both_rows():
    _lines, problems = read(f"Referentie;Barcode\n{FIRST};3SKABA1\n{FIRST};3SKABA2\n{SECOND};3SKABA1\n")
    assert problems == [
        Problem(f"{FIRST} staat ook op rij 2.", 3, "Referentie"),
        Problem("3SKABA1 staat ook op rij 2.", 4, "Barcode"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Dit bestand is leeg."),
        (b"\xef\xbb\xbf\r\n", "Dit bestand is leeg."),
        (b"Referentie;Barcode\n", "In dit bestand staat geen enkele rij."),
        (b"Naam;Plaats\nA;B\n", "Er is geen kolom met de code van de doos."),
        (b"Referentie;Referentie;Barcode\n1-B;1-B;3SKABA1\n", "Deze kolom staat er twee keer."),
        (b"PK\x03\x04\x00\x00\x08", "Dit is geen tekstbestand. Bewaar het als CSV."),
        (b"Referentie;Barcode\n1-B;\x81\x8d\n", "Hier staan tekens die wij niet kunnen lezen."),
        (b"Referentie;Barcode\n" + b"1-B;3SKABA1\n" * 3002, "Dit bestand heeft meer dan 3000 rijen."),
        (b'Referentie;Barcode\n1-B;"' + b"x" * 200_000, "Deze rij is geen CSV."),
    ],
)
def test_a_file_that_makes_no_sense_as_a_whole_is_told_so(content: bytes, said: str):
    found = carrier_files.read(content, POSTNL)
    assert found.problems[0].message.startswith(said)


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"Referentie;Barcode\n{text}".encode("utf-16"))
)
def test_whatever_bytes_come_in_what_comes_out_is_a_report(content: bytes):
    found = carrier_files.read(content, POSTNL)
    assert found.problems or found.lines


@given(st.lists(st.lists(st.sampled_from([FIRST, SECOND, "3SKABA1", "=1", "", '"', "é", ";"]), max_size=4)))
def test_rows_of_anything_are_lines_or_problems_and_never_a_formula(rows: list[list[str]]):
    text = "\n".join(["Referentie;Barcode", *(";".join(row) for row in rows)])
    lines, problems = read(text)
    assert problems or lines
    assert not any(line.tracking_code.startswith(("=", "+", "-", "@")) for line in lines)


async def test_a_right_file_is_kept_and_all_of_it_goes_on_its_way(site: Site, make: Make):
    first, second = await packed(make, 2)
    (third,) = await in_parcels(make, 1)
    rows = [f"{each.code};3SKABA{each.id}" for each in (first, second, third)]
    desk = await team(site, make)
    answer = await upload(desk, "\n".join(["Referentie;Barcode", *rows]).encode())
    page = (await desk.get(answer.headers["location"])).text
    for words in ("3 codes zijn bewaard.", "Zet deze 2 dozen op Onderweg", "1 doos heeft een code, maar"):
        assert words in page
    answer = await desk.post(f"{CARRIER}/onderweg", carrier="postnl")
    assert "2 dozen staan op Onderweg." in (await desk.get(answer.headers["location"])).text
    states = [each.state.value for each in await Shipment.all().order_by("id")]
    assert states == ["shipped", "shipped", "prepared"]
    mail = await site.last_mail_to("fatma@example.org")
    assert f"3SKABA{second.id}" in mail
    assert await what_is_wrong_with_kits() == []


async def test_with_one_error_nothing_is_kept(site: Site, make: Make):
    first, second = await packed(make, 2)
    desk = await team(site, make)
    content = f"Referentie;Barcode\n{first.code};3SKABA1\n{with_letter(99)};3SKABA2\n{second.code};=1\n"
    answer = await upload(desk, content.encode())
    assert answer.status_code == 422
    assert "Er is niets bewaard." in answer.text
    assert "Hier staat een formule: =1." in answer.text
    answer = await upload(desk, content.replace("=1", "3SKABA3").encode())
    assert f"Doos {with_letter(99)} kennen wij niet." in answer.text
    assert await codes() == ["", ""]


async def test_a_code_that_another_parcel_has_is_refused_but_two_may_change_places(site: Site, make: Make):
    first, second, third = await packed(make, 3)
    desk = await team(site, make)

    def file(*pairs: tuple[Shipment, int]) -> bytes:
        rows = [f"{parcel.code};3SKABA{number}" for parcel, number in pairs]
        return "\n".join(["Referentie;Barcode", *rows]).encode()

    assert (await upload(desk, file((first, 1), (second, 2)))).status_code == 303
    taken = await upload(desk, file((third, 1)))
    assert f"Doos {first.code} heeft code 3SKABA1 al." in taken.text
    assert (await upload(desk, file((first, 2), (second, 1)))).status_code == 303
    assert await codes() == ["3SKABA2", "3SKABA1", ""]
    again = await upload(desk, file((first, 2), (second, 1)))
    assert "Alle codes in dit bestand waren al bewaard." in (await desk.get(again.headers["location"])).text


async def test_what_a_file_says_arrived_is_delivered_when_it_was_on_its_way(site: Site, make: Make):
    first, second = await packed(make, 2)
    desk = await team(site, make)
    await desk.post(f"{DESK}/dozen/{first.id}/stap", ship="1")
    rows = "\n".join(f"{each.code};3SKABA{each.id};Bezorgd" for each in (first, second))
    answer = await upload(desk, f"Referentie;Barcode;Status\n{rows}\n".encode())
    assert "1 doos staat op Bezorgd." in (await desk.get(answer.headers["location"])).text
    states = [each.state for each in await Shipment.all().order_by("id")]
    assert states == [ShipmentState.DELIVERED, ShipmentState.PACKED]
    assert await what_is_wrong_with_kits() == []


@pytest.mark.parametrize(
    ("content", "carrier", "sentence"),
    [
        (None, "postnl", "kies een bestand"),
        (b"x", "", "kies een bezorger"),
        (b"x" * (carrier_files.MOST_BYTES + 1), "postnl", "dit bestand is te groot"),
    ],
)
async def test_a_form_that_is_not_filled_in_says_so_at_its_field(
    site: Site, make: Make, content: bytes | None, carrier: str, sentence: str
):
    await make.edition()
    answer = await upload(await team(site, make), content, carrier)
    assert (answer.status_code, sentence in answer.text) == (422, True)
