"""What the database itself refuses, on SQLite and PostgreSQL, whoever asks: ORM, admin or raw SQL.

- an event's number follows its case's last one, a publication's the last one, and their place the log's;
- a case's row changes only together with a new event of the next number that names the new state;
- events, publications, heads, cosignatures and the log's name are never changed, replaced or removed; a
  payload goes only after a recorded erasure.
"""

from __future__ import annotations

from collections.abc import Mapping

APPEND_ONLY = ("cases_log", "cases_event", "cases_signedhead", "cases_cosignature", "cases_receipt")

NEXT_NUMBER = (
    "NOT EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence + 1 = NEW.sequence)"
)
NEXT_PLACE = "NEW.place <> COALESCE((SELECT max(place) FROM cases_event), -1) + 1"
NO_SUCH_EVENT = (
    "NEW.id <> OLD.id OR NEW.call_id <> OLD.call_id OR NEW.sequence <> OLD.sequence + 1 OR NOT EXISTS ("
    "SELECT 1 FROM cases_event AS e WHERE e.case_id = NEW.id AND e.sequence = NEW.sequence"
    " AND e.target_state = NEW.state)"
)
NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM cases_event AS erased JOIN cases_event AS erasing"
    " ON erasing.case_id = erased.case_id AND erasing.erases = erased.sequence"
    " WHERE erased.place = OLD.event_id)"
)

STOPPED = (
    "NEW.step NOT IN ('erase', 'secrecy.report', 'secrecy.lift') AND EXISTS (SELECT 1 FROM cases_secrecystop"
    " AS stop WHERE stop.case_id = NEW.case_id AND stop.lifted_at IS NULL)"
)

# (name, table, BEFORE what, condition under which it is refused ("" for always), message)
RULES: list[tuple[str, str, str, str, str]] = [
    ("case_opens_empty", "cases_case", "INSERT", "NEW.sequence <> 0", "a case opens without events"),
    ("case_follows_event", "cases_case", "UPDATE", NO_SUCH_EVENT, "a case changes only with its next event"),
    ("case_stays", "cases_case", "DELETE", "", "cases are never removed"),
    ("event_next_number", "cases_event", "INSERT", NEXT_NUMBER, "an event has the case's next number"),
    ("event_next_place", "cases_event", "INSERT", NEXT_PLACE, "an event has the log's next place"),
    ("payload_update", "cases_payload", "UPDATE", "", "the record is append-only"),
    ("payload_delete", "cases_payload", "DELETE", NOT_ERASED, "a payload goes only after a recorded erasure"),
    *(
        (f"{table}_{what.lower()}", table, what, "", "the record is append-only")
        for table in APPEND_ONLY
        for what in ("UPDATE", "DELETE")
    ),
]

# Added when cases could be stopped (migration 0004).
STOP_RULES = [("event_not_stopped", "cases_event", "INSERT", STOPPED, "the case is stopped for secrecy")]
Rules = list[tuple[str, str, str, str, str]]

# Since publications share the log (migration 0007), the next place is the next of both tables.
NEXT_OF_BOTH = (
    "NEW.place <> (SELECT COALESCE(max(place), -1) FROM (SELECT max(place) AS place FROM cases_event"
    " UNION ALL SELECT max(place) FROM cases_publication) AS places) + 1"
)
NEXT_PUBLICATION = "NEW.sequence <> COALESCE((SELECT max(sequence) FROM cases_publication), 0) + 1"
SUPERSEDED = [rule for rule in RULES if rule[0] == "event_next_place"]
PUBLICATION_TABLES = ("cases_publication", "cases_publicationreceipt")
PUBLICATION_RULES: Rules = [
    ("event_next_of_both", "cases_event", "INSERT", NEXT_OF_BOTH, "an event has the log's next place"),
    ("publication_next_of_both", "cases_publication", "INSERT", NEXT_OF_BOTH, "an entry has the next place"),
    (
        "publication_next_number",
        "cases_publication",
        "INSERT",
        NEXT_PUBLICATION,
        "a publication has the next number",
    ),
    *(
        (f"{table}_{what.lower()}", table, what, "", "the record is append-only")
        for table in PUBLICATION_TABLES
        for what in ("UPDATE", "DELETE")
    ),
]

# Added in migration 0009: what was erased doesn't come back, and a stop ends by a recorded lifting only.
ERASED = NOT_ERASED.removeprefix("NOT ").replace("OLD.", "NEW.")
NOT_LIFTED = (
    "NEW.case_id <> OLD.case_id OR OLD.lifted_at IS NOT NULL OR (NEW.lifted_at IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0 AND NOT EXISTS ("
    "SELECT 1 FROM cases_event AS e WHERE e.case_id = c.id AND e.sequence = c.sequence"
    " AND e.step = 'secrecy.lift')))"
)
STOP = "cases_secrecystop"
ENDING_RULES: Rules = [
    ("payload_erased", "cases_payload", "INSERT", ERASED, "what was erased stays erased"),
    ("stop_update", STOP, "UPDATE", NOT_LIFTED, "a stop ends by a recorded lifting"),
    ("stop_delete", STOP, "DELETE", "", "a stop ends by a recorded lifting"),
]
ENDING_ROWS = {STOP: ("id", "case_id lifted_at?")}
PRESENT: Rules = [
    *(rule for rule in RULES if rule not in SUPERSEDED),
    *STOP_RULES,
    *PUBLICATION_RULES,
    *ENDING_RULES,
]

# Added in migration 0006: what makes a row the same one. SQLite's INSERT OR REPLACE removes the row in its
# way without asking the triggers on removal; PostgreSQL can't replace but by an update. Every unique key of
# a table stands here; of a column with ? empty ones are the same, too.
ROWS: dict[str, tuple[str, ...]] = {
    "cases_case": ("id",),
    "cases_event": ("place", "case_id sequence"),
    "cases_payload": ("event_id",),
    "cases_log": ("id",),
    "cases_signedhead": ("id",),
    "cases_cosignature": ("id", "head_id witness"),
    "cases_receipt": ("id", "event_id"),
}

PUBLICATION_ROWS: dict[str, tuple[str, ...]] = {
    "cases_publication": ("place", "sequence", "extension_id"),
    "cases_publicationreceipt": ("publication_id",),
}
PRESENT_ROWS = {**ROWS, **PUBLICATION_ROWS, **ENDING_ROWS}

# Made anew in migration 0011: an event needs its case's row, and every unique key refuses a replacement.
RENEWED = [rule for rule in RULES if rule[0] == "event_next_number"]
RENEWED_ROWS = {table: keys for table, keys in PRESENT_ROWS.items() if table in ("cases_publication", STOP)}


def forbid_replacing(vendor: str, rows: Mapping[str, tuple[str, ...]] = ROWS) -> list[str]:
    """The statements by which SQLite refuses a row whose key is taken; none are needed on PostgreSQL."""
    if vendor != "sqlite":
        return []
    return [
        line
        for table, keys in rows.items()
        for line in _sqlite(
            f"{table}_replace", table, "INSERT", _taken(table, keys), "the record is append-only"
        )
    ]


def allow_replacing(vendor: str, rows: Mapping[str, tuple[str, ...]] = ROWS) -> list[str]:
    """The way back."""
    return [] if vendor != "sqlite" else [f"DROP TRIGGER {table}_replace" for table in rows]


def names(vendor: str) -> frozenset[str]:
    """The triggers that a sound database has on the tables of cases and of the record."""
    whole = (*APPEND_ONLY, "cases_case", "cases_payload", *PUBLICATION_TABLES, STOP)
    also = {
        "sqlite": {f"{table}_replace" for table in PRESENT_ROWS},
        "postgresql": {f"{table}_truncate" for table in whole},
    }[vendor]
    return frozenset({rule[0] for rule in PRESENT} | also)


def _taken(table: str, keys: tuple[str, ...]) -> str:
    same = (" AND ".join(map(_same, key.split())) for key in keys)
    where = " OR ".join(f"({one})" for one in same)
    return "EXISTS (SELECT 1 FROM {table} WHERE {where})".replace("{table}", table).replace("{where}", where)


def _same(name: str) -> str:
    column = name.removesuffix("?")
    return f"{column} {'=' if column == name else 'IS'} NEW.{column}"


def create(vendor: str, rules: Rules = RULES) -> list[str]:
    """The statements that make these triggers on `sqlite` or `postgresql`; KeyError for another database."""
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    return [
        line
        for name, table, what, refused, message in rules
        for line in make(name, table, what, refused, message.replace("'", "''"))
    ]


def drop(vendor: str, rules: Rules = RULES) -> list[str]:
    """The statements that remove them, for the migration's way back and while a backup is restored."""
    on = {"sqlite": "", "postgresql": " ON {table}"}[vendor]
    return [f"DROP TRIGGER {name}{on.format(table=table)}" for name, table, *_rest in rules]


def forbid_truncation(vendor: str) -> list[str]:
    """PostgreSQL's TRUNCATE fires no trigger of a row; SQLite has no TRUNCATE."""
    if vendor != "postgresql":
        return []
    body = "RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'integrity_constraint_violation';"
    name = "cases_no_truncate() RETURNS trigger LANGUAGE plpgsql"
    function = f"CREATE FUNCTION {name} AS $$ BEGIN {body} END $$"
    return [function, *_no_truncation((*APPEND_ONLY, "cases_case", "cases_payload"))]


def forbid_truncating_publications(vendor: str) -> list[str]:
    """The same for the tables of publications."""
    return _no_truncation(PUBLICATION_TABLES) if vendor == "postgresql" else []


def forbid_truncating_stops(vendor: str) -> list[str]:
    """The same for the table of stops (migration 0010)."""
    return _no_truncation((STOP,)) if vendor == "postgresql" else []


def _no_truncation(tables: tuple[str, ...]) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()"
        for table in tables
    ]


def allow_truncation(vendor: str) -> list[str]:
    """The way back."""
    return [] if vendor != "postgresql" else ["DROP FUNCTION cases_no_truncate() CASCADE"]


def _sqlite(name: str, table: str, what: str, refused: str, message: str) -> list[str]:
    when = f" WHEN {refused}" if refused else ""
    return [
        f"CREATE TRIGGER {name} BEFORE {what} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _postgresql(name: str, table: str, what: str, refused: str, message: str) -> list[str]:
    result = "OLD" if what == "DELETE" else "NEW"
    body = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
    if refused:
        body = f"IF {refused} THEN {body} END IF; RETURN {result};"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        _own_tables(name),
        f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def keep_to_own_tables(vendor: str) -> list[str]:
    """For functions of PostgreSQL that were made before: a temporary table of the same name deceives none."""
    return [] if vendor != "postgresql" else [_own_tables(rule[0]) for rule in (*RULES, *STOP_RULES)]


def _own_tables(name: str) -> str:
    """Else PostgreSQL looks for a table that a function names among the asker's temporary ones first."""
    path = "pg_catalog, %I, pg_temp"
    return (
        f"DO $$ BEGIN EXECUTE format('ALTER FUNCTION {name}() SET search_path = {path}', current_schema()); "
        "END $$"
    )
