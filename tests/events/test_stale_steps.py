"""A step that came too late says so, and the page it comes back to can be used."""

import pytest

from tests.events.filling_in import form_of
from tests.make import at

OLD = {"version": "0"}


@pytest.mark.parametrize(
    ("state", "path", "fields"),
    [
        ("published", "/mijn/activiteiten/{id}/afgelasten", {"apology": "De zaal is stuk."}),
        (
            "published",
            "/mijn/activiteiten/{id}/momenten/{occurrence_id}/afgelasten",
            {"apology": "De zaal is stuk."},
        ),
        ("draft", "/mijn/activiteiten/{id}/versturen", {}),
        ("submitted", "/mijn/activiteiten/{id}/verwijderen", {}),
        ("submitted", "/team/activiteiten/{id}/vraag", {"reason": "Welke zaal?"}),
        ("submitted", "/team/activiteiten/{id}/afwijzen", {"reason": "Reclame."}),
        ("submitted", "/team/activiteiten/{id}/plaatsen", {}),
    ],
)
async def test_what_was_seen_too_early_can_be_done_once_what_is_new_is_shown(site, make, state, path, fields):
    times = ((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))
    soup = await make.activity(state, occurrences=times)
    who = soup.organiser if path.startswith("/mijn") else await make.team_member()
    visitor = site.as_(who)
    there = path.format(id=soup.id, occurrence_id=(await soup.occurrences())[0].id)
    refused = await visitor.post(there, fields | OLD)
    assert refused.status_code == 409
    shown = form_of(refused.text)
    assert shown["version"] == [str((await soup.fresh()).version)]
    assert (await visitor.post(there, fields | {"version": shown["version"]})).status_code == 303
