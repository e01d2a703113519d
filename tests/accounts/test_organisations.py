"""Organisations: their addresses, and changing their details."""

import asyncio
import re
from dataclasses import replace

import pytest

from weekplanner.accounts.facts import OrganisationChanged
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.accounts.queries import organisations as queries
from weekplanner.accounts.queries import people
from weekplanner.core import facts
from weekplanner.core.errors import NotFound

LINDE = OrganisationValues(name="Buurthuis De Linde", kind="buurtinitiatief", municipality_code="GM0344")

DETAILS = {
    "version": "1",
    "name": "Buurthuis De Eik",
    "kind": "bibliotheek",
    "municipality": "den bosch",
    "website": "www.de-eik.nl",
    "phone": "073 - 123 45 67",
    "about": "Wij zijn er\r\nvoor iedereen.",
}


async def test_the_address_is_the_name_then_the_municipality_then_a_number(database, now):
    slugs = [(await organisations.create_organisation(LINDE)).slug for _ in range(4)]
    assert slugs == [
        "buurthuis-de-linde",
        "buurthuis-de-linde-utrecht",
        "buurthuis-de-linde-utrecht-2",
        "buurthuis-de-linde-utrecht-3",
    ]


async def test_organisations_that_are_made_at_once_get_addresses_of_their_own(database, now):
    made = await asyncio.gather(*(organisations.create_organisation(LINDE) for _ in range(8)))
    assert len({organisation.slug for organisation in made}) == 8


async def test_a_name_without_letters_has_an_address_too(make):
    assert (await make.organisation(name="!!!")).slug == "organisatie"


async def test_its_people_change_the_details(site, make):
    jan = await make.account("jan@example.org")
    linde = await make.organisation(jan, name="Buurthuis De Linde")
    device = site.as_(jan)
    answer = await device.post("/mijn/organisatie/wijzigen", DETAILS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mijn/organisatie")
    page = (await device.get("/mijn/organisatie")).text
    for words in (
        "Buurthuis De Eik",
        "Bibliotheek, &#39;s-Hertogenbosch",
        "https://www.de-eik.nl",
        "073 - 123 45 67",
    ):
        assert words in page
    changed = await Organisation.get(id=linde.id)
    assert (changed.slug, changed.version, changed.about) == (
        "buurthuis-de-eik",
        2,
        "Wij zijn er\nvoor iedereen.",
    )


async def test_the_form_shows_what_is_stored(site, make):
    jan = await make.account()
    await make.organisation(jan, name="Huis & Hof", website="https://huis.example", phone="030 123 45 67")
    page = (await site.as_(jan).get("/mijn/organisatie/wijzigen")).text
    for words in ("Huis &amp; Hof", 'value="Utrecht"', "https://huis.example", "030 123 45 67"):
        assert words in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "a" * 121),
        ("kind", "onzin"),
        ("kind", ""),
        ("municipality", ""),
        ("municipality", "Nergenshuizen"),
        ("municipality", "bergen"),
        ("website", "javascript:alert(1)"),
        ("website", "http://"),
        ("website", "https://[::1"),
        ("website", "geen website"),
        ("website", "https://u:p@evil.example"),
        ("website", "https://a.nl/" + "a" * 500),
        ("phone", "bel mij"),
        ("phone", "06" * 20),
        ("about", "a" * 1001),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_everything_typed_stays(site, make, field, typed):
    jan = await make.account()
    linde = await make.organisation(jan)
    page = await site.as_(jan).post("/mijn/organisatie/wijzigen", {**DETAILS, field: typed})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    kept = "Buurthuis De Eik" if field != "name" else "073 - 123 45 67"
    assert kept in page.text
    assert (await Organisation.get(id=linde.id)).version == 1


async def test_of_two_editors_one_wins_and_the_other_is_told(site, make):
    jan, fatma = await make.account(), await make.account()
    await make.organisation(jan, fatma)
    first = await site.as_(jan).post("/mijn/organisatie/wijzigen", {**DETAILS, "name": "Van Jan"})
    second = await site.as_(fatma).post(
        "/mijn/organisatie/wijzigen", {**DETAILS, "name": "Van Fatma", "kind": "sportclub"}
    )
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Iemand anders heeft dit intussen gewijzigd" in second.text
    assert 'value="Van Fatma"' in second.text
    shown = re.findall(r'<span class="as-typed">([^<]*)</span>', second.text)
    assert shown == ["Van Jan", "Van Fatma", "Bibliotheek", "Sportclub"]
    assert (await Organisation.get()).name == "Van Jan"
    once_more = await site.as_(fatma).post(
        "/mijn/organisatie/wijzigen", {**DETAILS, "version": "2", "name": "Van Fatma"}
    )
    assert once_more.status_code == 303


@pytest.mark.parametrize("version", ["", "a", "-1", "0", "9" * 40])
async def test_a_form_of_no_known_version_is_an_old_one(site, make, version):
    jan = await make.account()
    await make.organisation(jan)
    answer = await site.as_(jan).post("/mijn/organisatie/wijzigen", {**DETAILS, "version": version})
    assert answer.status_code == 409


async def test_who_follows_organisations_hears_of_a_change_and_only_of_a_change(make):
    heard = []

    async def listen(fact: OrganisationChanged) -> None:
        heard.append(fact)

    jan = await make.account()
    linde = await make.organisation(jan, name="De Linde")
    facts.wire({OrganisationChanged: (listen,)})
    person = await people.person(jan.id)
    same = OrganisationValues("De Linde", linde.kind, linde.municipality_id)
    await organisations.update_organisation(linde.id, same, version=1, actor=person)
    assert heard == []
    other = OrganisationValues("De Eik", linde.kind, linde.municipality_id)
    await organisations.update_organisation(linde.id, other, version=1, actor=person)
    assert heard == [OrganisationChanged(linde.id)]


async def test_a_kind_that_is_in_no_list_is_refused(database, now):
    with pytest.raises(organisations.UnknownKind):
        await organisations.create_organisation(replace(LINDE, kind="onzin"))


async def test_the_organisation_of_others_does_not_exist(make):
    linde = await make.organisation(await make.account())
    stranger = await people.person((await make.account()).id)
    with pytest.raises(NotFound):
        await organisations.update_organisation(linde.id, LINDE, version=1, actor=stranger)
    with pytest.raises(NotFound):
        await queries.editable_organisation(linde.id, actor=stranger)
