"""The ledger of the stock, which only grows."""

from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, check, enum_field, one_of
from weekplanner.kits.models.catalogue import REASON_LENGTH, Kit
from weekplanner.kits.models.lines import KitOrderLine


class MovementKind(Enum):
    """Why the stock of a kit is another one."""

    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    """Promised no longer."""
    SHIPPED = "shipped"
    CORRECTED = "corrected"
    """Counted, broken, lost or found: up or down."""
    RETURNED = "returned"
    """Came back, and is free again."""


class StockMovement(Model):
    """A line of the ledger, which only grows: the database refuses to change or remove one (a trigger).

    received + corrected + returned = free + reserved + shipped, of each kit at each line.
    """

    id = fields.BigIntField(primary_key=True)
    kit: ForeignKeyRelation[Kit] = fields.ForeignKeyField(
        "weekplanner.Kit", related_name=False, on_delete=fields.RESTRICT
    )
    kit_id: int
    kind = enum_field(MovementKind)
    quantity = fields.IntField()
    """How many kits; only what is corrected can be below zero."""
    line: ForeignKeyNullableRelation[KitOrderLine] = fields.ForeignKeyField(
        "weekplanner.KitOrderLine", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=True
    )
    line_id: int | None
    reason = fields.CharField(max_length=REASON_LENGTH, default="")
    free_after = fields.IntField()
    reserved_after = fields.IntField()
    shipped_after = fields.IntField()
    account_id: int | None = fields.IntField(null=True)
    """Who did it: a number that means nothing once the account is gone, as the ledger cannot change."""
    request_key = fields.CharField(max_length=64, null=True, unique=True)
    """A digest of the form that the team booked it with: a double click books once."""
    at = UtcDatetimeField()

    class Meta:
        table = "stock_movement"
        indexes = (("kit_id", "id"),)
        constraints = (
            one_of("stock_movement", "kind", MovementKind),
            check(
                "stock_movement",
                "quantity_known",
                "quantity > 0 OR (kind = 'corrected' AND quantity < 0)",
            ),
            check(
                "stock_movement",
                "stock_from_0",
                "free_after >= 0 AND reserved_after >= 0 AND shipped_after >= 0",
            ),
        )
