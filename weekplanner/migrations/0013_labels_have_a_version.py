from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0012_kits_and_their_stock")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Shipment",
            name="label_version",
            field=fields.IntField(null=True),
        ),
    ]
