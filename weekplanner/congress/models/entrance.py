"""The doors of a congress, and who came in there."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.congress.models.congresses import NAME_LENGTH, Congress
from weekplanner.congress.models.registrations import Attendee
from weekplanner.core.fields import UtcDatetimeField, enum_field, one_of


class DoorDevice(Model):
    """A telephone at a door: it may see names and check people in, at one congress, for a short time."""

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    congress_id: int
    name = fields.CharField(max_length=NAME_LENGTH)
    """Which door it stands at."""
    code_digest = fields.CharField(max_length=64, null=True, unique=True)
    """Of the code that signs it in, once; empty when that was done."""
    code_until = UtcDatetimeField()
    token_digest = fields.CharField(max_length=64, null=True, unique=True)
    """Of what its cookie holds."""
    valid_until = UtcDatetimeField()
    """The end of the day after the congress."""
    ended_at: datetime | None = UtcDatetimeField(null=True)
    """When it was shut out."""
    seen_at: datetime | None = UtcDatetimeField(null=True)
    made_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    made_by_id: int | None
    created_at = UtcDatetimeField()

    class Meta:
        table = "door_device"


class ReadBy(Enum):
    """How the door knew who it was."""

    SCAN = "scan"
    CODE = "code"
    NAME = "name"
    WALK_IN = "walk_in"


class CheckIn(Model):
    """Somebody came in, or a ticket was shown again: these are only added.

    `entrance_key` is made by the device, so that what it sends twice counts once.
    """

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    congress_id: int
    attendee: ForeignKeyRelation[Attendee] = fields.ForeignKeyField(
        "weekplanner.Attendee", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    attendee_id: int
    device: ForeignKeyNullableRelation[DoorDevice] = fields.ForeignKeyField(
        "weekplanner.DoorDevice", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    device_id: int | None
    """Empty when somebody of the team did it, signed in."""
    entrance_key = fields.CharField(max_length=64, unique=True)
    read_by = enum_field(ReadBy)
    at = UtcDatetimeField()
    """By the clock of the door."""
    was_offline = fields.BooleanField(default=False)
    """Whether the door heard only later whether it was the first time."""
    is_again = fields.BooleanField(default=False)
    """Whether they were inside already: refused, or reported when two doors meet again."""
    received_at = UtcDatetimeField()

    class Meta:
        table = "check_in"
        constraints = (one_of("check_in", "read_by", ReadBy),)
