"""Each step of an order reaches who ordered once, by a real mail server."""

from collections.abc import AsyncIterator

import pytest

from tests.make import Make, acting
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import settings
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import deciding, exceptions, ordering, parcels, shipping, stock
from weekplanner.kits.operations.shipping import Tracked
from weekplanner.mailer import schedule
from weekplanner.mailer.sender import send_due

FATMA = "fatma@example.org"


@pytest.fixture
async def server(make: Make, configured: settings.Settings) -> AsyncIterator[SmtpServer]:
    """A mail server, which the settings of this test name."""
    async with smtp_server() as running:
        with settings.using(configured.model_copy(update={"mail_url": running.url})):
            yield running


class Arrived:
    """What has come in for Fatma since the last look."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self.seen = 0

    async def subjects(self) -> list[str]:
        """After all that is due went, twice."""
        for _again in range(2):
            await schedule.run_due()
            await send_due()
        new, self.seen = self.server.deliveries[self.seen :], len(self.server.deliveries)
        return [str(each.message["Subject"]) for each in new if each.recipient == FATMA]


async def test_every_step_of_an_order_is_told_once(make: Make, server: SmtpServer):
    arrived = Arrived(server)
    soup = await make.activity(contact_email="soep@example.org")
    kit = await make.kit("Groot pakket", stock_of=1, max_per_activity=2)
    order = await make.kit_order(soup, {kit.id: 4}, wish="Wij zijn met velen.")
    number = order.number
    assert await arrived.subjects() == [f"Bestelling {number} is binnen"]
    await stock.receive(kit.id, 5, "Levering", actor=SYSTEM)
    assert await arrived.subjects() == [f"Er is weer voorraad voor bestelling {number}"]
    wished = await KitOrderLine.get(state=LineState.REQUESTED)
    await deciding.grant(wished.id, actor=SYSTEM)
    assert await arrived.subjects() == [f"U krijgt wat u vroeg bij bestelling {number}"]
    await deciding.approve_orders([order.id], actor=SYSTEM)
    assert await arrived.subjects() == [f"Bestelling {number} is goedgekeurd"]
    await parcels.make_batch([order.id], joins_addresses=False, request_key="batch", actor=SYSTEM)
    shipment = await Shipment.get()
    await parcels.pack(shipment.id, version=shipment.version, actor=SYSTEM)
    assert await arrived.subjects() == []
    await shipping.track("postnl", [Tracked(shipment.id, "3SKABA000000001")], actor=SYSTEM)
    await shipping.ship([shipment.id], actor=SYSTEM)
    assert await arrived.subjects() == [f"Bestelling {number} is onderweg"]
    text = server.deliveries[-1].message.get_body(("plain",))
    assert text is not None
    assert "https://jouw.postnl.nl/track-and-trace/3SKABA000000001-NL-3512AE" in text.get_content()
    await exceptions.recall(kit.id, "Wordt te warm.", actor=SYSTEM)
    assert await arrived.subjects() == [f"Belangrijk bericht over bestelling {number}"]


async def test_what_waits_what_is_declined_and_what_is_cancelled_is_told(make: Make, server: SmtpServer):
    arrived = Arrived(server)
    soup = await make.activity(contact_email="soep@example.org")
    kit = await make.kit("Groot pakket", max_per_activity=1)
    order = await make.kit_order(soup, {kit.id: 3}, wish="Wij zijn met velen.")
    assert await arrived.subjects() == [f"Bestelling {order.number} wacht op voorraad"]
    wished = await KitOrderLine.get(state=LineState.REQUESTED)
    await deciding.decline(wished.id, "Er zijn er te weinig.", actor=SYSTEM)
    assert await arrived.subjects() == [f"Over wat u vroeg bij bestelling {order.number}"]
    await order.refresh_from_db()
    actor = acting(soup.organiser, soup.organisation)
    await ordering.cancel_order(order.id, version=order.version, actor=actor)
    assert await arrived.subjects() == [f"Bestelling {order.number} is geannuleerd"]
