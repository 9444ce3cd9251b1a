"""The triggers that hold tables to what they declare, on SQLite and PostgreSQL; whether they are there.

Migrations hold a copy of the statements as they were; a test compares what the migrations made with this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, models

from xianxing.pilot.protection.declarations import (
    AppendOnly,
    Bound,
    declared,
    field_of,
    our_models,
)

VIOLATION = "USING ERRCODE = 'integrity_constraint_violation'"
TRIGGERS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    # Disabled ones, and those that only a replica's sessions ask, protect nothing.
    "postgresql": (
        "SELECT t.tgname, c.relname, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid), p.prosrc,"
        " array_to_string(p.proconfig, ' '), l.lanname)"
        " FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid"
        " JOIN pg_language AS l ON l.oid = p.prolang"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
    ),
}


@dataclass(frozen=True)
class Trigger:
    """One refusal of the database: BEFORE `what` on `table`, where `refused` holds (always where empty)."""

    name: str
    table: str
    what: str
    refused: str
    message: str

    def create(self, vendor: str) -> list[str]:
        """The statements that make it; KeyError for a database that is neither SQLite nor PostgreSQL."""
        return {"sqlite": self._sqlite, "postgresql": self._postgresql}[vendor]()

    def drop(self, vendor: str) -> list[str]:
        """The statements that remove it, whether it is there or not."""
        on = {"sqlite": "", "postgresql": f" ON {self.table}"}[vendor]
        return [f"DROP TRIGGER IF EXISTS {self.name}{on}"]

    def _sqlite(self) -> list[str]:
        when = f" WHEN {self.refused}" if self.refused else ""
        raised = f"SELECT RAISE(ABORT, '{_quoted(self.message)}')"
        return [f"CREATE TRIGGER {self.name} BEFORE {self.what} ON {self.table}{when} BEGIN {raised}; END"]

    def _postgresql(self) -> list[str]:
        body = f"RAISE EXCEPTION '{_quoted(self.message)}' {VIOLATION};"
        if self.refused:
            body = (
                f"IF {self.refused} THEN {body} END IF; RETURN {'OLD' if self.what == 'DELETE' else 'NEW'};"
            )
        each = "STATEMENT" if self.what == "TRUNCATE" else "ROW"
        # Else PostgreSQL looks for a table that a function names among the asker's temporary ones first.
        path = "pg_catalog, %I, pg_temp"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {body} END $$",
            f"DO $$ BEGIN EXECUTE format('ALTER FUNCTION {self.name}() SET search_path = {path}',"
            " current_schema()); END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.what} ON {self.table}"
            f" FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]

    def content(self, vendor: str, schema: str) -> str:
        """What the database says of the trigger where it is in place, blanks aside."""
        if vendor == "sqlite":
            return _bare(self._sqlite()[0])
        function, _path, made = self._postgresql()
        made = made.replace(f" ON {self.table}", f" ON {schema}.{self.table}")
        source = function.partition("$$")[2].rpartition("$$")[0]
        return _bare(f"O {made} {source} search_path=pg_catalog, {schema}, pg_temp plpgsql")


def triggers(vendor: str) -> list[Trigger]:
    """Every trigger that a sound database has, by what the tables declare."""
    return [trigger for model in our_models() for trigger in _of_model(model, vendor)]


def differences() -> list[str]:
    """The triggers that somebody took away, changed, disabled or added, each by name with what is wrong."""
    vendor = connection.vendor
    wanted = {trigger.name: trigger for trigger in triggers(vendor)}
    with connection.cursor() as cursor:
        schema = "main"
        if vendor == "postgresql":
            cursor.execute("SELECT current_schema()")
            schema = str(cursor.fetchall()[0][0])
        cursor.execute(TRIGGERS[vendor])
        found = {str(name): (str(table), _bare(str(text))) for name, table, text in cursor.fetchall()}
    gone = [f"{name} (missing)" for name in wanted.keys() - found.keys()]
    ours = {model._meta.db_table for model in our_models()}
    more = [
        f"{name} (unknown)" for name, (table, _text) in found.items() if name not in wanted and table in ours
    ]
    other = [
        f"{name} (changed)"
        for name, trigger in wanted.items()
        if name in found and found[name] != (trigger.table, trigger.content(vendor, schema))
    ]
    return sorted([*gone, *more, *other])


def set_aside(vendor: str) -> list[str]:
    """The statements that remove every trigger, while a whole record is loaded."""
    return [line for trigger in triggers(vendor) for line in trigger.drop(vendor)]


def put_in_place(vendor: str) -> list[str]:
    """The statements that make every trigger."""
    return [line for trigger in triggers(vendor) for line in trigger.create(vendor)]


def _of_model(model: type[models.Model], vendor: str) -> Iterator[Trigger]:
    table, promise = model._meta.db_table, declared(model)
    if not isinstance(promise, (AppendOnly, Bound)):
        return
    yield from (Trigger(rule.name, table, rule.what, rule.refused, rule.message) for rule in promise.rules)
    yield Trigger(f"{table}_update", table, "UPDATE", _changed(model, promise, vendor), promise.message)
    yield Trigger(f"{table}_delete", table, "DELETE", promise.kept, promise.message)
    # SQLite's INSERT OR REPLACE removes the row in its way without asking the triggers on removal; PostgreSQL
    # can't replace but by an update, and its TRUNCATE asks no trigger of a row.
    if vendor == "sqlite":
        yield Trigger(f"{table}_replace", table, "INSERT", _taken(model), promise.message)
    else:
        yield Trigger(f"{table}_truncate", table, "TRUNCATE", "", promise.message)


def _changed(model: type[models.Model], promise: AppendOnly | Bound, vendor: str) -> str:
    """The condition under which a change of a row is refused; empty where any is."""
    if isinstance(promise, AppendOnly) and not promise.once:
        return ""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    if isinstance(promise, AppendOnly):
        fields = model._meta.concrete_fields
        return " OR ".join(
            _rewritten(str(field.column), differs, field.name in promise.once) for field in fields
        )
    parts = []
    for name in promise.fixed:
        field = field_of(model, name)
        part = f'NEW."{field.column}" {differs} OLD."{field.column}"'
        if name in promise.erasable:
            part = f"({part} AND NOT ({_empty(field, vendor)}))"
        parts.append(part)
    key = model._meta.pk.column
    return " OR ".join([f'NEW."{key}" {differs} OLD."{key}"', *parts])


def _rewritten(column: str, differs: str, once: bool) -> str:
    part = f'NEW."{column}" {differs} OLD."{column}"'
    return f'(OLD."{column}" IS NOT NULL AND {part})' if once else part


def _empty(field: models.Field[object, object], vendor: str) -> str:
    column = f'NEW."{field.column}"'
    if isinstance(field, models.BinaryField):
        return f"length({column}) = 0"
    if isinstance(field, models.JSONField):
        text = column if vendor == "sqlite" else f"{column}::text"
        return f"{text} IN ('{{}}', '[]', 'null') OR {column} IS NULL"
    return f"{column} = ''"


def _taken(model: type[models.Model]) -> str:
    """Whether a row is in the way by any of its keys; of a condition every column may be in the way."""
    table = model._meta.db_table
    keys = [_same((str(field.column),)) for field in model._meta.concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            key = _same(tuple(str(field_of(model, name).column) for name in constraint.fields))
            if constraint.condition is not None:
                key += f" AND {_condition(model, constraint.condition)}"
            keys.append(key)
    where = " OR ".join(f"({key})" for key in keys)
    return " ".join(("EXISTS (SELECT 1 FROM", table, "AS held WHERE", f"{where})"))


def _same(columns: Sequence[str]) -> str:
    return " AND ".join(f'held."{column}" = NEW."{column}"' for column in columns)


def _condition(model: type[models.Model], condition: models.Q) -> str:
    """A constraint's condition in SQL, of the row that is held and of the new one."""
    parts = []
    for child in condition.children:
        if not isinstance(child, tuple) or condition.connector != models.Q.AND or condition.negated:
            raise ValueError(f"{model._meta.label}: a condition that has no SQL here")
        name, _, lookup = str(child[0]).partition("__")
        column = field_of(model, name).column
        for row in ("held", "NEW"):
            if lookup == "isnull":
                parts.append(f'{row}."{column}" IS {"" if child[1] else "NOT "}NULL')
            else:
                parts.append(f'{row}."{column}" = {int(child[1])}')
    return " AND ".join(parts)


def _quoted(message: str) -> str:
    return message.replace("'", "''")


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
