from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise import migrations
from tortoise.migrations import operations as ops

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


async def plan_deadline(apps: Any, editor: Any) -> None:
    """Of the edition that is current already, organisers are told two weeks before the last order day."""
    editions, due = apps.get_model("weekplanner.Edition"), apps.get_model("weekplanner.DueRow")
    for edition in await editions.filter(is_current=True).using_db(editor.client):
        last_day = edition.kit_order_until_on
        ends_at = datetime.combine(last_day + timedelta(days=1), time(), AMSTERDAM)
        if ends_at > datetime.now(AMSTERDAM):
            row = due(
                kind="kit_deadline",
                subject_id=edition.id,
                group_key=str(edition.id),
                unique_key=f"kit_deadline:{edition.id}:{last_day:%Y%m%d}",
                due_at=datetime.combine(last_day - timedelta(days=14), time(9), AMSTERDAM),
                not_after=ends_at,
                state="waiting",
            )
            await row.save(using_db=editor.client)


async def forget_deadline(apps: Any, editor: Any) -> None:
    """Nobody would tell it."""
    due = apps.get_model("weekplanner.DueRow")
    await due.filter(kind="kit_deadline").using_db(editor.client).delete()


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0015_the_stock_is_booked_once")]

    initial = False

    operations = [ops.RunPython(plan_deadline, reverse_code=forget_deadline)]
