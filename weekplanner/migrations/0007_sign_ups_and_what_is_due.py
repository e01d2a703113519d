from datetime import datetime, time, timedelta
from json import loads
from typing import Any
from zoneinfo import ZoneInfo

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from weekplanner.core.fields import EnumTextField, UtcDatetimeField, readable_json

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY_BEFORE = {"guests_reminder": time(10), "organiser_day_before": time(15)}
AT_ONCE = 500


async def plan_reminders(apps: Any, editor: Any) -> None:
    """Of what stands on the site already and is still to come, people hear on the day before."""
    places, due = apps.get_model("weekplanner.Places"), apps.get_model("weekplanner.DueRow")
    now = datetime.now(AMSTERDAM)
    to_come = places.filter(starts_at__gt=now, state__not="called_off").using_db(editor.client)
    rows = []
    found = await to_come.values_list("occurrence_id", "starts_at", "activity__organisation_id")
    for occurrence_id, starts_at, organisation_id in found:
        day = starts_at.astimezone(AMSTERDAM).date()
        for kind, at in DAY_BEFORE.items():
            due_at = datetime.combine(day - timedelta(days=1), at, AMSTERDAM)
            if due_at > now:
                is_guests = kind == "guests_reminder"
                group = (
                    str(occurrence_id) if is_guests else f"organisation-{organisation_id}:{day.isoformat()}"
                )
                key = f"{kind}:{occurrence_id}:{starts_at:%Y%m%dT%H%M}"
                rows.append(
                    due(
                        kind=kind,
                        subject_id=occurrence_id,
                        group_key=group,
                        unique_key=key,
                        due_at=due_at,
                        not_after=starts_at,
                        state="waiting",
                    )
                )
    for start in range(0, len(rows), AT_ONCE):
        await due.bulk_create(rows[start : start + AT_ONCE], using_db=editor.client)


async def forget_reminders(apps: Any, editor: Any) -> None:
    """The table goes with them."""


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0006_feeds_in_every_format")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DueRow",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=40)),
                ("subject_id", fields.IntField()),
                ("group_key", fields.CharField(max_length=60)),
                ("unique_key", fields.CharField(unique=True, max_length=200)),
                ("due_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("not_after", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("state", EnumTextField(max_length=40)),
                ("done_until", fields.BigIntField(default=0)),
                ("messages", fields.IntField(default=0)),
                ("failures", fields.SmallIntField(default=0)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "due_row",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('waiting', 'done', 'dropped')", name="due_row_state_known"
                    )
                ],
                "indexes": [
                    Index(fields=["state", "due_at"], name="due_row_due"),
                    Index(fields=["kind", "subject_id"], name="due_row_subject"),
                ],
                "pk_attr": "id",
                "table_description": "Something to tell at a moment, and not after another: a reminder, or a notice for many people.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="GuestMessage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "activity",
                    fields.ForeignKeyField(
                        "weekplanner.Activity",
                        source_field="activity_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "occurrence",
                    fields.ForeignKeyField(
                        "weekplanner.Occurrence",
                        source_field="occurrence_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("to_waiting", fields.BooleanField()),
                ("text", fields.TextField(unique=False)),
                ("request_key", fields.CharField(unique=True, max_length=64)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="written_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "guest_message",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "What an organiser wrote to the guests of an activity.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Places",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "occurrence",
                    fields.OneToOneField(
                        "weekplanner.Occurrence",
                        source_field="occurrence_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "activity",
                    fields.ForeignKeyField(
                        "weekplanner.Activity",
                        source_field="activity_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", EnumTextField(max_length=40)),
                ("starts_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("capacity", fields.IntField(null=True)),
                ("taken", fields.IntField(default=0)),
                ("ceiling", fields.IntField(null=True)),
                ("waiting", fields.IntField(default=0)),
                ("told", fields.JSONField(null=True, encoder=readable_json, decoder=loads)),
                ("told_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("notices", fields.IntField(default=0)),
            ],
            options={
                "table": "places",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('open', 'list_only', 'called_off')", name="places_state_known"
                    ),
                    CheckConstraint(check="capacity IS NULL OR capacity >= 1", name="places_capacity_from_1"),
                    CheckConstraint(
                        check="taken >= 0 AND (ceiling IS NULL OR taken <= ceiling)",
                        name="places_never_oversold",
                    ),
                    CheckConstraint(
                        check="capacity IS NULL OR ceiling >= capacity", name="places_ceiling_over_capacity"
                    ),
                    CheckConstraint(check="waiting >= 0", name="places_waiting_from_0"),
                ],
                "indexes": [Index(fields=["state", "starts_at"])],
                "pk_attr": "id",
                "table_description": "The places at one occurrence. Only this row decides whether there is one left.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignUp",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "occurrence",
                    fields.ForeignKeyField(
                        "weekplanner.Occurrence",
                        source_field="occurrence_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", EnumTextField(max_length=40)),
                ("source", EnumTextField(max_length=40)),
                ("guest_key", fields.CharField(max_length=400)),
                ("name", fields.CharField(max_length=100)),
                ("email", fields.CharField(default="", max_length=254)),
                ("phone", fields.CharField(default="", max_length=40)),
                ("people", fields.SmallIntField()),
                ("wants_transport", fields.BooleanField(default=False)),
                ("remark", fields.CharField(default="", max_length=300)),
                ("helper_name", fields.CharField(default="", max_length=100)),
                ("helper_email", fields.CharField(default="", max_length=254)),
                ("consented_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("language", fields.CharField(max_length=5)),
                ("version", fields.IntField(default=1)),
                ("sequence", fields.IntField(default=0)),
                ("request_key", fields.CharField(max_length=64)),
                ("knows", fields.CharField(default="", max_length=16)),
                ("to_call_about", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("placed_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("cancelled_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_up",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('placed', 'waiting', 'cancelled')", name="sign_up_state_known"
                    ),
                    CheckConstraint(
                        check="source IN ('self', 'helper', 'organiser')", name="sign_up_source_known"
                    ),
                    CheckConstraint(check="people BETWEEN 1 AND 6", name="sign_up_people_1_to_6"),
                    CheckConstraint(
                        check="email <> '' OR phone <> '' OR helper_email <> ''",
                        name="sign_up_can_be_reached",
                    ),
                    CheckConstraint(
                        check="(source = 'helper') = (consented_at IS NOT NULL)",
                        name="sign_up_helped_with_consent",
                    ),
                ],
                "indexes": [
                    Index(fields=["occurrence_id", "state", "id"]),
                    Index(fields=["occurrence_id", "guest_key"]),
                ],
                "pk_attr": "id",
                "table_description": "A party of one to six people with one name, at one occurrence; the order in line is that of `id`.",
            },
            bases=["Model"],
        ),
        # Who comes is once on the list of an occurrence; who cancelled may come back.
        ops.RunSQL(
            "CREATE UNIQUE INDEX sign_up_once ON sign_up (occurrence_id, guest_key) WHERE state <> 'cancelled'",
            reverse_sql="DROP INDEX sign_up_once",
        ),
        # Places at what stands, or stood, on the site already.
        ops.RunSQL(
            "INSERT INTO places (occurrence_id, activity_id, state, starts_at, capacity, taken, ceiling, waiting,"
            " notices) SELECT o.id, a.id, CASE WHEN a.state <> 'published' OR o.state <> 'scheduled' THEN 'called_off'"
            " WHEN e.join_ways LIKE '% hier-aanmelden %' THEN 'open' ELSE 'list_only' END,"
            " o.starts_at, o.capacity, 0, o.capacity, 0, 0 FROM occurrence o JOIN activity a ON a.id = o.activity_id"
            " JOIN listing_entry e ON e.kind = 'activity' AND e.source_id = o.id WHERE a.published_at IS NOT NULL",
            reverse_sql="DELETE FROM places",
        ),
        ops.RunPython(plan_reminders, reverse_code=forget_reminders),
    ]
