"""Files at rest: unreadable without the key file, whole or not at all, re-wrapped, erased."""

from __future__ import annotations

import io
import os
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.factories.stores import Breaking, files_in
from tests.pilot.cast import NOON
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.filings.storage.vault import (
    ErasedError,
    TooLargeError,
    erase,
    keep,
    pieces,
    stage,
    sweep,
)
from xianxing.pilot.storage import sealing
from xianxing.pilot.storage.keys import KeyFileError, MasterKeys, add_key, master_keys, new_key_file
from xianxing.pilot.storage.sealing import (
    DamagedError,
    open_pieces,
    open_value,
    rewrap_value,
    seal_pieces,
    seal_value,
)

KEY, ABOUT = b"k" * 32, b"name"
TEXT = "机密★五年以外的普通内容".encode() * 40


@given(data=st.binary(max_size=400), cut=st.integers(1, 60), piece=st.integers(1, 90))
def test_pieces_of_any_size_give_back_what_was_sealed(data: bytes, cut: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "PIECE", piece)
        given_pieces = [data[start : start + cut] for start in range(0, len(data), cut)]
        sealed = b"".join(seal_pieces(KEY, ABOUT, given_pieces))
        assert b"".join(open_pieces(KEY, ABOUT, io.BytesIO(sealed))) == data


def test_nothing_can_be_changed_cut_moved_or_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE", 10)
    sealed = b"".join(seal_pieces(KEY, ABOUT, [b"a" * 10, b"b" * 10, b"c" * 5]))
    first, second, last = sealed[:26], sealed[26:52], sealed[52:]
    for altered in (
        first + second, first + last, second + first + last, sealed + first,
        bytes([sealed[0] ^ 1]) + sealed[1:], b"",
    ):  # fmt: skip
        with pytest.raises(DamagedError):
            list(open_pieces(KEY, ABOUT, io.BytesIO(altered)))
    with pytest.raises(DamagedError):
        list(open_pieces(KEY, b"another", io.BytesIO(sealed)))


@pytest.mark.django_db
def test_a_kept_file_is_read_back_and_never_lies_open_on_disk(store: Path) -> None:
    stored = keep(stage(io.BytesIO(TEXT), limit=10**6), charged_to=None, at=NOON)
    assert b"".join(pieces(stored)) == TEXT
    (path,) = files_in(store)
    assert TEXT[:30] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert (stored.size, stored.key_id) == (len(TEXT), "first")


@pytest.mark.django_db
def test_a_broken_or_too_long_upload_leaves_nothing(store: Path) -> None:
    with pytest.raises(ConnectionResetError):
        stage(Breaking(3), limit=10**6)
    with pytest.raises(TooLargeError):
        stage(io.BytesIO(TEXT), limit=len(TEXT) - 1)
    assert files_in(store) == []


@pytest.mark.django_db
def test_a_large_file_passes_through_little_memory(store: Path) -> None:
    whole = 64 * sealing.PIECE

    class Zeros(io.RawIOBase):
        left = whole

        def read(self, size: int = -1, /) -> bytes:
            given_now = min(size, self.left)
            self.left -= given_now
            return bytes(given_now)

    tracemalloc.start()
    stored = keep(stage(Zeros(), limit=whole), charged_to=None, at=NOON)
    read = sum(len(piece) for piece in pieces(stored))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == whole
    assert peak < 12 * sealing.PIECE


@pytest.mark.django_db
def test_erased_bytes_are_gone_with_their_key(
    store: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stored = keep(stage(io.BytesIO(TEXT), limit=10**6), charged_to=None, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        erase(stored, at=NOON)
    assert files_in(store) == []
    assert (bytes(stored.wrapped_key), stored.erased_at) == (b"", NOON)
    with pytest.raises(ErasedError):
        list(pieces(stored))


@pytest.mark.django_db
def test_what_a_crash_left_is_swept_and_nothing_else(store: Path) -> None:
    kept = keep(stage(io.BytesIO(TEXT), limit=10**6), charged_to=None, at=NOON)
    left = stage(io.BytesIO(b"left behind"), limit=100)
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    assert sweep(older_than=now - timedelta(hours=1)) == 0
    assert sweep(older_than=now + timedelta(hours=1)) == 1
    assert not left.part.exists()
    assert b"".join(pieces(kept)) == TEXT


@pytest.mark.django_db
def test_as_time_passes_what_was_abandoned_a_day_ago_goes(store: Path) -> None:
    old, fresh = (stage(io.BytesIO(name), limit=100) for name in (b"old", b"fresh"))
    yesterday = old.part.stat().st_mtime - timedelta(days=1, minutes=1).total_seconds()
    os.utime(old.part, (yesterday, yesterday))
    tick(at=NOON)
    assert (old.part.exists(), fresh.part.exists()) == (False, True)


def test_a_small_value_is_sealed_and_wrapped_anew() -> None:
    old = MasterKeys("a", {"a": b"1" * 32})
    both = MasterKeys("b", {"a": b"1" * 32, "b": b"2" * 32})
    sealed = seal_value(old, ABOUT, TEXT)
    fresh = rewrap_value(both, ABOUT, sealed)
    assert open_value(MasterKeys("b", {"b": b"2" * 32}), ABOUT, fresh) == TEXT
    assert rewrap_value(both, ABOUT, fresh) == fresh
    with pytest.raises(DamagedError):
        open_value(old, ABOUT, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(KeyFileError):
        open_value(MasterKeys("b", {"b": b"2" * 32}), ABOUT, sealed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "active = 'a'",
        "active = 'a'\n[keys]\na = 'c2hvcnQ='",
        "active = 'b'\n[keys]\na = '" + "A" * 43 + "='",
        "[[",
    ],
)
def test_a_key_file_in_another_form_is_refused(text: str, settings: Settings) -> None:
    settings.XIANXING_FILE_KEYS.write_text(text, "utf-8")
    with pytest.raises(KeyFileError, match=r"files\.toml"):
        master_keys()


def test_a_key_file_open_to_others_or_the_demonstrations_is_refused(
    tmp_path: Path, settings: Settings
) -> None:
    settings.XIANXING_FILE_KEYS.chmod(0o644)
    with pytest.raises(KeyFileError, match="0600"):
        master_keys()
    settings.XIANXING_FILE_KEYS = tmp_path / "demo.toml"
    assert master_keys().active == "demo"
    settings.DEMO = False
    with pytest.raises(KeyFileError, match="是演示用的"):
        master_keys()
    settings.XIANXING_FILE_KEYS = tmp_path / "missing.toml"
    with pytest.raises(KeyFileError, match="无法读取"):
        master_keys()


def test_a_key_file_is_never_overwritten(settings: Settings) -> None:
    with pytest.raises(FileExistsError):
        new_key_file(settings.XIANXING_FILE_KEYS, "other")
    with pytest.raises(ValueError, match="已有密钥"):
        add_key(settings.XIANXING_FILE_KEYS, "first")
    assert "first" not in repr(master_keys()).replace("'first'", "")
