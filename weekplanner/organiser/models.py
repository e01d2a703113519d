"""The private calendars of organisers."""

from tortoise import fields
from tortoise.fields.relational import OneToOneRelation
from tortoise.models import Model

from weekplanner.accounts.models import Account
from weekplanner.core.fields import UtcDatetimeField


class PrivateFeed(Model):
    """Somebody follows the own activities in a calendar app.

    The secret address is an HMAC of `id` and `version` with the site's secret: it can be shown again, and
    is kept nowhere. A higher version ends the address that was given out before.
    """

    id = fields.IntField(primary_key=True)
    account: OneToOneRelation[Account] = fields.OneToOneField(
        "weekplanner.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    version = fields.IntField(default=1)
    is_open = fields.BooleanField(default=True)
    """Whether the address answers; ending it leaves the row, so that no version is given out twice."""
    created_at = UtcDatetimeField()

    class Meta:
        table = "private_feed"
