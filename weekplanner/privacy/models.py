"""The record of what the privacy purge removed."""

from tortoise import fields
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, json_field


class PurgeRun(Model):
    """One run of the purge: counts only, nothing of what was removed. At most one a day by itself."""

    id = fields.IntField(primary_key=True)
    day = fields.DateField(null=True, unique=True)
    """Set for the daily run, so that of several processes one does it; empty for a run by hand."""
    began_at = UtcDatetimeField()
    ended_at = UtcDatetimeField(null=True)
    counts: dict[str, int] = json_field(default=dict)

    class Meta:
        table = "purge_run"
