"""The operator's keys: seen, rotated for files and for the log, revoked, witnesses chosen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.pilot.cast import NOON
from xianxing.cli import main
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.models import Case, SignedHead
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import keep, pieces, stage
from xianxing.record.heads import read_head
from xianxing.record.notes import WITNESS, new_key


def test_a_new_site_gets_its_keys_by_one_command_and_can_sign(
    site: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = False
    assert main(["keys", "new"]) == 0
    assert keys.signing_key().public.vkey in capsys.readouterr().out
    assert main(["keys", "status"]) == 0
    assert main(["worker", "--once"]) == 0
    said, note = read_head(SignedHead.objects.get().note)
    assert keys.ring().check(said, note).key == keys.signing_key().public
    assert main(["keys", "new"]) == 1
    assert "已经存在" in capsys.readouterr().err


def test_the_master_key_is_rotated_and_what_is_left_of_it_named(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(stage(io.BytesIO(b"filed"), limit=100), charged_to=None, at=NOON)
    assert main(["keys", "status"]) == 0
    assert "主密钥 demo：使用中" in capsys.readouterr().out
    assert main(["keys", "rotate"]) == 0
    said = capsys.readouterr()
    assert "filings.StoredFile: 1/1" in said.err and "3 项内容已改用新密钥" in said.out
    retired = site / "keys" / "retired-demo.toml"
    assert str(retired) in said.out
    assert b"".join(pieces(StoredFile.objects.get())) == b"filed"
    StoredFile.objects.update(key_id="demo")
    assert main(["keys", "status"]) == 1
    assert "有 1 项内容使用密钥 demo" in capsys.readouterr().err
    assert main(["doctor"]) == 2
    assert "readmit" in capsys.readouterr().out
    assert main(["keys", "readmit", str(retired)]) == 0
    assert main(["keys", "status"]) == 0
    assert main(["keys", "readmit", str(retired)]) == 1
    assert "没有办理" in capsys.readouterr().err


def test_a_backup_under_a_retired_key_is_restored_with_it(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.pilot.own_database import own_database

    assert main(["backup", "--out", str(site / "backup"), "--quiet"]) == 0
    assert main(["keys", "rotate", "--quiet"]) == 0
    with own_database(site):
        assert main(["restore", str(site / "backup"), "--quiet"]) == 1
        assert "demo" in capsys.readouterr().err and not Case.objects.exists()
        assert main(["keys", "readmit", str(site / "keys" / "retired-demo.toml")]) == 0
        assert main(["restore", str(site / "backup"), "--quiet"]) == 0
        assert main(["keys", "rotate", "--quiet"]) == 0
        assert main(["keys", "status"]) == 0


def test_the_log_s_key_is_rotated_and_the_new_one_signs_at_once(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = keys.signing_key().public
    assert main(["keys", "rotate-log"]) == 0
    fresh = keys.signing_key().public
    assert fresh != old and fresh.vkey in capsys.readouterr().out
    said, note = read_head(SignedHead.objects.latest("pk").note)
    assert keys.ring().check(said, note).key == fresh


def test_a_compromised_key_is_replaced_revoked_and_its_later_heads_refused(
    case: Case, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = keys.signing_key().public
    assert main(["worker", "--once"]) == 0
    since = "2026-01-01T00:00+08:00"
    assert main(["keys", "revoke-log", old.id.hex(), "--since", since, "--reason", "介质遗失"]) == 0
    assert keys.signing_key().public != old
    first, last = SignedHead.objects.earliest("pk"), SignedHead.objects.latest("pk")
    said, note = read_head(first.note)
    with pytest.raises(ValueError, match="revoked"):
        keys.ring().check(said, note)
    said, note = read_head(last.note)
    assert keys.ring().check(said, note).key == keys.signing_key().public
    assert main(["keys", "revoke-log", "nobody", "--since", since, "--reason", "x"]) == 1
    with pytest.raises(SystemExit):
        main(["keys", "revoke-log", old.vkey, "--since", "2026-01-01", "--reason", "x"])
    capsys.readouterr()
    assert main(["keys", "status"]) == 0
    assert "撤销" in capsys.readouterr().out


def test_witnesses_are_chosen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    witness = new_key("csrc-witness", WITNESS).public
    assert main(["keys", "trust", witness.vkey]) == 0
    assert keys.ring().witnesses == (witness,)
    assert main(["keys", "trust", witness.vkey]) == 1
    assert main(["keys", "distrust", witness.name]) == 0
    assert keys.ring().witnesses == ()
    assert main(["keys", "trust", "no key"]) == 1
    assert main(["keys", "distrust", witness.name]) == 1
