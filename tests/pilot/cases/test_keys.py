"""The folder of keys: a rotation that broke off is finished, witnesses are trusted and distrusted by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from xianxing.pilot.cases import keys
from xianxing.record.notes import WITNESS, new_key, save_key

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_a_real_site_s_log_begins_by_command_and_never_twice(settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS, settings.DEMO = tmp_path / "keys", False
    with pytest.raises(keys.KeyMissingError, match="xianxing keys new"):
        keys.ring()
    own = keys.begin(NOW)
    assert own == keys.signing_key().public and own.name == settings.XIANXING_LOG_ORIGIN
    (entry,) = keys.ring().keys
    assert (entry.key, entry.since, entry.until) == (own, NOW, None)
    assert keys.begin(NOW) is None and keys.signing_key().public == own


def test_the_ring_begins_with_the_key_that_lies_there(settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS, settings.DEMO = tmp_path, False
    save_key(new_key("another.example/log"), tmp_path / "log.key")
    with pytest.raises(ValueError, match=r"another\.example/log"):
        keys.begin(NOW)
    assert not (tmp_path / "ring.json").exists()
    (tmp_path / "log.key").unlink()
    made = new_key(settings.XIANXING_LOG_ORIGIN)
    save_key(made, tmp_path / "log.key")
    assert keys.begin(NOW) == made.public == keys.ring().keys[0].key


@pytest.fixture
def keyed(settings: Settings, tmp_path: Path) -> Path:
    settings.XIANXING_KEYS = tmp_path
    keys.signing_key()
    return tmp_path


def test_a_rotation_that_broke_off_after_the_ring_is_finished(keyed: Path) -> None:
    old = keys.signing_key()
    fresh = new_key(old.name)
    save_key(fresh, keyed / f"log-{fresh.public.id.hex()}.key")
    keys.write_ring(keys.ring().rotate(fresh.public, NOW))
    assert keys.signing_key().public == old.public
    assert keys.rotate(NOW + timedelta(hours=1)).public == fresh.public
    assert keys.signing_key().public == fresh.public
    assert len(keys.ring().keys) == 2


def test_a_witness_is_trusted_once_by_name_and_distrusted(keyed: Path) -> None:
    witness = new_key("w.example/1", WITNESS)
    keys.trust_witness(witness.public)
    with pytest.raises(ValueError, match=r"w\.example/1"):
        keys.trust_witness(new_key("w.example/1", WITNESS).public)
    with pytest.raises(ValueError, match="日志密钥"):
        keys.trust_witness(new_key("w.example/2").public)
    assert keys.distrust_witness("w.example/1").witnesses == ()
    with pytest.raises(ValueError, match="没有"):
        keys.distrust_witness("w.example/1")
