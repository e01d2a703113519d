"""The lines of orders, and what happened to them."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.kits.models.catalogue import REASON_LENGTH, Kit
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment

CONTENT_LENGTH = 120


class KitOrderLine(Model):
    """So many of one kit in one order; a line of which a part goes another way is split."""

    id = fields.IntField(primary_key=True)
    order: ForeignKeyRelation[KitOrder] = fields.ForeignKeyField(
        "weekplanner.KitOrder", related_name="lines", on_delete=fields.RESTRICT, db_index=True
    )
    order_id: int
    kit: ForeignKeyRelation[Kit] = fields.ForeignKeyField(
        "weekplanner.Kit", related_name=False, on_delete=fields.RESTRICT
    )
    kit_id: int
    quantity = fields.IntField()
    state = enum_field(LineState)
    shipment: ForeignKeyNullableRelation[Shipment] = fields.ForeignKeyField(
        "weekplanner.Shipment", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=True
    )
    shipment_id: int | None
    is_replacement = fields.BooleanField(default=False)
    """Whether it goes in place of what was damaged or lost: it counts for no limit."""
    queue_rank = fields.IntField(default=0)
    """The lowest is served first; the team can let somebody go before."""
    queued_at: datetime | None = UtcDatetimeField(null=True)
    """Since when it waits, or waited, for stock."""
    queue_reason = fields.CharField(max_length=REASON_LENGTH, default="")
    """Why the team let it go before."""

    class Meta:
        table = "kit_order_line"
        indexes = (("kit_id", "state", "queue_rank", "queued_at", "id"),)
        constraints = (
            one_of("kit_order_line", "state", LineState),
            check("kit_order_line", "quantity_from_1", "quantity >= 1"),
            check(
                "kit_order_line",
                "in_a_parcel_once_packed",
                "state NOT IN ('packed', 'shipped', 'delivered', 'returned') OR shipment_id IS NOT NULL",
            ),
            check("kit_order_line", "waits_since", "state <> 'back_ordered' OR queued_at IS NOT NULL"),
        )


class OrderEventKind(Enum):
    """What happened to an order, as its timeline tells it."""

    PLACED = "placed"
    REQUESTED = "requested"
    BACK_ORDERED = "back_ordered"
    SERVED = "served"
    """What was back-ordered arrived, and is reserved now."""
    GRANTED = "granted"
    DECLINED = "declined"
    CHANGED = "changed"
    ADDRESS_CHANGED = "address_changed"
    APPROVED = "approved"
    PACKED = "packed"
    UNPACKED = "unpacked"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class OrderEvent(Model):
    """A step in the life of an order, for its organiser and the team to read."""

    id = fields.BigIntField(primary_key=True)
    order: ForeignKeyRelation[KitOrder] = fields.ForeignKeyField(
        "weekplanner.KitOrder", related_name=False, on_delete=fields.CASCADE
    )
    order_id: int
    kind = enum_field(OrderEventKind)
    kits: list[tuple[int, int]] = json_field(default=list)
    """Which kits it was about, by id, and how many of each."""
    shipment: ForeignKeyNullableRelation[Shipment] = fields.ForeignKeyField(
        "weekplanner.Shipment", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=True
    )
    shipment_id: int | None
    reason = fields.CharField(max_length=REASON_LENGTH, default="")
    """In the words of who did it, for the organiser to read."""
    at = UtcDatetimeField()

    class Meta:
        table = "order_event"
        indexes = (("order_id", "id"),)
        constraints = (one_of("order_event", "kind", OrderEventKind),)
