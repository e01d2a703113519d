"""A QR code is a drawing that holds exactly the text it was made of."""

from xml.etree import ElementTree

import pytest
import segno

from weekplanner.formats import qr

ADDRESS = "https://komerbij.test/abonneren?postcode=3511&straal=10"


def modules(drawing: bytes) -> set[tuple[int, int]]:
    """Which squares are dark, from the strokes of the drawing: `m4 1h1` moves, then draws."""
    dark = set()
    path = ElementTree.fromstring(drawing)[-1].attrib["d"]
    column, row = 0.0, -0.5
    for step in path.replace("M", "m").replace("m", " m").replace("h", " h").split(" m"):
        if not step:
            continue
        move, *strokes = step.split(" h")
        across, down = (float(number) for number in move.replace("-", " -").split())
        column, row = (across, down - 0.5) if not dark else (column + across, row + down)
        for stroke in strokes:
            for _ in range(int(stroke)):
                dark.add((int(column), int(row)))
                column += 1
    return dark


def test_the_drawing_holds_the_text():
    expected = segno.make(ADDRESS, error="m", boost_error=False, micro=False)
    wanted = {
        (column + qr.QUIET_ZONE, row + qr.QUIET_ZONE)
        for row, line in enumerate(expected.matrix)
        for column, is_dark in enumerate(line)
        if is_dark
    }
    assert modules(qr.svg(ADDRESS)) == wanted


def test_a_line_in_a_page_draws_the_same():
    path = qr.path(ADDRESS)
    code = segno.make(ADDRESS, error="m", boost_error=False, micro=False)
    assert path.side == code.symbol_size(border=qr.QUIET_ZONE)[0]
    drawing = f'<svg><path d="{path.line}"/></svg>'.encode()
    dark = set()
    for step in ElementTree.fromstring(drawing)[0].attrib["d"].split("M")[1:]:
        place, _, length = step.partition("h")
        column, row = place.split()
        dark |= {(int(column) + number, int(float(row))) for number in range(int(length))}
    assert dark == modules(qr.svg(ADDRESS))


def test_the_same_text_gives_the_same_bytes():
    assert qr.svg(ADDRESS) == qr.svg(ADDRESS)
    assert qr.svg(ADDRESS) != qr.svg(ADDRESS + "0")


def test_the_drawing_runs_nothing_and_fetches_nothing():
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(qr.svg(ADDRESS)).iter()}
    assert tags == {"svg", "path"}


def test_what_is_too_long_is_refused():
    with pytest.raises(ValueError, match="data"):
        qr.svg("x" * 5000)
