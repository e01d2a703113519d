from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from weekplanner.core.fields import in_lower_case


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0008_counts_of_places_have_a_revision")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="OutboxMessage",
            index=Index(fields=["dated_at", "kind", "status"], name="outbox_message_dated"),
        ),
        ops.AddIndex(
            model_name="OutboxMessage",
            index=Index(in_lower_case("to_address"), name="outbox_message_to"),
        ),
    ]
