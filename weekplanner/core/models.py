"""Facts about this installation that belong to no feature."""

from tortoise import fields
from tortoise.models import Model


class SiteValue(Model):
    """One named value, such as the offset of the clock."""

    name = fields.CharField(max_length=60, primary_key=True)
    value = fields.TextField()

    class Meta:
        table = "site_value"
