"""The page about open data, and the catalogue it points to: every address on them answers."""

import re
from html import unescape

import pytest

BASE = "https://komerbij.test"


@pytest.fixture
async def week(make):
    """Two editions, and the activity with number 1."""
    await make.edition(2026)
    await make.edition(2027)
    return await make.activity()


async def test_every_address_on_the_page_answers(site, week):
    page = (await site.get("/open-data")).text
    main = unescape(page.partition("<main")[2].partition("</main>")[0])
    links = set(re.findall(r'href="(/[^"]+)"', main))
    shown = set(re.findall(rf"{BASE}(/[^\s<\"]+)", main))
    assert {
        "/api/v1/openapi.json",
        "/open-data/dcat.jsonld",
        "/api/v1/editions/2026/activities.csv",
        "/api/v1/editions/2027/activities.geojson",
    } <= links
    assert {"/api/v1/activities/1", "/feeds/postcode/3511.ics", "/feeds/postcode/3511.atom"} <= shown
    answers = {path: (await site.get(path)).status_code for path in (links | shown)}
    assert {path: status for path, status in answers.items() if status != 200} == {}


async def test_the_catalogue_describes_each_edition_with_its_files(site, week):
    answer = await site.get("/open-data/dcat.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert told["@type"] == "dcat:Catalog"
    required = {
        "dct:title",
        "dct:description",
        "dct:identifier",
        "dct:publisher",
        "dct:creator",
        "dcat:contactPoint",
        "dct:accessRights",
        "dcat:theme",
        "dct:language",
        "dct:accrualPeriodicity",
        "dct:issued",
        "dcat:distribution",
    }
    assert all(required <= each.keys() for each in told["dcat:dataset"])
    files = {
        each["dct:identifier"][-4:]: [
            (file["dct:title"]["@value"], file["dcat:accessURL"]["@id"].removeprefix(BASE))
            for file in each["dcat:distribution"]
        ]
        for each in told["dcat:dataset"]
    }
    assert files == {
        year: [
            ("CSV", f"/api/v1/editions/{year}/activities.csv"),
            ("GeoJSON", f"/api/v1/editions/{year}/activities.geojson"),
            ("API", f"/api/v1/activities?year={year}"),
            *more,
        ]
        for year, more in (("2027", [("iCalendar", "/feeds/land.ics")]), ("2026", []))
    }
    for path in (path for each in files.values() for _title, path in each):
        assert (await site.get(path)).status_code == 200
    current, older = told["dcat:dataset"]
    assert current["dct:modified"]["@value"] == "2027-08-16T12:00:00+02:00"
    assert "dct:modified" not in older
    licences = {file["dct:license"]["@id"] for file in current["dcat:distribution"]}
    assert licences == {"http://publications.europa.eu/resource/authority/licence/CC0"}
