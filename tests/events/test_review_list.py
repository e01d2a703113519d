"""The review list: what waits for whom, what stands out, and many decided at once."""

import re
from datetime import date, timedelta

import pytest

from tests.counting import counted
from tests.events.filling_in import SAVE, SUBMIT, form_of, sentences, typed
from tests.make import at
from weekplanner.accounts.models import AuditRecord
from weekplanner.editions import operations as editions
from weekplanner.events.models import State
from weekplanner.events.operations import many

LIST, MANY = "/team/activiteiten", "/team/activiteiten/tegelijk"


def titles(page):
    """What stands in the list, in its order."""
    return re.findall(r'<h2><a href="/team/activiteiten/\d+">([^<]*)</a></h2>', page)


def handles(page):
    """The boxes of the list."""
    return re.findall(r'name="chosen" value="([0-9-]+)"', page)


def outcomes(page):
    """Title and outcome of each activity on the page of results."""
    rows = re.findall(r"<tr><th.*?</tr>", page, re.DOTALL)
    cells = (re.findall(r"<div>(.*?)</div>", row, re.DOTALL) for row in rows)
    return [tuple(re.sub(r"<[^>]*>", "", cell).strip() for cell in row) for row in cells]


@pytest.fixture
async def three(make):
    """Submissions in two provinces and three municipalities."""
    places = (
        ("Soep in Utrecht", "3512 AE"),
        ("Thee in Hilversum", "1211 AB"),
        ("Koffie in Amersfoort", "3811 AA"),
    )
    return [await make.activity("submitted", title=title, postcode=postcode) for title, postcode in places]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Soep in Utrecht", "Thee in Hilversum", "Koffie in Amersfoort"]),
        ("?provincie=utrecht", ["Soep in Utrecht", "Koffie in Amersfoort"]),
        ("?gemeente=amersfoort", ["Koffie in Amersfoort"]),
        ("?provincie=noord-holland&gemeente=utrecht", []),
        ("?q=HÍLVERSUM", ["Thee in Hilversum"]),
        ("?q=koffie+amersfoort", ["Koffie in Amersfoort"]),
        ("?q=100%25", []),
        ("?deel=gewijzigd", []),
    ],
)
async def test_the_list_is_narrowed_by_area_and_text(three, moderator, query, shown):
    assert titles((await moderator.get(LIST + query)).text) == shown


async def test_a_coordinator_chooses_among_the_own_municipalities(make, site, three):
    account = await make.coordinator("utrecht", "coordinator@example.org")
    await make.coordinator("amersfoort", "coordinator@example.org")
    coordinator = site.as_(account)
    page = (await coordinator.get(LIST)).text
    assert titles(page) == ["Soep in Utrecht", "Koffie in Amersfoort"]
    assert re.findall(r'<option value="([a-z]+)">', page) == ["amersfoort", "utrecht"]
    assert titles((await coordinator.get(f"{LIST}?gemeente=hilversum")).text) == []


async def test_what_nobody_can_publish_any_more_is_not_on_the_list(make, moderator, now):
    await make.activity("submitted", title="Vorig jaar")
    now.move(timedelta(days=365))
    await make.edition(2028)
    await make.activity(
        "submitted", title="Dit jaar", occurrences=((at(6, 12, year=2028), at(6, 13, year=2028)),)
    )
    assert titles((await moderator.get(LIST)).text) == ["Dit jaar"]
    assert "Vorig jaar" in (await moderator.get(f"{LIST}/alle?jaar=2027")).text


async def test_what_is_missing_is_said(make, moderator):
    bare = {"contact_phone": "", "join_ways": ("binnenlopen",), "accessibility": {}}
    await make.activity("submitted", summary="Voor kwetsbare ouderen.", **bare)
    page = (await moderator.get(LIST)).text
    tags = re.findall(r'<span class="tag"><svg.*?</svg>([^<]*)</span>', page)
    assert tags == [
        "Geen telefoonnummer",
        "Niets over toegankelijkheid",
        "Geen foto",
        "Tip: schrijf vanuit wat leuk is",
    ]


async def test_the_number_of_queries_does_not_grow_with_the_list(make, moderator):
    first = await make.activity("submitted")
    owner = {"organisation": first.organisation, "organiser": first.organiser}
    await moderator.get(LIST)
    with counted() as for_one:
        assert len(titles((await moderator.get(LIST)).text)) == 1
    for _number in range(25):
        await make.activity("submitted", **owner)
    with counted() as for_many:
        page = (await moderator.get(LIST)).text
    assert len(titles(page)) == 20
    assert page.count("Lijkt op een andere activiteit") == 20
    assert len(for_many) == len(for_one) <= 16, for_many


async def test_many_are_published_at_once_and_each_is_reported(make, moderator, three):
    page = (await moderator.get(LIST)).text
    chosen = {"chosen": handles(page), "publish": "1", "trust": "y"}
    answer = await moderator.post(MANY, chosen)
    assert answer.status_code == 200
    assert outcomes(answer.text) == [
        ("Soep in Utrecht", "Staat op de site."),
        ("Thee in Hilversum", "Staat op de site."),
        ("Koffie in Amersfoort", "Staat op de site."),
    ]
    assert outcomes((await moderator.post(MANY, chosen)).text) == outcomes(answer.text)  # a reload
    assert [(await each.fresh()).state for each in three] == [State.PUBLISHED] * 3
    assert await AuditRecord.filter(action="publish_activity", subject_kind="activity").count() == 3


async def test_what_changed_meanwhile_or_is_anothers_is_left_alone_and_said(make, site, three):
    coordinator = site.as_(await make.coordinator("utrecht"))
    utrecht, hilversum, _ = three
    edit = f"/mijn/activiteiten/{utrecht.id}/wijzigen"
    stale = f"{utrecht.id}-{utrecht.activity.version}"
    organiser = site.as_(utrecht.organiser)
    await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": ["Iets anders"]}, SAVE))
    second = await make.activity("submitted", title="Brood")
    chosen = [stale, f"{hilversum.id}-1", f"{second.id}-{second.activity.version}", "999999-1", "onzin"]
    answer = await coordinator.post(MANY, {"chosen": chosen, "publish": "1"})
    assert outcomes(answer.text) == [
        ("Iets anders", "Intussen gewijzigd. Kijk deze opnieuw na."),
        ("Een activiteit die u niet kunt zien", "Wij kunnen dit niet vinden."),
        ("Brood", "Staat op de site."),
        ("Een activiteit die u niet kunt zien", "Wij kunnen dit niet vinden."),
    ]
    assert [(await each.fresh()).state for each in (utrecht, hilversum, second)] == [
        State.SUBMITTED,
        State.SUBMITTED,
        State.PUBLISHED,
    ]


async def test_one_question_goes_to_many(site, moderator, three):
    chosen = {"chosen": handles((await moderator.get(LIST)).text)}
    page = await moderator.post(MANY, {**chosen, "ask": "1"})
    assert "Stel dezelfde vraag over 3 activiteiten" in page.text
    empty = await moderator.post(MANY, {**chosen, "return": "1", "reason": ""})
    assert (empty.status_code, list(sentences(empty.text))) == (422, ["reason"])
    assert form_of(empty.text, "chosen")["chosen"] == chosen["chosen"]
    sent = {**form_of(page.text, "chosen"), "reason": "Welke zaal?", "return": "1"}
    answer = await moderator.post(MANY, sent)
    assert [outcome for _title, outcome in outcomes(answer.text)] == ["Teruggestuurd met uw vraag."] * 3
    assert [(await each.fresh()).review_reason for each in three] == ["Welke zaal?"] * 3


async def test_many_edits_are_seen_at_once(make, site, moderator):
    for title in ("Soep", "Thee"):
        made = await make.activity()
        organiser, edit = site.as_(made.organiser), f"/mijn/activiteiten/{made.id}/wijzigen"
        await organiser.post(edit, typed((await organiser.get(edit)).text, {"title": [title]}, SAVE))
    page = (await moderator.get(f"{LIST}?deel=gewijzigd")).text
    answer = await moderator.post(MANY, {"chosen": handles(page), "accept": "1"})
    assert outcomes(answer.text) == [("Soep", "De wijziging is gezien."), ("Thee", "De wijziging is gezien.")]
    assert titles((await moderator.get(f"{LIST}?deel=gewijzigd")).text) == []


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "Kies eerst één of meer activiteiten."),
        (["onzin"], "Kies eerst één of meer activiteiten."),
        ([f"{number}-1" for number in range(1, many.MOST_AT_ONCE + 2)], "Kies er hooguit 100 tegelijk."),
    ],
)
async def test_how_many_at_once_has_bounds(make, moderator, chosen, sentence):
    await make.edition()
    answer = await moderator.post(MANY, {"chosen": chosen, "publish": "1"})
    assert (answer.status_code, sentences(answer.text)) == (422, {"": sentence})


async def test_closed_registration_does_not_stop_a_reviewer(make, moderator):
    soup = await make.activity("submitted")
    await editions.update_edition(2027, registration_closes_on=date(2027, 8, 1))
    chosen = [f"{soup.id}-{soup.activity.version}"]
    await moderator.post(MANY, {"chosen": chosen, "publish": "1"})
    assert (await soup.fresh()).state is State.PUBLISHED


async def test_the_history_of_an_activity_names_what_reviewers_did(make, site, moderator):
    soup = await make.activity("submitted")
    correct = f"{LIST}/{soup.id}/aanpassen"
    page = await moderator.get(correct)
    changed = {"title": ["Erwtensoep"], "contact_name": ["Mo"], "contact_phone": ["030 111 22 33"]}
    await moderator.post(correct, typed(page.text, changed, SUBMIT))
    (record,) = await AuditRecord.filter(action="correct_activity")
    assert record.changes == [
        {"field": "title", "before": "Soep aan de lange tafel", "after": "Erwtensoep"},
        {"field": "contact_name", "before": "", "after": ""},
        {"field": "contact_phone", "before": "", "after": ""},
    ]
    assert record.acted_as == "moderation"
    page = (await moderator.get(f"{LIST}/{soup.id}")).text
    assert "<strong>Activiteit aangepast</strong>, Redactie" in page
    assert "<del>Soep aan de lange tafel</del> <ins>Erwtensoep</ins>" in page
