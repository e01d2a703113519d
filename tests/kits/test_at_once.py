"""However many people order at the same moment, in however many processes: the stock stays true."""

import os
import signal
import sys
from asyncio import create_subprocess_exec, gather, subprocess

from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make
from tests.processes import run_together
from tests.signups.test_at_once import environment
from tests.sizes import size
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.mailer import schedule
from weekplanner.mailer.models import OutboxMessage

PROCESSES = 5
ORDERS = size(100, rehearsal=1_000)
"""In each process."""
STOCK = 300
STEPS = size(8, rehearsal=100)


def crowd(what: str, kits: list[Kit], activities: list[int], number: int, many: int) -> list[str]:
    """The command for people in a process of their own."""
    lists = [",".join(str(each) for each in ids) for ids in ([kit.id for kit in kits], activities)]
    return [sys.executable, "-m", "tests.kits.crowd", what, *lists, str(number), str(many)]


async def setting(make: Make, *, stock_of: int) -> tuple[list[Kit], list[int]]:
    """Two kits and two activities."""
    kits = [await make.kit(stock_of=stock_of, max_per_activity=None) for _each in range(2)]
    return kits, [(await make.activity()).id for _each in range(2)]


async def test_of_five_hundred_orders_at_once_exactly_what_is_there_is_promised(make: Make):
    kits, activities = await setting(make, stock_of=STOCK)
    await run_together(
        [crowd("rush", kits, activities, number, ORDERS) for number in range(PROCESSES)], env=environment()
    )
    assert await what_is_wrong_with_kits() == []
    for kit in kits:
        kept = await Kit.get(id=kit.id)
        assert (kept.free, kept.reserved, kept.shipped) == (0, STOCK, 0)
        placed = await KitOrderLine.filter(kit_id=kit.id, state=LineState.PLACED)
        assert sum(line.quantity for line in placed) == STOCK
    told = await OutboxMessage.filter(kind__startswith="kit_order_")
    assert len({each.to_address for each in told}) == len(told) == PROCESSES * ORDERS
    assert await KitOrder.all().count() == PROCESSES * ORDERS


async def test_whatever_happens_at_once_and_whoever_is_killed_the_ledger_is_whole(make: Make):
    kits, activities = await setting(make, stock_of=10)
    commands = [crowd("work", kits, activities, number, STEPS) for number in range(PROCESSES)]
    running = [
        await create_subprocess_exec(
            *command, env={**os.environ, **environment()}, stdout=subprocess.PIPE, start_new_session=True
        )
        for command in commands
    ]
    victim, *others = running
    assert victim.stdout is not None
    for _line in range(STEPS):
        await victim.stdout.readline()
    os.killpg(victim.pid, signal.SIGKILL)
    await gather(victim.wait(), *(each.communicate() for each in others))
    assert [each.returncode for each in others] == [0] * (PROCESSES - 1)
    await schedule.run_due()
    assert await what_is_wrong_with_kits() == []
