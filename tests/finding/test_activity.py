"""The page of one activity: how to join first, and nothing claimed that is not known."""

import pytest

from tests.finding.reading import Page
from tests.make import MadeActivity, acting, at
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import settings
from weekplanner.events.models import Occurrence
from weekplanner.events.operations import cancelling, review


def sections(page: Page) -> list[str]:
    return [heading.text for heading in page.main.all("h2")]


def section(page: Page, title: str) -> str:
    """The words of the section with this heading."""
    return next(
        each.text for each in page.main.all("section") if any(h2.text == title for h2 in each.all("h2"))
    )


async def test_the_page_says_how_to_join_before_anything_else(get, make):
    soup = await make.activity(
        transport="Wij halen u op.", transport_phone="030 000 99 99", directions="Bus 2 stopt voor de deur."
    )
    page = await get(soup.path)
    assert page.h1 == "Soep aan de lange tafel"
    assert sections(page) == [
        "Zo doet u mee",
        "Wanneer en waar",
        "Wat gaan we doen",
        "Hoe komt u er",
        "Toegankelijkheid",
        "Zet in uw agenda",
        "Vertel het iemand",
        "Wie organiseert dit",
        "Meer te doen",
    ]


async def test_the_telephone_comes_first(get, make):
    soup = await make.activity(
        join_ways=("binnenlopen", "e-mail", "website", "telefoon"),
        join_url="https://example.org/kom",
        is_contact_email_public=True,
    )
    joining = section(await get(soup.path), "Zo doet u mee")
    order = [
        "Bel Fatma en zeg dat u komt.",
        "030 000 12 34",
        "Gewoon binnenlopen",
        "Mail naar",
        "Meld u aan op",
    ]
    assert sorted(order, key=joining.index) == order


async def test_a_public_number_is_shown_also_where_one_just_walks_in(get, make):
    soup = await make.activity(join_ways=("binnenlopen",))
    page = await get(soup.path)
    assert "Vragen? Bel Fatma." in section(page, "Zo doet u mee")
    assert "tel:0300001234" in page.links


async def test_what_is_not_public_is_nowhere_on_the_page(site, make):
    soup = await make.activity(
        join_ways=("binnenlopen",),
        contact_name="Jantje Beton",
        contact_phone="030 000 77 77",
        contact_email="geheim@example.org",
        is_contact_name_public=False,
        is_contact_phone_public=False,
        is_contact_email_public=False,
    )
    answer = await site.get(soup.path)
    assert answer.status_code == 200
    for secret in ("Jantje", "030 000 77 77", "0300007777", "geheim@"):
        assert secret not in answer.text


async def test_without_a_way_to_join_any_more_the_site_offers_its_own_number(get, make, now):
    soup = await make.activity(capacity=12, is_contact_phone_public=False)
    assert "Wilt u meedoen? Bel ons" not in (await get(soup.path)).text
    now.set(at(6, 12))  # signing up closes at the start
    page = await get(soup.path)
    assert "Wilt u meedoen? Bel ons" in section(page, "Zo doet u mee")
    assert "Er is plaats voor 12 mensen." in section(page, "Zo doet u mee")


async def test_for_how_many_there_is_room_is_said_when_it_is_the_same_each_time(get, make):
    times = [(at(day, 12), at(day, 13)) for day in (5, 6)]
    soup = await make.activity(capacity=12, join_ways=("binnenlopen",), occurrences=times)
    assert "Er is plaats voor 12 mensen." in section(await get(soup.path), "Zo doet u mee")


async def test_when_where_cost_and_with_whom(get, make):
    soup = await make.activity(price_note="U betaalt aan tafel.", audiences=("ouderen", "jongeren"))
    facts = section(await get(soup.path), "Wanneer en waar")
    for words in (
        "Woensdag 6 oktober 2027, 12.00 tot 13.30 uur",
        "Bibliotheek Neude Neude 11, 3512 AE Utrecht",
        "3,50 euro. U betaalt aan tafel.",
        "Ouderen, jongeren en studenten",
        "Fatma wacht u op bij de deur.",
    ):
        assert words in facts


async def test_unknown_is_never_read_as_no(get, make):
    soup = await make.activity(
        accessibility={"rolstoeltoegankelijk": "yes", "ringleiding": "no"}, languages=("nl", "tr")
    )
    words = section(await get(soup.path), "Toegankelijkheid")
    there, missing, unknown = (
        words.index(part) for part in ("Rolstoel", "Dit is er niet", "Dit weten wij niet")
    )
    assert there < missing < unknown
    assert words.index("Wij spreken Nederlands en Turks.") < missing
    assert missing < words.index("ringleiding") < unknown
    assert unknown < words.index("invalidentoilet")
    assert "Vraag het na bij Fatma: 030 000 12 34" in words


async def test_at_home_shows_no_address(site, make):
    visit = await make.activity(form="thuis", street="Geheimstraat", house_number="1", venue="Bij Piet")
    answer = await site.get(visit.path)
    assert "Bij u thuis, in de gemeente Utrecht" in answer.text
    assert "Geheimstraat" not in answer.text
    assert "Bij Piet" not in answer.text


async def test_by_telephone_the_page_says_which_number_to_call(get, make):
    page = await get((await make.activity(form="telefoon", dial_in_phone="020 000 00 01")).path)
    assert "tel:0200000001" in page.links


async def test_online_the_page_leads_to_where_it_happens(get, make):
    page = await get((await make.activity(form="online", online_url="https://example.org/kamer")).path)
    assert page.link("Doe mee via deze link") == "https://example.org/kamer"


async def _cancel(soup: MadeActivity, occurrence: Occurrence) -> None:
    await cancelling.cancel_occurrence(
        soup.id,
        occurrence.id,
        "De kok is ziek.",
        version=(await soup.fresh()).version,
        actor=acting(soup.organiser, soup.organisation),
    )


async def test_every_moment_is_listed_and_what_is_past_or_off_is_marked(get, make, now):
    soup = await make.activity(occurrences=[(at(day, 12), at(day, 13)) for day in (5, 6, 7, 8)])
    await _cancel(soup, (await soup.occurrences())[2])
    now.set(at(6, 9))
    page = await get(soup.path)
    moments = [each.text for each in page.main.one("ul", class_="moments").all("li")]
    assert moments == [
        "Dinsdag 5 oktober 2027, 12.00 tot 13.00 uur (geweest)",
        "Woensdag 6 oktober 2027, 12.00 tot 13.00 uur",
        "Donderdag 7 oktober 2027, 12.00 tot 13.00 uur Gaat niet door De kok is ziek.",
        "Vrijdag 8 oktober 2027, 12.00 tot 13.00 uur",
    ]
    assert "Woensdag 6 oktober, 12.00 tot 13.00 uur, en nog 1 keer" in page.text


async def test_a_cancelled_activity_says_so_and_leads_on(get, make):
    soup = await make.activity("cancelled")
    page = await get(soup.path)
    assert page.main.one("h1").one("s").text == "Soep aan de lange tafel"
    assert "De zaal is stuk." in page.text
    assert page.link("Kijk wat er nog meer is") == "/agenda?postcode=3512&dag=2027-10-06"
    assert "Zo doet u mee" not in sections(page)
    assert not list(page.main.all("ul", class_="feed-links"))


async def test_an_activity_of_which_the_rest_is_off_is_off(get, make, now):
    soup = await make.activity(occurrences=[(at(5, 12), at(5, 13)), (at(7, 12), at(7, 13))])
    now.set(at(6, 9))
    await _cancel(soup, (await soup.occurrences())[1])
    page = await get(soup.path)
    assert "Deze activiteit gaat niet door De kok is ziek." in page.text


async def test_what_is_over_is_marked_and_cannot_be_joined(get, make, now):
    soup = await make.activity()
    now.set(at(6, 13, 31))
    page = await get(soup.path)
    assert "Deze activiteit is geweest" in page.text
    assert "Zo doet u mee" not in sections(page)


async def test_a_page_of_an_older_edition_keeps_working(get, make, now):
    soup = await make.activity()
    now.set(at(1, 12, year=2028, month=8))
    await make.edition(2028)
    page = await get(soup.path)
    assert page.status == 200
    assert page.link("Te doen rond 3512") == "/agenda?postcode=3512&jaar=2027"
    assert "Dit was in de week van 1 t/m 8 oktober 2027." in page.text
    assert page.link("Naar de agenda van nu") == "/agenda"
    assert "Zo doet u mee" not in sections(page)
    assert not [link for link in page.links if "/feeds/" in link]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
async def test_what_was_never_published_does_not_exist(site, make, state):
    hidden = await make.activity(state, title="Nog geheim")
    answer = await site.get(hidden.path)
    assert answer.status_code == 404
    assert "Nog geheim" not in answer.text


async def test_a_submission_that_was_refused_does_not_exist(site, make):
    assert (await site.get((await make.activity("withdrawn")).path)).status_code == 404


async def test_what_was_taken_down_is_gone_with_a_way_on(get, make):
    soup = await make.activity(title="Reclame voor matrassen")
    await review.withdraw_activity(soup.id, "Reclame.", version=soup.activity.version, actor=SYSTEM)
    page = await get(soup.path)
    assert page.status == 410
    assert "matrassen" not in page.text
    assert "/agenda" in page.links


@pytest.mark.parametrize("slug", ["x", "soep", "Soep-aan-de-lange-tafel", "a-b-c-1"])
async def test_another_slug_leads_to_the_right_address(site, make, slug):
    soup = await make.activity()
    answer = await site.get(f"/activiteiten/{slug}-{soup.id}")
    assert (answer.status_code, answer.headers["location"]) == (301, soup.path)


@pytest.mark.parametrize("number", ["0", "00", "007", "9999999999999999", "abc", "1e3", "%D9%A1"])
async def test_a_number_that_is_none_is_not_found(site, make, number):
    await make.activity()
    assert (await site.get(f"/activiteiten/soep-{number}")).status_code == 404


async def test_for_professionals_is_said(get, make):
    page = await get((await make.activity(category="training")).path)
    assert "Voor vrijwilligers en professionals" in page.text


async def test_it_can_be_saved_and_shared(get, make):
    soup = await make.activity()
    page = await get(soup.path)
    feed = f"komerbij.test/feeds/activiteit/{soup.id}.ics"
    assert page.link("iPhone") == f"webcal://{feed}"
    assert page.link("Google") == (
        f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F{feed.replace('/', '%2F')}"
    )
    assert page.link("Outlook").endswith(f"addfromweb?url=https%3A%2F%2F{feed.replace('/', '%2F')}")
    once = next(each for each in page.main.all("a") if each.text == "Eenmalig toevoegen")
    assert (once.attributes["href"], "download" in once.attributes) == (f"https://{feed}", True)
    assert page.link("Mail een bekende").startswith("mailto:?subject=Soep%20aan%20de%20lange%20tafel&body=")
    assert page.link("Stuur met WhatsApp").startswith("https://wa.me/?text=Soep%20aan")


async def test_search_engines_and_others_read_what_it_is(get, make):
    soup = await make.activity()
    page = await get(f"{soup.path}?utm_source=x")
    url = f"https://komerbij.test{soup.path}"
    assert (page.canonical, page.meta("og:url")) == (url, url)
    assert page.meta("og:title") == "Soep aan de lange tafel"
    data = page.structured_data
    assert (data["@type"], data["name"], data["url"]) == ("Event", "Soep aan de lange tafel", url)
    assert (data["startDate"], data["endDate"]) == ("2027-10-06T12:00:00+02:00", "2027-10-06T13:30:00+02:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"]["address"]["postalCode"] == "3512 AE"
    assert (data["offers"]["price"], data["isAccessibleForFree"]) == ("3.50", False)
    assert "subEvent" not in data


async def test_search_engines_read_who_organises_it_where_it_is_and_what_it_looks_like(get, make):
    soup = await make.activity()
    page = await get(soup.path)
    base_url, data = settings.current().base_url, page.structured_data
    assert data["organizer"] == {
        "@type": "Organization",
        "name": "Buurthuis De Linde",
        "url": f"{base_url}/organisaties/buurthuis-de-linde",
    }
    assert data["image"] == [page.meta("og:image")]
    assert data["location"]["name"] == "Bibliotheek Neude"
    assert data["location"]["address"]["addressLocality"] == "Utrecht"
    assert set(data["location"]["geo"]) == {"@type", "latitude", "longitude"}
    assert data["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    assert page.breadcrumbs == [
        ("Begin", f"{base_url}/"),
        ("Te doen rond 3512", f"{base_url}/agenda?postcode=3512"),
        ("Soep aan de lange tafel", base_url + soup.path),
    ]


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ({"form": "online", "online_url": "https://example.org/kamer"}, "https://example.org/kamer"),
        ({"form": "telefoon", "dial_in_phone": "020 000 00 01"}, None),
    ],
)
async def test_what_one_joins_from_home_has_no_place_for_search_engines(get, make, form, where):
    soup = await make.activity(**form)
    data = (await get(soup.path)).structured_data
    assert data["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    wanted = where or f"{settings.current().base_url}{soup.path}"
    assert data["location"] == {"@type": "VirtualLocation", "url": wanted}


async def test_it_leads_to_its_organisation_and_municipality(get, make):
    page = await get((await make.activity()).path)
    assert page.link("Buurthuis De Linde") == "/organisaties/buurthuis-de-linde"
    assert page.link("Gemeente Utrecht") == "/gemeente/utrecht"


async def test_each_moment_is_an_event_of_its_own_for_search_engines(get, make):
    soup = await make.activity(occurrences=[(at(5, 12), at(5, 13)), (at(7, 12), at(7, 13))])
    await _cancel(soup, (await soup.occurrences())[0])
    data = (await get(soup.path)).structured_data
    assert (data["startDate"], data["endDate"]) == ("2027-10-05T12:00:00+02:00", "2027-10-07T13:00:00+02:00")
    assert [each["eventStatus"].rpartition("/")[2] for each in data["subEvent"]] == [
        "EventCancelled",
        "EventScheduled",
    ]


async def test_nothing_an_organiser_writes_becomes_markup(site, make):
    nasty = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
    soup = await make.activity(
        title=f"A {nasty}"[:110],
        summary=nasty,
        description=nasty,
        venue=nasty,
        host_welcome=nasty,
        price_note=nasty,
        directions=nasty,
        transport=nasty,
    )
    answer = await site.get(soup.path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert Page(answer).structured_data["name"].startswith("A </script>")


async def test_a_moment_past_midnight_names_the_day_it_ends(get, make):
    page = await get((await make.activity(occurrences=[(at(6, 22), at(7, 1))])).path)
    assert "22.00 uur tot do 7 oktober 01.00 uur" in page.text
