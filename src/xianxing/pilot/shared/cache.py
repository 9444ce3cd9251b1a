"""Django's cache kept in the database, so that several web processes can't be played against each other.

Django's own for databases reads, counts in Python and writes: two processes would count one. Here each
operation is one statement, and the database puts them in a row.
"""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.db.models import Q, QuerySet

from xianxing.pilot.shared.models import SharedValue

UPSERT = (
    "INSERT INTO shared_sharedvalue (key, number, text, until) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (key) DO UPDATE SET number = excluded.number, text = excluded.text, until = excluded.until"
)
WHERE_OVER = " WHERE shared_sharedvalue.until <= %s RETURNING key"
COUNT = (
    "UPDATE shared_sharedvalue SET number = number + %s"
    " WHERE key = %s AND number IS NOT NULL AND (until IS NULL OR until > %s) RETURNING number"
)


class SharedCache(BaseCache):
    """Values that all processes see at once; whole numbers, and what JSON holds: nothing is pickled."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set a value where none counts, and say whether it was; of several at once one wins."""
        with connection.cursor() as cursor:
            cursor.execute(UPSERT + WHERE_OVER, [*self._row(key, value, timeout, version), time.time()])
            return cursor.fetchone() is not None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default where there is none or its time is over."""
        row = self._found(key, version).first()
        if row is None:
            return default
        return json.loads(row.text) if row.number is None else row.number

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Set a value, whatever was there."""
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, self._row(key, value, timeout, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a whole number and give the sum; ValueError where none counts."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [delta, self.make_and_validate_key(key, version=version), time.time()])
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"there is no number under {key!r}")
        return int(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Have a value last from now on; False where there is none."""
        return bool(self._found(key, version).update(until=self.get_backend_timeout(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; False where there was none."""
        return bool(self._found(key, version).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        SharedValue.objects.all().delete()

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        whole = isinstance(value, int) and not isinstance(value, bool)
        text = "" if whole else json.dumps(value, ensure_ascii=False)
        until = self.get_backend_timeout(timeout)
        return [self.make_and_validate_key(key, version=version), value if whole else None, text, until]

    def _found(self, key: str, version: int | None) -> QuerySet[SharedValue]:
        counts = Q(until__isnull=True) | Q(until__gt=time.time())
        return SharedValue.objects.filter(counts, key=self.make_and_validate_key(key, version=version))


def forget_old() -> int:
    """Remove what is over; how much that was."""
    return SharedValue.objects.filter(until__lte=time.time()).delete()[0]
