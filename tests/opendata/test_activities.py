"""What the API says of activities: what is public, the same as the agenda, and nothing about a person."""

import re
from dataclasses import replace

import pytest

from tests.make import acting, at
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.people import SYSTEM
from weekplanner.events.operations import cancelling, editing, review
from weekplanner.events.queries.activities import public_activity

PERSONAL = ("Fatma", "030 000 12 34", "fatma@example.org", "wacht u op bij de deur")
"""Of the activity that tests make: who welcomes, whom one calls."""


def ids(page) -> list[int]:
    """The activities on a page, in their order."""
    return [each["id"] for each in page["items"]]


async def test_everything_that_is_public_is_told(api, make):
    organisation = await make.organisation(website="https://linde.example", phone="030 123 45 67")
    made = await make.activity(
        organisation=organisation, join_ways=("website",), join_url="https://linde.example/soep"
    )
    (occurrence,) = await made.occurrences()
    told = await api(f"activities/{made.id}")
    assert told.pop("accessibility") | {"prikkelarm": ""} == {
        "rolstoeltoegankelijk": "yes",
        "ringleiding": "no",
        "gratis": "no",
        "andere-talen": "no",
        "van-huis-uit": "no",
        "zonder-aanmelden": "no",
        "vervoer": "unknown",
        "invalidentoilet": "unknown",
        "gehandicaptenparkeerplaats": "unknown",
        "gebarentolk": "unknown",
        "prikkelarm": "",
        "begeleider-welkom": "unknown",
        "hulphond-welkom": "unknown",
        "ov-dichtbij": "unknown",
        "eenvoudige-taal": "unknown",
    }
    assert told == {
        "id": made.id,
        "url": f"https://komerbij.test{made.path}",
        "state": "published",
        "year": 2027,
        "title": "Soep aan de lange tafel",
        "summary": "Een kom verse soep, warm brood en goed gezelschap.",
        "description": "Wij koken een grote pan soep. U schuift aan.",
        "category": "samen-eten",
        "audiences": ["iedereen"],
        "form": "op-locatie",
        "languages": ["nl"],
        "priceCents": 350,
        "priceNote": None,
        "organisation": {
            "name": "Buurthuis De Linde",
            "slug": "buurthuis-de-linde",
            "url": "https://komerbij.test/organisaties/buurthuis-de-linde",
            "website": "https://linde.example",
            "municipalityCode": "GM0344",
            "phone": "030 123 45 67",
        },
        "municipality": {
            "code": "GM0344",
            "name": "Utrecht",
            "slug": "utrecht",
            "province": {"code": "NL-UT", "name": "Utrecht"},
        },
        "place": {
            "venue": "Bibliotheek Neude",
            "street": "Neude",
            "houseNumber": "11",
            "postcode": "3512 AE",
            "place": "Utrecht",
            "latitude": 52.0915,
            "longitude": 5.1228,
            "precision": "postcode",
        },
        "onlineUrl": None,
        "joinWays": ["website"],
        "joinUrl": "https://linde.example/soep",
        "occurrences": [
            {
                "uid": occurrence.uid,
                "start": "2027-10-06T12:00:00+02:00",
                "end": "2027-10-06T13:30:00+02:00",
                "state": "scheduled",
                "placesLeft": None,
            }
        ],
        "image": None,
        "publishedAt": "2027-08-16T12:00:00+02:00",
        "changedAt": "2027-08-16T12:00:00+02:00",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "dialInPhone": None,
    }


async def test_nothing_about_a_person_is_told_even_where_the_page_does(site, make):
    made = await make.activity(is_contact_email_public=True, join_ways=("telefoon", "e-mail"))
    page = (await site.get(made.path)).text
    assert [each for each in PERSONAL if each not in page] == []
    for path in (
        "activities",
        f"activities/{made.id}",
        "editions/2027/activities.csv",
        "editions/2027/activities.geojson",
    ):
        answer = await site.get(f"/api/v1/{path}")
        assert "Soep aan de lange tafel" in answer.text
        assert [each for each in PERSONAL if each in answer.text] == [], path


async def test_what_is_at_home_or_from_home_has_no_place(api, make):
    await make.activity(form="thuis")
    await make.activity(form="online", online_url="https://video.example/soep")
    await make.activity(form="telefoon", dial_in_phone="0800 1234")
    told = (await api("activities?year=2027"))["items"]
    assert [(each["form"], each["place"], each["onlineUrl"], each["dialInPhone"]) for each in told] == [
        ("thuis", None, None, None),
        ("online", None, "https://video.example/soep", None),
        ("telefoon", None, None, "0800 1234"),
    ]


async def test_places_left_are_told_where_places_are_counted(api, make):
    made = await make.activity()
    values = (await public_activity(made.id)).values
    counted = replace(
        values,
        join_ways=("hier-aanmelden",),
        occurrences=tuple(replace(each, capacity=12) for each in values.occurrences),
    )
    actor = acting(made.organiser, made.organisation)
    await editing.edit_activity(made.id, counted, version=(await made.fresh()).version, actor=actor)
    told = await api(f"activities/{made.id}")
    assert [each["placesLeft"] for each in told["occurrences"]] == [12]


async def test_what_is_called_off_stays_and_what_was_taken_down_is_gone(site, api, make):
    half = await make.activity(occurrences=((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13))))
    off, down, draft = [await make.activity(state) for state in ("cancelled", "published", "draft")]
    first, _second = await half.occurrences()
    version = (await half.fresh()).version
    await cancelling.cancel_occurrence(half.id, first.id, "De kok is ziek.", version=version, actor=SYSTEM)
    await review.withdraw_activity(down.id, "Reclame.", version=(await down.fresh()).version, actor=SYSTEM)
    told = {each["id"]: each for each in (await api("activities"))["items"]}
    assert {number: each["state"] for number, each in told.items()} == {
        half.id: "published",
        off.id: "cancelled",
    }
    assert [each["state"] for each in told[half.id]["occurrences"]] == ["cancelled", "scheduled"]
    assert [each["state"] for each in told[off.id]["occurrences"]] == ["cancelled"]
    gone = [await site.get(f"/api/v1/activities/{each.id}") for each in (down, draft)]
    assert [each.status_code for each in gone] == [410, 404]
    assert {each.headers["content-type"] for each in gone} == {"application/problem+json"}


async def test_pages_lead_to_each_other_and_hold_everything_once(site, make):
    made = [(await make.activity()).id for _ in range(5)]
    path, seen, relations = "/api/v1/activities?category=samen-eten&pageSize=2", [], []
    while path:
        answer = await site.get(path)
        page = answer.json()
        assert (page["totalItems"], page["totalPages"]) == (5, 3)
        seen += ids(page)
        links = {
            rel: url
            for url, rel in re.findall(
                r'<https://komerbij\.test([^>]+)>; rel="(\w+)"', answer.headers["link"]
            )
        }
        relations.append(set(links))
        path = links.get("next")
    assert seen == made
    between = {"self", "first", "last"}
    assert relations == [between | {"next"}, between | {"prev", "next"}, between | {"prev"}]
    beyond = await site.get("/api/v1/activities?page=9")
    assert (beyond.status_code, beyond.json()["items"], beyond.json()["totalItems"]) == (200, [], 5)


async def test_an_older_year_is_told_by_its_own_name(api, make):
    old = await make.edition(2026)
    assert old.year == 2026
    await make.edition(2027)
    made = await make.activity()
    assert [(await api(f"activities{query}"))["year"] for query in ("", "?year=2026", "?year=2027")] == [
        2027,
        2026,
        2027,
    ]
    assert ids(await api("activities?year=2026")) == []
    assert ids(await api("activities?year=2027")) == [made.id]


async def test_what_changes_has_another_etag(site, make):
    made = await make.activity()
    paths = (
        "activities",
        f"activities/{made.id}",
        "editions/2027/activities.csv",
        "editions/2027/activities.geojson",
    )

    async def tags() -> list[str]:
        return [(await site.get(f"/api/v1/{path}")).headers["etag"] for path in paths]

    first = await tags()
    assert await tags() == first
    values = replace((await public_activity(made.id)).values, title="Soep voor iedereen")
    actor = acting(made.organiser, made.organisation)
    await editing.edit_activity(made.id, values, version=(await made.fresh()).version, actor=actor)
    second = await tags()
    wanted = organisations.OrganisationValues(
        name=made.organisation.name,
        kind=made.organisation.kind,
        municipality_code="GM0344",
        website="https://a.example",
    )
    await organisations.update_organisation(
        made.organisation.id, wanted, version=made.organisation.version, actor=SYSTEM
    )
    third = await tags()
    for before, between, after in zip(first, second, third, strict=True):
        assert len({before, between, after}) == 3


@pytest.mark.parametrize(
    ("path", "length", "first"),
    [
        ("categories", 20, {"id": "samen-eten", "label": "Samen eten", "isForProfessionals": False}),
        (
            "municipalities",
            342,
            {
                "code": "GM1680",
                "name": "Aa en Hunze",
                "slug": "aa-en-hunze",
                "province": {"code": "NL-DR", "name": "Drenthe"},
                "latitude": 53.0036,
                "longitude": 6.7116,
                "agendaUrl": "https://komerbij.test/agenda?gemeente=aa-en-hunze",
            },
        ),
    ],
)
async def test_a_list_to_choose_from_is_whole(api, path, length, first):
    told = await api(path)
    assert (told["totalItems"], len(told["items"]), told["items"][0]) == (length, length, first)
