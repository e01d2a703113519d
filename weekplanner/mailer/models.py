"""The outbox: one row a message, written by the transaction that causes it."""

from enum import Enum, IntEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, check, enum_field, in_lower_case, json_field, one_of

ADDRESS_OCTETS = 254
"""RFC 5321 §4.5.3.1.3: a path is 256 octets with its angle brackets."""

REASON_CHARACTERS = 120


class Status(Enum):
    """Where a message stands."""

    NEW = "new"  # waits for its turn, its first or a later one
    SENDING = "sending"  # a mailer holds it until the lease ends
    SENT = "sent"  # the server, or the mail directory, has it
    FAILED = "failed"  # refused for good, or tried for four days
    DROPPED = "dropped"  # too late, or pointless by the time it could go


class Priority(IntEnum):
    """Who goes first when many wait; a lower number goes first."""

    URGENT = 0  # somebody sits waiting for it: a sign-in link
    NORMAL = 1
    BULK = 2


class OutboxMessage(Model):
    """A message that must be sent once, with all that its bytes are made from."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=60)
    values = json_field()
    language = fields.CharField(max_length=5)
    to_address = fields.CharField(max_length=ADDRESS_OCTETS)
    to_name = fields.CharField(max_length=100)
    message_id = fields.CharField(max_length=255)
    dated_at = UtcDatetimeField()
    boundary = fields.CharField(max_length=40)
    unique_key = fields.CharField(max_length=200, unique=True)
    priority = fields.SmallIntField()
    status = enum_field(Status, default=Status.NEW)
    attempts = fields.SmallIntField(default=0)
    claimed_by = fields.CharField(max_length=40, null=True)
    lease_until = UtcDatetimeField(null=True)
    next_attempt_at = UtcDatetimeField()
    not_after = UtcDatetimeField(null=True)
    last_error = fields.CharField(max_length=REASON_CHARACTERS, default="")
    ended_at = UtcDatetimeField(null=True)

    class Meta:
        table = "outbox_message"
        indexes = [
            Index(fields=("status", "priority", "next_attempt_at"), name="outbox_message_due"),
            Index(fields=("status", "lease_until"), name="outbox_message_leased"),
            Index(fields=("ended_at",), name="outbox_message_ended"),
            Index(fields=("dated_at", "kind", "status"), name="outbox_message_dated"),
            Index(in_lower_case("to_address"), name="outbox_message_to"),
        ]
        constraints = [
            one_of("outbox_message", "status", Status),
            check("outbox_message", "priority_known", "priority BETWEEN 0 AND 2"),
        ]


class DueState(Enum):
    """Where something that is to be told at a moment stands."""

    WAITING = "waiting"
    DONE = "done"
    """All of it is in the outbox."""
    DROPPED = "dropped"
    """Nobody looked until it was too late."""


class DueRow(Model):
    """Something to tell at a moment, and not after another: a reminder, or a notice for many people.

    Its `unique_key` says what it is for, so that the same is never told twice, however often the schedule
    runs; what is told, and to whom, is worked out when it is due.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=40)
    """Names a `schedule.Reminder`."""
    subject_id = fields.IntField()
    """The row of the package that the kind belongs to."""
    group_key = fields.CharField(max_length=60)
    """What is due under the same kind and key is worked off together: one message may tell of several."""
    unique_key = fields.CharField(max_length=200, unique=True)
    due_at = UtcDatetimeField()
    not_after = UtcDatetimeField()
    state = enum_field(DueState, default=DueState.WAITING)
    done_until = fields.BigIntField(default=0)
    """Id of the last of many recipients that was dealt with."""
    messages = fields.IntField(default=0)
    """How many it put in the outbox; of what was dropped, how many it would have been."""
    failures = fields.SmallIntField(default=0)
    ended_at = UtcDatetimeField(null=True)

    class Meta:
        table = "due_row"
        indexes = [
            Index(fields=("state", "due_at"), name="due_row_due"),
            Index(fields=("kind", "subject_id"), name="due_row_subject"),
        ]
        constraints = [one_of("due_row", "state", DueState)]
