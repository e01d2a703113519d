"""The invitation that goes with a ticket, as a mail server and a calendar get it (RFC 5546, RFC 6047)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest
import zxingcpp
from PIL import Image

from tests.feeds.test_calendar_app import CalendarApp
from tests.make import Make, at
from tests.server import Program, serving
from tests.signups.test_own_calendar import OwnCalendar
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.messages.kinds import KINDS
from weekplanner.congress.models.congresses import Congress, CongressKind, Workshop
from weekplanner.congress.models.registrations import Registration
from weekplanner.congress.operations import answering, arranging, changing, deciding
from weekplanner.congress.personal import link_of
from weekplanner.congress.queries.standings import attendees_of, standing_of
from weekplanner.congress.tickets import Ticket, read_ticket
from weekplanner.congress.values import CongressValues
from weekplanner.core import settings
from weekplanner.core.clock import MovableClock
from weekplanner.mailer import addresses, schedule, sender
from weekplanner.mailer.models import OutboxMessage

TO = "fatma@example.org"
ONLINE = "https://vergaderen.example.org/kamer-7391"


@pytest.fixture
async def server(configured: settings.Settings) -> AsyncIterator[SmtpServer]:
    """The mail server that the site sends to, over one connection: so messages arrive in their order."""
    async with smtp_server() as running:
        update = {"mail_url": running.url, "mail_connections": 1}
        with settings.using(configured.model_copy(update=update)):
            yield running


async def sent_to(server: SmtpServer, address: str = TO) -> list[EmailMessage]:
    """All messages that this address got, once everything that is due was sent; as they were queued.

    They go over several connections at once, and what arrives first is told by SEQUENCE alone.
    """
    await schedule.run_due()
    await sender.send_due()
    messages = {each.message["Message-ID"]: each.message for each in server.deliveries}
    queued = (
        await OutboxMessage.filter(to_address=address).order_by("id").values_list("message_id", flat=True)
    )
    return [messages[number] for number in queued if number in messages]


def shape(part: EmailMessage) -> object:
    """The types of a message's parts, as they stand in each other."""
    if part.is_multipart():
        return {part.get_content_type(): [shape(each) for each in part.iter_parts()]}
    return part.get_content_type()


def files(message: EmailMessage, media_type: str = "text/calendar") -> list[bytes]:
    """What hangs at a message, of one type."""
    found = [each for each in message.iter_attachments() if each.get_content_type() == media_type]
    return [each.get_payload(decode=True) for each in found]


def invitation(message: EmailMessage) -> icalendar.Calendar:
    """The one at a message."""
    (content,) = files(message)
    return icalendar.Calendar.from_ical(content)


@dataclass(frozen=True)
class Said:
    """What an invitation says to a calendar."""

    method: str
    sequence: int
    status: str
    starts_at: str


def said(message: EmailMessage) -> Said:
    """Read of the invitation at a message."""
    calendar = invitation(message)
    (event,) = calendar.walk("VEVENT")
    starts_at = event["DTSTART"].dt.strftime("%-d %H:%M")
    return Said(calendar["METHOD"], event["SEQUENCE"], event["STATUS"], starts_at)


async def moved(congress: Congress, *, hour: int) -> Congress:
    """It begins at another hour."""
    congress = await Congress.get(id=congress.id)
    values = replace(CongressValues.of(congress), starts_at=at(1, hour))
    return await arranging.edit_congress(congress.id, values, version=congress.version, actor=SYSTEM)


async def called_off(congress: Congress) -> None:
    """It does not go on."""
    congress = await Congress.get(id=congress.id)
    await arranging.call_off(congress.id, "De zaal is stuk.", version=congress.version, actor=SYSTEM)


async def changed(registration: Registration, **values: object) -> Registration:
    """The party fills in something else on its own page."""
    stored = await Registration.get(id=registration.id)
    party = replace((await standing_of(stored)).party, **values)
    link = link_of(stored.id, stored.link_version)
    return await changing.change_by_link(link, party, version=stored.version)


async def cancelled(registration: Registration) -> None:
    """The party does not come."""
    await changing.cancel_by_link(link_of(registration.id, registration.link_version))


async def test_a_ticket_comes_with_the_invitation_in_the_message_and_as_a_file(
    make: Make, server: SmtpServer
):
    congress = await make.congress()
    await make.registration(congress, email=TO, people=2)
    (message,) = await sent_to(server)
    assert shape(message) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html", "text/calendar"]},
            "text/calendar",
            "image/png",
            "image/png",
        ]
    }
    inside, beside = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert inside.get_payload(decode=True) == beside.get_payload(decode=True)
    assert [part.get_param("method") for part in (inside, beside)] == ["REQUEST", "REQUEST"]
    assert [part.get_param("charset") for part in (inside, beside)] == ["utf-8", "utf-8"]
    assert (inside.get_filename(), beside.get_filename()) == (None, "invite.ics")


async def test_the_invitation_is_from_who_mails_and_to_nobody_else(make: Make, server: SmtpServer):
    congress = await make.congress()
    await make.registration(congress, email=TO, people=3)
    await make.registration(congress, email="jan@example.org")
    (message,) = await sent_to(server)
    calendar = invitation(message)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == congress.uid
    assert event["ORGANIZER"] == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert event["ORGANIZER"].params["CN"] == addresses.sender().display_name
    assert str(event["ATTENDEE"]) == f"mailto:{TO}"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Fatma de Vries",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }


async def test_the_picture_at_a_message_is_the_ticket_of_each_person(
    make: Make, server: SmtpServer, tmp_path
):
    congress = await make.congress()
    registration = await make.registration(congress, email=TO, people=3, companion="Bep")
    (message,) = await sent_to(server)
    found = []
    for content in files(message, "image/png"):
        (tmp_path / "ticket.png").write_bytes(content)
        (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "ticket.png"))
        found.append(read_ticket(code.text))
    people = await attendees_of(registration)
    assert found == [Ticket(congress.id, each.id, 1) for each in people]
    assert len(found) == 4


async def test_each_message_is_a_later_word_about_the_same_appointment(
    make: Make, server: SmtpServer, now: MovableClock
):
    congress = await make.congress()
    registration = await make.registration(congress, email=TO)
    await changed(registration, others=("Jan Bos",))
    await moved(congress, hour=10)
    now.move(timedelta(minutes=31))
    await sent_to(server)
    await called_off(congress)
    messages = await sent_to(server)
    assert [said(each) for each in messages] == [
        Said("REQUEST", 0, "CONFIRMED", "1 09:30"),
        Said("REQUEST", 1, "CONFIRMED", "1 09:30"),
        Said("REQUEST", 2, "CONFIRMED", "1 10:00"),
        Said("CANCEL", 3, "CANCELLED", "1 10:00"),
    ]
    events = [invitation(each).walk("VEVENT")[0] for each in messages]
    assert {event["UID"] for event in events} == {congress.uid}
    assert {str(event["ATTENDEE"]) for event in events} == {f"mailto:{TO}"}
    assert {str(event["ORGANIZER"]) for event in events} == {f"mailto:{addresses.sender().addr_spec}"}
    assert [shape(each)["multipart/mixed"][1:] for each in messages] == [
        ["text/calendar", "image/png"],
        ["text/calendar", "image/png", "image/png"],
        ["text/calendar", "image/png", "image/png"],
        ["text/calendar"],
    ]


async def test_who_cancels_and_comes_again_has_a_later_invitation(make: Make, server: SmtpServer):
    congress = await make.congress()
    for _time in range(2):
        await cancelled(await make.registration(congress, email=TO))
    await make.registration(congress, email=TO)
    assert [(each.method, each.sequence) for each in map(said, await sent_to(server))] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
        ("CANCEL", 3),
        ("REQUEST", 4),
    ]


async def test_another_address_takes_the_appointment_over_and_the_old_one_can_come_again(
    make: Make, server: SmtpServer
):
    congress = await make.congress()
    registration = await make.registration(congress, email=TO)
    await changed(registration, others=("Jan Bos",))
    await changed(registration, email="thuis@example.org")
    await make.registration(congress, "Fatma", email=TO)
    old, new = await sent_to(server), await sent_to(server, "thuis@example.org")
    assert [(each.method, each.sequence) for each in map(said, old)] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
        ("REQUEST", 3),
    ]
    assert [(each.method, each.sequence) for each in map(said, new)] == [("REQUEST", 5)]
    assert files(old[2], "image/png") == []
    assert str(invitation(new[0]).walk("VEVENT")[0]["ATTENDEE"]) == "mailto:thuis@example.org"


async def test_a_seat_after_waiting_brings_the_first_invitation(make: Make, server: SmtpServer):
    congress = await make.congress(seats=1)
    first = await make.registration(congress)
    waiting = await make.registration(congress, email=TO)
    await cancelled(first)
    await sent_to(server)
    await answering.accept_by_link(link_of(waiting.id, waiting.link_version))
    messages = await sent_to(server)
    assert [files(each) != [] for each in messages] == [False, False, True]
    assert said(messages[-1]) == Said("REQUEST", 1, "CONFIRMED", "1 09:30")


async def test_who_never_had_an_invitation_is_told_without_one_that_it_is_off(make: Make, server: SmtpServer):
    congress = await make.congress(seats=1)
    await make.registration(congress)
    await make.registration(congress, email=TO)
    await called_off(congress)
    messages = await sent_to(server)
    kinds = [row.kind for row in await OutboxMessage.filter(to_address=TO).order_by("id")]
    assert kinds == ["congress_waiting", "congress_called_off"]
    assert [shape(each) for each in messages] == [{"multipart/alternative": ["text/plain", "text/html"]}] * 2


async def test_another_workshop_stands_in_the_invitation(make: Make, server: SmtpServer):
    congress = await make.congress()
    small, large = await make.workshops(congress, 1, 5)
    await Workshop.filter(id=large.id).update(room="Zaal 4")
    first = await make.registration(congress, choices=[(small, None)])
    second = await make.registration(congress, email=TO, choices=[(small, large)])
    await cancelled(first)
    (choice,) = (await standing_of(second)).choices
    await answering.accept_workshop_by_link(link_of(second.id, second.link_version), choice.id)
    with_invitation = [each for each in await sent_to(server) if files(each)]
    lines = [
        next(line for line in str(event["DESCRIPTION"]).splitlines() if line.startswith("Ronde"))
        for event in (invitation(each).walk("VEVENT")[0] for each in with_invitation)
    ]
    assert lines == [f"Ronde 1: {large.title}, Zaal 4", f"Ronde 1: {small.title}"]
    assert [said(each).sequence for each in with_invitation] == [0, 1]


async def test_only_who_has_a_seat_reads_the_link_to_take_part_from_home(
    make: Make, server: SmtpServer, now: MovableClock
):
    webinar = await make.congress(
        seats=1,
        kind=CongressKind.WEBINAR,
        venue="",
        street="",
        house_number="",
        postcode="",
        place="",
        online_url=ONLINE,
    )
    seated = await make.registration(webinar, email="stoel@example.org")
    await make.registration(webinar, email="wacht@example.org")
    asking = await make.registration(
        webinar, email="vraagt@example.org", audience="vrijwilliger", wish="Mag het?"
    )
    await moved(webinar, hour=10)
    now.move(timedelta(minutes=31))
    await schedule.run_due()
    await deciding.refuse(asking.id, "Het is vol.", actor=SYSTEM)
    await cancelled(seated)  # who waited is offered the seat, and has none yet
    await called_off(webinar)
    (first, *_later) = await sent_to(server, "stoel@example.org")
    assert ONLINE in invitation(first).walk("VEVENT")[0]["DESCRIPTION"]
    told = {
        address: [ONLINE in read_through(each) for each in await sent_to(server, address)]
        for address in ("stoel@example.org", "wacht@example.org", "vraagt@example.org")
    }
    assert told == {
        "stoel@example.org": [True, True, False],  # has a seat, it moved, has none any more
        "wacht@example.org": [False, False, False, False],  # waits, it moved, a seat is offered, it is off
        "vraagt@example.org": [False, False, False],  # asks, it moved, is refused
    }
    kept = [
        row
        for row in await OutboxMessage.exclude(to_address="stoel@example.org")
        if ONLINE in str(row.values)
    ]
    assert kept == []


def read_through(message: EmailMessage) -> str:
    """All that is in a message, its headers too, with its parts decoded and lines of calendars whole."""
    parts = [
        part.get_payload(decode=True).decode(errors="replace")
        for part in message.walk()
        if not part.is_multipart()
    ]
    return "\n".join([*map(str, message.values()), *parts]).replace("\r\n ", "")


def test_every_kind_with_an_invitation_says_what_becomes_of_it():
    methods = {kind.name: (kind.sample["calendar"] or {}).get("method", "") for kind in KINDS}
    assert {name: method for name, method in methods.items() if method} == {
        "congress_confirmed": "REQUEST",
        "congress_registration_changed": "REQUEST",
        "congress_changed": "REQUEST",
        "congress_cancelled": "CANCEL",
        "congress_address_changed": "CANCEL",
        "congress_called_off": "CANCEL",
    }


@pytest.mark.once  # a calendar sees bytes, which other tests compare on either
async def test_in_a_real_calendar_the_appointment_appears_moves_and_is_crossed_out(
    make: Make, server: SmtpServer, now: MovableClock, tmp_path
):
    """khal keeps what a CANCEL takes back, as CANCELLED, like every calendar that opens a file by itself.

    So it says in its first word what became of it, and makes nobody look busy.
    """
    congress = await make.congress()
    calendar = OwnCalendar(tmp_path, server, TO)
    registration = await make.registration(congress, email=TO)
    assert await calendar.takes_in() == "2027-10-01 09:30 Samen dekken wij de tafel CONFIRMED"

    await moved(congress, hour=10)
    now.move(timedelta(minutes=31))
    assert await calendar.takes_in() == "2027-10-01 10:00 Samen dekken wij de tafel CONFIRMED"

    await cancelled(registration)
    assert await calendar.takes_in() == "2027-10-01 10:00 Afgemeld: Samen dekken wij de tafel CANCELLED"

    await make.registration(congress, email=TO)
    assert await calendar.takes_in() == "2027-10-01 10:00 Samen dekken wij de tafel CONFIRMED"

    await called_off(congress)
    assert await calendar.takes_in() == "2027-10-01 10:00 Gaat niet door: Samen dekken wij de tafel CANCELLED"


@pytest.mark.once  # an app sees bytes, which other tests compare on either
async def test_the_feed_of_congresses_shows_that_one_moved_and_that_it_does_not_go_on(
    make: Make, database_url: str, tmp_path
):
    congress = await make.congress()
    program = Program.on(database_url, tmp_path, clock="2027-08-16T10:00:00")
    async with serving(program, "--no-mailer") as running:
        calendar = CalendarApp(tmp_path, f"{running.url}/feeds/congres.ics")
        await calendar.subscribe()
        await calendar.becomes("2027-10-01 09:30-16:00 Samen dekken wij de tafel CONFIRMED")
        await moved(congress, hour=10)
        await calendar.becomes("2027-10-01 10:00-16:00 Samen dekken wij de tafel CONFIRMED")
        await called_off(congress)
        await calendar.becomes("2027-10-01 10:00-16:00 Gaat niet door: Samen dekken wij de tafel CANCELLED")
