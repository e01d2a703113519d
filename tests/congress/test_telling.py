"""What who signed up for a congress is told at its moment: each thing once, to whom it concerns."""

from dataclasses import replace
from datetime import timedelta

from tests.make import OPENING, Make, at
from tests.scheduling import passed
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.entrance import ReadBy
from weekplanner.congress.models.mailings import Readers
from weekplanner.congress.models.registrations import Attendee, Decision, RegistrationEvent
from weekplanner.congress.operations import arranging, changing, entrance, writing
from weekplanner.congress.operations.entrance import Entrance
from weekplanner.congress.personal import link_of
from weekplanner.core import clock
from weekplanner.core.clock import MovableClock
from weekplanner.mailer.models import OutboxMessage


async def look() -> None:
    """Let the schedule look at what is due now; nothing fails."""
    counts = await passed(clock.now())
    assert {numbers["failed"] for numbers in counts.values()} <= {0}


async def mail_to(name: str) -> list[OutboxMessage]:
    """Every message to somebody, oldest first."""
    return await OutboxMessage.filter(to_address=f"{name}@example.org").order_by("id")


async def come_in(congress: Congress, email: str) -> None:
    """Everybody of a party comes in at a door."""
    for attendee in await Attendee.filter(congress_id=congress.id, registration__email=email):
        seen = Entrance(f"door {attendee.id}", attendee.id, ReadBy.NAME, congress.starts_at)
        await entrance.check_in(congress.id, seen, actor=SYSTEM)


async def test_who_has_a_seat_is_reminded_a_week_and_a_day_before_and_thanked_when_they_came(
    make: Make, site: Site, now: MovableClock
):
    congress = await make.congress(seats=2)
    for name in ("comes", "stays", "waits"):
        await make.registration(congress, email=f"{name}@example.org")
    for moment in (at(24, 10, month=9), at(30, 10, month=9)):
        now.set(moment)
        await look()
        await look()
    now.set(at(1, 11))
    await come_in(congress, "comes@example.org")
    now.set(at(2, 10))
    await look()
    reminders = ["congress_week_before", "congress_day_before"]
    assert await site.mail_kinds_to("comes@example.org") == [
        "congress_confirmed",
        *reminders,
        "congress_thanks",
    ]
    assert await site.mail_kinds_to("stays@example.org") == ["congress_confirmed", *reminders]
    assert await site.mail_kinds_to("waits@example.org") == ["congress_waiting"]


async def test_edits_within_half_an_hour_are_one_notice_with_what_was_before(
    make: Make, site: Site, now: MovableClock
):
    congress = await make.congress()
    await make.registration(congress, email="jan@example.org")
    for venue in ("Beatrixgebouw", "Stadskamer"):
        values = replace(OPENING, venue=venue)
        congress = await arranging.edit_congress(congress.id, values, version=congress.version, actor=SYSTEM)
        now.move(timedelta(minutes=10))
        await look()
    assert await site.mail_kinds_to("jan@example.org") == ["congress_confirmed"]
    now.move(timedelta(minutes=20))
    await look()
    (_ticket, notice) = await mail_to("jan")
    assert notice.kind == "congress_changed"
    assert [notice.values["before"]["place"], notice.values["place"]] == [
        "Jaarbeurs, Jaarbeursplein 6, 3521 AL Utrecht",
        "Stadskamer, Jaarbeursplein 6, 3521 AL Utrecht",
    ]
    assert notice.values["calendar"]["sequence"] == 2


async def test_what_is_changed_back_is_not_told(make: Make, site: Site, now: MovableClock):
    congress = await make.congress()
    await make.registration(congress, email="jan@example.org")
    for venue in ("Beatrixgebouw", OPENING.venue):
        values = replace(OPENING, venue=venue)
        congress = await arranging.edit_congress(congress.id, values, version=congress.version, actor=SYSTEM)
    now.move(timedelta(hours=1))
    await look()
    assert await site.mail_kinds_to("jan@example.org") == ["congress_confirmed"]


async def test_a_move_of_tomorrow_is_told_at_once(make: Make, site: Site, now: MovableClock):
    congress = await make.congress()
    await make.registration(congress, email="jan@example.org")
    now.set(at(30, 18, month=9))
    await look()
    values = replace(OPENING, starts_at=at(1, 10))
    await arranging.edit_congress(congress.id, values, version=congress.version, actor=SYSTEM)
    await look()
    kinds = await site.mail_kinds_to("jan@example.org")
    assert kinds[-1] == "congress_changed"


async def test_everybody_who_signed_up_hears_that_it_does_not_go_on(
    make: Make, site: Site, now: MovableClock
):
    congress = await make.congress(seats=1)
    sits, waits = [
        await make.registration(congress, email=f"{name}@example.org") for name in ("sits", "waits")
    ]
    gone = await make.registration(congress, email="gone@example.org")
    await changing.cancel_by_link(link_of(gone.id, gone.link_version))
    await arranging.call_off(congress.id, "De zaal staat blank.", version=congress.version, actor=SYSTEM)
    noted = await RegistrationEvent.filter(decision=Decision.CALLED_OFF).order_by("registration_id")
    assert [(each.registration_id, each.reason) for each in noted] == [
        (each.id, "De zaal staat blank.") for each in (sits, waits)
    ]
    await look()
    now.set(at(2, 10))
    await look()
    assert await site.mail_kinds_to("sits@example.org") == ["congress_confirmed", "congress_called_off"]
    assert await site.mail_kinds_to("waits@example.org") == ["congress_waiting", "congress_called_off"]
    assert await site.mail_kinds_to("gone@example.org") == ["congress_waiting", "congress_cancelled"]
    off = (await mail_to("sits"))[-1]
    assert (off.values["apology"], off.values["calendar"]["method"]) == ("De zaal staat blank.", "CANCEL")


async def test_a_message_of_the_team_reaches_its_readers_once(make: Make, site: Site, now: MovableClock):
    congress = await make.congress(seats=3)
    first, second = await make.workshops(congress, 1, 5)
    await make.registration(congress, email="first@example.org", choices=[(first, second)])
    await make.registration(congress, email="second@example.org", choices=[(first, second)])
    await make.registration(congress, email="none@example.org")
    await make.registration(congress, email="waits@example.org")
    now.set(at(1, 11))
    await come_in(congress, "first@example.org")
    wanted = {
        Readers.CONFIRMED: ["first", "second", "none"],
        Readers.WAITING: ["waits"],
        Readers.WORKSHOP: ["second"],
        Readers.ABSENT: ["second", "none"],
        Readers.PRESENT: ["first"],
    }
    for readers in wanted:
        for _click in range(2):
            await writing.write(
                congress.id,
                readers,
                subject=readers.value,
                text="Tot zo!",
                request_key=f"form {readers.value}",
                workshop_id=second.id,
                actor=SYSTEM,
            )
    await look()
    got: dict[Readers, list[str]] = {readers: [] for readers in wanted}
    for name in ("first", "second", "none", "waits"):
        for mail in await mail_to(name):
            if mail.kind == "congress_message":
                got[Readers(mail.values["message_subject"])].append(name)
    assert got == wanted
