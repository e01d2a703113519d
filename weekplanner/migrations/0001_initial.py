"""The first tables of every package."""

from json import loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from weekplanner.core.fields import EnumTextField, UtcDatetimeField, readable_json


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Account",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("email", fields.CharField(max_length=254)),
                ("email_key", fields.CharField(unique=True, max_length=254)),
                ("name", fields.CharField(default="", max_length=120)),
                ("phone", fields.CharField(default="", max_length=40)),
                ("language", fields.CharField(default="nl", max_length=5)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("last_seen_on", fields.DateField(null=True)),
                ("warned_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "Somebody who can sign in; made when an e-mail address is confirmed, or by the team.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attempt",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("scope", fields.CharField(max_length=20)),
                ("key_hash", fields.CharField(max_length=64)),
                ("at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attempt",
                "app": "weekplanner",
                "indexes": [Index(fields=["scope", "key_hash", "at"])],
                "pk_attr": "id",
                "table_description": "One message somebody asked for, counted against a limit; a row, so that every process counts it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Change",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("entry_id", fields.IntField(null=True)),
                ("keys_before", fields.JSONField(null=True, encoder=readable_json, decoder=loads)),
                ("keys_after", fields.JSONField(null=True, encoder=readable_json, decoder=loads)),
                ("at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "listing_change",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": 'One line of the change log that every process follows; `entry_id` is empty for "look at all again".',
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Edition",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("year", fields.IntField(unique=True)),
                ("name", fields.CharField(max_length=80)),
                ("starts_on", fields.DateField()),
                ("ends_on", fields.DateField()),
                ("registration_opens_on", fields.DateField()),
                ("registration_closes_on", fields.DateField()),
                ("kit_order_until_on", fields.DateField()),
                ("kit_last_sent_on", fields.DateField()),
                ("is_current", fields.BooleanField(default=False)),
            ],
            options={
                "table": "edition",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(check="starts_on <= ends_on", name="edition_ends_after_it_starts"),
                    CheckConstraint(
                        check="registration_opens_on <= registration_closes_on",
                        name="edition_registration_opens_first",
                    ),
                    CheckConstraint(
                        check="registration_closes_on <= ends_on", name="edition_registration_ends_in_time"
                    ),
                    CheckConstraint(
                        check="kit_order_until_on <= kit_last_sent_on", name="edition_kits_are_ordered_first"
                    ),
                    CheckConstraint(
                        check="kit_last_sent_on <= ends_on", name="edition_kits_are_sent_in_time"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "One year's week; all dates are Amsterdam dates and count themselves in.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Entry",
            fields=[
                ("edition_year", fields.SmallIntField()),
                ("kind", EnumTextField(max_length=40)),
                ("activity_id", fields.IntField(null=True)),
                ("organisation_id", fields.IntField(null=True)),
                ("municipality_code", fields.CharField(null=True, max_length=6)),
                ("province_code", fields.CharField(null=True, max_length=5)),
                ("pc4", fields.CharField(null=True, max_length=4)),
                ("latitude", fields.FloatField(null=True)),
                ("longitude", fields.FloatField(null=True)),
                ("form", fields.CharField(max_length=20)),
                ("category", fields.CharField(max_length=40)),
                ("is_for_professionals", fields.BooleanField(default=False)),
                ("audiences", fields.CharField(max_length=600)),
                ("accessibility", fields.CharField(max_length=600)),
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("uid", fields.CharField(unique=True, max_length=36)),
                ("source_id", fields.IntField()),
                ("state", EnumTextField(max_length=40)),
                ("starts_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("day", fields.DateField()),
                ("start_minute", fields.SmallIntField()),
                ("title", fields.CharField(max_length=120)),
                ("summary", fields.CharField(max_length=300)),
                ("venue", fields.CharField(max_length=120)),
                ("place", fields.CharField(max_length=80)),
                ("price_cents", fields.IntField()),
                ("join_ways", fields.CharField(max_length=200)),
                ("slug", fields.CharField(max_length=80)),
                ("organisation_name", fields.CharField(max_length=120)),
                ("search_text", fields.TextField(unique=False)),
                ("details", fields.JSONField(encoder=readable_json, decoder=loads)),
                ("places_free", fields.IntField(null=True)),
                ("digest", fields.CharField(max_length=64)),
                ("revision", fields.IntField(default=0)),
                ("revised_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("listed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "listing_entry",
                "app": "weekplanner",
                "unique_together": (("kind", "source_id"),),
                "constraints": [
                    CheckConstraint(
                        check="kind IN ('activity', 'congress')", name="listing_entry_kind_known"
                    ),
                    CheckConstraint(
                        check="state IN ('listed', 'cancelled', 'withdrawn')",
                        name="listing_entry_state_known",
                    ),
                    CheckConstraint(check="ends_at > starts_at", name="listing_entry_ends_after_start"),
                    CheckConstraint(check="revision >= 0", name="listing_entry_revision_from_0"),
                ],
                "indexes": [
                    Index(fields=["latitude", "longitude"]),
                    Index(fields=["municipality_code", "day"]),
                    Index(fields=["province_code", "day"]),
                    Index(fields=["organisation_id"]),
                    Index(fields=["activity_id"]),
                    Index(
                        fields=[
                            "edition_year",
                            "kind",
                            "form",
                            "day",
                            "state",
                            "is_for_professionals",
                            "category",
                            "start_minute",
                        ]
                    ),
                ],
                "pk_attr": "id",
                "table_description": "One occurrence as readers see it: one row in the agenda, one VEVENT in a feed.",
            },
            bases=["KeyColumns"],
        ),
        ops.CreateModel(
            name="FormerKeys",
            fields=[
                ("edition_year", fields.SmallIntField()),
                ("kind", EnumTextField(max_length=40)),
                ("activity_id", fields.IntField(null=True)),
                ("organisation_id", fields.IntField(null=True)),
                ("municipality_code", fields.CharField(null=True, max_length=6)),
                ("province_code", fields.CharField(null=True, max_length=5)),
                ("pc4", fields.CharField(null=True, max_length=4)),
                ("latitude", fields.FloatField(null=True)),
                ("longitude", fields.FloatField(null=True)),
                ("form", fields.CharField(max_length=20)),
                ("category", fields.CharField(max_length=40)),
                ("is_for_professionals", fields.BooleanField(default=False)),
                ("audiences", fields.CharField(max_length=600)),
                ("accessibility", fields.CharField(max_length=600)),
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "weekplanner.Entry",
                        source_field="entry_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="former_keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("digest", fields.CharField(max_length=64)),
            ],
            options={
                "table": "listing_former_keys",
                "app": "weekplanner",
                "unique_together": (("entry", "digest"),),
                "constraints": [
                    CheckConstraint(
                        check="kind IN ('activity', 'congress')", name="listing_former_keys_kind_known"
                    )
                ],
                "indexes": [
                    Index(fields=["latitude", "longitude"]),
                    Index(fields=["municipality_code"]),
                    Index(fields=["province_code"]),
                    Index(fields=["organisation_id"]),
                ],
                "pk_attr": "id",
                "table_description": "Keys an entry had before: a selection it has left keeps it, as cancelled, until the week is over.",
            },
            bases=["KeyColumns"],
        ),
        ops.CreateModel(
            name="Fragment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "weekplanner.Entry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("format", EnumTextField(max_length=40)),
                ("language", fields.CharField(max_length=5)),
                ("stamp", fields.CharField(max_length=16)),
                ("mark", fields.CharField(max_length=80)),
                ("body", fields.BinaryField()),
                ("left_body", fields.BinaryField(null=True)),
            ],
            options={
                "table": "feed_fragment",
                "app": "weekplanner",
                "unique_together": (("entry", "format", "language"),),
                "constraints": [
                    CheckConstraint(check="format IN ('ics')", name="feed_fragment_format_known")
                ],
                "pk_attr": "id",
                "table_description": "One entry in one format and language.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=60)),
                ("values", fields.JSONField(encoder=readable_json, decoder=loads)),
                ("language", fields.CharField(max_length=5)),
                ("to_address", fields.CharField(max_length=254)),
                ("to_name", fields.CharField(max_length=100)),
                ("message_id", fields.CharField(max_length=255)),
                ("dated_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("boundary", fields.CharField(max_length=40)),
                ("unique_key", fields.CharField(unique=True, max_length=200)),
                ("priority", fields.SmallIntField()),
                ("status", EnumTextField(max_length=40)),
                ("attempts", fields.SmallIntField(default=0)),
                ("claimed_by", fields.CharField(null=True, max_length=40)),
                ("lease_until", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("next_attempt_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("not_after", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("last_error", fields.CharField(default="", max_length=120)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outbox_message",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="status IN ('new', 'sending', 'sent', 'failed', 'dropped')",
                        name="outbox_message_status_known",
                    ),
                    CheckConstraint(check="priority BETWEEN 0 AND 2", name="outbox_message_priority_known"),
                ],
                "indexes": [
                    Index(fields=["status", "priority", "next_attempt_at"], name="outbox_message_due"),
                    Index(fields=["status", "lease_until"], name="outbox_message_leased"),
                    Index(fields=["ended_at"], name="outbox_message_ended"),
                ],
                "pk_attr": "id",
                "table_description": "A message that must be sent once, with all that its bytes are made from.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PendingActivity",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("request_key", fields.CharField(unique=True, max_length=64)),
                ("email_key", fields.CharField(db_index=True, max_length=254)),
                ("organisation", fields.JSONField(encoder=readable_json, decoder=loads)),
                ("activity", fields.JSONField(encoder=readable_json, decoder=loads)),
                ("wants_submitting", fields.BooleanField()),
                ("created_at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "pending_activity",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "A first activity, typed by somebody whose e-mail address is not confirmed yet; kept for 14 days.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Province",
            fields=[
                ("code", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=5)),
                ("name", fields.CharField(unique=True, max_length=40)),
                ("slug", fields.CharField(unique=True, max_length=40)),
            ],
            options={
                "table": "province",
                "app": "weekplanner",
                "pk_attr": "code",
                "table_description": "One of the twelve; `code` is ISO 3166-2 (NL-UT).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Municipality",
            fields=[
                ("code", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=6)),
                ("name", fields.CharField(unique=True, max_length=80)),
                ("slug", fields.CharField(unique=True, max_length=80)),
                (
                    "province",
                    fields.ForeignKeyField(
                        "weekplanner.Province",
                        source_field="province_id",
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("latitude", fields.FloatField()),
                ("longitude", fields.FloatField()),
            ],
            options={
                "table": "municipality",
                "app": "weekplanner",
                "pk_attr": "code",
                "table_description": "A municipality; `code` is that of Statistics Netherlands (GM0344), the place its middle.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Coordinator",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="coordinated",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "coordinator",
                "app": "weekplanner",
                "unique_together": (("account", "municipality"),),
                "pk_attr": "id",
                "table_description": "Somebody watches over a municipality; there may be several.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MunicipalitySlugAlias",
            fields=[
                ("slug", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=80)),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "municipality_slug_alias",
                "app": "weekplanner",
                "pk_attr": "slug",
                "table_description": "Another word in the address of a municipality's page, which redirects to its slug.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Organisation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=160)),
                ("name", fields.CharField(max_length=120)),
                ("kind", fields.CharField(max_length=40)),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("website", fields.CharField(default="", max_length=500)),
                ("phone", fields.CharField(default="", max_length=40)),
                ("about", fields.TextField(default="", unique=False)),
                ("is_trusted", fields.BooleanField(default=False)),
                ("version", fields.IntField(default=1)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "organisation",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "Who organises activities; its slug stays what it was when it was made, so that no address breaks.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Activity",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "edition",
                    fields.ForeignKeyField(
                        "weekplanner.Edition",
                        source_field="edition_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("state", EnumTextField(max_length=40)),
                ("version", fields.IntField(default=1)),
                ("request_key", fields.CharField(null=True, unique=True, max_length=64)),
                ("slug", fields.CharField(max_length=80)),
                ("title", fields.CharField(max_length=120)),
                ("summary", fields.CharField(default="", max_length=300)),
                ("description", fields.TextField(default="", unique=False)),
                ("category", fields.CharField(default="", max_length=40)),
                ("audiences", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("form", fields.CharField(default="", max_length=20)),
                ("venue", fields.CharField(default="", max_length=120)),
                ("street", fields.CharField(default="", max_length=120)),
                ("house_number", fields.CharField(default="", max_length=20)),
                ("postcode", fields.CharField(default="", max_length=7)),
                ("place", fields.CharField(default="", max_length=80)),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("latitude", fields.FloatField(null=True)),
                ("longitude", fields.FloatField(null=True)),
                ("online_url", fields.CharField(default="", max_length=500)),
                ("dial_in_phone", fields.CharField(default="", max_length=40)),
                ("price_cents", fields.IntField(default=0)),
                ("price_note", fields.CharField(default="", max_length=200)),
                ("accessibility", fields.JSONField(default=dict, encoder=readable_json, decoder=loads)),
                ("directions", fields.TextField(default="", unique=False)),
                ("transport", fields.TextField(default="", unique=False)),
                ("transport_phone", fields.CharField(default="", max_length=40)),
                ("languages", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("contact_name", fields.CharField(default="", max_length=120)),
                ("contact_phone", fields.CharField(default="", max_length=40)),
                ("contact_email", fields.CharField(default="", max_length=254)),
                ("is_contact_name_public", fields.BooleanField(default=True)),
                ("is_contact_phone_public", fields.BooleanField(default=True)),
                ("is_contact_email_public", fields.BooleanField(default=False)),
                ("host_name", fields.CharField(default="", max_length=120)),
                ("host_welcome", fields.TextField(default="", unique=False)),
                ("join_ways", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("join_url", fields.CharField(default="", max_length=500)),
                ("example_slug", fields.CharField(default="", max_length=60)),
                ("review_reason", fields.TextField(default="", unique=False)),
                ("apology", fields.TextField(default="", unique=False)),
                ("reviewed_values", fields.JSONField(null=True, encoder=readable_json, decoder=loads)),
                ("needs_review", fields.BooleanField(default=False)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("submitted_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("published_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "activity",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('draft', 'submitted', 'returned', 'published', 'cancelled', 'withdrawn')",
                        name="activity_state_known",
                    ),
                    CheckConstraint(check="price_cents >= 0", name="activity_price_from_0"),
                    CheckConstraint(
                        check="state NOT IN ('published', 'cancelled') OR published_at IS NOT NULL",
                        name="activity_published_once_listed",
                    ),
                ],
                "indexes": [
                    Index(fields=["state", "submitted_at"]),
                    Index(fields=["municipality_id", "state"]),
                    Index(fields=["needs_review", "changed_at"]),
                ],
                "pk_attr": "id",
                "table_description": "Something one can join, by one organisation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "membership",
                "app": "weekplanner",
                "unique_together": (("account", "organisation"),),
                "pk_attr": "id",
                "table_description": "Somebody acts for an organisation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Occurrence",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "activity",
                    fields.ForeignKeyField(
                        "weekplanner.Activity",
                        source_field="activity_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="occurrences",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("uid", fields.CharField(unique=True, max_length=36)),
                ("starts_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("capacity", fields.IntField(null=True)),
                ("state", EnumTextField(max_length=40)),
                ("apology", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "occurrence",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('scheduled', 'cancelled')", name="occurrence_state_known"
                    ),
                    CheckConstraint(check="ends_at > starts_at", name="occurrence_ends_after_start"),
                    CheckConstraint(
                        check="capacity IS NULL OR capacity >= 1", name="occurrence_capacity_from_1"
                    ),
                ],
                "indexes": [Index(fields=["activity_id", "starts_at"])],
                "pk_attr": "id",
                "table_description": "One start–end of an activity, 1 to 40 of them, inside the edition's days.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Postcode",
            fields=[
                ("pc4", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=4)),
                ("place", fields.CharField(max_length=80)),
                ("other_places", fields.JSONField(encoder=readable_json, decoder=loads)),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("latitude", fields.FloatField()),
                ("longitude", fields.FloatField()),
            ],
            options={
                "table": "postcode",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="length(pc4) = 4 AND pc4 >= '1000'", name="postcode_pc4_has_four_digits"
                    ),
                    CheckConstraint(
                        check="latitude BETWEEN 50.7 AND 53.7 AND longitude BETWEEN 3.2 AND 7.3",
                        name="postcode_lies_in_the_netherlands",
                    ),
                ],
                "pk_attr": "pc4",
                "table_description": "A postcode area of four digits; it counts for one municipality, also where it crosses a border.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PlaceName",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(db_index=True, max_length=80)),
                ("name", fields.CharField(max_length=80)),
                ("is_alias", fields.BooleanField()),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "postcode",
                    fields.ForeignKeyField(
                        "weekplanner.Postcode",
                        source_field="postcode_id",
                        null=True,
                        db_constraint=True,
                        to_field="pc4",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "place_name",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "A name that leads to a municipality, or to the postcode area in the middle of a place.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProvinceSlugAlias",
            fields=[
                ("slug", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                (
                    "province",
                    fields.ForeignKeyField(
                        "weekplanner.Province",
                        source_field="province_id",
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "province_slug_alias",
                "app": "weekplanner",
                "pk_attr": "slug",
                "table_description": "Another word in the address of a province's page, which redirects to its slug.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PurgeRun",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("day", fields.DateField(null=True, unique=True)),
                ("began_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("counts", fields.JSONField(default=dict, encoder=readable_json, decoder=loads)),
            ],
            options={
                "table": "purge_run",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "One run of the purge: counts only, nothing of what was removed. At most one a day by itself.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="role_grants",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("role", EnumTextField(max_length=40)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "role_grant",
                "app": "weekplanner",
                "unique_together": (("account", "role"),),
                "constraints": [
                    CheckConstraint(
                        check="role IN ('moderation', 'logistics', 'congress', 'communication', 'admin')",
                        name="role_grant_role_known",
                    )
                ],
                "pk_attr": "id",
                "table_description": "Somebody has a role in the programme team.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("id_hash", fields.CharField(unique=True, max_length=64)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="account_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("last_seen_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "Somebody is signed in on a device; of the cookie only the SHA-256 is kept, of the device nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInToken",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("salt", fields.CharField(max_length=32)),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("purpose", EnumTextField(max_length=40)),
                ("email", fields.CharField(max_length=254)),
                ("email_key", fields.CharField(max_length=254)),
                ("name", fields.CharField(default="", max_length=120)),
                ("reference", fields.CharField(default="", max_length=64)),
                ("return_path", fields.CharField(default="", max_length=500)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("used_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_in_token",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="purpose IN ('sign_in', 'first_activity')", name="sign_in_token_purpose_known"
                    ),
                    CheckConstraint(
                        check="expires_at >= created_at", name="sign_in_token_ends_after_it_begins"
                    ),
                ],
                "indexes": [Index(fields=["email_key", "purpose"])],
                "pk_attr": "id",
                "table_description": "A link by e-mail, once it is asked for.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SiteValue",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=60)),
                ("value", fields.TextField(unique=False)),
            ],
            options={
                "table": "site_value",
                "app": "weekplanner",
                "pk_attr": "name",
                "table_description": "One named value, such as the offset of the clock.",
            },
            bases=["Model"],
        ),
        # Exactly one edition is current; Tortoise cannot write a partial index for SQLite.
        ops.RunSQL(
            "CREATE UNIQUE INDEX edition_one_current ON edition (is_current) WHERE is_current",
            reverse_sql="DROP INDEX edition_one_current",
        ),
    ]
