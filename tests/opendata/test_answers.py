"""What holds for every answer of the API: headers, problems, conditional requests, other methods."""

import pytest

from weekplanner.opendata import describing

FINE = (
    "activities",
    "activities?postcode=3511&pageSize=1",
    "activities/1",
    "municipalities",
    "categories",
    "openapi.json",
    "editions/2027/activities.csv",
    "editions/2027/activities.geojson",
)
WRONG = {
    "activities?kleur=rood": 400,
    "activities/1?page=1": 400,
    "municipalities?page=2": 400,
    "editions/2027/activities.csv?category=spel": 400,
    f"activities?text={'soep+' * 1000}": 400,
    "activities/9": 404,
    "activities/": 404,
    "activities/soep": 404,
    "activities/1/": 404,
    "editions/1999/activities.csv": 404,
    "editions/soep%0A/activities.csv": 404,
    "bestaat-niet": 404,
    "": 404,
}


@pytest.fixture
async def soup(make):
    """An activity to ask about."""
    return await make.activity()


async def test_every_answer_says_its_version_and_is_for_everyone(site, soup):
    for path in (*FINE, *WRONG):
        answer = await site.get(f"/api/v1/{path}")
        assert answer.status_code == WRONG.get(path, 200), path
        assert answer.headers["api-version"] == "1.0.0"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == ("no-store" if path in WRONG else "public, no-cache")
        assert "set-cookie" not in answer.headers


async def test_what_is_wrong_is_told_as_problem_details(site, soup):
    for path in (*(f"/api/v1/{path}" for path in WRONG), "/api", "/api/", "/api/v2"):
        answer = await site.get(path)
        assert answer.headers["content-type"] == "application/problem+json", path
        told = answer.json()
        assert told.pop("errors", None) != []
        assert told.keys() == {"status", "title", "detail"}
        assert told["status"] == answer.status_code


async def test_everything_that_is_wrong_is_told_at_once(site, make):
    await make.edition()
    answer = await site.get(
        "/api/v1/activities?postcode=1099&radiusKm=3&day=2027-11-01&day=gisteren&partOfDay=nacht&category="
        "&text=&placesLeft=ja&year=1999&page=0&pageSize=201&q=soep&form=online&form=brief&audience=iedereen"
    )
    assert {each["location"]["name"]: each["code"] for each in answer.json()["errors"]} == {
        "postcode": "unknownValue",
        "radiusKm": "unknownValue",
        "day": "wrongDate",
        "partOfDay": "unknownValue",
        "category": "unknownValue",
        "text": "wrongText",
        "placesLeft": "unknownValue",
        "year": "unknownValue",
        "page": "wrongNumber",
        "pageSize": "wrongNumber",
        "q": "unknownParameter",
        "form": "unknownValue",
    }


MEANINGLESS = {
    "page=1&page=2": {"page": "repeated"},
    "postcode=3511AB": {"postcode": "wrongFormat"},
    "postcode=3511&municipality=utrecht": {"postcode": "conflict", "municipality": "conflict"},
    "municipality=nergens": {"municipality": "unknownValue"},
    "day=2027-10-09": {"day": "unknownValue"},
    "day=2027-10-9": {"day": "wrongDate"},
    "page=1_0": {"page": "wrongNumber"},
    "page=%EF%BC%91": {"page": "wrongNumber"},
    "text=a+b+c+d+e+f+g+h+i+j+k": {"text": "wrongText"},
    "&".join(["audience=iedereen"] * 41): {"audience": "tooMany"},
}


async def test_a_value_that_means_nothing_is_named(site, make):
    await make.edition()
    told = {}
    for query in MEANINGLESS:
        answer = await site.get(f"/api/v1/activities?{query}")
        told[query] = {each["location"]["name"]: each["code"] for each in answer.json()["errors"]}
    assert told == MEANINGLESS


async def test_there_is_nothing_to_write(site, soup):
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = await site.client.request(method, "/api/v1/activities/1")
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


async def test_a_browser_on_another_site_may_ask(site):
    answer = await site.client.options(
        "/api/v1/activities",
        headers={"Origin": "https://gemeente.example", "Access-Control-Request-Headers": "If-None-Match"},
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "*"


async def test_who_has_it_already_gets_nothing(site, soup):
    for path in FINE:
        first = await site.get(f"/api/v1/{path}")
        again = await site.get(f"/api/v1/{path}", If_None_Match=f'"other", {first.headers["etag"]}')
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]


async def test_head_says_what_get_says(site, soup):
    names = ("etag", "content-type", "link", "content-disposition")
    for path in FINE:
        got, head = await site.get(f"/api/v1/{path}"), await site.head(f"/api/v1/{path}")
        assert [head.headers.get(name) for name in names] == [got.headers.get(name) for name in names]
        assert head.status_code == 200
        assert head.headers.get("content-length") in (None, got.headers.get("content-length"))


async def test_a_mistake_of_ours_comes_with_a_reference_and_no_trace(site, soup, monkeypatch):
    def broken(*_arguments):
        raise KeyError("the inside")

    monkeypatch.setattr(describing, "activity", broken)
    answer = await site.get("/api/v1/activities/1")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["api-version"] == "1.0.0"
    assert "met nummer " in answer.json()["detail"]
    assert "inside" not in answer.text


async def test_before_there_is_an_edition_there_is_nothing(site, api):
    assert await api("activities") == {
        "year": None,
        "page": 1,
        "pageSize": 50,
        "totalPages": 1,
        "totalItems": 0,
        "items": [],
    }
