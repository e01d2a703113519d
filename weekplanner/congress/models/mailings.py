"""What the team wrote to who comes to a congress."""

from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.congress.models.congresses import Congress, Workshop
from weekplanner.core.fields import UtcDatetimeField, enum_field, one_of

SUBJECT_LENGTH = 120
TEXT_LENGTH = 4000


class Readers(Enum):
    """To whom it goes."""

    CONFIRMED = "confirmed"
    """Everybody who has a seat."""
    WAITING = "waiting"
    WORKSHOP = "workshop"
    """Who has a seat in one workshop."""
    ABSENT = "absent"
    """Who has a seat, and did not come in."""
    PRESENT = "present"


class CongressMessage(Model):
    """Plain text to a selection, which is looked up when it is sent."""

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    congress_id: int
    readers = enum_field(Readers)
    workshop: ForeignKeyNullableRelation[Workshop] = fields.ForeignKeyField(
        "weekplanner.Workshop", related_name=False, on_delete=fields.CASCADE, null=True, db_index=True
    )
    workshop_id: int | None
    subject = fields.CharField(max_length=SUBJECT_LENGTH)
    text = fields.TextField()
    request_key = fields.CharField(max_length=64, unique=True)
    written_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    written_by_id: int | None
    created_at = UtcDatetimeField()

    class Meta:
        table = "congress_message"
        constraints = (one_of("congress_message", "readers", Readers),)
