"""Kits, what was ordered of them, the parcels they travel in, and the ledger of the stock."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation, ReverseRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account, Organisation
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.kits.codes import with_letter

KIT_NAME_LENGTH = 80
EXPLANATION_LENGTH = 300
CONTENT_LENGTH = 120
ALT_LENGTH = 200
NAME_LENGTH = 100
STREET_LENGTH = 120
HOUSE_NUMBER_LENGTH = 20
PLACE_LENGTH = 80
PHONE_LENGTH = 40
EMAIL_LENGTH = 254
NOTE_LENGTH = 200
REASON_LENGTH = 300
WISH_LENGTH = 500
TRACKING_CODE_LENGTH = 60
FILE_NAME_LENGTH = 100


class Kit(Model):
    """Something one can order, with its stock; the ledger says how that came to be.

    Whoever moves stock, or looks whether a limit leaves room, locks it first.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=40, unique=True)
    position = fields.IntField(default=0)
    """Where it stands in the catalogue, from 1."""
    name = fields.CharField(max_length=KIT_NAME_LENGTH)
    explanation = fields.CharField(max_length=EXPLANATION_LENGTH, default="")
    contents: list[str] = json_field(default=list)
    """What is in one, a line each; nothing counts it."""
    is_digital = fields.BooleanField(default=False)
    """Whether it is a file to download: then there is no stock and no parcel."""
    is_visible = fields.BooleanField(default=True)
    max_per_activity: int | None = fields.IntField(null=True)
    max_per_organisation: int | None = fields.IntField(null=True)
    """In an edition: the fair share."""
    weight_g: int | None = fields.IntField(null=True)
    low_stock_at = fields.IntField(default=0)
    """The team is told when fewer than this are free."""
    free = fields.IntField(default=0)
    """Not promised to anybody."""
    reserved = fields.IntField(default=0)
    """Promised in an order, and still here."""
    shipped = fields.IntField(default=0)
    """Gone out, in all; also what came back."""
    picture_stem = fields.CharField(max_length=64, default="")
    """What the names of its picture's files begin with."""
    picture_alt = fields.CharField(max_length=ALT_LENGTH, default="")
    picture_width = fields.IntField(default=0)
    picture_height = fields.IntField(default=0)
    file_stem = fields.CharField(max_length=64, default="")
    """The name of a digital kit's file where it is kept; empty as long as there is none."""
    file_name = fields.CharField(max_length=FILE_NAME_LENGTH, default="")
    """As it is called when it is downloaded."""
    file_size_bytes = fields.IntField(default=0)
    recalled_at: datetime | None = UtcDatetimeField(null=True)
    """When the team called it back: nothing of it goes out from then on."""
    recall_reason = fields.CharField(max_length=REASON_LENGTH, default="")
    version = fields.IntField(default=1)
    """Rises with every change of the catalogue; a form made from an older one is stale."""
    created_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()

    class Meta:
        table = "kit"
        constraints = (
            check("kit", "stock_from_0", "free >= 0 AND reserved >= 0 AND shipped >= 0"),
            check(
                "kit", "files_have_no_stock", "NOT is_digital OR (free = 0 AND reserved = 0 AND shipped = 0)"
            ),
            check("kit", "limit_per_activity_from_1", "max_per_activity IS NULL OR max_per_activity >= 1"),
            check(
                "kit",
                "limit_per_organisation_from_1",
                "max_per_organisation IS NULL OR max_per_organisation >= 1",
            ),
            check("kit", "weighs_something", "weight_g IS NULL OR weight_g >= 1"),
            check("kit", "low_stock_from_0", "low_stock_at >= 0"),
        )

    @property
    def is_recalled(self) -> bool:
        """Whether the team called it back."""
        return self.recalled_at is not None

    @property
    def is_running_out(self) -> bool:
        """Whether fewer are free than the mark at which the team is told."""
        return self.free < self.low_stock_at and not (self.is_digital or self.is_recalled)

    @property
    def is_offered(self) -> bool:
        """Whether organisers see it: a digital one only once it has its file."""
        has_all = bool(self.file_stem) if self.is_digital else True
        return self.is_visible and not self.is_recalled and has_all


class LineState(Enum):
    """How far a line of an order is, the least advanced first; the last two count only when all are there."""

    REQUESTED = "requested"
    """Above a limit: nothing is reserved until the team grants it."""
    BACK_ORDERED = "back_ordered"
    """Nothing in stock: first come, first served when some arrives."""
    PLACED = "placed"
    APPROVED = "approved"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


OPEN = (LineState.REQUESTED, LineState.BACK_ORDERED, LineState.PLACED, LineState.APPROVED)
"""What can still be changed and cancelled: until it is packed."""
RESERVING = (LineState.PLACED, LineState.APPROVED, LineState.PACKED)
"""What is promised, and still here."""


class KitOrder(Model):
    """What somebody ordered, and where it goes; how far it is, its lines say.

    The address is emptied 30 days after the week; what was ordered stays.
    """

    id = fields.IntField(primary_key=True)
    edition: ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "weekplanner.Edition", related_name=False, on_delete=fields.RESTRICT
    )
    edition_id: int
    organisation: ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=True
    )
    organisation_id: int | None
    """Empty when the team ordered for somebody who is none here."""
    activity: ForeignKeyNullableRelation[Activity] = fields.ForeignKeyField(
        "weekplanner.Activity", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    activity_id: int | None
    placed_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    placed_by_id: int | None
    year = fields.IntField()
    """Of the edition; part of its number."""
    state = enum_field(LineState)
    """The least advanced of its lines; see `operations.settling`."""
    recipient = fields.CharField(max_length=NAME_LENGTH)
    recipient_organisation = fields.CharField(max_length=NAME_LENGTH, default="")
    street = fields.CharField(max_length=STREET_LENGTH)
    house_number = fields.CharField(max_length=HOUSE_NUMBER_LENGTH)
    postcode = fields.CharField(max_length=7)
    """`1234 AB`."""
    place = fields.CharField(max_length=PLACE_LENGTH)
    phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    """For the carrier alone."""
    carrier_note = fields.CharField(max_length=NOTE_LENGTH, default="")
    email = fields.CharField(max_length=EMAIL_LENGTH)
    """Who is told how far it is; empty once nobody reads there: then all of the organisation are."""
    language = fields.CharField(max_length=5)
    wish = fields.CharField(max_length=WISH_LENGTH, default="")
    """Why more is wished than the limits allow."""
    team_reason = fields.CharField(max_length=REASON_LENGTH, default="")
    """Why the team ordered it outside the rules; empty for an organiser's own."""
    request_key = fields.CharField(max_length=64, unique=True)
    """A digest of the form it was made with: a double click orders once."""
    searched = fields.TextField(default="")
    """Number, names and place as texts are compared."""
    version = fields.IntField(default=1)
    """Rises with every change; a form made from an older one is stale."""
    placed_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()
    forgotten_at: datetime | None = UtcDatetimeField(null=True)
    """When name, address and telephone number were emptied."""

    lines: ReverseRelation["KitOrderLine"]

    class Meta:
        table = "kit_order"
        indexes = (("edition_id", "state", "id"), ("edition_id", "id"), ("postcode",))
        constraints = (
            one_of("kit_order", "state", LineState),
            check("kit_order", "is_somebodys", "organisation_id IS NOT NULL OR team_reason <> ''"),
        )

    @property
    def number(self) -> str:
        """What people call it: 2027-0418."""
        return f"{self.year}-{self.id:04d}"

    @property
    def is_by_team(self) -> bool:
        """Whether the team ordered it outside the rules."""
        return bool(self.team_reason)

    @property
    def is_forgotten(self) -> bool:
        """Whether its address is gone."""
        return self.forgotten_at is not None


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


class Paper(Enum):
    """What is printed of a batch."""

    PICK_LIST = "pick_list"
    PACKING_SLIPS = "packing_slips"
    LABELS = "labels"


class LabelLayout(Enum):
    """How labels lie on a sheet: one on A6, or so many beside and under each other on A4."""

    A6 = "a6"
    SHEET_2X4 = "2x4"
    SHEET_3X8 = "3x8"


class JobState(Enum):
    """How far something to print is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class PrintJob(Model):
    """Something to print of a batch: made in a process of its own, kept for a week."""

    id = fields.IntField(primary_key=True)
    batch: ForeignKeyRelation[Batch] = fields.ForeignKeyField(
        "weekplanner.Batch", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    batch_id: int
    paper = enum_field(Paper)
    layout = enum_field(LabelLayout, default=LabelLayout.A6)
    first_position = fields.IntField(default=1)
    """Where on the first sheet labels begin, from 1: a sheet that was used for a part goes in again."""
    state = enum_field(JobState, default=JobState.WAITING)
    done = fields.IntField(default=0)
    total = fields.IntField(default=0)
    """How many parcels it is about."""
    file_stem = fields.CharField(max_length=64, default="")
    size_bytes = fields.IntField(default=0)
    problem = fields.CharField(max_length=80, default="")
    """The kind of error it failed with."""
    attempts = fields.IntField(default=0)
    claimed_by = fields.CharField(max_length=64, default="")
    lease_until: datetime | None = UtcDatetimeField(null=True)
    """Until when whoever makes it is believed to live."""
    requested_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    requested_by_id: int | None
    request_key = fields.CharField(max_length=64, unique=True)
    created_at = UtcDatetimeField()
    ended_at: datetime | None = UtcDatetimeField(null=True)

    class Meta:
        table = "print_job"
        indexes = (("state", "id"),)
        constraints = (
            one_of("print_job", "paper", Paper),
            one_of("print_job", "layout", LabelLayout),
            one_of("print_job", "state", JobState),
            check("print_job", "first_position_from_1", "first_position >= 1"),
        )
