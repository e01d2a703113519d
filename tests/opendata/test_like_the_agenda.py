"""The API holds what the agenda shows, item for item, for whatever filters."""

import re
from itertools import count
from random import Random
from urllib.parse import urlencode

from tests.make import Make, at
from weekplanner.vocabulary.queries import vocabulary

KEYS = {
    "postcode": "postcode",
    "gemeente": "municipality",
    "straal": "radiusKm",
    "dag": "day",
    "dagdeel": "partOfDay",
    "categorie": "category",
    "doelgroep": "audience",
    "toegankelijk": "accessibility",
    "vorm": "form",
    "q": "text",
    "vrij": "placesLeft",
}
CATEGORIES = ("samen-eten", "spel", "training")
AUDIENCES = ("iedereen", "ouderen", "jongeren")
FEATURES = ("rolstoeltoegankelijk", "ringleiding", "gratis")
PLACES = ("3512 AE", "3581 AB", "1012 AB", "5341 AB")
WORDS = ("soep", "kaarten", "Linde", "utrecht", "bestaatniet")

LINK = re.compile(r'href="/activiteiten/[\w-]+?-(\d+)"')

Query = list[tuple[str, str]]


async def some_activities(random: Random, make: Make) -> None:
    """A week of them: of each form, in a few places, some called off, some for professionals."""
    for number in range(14):
        form = random.choice(("op-locatie", "op-locatie", "op-locatie", *vocabulary().forms))
        days = random.sample(range(1, 9), random.choice((1, 1, 3)))
        hour = random.choice((9, 12, 18))
        await make.activity(
            random.choice(("published", "published", "published", "cancelled")),
            form=form,
            online_url="https://video.example" if form == "online" else "",
            dial_in_phone="0800 1234" if form == "telefoon" else "",
            postcode=random.choice(PLACES),
            title=f"{random.choice(('Soep', 'Kaarten'))} {number}",
            category=random.choice(CATEGORIES),
            audiences=tuple(random.sample(AUDIENCES, random.choice((1, 2)))),
            accessibility={each: random.choice(("yes", "no")) for each in random.sample(FEATURES[:2], 1)},
            price_cents=random.choice((0, 250)),
            occurrences=tuple((at(day, hour), at(day, hour + 1)) for day in sorted(days)),
        )


def some_filters(random: Random) -> Query:
    """The query of an agenda that a reader could come to."""
    query: Query = []
    where = random.choice(("", "postcode", "postcode", "gemeente"))
    if where == "postcode":
        query += [("postcode", random.choice(PLACES)[:4]), ("straal", random.choice(("1", "5", "25")))]
    elif where == "gemeente":
        query.append(("gemeente", random.choice(("utrecht", "amsterdam", "oss"))))
    several = {
        "dag": [f"2027-10-0{day}" for day in range(1, 9)],
        "dagdeel": list(vocabulary().parts_of_day),
        "categorie": list(CATEGORIES),
        "doelgroep": list(AUDIENCES),
        "toegankelijk": list(FEATURES),
        "vorm": list(vocabulary().forms),
    }
    for key, values in several.items():
        if random.random() < 0.3:
            query += [(key, value) for value in random.sample(values, random.choice((1, 1, 2)))]
    if random.random() < 0.2:
        query.append(("q", random.choice(WORDS)))
    if random.random() < 0.2:
        query.append(("vrij", "ja"))
    return query


async def test_the_api_holds_what_the_agenda_shows(site, api, make):
    random = Random(1)
    await make.edition()
    await some_activities(random, make)
    found = 0
    for _ in range(40):
        query = some_filters(random)
        shown = await on_agenda(site, query)
        asked = [(KEYS[key], "true" if key == "vrij" else value) for key, value in query]
        assert await in_api(api, asked) == shown, query
        found += len(shown)
    assert found > 40


async def in_api(api, query: Query) -> list[int]:
    """The activities on all pages of the API."""
    told: list[int] = []
    for number in count(1):
        page = await api(f"activities?{urlencode([*query, ('pageSize', '5'), ('page', str(number))])}")
        told += [each["id"] for each in page["items"]]
        if number == page["totalPages"]:
            return told
    raise AssertionError


async def on_agenda(site, query: Query) -> list[int]:
    """The activities on all pages of the agenda, each once, in their order; those from home come last."""
    near: list[str] = []
    from_home: list[str] = []
    for number in count(1):
        page = (await site.get(f"/agenda?{urlencode([*query, ('pagina', str(number))])}")).text
        listed, _heading, below = page.partition('id="from-home-title"')
        near += LINK.findall(listed)
        from_home += LINK.findall(below)
        if f"pagina={number + 1}" not in page:
            return list(dict.fromkeys(map(int, [*near, *from_home])))
    raise AssertionError
