"""Orders: who ordered, where it goes, and how far its lines are."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account, Organisation
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, one_of
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.kits.models.catalogue import REASON_LENGTH

NAME_LENGTH = 100
STREET_LENGTH = 120
HOUSE_NUMBER_LENGTH = 20
PLACE_LENGTH = 80
PHONE_LENGTH = 40
EMAIL_LENGTH = 254
NOTE_LENGTH = 200
WISH_LENGTH = 500


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
