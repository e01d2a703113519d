"""Every message about a congress, caused by what people do and by time going by, arrives over real SMTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.congress.test_telling import come_in
from tests.make import OPENING, Make, at
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.messages.kinds import KINDS
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.mailings import Readers
from weekplanner.congress.models.registrations import Registration, WorkshopChoice
from weekplanner.congress.operations import arranging, changing, deciding, signing_up, writing
from weekplanner.congress.personal import link_of
from weekplanner.congress.queries.standings import standing_of
from weekplanner.core import settings
from weekplanner.core.clock import MovableClock
from weekplanner.mailer import schedule, sender
from weekplanner.mailer.models import OutboxMessage, Status


@pytest.fixture
async def server(configured: settings.Settings) -> AsyncIterator[SmtpServer]:
    """The mail server that the site sends to."""
    async with smtp_server() as running:
        with settings.using(configured.model_copy(update={"mail_url": running.url})):
            yield running


async def send() -> None:
    """What is due is told, and sent."""
    await schedule.run_due()
    await sender.send_due()


async def cancel(registration: Registration) -> None:
    """Somebody calls it off."""
    await changing.cancel_by_link(link_of(registration.id, registration.link_version))


async def change(registration: Registration, **values: object) -> None:
    """Somebody changes what they filled in."""
    stored = await Registration.get(id=registration.id)
    party = replace((await standing_of(stored)).party, **values)
    link = link_of(stored.id, stored.link_version)
    await changing.change_by_link(link, party, version=stored.version)


async def before_the_day(make: Make, congress: Congress, now: MovableClock) -> None:
    """A full hall, a full workshop, requests, offers that nobody answers, and a move."""
    first, second = await make.workshops(congress, 1, 9)
    seated = [
        await make.registration(congress, f"Gast {number}", choices=[(first, second)]) for number in range(3)
    ]
    for number in range(2):
        await make.registration(congress, f"Wacht {number}")
    asking = await make.registration(congress, audience="vrijwilliger", wish="Graag.")
    await deciding.refuse(asking.id, "Het is vol.", actor=SYSTEM)
    again = (await standing_of(seated[1])).party
    await signing_up.sign_up(congress.id, again, request_key="again", network=None)
    await change(seated[1], role="Wethouder", email="ander@example.org")
    await cancel(seated[0])
    assert await WorkshopChoice.filter(offered_until__isnull=False).exists()
    await send()
    now.move(timedelta(hours=49))
    await send()
    fresh = await Congress.get(id=congress.id)
    await arranging.edit_congress(
        fresh.id, replace(OPENING, venue="Stadskamer"), version=fresh.version, actor=SYSTEM
    )
    await writing.write(
        congress.id,
        Readers.CONFIRMED,
        subject="Neem een mok mee",
        text="Tot vrijdag!",
        request_key="mail",
        actor=SYSTEM,
    )
    now.move(timedelta(hours=1))
    await send()


async def on_and_around_the_day(congress: Congress, now: MovableClock) -> None:
    """Reminders, somebody who comes in, and thanks."""
    for moment in (at(24, 10, month=9), at(30, 10, month=9)):
        now.set(moment)
        await send()
    now.set(at(1, 11))
    await come_in(congress, "ander@example.org")
    now.set(at(2, 10))
    await send()


async def test_a_mail_server_gets_every_kind_of_message_once(
    make: Make, server: SmtpServer, now: MovableClock
):
    off = await make.congress()
    await make.registration(off, "Iemand")
    await arranging.call_off(off.id, "De zaal staat blank.", version=off.version, actor=SYSTEM)
    congress = await make.congress(seats=3)
    await before_the_day(make, congress, now)
    await on_and_around_the_day(congress, now)
    queued = await OutboxMessage.filter(kind__startswith="congress_")
    assert {each.kind for each in queued} == {kind.name for kind in KINDS}
    sent = {each.message_id: each.to_address for each in queued if each.status is Status.SENT}
    lost = {each.kind for each in queued if each.status is not Status.SENT}
    assert lost == set()
    arrived = [(each.message["Message-ID"], each.recipient) for each in server.deliveries]
    assert sorted(arrived) == sorted(sent.items())
