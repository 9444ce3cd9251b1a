"""A store of files and its keys, fresh for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from xianxing.pilot.storage.keys import new_key_file


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    """The folder of encrypted files; the key file lies elsewhere."""
    settings.XIANXING_FILES = tmp_path / "files"
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    settings.SCRATCH_DIR = tmp_path / "scratch"
    if not settings.XIANXING_FILE_KEYS.exists():
        new_key_file(settings.XIANXING_FILE_KEYS, "first")
    return tmp_path / "files"
