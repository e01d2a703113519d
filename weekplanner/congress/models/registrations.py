"""Who comes to a congress, or waits for a seat: parties, their people, workshops and needs."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyNullableRelation, ForeignKeyRelation, OneToOneRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.congress.models.congresses import Congress, ProgrammePart, Workshop
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.geo.models import Municipality

NAME_LENGTH = 100
EMAIL_LENGTH = 254
REASON_LENGTH = 500
NEED_LENGTH = 300
MOST_PEOPLE = 6
"""In a group that one address signs up."""
MOST_SEATS_OF_ONE = MOST_PEOPLE + 1
"""Somebody who comes along to help has a seat besides."""


class RegistrationState(Enum):
    """Where a party stands."""

    REQUESTED = "requested"
    """It is of another audience, and asked to be let in: the team decides."""
    WAITING = "waiting"
    """In the line for a seat: first come, first served, as far as the whole party fits."""
    OFFERED = "offered"
    """Seats are kept for it until it answers."""
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    """By itself or by the team."""
    DECLINED = "declined"
    """It did not want what was offered."""
    EXPIRED = "expired"
    """It did not answer in time."""
    REFUSED = "refused"
    """The team did not let it in."""


LIVE = (
    RegistrationState.REQUESTED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
    RegistrationState.CONFIRMED,
)


class Source(Enum):
    """How a party came to be here."""

    SELF = "self"
    TEAM = "team"
    """Somebody of the team wrote it down."""
    DOOR = "door"
    """It walked in on the day."""


class Registration(Model):
    """A party of one to six people, and who comes along to help, with one address.

    The order in line is that of `id`.
    """

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE
    )
    congress_id: int
    state = enum_field(RegistrationState)
    source = enum_field(Source)
    address_key = fields.CharField(max_length=400)
    """The e-mail address in lower case; of who walked in without one their number. One live party each."""
    name = fields.CharField(max_length=NAME_LENGTH)
    email = fields.CharField(max_length=EMAIL_LENGTH, default="")
    organisation = fields.CharField(max_length=NAME_LENGTH, default="")
    role = fields.CharField(max_length=NAME_LENGTH, default="")
    """What they do there, in their own words."""
    audience = fields.CharField(max_length=40)
    """Id of one of the vocabulary's congress audiences."""
    municipality: ForeignKeyNullableRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=True
    )
    municipality_id: str | None
    people = fields.SmallIntField()
    """How many seats: the group, and who comes along to help."""
    wish = fields.CharField(max_length=REASON_LENGTH, default="")
    """Why somebody of another audience wants to come."""
    searched = fields.TextField(default="", db_default="")
    """What the team looks for: names, organisation and address (`values.searchable`)."""
    invitation: ForeignKeyNullableRelation[CongressInvitation] = fields.ForeignKeyField(
        "weekplanner.CongressInvitation",
        related_name=False,
        on_delete=fields.RESTRICT,
        null=True,
        db_index=True,
    )
    invitation_id: int | None
    """Whose seats these are."""
    language = fields.CharField(max_length=5)
    version = fields.IntField(default=1)
    """Rises with every change; a form made from an older one is stale."""
    link_version = fields.IntField(default=1)
    """Of the personal link: rises when the address changes that it goes to."""
    sequence = fields.IntField(default=0)
    """How often what stands in their own invitation changed: part of its SEQUENCE."""
    was_invited = fields.BooleanField(default=False)
    """Whether an invitation for their calendar was ever sent: only then it is taken back."""
    request_key = fields.CharField(max_length=64)
    """A digest of the form: a double click signs up once."""
    offered_until: datetime | None = UtcDatetimeField(null=True)
    """Until when seats are kept for them."""
    created_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()
    confirmed_at: datetime | None = UtcDatetimeField(null=True)
    ended_at: datetime | None = UtcDatetimeField(null=True)

    class Meta:
        table = "registration"
        # Beside these a unique index on who is live, which only SQL can say: one address, one party.
        indexes = (
            ("congress_id", "state", "id"),
            ("congress_id", "address_key"),
        )
        constraints = (
            one_of("registration", "state", RegistrationState),
            one_of("registration", "source", Source),
            check("registration", "people_1_to_7", f"people BETWEEN 1 AND {MOST_SEATS_OF_ONE}"),
            check("registration", "offered_until_then", "(state = 'offered') = (offered_until IS NOT NULL)"),
            check("registration", "confirmed_then", "state <> 'confirmed' OR confirmed_at IS NOT NULL"),
        )

    @property
    def is_live(self) -> bool:
        """Whether it has a seat, or may still get one."""
        return self.state in LIVE


class Attendee(Model):
    """One person of a party, with a ticket of their own."""

    id = fields.IntField(primary_key=True)
    congress: ForeignKeyRelation[Congress] = fields.ForeignKeyField(
        "weekplanner.Congress", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    congress_id: int
    registration: ForeignKeyRelation[Registration] = fields.ForeignKeyField(
        "weekplanner.Registration", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    registration_id: int
    name = fields.CharField(max_length=NAME_LENGTH)
    """As it stands on the badge."""
    is_companion = fields.BooleanField(default=False)
    """Whether they come along to help somebody of the party."""
    ticket_version = fields.IntField(default=1)
    """A ticket of an earlier version is worth nothing."""
    arrived_at: datetime | None = UtcDatetimeField(null=True)
    """When they came in first, by the clock of the door."""

    class Meta:
        table = "attendee"


class WorkshopChoice(Model):
    """What a party wants in a round, and what it has: it goes to workshops together."""

    id = fields.IntField(primary_key=True)
    registration: ForeignKeyRelation[Registration] = fields.ForeignKeyField(
        "weekplanner.Registration", related_name=False, on_delete=fields.CASCADE
    )
    registration_id: int
    part: ForeignKeyRelation[ProgrammePart] = fields.ForeignKeyField(
        "weekplanner.ProgrammePart", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    part_id: int
    first_choice: ForeignKeyRelation[Workshop] = fields.ForeignKeyField(
        "weekplanner.Workshop", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    first_choice_id: int
    second_choice: ForeignKeyNullableRelation[Workshop] = fields.ForeignKeyField(
        "weekplanner.Workshop", related_name=False, on_delete=fields.CASCADE, null=True, db_index=True
    )
    second_choice_id: int | None
    seat: ForeignKeyNullableRelation[Workshop] = fields.ForeignKeyField(
        "weekplanner.Workshop", related_name=False, on_delete=fields.CASCADE, null=True, db_index=True
    )
    seat_id: int | None
    """Where they have seats."""
    in_line = fields.BooleanField(default=False)
    """Whether they wait for the first choice."""
    lined_up_at: datetime | None = UtcDatetimeField(null=True)
    """Since when: the order in line, and for equals that of `id`."""
    offered_until: datetime | None = UtcDatetimeField(null=True)
    """Until when seats of the first choice are kept for them."""
    version = fields.IntField(default=1)

    class Meta:
        table = "workshop_choice"
        unique_together = (("registration_id", "part_id"),)
        indexes = (("first_choice_id", "in_line", "lined_up_at"),)
        constraints = (
            check("workshop_choice", "seat_is_a_choice", "seat_id IN (first_choice_id, second_choice_id)"),
            check(
                "workshop_choice",
                "two_choices",
                "second_choice_id IS NULL OR second_choice_id <> first_choice_id",
            ),
            check(
                "workshop_choice",
                "waits_for_what_it_has_not",
                "NOT in_line OR seat_id IS NULL OR seat_id <> first_choice_id",
            ),
            check("workshop_choice", "waits_since", "NOT in_line OR lined_up_at IS NOT NULL"),
            check("workshop_choice", "offered_while_it_waits", "offered_until IS NULL OR in_line"),
        )


class Needs(Model):
    """What somebody of a party needs: health data (AVG art. 9), with consent, seen by few, deleted first."""

    id = fields.IntField(primary_key=True)
    registration: OneToOneRelation[Registration] = fields.OneToOneField(
        "weekplanner.Registration", related_name=False, on_delete=fields.CASCADE
    )
    registration_id: int
    diets: list[str] = json_field(default=list)
    """Ids of `needs.DIETS`."""
    access: list[str] = json_field(default=list)
    """Ids of `needs.ACCESS`."""
    remark = fields.CharField(max_length=NEED_LENGTH, default="")
    consented_at = UtcDatetimeField()

    class Meta:
        table = "registration_needs"


class Decision(Enum):
    """What was decided about a party after it signed up."""

    LET_IN = "let_in"
    REFUSED = "refused"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    PROMOTED = "promoted"
    """On the day itself a seat is given at once."""
    CHANGED = "changed"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"
    WORKSHOP_OFFERED = "workshop_offered"
    WORKSHOP_ACCEPTED = "workshop_accepted"
    WORKSHOP_DECLINED = "workshop_declined"
    WORKSHOP_EXPIRED = "workshop_expired"
    WORKSHOP_SEATED = "workshop_seated"


class RegistrationEvent(Model):
    """One decision about a party, with its reason: these are only added."""

    id = fields.IntField(primary_key=True)
    registration: ForeignKeyRelation[Registration] = fields.ForeignKeyField(
        "weekplanner.Registration", related_name=False, on_delete=fields.CASCADE, db_index=True
    )
    registration_id: int
    decision = enum_field(Decision)
    reason = fields.CharField(max_length=REASON_LENGTH, default="")
    """Of the team, in its own words; or, for what happens by itself, what caused it (`reasons`)."""
    workshop: ForeignKeyNullableRelation[Workshop] = fields.ForeignKeyField(
        "weekplanner.Workshop", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    workshop_id: int | None
    account: ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "weekplanner.Account", related_name=False, on_delete=fields.SET_NULL, null=True, db_index=True
    )
    account_id: int | None
    """Who of the team did it."""
    at = UtcDatetimeField()

    class Meta:
        table = "registration_event"
        constraints = (one_of("registration_event", "decision", Decision),)
