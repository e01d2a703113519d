"""Entries as they stand in feeds, made when they change so that a feed only has to be joined."""

from enum import Enum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyRelation
from tortoise.models import Model

from weekplanner.core.fields import enum_field, one_of
from weekplanner.listing.models import Entry


class Format(Enum):
    """What a feed is written in; the values are the ends of its address."""

    ICS = "ics"


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
    left_body = fields.BinaryField(null=True)
    """For the selections it has moved out of; null when there are none."""

    class Meta:
        table = "feed_fragment"
        unique_together = (("entry", "format", "language"),)
        constraints = (one_of("feed_fragment", "format", Format),)
