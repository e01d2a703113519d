from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from weekplanner.core.fields import UtcDatetimeField


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0007_sign_ups_and_what_is_due")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Places",
            name="moved_at",
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Places",
            name="moves",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
