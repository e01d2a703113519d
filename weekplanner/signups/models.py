"""Places at an occurrence, who has one or waits for one, and what organisers wrote to their guests."""

from datetime import datetime
from enum import Enum
from typing import Any

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation, OneToOneRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.events.models import Activity, Occurrence

NAME_LENGTH = 100
EMAIL_LENGTH = 254
PHONE_LENGTH = 40
REMARK_LENGTH = 300
MESSAGE_LENGTH = 2000
MOST_PEOPLE = 6


class PlacesState(Enum):
    """How one gets a place at an occurrence."""

    OPEN = "open"
    """On the page of the activity, until it starts."""
    LIST_ONLY = "list_only"
    """Another way; its organiser can keep the list of guests here."""
    CALLED_OFF = "called_off"
    """It does not go on: nobody gets one."""


class Places(Model):
    """The places at one occurrence. Only this row decides whether there is one left.

    Whoever gives or takes a place locks it first. It is made and changed with what the organiser says.
    """

    id = fields.IntField(primary_key=True)
    occurrence: OneToOneRelation[Occurrence] = fields.OneToOneField(
        "weekplanner.Occurrence", related_name=False, on_delete=fields.CASCADE
    )
    occurrence_id: int
    activity: ForeignKeyRelation[Activity] = fields.ForeignKeyField(
        "weekplanner.Activity", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    activity_id: int
    state = enum_field(PlacesState)
    starts_at = UtcDatetimeField()
    """As the occurrence has it."""
    capacity: int | None = fields.IntField(null=True)
    """For how many people there is room; empty when they are not counted."""
    taken = fields.IntField(default=0)
    """How many people have a place."""
    ceiling: int | None = fields.IntField(null=True)
    """What `taken` never exceeds: the capacity, or what was taken when that was lowered."""
    waiting = fields.IntField(default=0)
    """How many parties wait for one."""
    moves = fields.IntField(default=0, db_default=0)
    """How often these two changed: calendars that show them must see that there is something new."""
    moved_at: datetime | None = UtcDatetimeField(null=True)
    """When they last changed."""
    sequence_from = fields.IntField(default=0, db_default=0)
    """What the sequence of a new sign-up begins with: more than that of who is known here no longer.

    They may sign up again, and have an entry of the same UID in their calendar.
    """
    told: dict[str, dict[str, Any]] | None = json_field(null=True)
    """What guests were told of it (`values.Facts`), by the digest in `knows`. Any: plain JSON."""
    told_at: datetime | None = UtcDatetimeField(null=True)
    """When a notice last told them something else."""
    notices = fields.IntField(default=0)
    """How many notices there were."""

    class Meta:
        table = "places"
        indexes = (("state", "starts_at"),)
        constraints = (
            one_of("places", "state", PlacesState),
            check("places", "capacity_from_1", "capacity IS NULL OR capacity >= 1"),
            check("places", "never_oversold", "taken >= 0 AND (ceiling IS NULL OR taken <= ceiling)"),
            check("places", "ceiling_over_capacity", "capacity IS NULL OR ceiling >= capacity"),
            check("places", "waiting_from_0", "waiting >= 0"),
        )

    @property
    def free(self) -> int | None:
        """How many people can still get a place; None when they are not counted."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def has_guests(self) -> bool:
        """Whether anybody has a place, or waits for one."""
        return self.taken > 0 or self.waiting > 0

    def fits(self, people: int) -> bool:
        """Whether there is a place for each of them."""
        return self.free is None or people <= self.free


class SignUpState(Enum):
    """Where a party stands."""

    PLACED = "placed"
    WAITING = "waiting"
    """In the line for a place: first come, first served, as far as the whole party fits."""
    CANCELLED = "cancelled"


class Source(Enum):
    """Who signed somebody up."""

    SELF = "self"
    HELPER = "helper"
    """A neighbour, or a professional, with the guest's consent."""
    ORGANISER = "organiser"
    """For who telephoned."""


class SignUp(Model):
    """A party of one to six people with one name, at one occurrence; the order in line is that of `id`."""

    id = fields.IntField(primary_key=True)
    occurrence: ForeignKeyRelation[Occurrence] = fields.ForeignKeyField(
        "weekplanner.Occurrence", related_name=False, on_delete=fields.CASCADE
    )
    occurrence_id: int
    state = enum_field(SignUpState)
    source = enum_field(Source)
    guest_key = fields.CharField(max_length=400)
    """What makes two sign-ups the same guest's: the e-mail address, else telephone number and name."""
    name = fields.CharField(max_length=NAME_LENGTH)
    email = fields.CharField(max_length=EMAIL_LENGTH, default="")
    phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    people = fields.SmallIntField()
    wants_transport = fields.BooleanField(default=False)
    remark = fields.CharField(max_length=REMARK_LENGTH, default="")
    helper_name = fields.CharField(max_length=NAME_LENGTH, default="")
    helper_email = fields.CharField(max_length=EMAIL_LENGTH, default="")
    consented_at: datetime | None = UtcDatetimeField(null=True)
    """When the helper said that the guest agrees."""
    language = fields.CharField(max_length=5)
    version = fields.IntField(default=1)
    """Rises with every change; a form made from an older one is stale."""
    link_version = fields.IntField(default=1, db_default=1)
    """Of the personal link; see `personal.FIRST_VERSION`."""
    sequence = fields.IntField(default=0)
    """How often the guest's own state changed: part of SEQUENCE in the calendar files they get."""
    request_key = fields.CharField(max_length=64)
    """A digest of the form: a double click signs up once."""
    knows = fields.CharField(max_length=16, default="")
    """Digest of what they were last told of the occurrence."""
    to_call_about: list[str] = json_field(default=list)
    """What who has no e-mail must still be told by telephone; names of `call_list.CallAbout`."""
    created_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()
    placed_at: datetime | None = UtcDatetimeField(null=True)
    cancelled_at: datetime | None = UtcDatetimeField(null=True)

    class Meta:
        table = "sign_up"
        # Beside these a unique index on what is not cancelled, which only SQL can say: one guest, one party.
        indexes = (("occurrence_id", "state", "id"), ("occurrence_id", "guest_key"))
        constraints = (
            one_of("sign_up", "state", SignUpState),
            one_of("sign_up", "source", Source),
            check("sign_up", "people_1_to_6", f"people BETWEEN 1 AND {MOST_PEOPLE}"),
            check("sign_up", "can_be_reached", "email <> '' OR phone <> '' OR helper_email <> ''"),
            check("sign_up", "helped_with_consent", "(source = 'helper') = (consented_at IS NOT NULL)"),
        )

    @property
    def is_live(self) -> bool:
        """Whether they have a place, or wait for one."""
        return self.state is not SignUpState.CANCELLED

    @property
    def reached_at(self) -> str:
        """The e-mail address that messages go to: their own, else that of who signed them up."""
        return self.email or self.helper_email


class GuestMessage(Model):
    """What an organiser wrote to the guests of an activity."""

    id = fields.IntField(primary_key=True)
    activity: ForeignKeyRelation[Activity] = fields.ForeignKeyField(
        "weekplanner.Activity", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    activity_id: int
    occurrence: ForeignKeyNullableRelation[Occurrence] = fields.ForeignKeyField(
        "weekplanner.Occurrence", related_name=False, on_delete=fields.CASCADE, null=True, db_index=True
    )
    occurrence_id: int | None
    """Empty for the guests of every occurrence."""
    to_waiting = fields.BooleanField()
    """Whether those who wait get it too."""
    text = fields.TextField()
    request_key = fields.CharField(max_length=64, unique=True)
    written_by: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    written_by_id: int | None
    created_at = UtcDatetimeField()

    class Meta:
        table = "guest_message"
