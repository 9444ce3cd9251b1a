"""A new master key for all that lies sealed; a rotation broken off is gone on with; the old key goes."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.pilot.cast import NOON, Cast, assemble
from xianxing.pilot.filings.models import ReadDocument, StoredFile
from xianxing.pilot.filings.storage.vault import keep, pieces, stage
from xianxing.pilot.parties.domain.letters import read_letter
from xianxing.pilot.parties.models import Claim, Letter
from xianxing.pilot.storage import rotation
from xianxing.pilot.storage.keys import (
    KeyFileError,
    add_key,
    master_keys,
    new_key_file,
    readmit_key,
    retire_keys,
)
from xianxing.pilot.storage.rotation import RotationError, rotate_master_key
from xianxing.pilot.storage.sealed_values import all_kept, missing_keys
from xianxing.pilot.storage.sealing import open_value, seal_value

TEXT = b"what is filed" * 100
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DIGEST = "ab" * 32


@pytest.fixture
def place(tmp_path: Path, settings: Settings) -> Path:
    settings.XIANXING_FILES = tmp_path / "files"
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    new_key_file(settings.XIANXING_FILE_KEYS, "first")
    return tmp_path


@pytest.fixture
def cast(place: Path, db: None) -> Cast:
    """Everybody on stage; two letters, a file and a reading lie under the first key."""
    made = assemble()
    keep(stage(io.BytesIO(TEXT), limit=10**6), charged_to=None, at=NOON)
    sealed = seal_value(master_keys(), DIGEST.encode(), TEXT)
    ReadDocument.objects.create(sha256=DIGEST, reader="1", document=sealed, read_at=NOON)
    return made


def everything_opens(cast: Cast) -> bool:
    reading = ReadDocument.objects.get()
    letters = [read_letter(claim=claim, by=cast.wen, at=NOON).content for claim in Claim.objects.all()]
    return (
        b"".join(pieces(StoredFile.objects.get())) == TEXT
        and open_value(master_keys(), DIGEST.encode(), bytes(reading.document)) == TEXT
        and letters == [b"ok", b"ok"]
    )


def lying() -> dict[str, dict[str, int]]:
    return {kept.model: kept.under() for kept in all_kept()}


def test_everything_comes_under_the_new_key_and_the_old_one_goes(
    cast: Cast, place: Path, settings: Settings
) -> None:
    [file] = (path for path in (place / "files").rglob("*") if path.is_file())
    before, told = file.read_bytes(), []
    done = rotate_master_key(at=NOW, say=lambda *line: told.append(line))
    assert done.changed == 4
    assert told == [
        ("filings.ReadDocument", 1, 1), ("filings.StoredFile", 1, 1), ("parties.Letter", 2, 2),
    ]  # fmt: skip
    assert set(master_keys().keys) == {done.active} and done.active != "first"
    assert done.retired == (place / "keys" / "retired-first.toml",)
    assert done.retired[0].stat().st_mode & 0o077 == 0
    assert file.read_bytes() == before
    done.retired[0].unlink()
    assert everything_opens(cast)
    assert missing_keys(master_keys()) == {}


def test_what_broke_off_is_gone_on_with_under_the_same_key(
    cast: Cast, place: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)

    class Killed(Exception):
        pass

    def stop(what: str, done: int, _all: int) -> None:
        if what == "parties.Letter" and done == 1:
            raise Killed

    with pytest.raises(Killed):
        rotate_master_key(at=NOW, say=stop)
    half = master_keys().active
    assert lying()["parties.Letter"] == {"first": 1, half: 1}
    assert everything_opens(cast)
    done = rotate_master_key(at=NOW + timedelta(days=1))
    assert (done.active, done.changed) == (half, 1)
    assert everything_opens(cast)


def test_a_thing_that_does_not_open_keeps_the_old_key_in_use(cast: Cast, place: Path) -> None:
    StoredFile.objects.create(
        sha256="cd" * 32, size=1, name="spoilt", key_id="first", wrapped_key=b"x" * 60, stored_at=NOON
    )
    with pytest.raises(KeyFileError):
        rotate_master_key(at=NOW)
    assert "first" in master_keys().keys
    assert not list((place / "keys").glob("retired-*"))
    StoredFile.objects.filter(name="spoilt").update(key_id=master_keys().active)
    with pytest.raises(RotationError, match=r"filings\.StoredFile"):
        rotate_master_key(at=NOW)
    assert "first" in master_keys().keys
    StoredFile.objects.filter(name="spoilt").update(erased_at=NOW, wrapped_key=b"")
    assert len(rotate_master_key(at=NOW).retired) == 1


def test_a_file_staged_before_and_kept_after_a_new_key_lies_under_the_new_one(
    cast: Cast, settings: Settings
) -> None:
    staged = stage(io.BytesIO(TEXT), limit=10**6)
    add_key(settings.XIANXING_FILE_KEYS, "second")
    kept = keep(staged, charged_to=None, at=NOON)
    assert kept.key_id == "second"
    assert b"".join(pieces(kept)) == TEXT


def test_what_lies_under_a_key_that_is_gone_is_named_and_the_key_can_come_back(
    cast: Cast, place: Path, settings: Settings
) -> None:
    old = bytes(Letter.objects.latest("pk").sealed)
    [retired] = rotate_master_key(at=NOW).retired
    Letter.objects.filter(pk=Letter.objects.latest("pk").pk).update(sealed=old)
    assert missing_keys(master_keys()) == {"first": 1}
    assert readmit_key(settings.XIANXING_FILE_KEYS, retired) == "first"
    assert missing_keys(master_keys()) == {}
    assert everything_opens(cast)
    with pytest.raises(ValueError, match="已有密钥 first"):
        readmit_key(settings.XIANXING_FILE_KEYS, retired)
    again = rotate_master_key(at=NOW)
    assert (again.changed, again.retired) == (1, (retired,))


def test_a_retired_key_is_never_written_over(place: Path, settings: Settings) -> None:
    new_key_file(place / "keys" / "retired-first.toml", "first")
    add_key(settings.XIANXING_FILE_KEYS, "second")
    with pytest.raises(KeyFileError, match="另一把密钥"):
        retire_keys(settings.XIANXING_FILE_KEYS)
    assert "first" in master_keys().keys


def test_the_demonstrations_keys_keep_their_name(cast: Cast, settings: Settings) -> None:
    active = rotate_master_key(at=NOW).active
    assert active.startswith("demo-261124-")
    settings.DEMO = False
    with pytest.raises(KeyFileError, match="是演示用的"):
        master_keys()
