"""The desk of an organiser: what asks for something first, found again among hundreds, in few queries."""

import re

import pytest

from tests.counting import counted
from tests.make import MadeActivity, Make, at
from tests.site import Site


async def many(make: Make, *activities: tuple[str, str, int]) -> MadeActivity:
    """Activities of one organisation: title, state, and the day they are on; the last one comes back."""
    organiser = await make.account("jan@example.org", name="Jan")
    owner = {"organisation": await make.organisation(organiser), "organiser": organiser}
    made = [
        await make.activity(state, title=title, occurrences=[(at(day, 12), at(day, 13))], **owner)
        for title, state, day in activities
    ]
    return made[-1]


def titles(html: str) -> list[str]:
    """What the table of the page holds, from top to bottom."""
    return re.findall(r'<th scope="row"[^>]*><div><a href="[^"]*">([^<]*)</a>', html)


FOUR = (
    ("Élise zingt", "draft", 7),
    ("Soep", "returned", 5),
    ("Wandelen", "published", 2),
    ("Thee", "published", 1),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Soep", "Élise zingt", "Thee", "Wandelen"]),
        ("?volgorde=wanneer", ["Thee", "Wandelen", "Soep", "Élise zingt"]),
        ("?volgorde=titel", ["Élise zingt", "Soep", "Thee", "Wandelen"]),
        ("?status=published", ["Thee", "Wandelen"]),
        ("?zoek=ELISE", ["Élise zingt"]),
        ("?zoek=wandel+neude", ["Wandelen"]),
        ("?zoek=%25", ["Soep", "Élise zingt", "Thee", "Wandelen"]),
        ("?zoek=bingo", []),
    ],
)
async def test_activities_are_found_and_sorted(site: Site, make: Make, query: str, found: list[str]):
    last = await many(make, *FOUR)
    assert titles((await site.as_(last.organiser).get(f"/mijn{query}")).text) == found


async def test_the_latest_change_comes_first_when_asked_for(site: Site, make: Make, now):
    organiser = await make.account()
    owner = {"organisation": await make.organisation(organiser), "organiser": organiser}
    for hour, title in enumerate(("Eerst", "Toen", "Nu")):
        now.set(at(16, 9 + hour, month=8))
        await make.activity("draft", title=title, **owner)
    assert titles((await site.as_(organiser).get("/mijn?volgorde=gewijzigd")).text) == ["Nu", "Toen", "Eerst"]


@pytest.mark.parametrize("query", ["status=weg", "volgorde=kleur", "pagina=nul", "pagina=0"])
async def test_what_nobody_can_choose_is_refused_with_a_sentence(site: Site, make: Make, query: str):
    last = await many(make, ("Soep", "draft", 1))
    assert (await site.as_(last.organiser).get(f"/mijn?{query}")).status_code == 400


async def test_what_a_reviewer_asks_stands_on_top(site: Site, make: Make):
    last = await many(make, *FOUR)
    page = (await site.as_(last.organiser).get("/mijn?status=published")).text
    assert page.index("Een vraag over ‘Soep’") < page.index("<table")
    assert "Welke zaal?" in page


async def test_a_long_list_is_paged_and_the_choice_stays(site: Site, make: Make):
    last = await many(make, *[(f"Thee {number:02}", "draft", 1 + number % 8) for number in range(30)])
    organiser = site.as_(last.organiser)
    first = (await organiser.get("/mijn?volgorde=titel")).text
    second = (await organiser.get("/mijn?volgorde=titel&pagina=2")).text
    assert titles(first) + titles(second) == [f"Thee {number:02}" for number in range(30)]
    assert "/mijn?volgorde=titel&amp;pagina=2" in first
    assert "Bladzijde 2 van 2" in second


async def test_nobody_sees_another_organisations(site: Site, make: Make):
    await many(make, *FOUR)
    other = await make.account()
    await make.organisation(other, name="Een ander")
    page = (await site.as_(other).get("/mijn")).text
    assert titles(page) == []
    assert "Hier is nog plek aan tafel" in page
    assert 'href="/inspiratie"' in page


async def test_who_acts_for_several_sees_which_one_it_is(site: Site, make: Make):
    account = await make.account()
    one = await make.organisation(account, name="Een")
    await make.organisation(account, name="Twee")
    await make.edition()
    person = site.as_(account)
    assert (await person.get("/mijn")).headers["location"].startswith("/inloggen/kies")
    await person.post("/inloggen/kies", organisation=str(one.id))
    page = (await person.get("/mijn")).text
    assert "U werkt nu voor Een." in page
    assert 'href="/inloggen/kies"' in page


async def test_each_activity_says_one_thing_that_helps_visitors_most(site: Site, make: Make):
    soup = await make.activity(contact_phone="", join_ways=("binnenlopen",), accessibility={})
    organiser = site.as_(soup.organiser)
    page = (await organiser.get("/mijn")).text
    assert "Zet er een telefoonnummer bij. Veel gasten bellen liever." in page
    assert "Vertel of uw plek toegankelijk is" not in page
    detail = (await organiser.get(f"/mijn/activiteiten/{soup.id}")).text
    assert detail.index("Zet er een telefoonnummer bij") < detail.index("Vertel of uw plek toegankelijk is")


async def test_two_that_are_the_same_are_pointed_out_and_never_refused(site: Site, make: Make):
    soup = await make.activity()
    owner = {"organisation": soup.organisation, "organiser": soup.organiser}
    twin = await make.activity(title="soep aan de LANGE tafel", **owner)
    later = await make.activity(occurrences=[(at(7, 12), at(7, 13))], **owner)
    organiser = site.as_(soup.organiser)
    page = (await organiser.get(f"/mijn/activiteiten/{twin.id}")).text
    assert "Deze lijkt op een andere activiteit van u" in page
    assert f'<li><a href="/mijn/activiteiten/{soup.id}">' in page
    assert "Deze lijkt op" not in (await organiser.get(f"/mijn/activiteiten/{later.id}")).text


async def test_what_is_on_the_site_comes_with_a_link_a_code_and_a_letter_to_share(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    page = (await organiser.get(f"/mijn/activiteiten/{soup.id}")).text
    assert f'value="https://komerbij.test{soup.path}"' in page
    assert "Komt u ook? Er is plek voor u." in page
    code = await organiser.get(f"/mijn/activiteiten/{soup.id}/qr.svg")
    assert (code.status_code, code.headers["content-type"]) == (200, "image/svg+xml")
    draft = await make.activity(
        "draft", title="Thee", organisation=soup.organisation, organiser=soup.organiser
    )
    assert "share-address" not in (await organiser.get(f"/mijn/activiteiten/{draft.id}")).text
    assert (await organiser.get(f"/mijn/activiteiten/{draft.id}/qr.svg")).status_code == 404


async def test_the_number_of_queries_does_not_grow_with_that_of_activities(site: Site, make: Make):
    few = await many(make, *FOUR)
    organiser = site.as_(few.organiser)
    await organiser.get("/mijn")
    with counted() as for_few:
        assert len(titles((await organiser.get("/mijn")).text)) == 4
    owner = {"organisation": few.organisation, "organiser": few.organiser}
    for number in range(40):
        await make.activity(("published", "draft")[number % 2], title=f"Thee {number}", **owner)
    await site.follower.catch_up()
    with counted() as for_many:
        assert len(titles((await organiser.get("/mijn")).text)) == 25
    assert len(for_many) == len(for_few)
    assert len(for_many) <= 23, for_many
