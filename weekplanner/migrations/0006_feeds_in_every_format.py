from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from weekplanner.core.fields import EnumTextField, UtcDatetimeField


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0005_the_map_and_what_pages_say")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ItemFragment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", EnumTextField(max_length=40)),
                ("item_id", fields.IntField()),
                ("format", EnumTextField(max_length=40)),
                ("language", fields.CharField(max_length=5)),
                ("stamp", fields.CharField(max_length=16)),
                ("mark", fields.CharField(max_length=80)),
                ("updated_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("body", fields.BinaryField()),
            ],
            options={
                "table": "feed_item",
                "app": "weekplanner",
                "unique_together": (("kind", "item_id", "format", "language"),),
                "constraints": [
                    CheckConstraint(check="kind IN ('activity', 'congress')", name="feed_item_kind_known"),
                    CheckConstraint(
                        check="format IN ('ics', 'atom', 'json', 'geojson')", name="feed_item_format_known"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "One activity, or one congress, in one format and language; `stamp` as in a `Fragment`.",
            },
            bases=["Model"],
        ),
        ops.RemoveConstraint(
            model_name="Fragment",
            name="feed_fragment_format_known",
            fields=None,
        ),
        ops.AddConstraint(
            model_name="Fragment",
            constraint=CheckConstraint(
                check="format IN ('ics', 'atom', 'json', 'geojson')", name="feed_fragment_format_known"
            ),
        ),
    ]
