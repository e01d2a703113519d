"""Whatever stands in an address: a page with a sentence, and never a failure of the site."""

from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.finding.addresses import KEYS
from weekplanner.vocabulary.queries import vocabulary

PAGES = ("/agenda", "/abonneren", "/abonneren/qr.svg")

NONSENSE = {
    "NUL": "\x00",
    "control characters": "\x01\x1f\x7f",
    "line ends": "3511\r\nSet-Cookie: a=b",
    "ten thousand characters": "9" * 10_000,
    "bidi marks": "\u202eabc\u2066",
    "HTML": "<script>alert(1)</script>",
    "a quote": "' OR 1=1 --",
    "a percent sign": "%",
    "an emoji": "🪑",
    "other digits": "٣٥١١",
    "a negative number": "-1",
    "a huge number": "1e309",
    "almost a date": "2027-13-45",
    "a week date": "2027-W40-1",
    "a template": "{{ 7 * 7 }}",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", sorted(set(KEYS) - {"waar", "q"}))
async def test_an_unknown_value_is_a_page_with_a_sentence(site, week, page, key):
    for name, nonsense in NONSENSE.items():
        answer = await site.get(f"{page}?{key}={quote_plus(nonsense)}")
        emptied = name in {"NUL", "control characters"}  # nothing is left of them, as of an empty field
        assert answer.status_code == (200 if emptied else 400), (key, name)
        assert "alert(1)" not in answer.text
        if not emptied:
            assert "<h1>" in answer.text


@pytest.mark.parametrize("page", ["/agenda", "/abonneren"])
async def test_nonsense_for_a_place_is_never_a_failure(site, week, page):
    for name, nonsense in NONSENSE.items():
        answer = await site.get(f"{page}?waar={quote_plus(nonsense)}")
        assert answer.status_code in {200, 303, 400}, name
        assert "alert(1)</script>" not in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "raw",
    ["%FF%FE", "%ED%A0%80", "%C3", "%00", "%", "%zz", "a%0d%0ab", "+" * 200, "%F0%9F%AA%91"],
)
@pytest.mark.parametrize("key", ["waar", "gemeente", "postcode", "categorie", "dag"])
async def test_bytes_that_are_no_text_are_never_a_failure(site, week, key, raw):
    answer = await site.get(f"/agenda?{key}={raw}")
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [
        "postcode=3511&postcode=3512",
        "postcode=3511&gemeente=utrecht",
        "straal=1&straal=2",
        "straal=3",
        "straal=05",
        "pagina=0",
        "pagina=2",
        "pagina=10001",
        "pagina=1.0",
        "jaar=1999",
        "jaar=27",
        "dag=2027-10-09",
        "dag=2026-10-01",
        "dag=06-10-2027",
        "dagdeel=nacht",
        "vorm=zoom",
        "categorie=samen eten",
        "toegankelijk=ja",
        "gemeente=Utrecht",
        "gemeente=bestaat-niet",
        "postcode=0000",
        "postcode=1001",
        "postcode=35111",
        "postcode=351",
        "postcode=utrecht",
        "&".join(f"categorie={number}" for number in range(200)),
    ],
)
async def test_what_cannot_be_meant_is_said_with_status_400(get, week, query):
    page = await get(f"/agenda?{query}")
    assert page.status == 400
    assert "/agenda" in page.links


@pytest.mark.parametrize("path", ["%00", "%FF", "soep%00-1", "soep%2f..-1", "<b>-1", "a" * 5000 + "-1", "-1"])
async def test_nonsense_for_an_activity_is_not_found(site, make, path):
    await make.activity()
    answer = await site.get(f"/activiteiten/{path}")
    assert answer.status_code in {301, 404}
    assert answer.headers.get("location", "/activiteiten/soep-aan-de-lange-tafel-1") == (
        "/activiteiten/soep-aan-de-lange-tafel-1"
    )


@given(query=st.lists(st.tuples(st.sampled_from(KEYS), st.text(max_size=40)), max_size=6))
async def test_no_address_makes_the_site_fail(site, week, query):
    text = "&".join(f"{key}={quote(value, safe='')}" for key, value in query)
    for page in PAGES:
        answer = await site.get(f"{page}?{text}")
        assert answer.status_code in {200, 301, 303, 400}, text


async def test_a_form_cannot_be_posted_to_a_page_for_reading(site, week):
    for page in ("/", "/agenda", "/abonneren"):
        assert (await site.post(page, waar="3511")).status_code == 405


async def test_every_choice_at_once_is_answered(get, week):
    lists = vocabulary()
    chosen = {
        "categorie": lists.categories,
        "doelgroep": lists.audiences,
        "toegankelijk": lists.accessibility,
        "vorm": lists.forms,
        "dagdeel": lists.parts_of_day,
    }
    query = "&".join(f"{key}={value}" for key, values in chosen.items() for value in values)
    assert (await get(f"/agenda?postcode=3511&{query}")).status == 200
