"""What is printed of a batch."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, one_of
from weekplanner.kits.models.parcels import Batch


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
