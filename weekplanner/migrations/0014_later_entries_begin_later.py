from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0013_labels_have_a_version")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Places",
            name="sequence_from",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
