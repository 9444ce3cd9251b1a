"""`xianxing log` over real files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.conftest import ORIGIN, START, act
from xianxing.cli import main
from xianxing.record import (
    Record,
    SigningKey,
    consistency_text,
    load_key,
    parse_note,
    parse_vkey,
    write_dossier,
)
from xianxing.record.keyring import KeyRing


def test_a_dossier_is_checked(
    record: Record, key: SigningKey, ring: KeyRing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record.append(act())
    head = tmp_path / "head.txt"
    head.write_text(record.sign_head(key, START).encode(), "utf-8")
    folder = tmp_path / "dossier"
    write_dossier(folder, record, "case-a", key=key, ring=ring, time=START)
    assert main(["log", "verify", str(folder), "--key", key.public.vkey, "--head", str(head)]) == 0
    assert "全部一致" in capsys.readouterr().out
    (folder / "keys.json").write_bytes(b"{}")
    assert main(["log", "verify", str(folder)]) == 1
    assert "keys.json" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["log", "dossier"])
def test_what_is_no_dossier_is_unusable(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("卷宗")
    for name in ("nowhere", "letter.txt"):
        assert main([command, "verify", str(tmp_path / name)]) == 2
        assert name in capsys.readouterr().err


def test_a_head_that_is_no_text_is_unusable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = tmp_path / "head.txt"
    head.write_bytes(b"\xb8\xdf")
    assert main(["log", "witness", "--head", str(head), "--state", str(tmp_path / "w.json")]) == 2
    assert "无法使用" in capsys.readouterr().err


def test_a_key_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.key"
    assert main(["log", "keygen", ORIGIN, "--out", str(path)]) == 0
    assert parse_vkey(capsys.readouterr().out) == load_key(path).public
    assert main(["log", "keygen", ORIGIN, "--out", str(path)]) == 2
    assert main(["log", "keygen", "a b", "--out", str(tmp_path / "other.key")]) == 2


def test_a_witness_cosigns_from_the_command_line(
    record: Record, key: SigningKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, proof, state, own = (tmp_path / name for name in ("head.txt", "proof.txt", "state.json", "w.key"))
    main(["log", "keygen", "witness.example/w1", "--witness", "--out", str(own)])
    public = parse_vkey(capsys.readouterr().out)
    watch = ["log", "witness", "--head", str(head), "--state", str(state), "--key", str(own)]

    record.append_batch([act()] * 3)
    head.write_text(record.sign_head(key, START).encode(), "utf-8")
    assert main(watch) == 1
    assert not state.exists()
    assert main([*watch, "--log-key", key.public.vkey]) == 0
    assert parse_note(capsys.readouterr().out).cosigned_at(public) is not None

    record.append_batch([act()] * 4)
    head.write_text(record.sign_head(key, START + timedelta(days=1)).encode(), "utf-8")
    assert main(watch) == 1
    proof.write_text(consistency_text(2, record.prove_consistency(2, 7)), "utf-8")
    assert main([*watch, "--proof", str(proof)]) == 1
    proof.write_text(consistency_text(3, record.prove_consistency(3, 7)), "utf-8")
    assert main([*watch, "--proof", str(proof)]) == 0
    assert "7" in capsys.readouterr().err
    proof.write_text("nonsense", "utf-8")
    assert main([*watch, "--proof", str(proof)]) == 2


def test_a_logs_key_is_no_witness_key(record: Record, key: SigningKey, tmp_path: Path) -> None:
    head, own = tmp_path / "head.txt", tmp_path / "log.key"
    head.write_text(record.sign_head(key, START).encode(), "utf-8")
    main(["log", "keygen", "other.example", "--out", str(own)])
    watch = ["log", "witness", "--head", str(head), "--state", str(tmp_path / "s"), "--key", str(own)]
    assert main([*watch, "--log-key", key.public.vkey]) == 2
    assert not (tmp_path / "s").exists()
