"""What of the kits is done at a moment, and how that is called in the schedule."""

from datetime import datetime, time, timedelta

from weekplanner.core import clock
from weekplanner.editions.models import Edition
from weekplanner.kits.models.catalogue import Kit
from weekplanner.mailer.schedule import Plan

BACK_ORDERS = "kit_back_orders"
RECALL = "kit_recall"
DEADLINE = "kit_deadline"

NO_LATER_THAN = timedelta(days=400)
"""What must be done however late."""
TOLD_BEFORE = timedelta(days=14)
TOLD_AT = time(9)
"""On that day, on an Amsterdam clock."""


def back_orders(kit: Kit, *, now: datetime) -> Plan:
    """More back-orders can be served than one transaction may hold."""
    key = f"{BACK_ORDERS}:{kit.id}:{now:%Y%m%dT%H%M%S.%f}"
    return Plan(BACK_ORDERS, kit.id, key, at=now, not_after=now + NO_LATER_THAN)


def recall(kit: Kit, *, now: datetime) -> Plan:
    """What is not gone is cancelled, and who has it is told."""
    return Plan(RECALL, kit.id, f"{RECALL}:{kit.id}:v{kit.version}", at=now, not_after=now + NO_LATER_THAN)


def deadline(edition: Edition) -> Plan:
    """Fourteen days before the last order day, who can order and did not is told."""
    last_day = edition.kit_order_until_on
    return Plan(
        DEADLINE,
        edition.id,
        f"{DEADLINE}:{edition.id}:{last_day:%Y%m%d}",
        at=clock.moment(last_day - TOLD_BEFORE, TOLD_AT),
        not_after=clock.day_range(last_day)[1],
    )
