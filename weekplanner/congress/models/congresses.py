"""Congresses of an edition: when and where, for whom, the programme with its rounds of workshops."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core import clock
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.editions.models import Edition
from weekplanner.geo.models import Municipality

TITLE_LENGTH = 120
SUMMARY_LENGTH = 300
NAME_LENGTH = 100
TEXT_LENGTH = 2000
APOLOGY_LENGTH = 500
SPEAKERS_LENGTH = 300
MOST_SEATS = 100_000


class CongressKind(Enum):
    """What a meeting of the programme is."""

    OPENING = "opening"
    """On the first day of the week."""
    CLOSING = "closing"
    """On the last day of the week."""
    WEBINAR = "webinar"
    MASTERCLASS = "masterclass"
    OTHER = "other"


class CongressState(Enum):
    """How a congress stands for readers."""

    DRAFT = "draft"
    """Only the team sees it."""
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    """It does not go on: shown as such, and everybody who signed up is told."""


class Congress(Model):
    """A meeting of the programme: opening, closing, webinar, masterclass. `uid` is that of its entry."""

    id = fields.IntField(primary_key=True)
    edition: ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "weekplanner.Edition", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    edition_id: int
    kind = enum_field(CongressKind)
    state = enum_field(CongressState)
    slug = fields.CharField(max_length=80, unique=True)
    """It stays as it was made: the address stands in mail and on paper."""
    uid = fields.CharField(max_length=36, unique=True)
    title = fields.CharField(max_length=TITLE_LENGTH)
    summary = fields.CharField(max_length=SUMMARY_LENGTH)
    description = fields.TextField()
    """Markdown; see `formats.markdown`."""
    audiences: list[str] = json_field(default=list)
    """Ids of the vocabulary's congress audiences; who is of another one asks to be let in."""
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField()
    opens_at = UtcDatetimeField()
    """When signing up begins."""
    closes_at = UtcDatetimeField()
    """When signing up ends; who waits can still get a seat."""
    venue = fields.CharField(max_length=TITLE_LENGTH, default="")
    street = fields.CharField(max_length=NAME_LENGTH, default="")
    house_number = fields.CharField(max_length=20, default="")
    postcode = fields.CharField(max_length=7, default="")
    place = fields.CharField(max_length=80, default="")
    municipality: ForeignKeyNullableRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=True
    )
    municipality_id: str | None
    """Follows from the postcode."""
    travel = fields.TextField(default="")
    """How to get there, and what to know about the building: plain text."""
    online_url = fields.CharField(max_length=500, default="")
    """Where one takes part from home. Only for who has a seat."""
    apology = fields.CharField(max_length=APOLOGY_LENGTH, default="")
    """What a cancelled one says to who signed up."""
    version = fields.IntField(default=1)
    """Rises with every change by the team; a form made from an older one is stale."""
    sequence = fields.IntField(default=0)
    """How often what stands in an invitation changed: part of its SEQUENCE (RFC 5545 §3.8.7.4)."""
    told: dict[str, str] = json_field(default=dict)
    """What attendees were last told of it; see `values.Facts`."""
    revised_at = UtcDatetimeField()
    created_at = UtcDatetimeField()

    class Meta:
        table = "congress"
        indexes = (("state", "starts_at"),)
        constraints = (
            one_of("congress", "kind", CongressKind),
            one_of("congress", "state", CongressState),
            check("congress", "ends_after_start", "ends_at > starts_at"),
            check("congress", "opens_before_it_closes", "opens_at < closes_at"),
            check("congress", "closes_in_time", "closes_at <= ends_at"),
        )

    @property
    def is_online(self) -> bool:
        """Whether one takes part from home only."""
        return not self.venue

    @property
    def address(self) -> str:
        """Where it is, on one line; empty for what is online."""
        parts = (self.venue, f"{self.street} {self.house_number}", f"{self.postcode} {self.place}")
        return ", ".join(part.strip() for part in parts if part.strip())

    def is_its_day(self, now: datetime) -> bool:
        """Whether it is the day of the congress, on an Amsterdam clock."""
        return clock.local(now).date() == clock.local(self.starts_at).date()


class PartKind(Enum):
    """What a part of the programme is."""

    PLENARY = "plenary"
    ROUND = "round"
    """Of workshops: everybody chooses one."""


class ProgrammePart(Model):
    """A part of the programme, in the order of its start."""

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE
    )
    congress_id: int
    kind = enum_field(PartKind)
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField()
    title = fields.CharField(max_length=TITLE_LENGTH)
    text = fields.CharField(max_length=APOLOGY_LENGTH, default="")
    speakers = fields.CharField(max_length=SPEAKERS_LENGTH, default="")

    class Meta:
        table = "congress_part"
        indexes = (("congress_id", "starts_at"),)
        constraints = (
            one_of("congress_part", "kind", PartKind),
            check("congress_part", "ends_after_start", "ends_at > starts_at"),
        )


class Workshop(Model):
    """A workshop in a round. Like `Seats`, only this row decides whether a seat is left.

    It is changed under the lock of the seats of its congress.
    """

    id = fields.IntField(primary_key=True)
    part: ForeignKeyRelation[ProgrammePart] = fields.ForeignKeyField(
        "weekplanner.ProgrammePart", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    part_id: int
    title = fields.CharField(max_length=TITLE_LENGTH)
    text = fields.CharField(max_length=APOLOGY_LENGTH, default="")
    speakers = fields.CharField(max_length=SPEAKERS_LENGTH, default="")
    room = fields.CharField(max_length=NAME_LENGTH, default="")
    capacity = fields.IntField()
    ceiling = fields.IntField()
    """What `taken` and `held` together never exceed: the capacity, or their sum when that was lowered."""
    taken = fields.IntField(default=0)
    """How many people have a seat."""
    held = fields.IntField(default=0)
    """How many seats are offered to who waited for them, and kept for them until they answer."""
    waiting = fields.IntField(default=0)
    """How many parties are in the line."""

    class Meta:
        table = "workshop"
        constraints = (
            check("workshop", "capacity_from_1", f"capacity BETWEEN 1 AND {MOST_SEATS}"),
            check("workshop", "never_oversold", "taken >= 0 AND held >= 0 AND taken + held <= ceiling"),
            check("workshop", "ceiling_over_capacity", "ceiling >= capacity"),
            check("workshop", "waiting_from_0", "waiting >= 0"),
        )

    @property
    def free(self) -> int:
        """How many people can still get a seat."""
        return max(0, self.capacity - self.taken - self.held)
