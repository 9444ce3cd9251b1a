"""How far a request walks: the files of the house that it passes, and the queries that it asks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from django.db import connection
from django.test.utils import CaptureQueriesContext

import xianxing

ROOT = Path(xianxing.__file__).parent


@dataclass(frozen=True)
class Walk:
    """The files in which a function was called, and the queries, savepoints left out."""

    files: frozenset[str]
    queries: tuple[str, ...]


def walk_of(act: Callable[[], object]) -> Walk:
    """Do something and say how far it went."""
    files: set[str] = set()

    def look(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(ROOT)):
            files.add(str(Path(frame.f_code.co_filename).relative_to(ROOT)))

    with CaptureQueriesContext(connection) as asked:
        sys.setprofile(look)
        try:
            act()
        finally:
            sys.setprofile(None)
    queries = tuple(one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"])
    return Walk(frozenset(files), queries)
