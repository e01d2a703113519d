"""How feeds answer: validators, conditional requests, gzip, methods and errors (standards §1.5)."""

from datetime import timedelta

import icalendar
import pytest
from prometheus_client import REGISTRY

from tests.listing.entries import entry_values, list_entries
from weekplanner.core import db, links

PATH = "/feeds/gemeente/utrecht.ics"


@pytest.fixture(autouse=True)
async def _one_activity(make):
    await make.edition(2027)
    await list_entries(entry_values(organisation_id=1001))


async def twice(site, path=PATH, **headers):
    """The answer as it is built, and as it is given from memory."""
    return await site.get(path, **headers), await site.get(path, **headers)


async def test_a_feed_says_what_it_is(site):
    built, remembered = await twice(site, accept_encoding="identity")
    assert built.status_code == remembered.status_code == 200
    assert built.content == remembered.content
    assert (
        dict(built.headers)
        == dict(remembered.headers)
        == {
            "content-type": "text/calendar; charset=utf-8",
            "content-disposition": 'inline; filename="kom-erbij-gemeente-utrecht.ics"',
            "cache-control": "public, no-cache",
            "vary": "Accept-Encoding",
            "etag": built.headers["etag"],
            "access-control-allow-origin": "*",
            "x-content-type-options": "nosniff",
            "strict-transport-security": "max-age=63072000; includeSubDomains",
            "content-length": str(len(built.content)),
        }
    )


async def test_gzip_has_its_own_etag_and_holds_the_same(site):
    plain, _ = await twice(site, accept_encoding="identity")
    for answer in await twice(site, accept_encoding="br, gzip"):
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["etag"] == plain.headers["etag"][:-1] + '-gz"'
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.content == plain.content  # the client has unpacked it
        assert int(answer.headers["content-length"]) < len(plain.content)


@pytest.mark.parametrize(
    ("accepted", "is_gzip"),
    [
        ("gzip", True),
        ("GZip;Q=0.5", True),
        ("*", True),
        ("br, x-gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("gzip;q=high", False),
        ("identity", False),
        ("", False),
    ],
)
async def test_gzip_is_sent_only_to_who_can_read_it(site, accepted, is_gzip):
    for answer in await twice(site, accept_encoding=accepted):
        assert ("content-encoding" in answer.headers) == is_gzip


async def test_what_the_reader_has_is_not_sent_again(site):
    tag = (await site.get(PATH, accept_encoding="identity")).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*", f'"a,b",W/"c" ,{tag}'):
        answer = await site.get(PATH, accept_encoding="identity", if_none_match=known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert dict(answer.headers) == {
            "etag": tag,
            "cache-control": "public, no-cache",
            "vary": "Accept-Encoding",
            "access-control-allow-origin": "*",
        }


@pytest.mark.parametrize("known", ['"other"', "", "nonsense", '"', "W/", '"*"', '"\x80"'])
async def test_what_the_reader_has_not_is_sent(site, known):
    await site.get(PATH)
    answer = await site.client.get(PATH, headers={"If-None-Match": known.encode("latin-1")})
    assert answer.status_code == 200


async def test_either_form_counts_as_having_the_feed(site):
    tag = (await site.get(PATH, accept_encoding="identity")).headers["etag"]
    gzip_tag = f'{tag[:-1]}-gz"'
    answers = [
        await site.get(PATH, accept_encoding=coding, if_none_match=known)
        for coding in ("gzip", "identity")
        for known in (tag, gzip_tag, f"{tag}, {gzip_tag}")
    ]
    assert [(answer.status_code, answer.headers["etag"]) for answer in answers] == [
        (304, tag),
        (304, gzip_tag),
        (304, gzip_tag),
        (304, tag),
        (304, gzip_tag),
        (304, tag),
    ]


async def test_the_date_counts_when_there_is_no_etag(site, now):
    await site.get(PATH)
    now.move(timedelta(seconds=2))
    date = (await site.get(PATH)).headers["last-modified"]
    assert date == "Mon, 16 Aug 2027 10:00:00 GMT"
    assert (await site.get(PATH, if_modified_since=date)).status_code == 304
    assert (await site.get(PATH, if_modified_since="Mon, 16 Aug 2027 10:00:01 GMT")).status_code == 304
    assert (await site.get(PATH, if_modified_since="Mon, 16 Aug 2027 09:59:59 GMT")).status_code == 200
    assert (await site.get(PATH, if_modified_since=date, if_none_match='"other"')).status_code == 200
    for malformed in (
        "yesterday",
        "",
        "0",
        "Mon, 16 Aug 99999 10:00:00 GMT",
        "Mon, 16 Aug 2027 10:00:00 -0000",
    ):
        assert (await site.get(PATH, if_modified_since=malformed)).status_code == 200


async def test_an_edit_in_the_same_second_is_not_mistaken_for_what_the_reader_has(site, now):
    assert "last-modified" not in (await site.get(PATH)).headers
    now.move(timedelta(milliseconds=200))
    await list_entries(entry_values(title="Soep met brood"))
    answer = await site.feed_response("gemeente/utrecht", if_modified_since="Mon, 16 Aug 2027 10:00:00 GMT")
    assert answer.status_code == 200


async def test_the_date_moves_with_every_change_of_the_feed(site, now):
    await site.get(PATH)
    now.move(timedelta(hours=1))
    assert (await site.get(PATH)).headers["last-modified"] == "Mon, 16 Aug 2027 10:00:00 GMT"
    await list_entries(entry_values(municipality_code="GM0014"))
    await site.feed_response("gemeente/utrecht")
    now.move(timedelta(seconds=2))
    assert (await site.get(PATH)).headers["last-modified"] == "Mon, 16 Aug 2027 11:00:00 GMT"


async def test_head_has_the_headers_of_get_and_no_body(site):
    for _ in range(2):
        head = await site.head(PATH, accept_encoding="gzip")
        full = await site.get(PATH, accept_encoding="gzip")
        assert dict(head.headers) == dict(full.headers)
        assert (head.status_code, head.content) == (200, b"")
    assert (await site.head(PATH, if_none_match="*")).status_code == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
async def test_other_methods_are_refused(site, method):
    for _ in range(2):
        answer = await site.client.request(method, PATH)
        assert answer.status_code == 405
        assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD"]
        await site.get(PATH)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("postcode/1000.ics", 404),
        ("postcode/351.ics", 404),
        ("postcode/3512AB.ics", 404),
        ("postcode/%00.ics", 404),
        ("postcode/%D9%A3512.ics", 404),
        ("gemeente/nergens.ics", 404),
        ("gemeente/Utrecht.ics", 404),
        ("gemeente/..%2f..%2fetc.ics", 404),
        ("gemeente/%ff%fe.ics", 404),
        ("organisatie/nergens.ics", 404),
        ("activiteit/2.ics", 404),
        ("activiteit/0.ics", 404),
        ("activiteit/01.ics", 404),
        ("activiteit/-1.ics", 404),
        ("activiteit/99999999999999999999.ics", 404),
        ("activiteit/een.ics", 404),
        ("land", 404),
        ("land.rss", 404),
        ("mars.ics", 404),
        ("land.ics?categorie=onbekend", 400),
        ("land.ics?categorie=samen-eten&categorie=onbekend", 400),
        ("land.ics?doelgroep=onbekend", 400),
        ("land.ics?vorm=onbekend", 400),
        ("land.ics?toegankelijk=onbekend", 400),
        ("land.ics?toegankelijk=%00", 400),
        ("land.ics?categorie=%ff", 400),
        ("land.ics?categorie=%0d%0aSet-Cookie:x", 400),
        ("land.ics?taal=de", 400),
        ("land.ics?taal=nl&taal=en", 400),
        ("postcode/3512.ics?straal=3", 400),
        ("postcode/3512.ics?straal=-5", 400),
        ("postcode/3512.ics?straal=5.0", 400),
        ("postcode/3512.ics?straal=5&straal=10", 400),
        ("land.ics?x=" + "y" * 2_000, 400),
    ],
)
async def test_an_error_is_a_line_of_text_and_never_a_calendar(site, path, status):
    for _ in range(2):
        answer = await site.get(f"/feeds/{path}")
        assert answer.text.endswith(".\n"), "a sentence"
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.text.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=mail",
        "taal=en",
        "straal=",
        "categorie=",
        "straal=10",
        "dag=geen",
        "&&&",
        "=",
        "%",
        "categorie=samen-eten&categorie=samen-eten",
    ],
)
async def test_what_feeds_do_not_know_is_left_alone(site, query):
    answer = await site.get(f"{PATH}?{query}")
    assert answer.status_code == 200
    assert entry_values().uid in answer.text


async def test_one_feed_in_several_spellings_is_the_same_feed(site):
    spellings = [
        "categorie=spel&categorie=samen-eten&vorm=op-locatie",
        "vorm=op-locatie&categorie=samen-eten&categorie=spel",
        "categorie=samen-eten&x=1&categorie=spel&categorie=samen-eten&vorm=op-locatie&straal=25",
        "vorm=op%2Dlocatie&categorie=samen%2deten&categorie=spel&taal=nl",
    ]
    answers = [await site.get(f"{PATH}?{query}", accept_encoding="identity") for query in spellings]
    assert len({(answer.headers["etag"], answer.content) for answer in answers}) == 1
    source = icalendar.Calendar.from_ical(answers[0].content)["source"]
    written = "categorie=samen-eten&categorie=spel&vorm=op-locatie"
    assert source == f"https://komerbij.test{PATH}?{written}"


async def test_another_word_for_a_municipality_leads_to_its_feed(site):
    answer = await site.get("/feeds/gemeente/den-bosch.ics?vorm=op-locatie")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/feeds/gemeente/s-hertogenbosch.ics?vorm=op-locatie"


async def test_an_organisation_is_unknown_until_it_has_something_on_the_site(site, make):
    organisation = await make.organisation(name="Nog niets")
    assert (await site.get(f"/feeds/organisatie/{organisation.slug}.ics")).status_code == 404
    await list_entries(entry_values(2, organisation_id=organisation.id))
    assert (await site.get(f"/feeds/organisatie/{organisation.slug}.ics")).status_code == 200


async def test_an_empty_feed_is_a_calendar_too(site):
    (answer, _) = await twice(site, "/feeds/gemeente/groningen.ics")
    assert answer.status_code == 200
    assert await site.feed("gemeente/groningen") == []


@pytest.mark.parametrize(
    ("name", "values", "path"),
    [
        ("feed_postcode", {"pc4": "3512", "query": {"straal": 5}}, "/feeds/postcode/3512.ics?straal=5"),
        ("feed_municipality", {"slug": "utrecht"}, PATH),
        ("feed_activity", {"id": 1}, "/feeds/activiteit/1.ics"),
        ("feed_country", {}, "/feeds/land.ics"),
    ],
)
async def test_feeds_are_linked_by_the_names_of_their_routes(site, name, values, path):
    assert links.path(name, **values) == path
    assert (await site.get(path)).status_code == 200


async def test_without_a_database_what_is_in_memory_is_served_and_the_rest_asks_for_patience(site):
    await site.get(PATH)
    await db.execute("ALTER TABLE feed_fragment RENAME TO away")
    try:
        assert (await site.get(PATH)).status_code == 200
        answer = await site.get("/feeds/land.ics")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "120")
        assert answer.headers["content-type"].startswith("text/plain")
    finally:
        await db.execute("ALTER TABLE away RENAME TO feed_fragment")
    assert (await site.get("/feeds/land.ics")).status_code == 200


async def test_what_readers_have_already_is_counted_and_not_logged(site, caplog):
    def counted():
        labels = {"route": "feed_municipality", "method": "GET", "status": "304"}
        return REGISTRY.get_sample_value("weekplanner_requests_total", labels) or 0

    await site.get(PATH)
    before = counted()
    caplog.clear()
    with caplog.at_level("INFO", logger="weekplanner"):
        assert (await site.get(PATH, if_none_match="*")).status_code == 304
    assert counted() == before + 1
    assert caplog.records == []


async def test_no_cookie_is_set_and_none_matters(site, make):
    account = await make.account()
    answers = [await site.get(PATH), await site.as_(account).get(PATH)]
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert all("set-cookie" not in answer.headers for answer in answers)
