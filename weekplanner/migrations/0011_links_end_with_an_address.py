from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0010_organisers_are_asked")]

    initial = False

    operations = [
        ops.AddField(
            model_name="SignUp",
            name="link_version",
            field=fields.IntField(default=1, db_default=1),
        ),
    ]
