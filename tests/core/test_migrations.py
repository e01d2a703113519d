"""Migrations: in step with the models, and run without losing what hangs on a table."""

import re
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise, fields
from tortoise.connection import get_connections
from tortoise.context import TortoiseContext
from tortoise.indexes import Index
from tortoise.migrations import Migration
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.models import Model

from tests import databases
from weekplanner import wiring
from weekplanner.core import db, migrations, settings
from weekplanner.core.migrations import SafeExecutor, SafeSqliteEditor
from weekplanner.core.model_states import BetweenOperations, UnknownModel


class Child(Model):
    """A table of a test only."""

    id = fields.IntField(primary_key=True)
    parent_id = fields.IntField()

    class Meta:
        table = "child"


class Parent(Model):
    """A table of a test only, whose column is altered."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20)
    group = fields.CharField(max_length=20)

    class Meta:
        table = "parent"
        unique_together = (("name", "group"),)


async def test_every_change_of_a_model_has_a_migration(configured):
    assert await migrations.changes_without_migration(configured, wiring.MODEL_MODULES) == []


async def test_a_new_database_has_nothing_pending_after_migrating(configured):
    assert await migrations.pending(configured, wiring.MODEL_MODULES) == []


async def test_migrations_make_the_tables_that_the_models_describe(database, configured, tmp_path):
    migrated = await _tables()
    described = await _described_tables(configured, tmp_path)
    assert {name: migrated.get(name) for name in described} == described


async def test_migrations_make_every_check_of_the_models(database):
    models = Tortoise.apps[db.APP].values()
    wanted = {rule.name for model in models for rule in model._meta.constraints}
    if databases.KIND == "sqlite":
        tables = await db.rows("SELECT sql FROM sqlite_master WHERE type = 'table'")
        made = set(re.findall(r'CONSTRAINT "(\w+)" CHECK', " ".join(row["sql"] for row in tables)))
    else:
        made = {
            row["conname"] for row in await db.rows("SELECT conname FROM pg_constraint WHERE contype = 'c'")
        }
    assert "edition_ends_after_it_starts" in wanted
    assert wanted - made == set()


async def _tables() -> dict[str, set[tuple[str, ...]]]:
    """Columns and unique sets of every table, alike on both databases."""
    found: dict[str, set[tuple[str, ...]]] = {}
    if databases.KIND == "sqlite":
        names = [row["name"] for row in await db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            columns = await db.rows(f"SELECT name, \"notnull\" FROM pragma_table_info('{name}')")
            facts = {("column", row["name"], str(row["notnull"])) for row in columns}
            for index in await db.rows(
                f"SELECT name FROM pragma_index_list('{name}') WHERE \"unique\" AND NOT partial"
            ):
                members = await db.rows(f"SELECT name FROM pragma_index_info('{index['name']}')")
                facts.add(("unique", *sorted(row["name"] for row in members)))
            links = await db.rows(
                f'SELECT "from", "table", on_delete FROM pragma_foreign_key_list(\'{name}\')'
            )
            facts |= {("references", row["from"], row["table"], row["on_delete"]) for row in links}
            found[name] = facts
    else:
        columns = await db.rows(
            "SELECT table_name, column_name, is_nullable FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        for row in columns:
            found.setdefault(row["table_name"], set()).add(("column", row["column_name"], row["is_nullable"]))
        uniques = await db.rows(
            "SELECT t.relname AS name, array_agg(a.attname::text ORDER BY a.attname::text) AS members"
            " FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
            " JOIN pg_namespace n ON n.oid = t.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey)"
            " WHERE i.indisunique AND i.indpred IS NULL AND n.nspname = current_schema()"
            " GROUP BY i.indexrelid, t.relname"
        )
        for row in uniques:
            found.setdefault(row["name"], set()).add(("unique", *row["members"]))
    return found


async def _described_tables(configured: settings.Settings, tmp_path: Path) -> dict[str, set[tuple[str, ...]]]:
    """The same of a database that Tortoise makes from the models at once."""
    config = db.tortoise_config(configured, wiring.MODEL_MODULES)
    if databases.KIND == "sqlite":
        for connection in config["connections"].values():
            connection["credentials"]["file_path"] = str(tmp_path / "described.sqlite3")
    else:
        await db.execute("DROP SCHEMA IF EXISTS described CASCADE")
        await db.execute("CREATE SCHEMA described")
        config["connections"]["default"]["credentials"]["schema"] = "described"
    async with TortoiseContext() as context:
        await context.init(config=config)
        await context.generate_schemas()
        found = await _tables()
    if databases.KIND == "postgres":
        await db.execute("DROP SCHEMA described CASCADE")
    found.pop("sqlite_sequence", None)
    return found


async def _man_a_ship(apps: StateApps, editor: BaseSchemaEditor) -> None:
    ship = await apps.get_model("weekplanner.Ship").create(using_db=editor.client, name="De Linde")
    await apps.get_model("weekplanner.Sailor").create(using_db=editor.client, name="Jan", ship=ship)


async def _count_the_crew(apps: StateApps, editor: BaseSchemaEditor) -> None:
    for ship in await apps.get_model("weekplanner.Ship").filter(crew__name="Jan").using_db(editor.client):
        ship.crew_size = await ship.crew.all().using_db(editor.client).count()
        await ship.save(using_db=editor.client)


class Changing(Migration):
    """Every kind of change, each of what the one before it left."""

    operations = [
        ops.CreateModel("Ship", [("id", fields.IntField(primary_key=True)), ("name", fields.TextField())]),
        ops.CreateModel(
            "Sailor",
            [
                ("id", fields.IntField(primary_key=True)),
                ("name", fields.CharField(max_length=20)),
                ("rank", fields.IntField(default=3, db_default=3)),
                ("ship", fields.ForeignKeyField("weekplanner.Ship", related_name="crew")),
            ],
        ),
        ops.CreateModel("Flag", [("id", fields.IntField(primary_key=True))]),
        ops.CreateModel("Harbour", [("id", fields.IntField(primary_key=True))]),
        ops.RunPython(_man_a_ship),
        ops.AddField("Ship", "flag", fields.ForeignKeyField("weekplanner.Flag", null=True)),
        ops.AddField("Ship", "crew_size", fields.IntField(null=True)),
        ops.RunPython(_count_the_crew),
        ops.AddConstraint("Sailor", CheckConstraint(check="rank > 0", name="has_a_rank")),
        ops.RenameField("Sailor", "name", "full_name"),
        ops.AlterField("Sailor", "full_name", fields.CharField(max_length=50, null=True)),
        ops.AddIndex("Sailor", Index(fields=["rank"])),
        ops.AddConstraint("Sailor", UniqueConstraint(fields=("rank", "full_name"))),
        ops.RemoveIndex("Sailor", fields=["rank"]),
        ops.RemoveConstraint("Sailor", name="has_a_rank"),
        ops.RemoveField("Ship", "flag"),
        ops.DeleteModel("Flag"),
        ops.RenameModel("Harbour", "Port"),
    ]


async def _changed(state: State) -> tuple[Any, ...]:
    """The tables and rows after Changing, which is undone again."""
    executor = SafeExecutor(get_connections().get("default"), {})
    try:
        async with db.transaction():
            editor = executor._schema_editor()
            editor.client = get_connections().get("default")
            await Changing("changing", db.APP).apply(state, schema_editor=editor)
            ships, sailors = (
                await db.execute("SELECT name, crew_size FROM ship"),
                await db.execute("SELECT full_name FROM sailor"),
            )
            raise _Seen(await _tables(), ships, sailors)
    except _Seen as seen:
        return seen.args


class _Seen(Exception):
    """Carries what was seen out of a transaction that it undoes."""


async def test_changes_come_out_as_with_the_states_of_tortoise(configured):
    connections = {db.APP: "default"}
    async with db.opened(configured, wiring.MODEL_MODULES, with_reader=False):
        if configured.is_embedded:
            await db.execute("PRAGMA foreign_keys=OFF")
        theirs = await _changed(State({}, StateApps(connections)))
        ours = await _changed(BetweenOperations.empty(connections))
    assert ours == theirs
    assert ours[1:] == ([{"name": "De Linde", "crew_size": 1}], [{"full_name": "Jan"}])


def test_a_field_must_refer_to_a_model_that_is_there():
    state = BetweenOperations.empty({db.APP: "default"})
    key = fields.ForeignKeyField("weekplanner.Nowhere")
    ops.CreateModel("Ship", [("id", fields.IntField(primary_key=True)), ("port", key)]).state_forward(
        db.APP, state
    )
    with pytest.raises(UnknownModel) as refused:
        state.validate_relations_initialized()
    assert str(refused.value) == "weekplanner.Ship refers to weekplanner.Nowhere"


@pytest.fixture
async def rebuilt(tmp_path: Path):
    """A parent with a child, an index, a trigger and a unique pair, after Tortoise rebuilt the parent."""
    wanted = settings.read(database_url=f"sqlite://{tmp_path}/rebuilt.sqlite3")
    async with db.opened(wanted, [__name__], with_reader=False):
        connection = get_connections().get("default")
        await connection.execute_script(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(10) NOT NULL,"
            ' "group" VARCHAR(20) NOT NULL, UNIQUE (name, "group"));'
            "CREATE TABLE child (id INTEGER PRIMARY KEY,"
            " parent_id INT REFERENCES parent (id) ON DELETE CASCADE);"
            'CREATE INDEX parent_by_name ON parent ("name");'
            "CREATE TRIGGER parent_kept BEFORE DELETE ON parent BEGIN SELECT 1; SELECT 2; END;"
            "INSERT INTO parent VALUES (1, 'a', 'x'), (7, 'b', 'y'); DELETE FROM parent WHERE id = 7;"
            "INSERT INTO child VALUES (1, 1);"
        )
        await connection.execute_script("PRAGMA foreign_keys=OFF")
        async with db.transaction():
            editor = SafeSqliteEditor(get_connections().get("default"), atomic=True)
            await editor._remake_table(Parent, alter_fields=[(Parent._meta.fields_map["name"],) * 2])
        yield connection


async def test_rebuilding_a_table_keeps_its_children(rebuilt):
    assert await db.execute("SELECT id FROM child") == [{"id": 1}]


async def test_rebuilding_a_table_keeps_indexes_triggers_and_unique_pairs(rebuilt):
    kept = await db.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    )
    assert {"parent_by_name", "parent_kept"} < {row["name"] for row in kept}
    uniques = await db.execute("SELECT count(*) AS n FROM pragma_index_list('parent') WHERE \"unique\"")
    assert uniques[0]["n"] >= 1


async def test_rebuilding_a_table_does_not_give_out_numbers_again(rebuilt):
    made = await db.execute("INSERT INTO parent (name, \"group\") VALUES ('c', 'z') RETURNING id")
    assert made == [{"id": 8}]


async def test_semicolons_inside_a_statement_do_not_end_it(rebuilt):
    async with db.transaction():
        editor = SafeSqliteEditor(get_connections().get("default"), atomic=True)
        await editor._run_sql("INSERT INTO parent (name, \"group\") VALUES ('a;b', 'c;d'); SELECT 1;")
    assert await db.execute("SELECT name FROM parent WHERE name LIKE '%;%'") == [{"name": "a;b"}]
