from json import loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from weekplanner.core.fields import EnumTextField, UtcDatetimeField, readable_json


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0016_kits_have_a_last_day")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Congress",
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
                ("kind", EnumTextField(max_length=40)),
                ("state", EnumTextField(max_length=40)),
                ("slug", fields.CharField(unique=True, max_length=80)),
                ("uid", fields.CharField(unique=True, max_length=36)),
                ("title", fields.CharField(max_length=120)),
                ("summary", fields.CharField(max_length=300)),
                ("description", fields.TextField(unique=False)),
                ("audiences", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("starts_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("opens_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("venue", fields.CharField(default="", max_length=120)),
                ("street", fields.CharField(default="", max_length=100)),
                ("house_number", fields.CharField(default="", max_length=20)),
                ("postcode", fields.CharField(default="", max_length=7)),
                ("place", fields.CharField(default="", max_length=80)),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("travel", fields.TextField(default="", unique=False)),
                ("online_url", fields.CharField(default="", max_length=500)),
                ("apology", fields.CharField(default="", max_length=500)),
                ("version", fields.IntField(default=1)),
                ("sequence", fields.IntField(default=0)),
                ("told", fields.JSONField(default=dict, encoder=readable_json, decoder=loads)),
                ("revised_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "congress",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="kind IN ('opening', 'closing', 'webinar', 'masterclass', 'other')",
                        name="congress_kind_known",
                    ),
                    CheckConstraint(
                        check="state IN ('draft', 'published', 'cancelled')", name="congress_state_known"
                    ),
                    CheckConstraint(check="ends_at > starts_at", name="congress_ends_after_start"),
                    CheckConstraint(check="opens_at < closes_at", name="congress_opens_before_it_closes"),
                    CheckConstraint(check="closes_at <= ends_at", name="congress_closes_in_time"),
                ],
                "indexes": [Index(fields=["state", "starts_at"])],
                "pk_attr": "id",
                "table_description": "A meeting of the programme: opening, closing, webinar, masterclass. `uid` is that of its entry.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CongressInvitation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("seats", fields.IntField()),
                ("used", fields.IntField(default=0)),
                ("valid_until", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("digest", fields.CharField(default="", db_index=True, max_length=64)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "congress_invitation",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="seats BETWEEN 1 AND 100000", name="congress_invitation_seats_from_1"
                    ),
                    CheckConstraint(
                        check="used BETWEEN 0 AND seats", name="congress_invitation_not_used_twice"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A code that keeps seats for somebody, or for a block of people who share it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DoorDevice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("code_digest", fields.CharField(null=True, unique=True, max_length=64)),
                ("code_until", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("token_digest", fields.CharField(null=True, unique=True, max_length=64)),
                ("valid_until", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("seen_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="made_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "door_device",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "A telephone at a door: it may see names and check people in, at one congress, for a short time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProgrammePart",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", EnumTextField(max_length=40)),
                ("starts_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("title", fields.CharField(max_length=120)),
                ("text", fields.CharField(default="", max_length=500)),
                ("speakers", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "congress_part",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(check="kind IN ('plenary', 'round')", name="congress_part_kind_known"),
                    CheckConstraint(check="ends_at > starts_at", name="congress_part_ends_after_start"),
                ],
                "indexes": [Index(fields=["congress_id", "starts_at"])],
                "pk_attr": "id",
                "table_description": "A part of the programme, in the order of its start.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Registration",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("state", EnumTextField(max_length=40)),
                ("source", EnumTextField(max_length=40)),
                ("address_key", fields.CharField(max_length=400)),
                ("name", fields.CharField(max_length=100)),
                ("email", fields.CharField(default="", max_length=254)),
                ("organisation", fields.CharField(default="", max_length=100)),
                ("role", fields.CharField(default="", max_length=100)),
                ("audience", fields.CharField(max_length=40)),
                (
                    "municipality",
                    fields.ForeignKeyField(
                        "weekplanner.Municipality",
                        source_field="municipality_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="code",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("people", fields.SmallIntField()),
                ("wish", fields.CharField(default="", max_length=500)),
                (
                    "invitation",
                    fields.ForeignKeyField(
                        "weekplanner.CongressInvitation",
                        source_field="invitation_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("language", fields.CharField(max_length=5)),
                ("version", fields.IntField(default=1)),
                ("link_version", fields.IntField(default=1)),
                ("sequence", fields.IntField(default=0)),
                ("was_invited", fields.BooleanField(default=False)),
                ("request_key", fields.CharField(max_length=64)),
                ("offered_until", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("confirmed_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "registration",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('requested', 'waiting', 'offered', 'confirmed', 'cancelled', 'declined', 'expired', 'refused')",
                        name="registration_state_known",
                    ),
                    CheckConstraint(
                        check="source IN ('self', 'team', 'door')", name="registration_source_known"
                    ),
                    CheckConstraint(check="people BETWEEN 1 AND 7", name="registration_people_1_to_7"),
                    CheckConstraint(
                        check="(state = 'offered') = (offered_until IS NOT NULL)",
                        name="registration_offered_until_then",
                    ),
                    CheckConstraint(
                        check="state <> 'confirmed' OR confirmed_at IS NOT NULL",
                        name="registration_confirmed_then",
                    ),
                ],
                "indexes": [
                    Index(fields=["congress_id", "state", "id"]),
                    Index(fields=["congress_id", "address_key"]),
                ],
                "pk_attr": "id",
                "table_description": "A party of one to six people, and who comes along to help, with one address.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attendee",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "registration",
                    fields.ForeignKeyField(
                        "weekplanner.Registration",
                        source_field="registration_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("is_companion", fields.BooleanField(default=False)),
                ("ticket_version", fields.IntField(default=1)),
                ("arrived_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attendee",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "One person of a party, with a ticket of their own.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CheckIn",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "attendee",
                    fields.ForeignKeyField(
                        "weekplanner.Attendee",
                        source_field="attendee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "device",
                    fields.ForeignKeyField(
                        "weekplanner.DoorDevice",
                        source_field="device_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("entrance_key", fields.CharField(unique=True, max_length=64)),
                ("read_by", EnumTextField(max_length=40)),
                ("at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ("was_offline", fields.BooleanField(default=False)),
                ("is_again", fields.BooleanField(default=False)),
                ("received_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "check_in",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="read_by IN ('scan', 'code', 'name', 'walk_in')", name="check_in_read_by_known"
                    )
                ],
                "pk_attr": "id",
                "table_description": "Somebody came in, or a ticket was shown again: these are only added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Needs",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "registration",
                    fields.OneToOneField(
                        "weekplanner.Registration",
                        source_field="registration_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("diets", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("access", fields.JSONField(default=list, encoder=readable_json, decoder=loads)),
                ("remark", fields.CharField(default="", max_length=300)),
                ("consented_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "registration_needs",
                "app": "weekplanner",
                "pk_attr": "id",
                "table_description": "What somebody of a party needs: health data (AVG art. 9), with consent, seen by few, deleted first.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Seats",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.OneToOneField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("capacity", fields.IntField()),
                ("ceiling", fields.IntField()),
                ("taken", fields.IntField(default=0)),
                ("held", fields.IntField(default=0)),
                ("reserved", fields.IntField(default=0)),
                ("waiting", fields.IntField(default=0)),
                ("arrived", fields.IntField(default=0)),
            ],
            options={
                "table": "congress_seats",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="capacity BETWEEN 1 AND 100000", name="congress_seats_capacity_from_1"
                    ),
                    CheckConstraint(
                        check="taken >= 0 AND held >= 0 AND reserved >= 0 AND taken + held + reserved <= ceiling",
                        name="congress_seats_never_oversold",
                    ),
                    CheckConstraint(check="ceiling >= capacity", name="congress_seats_ceiling_over_capacity"),
                    CheckConstraint(
                        check="waiting >= 0 AND arrived >= 0", name="congress_seats_counts_from_0"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "The seats of one congress. Only this row decides whether there is one left.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Workshop",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "part",
                    fields.ForeignKeyField(
                        "weekplanner.ProgrammePart",
                        source_field="part_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(max_length=120)),
                ("text", fields.CharField(default="", max_length=500)),
                ("speakers", fields.CharField(default="", max_length=300)),
                ("room", fields.CharField(default="", max_length=100)),
                ("capacity", fields.IntField()),
                ("ceiling", fields.IntField()),
                ("taken", fields.IntField(default=0)),
                ("held", fields.IntField(default=0)),
                ("waiting", fields.IntField(default=0)),
            ],
            options={
                "table": "workshop",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(check="capacity BETWEEN 1 AND 100000", name="workshop_capacity_from_1"),
                    CheckConstraint(
                        check="taken >= 0 AND held >= 0 AND taken + held <= ceiling",
                        name="workshop_never_oversold",
                    ),
                    CheckConstraint(check="ceiling >= capacity", name="workshop_ceiling_over_capacity"),
                    CheckConstraint(check="waiting >= 0", name="workshop_waiting_from_0"),
                ],
                "pk_attr": "id",
                "table_description": "A workshop in a round. Like `Seats`, only this row decides whether a seat is left.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CongressMessage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "congress",
                    fields.ForeignKeyField(
                        "weekplanner.Congress",
                        source_field="congress_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("readers", EnumTextField(max_length=40)),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "weekplanner.Workshop",
                        source_field="workshop_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("subject", fields.CharField(max_length=120)),
                ("text", fields.TextField(unique=False)),
                ("request_key", fields.CharField(unique=True, max_length=64)),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "weekplanner.Account",
                        source_field="written_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "congress_message",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="readers IN ('confirmed', 'waiting', 'workshop', 'absent', 'present')",
                        name="congress_message_readers_known",
                    )
                ],
                "pk_attr": "id",
                "table_description": "Plain text to a selection, which is looked up when it is sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RegistrationEvent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "registration",
                    fields.ForeignKeyField(
                        "weekplanner.Registration",
                        source_field="registration_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("decision", EnumTextField(max_length=40)),
                ("reason", fields.CharField(default="", max_length=500)),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "weekplanner.Workshop",
                        source_field="workshop_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
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
                ("at", UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "registration_event",
                "app": "weekplanner",
                "constraints": [
                    CheckConstraint(
                        check="decision IN ('let_in', 'refused', 'offered', 'accepted', 'declined', 'expired', 'promoted', 'changed', 'cancelled', 'called_off', 'workshop_offered', 'workshop_accepted', 'workshop_declined', 'workshop_expired', 'workshop_seated')",
                        name="registration_event_decision_known",
                    )
                ],
                "pk_attr": "id",
                "table_description": "One decision about a party, with its reason: these are only added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkshopChoice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "registration",
                    fields.ForeignKeyField(
                        "weekplanner.Registration",
                        source_field="registration_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "part",
                    fields.ForeignKeyField(
                        "weekplanner.ProgrammePart",
                        source_field="part_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "first_choice",
                    fields.ForeignKeyField(
                        "weekplanner.Workshop",
                        source_field="first_choice_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "second_choice",
                    fields.ForeignKeyField(
                        "weekplanner.Workshop",
                        source_field="second_choice_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "seat",
                    fields.ForeignKeyField(
                        "weekplanner.Workshop",
                        source_field="seat_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("in_line", fields.BooleanField(default=False)),
                ("lined_up_at", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("offered_until", UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={
                "table": "workshop_choice",
                "app": "weekplanner",
                "unique_together": (("registration_id", "part_id"),),
                "constraints": [
                    CheckConstraint(
                        check="seat_id IN (first_choice_id, second_choice_id)",
                        name="workshop_choice_seat_is_a_choice",
                    ),
                    CheckConstraint(
                        check="second_choice_id IS NULL OR second_choice_id <> first_choice_id",
                        name="workshop_choice_two_choices",
                    ),
                    CheckConstraint(
                        check="NOT in_line OR seat_id IS NULL OR seat_id <> first_choice_id",
                        name="workshop_choice_waits_for_what_it_has_not",
                    ),
                    CheckConstraint(
                        check="NOT in_line OR lined_up_at IS NOT NULL", name="workshop_choice_waits_since"
                    ),
                    CheckConstraint(
                        check="offered_until IS NULL OR in_line",
                        name="workshop_choice_offered_while_it_waits",
                    ),
                ],
                "indexes": [Index(fields=["first_choice_id", "in_line", "lined_up_at"])],
                "pk_attr": "id",
                "table_description": "What a party wants in a round, and what it has: it goes to workshops together.",
            },
            bases=["Model"],
        ),
        # Who is on the list is there once; who left it may come back.
        ops.RunSQL(
            "CREATE UNIQUE INDEX registration_once ON registration (congress_id, address_key)"
            " WHERE state IN ('requested', 'waiting', 'offered', 'confirmed')",
            reverse_sql="DROP INDEX registration_once",
        ),
    ]
