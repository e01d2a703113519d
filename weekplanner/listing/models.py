"""What is on: the read model that agenda, feeds and everything else for residents reads."""

from datetime import timedelta
from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, check, enum_field, json_field, one_of


class EntryKind(Enum):
    """What an entry is one moment of."""

    ACTIVITY = "activity"
    CONGRESS = "congress"


class EntryState(Enum):
    """How an entry stands for readers."""

    LISTED = "listed"
    CANCELLED = "cancelled"
    """Gaat niet door: shown as such until the week is over."""
    WITHDRAWN = "withdrawn"
    """Gone from pages; cancelled in feeds, so that it does not stay behind in a calendar."""


class KeyColumns(Model):
    """What selections are made of: an entry has these now, and may have had others before."""

    edition_year = fields.SmallIntField()
    kind = enum_field(EntryKind)
    activity_id = fields.IntField(null=True)
    organisation_id = fields.IntField(null=True)
    municipality_code = fields.CharField(max_length=6, null=True)
    province_code = fields.CharField(max_length=5, null=True)
    pc4 = fields.CharField(max_length=4, null=True)
    latitude = fields.FloatField(null=True)
    longitude = fields.FloatField(null=True)
    form = fields.CharField(max_length=20)
    category = fields.CharField(max_length=40)
    is_for_professionals = fields.BooleanField(default=False)
    audiences = fields.CharField(max_length=600)
    """Vocabulary ids, each between spaces: ` iedereen ouderen `."""
    accessibility = fields.CharField(max_length=600)
    """Only what is known to be there, derived features too; like `audiences`."""

    class Meta:
        abstract = True


class Entry(KeyColumns):
    """One occurrence as readers see it: one row in the agenda, one VEVENT in a feed.

    `uid`, `revision` and `revised_at` are UID, SEQUENCE and LAST-MODIFIED (RFC 5545 §3.8.4.7,
    §3.8.7.4, §3.8.7.3): the revision rises exactly when something a reader sees changes.
    """

    id = fields.IntField(primary_key=True)
    uid = fields.CharField(max_length=36, unique=True)
    source_id = fields.IntField()
    state = enum_field(EntryState)
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField()
    day = fields.DateField()
    """The local date it starts on."""
    start_minute = fields.SmallIntField()
    """Minutes after local midnight, for the parts of the day."""
    title = fields.CharField(max_length=120)
    summary = fields.CharField(max_length=300)
    venue = fields.CharField(max_length=120)
    place = fields.CharField(max_length=80)
    price_cents = fields.IntField()
    join_ways = fields.CharField(max_length=200)
    """Vocabulary ids, like `audiences`."""
    slug = fields.CharField(max_length=80)
    organisation_name = fields.CharField(max_length=120)
    search_text = fields.TextField()
    details = json_field()
    """What outlets write and nothing filters on; see `listing.values.Details`."""
    pin_latitude = fields.FloatField(null=True)
    pin_longitude = fields.FloatField(null=True)
    """The door, where it was pointed out: what the map shows; what is near goes by the keys."""
    places_free = fields.IntField(null=True)
    """Null where places are not counted. Changing it moves no revision."""
    digest = fields.CharField(max_length=64)
    revision = fields.IntField(default=0)
    revised_at = UtcDatetimeField()
    listed_at = UtcDatetimeField()

    class Meta:
        table = "listing_entry"
        unique_together = (("kind", "source_id"),)
        indexes = (
            ("latitude", "longitude"),
            ("municipality_code", "day"),
            ("province_code", "day"),
            ("organisation_id",),
            ("activity_id",),
            # All that counts and sorts over the whole country: a row of the table costs ten times as much.
            (
                "edition_year",
                "kind",
                "form",
                "day",
                "state",
                "is_for_professionals",
                "category",
                "start_minute",
            ),
        )
        constraints = (
            one_of("listing_entry", "kind", EntryKind),
            one_of("listing_entry", "state", EntryState),
            check("listing_entry", "ends_after_start", "ends_at > starts_at"),
            check("listing_entry", "revision_from_0", "revision >= 0"),
        )


class FormerKeys(KeyColumns):
    """Keys an entry had before: a selection it has left keeps it, as cancelled, until the week is over."""

    id = fields.IntField(primary_key=True)
    entry: ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "weekplanner.Entry", related_name="former_keys", db_index=True
    )
    entry_id: int
    digest = fields.CharField(max_length=64)

    class Meta:
        table = "listing_former_keys"
        unique_together = (("entry", "digest"),)
        indexes = (
            ("latitude", "longitude"),
            ("municipality_code",),
            ("province_code",),
            ("organisation_id",),
        )
        constraints = (one_of("listing_former_keys", "kind", EntryKind),)


CHANGES_KEPT = timedelta(days=2)
"""How long a line of the change log stays; every process that runs has read it within seconds."""


class Change(Model):
    """One line of the change log that every process follows.

    An entry changed, or what a page says about something (`about`: the anchor of an organisation,
    municipality or activity); with neither, everything must be looked at again.
    """

    id = fields.BigIntField(primary_key=True)
    entry_id = fields.IntField(null=True)
    keys_before = json_field(null=True)
    keys_after = json_field(null=True)
    is_revised = fields.BooleanField(default=True, db_default=True)
    """False when only pages show it, such as places left."""
    about: list[str] | None = json_field(null=True)
    at = UtcDatetimeField(db_index=True)

    class Meta:
        table = "listing_change"
