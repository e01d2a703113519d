from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0003_first_ready_reasons")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Relisting",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "organisation",
                    fields.OneToOneField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("done_until", fields.IntField(default=0)),
            ],
            options={
                "table": "relisting",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "The many activities of an organisation that changed are being listed again, a few at a time.",
            },
            bases=["Model"],
        ),
    ]
