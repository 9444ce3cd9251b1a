"""Where the site keeps things: the database, and the apps that store in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "xianxing.pilot.parties",
    "xianxing.pilot.calls",
    "xianxing.pilot.cases",
    "xianxing.pilot.filings",
    "xianxing.pilot.delegations",
    "xianxing.pilot.acts",
    "xianxing.pilot.notices",
    "xianxing.pilot.papers",
    "xianxing.pilot.casework",
    "xianxing.pilot.meetings",
    "xianxing.pilot.experts",
    "xianxing.pilot.search",  # after notices, whose acts it follows
    "xianxing.pilot.relations",
    "xianxing.pilot.transmissions",
    "xianxing.pilot.supervision",
    "xianxing.pilot.incidents",
    "xianxing.pilot.messages",
    "xianxing.pilot.complaints",
    "xianxing.pilot.reports",
    "xianxing.pilot.changes",
    "xianxing.pilot.inspections",
    "xianxing.pilot.exits",
    "xianxing.pilot.figures",
    "xianxing.pilot.shared",
    "xianxing.pilot.programs",
    "xianxing.pilot.lessons",
    "xianxing.pilot.incentives",
    "xianxing.pilot.archive",
    "xianxing.pilot.tools",
    "xianxing.pilot.privacy",
    "xianxing.pilot.identities",
    "django_tasks_db",
    # After our own apps, so that where both have a word ours is shown.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
AUTH_USER_MODEL = "parties.User"

# Every write takes the lock at once and waits for it; without that, concurrent writers are refused.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=27103364;"
        "PRAGMA secure_delete=ON;"
        "PRAGMA mmap_size=134217728;PRAGMA cache_size=2000;"
    ),
}


def databases(folder: Path) -> dict[str, Any]:
    """The database named by XIANXING_DATABASE_URL, or an SQLite file in `folder`."""
    url = os.environ.get("XIANXING_DATABASE_URL")
    if url:
        default: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60)}
    else:
        default = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "xianxing.sqlite3"}
    if default["ENGINE"].endswith("sqlite3"):
        default["OPTIONS"] = SQLITE_OPTIONS
    return {"default": default}
