"""The catalogue: what can be ordered, and how much of it there is."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from weekplanner.core.fields import UtcDatetimeField, check, json_field

KIT_NAME_LENGTH = 80
EXPLANATION_LENGTH = 300
ALT_LENGTH = 200
REASON_LENGTH = 300
FILE_NAME_LENGTH = 100


class Kit(Model):
    """Something one can order, with its stock; the ledger says how that came to be.

    Whoever moves stock, or looks whether a limit leaves room, locks it first.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=40, unique=True)
    position = fields.IntField(default=0)
    """Where it stands in the catalogue, from 1."""
    name = fields.CharField(max_length=KIT_NAME_LENGTH)
    explanation = fields.CharField(max_length=EXPLANATION_LENGTH, default="")
    contents: list[str] = json_field(default=list)
    """What is in one, a line each; nothing counts it."""
    is_digital = fields.BooleanField(default=False)
    """Whether it is a file to download: then there is no stock and no parcel."""
    is_visible = fields.BooleanField(default=True)
    max_per_activity: int | None = fields.IntField(null=True)
    max_per_organisation: int | None = fields.IntField(null=True)
    """In an edition: the fair share."""
    weight_g: int | None = fields.IntField(null=True)
    low_stock_at = fields.IntField(default=0)
    """The team is told when fewer than this are free."""
    free = fields.IntField(default=0)
    """Not promised to anybody."""
    reserved = fields.IntField(default=0)
    """Promised in an order, and still here."""
    shipped = fields.IntField(default=0)
    """Gone out, in all; also what came back."""
    picture_stem = fields.CharField(max_length=64, default="")
    """What the names of its picture's files begin with."""
    picture_alt = fields.CharField(max_length=ALT_LENGTH, default="")
    picture_width = fields.IntField(default=0)
    picture_height = fields.IntField(default=0)
    file_stem = fields.CharField(max_length=64, default="")
    """The name of a digital kit's file where it is kept; empty as long as there is none."""
    file_name = fields.CharField(max_length=FILE_NAME_LENGTH, default="")
    """As it is called when it is downloaded."""
    file_size_bytes = fields.IntField(default=0)
    recalled_at: datetime | None = UtcDatetimeField(null=True)
    """When the team called it back: nothing of it goes out from then on."""
    recall_reason = fields.CharField(max_length=REASON_LENGTH, default="")
    version = fields.IntField(default=1)
    """Rises with every change of the catalogue; a form made from an older one is stale."""
    created_at = UtcDatetimeField()
    changed_at = UtcDatetimeField()

    class Meta:
        table = "kit"
        constraints = (
            check("kit", "stock_from_0", "free >= 0 AND reserved >= 0 AND shipped >= 0"),
            check(
                "kit", "files_have_no_stock", "NOT is_digital OR (free = 0 AND reserved = 0 AND shipped = 0)"
            ),
            check("kit", "limit_per_activity_from_1", "max_per_activity IS NULL OR max_per_activity >= 1"),
            check(
                "kit",
                "limit_per_organisation_from_1",
                "max_per_organisation IS NULL OR max_per_organisation >= 1",
            ),
            check("kit", "weighs_something", "weight_g IS NULL OR weight_g >= 1"),
            check("kit", "low_stock_from_0", "low_stock_at >= 0"),
        )

    @property
    def is_recalled(self) -> bool:
        """Whether the team called it back."""
        return self.recalled_at is not None

    @property
    def is_running_out(self) -> bool:
        """Whether fewer are free than the mark at which the team is told."""
        return self.free < self.low_stock_at and not (self.is_digital or self.is_recalled)

    @property
    def is_offered(self) -> bool:
        """Whether organisers see it: a digital one only once it has its file."""
        has_all = bool(self.file_stem) if self.is_digital else True
        return self.is_visible and not self.is_recalled and has_all
