"""What the database itself refuses about filed facts, on SQLite and PostgreSQL, whoever asks.

Findings as filed are never changed or replaced; they go only while their case is stopped for secrecy, and
with its contents: when an erasure of every act of the case was recorded.
"""

from __future__ import annotations

from xianxing.pilot.cases.triggers import Rules, create, drop

TABLE = "filings_filedfindings"
MESSAGE = "what was filed stays as it was filed"
NOT_STOPPED = (
    "NOT EXISTS (SELECT 1 FROM cases_secrecystop AS stop"
    " WHERE stop.case_id = OLD.case_id AND stop.lifted_at IS NULL)"
)
SOMETHING_LEFT = (
    "EXISTS (SELECT 1 FROM cases_payload AS held JOIN cases_event AS act ON act.place = held.event_id"
    " WHERE act.case_id = OLD.case_id AND act.erases IS NULL)"
)
# As it is since migration 0007; before, what had been kept for its time couldn't be erased.
LEAVING: Rules = [
    ("filed_findings_delete", TABLE, "DELETE", f"{NOT_STOPPED} AND {SOMETHING_LEFT}", MESSAGE),
]
RULES: Rules = [("filed_findings_update", TABLE, "UPDATE", "", MESSAGE), *LEAVING]
# SQLite's INSERT OR REPLACE removes the row in its way without asking the triggers on removal.
REPLACING: Rules = [
    (
        "filed_findings_replace",
        TABLE,
        "INSERT",
        "EXISTS (SELECT 1 FROM filings_filedfindings WHERE id = NEW.id OR body_id = NEW.body_id)",
        MESSAGE,
    )
]


def rules(vendor: str) -> Rules:
    """The triggers that a database needs."""
    return [*RULES, *REPLACING] if vendor == "sqlite" else RULES


def names(vendor: str) -> frozenset[str]:
    """The triggers that a sound database has on findings as filed."""
    also = {"filed_findings_truncate"} if vendor == "postgresql" else set()
    return frozenset({rule[0] for rule in rules(vendor)} | also)


def forbid(vendor: str) -> list[str]:
    """The statements that make the triggers on `sqlite` or `postgresql`."""
    truncating = (
        f"CREATE TRIGGER filed_findings_truncate BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION cases_no_truncate()"
    )
    return [*create(vendor, rules(vendor)), *([truncating] if vendor == "postgresql" else [])]


def allow(vendor: str) -> list[str]:
    """The way back."""
    truncating = f"DROP TRIGGER IF EXISTS filed_findings_truncate ON {TABLE}"
    return [*drop(vendor, rules(vendor)), *([truncating] if vendor == "postgresql" else [])]
