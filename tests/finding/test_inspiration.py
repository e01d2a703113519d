"""Inspiration: 71 examples to choose from, each with a page, and a form that begins with one of them."""

import csv
import re
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.filling_in import NEWCOMER, SAVE, SOUP, form_of, typed
from tests.finding.reading import Page
from tests.finding.test_bad_input import NONSENSE
from tests.make import at
from weekplanner.events import examples
from weekplanner.events.models import Activity, PendingActivity
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.tone import tone_hints

with Path(examples.FILE).open(encoding="utf-8", newline="") as file:
    ROWS = {row["slug"]: row for row in csv.DictReader(file)}

COLUMNS = {"soort": "kind", "doelgroep": "audiences", "plek": "setting", "bewijs": "evidence"}
LISTS = {
    "soort": vocabulary().activity_kinds,
    "doelgroep": vocabulary().audiences,
    "plek": vocabulary().settings,
    "bewijs": vocabulary().evidence,
}
CHOICES = [(key, value) for key, terms in LISTS.items() for value in terms]
SOURCE = "Voorbeelden naar: Handreiking Lokale aanpak van eenzaamheid, Coalitie Erbij, 2017/2018."
NEW = "/mijn/activiteiten/nieuw"


def expected(choices, *, whatever=None):
    """The examples that the file has for these choices; of the key `whatever` none counts."""
    wanted = {key: {value for name, value in choices if name == key} for key in COLUMNS if key != whatever}
    return [
        row
        for row in ROWS.values()
        if all(values & set(row[COLUMNS[key]].split(";")) for key, values in wanted.items() if values)
    ]


async def every_page(get, choices=()):
    """The pages of a list, from the first to the last."""
    pages = [await get(f"/inspiratie?{urlencode(list(choices))}")]
    while following := [link for link in pages[-1].main.all("a") if link.attributes.get("rel") == "next"]:
        pages.append(await get(following[0].attributes["href"]))
    return pages


def names(pages):
    """The examples in a list."""
    return [name for page in pages for name in page.titles]


def offered(page, key):
    """What one can choose: vocabulary id → the number behind it."""
    boxes = {box.attributes["value"]: box for box in page.main.all("input", name=key)}
    labels = {id(box): label.text for label in page.main.all("label") for box in label.all("input")}
    return {value: int(re.search(r"\((\d+)\)$", labels[id(box)])[1]) for value, box in boxes.items()}


async def test_every_example_has_a_page_that_says_everything_about_it(get, week):
    assert len(ROWS) == 71
    for slug, row in ROWS.items():
        page = await get(f"/inspiratie/{slug}")
        assert (page.status, page.h1) == (200, row["name"])
        labels = [
            LISTS[key][value].label for key, column in COLUMNS.items() for value in row[column].split(";")
        ]
        explained = vocabulary().evidence[row["evidence"]].explanation
        invitation = (row["starter_title"], row["starter_description"])
        said = page.text.casefold()
        for words in (row["summary_nl"], *labels, explained, *invitation, SOURCE):
            assert " ".join(words.split()).casefold() in said, slug
        assert page.link("Begin met dit idee") == f"{NEW}?idee={slug}"


async def test_the_list_holds_every_example_once_by_category(get, week):
    pages = await every_page(get)
    assert sorted(names(pages)) == sorted(row["name"] for row in ROWS.values())
    assert pages[0].main.one("div", role="status").text == "71 voorbeelden gevonden"
    categories = list(dict.fromkeys(group for page in pages for group in page.groups))
    counted = [
        (term.label, len([row for row in ROWS.values() if row["category"] == term.id]))
        for term in vocabulary().categories.values()
    ]
    assert categories == [
        f"{label} {number} voorbeeld{'en' if number > 1 else ''}" for label, number in counted if number
    ]
    for page in pages:
        assert SOURCE in page.text


@settings(max_examples=25)
@given(choices=st.sets(st.sampled_from(CHOICES), max_size=4))
async def test_choices_find_what_the_file_says_and_count_it(get, week, choices):
    pages = await every_page(get, sorted(choices))
    assert sorted(names(pages)) == sorted(row["name"] for row in expected(choices))
    for key, column in COLUMNS.items():
        found = [value for row in expected(choices, whatever=key) for value in row[column].split(";")]
        known = {value for row in ROWS.values() for value in row[column].split(";")}
        wanted = known | {value for name, value in choices if name == key}
        assert offered(pages[0], key) == {value: found.count(value) for value in wanted}
    labels = [LISTS[key][value].label for key, value in CHOICES if (key, value) in choices]
    assert sorted(pages[0].chips) == sorted(labels)


async def test_a_choice_can_be_taken_away(get, week):
    page = await get("/inspiratie?soort=een-op-een&doelgroep=ouderen&doelgroep=iedereen")
    assert page.link("Ouderen : haal weg") == "/inspiratie?soort=een-op-een&doelgroep=iedereen"
    assert page.link("Haal alles weg") == "/inspiratie"


async def test_where_nothing_is_found_there_is_a_way_on(get, week):
    page = await get("/inspiratie?plek=kerk")
    assert (page.status, page.titles) == (200, [])
    assert "Hier is de tafel nog leeg" in page.text
    assert page.link("Laat alle voorbeelden zien") == "/inspiratie"


@pytest.mark.parametrize("key", [*COLUMNS, "pagina"])
async def test_an_unknown_value_is_a_page_with_a_sentence(get, week, key):
    for name, nonsense in {**NONSENSE, "a word": "bestaat-niet", "a page": "99"}.items():
        page = await get(f"/inspiratie?{key}={quote_plus(nonsense)}")
        is_emptied = name in {"NUL", "control characters"}  # nothing is left of them
        assert page.status == (200 if is_emptied else 400), (key, name)
        if not is_emptied:
            assert page.h1 == "Dit adres klopt niet helemaal"
            assert re.search(r"Deze (keuze kennen wij niet|bladzijde bestaat niet)\.", page.text)


@pytest.mark.parametrize("slug", ["bestaat-niet", "%00", "%FF", "%2e%2e", "a" * 5000, "Resto-VanHarte"])
async def test_an_example_that_is_not_there_is_not_found(get, week, slug):
    page = await get(f"/inspiratie/{slug}")
    assert page.status == 404


async def test_no_page_scares_anybody_off_but_for_the_title_of_the_source(get, week):
    pages = [*await every_page(get), *[await get(f"/inspiratie/{slug}") for slug in ROWS]]
    for page in pages:
        assert page.text.count(SOURCE) == 1
        assert tone_hints(page.text.replace(SOURCE, "")) == []


async def test_an_address_with_choices_is_not_for_search_engines(get, week):
    page = await get("/inspiratie?soort=cursus")
    assert (page.meta("robots"), page.canonical) == ("noindex", "https://komerbij.test/inspiratie")
    example = await get("/inspiratie/join-us")
    assert (example.meta("robots"), example.canonical) == (None, "https://komerbij.test/inspiratie/join-us")


async def test_similar_examples_are_of_the_same_category_first(get, week):
    page = await get("/inspiratie/resto-vanharte")
    same = {row["name"] for row in ROWS.values() if row["category"] == "samen-eten"} - {"Resto VanHarte"}
    assert set(page.titles[:2]) == same
    assert len(page.titles) == 3
    assert "Resto VanHarte" not in page.titles


async def test_before_there_is_a_week_the_examples_are_there(get, make):
    assert [(await get(path)).status for path in ("/inspiratie", "/inspiratie/join-us")] == [200, 200]


async def test_activities_of_this_week_that_began_with_it_are_shown(get, make, now):
    for day in (7, 3, 5, 4):
        await make.activity(
            title=f"Soep op {day} oktober",
            example_slug="resto-vanharte",
            occurrences=[(at(day, 12), at(day, 13)), (at(8, 12), at(8, 13))],
        )
    for state in ("draft", "submitted", "cancelled"):
        await make.activity(state, title="Niet op de site", example_slug="resto-vanharte")
    await make.activity(title="Iets anders", example_slug="join-us")
    page = await get("/inspiratie/resto-vanharte")
    assert "4 activiteiten begonnen met dit idee." in page.text
    assert page.titles[:3] == ["Soep op 3 oktober", "Soep op 4 oktober", "Soep op 5 oktober"]
    now.set(at(8, 18))
    later = await get("/inspiratie/resto-vanharte")
    assert "4 activiteiten begonnen met dit idee." in later.text
    assert not [title for title in later.titles if "oktober" in title]


async def test_what_nobody_began_with_says_nothing_about_it(get, make):
    await make.activity(example_slug="resto-vanharte")
    await make.edition(2028)
    for slug in ("resto-vanharte", "join-us"):  # of an older week, and of none
        assert "dit jaar" not in (await get(f"/inspiratie/{slug}")).text


@pytest.mark.parametrize("who", ["nobody", "organiser"])
async def test_the_form_begins_with_the_example_of_the_link(site, make, who):
    await make.edition()
    organiser = await make.account()
    await make.organisation(organiser)
    visitor = site.as_(organiser) if who == "organiser" else site
    link = Page(await site.get("/inspiratie/oopoeh")).link("Begin met dit idee")
    answer = await visitor.get(link)
    row, form = ROWS["oopoeh"], form_of(answer.text)
    assert {
        name: form[name] for name in ("example_slug", "title", "description", "category", "audiences")
    } == {
        "example_slug": ["oopoeh"],
        "title": [row["starter_title"]],
        "description": [row["starter_description"]],
        "category": [row["category"]],
        "audiences": row["audiences"].split(";"),
    }
    text_of_example = {name: form[name] for name in ("title", "description")}
    fields = typed(answer.text, {**SOUP, **text_of_example}, NEWCOMER if who == "nobody" else {}, SAVE)
    assert (await visitor.post(link, fields)).status_code == 303
    kept = await (PendingActivity.get() if who == "nobody" else Activity.get())
    assert (kept.activity["example_slug"] if who == "nobody" else kept.example_slug) == "oopoeh"


async def test_what_was_typed_since_is_kept(site, make):
    await make.edition()
    link = f"{NEW}?idee=oopoeh"
    fields = typed((await site.get(link)).text, {"title": ["Mijn eigen titel"], "example_slug": [""]}, SAVE)
    again = form_of((await site.post(link, fields)).text)
    assert (again["title"], again["example_slug"]) == (["Mijn eigen titel"], [""])


async def test_the_idea_survives_signing_in_and_choosing_an_organisation(site, make):
    await make.edition()
    organiser = await make.account()
    for name in ("Een", "Twee"):
        await make.organisation(organiser, name=name)
    link = f"{NEW}?idee=oopoeh"
    asked = f"terug={quote_plus(link)}"
    assert Page(await site.get(link)).link("Log dan eerst in") == f"/inloggen?{asked}"
    chooses = await site.as_(organiser).get(link)
    assert (chooses.status_code, chooses.headers["location"]) == (303, f"/inloggen/kies?{asked}")


@pytest.mark.parametrize("slug", ["bestaat-niet", "%00x", "OOPOEH"])
async def test_an_unknown_idea_is_a_page_with_a_sentence(get, week, slug):
    page = await get(f"{NEW}?idee={slug}")
    assert page.status == 400
    assert "Dit voorbeeld kennen wij niet." in page.text


async def test_organisers_find_the_examples_from_their_own_pages(site, make):
    await make.edition()
    organiser = await make.account()
    await make.organisation(organiser)
    desk = Page(await site.as_(organiser).get("/mijn"))
    form = Page(await site.get(NEW))
    assert desk.link("Bekijk de voorbeelden") == "/inspiratie"
    assert form.link("Bekijk alle voorbeelden") == "/inspiratie"
    for page in (desk, form):
        menu = page.document.one("nav", class_="site-nav")
        assert "/inspiratie" in [link.attributes["href"] for link in menu.all("a")]
        assert "/inspiratie" in [link.attributes["href"] for link in page.document.one("footer").all("a")]
