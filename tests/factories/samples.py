"""A corpus that `make endure` tries whole and `make test` by a fixed sample."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol, TypeVar


class Case(Protocol):
    """A case of a corpus: it has a name."""

    @property
    def id(self) -> str: ...


One = TypeVar("One", bound=Case)
WHOLE = os.environ.get("HYPOTHESIS_PROFILE") == "endure"


def sample(cases: Sequence[One], *, one_in: int = 4) -> list[One]:
    """One in so many, drawn by the digest of its name: a case that joins doesn't change who else is drawn."""

    def drawn(case: One) -> bool:
        return int(sha256(case.id.encode()).hexdigest()[:8], 16) % one_in == 0

    return [case for case in cases if WHOLE or drawn(case)]
