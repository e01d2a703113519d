"""What a calendar app reads of an activity: one VEVENT for each occurrence, as it stands now."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import NOW
from tests.listing.entries import STARTS_AT, entry_values, list_entries
from weekplanner.listing.models import EntryState
from weekplanner.listing.values import Details

PAGE = "https://komerbij.test/activiteiten/soep-aan-de-lange-tafel-1"
DE_BILT = {"municipality_code": "GM0310", "pc4": "3731", "latitude": 52.11, "longitude": 5.18}
GRONINGEN = {"municipality_code": "GM0014", "pc4": "9711", "latitude": 53.2194, "longitude": 6.5665}


@pytest.fixture(autouse=True)
async def _edition(make):
    await make.edition(2027)


async def test_an_occurrence_is_written_as_the_standards_ask(site):
    details = Details(
        description="Wij koken samen, en eten samen.",
        category_label="Samen eten",
        location="Bibliotheek Neude, Neude 11, 3512 AE Utrecht",
        joining=("Bel Fatma: 06-12345678.", "Of loop binnen."),
        contact="Fatma, 06-12345678",
        host="Fatma wacht u op bij de deur.",
        transport="De tuk-tuk haalt u op: 06-12345679.",
    )
    await list_entries(entry_values(details=details, price_cents=350))
    (event,) = await site.feed("land")
    assert {name: str(event.decoded(name)) for name in ("dtstamp", "last-modified", "created")} == {
        "dtstamp": str(NOW),
        "last-modified": str(NOW),
        "created": str(NOW),
    }
    assert event.decoded("dtstart") == STARTS_AT
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert event.decoded("dtend") == STARTS_AT + timedelta(minutes=90)
    assert {name: str(event[name]) for name in event if not name.startswith("DT")} == {
        "UID": entry_values().uid,
        "SEQUENCE": "0",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "SUMMARY": "Soep aan de lange tafel",
        "LOCATION": "Bibliotheek Neude, Neude 11, 3512 AE Utrecht",
        "CONTACT": "Fatma, 06-12345678",
        "URL": PAGE,
        "GEO": str(event["geo"]),
        "CATEGORIES": str(event["categories"]),
        "CREATED": str(event["created"]),
        "LAST-MODIFIED": str(event["last-modified"]),
        "DESCRIPTION": "Een kom verse soep en goed gezelschap.\n\n"
        "Wij koken samen, en eten samen.\n\n"
        "Bel Fatma: 06-12345678.\nOf loop binnen.\nKosten: 3,50 euro\n\n"
        "Fatma wacht u op bij de deur.\n\n"
        "De tuk-tuk haalt u op: 06-12345679.\n\n"
        "Organisatie: Buurthuis De Linde\n\n" + PAGE,
    }
    assert event["geo"].to_ical() == "52.0935;5.1196"
    assert event["categories"].cats == ["Samen eten"]


async def test_an_online_activity_has_a_conference_and_no_place(site):
    details = Details(online_url="https://meet.voorbeeld.nl/soep?a=1,2;b")
    await list_entries(entry_values(form="online", latitude=None, longitude=None, details=details))
    (event,) = await site.feed("land")
    assert "GEO" not in event
    (conference,) = event.conferences
    assert conference.uri == "https://meet.voorbeeld.nl/soep?a=1,2;b"
    assert event["conference"].params == {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Online meedoen"}
    assert "https://meet.voorbeeld.nl/soep?a=1,2;b" in event["description"]


@pytest.mark.parametrize("form", ["thuis", "telefoon"])
async def test_what_is_not_at_a_place_shows_no_coordinates(site, form):
    await list_entries(entry_values(form=form))
    (event,) = await site.feed("land")
    assert "GEO" not in event


@pytest.mark.parametrize("state", [EntryState.CANCELLED, EntryState.WITHDRAWN])
async def test_what_does_not_go_on_stays_in_the_feed_as_cancelled(site, now, state):
    await list_entries(entry_values())
    now.move(timedelta(hours=1))
    details = Details(apology="De zaal is stuk.", joining=("Bel 06-12345678.",), contact="Fatma, 06-12345678")
    await list_entries(entry_values(state=state, details=details))
    (event,) = await site.feed("postcode/3512")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event.decoded("last-modified") == NOW + timedelta(hours=1)
    assert event.decoded("created") == NOW
    assert event["summary"] == "Gaat niet door: Soep aan de lange tafel"
    assert event["description"] == (
        "Dit gaat niet door. De zaal is stuk.\n\n"
        f"Een kom verse soep en goed gezelschap.\n\nFatma, 06-12345678\n\n{PAGE}"
    )


async def test_the_revision_moves_only_with_what_a_reader_sees_and_the_uid_never(site):
    await list_entries(entry_values())
    before = await site.feed("land")
    await list_entries(entry_values(places_free=3))
    assert await site.feed("land") == before
    await list_entries(entry_values(title="Soep met brood"))
    (event,) = await site.feed("land")
    assert (event["uid"], event["sequence"]) == (before[0]["uid"], 1)


async def test_one_occurrence_has_the_same_bytes_in_every_feed(site, make):
    organisation = await make.organisation()
    await list_entries(entry_values(organisation_id=organisation.id))
    feeds = ("postcode/3512", "gemeente/utrecht", f"organisatie/{organisation.slug}", "activiteit/1", "land")
    events = {selection: await site.feed(selection) for selection in feeds}
    assert {selection: len(found) for selection, found in events.items()} == dict.fromkeys(feeds, 1)
    assert len({found[0].to_ical() for found in events.values()}) == 1


async def test_what_moves_out_of_a_selection_stays_there_as_cancelled_and_comes_into_the_new_one(site):
    await list_entries(entry_values())
    assert [event["status"] for event in await site.feed("gemeente/utrecht")] == ["CONFIRMED"]
    assert await site.feed("gemeente/groningen") == []
    await list_entries(entry_values(**GRONINGEN))
    (left,) = await site.feed("gemeente/utrecht")
    assert (left["uid"], left["status"], left["sequence"]) == (entry_values().uid, "CANCELLED", 1)
    assert left["summary"] == "Verplaatst: Soep aan de lange tafel"
    assert left["description"] == f"Verplaatst, zie {PAGE}"
    (moved,) = await site.feed("gemeente/groningen")
    assert (moved["uid"], moved["status"], moved["sequence"]) == (entry_values().uid, "CONFIRMED", 1)
    assert [event["status"] for event in await site.feed("postcode/3512?straal=25")] == ["CANCELLED"]
    assert [event["status"] for event in await site.feed("land")] == ["CONFIRMED"]


async def test_what_changes_after_it_has_left_changes_in_the_selection_it_left(site):
    await list_entries(entry_values())
    await list_entries(entry_values(**GRONINGEN))
    assert [event["sequence"] for event in await site.feed("gemeente/utrecht")] == [1]
    await list_entries(entry_values(title="Soep met brood", **GRONINGEN))
    (left,) = await site.feed("gemeente/utrecht")
    assert (left["summary"], left["sequence"]) == ("Verplaatst: Soep met brood", 2)
    await list_entries(entry_values(title="Soep met brood", state=EntryState.CANCELLED, **GRONINGEN))
    (left,) = await site.feed("gemeente/utrecht")
    assert (left["summary"], left["status"]) == ("Gaat niet door: Soep met brood", "CANCELLED")


async def test_what_comes_back_is_as_it_was(site):
    await list_entries(entry_values())
    await list_entries(entry_values(**GRONINGEN))
    await list_entries(entry_values())
    assert [event["status"] for event in await site.feed("gemeente/utrecht")] == ["CONFIRMED"]
    assert [event["status"] for event in await site.feed("gemeente/groningen")] == ["CANCELLED"]


async def test_a_filter_is_left_too(site):
    await list_entries(entry_values())
    assert len(await site.feed("gemeente/utrecht?categorie=samen-eten")) == 1
    await list_entries(entry_values(category="spel"))
    (left,) = await site.feed("gemeente/utrecht?categorie=samen-eten")
    assert left["status"] == "CANCELLED"
    assert [event["status"] for event in await site.feed("gemeente/utrecht")] == ["CONFIRMED"]


async def test_a_circle_is_left_when_the_place_is_just_outside_of_it(site):
    await list_entries(entry_values())
    assert len(await site.feed("postcode/3512?straal=1")) == 1
    await list_entries(entry_values(**DE_BILT))
    assert [event["status"] for event in await site.feed("postcode/3512?straal=1")] == ["CANCELLED"]
    assert [event["status"] for event in await site.feed("postcode/3512?straal=10")] == ["CONFIRMED"]


async def test_when_the_week_is_over_only_what_is_there_remains(site, now):
    await list_entries(entry_values(1), entry_values(2), entry_values(3, state=EntryState.CANCELLED))
    await list_entries(entry_values(2, **GRONINGEN))
    now.set(datetime(2027, 10, 8, 21, 59, tzinfo=UTC))  # a minute before midnight in Amsterdam
    events = await site.feed("gemeente/utrecht")
    assert sorted(event["status"] for event in events) == ["CANCELLED", "CANCELLED", "CONFIRMED"]
    now.move(timedelta(minutes=1))
    events = await site.feed("gemeente/utrecht")
    assert sorted(event["uid"] for event in events) == sorted([entry_values(1).uid, entry_values(3).uid])


async def test_feeds_hold_the_current_and_the_previous_edition(site, make):
    await make.edition(2028)
    await list_entries(
        entry_values(1), entry_values(2, edition_year=2028), entry_values(3, edition_year=2026)
    )
    years = {entry_values(1).uid: 2027, entry_values(2).uid: 2028, entry_values(3).uid: 2026}
    assert {years[event["uid"]] for event in await site.feed("land")} == {2027, 2028}
    await make.edition(2029)
    assert {years[event["uid"]] for event in await site.feed("land")} == {2028}


async def test_what_is_for_professionals_is_there_only_when_it_is_asked_for(site, make):
    organisation = await make.organisation()
    training = {"category": "training", "is_for_professionals": True, "organisation_id": organisation.id}
    await list_entries(entry_values(**training))
    assert await site.feed("land") == []
    assert await site.feed("gemeente/utrecht") == []
    assert len(await site.feed("land?categorie=training")) == 1
    assert len(await site.feed(f"organisatie/{organisation.slug}")) == 1
    assert len(await site.feed("activiteit/1")) == 1


async def test_a_postcode_shows_online_activities_only_when_they_are_asked_for(site):
    await list_entries(entry_values(1, form="online", latitude=None, longitude=None), entry_values(2))
    assert [event["uid"] for event in await site.feed("postcode/3512")] == [entry_values(2).uid]
    assert [event["uid"] for event in await site.feed("postcode/9711?vorm=online")] == [entry_values(1).uid]
    assert len(await site.feed("land")) == 2
