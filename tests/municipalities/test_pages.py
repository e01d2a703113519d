"""The page of a municipality, as its coordinator writes it, and the list at the desk."""

import asyncio

import pytest

from tests.events.filling_in import Fields, form_of, sentences
from tests.site import Site
from weekplanner.accounts.models import Account, AuditRecord
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.accounts.queries import people
from weekplanner.core.errors import NotAllowed, NotFound, Stale
from weekplanner.municipalities import operations, queries
from weekplanner.municipalities.models import MunicipalityPage
from weekplanner.municipalities.values import PageTexts, Partner

LIST, UTRECHT = "/team/gemeenten", "/team/gemeenten/utrecht"
EDIT = f"{UTRECHT}/wijzigen"
WELCOME = PageTexts("In Utrecht **eten** wij samen.", (Partner("De Linde", "https://linde.example"),))


@pytest.fixture
async def coordinator(make, site) -> Site:
    """Who watches over Utrecht."""
    return site.as_(await make.coordinator("utrecht", "fatma@example.org"))


def partner(number: int, name: str, website: str = "") -> Fields:
    """One row of the form, counted from 0."""
    return {f"partners-{number}-name": [name], f"partners-{number}-website": [website]}


async def form(person: Site) -> Fields:
    """What the form would post as it is."""
    return form_of((await person.get(EDIT)).text)


async def stored() -> PageTexts:
    """What stands on the page of Utrecht."""
    return (await queries.page_of("GM0344")).texts


async def test_a_coordinator_writes_the_page_and_sees_it(coordinator, make):
    typed = {"introduction": ["In Utrecht **eten** wij samen."], **partner(0, "De Linde", "linde.example")}
    answer = await coordinator.post(EDIT, {**await form(coordinator), **typed, "save": ["1"]})
    assert (answer.status_code, answer.headers["location"]) == (303, UTRECHT)
    assert await stored() == WELCOME
    page = (await coordinator.get(UTRECHT)).text
    assert "In Utrecht <strong>eten</strong> wij samen." in page
    assert '<a href="https://linde.example" rel="nofollow noopener ugc">De Linde</a>' in page
    kept = await AuditRecord.get()
    assert (kept.action, kept.acted_as, kept.subject_kind, kept.subject_id, kept.subject_label) == (
        "edit_municipality_page",
        "coordinator GM0344",
        "municipality",
        "GM0344",
        "Utrecht",
    )
    assert kept.changes == [
        {"field": "introduction", "before": "", "after": "In Utrecht **eten** wij samen."},
        {"field": "partners", "before": "", "after": "De Linde, https://linde.example"},
    ]
    assert "Coördinator Utrecht" in page


async def test_rows_are_added_moved_and_taken_away_without_losing_what_was_typed(coordinator):
    typed = {"introduction": ["Welkom!"], **partner(0, "Een", "een.example"), **partner(1, "Twee")}
    before = await form(coordinator)
    more = await coordinator.post(EDIT, {**before, **typed, "add": ["1"]})
    assert more.status_code == 200
    assert form_of(more.text)["partners-2-name"] == [""]
    up = form_of((await coordinator.post(EDIT, {**before, **typed, "up": ["1"]})).text)
    assert [up[f"partners-{number}-name"] for number in (0, 1)] == [["Twee"], ["Een"]]
    assert up["partners-1-website"] == ["een.example"]
    less = form_of((await coordinator.post(EDIT, {**before, **typed, "remove": ["0"]})).text)
    assert less["partners-0-name"] == ["Twee"]
    assert "partners-1-name" not in less
    assert less["introduction"] == ["Welkom!"]
    for nonsense in ("x", "-1", "99"):
        same = form_of((await coordinator.post(EDIT, {**before, **typed, "up": [nonsense]})).text)
        assert same["partners-0-name"] == ["Een"]
    assert await MunicipalityPage.all().count() == 0


async def test_a_preview_shows_what_was_typed_and_keeps_nothing(coordinator):
    typed = {
        "introduction": ["Samen **eten**, niet eenzaam."],
        **partner(0, "De Linde", "javascript:alert(1)"),
    }
    page = await coordinator.post(EDIT, {**await form(coordinator), **typed, "preview": ["1"]})
    assert page.status_code == 200
    assert "Samen <strong>eten</strong>" in page.text
    assert "<li>De Linde</li>" in page.text
    assert "Tip voor uw tekst" in page.text
    assert await MunicipalityPage.all().count() == 0


async def test_a_hint_on_tone_never_blocks(coordinator):
    typed = {"introduction": ["Tegen eenzaamheid."]}
    answer = await coordinator.post(EDIT, {**await form(coordinator), **typed, "save": ["1"]})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"introduction": ["a" * 3001]}, "introduction", "Gebruik hooguit 3000 tekens."),
        (partner(0, "", "https://linde.example"), "partners-0-name", "Vul de naam van deze partner in."),
        (
            partner(0, "De Linde", "geen adres"),
            "partners-0-website",
            "Vul een website in, zoals https://www.voorbeeld.nl.",
        ),
        (
            {key: value for number in range(41) for key, value in partner(number, f"Club {number}").items()},
            "partners",
            "Noem hooguit 40 partners.",
        ),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_kept(coordinator, typed, field, sentence):
    page = await coordinator.post(EDIT, {**await form(coordinator), **typed, "save": ["1"]})
    assert page.status_code == 422
    assert sentences(page.text)[field] == sentence
    shown = form_of(page.text)
    assert all(shown[name] == value for name, value in typed.items())
    assert await MunicipalityPage.all().count() == 0


async def test_forty_partners_fit_and_keep_their_order(coordinator):
    names = [f"Club {number:02}" for number in range(40)]
    rows = {key: value for number, name in enumerate(names) for key, value in partner(number, name).items()}
    answer = await coordinator.post(EDIT, {**await form(coordinator), **rows, "save": ["1"]})
    assert answer.status_code == 303
    assert [each.name for each in (await stored()).partners] == names


async def test_of_two_who_write_the_second_sees_what_changed_and_keeps_what_was_typed(
    coordinator, site, make
):
    moderator = site.as_(await make.team_member())
    old = await form(coordinator)
    other = {**await form(moderator), "introduction": ["Van de redactie."], "save": ["1"]}
    assert (await moderator.post(EDIT, other)).status_code == 303
    mine = {**old, "introduction": ["Van mij."], **partner(0, "De Linde"), "save": ["1"]}
    page = await coordinator.post(EDIT, mine)
    assert page.status_code == 409
    for words in ("Staat er nu", "Van de redactie.", "Van mij.", "De Linde"):
        assert words in page.text
    again = {**form_of(page.text), "save": ["1"]}
    assert again["introduction"] == ["Van mij."]
    assert (await coordinator.post(EDIT, again)).status_code == 303
    assert await stored() == PageTexts("Van mij.", (Partner("De Linde"),))


async def test_a_double_click_is_one_change(coordinator):
    typed = {**await form(coordinator), "introduction": ["Welkom!"], "save": ["1"]}
    answers = await asyncio.gather(*(coordinator.post(EDIT, typed) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert (await queries.page_of("GM0344")).version == 1
    assert await AuditRecord.all().count() == 1


async def test_of_several_who_write_at_once_one_wins(make, coordinator):
    actor = await people.person(coordinator.account.id)
    done = await asyncio.gather(
        *(
            operations.write_page("GM0344", PageTexts(f"Tekst {number}."), version=0, actor=actor)
            for number in range(4)
        ),
        return_exceptions=True,
    )
    assert [each for each in done if each == 1] == [1]
    assert [type(each) for each in done].count(Stale) == 3
    assert await MunicipalityPage.all().count() == 1


async def test_another_municipality_does_not_exist_for_a_coordinator(coordinator, make):
    for path in ("/team/gemeenten/groningen", "/team/gemeenten/groningen/wijzigen"):
        assert (await coordinator.get(path)).status_code == 404
    assert (await coordinator.post("/team/gemeenten/groningen/wijzigen", save="1")).status_code == 404
    actor = await people.person(coordinator.account.id)
    with pytest.raises(NotFound):
        await operations.write_page("GM0014", WELCOME, version=0, actor=actor)
    page = (await coordinator.get(LIST)).text
    assert UTRECHT in page
    assert "groningen" not in page


async def test_communication_sees_the_page_and_does_not_write_it(make, site):
    person = site.as_(await make.team_member(TeamRole.COMMUNICATION))
    page = await person.get(UTRECHT)
    assert page.status_code == 200
    assert EDIT not in page.text
    assert [(await person.get(EDIT)).status_code, (await person.post(EDIT, save="1")).status_code] == [
        403,
        403,
    ]
    with pytest.raises(NotAllowed):
        await operations.write_page(
            "GM0344", WELCOME, version=0, actor=await people.person(person.account.id)
        )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 342),
        ("q=utrecht", 2),
        ("q=UTRÉCHTSE", 1),
        ("q=heuvel+utrecht", 1),
        ("provincie=utrecht", 26),
        ("provincie=utrecht&q=zeist", 1),
        ("zonder=coordinator", 341),
        ("zonder=coordinator&q=utrecht", 1),
        ("q=bestaatniet", 0),
    ],
)
async def test_the_list_is_searched(make, site, query, found):
    await make.coordinator("utrecht")
    page = await site.as_(await make.team_member(TeamRole.COMMUNICATION)).get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert f">{found} gemeente{'' if found == 1 else 'n'}<" in page.text


async def test_the_list_says_what_there_is(make, site):
    await make.coordinator("utrecht")
    await operations.write_page("GM0344", WELCOME, version=0, actor=SYSTEM)
    await make.activity()
    await make.activity("submitted")
    wanted = queries.ListFilter(text="utrecht")
    [utrecht, heuvelrug] = await queries.municipalities_at_desk(wanted, actor=SYSTEM)
    assert (utrecht.coordinators, utrecht.is_written, utrecht.activities) == (1, True, 1)
    assert (heuvelrug.coordinators, heuvelrug.is_written, heuvelrug.activities) == (0, False, 0)


@pytest.mark.parametrize("query", ["provincie=onzin", "zonder=x", "pagina=0"])
async def test_an_unknown_value_is_a_clear_page(make, site, query):
    assert (await site.as_(await make.team_member()).get(f"{LIST}?{query}")).status_code == 400


@pytest.mark.parametrize("role", [TeamRole.LOGISTICS, TeamRole.CONGRESS, None])
async def test_for_others_there_is_nothing(make, site, role):
    account: Account = await (make.team_member(role) if role else make.account())
    person = site.as_(account)
    assert [(await person.get(path)).status_code for path in (LIST, UTRECHT, EDIT)] == [404] * 3
