"""What a program is told that wants to show an address of this site on another (oEmbed 1.0)."""

from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.finding.reading import Page
from weekplanner.core import clock
from weekplanner.events.models import Picture

HOME = "https://komerbij.test"
MUNICIPALITY = f"{HOME}/gemeente/utrecht"


@pytest.fixture
def ask(site):
    """Ask about an address."""

    async def asked(url, **more):
        query = "&".join(f"{key}={value}" for key, value in {"url": quote(url, safe=""), **more}.items())
        return await site.get(f"/oembed?{query}")

    return asked


async def test_a_municipality_is_the_frame_with_its_list(site, ask, week):
    answer = await ask(MUNICIPALITY, format="json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json() == {
        "version": "1.0",
        "type": "rich",
        "title": "Activiteiten in de gemeente Utrecht",
        "provider_name": "Kom erbij",
        "provider_url": f"{HOME}/",
        "cache_age": 3600,
        "html": f'<iframe src="{HOME}/widget/gemeente/utrecht" title="Activiteiten in de gemeente Utrecht" '
        'width="600" height="700" loading="lazy" style="max-width: 100%; border: 0"></iframe>',
        "width": 600,
        "height": 700,
    }
    assert (await site.get("/widget/gemeente/utrecht")).status_code == 200


async def test_the_frame_takes_no_more_room_than_there_is(ask, week):
    told = (await ask(MUNICIPALITY, maxwidth=320, maxheight=400)).json()
    assert (told["width"], told["height"]) == (320, 400)
    assert 'width="320" height="400"' in told["html"]
    assert (await ask(MUNICIPALITY, maxwidth=5000)).json()["width"] == 600


async def test_a_list_with_looks_of_its_own_keeps_them(ask, week):
    told = (await ask(f"{HOME}/widget/gemeente/utrecht?kleur=wit&aantal=5&x=%22%3E%3Cb%3E")).json()
    assert f'src="{HOME}/widget/gemeente/utrecht?kleur=wit&amp;aantal=5"' in told["html"]


async def test_an_activity_is_a_link_with_who_makes_it(ask, make):
    soup = await make.activity(title="Soep & <b>brood</b>")
    told = (await ask(f"{HOME}{soup.path}")).json()
    assert told == {
        "version": "1.0",
        "type": "link",
        "title": "Soep & <b>brood</b>",
        "provider_name": "Kom erbij",
        "provider_url": f"{HOME}/",
        "cache_age": 3600,
        "author_name": soup.organisation.name,
    }


@pytest.mark.parametrize(
    ("room", "size"),
    [
        ({}, (1600, 1200)),
        ({"maxwidth": 1000}, (960, 720)),
        ({"maxheight": 400}, (480, 360)),
        ({"maxwidth": 99}, None),
    ],
)
async def test_the_picture_of_an_activity_fits_too(ask, make, room, size):
    soup = await make.activity()
    await Picture.create(
        activity_id=soup.id, stem="a" * 32, alt="Een tafel.", width=1600, height=1200, created_at=clock.now()
    )
    told = (await ask(f"{HOME}{soup.path}", **room)).json()
    if size is None:
        assert "thumbnail_url" not in told
    else:
        assert (told["thumbnail_width"], told["thumbnail_height"]) == size
        assert told["thumbnail_url"].endswith(f"{'a' * 32}-{size[0]}.jpg")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/gemeente/utrecht",
        "http://[",
        "utrecht",
        f"{HOME}/gemeente/bestaat-niet",
        f"{HOME}/activiteiten/soep-999999",
        f"{HOME}/agenda",
        f"{HOME}/mijn",
        f"{HOME}.evil.example/gemeente/utrecht",
    ],
)
async def test_of_anything_else_nothing_is_told(ask, week, url):
    answer = await ask(url)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


async def test_of_what_does_not_stand_on_the_site_nothing_is_told(ask, make):
    for state in ("draft", "submitted", "withdrawn"):
        made = await make.activity(state)
        assert (await ask(f"{HOME}{made.path}")).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"url={MUNICIPALITY}&format=xml", 501),
        ("format=json", 400),
        (f"url={MUNICIPALITY}&maxwidth=0", 400),
        (f"url={MUNICIPALITY}&maxheight=veel", 400),
        (f"url={HOME}/widget/gemeente/utrecht?kleur=paars", 400),
    ],
)
async def test_what_is_asked_wrongly_is_said(site, week, query, status):
    assert (await site.get(f"/oembed?{query}")).status_code == status


async def test_the_pages_say_where_to_ask(site, get, ask, make):
    soup = await make.activity()
    for path in (soup.path, "/gemeente/utrecht"):
        head = (await get(path)).document.one("head")
        link = head.one("link", type="application/json+oembed").attributes["href"]
        assert parse_qs(urlsplit(link).query) == {"url": [f"{HOME}{path}"], "format": ["json"]}
        assert (await site.get(link.removeprefix(HOME))).json()["version"] == "1.0"


async def test_the_page_of_a_municipality_has_the_code_to_copy(site, week):
    answer = await site.get("/gemeente/utrecht")
    code = Page(answer).main.one("textarea", id="embed-code").text
    assert unescape(code).startswith(f'<iframe src="{HOME}/widget/gemeente/utrecht"')
