from json import loads

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from weekplanner.core.fields import readable_json


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0004_organisations_are_listed_again")]

    initial = False

    operations = [
        ops.AlterModelOptions(
            name="Change",
            options={
                "table": "listing_change",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "One line of the change log that every process follows.",
            },
        ),
        ops.AddField(
            model_name="Change",
            name="about",
            field=fields.JSONField(null=True, encoder=readable_json, decoder=loads),
        ),
        ops.AddField(
            model_name="Change",
            name="is_revised",
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.AddField(
            model_name="Entry",
            name="pin_latitude",
            field=fields.FloatField(null=True),
        ),
        ops.AddField(
            model_name="Entry",
            name="pin_longitude",
            field=fields.FloatField(null=True),
        ),
        # What is listed already: the pins that were pointed out, and the places that are counted.
        ops.RunSQL(
            "UPDATE listing_entry SET "
            "pin_latitude = (SELECT a.pin_latitude FROM activity a WHERE a.id = listing_entry.activity_id), "
            "pin_longitude = (SELECT a.pin_longitude FROM activity a WHERE a.id = listing_entry.activity_id) "
            "WHERE kind = 'activity' AND form = 'op-locatie'",
            reverse_sql="UPDATE listing_entry SET pin_latitude = NULL, pin_longitude = NULL",
        ),
        ops.RunSQL(
            "UPDATE listing_entry SET places_free = "
            "(SELECT o.capacity FROM occurrence o WHERE o.id = listing_entry.source_id) "
            "WHERE kind = 'activity' AND join_ways LIKE '% hier-aanmelden %'",
            reverse_sql="UPDATE listing_entry SET places_free = NULL",
        ),
    ]
