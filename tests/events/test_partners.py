"""An activity names the organisations it is made with."""

import json
import re

from tests.events.filling_in import SOUP, SUBMIT, form_of
from tests.make import Make
from tests.site import Site
from weekplanner.events.models import Activity
from weekplanner.events.values import ActivityValues

TWO = {"partners": ["Bibliotheek Neude\r\n\r\n  Stichting   Zon \r\nBibliotheek Neude"]}


async def test_partners_are_typed_one_on_each_line(organiser: Site):
    page = await organiser.get("/mijn/activiteiten/nieuw")
    await organiser.post("/mijn/activiteiten/nieuw", {**form_of(page.text), **SOUP, **TWO, **SUBMIT})
    soup = await Activity.get()
    assert soup.partners == ["Bibliotheek Neude", "Stichting Zon"]
    form = form_of((await organiser.get(f"/mijn/activiteiten/{soup.id}/wijzigen")).text)
    assert form["partners"] == ["Bibliotheek Neude\nStichting Zon"]


async def test_there_are_at_most_ten_and_no_name_is_too_long(organiser: Site):
    for names, sentence in (
        ("\n".join(f"Partner {number}" for number in range(11)), "Vul hooguit 10 namen in"),
        ("x" * 121, "Een naam heeft hooguit 120 tekens"),
    ):
        page = await organiser.get("/mijn/activiteiten/nieuw")
        answer = await organiser.post(
            "/mijn/activiteiten/nieuw", {**form_of(page.text), **SOUP, "partners": names}
        )
        assert (answer.status_code, sentence in answer.text) == (422, True)
        assert names.replace("\n", "\r\n") in answer.text.replace("\n", "\r\n")
    assert not await Activity.exists()


async def test_the_page_and_search_engines_say_who_it_is_made_with(site: Site, make: Make):
    soup = await make.activity(partners=("Bibliotheek Neude", "Stichting Zon"))
    page = await site.get(soup.path)
    assert "Samen met Bibliotheek Neude en Stichting Zon." in page.text
    event = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)[0])
    assert event["contributor"] == [
        {"@type": "Organization", "name": "Bibliotheek Neude"},
        {"@type": "Organization", "name": "Stichting Zon"},
    ]
    alone = await make.activity(title="Wandelen")
    assert "Samen met" not in (await site.get(alone.path)).text


async def test_a_new_partner_is_a_difference_for_the_reviewer(site: Site, make: Make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    path = f"/mijn/activiteiten/{soup.id}/wijzigen"
    await organiser.post(path, {**form_of((await organiser.get(path)).text), "partners": "Stichting Zon"})
    page = await site.as_(await make.team_member()).get(f"/team/activiteiten/{soup.id}")
    assert "Samen met" in page.text
    assert "Stichting Zon" in page.text


async def test_what_was_stored_before_there_were_partners_still_reads(make: Make):
    soup = await make.activity()
    kept = ActivityValues.of(await soup.fresh(), await soup.occurrences()).to_json()
    older = {name: value for name, value in kept.items() if not name.startswith(("partners", "pin_"))}
    assert ActivityValues.from_json(older) == ActivityValues.from_json(kept)
