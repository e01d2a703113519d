"""Postcodes come from the package, and are refreshed from a GeoNames file, all of it or nothing."""

import argparse
import json

import pytest

from weekplanner.geo import commands, operations, package_data, queries
from weekplanner.geo.deriving import Remark
from weekplanner.geo.geonames import BadFile
from weekplanner.geo.models import PlaceName, Postcode
from weekplanner.listing.models import Change


def row(
    postcode,
    place,
    *,
    municipality="0344",
    name="",
    latitude=52.0907,
    longitude=5.1214,
    accuracy=6,
    country="NL",
):
    cells = [country, postcode, place, "", "", name, municipality, "", "", latitude, longitude, accuracy]
    return "\t".join(map(str, cells)) + "\n"


def as_geonames(postcodes):
    for postcode in postcodes:
        latitude, longitude = postcode.point
        for place in (postcode.place, *postcode.other_places):
            yield row(
                postcode.pc4,
                place,
                municipality=postcode.municipality_code.removeprefix("GM"),
                latitude=latitude,
                longitude=longitude,
                accuracy=6 if place == postcode.place else 4,
            )


@pytest.fixture
def take_over(changeable_places, taken):
    """Import a file with these rows."""
    return taken


@pytest.fixture
def taken(database, tmp_path):
    """The same, for a file that is refused."""

    async def take(*rows, encoding="utf-8"):
        path = tmp_path / "NL.txt"
        path.write_bytes("".join(rows).encode(encoding))
        return await operations.import_postcodes(path, progress=lambda _done, _total: None)

    return take


async def place(pc4):
    found = await Postcode.get(pc4=pc4)
    return found.place, found.municipality_id, found.point, found.other_places


@pytest.mark.usefixtures("empty_places")
async def test_empty_tables_are_filled_from_the_package_once():
    await operations.load_package_data()
    await operations.load_package_data()
    assert await Postcode.all().count() == 4071
    assert len(await queries.municipalities()) == 342


async def test_what_the_package_knows_already_changes_nothing(take_over):
    report = await take_over(*as_geonames(package_data.postcodes()))
    assert (report.added, report.changed, report.unchanged, report.not_in_file) == ((), (), 4071, ())


async def test_a_new_postcode_is_added_and_found(take_over):
    report = await take_over(row("1235", "Nieuw-Utrecht"))
    assert (report.added, report.changed) == (("1235",), ())
    found = await queries.find("nieuw utrecht")
    assert found.exact is not None
    assert found.exact.pc4 == "1235"


async def test_running_servers_hear_of_an_import_that_changed_something_and_of_no_other(take_over):
    known = row("3511", "Utrecht", latitude="52.0905", longitude="5.1180")
    await take_over(known)
    await take_over(known)
    assert await Change.filter(entry_id=None).count() == 1


async def test_what_is_not_in_the_file_stays(take_over):
    before = await place("3512")
    report = await take_over(row("3511", "Utrecht"))
    assert "3512" in report.not_in_file
    assert await place("3512") == before


async def test_a_name_that_is_gone_is_no_longer_found(take_over):
    await take_over(row("6109", "Ohedorp", municipality="1641", latitude=51.11, longitude=5.83))
    assert (await queries.find("Ohé en Laak")).exact is None
    assert not await PlaceName.exists(key="oheenlaak")


async def test_the_middle_of_a_municipality_follows_its_postcodes(take_over):
    before = (await queries.municipality("vlieland")).point
    await take_over(row("8899", "Vlieland", municipality="0096", latitude=53.25, longitude=5.0))
    after = (await queries.municipality("vlieland")).point
    assert before != after == (53.25, 5.0)


async def test_the_most_accurate_row_is_the_main_place_and_the_others_are_other_places(take_over):
    await take_over(
        row("1235", "Estimated", accuracy=""), row("1235", "Addresses"), row("1235", "A place", accuracy=4)
    )
    assert await place("1235") == ("Addresses", "GM0344", (52.0907, 5.1214), ["Estimated", "A place"])


async def test_a_place_more_than_8_km_away_is_dropped(take_over):
    await take_over(row("1235", "Here"), row("1235", "There", accuracy=4, latitude=52.19))
    assert await place("1235") == ("Here", "GM0344", (52.0907, 5.1214), [])


async def test_a_tie_goes_to_the_place_that_is_not_the_main_one_elsewhere(take_over):
    await take_over(row("1235", "Big"), row("1235", "Small"), row("1236", "Big"))
    assert (await place("1235"))[0] == "Small"


async def test_a_tie_goes_else_to_the_place_that_occurs_most_nearby(take_over):
    nearby = [row("1236", "North"), row("1237", "South"), row("1238", "North")]
    await take_over(row("1235", "South"), row("1235", "North"), *nearby)
    assert (await place("1235"))[0] == "North"


async def test_full_postcodes_become_the_mean_of_their_area(take_over):
    await take_over(
        row("1235 AA", "Centre", latitude=52.09),
        row("1235 AB", "Centre", latitude=52.11),
        row("1235ac", "Edge", latitude=52.13),
    )
    assert await place("1235") == ("Centre", "GM0344", (52.1, 5.1214), ["Edge"])


@pytest.mark.parametrize(
    ("municipality", "name"),
    [
        ("0344", ""),
        ("GM0344", ""),
        ("", "Gemeente Utrecht"),
        ("9876", "Utrecht"),
        ("", "Utrecht Municipality"),
    ],
)
async def test_the_municipality_goes_by_code_or_else_by_name(take_over, municipality, name):
    await take_over(row("1235", "Nergens", municipality=municipality, name=name))
    assert (await place("1235"))[1] == "GM0344"


async def test_a_former_municipality_means_the_one_it_merged_into(take_over):
    await take_over(
        row("3222", "X", municipality="0530", name="Hellevoetsluis", latitude=51.83, longitude=4.14)
    )
    assert (await place("3222"))[1] == "GM1992"


async def test_without_a_municipality_that_of_the_place_is_taken(take_over):
    await take_over(row("3233", "Oostvoorne", municipality="", latitude=51.91, longitude=4.1))
    assert (await place("3233"))[1] == "GM1992"


async def test_a_postcode_in_an_unknown_municipality_is_reported_and_stays_as_it_was(take_over):
    before = await place("3511")
    report = await take_over(row("3511", "Xyz", municipality="9876", name="Nergens"), row("3512", "Utrecht"))
    assert report.remarks == (Remark("3511", "Xyz: unknown municipality Nergens 9876"),)
    assert await place("3511") == before


async def test_a_coordinate_far_from_its_municipality_is_not_believed(take_over):
    before = await place("3511")
    report = await take_over(row("3511", "Utrecht", latitude=53.2), row("1235", "Utrecht", latitude=53.2))
    assert [remark.pc4 for remark in report.remarks] == ["1235", "3511"]
    assert await place("3511") == before
    assert not await Postcode.exists(pc4="1235")


async def test_a_coordinate_that_is_known_to_be_wrong_stays_mended(take_over):
    before = await place("3062")
    report = await take_over(
        row("3062", "Rotterdam", municipality="0599", latitude=51.8573, longitude=3.9439)
    )
    assert (await place("3062"), report.remarks) == (before, ())


async def test_a_main_place_that_was_chosen_by_hand_stays(take_over):
    await take_over(
        row("4724", "Heerle", municipality="1674", latitude=51.52, longitude=4.39),
        row("4724", "Wouw", municipality="1674", latitude=51.52, longitude=4.39, accuracy=4),
    )
    assert (await place("4724"))[0] == "Wouw"


async def test_a_number_where_nobody_lives_is_left_out(take_over):
    report = await take_over(row("1234", "Lemiers"), row("3511", "Utrecht"))
    assert report.added == ()
    assert not await Postcode.exists(pc4="1234")


async def test_our_spelling_stays_when_only_capitals_spaces_or_accents_differ(take_over):
    await take_over(row("6109", "ohéen laak", municipality="1641", latitude=51.11, longitude=5.83))
    assert (await place("6109"))[0] == "Ohé en Laak"


async def test_other_countries_and_empty_lines_are_passed_over(take_over):
    report = await take_over(
        row("1000", "Bruxelles", country="BE"), "\n", row("1235", "Utrecht"), encoding="utf-8-sig"
    )
    assert (report.added, report.remarks) == (("1235",), ())


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("NL\t3511\tUtrecht\n", "line 2: there are 3 columns separated by tabs instead of 12"),
        (row("351", "Utrecht"), "line 2: the postcode is not four digits, with or without two letters"),
        (row("3511", " "), "line 2: the name of the place is missing or too long"),
        (row("3511", "x" * 81), "line 2: the name of the place is missing or too long"),
        (row("3511", "X", latitude="noord"), "line 2: latitude and longitude are not numbers"),
        (row("3511", "X", latitude="nan"), "line 2: latitude and longitude do not lie in the Netherlands"),
        (row("3511", "X", latitude=48.8), "line 2: latitude and longitude do not lie in the Netherlands"),
        (row("3511", "X", accuracy="A"), "line 2: the accuracy is not a number from 1 to 6"),
        ("x" * 10_000, "line 2: there are 1 columns separated by tabs instead of 12"),
    ],
)
async def test_a_bad_line_is_named_and_nothing_is_taken_over(taken, bad, what):
    with pytest.raises(BadFile, match=f"NL.txt, {what}$"):
        await taken(row("1235", "Utrecht"), bad, row("1236", "Utrecht"))
    assert not await Postcode.filter(pc4__in=["1235", "1236"]).exists()


async def test_a_file_in_another_encoding_is_refused(taken):
    with pytest.raises(BadFile, match="line 1: this is not text in UTF-8"):
        await taken(row("1235", "Ohé"), encoding="latin-1")


async def test_a_file_without_postcodes_of_the_netherlands_is_refused(taken):
    with pytest.raises(BadFile, match="holds no postcodes of the Netherlands"):
        await taken(row("1000", "Bruxelles", country="BE"))


@pytest.mark.usefixtures("database")
async def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadFile, match="cannot be read: No such file or directory"):
        await operations.import_postcodes(tmp_path / "none.txt", progress=lambda _done, _total: None)


@pytest.mark.usefixtures("changeable_places")
async def test_the_command_prints_what_changed(tmp_path, capsys):
    path = tmp_path / "NL.txt"
    path.write_text(row("1235", "Utrecht") + row("1236", "Xyz", municipality="9876"), encoding="utf-8")
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    command = parser.parse_args(["import", "postcodes", str(path), "--json"])
    assert await command.run(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["changed"], len(report["not_in_file"])) == (["1235"], [], 4071)
    assert report["remarks"] == [{"postcode": "1236", "text": "Xyz: unknown municipality 9876"}]
