from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0017_congresses")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Registration",
            name="searched",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
    ]
