"""What the listing says of an activity: plain Dutch, public contacts only, nothing unpublished."""

import pytest

from tests.make import at
from weekplanner.events.entries import entries_of
from weekplanner.events.queries import activities
from weekplanner.listing.models import Entry, EntryState


async def _entry(make, **values):
    soup = await make.activity(**values)
    return await Entry.get(activity_id=soup.id)


async def test_an_activity_at_a_place(make):
    entry = await _entry(make)
    assert (entry.title, entry.organisation_name, entry.place, entry.pc4, entry.municipality_code) == (
        "Soep aan de lange tafel",
        "Buurthuis De Linde",
        "Utrecht",
        "3512",
        "GM0344",
    )
    assert entry.details == {
        "description": "Wij koken een grote pan soep. U schuift aan.",
        "category_label": "Samen eten",
        "location": "Bibliotheek Neude, Neude 11, 3512 AE Utrecht",
        "joining": [
            "Bel Fatma: 030 000 12 34.",
            "Loop gewoon binnen. U hoeft zich niet aan te melden.",
        ],
        "contact": "Fatma, 030 000 12 34",
        "host": "Fatma wacht u op bij de deur.",
        "transport": "",
        "online_url": "",
        "apology": "",
        "pin": None,
        "picture_path": "",
    }
    assert entry.accessibility.split() == ["rolstoeltoegankelijk", "zonder-aanmelden"]


async def test_at_home_shows_no_address_and_counts_for_the_municipality_of_the_organisation(make):
    entry = await _entry(make, form="thuis", postcode="1211 AB", join_ways=("telefoon",))
    assert (entry.pc4, entry.latitude, entry.place, entry.venue, entry.municipality_code) == (
        None,
        None,
        "",
        "",
        "GM0344",
    )
    assert entry.details["location"] == "Bij u thuis, in de gemeente Utrecht"
    assert "1211" not in str(entry.details)


@pytest.mark.parametrize(
    ("values", "location"),
    [
        ({"form": "online", "online_url": "https://x.nl"}, "Online"),
        ({"form": "telefoon", "dial_in_phone": "0900 1234"}, "Met de telefoon"),
        ({"venue": "", "house_number": ""}, "Neude, 3512 AE Utrecht"),
        ({"street": "", "house_number": ""}, "Bibliotheek Neude, 3512 AE Utrecht"),
    ],
)
async def test_the_place_is_on_one_line(make, values, location):
    assert (await _entry(make, **values)).details["location"] == location


async def test_only_what_is_public_of_the_contact_is_told(make):
    entry = await _entry(
        make,
        is_contact_name_public=False,
        is_contact_phone_public=False,
        is_contact_email_public=True,
        join_ways=("e-mail",),
    )
    assert entry.details["contact"] == "fatma@example.org"
    assert entry.details["joining"] == ["Mail naar fatma@example.org."]
    assert "030 000 12 34" not in entry.search_text
    assert "030" not in str(entry.details)


@pytest.mark.parametrize(
    ("values", "derived"),
    [
        ({"price_cents": 0}, "gratis"),
        ({"languages": ("nl", "tr")}, "andere-talen"),
        ({"transport_phone": "030 000 12 34"}, "vervoer"),
        ({"form": "telefoon"}, "van-huis-uit"),
    ],
)
async def test_features_follow_from_other_fields(make, values, derived):
    assert derived in (await _entry(make, **values)).accessibility.split()


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
async def test_what_is_not_published_is_not_listed(make, state):
    await make.activity(state=state)
    assert not await Entry.exists()


@pytest.mark.parametrize(
    ("state", "listed"), [("published", EntryState.LISTED), ("cancelled", EntryState.CANCELLED)]
)
async def test_the_listing_says_what_the_activity_says(make, state, listed):
    soup = await make.activity(state=state, occurrences=((at(1, 10), at(1, 11)), (at(2, 10), at(2, 11))))
    whole = await activities.public_activity(soup.id)
    wanted = {
        each.source_id: each.digest for each in entries_of(whole.activity, whole.occurrences, whole.picture)
    }
    stored = {entry.source_id: entry.digest for entry in await Entry.all()}
    assert stored == wanted
    assert {entry.state for entry in await Entry.all()} == {listed}
