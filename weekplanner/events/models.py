"""Activities, their occurrences and pictures, ready-made reasons, and what was typed before an account."""

from datetime import datetime
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import (
    ForeignKeyNullableRelation,
    ForeignKeyRelation,
    OneToOneRelation,
    ReverseRelation,
)
from tortoise.models import Model

from weekplanner.accounts.models import Organisation
from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of
from weekplanner.editions.models import Edition
from weekplanner.geo.models import Municipality

TITLE_LENGTH = 120
SUMMARY_LENGTH = 300
DESCRIPTION_LENGTH = 3000
NOTE_LENGTH = 1000
REASON_LENGTH = 2000
APOLOGY_LENGTH = 500
NAME_LENGTH = 120
PRICE_NOTE_LENGTH = 200
HOUSE_NUMBER_LENGTH = 20
PHONE_LENGTH = 40
URL_LENGTH = 500
EMAIL_LENGTH = 254
ALT_LENGTH = 200
MOST_PARTNERS = 10
READY_TITLE_LENGTH = 80


class State(Enum):
    """The life of an activity: draft → submitted → published → cancelled, with two ways back."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """Sent back with a reason the organiser can read; submitting again is possible."""
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """Not published by the reviewer, or taken down; the page answers 410."""


class OccurrenceState(Enum):
    """An occurrence of a published activity is never deleted."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Activity(Model):
    """Something one can join, by one organisation."""

    id = fields.IntField(primary_key=True)
    edition: ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "weekplanner.Edition", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    edition_id: int
    organisation: ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "weekplanner.Organisation", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    organisation_id: int
    state = enum_field(State, default=State.DRAFT)
    version = fields.IntField(default=1)
    """Rises with every change; a form made from an older one is stale."""
    request_key = fields.CharField(max_length=64, unique=True, null=True)
    """A digest of the form it was made with: a double click makes one activity."""
    slug = fields.CharField(max_length=80)
    title = fields.CharField(max_length=TITLE_LENGTH)
    summary = fields.CharField(max_length=SUMMARY_LENGTH, default="")
    description = fields.TextField(default="")
    """A subset of Markdown; see `formats.markdown`."""
    category = fields.CharField(max_length=40, default="")
    audiences: list[str] = json_field(default=list)
    form = fields.CharField(max_length=20, default="")
    venue = fields.CharField(max_length=NAME_LENGTH, default="")
    street = fields.CharField(max_length=NAME_LENGTH, default="")
    house_number = fields.CharField(max_length=HOUSE_NUMBER_LENGTH, default="")
    postcode = fields.CharField(max_length=7, default="")
    """`1234 AB`."""
    place = fields.CharField(max_length=80, default="")
    municipality: ForeignKeyRelation[Municipality] = fields.ForeignKeyField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    """From the postcode; the organisation's where there is no address."""
    municipality_id: str
    latitude = fields.FloatField(null=True)
    """The middle of its postcode area: what is near is decided by that, and never by the pin."""
    longitude = fields.FloatField(null=True)
    pin_latitude = fields.FloatField(null=True)
    """Where its organiser put it on the map, in degrees (WGS 84)."""
    pin_longitude = fields.FloatField(null=True)
    online_url = fields.CharField(max_length=URL_LENGTH, default="")
    dial_in_phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    price_cents = fields.IntField(default=0)
    price_note = fields.CharField(max_length=PRICE_NOTE_LENGTH, default="")
    accessibility: dict[str, str] = json_field(default=dict)
    """Vocabulary id → "yes" or "no"; what is not in it is unknown, and unknown is never no."""
    directions = fields.TextField(default="")
    transport = fields.TextField(default="")
    transport_phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    languages: list[str] = json_field(default=list)
    contact_name = fields.CharField(max_length=NAME_LENGTH, default="")
    contact_phone = fields.CharField(max_length=PHONE_LENGTH, default="")
    contact_email = fields.CharField(max_length=EMAIL_LENGTH, default="")
    is_contact_name_public = fields.BooleanField(default=True)
    is_contact_phone_public = fields.BooleanField(default=True)
    is_contact_email_public = fields.BooleanField(default=False)
    host_name = fields.CharField(max_length=NAME_LENGTH, default="")
    host_welcome = fields.TextField(default="")
    """What happens in the first ten minutes."""
    join_ways: list[str] = json_field(default=list)
    join_url = fields.CharField(max_length=URL_LENGTH, default="")
    partners: list[str] = json_field(default=list, db_default="[]")
    """Names of the organisations it is made with."""
    example_slug = fields.CharField(max_length=60, default="")
    review_reason = fields.TextField(default="")
    """Why it came back or is not on the site, for the organiser to read."""
    apology = fields.TextField(default="")
    """What participants read when it is called off."""
    reviewed_values = json_field(null=True)
    """What a reviewer last saw, or what was published without a review; see `values.ActivityValues`."""
    searched = fields.TextField(default="", db_default="")
    """Title, summary, place and venue as texts are compared, for the lists of organisers and reviewers."""
    copied_from: ForeignKeyNullableRelation["Activity"] = fields.ForeignKeyField(
        "weekplanner.Activity", related_name="copies", on_delete=fields.SET_NULL, null=True
    )
    copied_from_id: int | None
    confirmed_at: datetime | None = UtcDatetimeField(null=True)
    """When its organiser last said that everything is still right."""
    asked_at: datetime | None = UtcDatetimeField(null=True)
    """When its organiser was asked so, a week before."""
    needs_review = fields.BooleanField(default=False)
    """Whether the values differ from those, so that the difference waits for review."""
    created_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()
    submitted_at = UtcDatetimeField(null=True)
    published_at = UtcDatetimeField(null=True)

    occurrences: ReverseRelation["Occurrence"]

    class Meta:
        table = "activity"
        indexes = (
            ("state", "submitted_at"),
            ("municipality_id", "state"),
            ("needs_review", "changed_at"),
            ("copied_from_id",),
            ("example_slug", "edition_id"),
            ("confirmed_at", "asked_at"),
        )
        constraints = (
            one_of("activity", "state", State),
            check("activity", "price_from_0", "price_cents >= 0"),
            check("activity", "pin_whole", "(pin_latitude IS NULL) = (pin_longitude IS NULL)"),
            check(
                "activity",
                "published_once_listed",
                "state NOT IN ('published', 'cancelled') OR published_at IS NOT NULL",
            ),
        )

    @property
    def pin(self) -> tuple[float, float] | None:
        """Latitude and longitude of where its organiser put it, when they did."""
        if self.pin_latitude is None or self.pin_longitude is None:
            return None
        return self.pin_latitude, self.pin_longitude

    @property
    def was_published(self) -> bool:
        """Whether it stood on the site at any moment; then it is never deleted."""
        return self.published_at is not None


class Occurrence(Model):
    """One start–end of an activity, 1 to 40 of them, inside the edition's days."""

    id = fields.IntField(primary_key=True)
    activity: ForeignKeyRelation[Activity] = fields.ForeignKeyField(
        "weekplanner.Activity", related_name="occurrences", on_delete=fields.CASCADE, db_index=True
    )
    activity_id: int
    uid = fields.CharField(max_length=36, unique=True)
    """A UUID that never changes (RFC 7986 §5.3)."""
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField()
    capacity = fields.IntField(null=True)
    """What the organiser entered; empty means that places are not counted."""
    state = enum_field(OccurrenceState, default=OccurrenceState.SCHEDULED)
    apology = fields.TextField(default="")

    class Meta:
        table = "occurrence"
        indexes = (("activity_id", "starts_at"),)
        constraints = (
            one_of("occurrence", "state", OccurrenceState),
            check("occurrence", "ends_after_start", "ends_at > starts_at"),
            check("occurrence", "capacity_from_1", "capacity IS NULL OR capacity >= 1"),
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it was not called off by itself; its activity may be."""
        return self.state is OccurrenceState.SCHEDULED


class Picture(Model):
    """The picture of an activity; its files lie in the media directory, three widths of each."""

    id = fields.IntField(primary_key=True)
    activity: ForeignKeyRelation[Activity] = fields.OneToOneField(
        "weekplanner.Activity", related_name="picture", on_delete=fields.CASCADE
    )
    activity_id: int
    stem = fields.CharField(max_length=64, db_index=True)
    """What the names of its files begin with; a copy of the activity shows the same files."""
    alt = fields.CharField(max_length=ALT_LENGTH)
    width = fields.IntField()
    """Of the largest file, in pixels."""
    height = fields.IntField()
    created_at = UtcDatetimeField()

    class Meta:
        table = "picture"
        constraints = (check("picture", "has_a_size", "width > 0 AND height > 0"),)


class ReasonUse(Enum):
    """What a ready-made reason is for."""

    RETURN = "return"
    """A question, sent back with the activity."""
    WITHDRAW = "withdraw"
    """Why it does not come, or no longer stands, on the site."""


class ReadyReason(Model):
    """A reason that reviewers often give, written once by the team."""

    id = fields.IntField(primary_key=True)
    use = enum_field(ReasonUse)
    title = fields.CharField(max_length=READY_TITLE_LENGTH)
    text = fields.TextField()
    version = fields.IntField(default=1)
    created_at = UtcDatetimeField()

    class Meta:
        table = "ready_reason"
        unique_together = (("use", "title"),)
        constraints = (one_of("ready_reason", "use", ReasonUse),)


class Relisting(Model):
    """The many activities of an organisation that changed are being listed again, a few at a time."""

    id = fields.IntField(primary_key=True)
    organisation: OneToOneRelation[Organisation] = fields.OneToOneField(
        "weekplanner.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    organisation_id: int
    done_until = fields.IntField(default=0)
    """Id of the last activity that was."""

    class Meta:
        table = "relisting"


class PendingActivity(Model):
    """A first activity, typed by somebody whose e-mail address is not confirmed yet; kept for 14 days."""

    id = fields.IntField(primary_key=True)
    request_key = fields.CharField(max_length=64, unique=True)
    """A digest of the form it was typed in; also the reference of the confirmation that was asked for."""
    email_key = fields.CharField(max_length=EMAIL_LENGTH, db_index=True)
    organisation = json_field()
    """Name, kind and municipality; see `values.OrganisationValues`."""
    activity = json_field()
    """See `values.ActivityValues`."""
    wants_submitting = fields.BooleanField()
    created_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "pending_activity"
