from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0014_later_entries_begin_later")]

    initial = False

    operations = [
        ops.AddField(
            model_name="StockMovement",
            name="request_key",
            field=fields.CharField(null=True, unique=True, max_length=64),
        ),
    ]
