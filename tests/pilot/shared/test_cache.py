"""The cache in the database: what counts for one process counts for all, also where they ask at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.core.cache.backends.base import BaseCache
from django.db import connection

from xianxing.pilot.shared.cache import SharedCache, forget_old
from xianxing.pilot.shared.models import SharedValue

pytestmark = pytest.mark.both_databases


@pytest.fixture
def kept(db: None) -> BaseCache:
    return SharedCache("", {})


@pytest.mark.parametrize("value", [0, 7, -3, True, None, "费用", [1.5, 2.5], {"a": [1]}])
def test_what_is_set_is_found_as_it_was(kept: BaseCache, value: object) -> None:
    kept.set("k", value)
    assert kept.get("k", "nothing") == value
    assert type(kept.get("k")) is type(value)
    kept.set("k", "other")
    assert kept.get("k") == "other"
    assert kept.delete("k") and not kept.delete("k")
    assert kept.get("k", "nothing") == "nothing"


def test_a_value_is_over_when_its_time_is(kept: BaseCache, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.set("minute", 1, timeout=60)
    kept.set("for-ever", 1, timeout=None)
    assert not kept.add("minute", 5)
    assert kept.touch("minute", 120) and not kept.touch("nothing")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 121)
    assert kept.get("minute") is None
    with pytest.raises(ValueError, match="no number"):
        kept.incr("minute")
    assert forget_old() == 1
    assert kept.add("minute", 5) and kept.get("minute") == 5
    kept.clear()
    assert not SharedValue.objects.exists()


def test_only_numbers_are_counted_up(kept: BaseCache) -> None:
    assert kept.add("n", 1, timeout=60)
    assert (kept.incr("n"), kept.incr("n", 3), kept.decr("n")) == (2, 5, 4)
    kept.set("text", "1")
    for key in ("text", "nothing"):
        with pytest.raises(ValueError, match="no number"):
            kept.incr(key)


def at_once(act: Callable[[], object], times: int) -> list[object]:
    """What so many threads get that begin together, each on a connection of its own."""
    gate, found = threading.Barrier(times), list[object]()

    def one() -> None:
        gate.wait()
        try:
            found.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _one in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_several_at_once_none_is_lost_and_one_is_first(own_base: str) -> None:
    kept = SharedCache("", {})
    assert sorted(at_once(lambda: kept.add("first", 1, timeout=60), 8)) == [False] * 7 + [True]  # type: ignore[type-var]
    assert sorted(at_once(lambda: kept.incr("first"), 8)) == list(range(2, 10))  # type: ignore[type-var]
