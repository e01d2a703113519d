from json import loads
from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from weekplanner.core.fields import EnumTextField, UtcDatetimeField, readable_json

REFUSALS_ON_SQLITE = (
    "CREATE TRIGGER stock_movement_kept_{what} BEFORE {what} ON stock_movement"
    " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
)
REFUSAL_ON_POSTGRES = """
CREATE FUNCTION stock_movement_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$
"""
TRIGGER_ON_POSTGRES = """
CREATE TRIGGER stock_movement_kept BEFORE UPDATE OR DELETE ON stock_movement
FOR EACH ROW EXECUTE FUNCTION stock_movement_kept()
"""


async def let_the_ledger_only_grow(_apps: Any, editor: Any) -> None:
    """Nobody changes or removes a movement of the stock, whatever a program says."""
    if editor.client.capabilities.dialect == "sqlite":
        for what in ("UPDATE", "DELETE"):
            await editor.client.execute_query(REFUSALS_ON_SQLITE.format(what=what))
    else:
        await editor.client.execute_query(REFUSAL_ON_POSTGRES)
        await editor.client.execute_query(TRIGGER_ON_POSTGRES)


async def let_the_ledger_be(_apps: Any, editor: Any) -> None:
    """The triggers of SQLite go with the table."""
    if editor.client.capabilities.dialect != "sqlite":
        await editor.client.execute_query("DROP FUNCTION stock_movement_kept CASCADE")


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0011_links_end_with_an_address")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Batch",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "weekplanner.Edition",
                        source_field="edition_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="made_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("request_key", fields.CharField(unique=True, max_length=64)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "kit_batch",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "Parcels that the team works down together: picked, labelled and packed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Kit",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=40)),
                ("position", fields.IntField(default=0)),
                ("name", fields.CharField(max_length=80)),
                ("explanation", fields.CharField(default="", max_length=300)),
                ("contents", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("is_digital", fields.BooleanField(default=False)),
                ("is_visible", fields.BooleanField(default=True)),
                ("max_per_activity", fields.IntField(null=True)),
                ("max_per_organisation", fields.IntField(null=True)),
                ("weight_g", fields.IntField(null=True)),
                ("low_stock_at", fields.IntField(default=0)),
                ("free", fields.IntField(default=0)),
                ("reserved", fields.IntField(default=0)),
                ("shipped", fields.IntField(default=0)),
                ("picture_stem", fields.CharField(default="", max_length=64)),
                ("picture_alt", fields.CharField(default="", max_length=200)),
                ("picture_width", fields.IntField(default=0)),
                ("picture_height", fields.IntField(default=0)),
                ("file_stem", fields.CharField(default="", max_length=64)),
                ("file_name", fields.CharField(default="", max_length=100)),
                ("file_size_bytes", fields.IntField(default=0)),
                ("recalled_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("recall_reason", fields.CharField(default="", max_length=300)),
                ("version", fields.IntField(default=1)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "kit",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="free >= 0 AND reserved >= 0 AND shipped >= 0", name="kit_stock_from_0"
                    ),
                    CheckConstraint(
                        check="NOT is_digital OR (free = 0 AND reserved = 0 AND shipped = 0)",
                        name="kit_files_have_no_stock",
                    ),
                    CheckConstraint(
                        check="max_per_activity IS NULL OR max_per_activity >= 1",
                        name="kit_limit_per_activity_from_1",
                    ),
                    CheckConstraint(
                        check="max_per_organisation IS NULL OR max_per_organisation >= 1",
                        name="kit_limit_per_organisation_from_1",
                    ),
                    CheckConstraint(check="weight_g IS NULL OR weight_g >= 1", name="kit_weighs_something"),
                    CheckConstraint(check="low_stock_at >= 0", name="kit_low_stock_from_0"),
                ],
                "pk_attr": "id",
                "table_description": "Something one can order, with its stock; the ledger says how that came to be.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KitOrder",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "weekplanner.Edition",
                        source_field="edition_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "activity",
                    fields.ForeignKeyField(
                        "weekplanner.Activity",
                        source_field="activity_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "placed_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="placed_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("year", fields.IntField()),
                ("state", EnumTextField(max_length=40)),
                ("recipient", fields.CharField(max_length=100)),
                ("recipient_organisation", fields.CharField(default="", max_length=100)),
                ("street", fields.CharField(max_length=120)),
                ("house_number", fields.CharField(max_length=20)),
                ("postcode", fields.CharField(max_length=7)),
                ("place", fields.CharField(max_length=80)),
                ("phone", fields.CharField(default="", max_length=40)),
                ("carrier_note", fields.CharField(default="", max_length=200)),
                ("email", fields.CharField(max_length=254)),
                ("language", fields.CharField(max_length=5)),
                ("wish", fields.CharField(default="", max_length=500)),
                ("team_reason", fields.CharField(default="", max_length=300)),
                ("request_key", fields.CharField(unique=True, max_length=64)),
                ("searched", fields.TextField(default="", unique=False)),
                ("version", fields.IntField(default=1)),
                ("placed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("forgotten_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "kit_order",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('requested', 'back_ordered', 'placed', 'approved', 'packed', 'shipped', 'delivered', 'returned', 'cancelled')",
                        name="kit_order_state_known",
                    ),
                    CheckConstraint(
                        check="organisation_id IS NOT NULL OR team_reason <> ''",
                        name="kit_order_is_somebodys",
                    ),
                ],
                "indexes": [
                    Index(fields=["edition_id", "state", "id"]),
                    Index(fields=["edition_id", "id"]),
                    Index(fields=["postcode"]),
                ],
                "pk_attr": "id",
                "table_description": "What somebody ordered, and where it goes; how far it is, its lines say.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PrintJob",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "weekplanner.Batch",
                        source_field="batch_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("paper", EnumTextField(max_length=40)),
                ("layout", EnumTextField(max_length=40)),
                ("first_position", fields.IntField(default=1)),
                ("state", EnumTextField(max_length=40)),
                ("done", fields.IntField(default=0)),
                ("total", fields.IntField(default=0)),
                ("file_stem", fields.CharField(default="", max_length=64)),
                ("size_bytes", fields.IntField(default=0)),
                ("problem", fields.CharField(default="", max_length=80)),
                ("attempts", fields.IntField(default=0)),
                ("claimed_by", fields.CharField(default="", max_length=64)),
                ("lease_until", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "requested_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="requested_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("request_key", fields.CharField(unique=True, max_length=64)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "print_job",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="paper IN ('pick_list', 'packing_slips', 'labels')",
                        name="print_job_paper_known",
                    ),
                    CheckConstraint(check="layout IN ('a6', '2x4', '3x8')", name="print_job_layout_known"),
                    CheckConstraint(
                        check="state IN ('waiting', 'working', 'done', 'failed')",
                        name="print_job_state_known",
                    ),
                    CheckConstraint(check="first_position >= 1", name="print_job_first_position_from_1"),
                ],
                "indexes": [Index(fields=["state", "id"])],
                "pk_attr": "id",
                "table_description": "Something to print of a batch: made in a process of its own, kept for a week.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Shipment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "order",
                    fields.ForeignKeyField(
                        "weekplanner.KitOrder",
                        source_field="order_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "weekplanner.Batch",
                        source_field="batch_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("state", EnumTextField(max_length=40)),
                ("version", fields.IntField(default=1)),
                ("carrier", fields.CharField(default="", max_length=20)),
                ("tracking_code", fields.CharField(default="", max_length=60)),
                (
                    "packing_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="packing_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("packing_since", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("packed_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("shipped_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("delivered_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("returned_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "shipment",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('prepared', 'packed', 'shipped', 'delivered', 'returned', 'dropped')",
                        name="shipment_state_known",
                    ),
                    CheckConstraint(
                        check="state NOT IN ('packed', 'shipped', 'delivered', 'returned') OR packed_at IS NOT NULL",
                        name="shipment_packed_before_it_goes",
                    ),
                    CheckConstraint(
                        check="state NOT IN ('shipped', 'delivered', 'returned') OR shipped_at IS NOT NULL",
                        name="shipment_shipped_before_it_arrives",
                    ),
                ],
                "indexes": [Index(fields=["batch_id", "state", "id"]), Index(fields=["state", "id"])],
                "pk_attr": "id",
                "table_description": "One parcel: lines of one order, or of several that go to the same address, that of `order`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KitOrderLine",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "order",
                    fields.ForeignKeyField(
                        "weekplanner.KitOrder",
                        source_field="order_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kit",
                    fields.ForeignKeyField(
                        "weekplanner.Kit",
                        source_field="kit_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("quantity", fields.IntField()),
                ("state", EnumTextField(max_length=40)),
                (
                    "shipment",
                    fields.ForeignKeyField(
                        "weekplanner.Shipment",
                        source_field="shipment_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("is_replacement", fields.BooleanField(default=False)),
                ("queue_rank", fields.IntField(default=0)),
                ("queued_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("queue_reason", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "kit_order_line",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('requested', 'back_ordered', 'placed', 'approved', 'packed', 'shipped', 'delivered', 'returned', 'cancelled')",
                        name="kit_order_line_state_known",
                    ),
                    CheckConstraint(check="quantity >= 1", name="kit_order_line_quantity_from_1"),
                    CheckConstraint(
                        check="state NOT IN ('packed', 'shipped', 'delivered', 'returned') OR shipment_id IS NOT NULL",
                        name="kit_order_line_in_a_parcel_once_packed",
                    ),
                    CheckConstraint(
                        check="state <> 'back_ordered' OR queued_at IS NOT NULL",
                        name="kit_order_line_waits_since",
                    ),
                ],
                "indexes": [Index(fields=["kit_id", "state", "queue_rank", "queued_at", "id"])],
                "pk_attr": "id",
                "table_description": "So many of one kit in one order; a line of which a part goes another way is split.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OrderEvent",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "order",
                    fields.ForeignKeyField(
                        "weekplanner.KitOrder",
                        source_field="order_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", EnumTextField(max_length=40)),
                ("kits", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                (
                    "shipment",
                    fields.ForeignKeyField(
                        "weekplanner.Shipment",
                        source_field="shipment_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=300)),
                ("at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "order_event",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="kind IN ('placed', 'requested', 'back_ordered', 'served', 'granted', 'declined', 'changed', 'address_changed', 'approved', 'packed', 'unpacked', 'shipped', 'delivered', 'returned', 'replaced', 'cancelled', 'recalled')",
                        name="order_event_kind_known",
                    )
                ],
                "indexes": [Index(fields=["order_id", "id"])],
                "pk_attr": "id",
                "table_description": "A step in the life of an order, for its organiser and the team to read.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StockMovement",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "kit",
                    fields.ForeignKeyField(
                        "weekplanner.Kit",
                        source_field="kit_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", EnumTextField(max_length=40)),
                ("quantity", fields.IntField()),
                (
                    "line",
                    fields.ForeignKeyField(
                        "weekplanner.KitOrderLine",
                        source_field="line_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=300)),
                ("free_after", fields.IntField()),
                ("reserved_after", fields.IntField()),
                ("shipped_after", fields.IntField()),
                ("account_id", fields.IntField(null=True)),
                ("at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "stock_movement",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="kind IN ('received', 'reserved', 'released', 'shipped', 'corrected', 'returned')",
                        name="stock_movement_kind_known",
                    ),
                    CheckConstraint(
                        check="quantity > 0 OR (kind = 'corrected' AND quantity < 0)",
                        name="stock_movement_quantity_known",
                    ),
                    CheckConstraint(
                        check="free_after >= 0 AND reserved_after >= 0 AND shipped_after >= 0",
                        name="stock_movement_stock_from_0",
                    ),
                ],
                "indexes": [Index(fields=["kit_id", "id"])],
                "pk_attr": "id",
                "table_description": "A line of the ledger, which only grows: the database refuses to change or remove one (a trigger).",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            "CREATE UNIQUE INDEX shipment_tracked_once ON shipment (carrier, tracking_code)"
            " WHERE tracking_code <> ''",
            reverse_sql="DROP INDEX shipment_tracked_once",
        ),
        ops.RunPython(let_the_ledger_only_grow, reverse_code=let_the_ledger_be),
    ]
