"""The team sees each message as its reader does; a broken one never hides the others."""

import gettext as gettext_module
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

import pytest
from jinja2 import ChoiceLoader, DictLoader

from tests.mailer.reading import Document
from weekplanner import wiring
from weekplanner.accounts.people import TeamRole
from weekplanner.core import texts
from weekplanner.mailer import kinds, render
from weekplanner.mailer.kinds import Kind
from weekplanner.team.queries import mail_previews as queries

KINDS = [kind.name for kind in wiring.MESSAGE_KINDS]
PAGES = ("/team/mails", "/team/mails/sign_in_link", "/team/mails/sign_in_link/html")
BROKEN = Kind(
    "broken",
    "events/mail/broken",
    label="Kapotte mail",
    occasion="Nooit.",
    subject=lambda _values: "Stuk",
    sample={},
)


@pytest.fixture
async def writer(site, make):
    """Somebody who looks after what the site says."""
    return site.as_(await make.team_member(TeamRole.COMMUNICATION))


@pytest.fixture
def broken_kind(site) -> Iterator[None]:
    """One more kind, with a misspelt value in its template."""
    templates = {"events/mail/broken.txt": "{{ titel_van_niets }}", "events/mail/broken.html": ""}
    loaders = render.TEXT.loader, render.HTML.loader
    for environment in (render.TEXT, render.HTML):
        environment.loader = ChoiceLoader([DictLoader(templates), environment.loader])
    kinds.wire((BROKEN, *wiring.MESSAGE_KINDS))
    yield
    render.TEXT.loader, render.HTML.loader = loaders
    wiring.wire()


def test_every_kind_says_what_it_is_and_when_it_goes():
    for kind in wiring.MESSAGE_KINDS:
        assert kind.label, kind.name
        assert kind.label == kind.label.strip(), kind.name
        assert kind.occasion.endswith("."), kind.name
    labels = [kind.label for kind in wiring.MESSAGE_KINDS]
    assert len(set(labels)) == len(labels)


async def test_the_list_holds_every_kind_under_its_heading(writer):
    page = (await writer.get("/team/mails")).text
    for kind in wiring.MESSAGE_KINDS:
        link = f'<a href="/team/mails/{kind.name}">{escape(kind.label)}</a>'
        heading = f">{escape(queries.heading_of(kind))}</h2>"
        assert page.index(heading) < page.index(link)
        for words in (kind.subject(kind.sample), kind.occasion):
            assert escape(words) in page, kind.name


@pytest.mark.parametrize("name", KINDS)
async def test_the_page_of_a_kind_shows_subject_sender_preheader_and_text(writer, name):
    kind = kinds.find(name)
    answer = await writer.get(f"/team/mails/{name}")
    assert answer.status_code == 200
    subject = escape(kind.subject(kind.sample))
    assert f"<dd>{subject}</dd>" in answer.text
    assert "Kom erbij &lt;kom-erbij@weekplanner.example&gt;" in answer.text
    assert re.search(r"Eerste regel in de inbox</dt><dd>[^<]+</dd>", answer.text)
    assert f'src="/team/mails/{name}/html?taal=nl"' in answer.text
    text = re.search(r'<pre class="mail-text">(.+?)</pre>', answer.text, re.DOTALL)[1]
    assert "Kom erbij is de agenda van de Week tegen Eenzaamheid." in " ".join(text.split())


@pytest.mark.parametrize("name", KINDS)
async def test_the_html_part_of_a_kind_is_whole_and_everyone_can_read_it(writer, name):
    answer = await writer.get(f"/team/mails/{name}/html")
    assert answer.status_code == 200
    document = Document(answer.text)
    assert document.open == []
    assert document.named("html") == [{"lang": "nl"}]
    assert document.words["title"] == kinds.find(name).subject(kinds.find(name).sample)
    assert len(document.named("h1")) == len(document.named("main")) == 1
    assert {table["role"] for table in document.named("table")} == {"presentation"}
    assert {"img", "link", "script", "style", "iframe"}.isdisjoint(tag for tag, _ in document.tags)
    for link in document.named("a"):
        assert urlsplit(link["href"]).scheme in {"https", "tel"}, link


@pytest.mark.parametrize("name", KINDS)
async def test_both_parts_of_a_kind_link_to_the_same_places(writer, name):
    html = Document((await writer.get(f"/team/mails/{name}/html")).text)
    page = (await writer.get(f"/team/mails/{name}")).text
    text = re.search(r"<pre[^>]*>(.+?)</pre>", page, re.DOTALL)[1]
    linked = {link["href"] for link in html.named("a") if not link["href"].startswith("tel:")}
    assert linked == set(re.findall(r"https://[^\s&<]+[^\s&<.,]", text))


async def test_the_html_part_stands_in_a_frame_that_can_do_nothing(writer):
    frame = await writer.get("/team/mails/sign_in_link/html")
    assert frame.headers["content-type"] == "text/html; charset=utf-8"
    assert frame.headers["content-security-policy"].split("; ") == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    ]
    assert frame.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert frame.headers.get_list("cross-origin-opener-policy") == ["unsafe-none"]
    assert frame.headers["x-robots-tag"] == "noindex"
    assert frame.headers["cache-control"] == "private, no-store"


async def test_the_page_around_it_allows_this_frame_and_nothing_else_more(writer):
    desk = (await writer.get("/team/mails")).headers["content-security-policy"]
    page = await writer.get("/team/mails/sign_in_link")
    assert page.headers["content-security-policy"] == f"{desk}; frame-src 'self'"
    assert "unsafe-inline" not in desk
    assert re.search(r'<iframe [^>]*\bsandbox title="[^"]+"', page.text)


async def test_only_who_looks_after_communication_sees_the_mails(site, make):
    organiser = await make.account()
    await make.organisation(organiser)
    people = {
        "organiser": organiser,
        "coordinator": await make.coordinator("utrecht"),
        **{role.value: await make.team_member(role) for role in TeamRole},
    }
    seen = {
        who: {(await site.as_(account).get(path)).status_code for path in PAGES}
        for who, account in people.items()
    }
    assert seen == {who: {200} if who in {"communication", "admin"} else {404} for who in people}
    for path in PAGES:
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/inloggen")


async def test_the_menu_of_the_team_shows_what_each_may_open(site, make):
    people = {
        "communication": await make.team_member(TeamRole.COMMUNICATION),
        "moderation": await make.team_member(TeamRole.MODERATION),
        "logistics": await make.team_member(TeamRole.LOGISTICS),
        "admin": await make.team_member(TeamRole.ADMIN),
        "coordinator": await make.coordinator("utrecht"),
    }
    links = {"/team/activiteiten", "/team/mails"}
    seen = {}
    for who, account in people.items():
        page = (await site.as_(account).get("/team")).text
        menu = re.search(r'<nav class="site-nav".*?</nav>', page, re.DOTALL)[0]
        seen[who] = links & set(re.findall(r'href="([^"]+)"', menu))
    assert seen == {
        "communication": {"/team/mails"},
        "moderation": {"/team/activiteiten"},
        "logistics": set(),
        "admin": links,
        "coordinator": {"/team/activiteiten"},
    }


@pytest.mark.parametrize("path", ["geen", "geen/html", "sign_in_link/html/x", "SIGN_IN_LINK"])
async def test_a_kind_that_does_not_exist_has_no_page(writer, path):
    assert (await writer.get(f"/team/mails/{path}")).status_code == 404


@pytest.mark.parametrize("query", ["taal=en", "taal=xx", "taal=", "breedte=tablet"])
async def test_a_language_or_width_that_is_not_there_is_said_so(writer, query):
    assert (await writer.get(f"/team/mails/sign_in_link?{query}")).status_code == 400


async def test_the_frame_is_as_wide_as_a_phone_or_a_desk(writer):
    for width, name in (("telefoon", "mail-frame phone"), ("computer", "mail-frame")):
        page = (await writer.get(f"/team/mails/sign_in_link?breedte={width}")).text
        assert f'<iframe class="{name}" ' in page
        assert re.findall(r'href="([^"]+)" aria-current="true"', page) == [
            f"/team/mails/sign_in_link?taal=nl&amp;breedte={width}"
        ]


async def test_a_broken_kind_says_what_is_wrong_and_the_others_are_still_shown(broken_kind, writer):
    listed = (await writer.get("/team/mails")).text
    assert listed.count("Deze mail lukt niet") == 1
    assert all(f'href="/team/mails/{name}"' in listed for name in ("broken", *KINDS))
    page = await writer.get("/team/mails/broken")
    assert page.status_code == 200
    assert "UndefinedError: &#39;titel_van_niets&#39; is undefined" in page.text
    assert "<iframe" not in page.text
    assert (await writer.get("/team/mails/broken/html")).status_code == 404
    assert (await writer.get(f"/team/mails/{KINDS[0]}")).status_code == 200


class _English(gettext_module.GNUTranslations):
    """A catalogue that knows one sentence."""

    def __init__(self) -> None:
        self._catalog = {"Uw link om in te loggen bij Kom erbij": "Your link to sign in to Kom erbij"}
        self.plural = lambda number: int(number != 1)
        super().__init__()


async def test_a_translated_kind_can_be_read_in_english(writer, monkeypatch):
    assert "English" not in (await writer.get("/team/mails/sign_in_link")).text
    dutch, english = texts.catalogue("nl"), _English()
    monkeypatch.setattr(texts, "catalogue", lambda language: english if language == "en" else dutch)
    page = (await writer.get("/team/mails/sign_in_link?taal=en&breedte=telefoon")).text
    assert "<dd>Your link to sign in to Kom erbij</dd>" in page
    assert '<html lang="nl">' in page
    assert page.count('lang="en"') == 2  # what the inbox shows, and the text part
    assert 'href="/team/mails/sign_in_link?breedte=telefoon&amp;taal=nl"' in page
    frame = (await writer.get("/team/mails/sign_in_link/html?taal=en")).text
    assert '<html lang="en">' in frame
    assert "<title>Your link to sign in to Kom erbij</title>" in frame
