"""Stores of encrypted files: what lies in them, uploads that break off, places of a test's own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import override_settings


def files_in(store: Path) -> list[Path]:
    """Every file below the store."""
    return [path for path in store.rglob("*") if path.is_file()]


class Breaking(io.RawIOBase):
    """A stream that breaks off after a few pieces, as an upload does whose line is lost."""

    def __init__(self, whole: int) -> None:
        self.whole = whole

    def read(self, size: int = -1, /) -> bytes:
        self.whole -= 1
        if self.whole < 0:
            raise ConnectionResetError("the line is lost")
        return b"x" * min(size, 1000)


@contextmanager
def own_places(folder: Path) -> Iterator[None]:
    """Files and keys below a folder."""
    with override_settings(
        XIANXING_FILES=folder / "files",
        XIANXING_FILE_KEYS=folder / "keys" / "files.toml",
        XIANXING_KEYS=folder / "keys",
        SCRATCH_DIR=folder / "scratch",
    ):
        yield
