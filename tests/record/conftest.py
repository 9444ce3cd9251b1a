"""The cast of the record's tests: a log, its key, a store in a real file, and acts of two cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xianxing.i18n import language
from xianxing.record import Act, KeyRing, Record, SigningKey, SqliteStore, new_key

ORIGIN = "log.example/pilot"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def act(case: str = "case-a", minute: int = 0, **payload: str) -> Act:
    """One act of a case, `minute` minutes after the start."""
    return Act(
        case, "file", "lead-unit", "4.1.1", START + timedelta(minutes=minute), payload or {"who": "张三"}
    )


@pytest.fixture(scope="module", autouse=True)
def english() -> Iterator[None]:
    """Messages in English, whatever the default; the command line chooses its own language."""
    with language("en"):
        yield


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[[], SqliteStore]]:
    """Opens the same file again and again; closes all at the end."""
    stores: list[SqliteStore] = []

    def opened() -> SqliteStore:
        stores.append(SqliteStore(tmp_path / "record.sqlite3", origin=ORIGIN))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def record(open_store: Callable[[], SqliteStore]) -> Record:
    """An empty record."""
    return Record(open_store())


@pytest.fixture
def key() -> SigningKey:
    """The log's key."""
    return new_key(ORIGIN)


@pytest.fixture
def ring(key: SigningKey) -> KeyRing:
    """A ring with that key, valid from the start."""
    return KeyRing().rotate(key.public, START)
