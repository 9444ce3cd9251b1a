"""A dossier with something that doesn't belong there: a line, a file, a folder, a signer, another's seal."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    SEAL,
    WITNESS,
    KeyRing,
    Record,
    SealKeys,
    SignedNote,
    SigningKey,
    SqliteStore,
    new_key,
    verify,
)
from xianxing.record.dossier import write_dossier

HOUR = timedelta(hours=1)
FILED = b'{"project":{"name":"related"}}'


@dataclass
class Made:
    """A dossier of two acts, and its log's key."""

    folder: Path
    key: SigningKey


@pytest.fixture
def made(tmp_path: Path) -> Made:
    key, sealing = new_key(ORIGIN), new_key(ORIGIN, SEAL)
    ring = replace(KeyRing().rotate(key.public, START), seals=SealKeys().begin(sealing.public, None))
    record = Record(SqliteStore(tmp_path / "r.sqlite3", origin=ORIGIN), ring, sealing)
    named = f"sha256:{hashlib.sha256(FILED).hexdigest()}"
    record.append_batch([act(), act("case-b"), act(filed=named)])
    record.sign_head(key, START)
    write_dossier(tmp_path / "d", record, "case-a", key=key, ring=ring, time=START + HOUR, texts=[FILED])
    return Made(tmp_path / "d", key)


def sign_anew(made: Made, *lines: str) -> None:
    """A fresh list over whatever is there, by the holder of the log's key, with more lines."""
    path = made.folder / "manifest.txt"
    kept = [
        line for line in path.read_text("utf-8").split("\n\n")[0].split("\n") if not line.startswith("file ")
    ]
    for each in sorted(made.folder.rglob("*")):
        if each.is_file() and each != path:
            digest = hashlib.sha256(each.read_bytes()).hexdigest()
            kept.append(f"file {digest} {each.stat().st_size} {each.relative_to(made.folder).as_posix()}")
    path.write_text(SignedNote("\n".join([*kept, *lines]) + "\n").signed(made.key).encode(), "utf-8")


def problems(made: Made) -> list[verify.Problem]:
    return verify.check_dossier(made.folder, [made.key.public.vkey]).problems


def test_untouched_it_holds_and_says_which_case(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main([str(made.folder), "--key", made.key.public.vkey]) == 0
    said = capsys.readouterr().out
    assert "封印 seals: 2" in said
    assert said.splitlines()[-1].endswith("案件 case: case-a")


@pytest.mark.parametrize("line", ["note approved by the bureau", 'case "case-z"', "events 2"])
def test_an_extra_line_of_the_list_is_reported(made: Made, line: str) -> None:
    sign_anew(made, line)
    assert any(line in problem.en for problem in problems(made))


def test_an_extra_file_is_reported(made: Made) -> None:
    (made.folder / "approval.pdf").write_bytes(b"%PDF")
    assert [(problem.file, problem.en) for problem in problems(made)] == [
        ("approval.pdf", "the list doesn't have this file")
    ]


@pytest.mark.parametrize("name", ["annex", "events/more"])
def test_an_empty_folder_is_reported(made: Made, name: str) -> None:
    (made.folder / name).mkdir()
    assert [problem.file for problem in problems(made)] == [f"{name}/"]


@pytest.mark.parametrize("file", ["manifest.txt", "head.txt"])
def test_an_unknown_signer_is_reported(made: Made, file: str) -> None:
    stranger = new_key("ministry.example/seal")
    path = made.folder / file
    text, _, below = path.read_text("utf-8").rpartition("\n\n")
    more = SignedNote(text + "\n").signed(stranger).encode().rpartition("\n\n")[2]
    path.write_text(f"{text}\n\n{below}{more}", "utf-8")
    if file != "manifest.txt":
        sign_anew(made)
    assert any("ministry.example/seal" in problem.en for problem in problems(made) if problem.file == file)


def test_a_witness_whom_the_ring_does_not_name_is_reported(made: Made) -> None:
    witness = new_key("witness.example/w9", WITNESS)
    path = made.folder / "head.txt"
    text, _, below = path.read_text("utf-8").rpartition("\n\n")
    more = SignedNote(text + "\n").cosigned(witness, START).encode().rpartition("\n\n")[2]
    path.write_text(f"{text}\n\n{below}{more}", "utf-8")
    sign_anew(made)
    assert any("witness.example/w9" in problem.en for problem in problems(made))


def proof(made: Made, number: int) -> dict[str, object]:
    found: dict[str, object] = json.loads((made.folder / "proofs" / f"{number:04d}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("seal", ["another's", "none", "of a key outside the ring"])
def test_a_seal_of_elsewhere_is_reported(made: Made, seal: str) -> None:
    held = proof(made, 2)
    held["seal"] = {
        "another's": proof(made, 1)["seal"], "none": "", "of a key outside the ring": "ab" * 68,
    }[seal]  # fmt: skip
    (made.folder / "proofs" / "0002.json").write_bytes(verify.write_json(held))
    sign_anew(made)
    assert [problem.event for problem in problems(made)] == [2]


def test_a_filed_text_that_was_changed_is_reported(made: Made) -> None:
    (text,) = (made.folder / "texts").iterdir()
    text.write_bytes(FILED.replace(b"related", b"another"))
    assert [problem.en for problem in problems(made)] == ["the content was changed"]
    sign_anew(made)
    assert [problem.en for problem in problems(made)] == [
        "the content isn't what the digest in its name says"
    ]


def test_a_text_that_no_event_names_is_reported(made: Made) -> None:
    more = b'"approved"'
    (made.folder / "texts" / f"{hashlib.sha256(more).hexdigest()}.json").write_bytes(more)
    sign_anew(made)
    assert [problem.en for problem in problems(made)] == ["no event that is shown names this text"]


def test_a_dossier_of_another_folder_is_told_by_its_case(made: Made, tmp_path: Path) -> None:
    moved = shutil.copytree(made.folder, tmp_path / "case-z")
    assert verify.check_dossier(moved).facts[0] == "案件 case: case-a"
