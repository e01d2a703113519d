"""Batches, and the parcels that orders travel in."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, one_of
from weekplanner.editions.models import Edition
from weekplanner.kits.codes import with_letter
from weekplanner.kits.models.orders import KitOrder

TRACKING_CODE_LENGTH = 60


class Batch(Model):
    """Parcels that the team works down together: picked, labelled and packed."""

    id = fields.IntField(primary_key=True)
    edition: ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "weekplanner.Edition", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    edition_id: int
    made_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    made_by_id: int | None
    request_key = fields.CharField(max_length=64, unique=True)
    created_at = UtcDatetimeField()

    class Meta:
        table = "kit_batch"


class ShipmentState(Enum):
    """How far a parcel is."""

    PREPARED = "prepared"
    """It has a label, and still has to be packed."""
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    DROPPED = "dropped"
    """Nothing is left to go in."""


class Shipment(Model):
    """One parcel: lines of one order, or of several that go to the same address, that of `order`."""

    id = fields.IntField(primary_key=True)
    order: ForeignKeyRelation[KitOrder] = fields.ForeignKeyField(
        "weekplanner.KitOrder", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    order_id: int
    batch: ForeignKeyNullableRelation[Batch] = fields.ForeignKeyField(
        "weekplanner.Batch", related_name=False, on_delete=fields.RESTRICT, null=True
    )
    batch_id: int | None
    state = enum_field(ShipmentState)
    version = fields.IntField(default=1)
    """Rises when the address or the contents change: a label or slip from before is outdated."""
    label_version: int | None = fields.IntField(null=True)
    """Of which version a label was last printed; empty as long as there is none."""
    carrier = fields.CharField(max_length=20, default="")
    tracking_code = fields.CharField(max_length=TRACKING_CODE_LENGTH, default="")
    packing_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    packing_by_id: int | None
    """Who has it on the table, or packed it."""
    packing_since: datetime | None = UtcDatetimeField(null=True)
    created_at = UtcDatetimeField()
    packed_at: datetime | None = UtcDatetimeField(null=True)
    shipped_at: datetime | None = UtcDatetimeField(null=True)
    delivered_at: datetime | None = UtcDatetimeField(null=True)
    returned_at: datetime | None = UtcDatetimeField(null=True)

    class Meta:
        table = "shipment"
        # Beside these a unique index on carrier and tracking code where there is one, which only SQL can say.
        indexes = (("batch_id", "state", "id"), ("state", "id"))
        constraints = (
            one_of("shipment", "state", ShipmentState),
            check(
                "shipment",
                "packed_before_it_goes",
                "state NOT IN ('packed', 'shipped', 'delivered', 'returned') OR packed_at IS NOT NULL",
            ),
            check(
                "shipment",
                "shipped_before_it_arrives",
                "state NOT IN ('shipped', 'delivered', 'returned') OR shipped_at IS NOT NULL",
            ),
        )

    @property
    def has_outdated_label(self) -> bool:
        """Whether a label was printed that is not true any more."""
        return self.label_version is not None and self.label_version < self.version

    @property
    def code(self) -> str:
        """What stands on its label, for scanning and typing: 1042-K."""
        return with_letter(self.id)
