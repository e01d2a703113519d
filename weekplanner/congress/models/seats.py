"""The seats of a congress, and what is kept of them for who has an invitation code."""

from datetime import datetime

from tortoise import fields
from tortoise.fields.relational import ForeignKeyRelation, OneToOneRelation
from tortoise.models import Model

from weekplanner.congress.models.congresses import MOST_SEATS, NAME_LENGTH, Congress
from weekplanner.core.fields import UtcDatetimeField, check


class Seats(Model):
    """The seats of one congress. Only this row decides whether there is one left.

    Whoever gives, offers or takes back a seat, of the congress or of a workshop, locks it first.
    """

    id = fields.IntField(primary_key=True)
    congress: OneToOneRelation[Congress] = fields.OneToOneField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE
    )
    congress_id: int
    capacity = fields.IntField()
    ceiling = fields.IntField()
    """What `taken`, `held` and `reserved` together never exceed: the capacity, or what they were when it was
    lowered."""
    taken = fields.IntField(default=0)
    """How many people have a seat."""
    held = fields.IntField(default=0)
    """How many seats are offered to who waited, and kept for them until they answer."""
    reserved = fields.IntField(default=0)
    """How many seats are kept for invitation codes that nobody used yet."""
    waiting = fields.IntField(default=0)
    """How many parties are in the line."""
    arrived = fields.IntField(default=0)
    """How many people are inside."""

    class Meta:
        table = "congress_seats"
        constraints = (
            check("congress_seats", "capacity_from_1", f"capacity BETWEEN 1 AND {MOST_SEATS}"),
            check(
                "congress_seats",
                "never_oversold",
                "taken >= 0 AND held >= 0 AND reserved >= 0 AND taken + held + reserved <= ceiling",
            ),
            check("congress_seats", "ceiling_over_capacity", "ceiling >= capacity"),
            check("congress_seats", "counts_from_0", "waiting >= 0 AND arrived >= 0"),
        )

    @property
    def spoken_for(self) -> int:
        """How many seats are taken, offered or kept for an invitation."""
        return self.taken + self.held + self.reserved

    @property
    def free(self) -> int:
        """How many people can still get a seat."""
        return max(0, self.capacity - self.spoken_for)


class CongressInvitation(Model):
    """A code that keeps seats for somebody, or for a block of people who share it.

    The code itself is made from the row's number (`codes.invitation_code`); only its digest is here.
    """

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    congress_id: int
    name = fields.CharField(max_length=NAME_LENGTH)
    """For whom it is, for the team."""
    seats = fields.IntField()
    used = fields.IntField(default=0)
    """How many of them have somebody in them; what is given back is kept for the code again."""
    valid_until = UtcDatetimeField()
    """After it what is left is for everybody."""
    ended_at: datetime | None = UtcDatetimeField(null=True)
    """When what was left of it became free."""
    digest = fields.CharField(max_length=64, default="", db_index=True)
    created_at = UtcDatetimeField()

    class Meta:
        table = "congress_invitation"
        constraints = (
            check("congress_invitation", "seats_from_1", f"seats BETWEEN 1 AND {MOST_SEATS}"),
            check("congress_invitation", "not_used_twice", "used BETWEEN 0 AND seats"),
        )

    @property
    def left(self) -> int:
        """How many seats it still keeps."""
        return 0 if self.ended_at else self.seats - self.used
