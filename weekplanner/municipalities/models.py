"""What the coordinator of a municipality writes on its page."""

from tortoise import fields
from tortoise.fields.relational import OneToOneRelation
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, json_field
from weekplanner.geo.models import Municipality


class MunicipalityPage(Model):
    """The texts of the page of a municipality; there is no row as long as nobody wrote any."""

    id = fields.IntField(primary_key=True)
    municipality: OneToOneRelation[Municipality] = fields.OneToOneField(
        "weekplanner.Municipality", related_name=False, on_delete=fields.RESTRICT
    )
    municipality_id: str
    introduction = fields.TextField(default="")
    """A subset of Markdown; see `formats.markdown`."""
    partners: list[dict[str, str]] = json_field(default=list)
    """`name` and `website` of each partner of the local coalition, in the order of the page."""
    version = fields.IntField(default=1)
    """Rises with every change; a form made from an older one is stale."""
    changed_at = UtcDatetimeField()

    class Meta:
        table = "municipality_page"
