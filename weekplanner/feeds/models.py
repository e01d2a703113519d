"""What is on as it stands in feeds, made when it changes so that a feed only has to be joined."""

from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, enum_field, one_of
from weekplanner.listing.models import Entry, EntryKind


class Format(Enum):
    """What a feed is written in; the values are the ends of its address."""

    ICS = "ics"
    ATOM = "atom"
    JSON = "json"
    GEOJSON = "geojson"


OF_MOMENTS = (Format.ICS, Format.GEOJSON)
"""Formats in which every occurrence stands on its own."""

OF_ITEMS = (Format.ATOM, Format.JSON)
"""Formats that tell what is new: one item for an activity with all its occurrences."""


class Fragment(Model):
    """One entry in one format and language.

    A fragment with another `stamp` than the renderer's own is out of date: it is made anew when it is
    read, and rewritten by `operations.refresh_fragments`.
    """

    id = fields.IntField(primary_key=True)
    entry: ForeignKeyRelation[Entry] = fields.ForeignKeyField(
        "weekplanner.Entry", related_name=False, on_delete=fields.CASCADE
    )
    entry_id: int
    format = enum_field(Format)
    language = fields.CharField(max_length=5)
    stamp = fields.CharField(max_length=16)
    mark = fields.CharField(max_length=80)
    """Start, UID and revision: the order in a feed, and what its ETag is made from."""
    body = fields.BinaryField()
    """Empty when the entry has no place in this format, as on a map."""
    left_body = fields.BinaryField(null=True)
    """For the selections it has moved out of; null when there are none."""

    class Meta:
        table = "feed_fragment"
        unique_together = (("entry", "format", "language"),)
        constraints = (one_of("feed_fragment", "format", Format),)


class ItemFragment(Model):
    """One activity, or one congress, in one format and language; `stamp` as in a `Fragment`.

    `item_id` is the activity of an entry, for a congress the `source_id`.
    """

    id = fields.IntField(primary_key=True)
    kind = enum_field(EntryKind)
    item_id = fields.IntField()
    format = enum_field(Format)
    language = fields.CharField(max_length=5)
    stamp = fields.CharField(max_length=16)
    mark = fields.CharField(max_length=80)
    """When it was published, UID and revisions: the order in a feed, and what its ETag is made from."""
    updated_at = UtcDatetimeField()
    """When something in it changed last."""
    body = fields.BinaryField()

    class Meta:
        table = "feed_item"
        unique_together = (("kind", "item_id", "format", "language"),)
        constraints = (
            one_of("feed_item", "kind", EntryKind),
            one_of("feed_item", "format", Format),
        )
