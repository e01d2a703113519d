"""The catalogue of the demonstration, with stock, and the file of the digital kit."""

from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.demo import kit_file
from weekplanner.kits import files
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import catalogue, illustrating, stock
from weekplanner.mailer import outbox
from weekplanner.vocabulary.queries import vocabulary

FOR_SO_MANY = 1_200
"""Activities that the stock of the vocabulary is meant for."""
SCARCE, SCARCE_SHARE = "jongerenpakket", 30
"""Of one kit only a thirtieth arrived yet, so that some wait for it."""


async def fill(activities: int, *, at: datetime, keeper: Person) -> None:
    """See to it that there are kits, and stock enough for so many activities; what is there stays."""
    with outbox.never_sent("invented"), clock.frozen(at):
        await catalogue.begin_catalogue(actor=keeper)
        for kit in await Kit.all().order_by("position"):
            item = vocabulary().kit_items.get(kit.slug)
            if item and item.demo_stock:
                await _receive(kit, item.demo_stock, activities, keeper=keeper)
            elif item and item.is_digital:
                await _give_file(kit, keeper=keeper)


async def _receive(kit: Kit, quantity: int, activities: int, *, keeper: Person) -> None:
    arrives = quantity // SCARCE_SHARE if kit.slug == SCARCE else quantity
    for delivery in range(1, -(-activities // FOR_SO_MANY) + 1):
        await stock.receive(
            kit.id,
            arrives,
            f"Levering {delivery} van de drukkerij",
            request_key=f"demo {kit.slug} {delivery}",
            actor=keeper,
        )


async def _give_file(kit: Kit, *, keeper: Person) -> None:
    if kit.file_stem and files.path_of(kit).exists():
        return
    await illustrating.add_file(kit.id, kit_file.archive(), version=kit.version, actor=keeper)
