import re
import unicodedata
from json import loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from weekplanner.core.fields import EnumTextField, UtcDatetimeField, readable_json


def normalised(text: str) -> str:
    """As texts were compared when this was written."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "").replace("’", "")).strip()


async def fill_searched(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """Let what is there already be found in the lists of organisers and reviewers."""
    activity = apps.get_model("weekplanner.Activity")
    here = activity.all().using_db(editor.client)
    last = 0
    while (
        rows := await here.filter(id__gt=last)
        .order_by("id")
        .limit(500)
        .values("id", "title", "summary", "place", "venue")
    ):
        for row in rows:
            words = " ".join(row[name] for name in ("title", "summary", "place", "venue"))
            await activity.filter(id=row["id"]).using_db(editor.client).update(searched=normalised(words))
        last = rows[-1]["id"]


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AuditRecord",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="account_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("acted_as", fields.CharField(max_length=80)),
                ("action", fields.CharField(max_length=60)),
                ("subject_kind", fields.CharField(max_length=40)),
                ("subject_id", fields.CharField(max_length=64)),
                ("subject_label", fields.CharField(default="", max_length=160)),
                ("changes", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
            ],
            options={
                "table": "audit_record",
                "app": "weekplanner",
                "indexes": [Index(fields=["subject_kind", "subject_id"]), Index(fields=["action", "at"])],
                "pk_attr": "id",
                "table_description": "A change by the team, a coordinator or the operator: who, when, what, before and after.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FormerSlug",
            fields=[
                ("slug", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=160)),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="former_slugs",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "former_slug",
                "app": "weekplanner",
                "pk_attr": "slug",
                "table_description": "An address an organisation had: it leads on to the one it has now, and no other can take it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                ("email_key", fields.CharField(max_length=254)),
                (
                    "invited_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="invited_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("version", fields.IntField(default=1)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invitation",
                "app": "weekplanner",
                "unique_together": (("organisation", "email_key"),),
                "constraints": [
                    CheckConstraint(check="expires_at >= created_at", name="invitation_ends_after_it_begins")
                ],
                "pk_attr": "id",
                "table_description": "Somebody of an organisation asked a colleague to act for it too; asked again, it is the same row.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "weekplanner.Organisation",
                        source_field="organisation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="join_requests",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="account_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="join_requests",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("note", fields.CharField(default="", max_length=300)),
                ("created_at", UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "join_request",
                "app": "weekplanner",
                "unique_together": (("organisation", "account"),),
                "pk_attr": "id",
                "table_description": "Somebody asked to act for an organisation; who acts for it decides.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MunicipalityPage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "municipality",
                    fields.OneToOneField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("introduction", fields.TextField(default="", unique=False)),
                ("partners", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("version", fields.IntField(default=1)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "municipality_page",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "The texts of the page of a municipality; there is no row as long as nobody wrote any.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Picture",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "activity",
                    fields.OneToOneField(
                        "weekplanner.Activity",
                        source_field="activity_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="picture",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("stem", fields.CharField(db_index=True, max_length=64)),
                ("alt", fields.CharField(max_length=200)),
                ("width", fields.IntField()),
                ("height", fields.IntField()),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "picture",
                "app": "weekplanner",
                "constraints": [CheckConstraint(check="width > 0 AND height > 0", name="picture_has_a_size")],
                "pk_attr": "id",
                "table_description": "The picture of an activity; its files lie in the media directory, three widths of each.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PrivateFeed",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "account",
                    fields.OneToOneField(
                        "weekplanner.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("version", fields.IntField(default=1)),
                ("is_open", fields.BooleanField(default=True)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "private_feed",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "Somebody follows the own activities in a calendar app.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReadyReason",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("use", EnumTextField(max_length=40)),
                ("title", fields.CharField(max_length=80)),
                ("text", fields.TextField(unique=False)),
                ("version", fields.IntField(default=1)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "ready_reason",
                "app": "weekplanner",
                "unique_together": (("use", "title"),),
                "constraints": [
                    CheckConstraint(check="use IN ('return', 'withdraw')", name="ready_reason_use_known")
                ],
                "pk_attr": "id",
                "table_description": "A reason that reviewers often give, written once by the team.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Activity",
            name="confirmed_at",
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Activity",
            name="copied_from",
            field=fields.ForeignKeyField(
                "weekplanner.Activity",
                source_field="copied_from_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="copies",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Activity",
            name="partners",
            field=fields.JSONField(default=list, db_default="[]", encoder=readable_json, decoder=loads),
        ),
        ops.AddField(
            model_name="Activity",
            name="pin_latitude",
            field=fields.FloatField(null=True),
        ),
        ops.AddField(
            model_name="Activity",
            name="pin_longitude",
            field=fields.FloatField(null=True),
        ),
        ops.AddField(
            model_name="Activity",
            name="searched",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.RunPython(fill_searched),
        ops.AddIndex(model_name="Activity", index=Index(fields=["copied_from_id"])),
        ops.AddIndex(model_name="Activity", index=Index(fields=["example_slug", "edition_id"])),
        ops.AddConstraint(
            model_name="Activity",
            constraint=CheckConstraint(
                check="(pin_latitude IS NULL) = (pin_longitude IS NULL)", name="activity_pin_whole"
            ),
        ),
        ops.AlterModelOptions(
            name="Organisation",
            options={
                "table": "organisation",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "Who organises activities; its slug follows its name, and its former slugs lead to it for ever.",
            },
        ),
        ops.RemoveConstraint(
            model_name="SignInToken",
            name="sign_in_token_purpose_known",
            fields=None,
        ),
        ops.AddConstraint(
            model_name="SignInToken",
            constraint=CheckConstraint(
                check="purpose IN ('sign_in', 'first_activity', 'join', 'change_email')",
                name="sign_in_token_purpose_known",
            ),
        ),
    ]
