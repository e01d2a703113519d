"""The address of an organisation follows its name; the former ones lead on for ever."""

import asyncio

import pytest

from tests.counting import counted
from tests.make import Make, acting, at
from tests.site import Site
from weekplanner.accounts.models import Account, FormerSlug, Organisation
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.accounts.queries import organisations as queries
from weekplanner.core.errors import NotFound

CHANGE = "/mijn/organisatie/wijzigen"


@pytest.fixture
async def jan(make: Make) -> Account:
    """Somebody with an organisation."""
    return await make.account("jan@example.org")


@pytest.fixture
async def linde(make: Make, jan: Account) -> Organisation:
    """His organisation."""
    return await make.organisation(jan, name="De Linde")


async def rename(
    site: Site, account: Account, organisation: Organisation, name: str, municipality: str = "Utrecht"
) -> str:
    """Change name and municipality on the page; the slug it has then."""
    version = (await Organisation.get(id=organisation.id)).version
    answer = await site.as_(account).post(
        CHANGE, name=name, municipality=municipality, kind="bibliotheek", version=str(version)
    )
    assert answer.status_code == 303, answer.text
    return (await Organisation.get(id=organisation.id)).slug


async def test_the_slug_follows_name_and_municipality(make, site, jan, linde):
    await make.organisation(name="De Eik")
    assert await rename(site, jan, linde, "De Eik") == "de-eik-utrecht"
    assert await rename(site, jan, linde, "De Eik", "Amersfoort") == "de-eik-amersfoort"
    assert await rename(site, jan, linde, "De Beuk", "Amersfoort") == "de-beuk"
    for former in ("de-linde", "de-eik-utrecht", "de-eik-amersfoort", "de-beuk"):
        assert (await queries.organisation_by_slug(former)).id == linde.id
    with pytest.raises(NotFound):
        await queries.organisation_by_slug("de-beuk-amersfoort")


async def test_other_details_leave_the_slug_alone(site, jan, linde):
    answer = await site.as_(jan).post(
        CHANGE,
        name="De Linde",
        municipality="Utrecht",
        kind="bibliotheek",
        phone="030 123 45 67",
        version="1",
    )
    assert answer.status_code == 303
    assert (await Organisation.get(id=linde.id)).slug == "de-linde"
    assert await FormerSlug.all().count() == 0


async def test_nobody_takes_a_former_slug_but_who_had_it(make, site, jan, linde):
    await rename(site, jan, linde, "De Eik")
    piet = await make.account()
    other = await make.organisation(piet, name="De Linde")
    assert other.slug == "de-linde-utrecht"
    assert await rename(site, piet, other, "De Eik") == "de-eik-utrecht"
    assert await rename(site, jan, linde, "De Linde") == "de-linde"
    assert (await queries.organisation_by_slug("de-linde")).id == linde.id
    assert {each.slug: each.organisation_id for each in await FormerSlug.all()} == {
        "de-eik": linde.id,
        "de-linde-utrecht": other.id,
    }


async def test_of_several_that_take_a_name_at_once_each_gets_a_slug_of_its_own(make):
    people = [await make.account() for _ in range(6)]
    theirs = [await make.organisation(who, name=f"Club {number}") for number, who in enumerate(people)]
    same = OrganisationValues("De Linde", "bibliotheek", "GM0344")
    await asyncio.gather(
        *(
            organisations.update_organisation(each.id, same, version=1, actor=acting(who, each))
            for who, each in zip(people, theirs, strict=True)
        ),
        *(organisations.create_organisation(same) for _ in range(3)),
    )
    slugs = [each.slug for each in await Organisation.all()]
    former = [each.slug for each in await FormerSlug.all()]
    assert len({*slugs, *former}) == 9 + 6
    assert {"de-linde", "de-linde-utrecht", "de-linde-utrecht-8"} <= set(slugs)


async def test_the_first_free_slug_is_soon_found_however_many_have_the_name(make):
    made = [await make.organisation(name="De Linde") for _ in range(30)]
    numbered = [f"de-linde-utrecht-{number}" for number in range(2, 30)]
    assert [each.slug for each in made] == ["de-linde", "de-linde-utrecht", *numbered]
    await Organisation.filter(slug="de-linde-utrecht-7").delete()
    with counted() as sent:
        assert (await make.organisation(name="De Linde")).slug == "de-linde-utrecht-7"
        assert (await make.organisation(name="De Linde")).slug == "de-linde-utrecht-30"
    assert len(sent) < 30, sent


async def test_two_that_change_names_with_each_other_keep_their_own_addresses(make, site, jan, linde):
    piet = await make.account()
    eik = await make.organisation(piet, name="De Eik")
    answers = await asyncio.gather(rename(site, jan, linde, "De Eik"), rename(site, piet, eik, "De Linde"))
    assert len({*answers, "de-linde", "de-eik"}) == 4
    assert (await queries.organisation_by_slug("de-linde")).id == linde.id
    assert (await queries.organisation_by_slug("de-eik")).id == eik.id


async def test_a_calendar_that_follows_an_organisation_goes_on_after_a_new_name(make, site, jan, linde):
    made = await make.activity(organisation=linde, organiser=jan)
    await make.activity(
        organisation=linde, organiser=jan, occurrences=[(at(7, 12), at(7, 13))], category="bewegen"
    )
    before = {event["UID"]: int(event["SEQUENCE"]) for event in await site.feed("organisatie/de-linde")}
    assert len(before) == 2
    await rename(site, jan, linde, "De Eik")
    moved = await site.feed_response("organisatie/de-linde?categorie=samen-eten")
    assert moved.status_code == 301
    assert moved.headers["location"] == "/feeds/organisatie/de-eik.ics?categorie=samen-eten"
    plain = await site.feed_response("organisatie/de-linde")
    assert plain.headers["location"] == "/feeds/organisatie/de-eik.ics"
    after = {event["UID"]: int(event["SEQUENCE"]) for event in await site.feed("organisatie/de-eik")}
    assert after == {uid: sequence + 1 for uid, sequence in before.items()}
    own = await site.feed(f"activiteit/{made.id}")
    assert [event["UID"] for event in own] == [(await made.occurrences())[0].uid]
    await rename(site, jan, linde, "De Linde")
    back = await site.feed_response("organisatie/de-eik")
    assert (back.status_code, back.headers["location"]) == (301, "/feeds/organisatie/de-linde.ics")
    assert len(await site.feed("organisatie/de-linde")) == 2


async def test_a_former_slug_of_what_is_not_on_the_site_tells_nothing(site, jan, linde):
    await rename(site, jan, linde, "De Eik")
    assert (await site.feed_response("organisatie/de-linde")).status_code == 404


async def test_a_namesake_in_the_same_municipality_is_pointed_out_to_who_came_later(make):
    first = await make.organisation(name="Buurthuis De Línde")
    other_place = await make.organisation(name="Buurthuis de Linde", municipality_code="GM0363")
    longer = await make.organisation(name="Buurthuis de Linde Oost")
    later = await make.organisation(name="buurthuis DE LINDE")
    assert [each.id for each in await queries.namesakes(later)] == [first.id]
    for organisation in (first, other_place, longer):
        assert await queries.namesakes(organisation) == []
