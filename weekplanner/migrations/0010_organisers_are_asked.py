from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from weekplanner.core.fields import UtcDatetimeField

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AT_ONCE = 500


async def plan_questions(apps: Any, editor: Any) -> None:
    """Of what stands on the site already, organisers are asked a week before whether it is still right."""
    occurrences, due = apps.get_model("weekplanner.Occurrence"), apps.get_model("weekplanner.DueRow")
    now = datetime.now(AMSTERDAM)
    going_on = occurrences.filter(
        state="scheduled",
        activity__state="published",
        activity__confirmed_at__isnull=True,
        activity__edition__ends_on__gte=now.date(),
    )
    found = await (
        going_on.using_db(editor.client)
        .order_by("-starts_at")
        .values_list("activity_id", "starts_at", "activity__organisation_id")
    )
    firsts = {activity_id: (starts_at, organisation_id) for activity_id, starts_at, organisation_id in found}
    rows = []
    for activity_id, (starts_at, organisation_id) in firsts.items():
        day = starts_at.astimezone(AMSTERDAM).date()
        due_at = datetime.combine(day - timedelta(days=7), time(9), AMSTERDAM)
        if due_at > now:
            rows.append(
                due(
                    kind="still_right",
                    subject_id=activity_id,
                    group_key=f"organisation-{organisation_id}:{day.isoformat()}",
                    unique_key=f"still_right:{activity_id}:{day:%Y%m%d}",
                    due_at=due_at,
                    not_after=starts_at - timedelta(days=1),
                    state="waiting",
                )
            )
    for start in range(0, len(rows), AT_ONCE):
        await due.bulk_create(rows[start : start + AT_ONCE], using_db=editor.client)


async def forget_questions(apps: Any, editor: Any) -> None:
    """Nobody would answer them."""
    due = apps.get_model("weekplanner.DueRow")
    await due.filter(kind="still_right").using_db(editor.client).delete()


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0009_mail_is_looked_up")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Activity",
            name="asked_at",
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(model_name="Activity", index=Index(fields=["confirmed_at", "asked_at"])),
        ops.RunPython(plan_questions, reverse_code=forget_questions),
    ]
