"""What the database itself refuses about the access log, on SQLite and PostgreSQL, whoever asks."""

from __future__ import annotations

TABLE = "parties_accessevent"
MESSAGE = "the access log is append-only"


def names(vendor: str) -> frozenset[str]:
    """The triggers that a sound database has on the access log."""
    also = {"sqlite": "access_replace", "postgresql": "access_truncate"}[vendor]
    return frozenset({"access_update", "access_delete", also})


def create(vendor: str) -> list[str]:
    """The statements that make the triggers on `sqlite` or `postgresql`; KeyError for another database."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]()


def drop(vendor: str) -> list[str]:
    """The statements that remove them."""
    on = {"sqlite": "", "postgresql": f" ON {TABLE}"}[vendor]
    return [f"DROP TRIGGER access_{what}{on}" for what in ("update", "delete")]


def forbid_replacing(vendor: str) -> list[str]:
    """SQLite's INSERT OR REPLACE would remove a line without asking the triggers on removal."""
    if vendor != "sqlite":
        return []
    taken = "EXISTS (SELECT 1 FROM parties_accessevent WHERE id = NEW.id)"
    return [
        f"CREATE TRIGGER access_replace BEFORE INSERT ON {TABLE} WHEN {taken} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ]


def allow_replacing(vendor: str) -> list[str]:
    """The way back."""
    return ["DROP TRIGGER access_replace"] if vendor == "sqlite" else []


def forbid_truncation(vendor: str) -> list[str]:
    """PostgreSQL's TRUNCATE asks no trigger of a row."""
    if vendor != "postgresql":
        return []
    return [
        f"CREATE TRIGGER access_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION access_log_stays()"
    ]


def allow_truncation(vendor: str) -> list[str]:
    """The way back."""
    return [f"DROP TRIGGER access_truncate ON {TABLE}"] if vendor == "postgresql" else []


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER access_{what} BEFORE {what.upper()} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for what in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    raising = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        "CREATE OR REPLACE FUNCTION access_log_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$",
        *(
            f"CREATE TRIGGER access_{what} BEFORE {what.upper()} ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION access_log_stays()"
            for what in ("update", "delete")
        ),
    ]
