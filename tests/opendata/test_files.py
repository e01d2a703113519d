"""The files of an edition: what programs read from them, whole and safe."""

import csv
import io

from weekplanner.opendata import queries


async def rows_of(site, year: int = 2027) -> list[dict[str, str]]:
    """The rows of the table, as a program reads them."""
    answer = await site.get(f"/api/v1/editions/{year}/activities.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert not answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


async def test_a_table_holds_one_row_an_activity(site, make):
    made = await make.activity(
        accessibility={"rolstoeltoegankelijk": "yes", "ringleiding": "no"}, price_cents=350
    )
    assert await rows_of(site) == [
        {
            "id": str(made.id),
            "url": f"https://komerbij.test{made.path}",
            "state": "published",
            "title": "Soep aan de lange tafel",
            "summary": "Een kom verse soep, warm brood en goed gezelschap.",
            "description": "Wij koken een grote pan soep. U schuift aan.",
            "category": "samen-eten",
            "audiences": "iedereen",
            "form": "op-locatie",
            "accessibility_yes": "rolstoeltoegankelijk;zonder-aanmelden",
            "accessibility_no": "ringleiding;gratis;andere-talen;van-huis-uit",
            "languages": "nl",
            "price_euro": "3.50",
            "price_note": "",
            "organisation": "Buurthuis De Linde",
            "organisation_slug": "buurthuis-de-linde",
            "municipality_code": "GM0344",
            "municipality": "Utrecht",
            "province_code": "NL-UT",
            "venue": "Bibliotheek Neude",
            "street": "Neude",
            "house_number": "11",
            "postcode": "3512 AE",
            "place": "Utrecht",
            "latitude": "52.0915",
            "longitude": "5.1228",
            "online_url": "",
            "join_ways": "binnenlopen;telefoon",
            "join_url": "",
            "occurrences": "2027-10-06T12:00:00+02:00/2027-10-06T13:30:00+02:00",
            "published_at": "2027-08-16T12:00:00+02:00",
            "changed_at": "2027-08-16T12:00:00+02:00",
        }
    ]


async def test_texts_arrive_as_they_are_except_those_a_spreadsheet_would_calculate(site, make):
    await make.activity(title='=HYPERLINK("https://a.example")', summary='Soep, "brood"\n en meer')
    (row,) = await rows_of(site)
    assert row["title"] == '\'=HYPERLINK("https://a.example")'
    assert row["summary"] == 'Soep, "brood"\n en meer'


async def test_a_map_holds_points_and_what_has_none(site, make):
    there = await make.activity()
    online = await make.activity(form="online", online_url="https://video.example")
    answer = await site.get("/api/v1/editions/2027/activities.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    told = answer.json()
    assert told["type"] == "FeatureCollection"
    assert [(each["type"], each["id"], each["geometry"]) for each in told["features"]] == [
        ("Feature", there.id, {"type": "Point", "coordinates": [5.1228, 52.0915]}),
        ("Feature", online.id, None),
    ]
    assert told["features"][0]["properties"]["title"] == "Soep aan de lange tafel"


async def test_the_files_hold_what_is_or_was_on_the_site_of_that_year_only(site, make):
    for state in ("draft", "submitted", "returned", "withdrawn"):
        await make.activity(state)
    wanted = [
        await make.activity("cancelled"),
        await make.activity(category="training"),
    ]
    await make.edition(2028)
    assert [(row["id"], row["state"]) for row in await rows_of(site)] == [
        (str(wanted[0].id), "cancelled"),
        (str(wanted[1].id), "published"),
    ]
    assert await rows_of(site, 2028) == []
    empty = await site.get("/api/v1/editions/2028/activities.geojson")
    assert empty.json()["features"] == []


async def test_a_long_edition_comes_whole_a_piece_at_a_time(site, make, monkeypatch):
    monkeypatch.setattr(queries, "PIECE", 2)
    made = [(await make.activity()).id for _ in range(5)]
    assert [int(row["id"]) for row in await rows_of(site)] == made
    told = (await site.get("/api/v1/editions/2027/activities.geojson")).json()
    assert [each["id"] for each in told["features"]] == made
