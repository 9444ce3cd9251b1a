"""A dossier proves itself, and whatever was done to it is found and named."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    SM3,
    WITNESS,
    HashAlgorithm,
    KeyRing,
    Record,
    RecordError,
    SignedNote,
    SigningKey,
    SqliteStore,
    canonical,
    new_key,
    parse,
    parse_note,
    verify,
    write_dossier,
)

HOUR = timedelta(hours=1)


@dataclass
class Made:
    """A dossier of five events (one erased, one withheld, one the erasure) with all that belongs to it."""

    folder: Path
    record: Record
    key: SigningKey
    witness: SigningKey
    ring: KeyRing


def make(base: Path, algorithm: HashAlgorithm | None = None) -> Made:
    """Two cases in one log; the dossier of the first, with an earlier head and a witness's cosignature."""
    options = {"algorithm": algorithm} if algorithm else {}
    record = Record(SqliteStore(base / "record.sqlite3", origin=ORIGIN, **options))
    key, witness = new_key(ORIGIN), new_key("witness.example/w1", WITNESS)
    ring = KeyRing().rotate(key.public, START).with_witness(witness.public)
    record.append_batch([act(who=f"承办人{number}") for number in range(3)])
    earlier = record.sign_head(key, START + HOUR)
    record.append_batch([act("case-b"), act(who="专家")])
    record.erase("case-a", 2, reason="保存期届满", role="secretariat", clause="7.2", time=START + HOUR)
    head = record.sign_head(key, START + 2 * HOUR).cosigned(witness, START + 2 * HOUR)
    folder = base / "dossier"
    write_dossier(
        folder,
        record,
        "case-a",
        key=key,
        ring=ring,
        time=START + 3 * HOUR,
        head=head,
        earlier=[earlier],
        withhold=[4],
    )
    return Made(folder, record, key, witness, ring)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One dossier for all; tests change copies."""
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(made.folder, tmp_path / "copy")


def named(folder: Path, *pins: str) -> set[tuple[str, int | None]]:
    """Files and events that the verifier complains of."""
    return {(problem.file, problem.event) for problem in verify.check_dossier(folder, pins).problems}


def resign(folder: Path, key: SigningKey, **words: str) -> None:
    """What a dishonest holder of the log's key would do: a fresh, signed list over whatever is there."""
    lines = (folder / "manifest.txt").read_text("utf-8").split("\n\n")[0].split("\n")
    kept = [line for line in lines if not line.startswith("file ")]
    kept = [f"{word} {words[word]}" if (word := line.split(" ")[0]) in words else line for line in kept]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != "manifest.txt":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            kept.append(f"file {digest} {path.stat().st_size} {name}")
    note = SignedNote("\n".join(kept) + "\n").signed(key)
    (folder / "manifest.txt").write_text(note.encode(), "utf-8")


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The dossier's own verifier, by a plain isolated Python that sees no package."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_an_untouched_dossier_agrees_in_a_bare_python(made: Made) -> None:
    done = run(made.folder, "--key", made.key.public.vkey, "--head", str(made.folder / "head.txt"))
    assert done.returncode == 0, done.stdout + done.stderr
    for text in (
        "全部一致",
        "everything agrees",
        "witness.example/w1",
        "erased: 2 (事件 event 5)",
        "withheld: [4]",
    ):
        assert text in done.stdout
    assert "Note:" not in done.stdout
    assert "Note:" in run(made.folder).stdout


def test_a_spoilt_dossier_exits_with_1_and_names_file_and_event(copy: Path) -> None:
    path = copy / "payloads" / "0003.json"
    path.write_bytes(path.read_bytes().replace("承办人2".encode(), "承办人9".encode()))
    done = run(copy)
    assert done.returncode == 1
    assert "payloads/0003.json（事件 event 3）" in done.stdout
    assert "内容被改动 / the content was changed" in done.stdout


def test_bad_usage_exits_with_2(made: Made, tmp_path: Path) -> None:
    (tmp_path / "no-head.txt").write_text("x")
    assert run(made.folder, "--head", str(tmp_path / "no-head.txt")).returncode == 2
    assert run(made.folder, "--head", str(tmp_path / "absent.txt")).returncode == 2
    assert run(made.folder, "--unknown").returncode == 2


def test_the_dossier_holds_what_it_should_and_no_secret(made: Made) -> None:
    names = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    events = {f"{folder}/{number:04d}.json" for folder in ("events", "proofs") for number in range(1, 6)}
    payloads = {f"payloads/{number:04d}.json" for number in (1, 3, 5)}
    heads = {"head.txt", "heads/0001.txt", "heads/0001.json"}
    assert names == events | payloads | heads | {"manifest.txt", "keys.json", "verify.py", "README.txt"}
    everything = b"".join((made.folder / name).read_bytes() for name in names)
    for secret in ("承办人1", "专家", "case-b", "PRIVATE"):
        assert secret.encode() not in everything


def test_a_dossier_under_sm3_agrees(tmp_path: Path) -> None:
    made = make(tmp_path, SM3)
    assert named(made.folder, made.key.public.vkey) == set()
    path = made.folder / "proofs" / "0001.json"
    path.write_bytes(path.read_bytes().replace(b'"index":0', b'"index":1'))
    assert named(made.folder) == {("proofs/0001.json", 1)}


FILES = (
    *(f"{folder}/{number:04d}.json" for folder in ("events", "proofs") for number in range(1, 6)),
    *(f"payloads/{number:04d}.json" for number in (1, 3, 5)),
    *(
        "head.txt",
        "heads/0001.txt",
        "heads/0001.json",
        "manifest.txt",
        "keys.json",
        "verify.py",
        "README.txt",
    ),
)


def flipped_is_named(made: Made, file: str, place: int, bit: int) -> None:
    """Flip one bit of one file, in memory, and see that exactly this file (and its event) is named."""
    files = {path.relative_to(made.folder).as_posix(): path.read_bytes() for path in made.folder.rglob("*.*")}
    content = bytearray(files[file])
    content[place % len(content)] ^= 1 << bit
    problems = verify.Checker({**files, file: bytes(content)}, (), ()).run().problems
    number = int(file.split("/")[1][:4]) if file.split("/")[0] in ("events", "payloads", "proofs") else None
    assert {(problem.file, problem.event) for problem in problems} == {(file, number)}


@pytest.mark.parametrize("file", FILES)
def test_a_flipped_bit_is_found_and_named_in_every_file(made: Made, file: str) -> None:
    size = (made.folder / file).stat().st_size
    for step in range(12):
        flipped_is_named(made, file, step * (size - 1) // 11, step % 8)


def test_a_flipped_bit_is_found_and_named_in_all_members_of_an_event(made: Made) -> None:
    for place in range(0, (made.folder / "events" / "0002.json").stat().st_size, 3):
        flipped_is_named(made, "events/0002.json", place, place % 8)


@given(file=st.sampled_from(FILES), place=st.integers(0, 1 << 20), bit=st.integers(0, 7))
def test_property_a_flipped_bit_anywhere_is_found_and_named(
    made: Made, file: str, place: int, bit: int
) -> None:
    flipped_is_named(made, file, place, bit)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_or_shortened_file_is_named(copy: Path, file: str) -> None:
    content = (copy / file).read_bytes()
    (copy / file).write_bytes(content[:-1])
    assert file in {name for name, _ in named(copy)}
    (copy / file).unlink()
    assert file in {name for name, _ in named(copy)}


def test_files_and_links_that_do_not_belong_are_named(copy: Path) -> None:
    (copy / "events" / "0006.json").write_bytes((copy / "events" / "0005.json").read_bytes())
    (copy / "notes").symlink_to(copy / "README.txt")
    assert named(copy) == {("events/0006.json", 6), ("notes", None)}


def swap(folder: Path, one: str, two: str) -> None:
    """Exchange two files."""
    first, second = (folder / one).read_bytes(), (folder / two).read_bytes()
    (folder / one).write_bytes(second)
    (folder / two).write_bytes(first)


def edit(folder: Path, file: str, change: Callable[[dict[str, object]], object]) -> None:
    """Change a JSON file and write it canonically."""
    value = json.loads((folder / file).read_bytes())
    change(value)
    (folder / file).write_bytes(canonical(value))


def reorder(folder: Path) -> None:
    swap(folder, "events/0002.json", "events/0003.json")


def duplicate(folder: Path) -> None:
    shutil.copy(folder / "events" / "0003.json", folder / "events" / "0004.json")


def drop(folder: Path) -> None:
    for kind in ("events", "proofs"):
        shutil.move(folder / kind / "0005.json", folder / kind / "0004.json")


def renumber(folder: Path) -> None:
    drop(folder)
    edit(folder, "events/0004.json", lambda event: event.update(sequence=4))


def swap_payloads(folder: Path) -> None:
    swap(folder, "payloads/0001.json", "payloads/0003.json")


def swap_proofs(folder: Path) -> None:
    swap(folder, "proofs/0001.json", "proofs/0003.json")


def change_role(folder: Path) -> None:
    edit(folder, "events/0005.json", lambda event: event.update(role="lead-unit"))


def change_case(folder: Path) -> None:
    edit(folder, "events/0001.json", lambda event: event.update(case="case-b"))


def lose_payload(folder: Path) -> None:
    (folder / "payloads" / "0003.json").unlink()


def erased_comes_back(folder: Path) -> None:
    shutil.copy(folder / "payloads" / "0001.json", folder / "payloads" / "0002.json")


def shrink_consistency(folder: Path) -> None:
    edit(folder, "heads/0001.json", lambda proof: proof.update(path=[]))


def forge_head(folder: Path) -> None:
    text = (folder / "head.txt").read_text("utf-8").split("\n")
    text[1] = "7"
    (folder / "head.txt").write_text("\n".join(text), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "words", "where"),
    [
        (reorder, {}, {("events/0002.json", 2), ("events/0003.json", 3)}),
        (duplicate, {}, {("events/0004.json", 4)}),
        (drop, {"events": "4"}, {("events/0004.json", 4)}),
        (renumber, {"events": "4"}, {("events/0004.json", 4)}),
        (swap_payloads, {}, {("payloads/0001.json", 1), ("payloads/0003.json", 3)}),
        (swap_proofs, {}, {("proofs/0001.json", 1), ("proofs/0003.json", 3)}),
        (change_role, {}, {("proofs/0005.json", 5)}),
        (change_case, {}, {("events/0001.json", 1)}),
        (lose_payload, {}, {("payloads/0003.json", 3)}),
        (erased_comes_back, {}, {("payloads/0002.json", 2)}),
        (shrink_consistency, {}, {("heads/0001.json", None)}),
        (forge_head, {}, {("head.txt", None)}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_the_holder_of_the_key_spoils_and_signs_again_is_still_found(
    made: Made,
    copy: Path,
    spoil: Callable[[Path], None],
    words: dict[str, str],
    where: set[tuple[str, int | None]],
) -> None:
    spoil(copy)
    resign(copy, made.key, **words)
    assert where <= named(copy)


def test_a_history_rewritten_with_its_chain_still_lacks_its_place_in_the_log(made: Made, copy: Path) -> None:
    edit(copy, "events/0001.json", lambda event: event.update(clause="9.9"))
    for number in range(2, 6):
        before = (copy / "events" / f"{number - 1:04d}.json").read_bytes()
        digest = hashlib.sha256(b"xianxing/event/1\n" + before).hexdigest()
        edit(copy, f"events/{number:04d}.json", partial(dict.update, previous=digest))
    resign(copy, made.key)
    assert {(f"proofs/{number:04d}.json", number) for number in range(1, 6)} == named(copy)


def test_a_head_by_a_stranger_is_found(made: Made, copy: Path) -> None:
    stranger = new_key(ORIGIN)
    head = parse_note((copy / "head.txt").read_text("utf-8"))
    (copy / "head.txt").write_text(SignedNote(head.text).signed(stranger).encode(), "utf-8")
    resign(copy, made.key)
    assert named(copy) == {("head.txt", None)}


def test_a_wholly_forged_dossier_falls_to_a_key_or_head_from_elsewhere(made: Made, tmp_path: Path) -> None:
    forged = make(tmp_path)
    assert named(forged.folder) == set()
    assert ("keys.json", None) in named(forged.folder, made.key.public.vkey)
    published = (made.folder / "head.txt").read_bytes()
    problems = verify.check_dossier(forged.folder, [], [published]).problems
    assert [problem.file for problem in problems] == ["head.txt"]


def test_keys_rotated_and_revoked_count_in_the_dossier_too(made: Made, tmp_path: Path) -> None:
    newer = new_key(ORIGIN)
    note = made.record.sign_head(made.key, START + 4 * HOUR)
    rotated = made.ring.rotate(newer.public, START + 5 * HOUR)
    revoked = rotated.revoke(made.key.public, START + 4 * HOUR + HOUR / 2, "密钥泄露")

    def written(
        name: str, head: SignedNote, ring: KeyRing, earlier: list[SignedNote]
    ) -> set[tuple[str, int | None]]:
        write_dossier(
            tmp_path / name,
            made.record,
            "case-a",
            key=newer,
            ring=ring,
            time=START + 6 * HOUR,
            head=head,
            earlier=earlier,
        )
        return named(tmp_path / name)

    assert written("rotated", note, rotated, []) == set()
    assert written("revoked", note, revoked, []) == {("head.txt", None)}
    assert written("anchored", note.cosigned(made.witness, START + 4 * HOUR), revoked, []) == set()
    fresh = made.record.sign_head(newer, START + 6 * HOUR)
    assert written("consistent", fresh, revoked, [note]) == set()
    late = made.record.sign_head(made.key, START + 7 * HOUR)
    assert written("late", late, rotated, []) == {("head.txt", None)}


def test_nothing_is_written_over_or_under_too_old_a_head(made: Made, tmp_path: Path) -> None:
    old = parse_note((made.folder / "heads" / "0001.txt").read_text("utf-8"))
    for folder, case, head in (
        (made.folder, "case-a", None),
        (tmp_path / "a", "case-a", old),
        (tmp_path / "b", "no-case", None),
    ):
        with pytest.raises(RecordError):
            write_dossier(folder, made.record, case, key=made.key, ring=made.ring, time=START, head=head)
    assert list(tmp_path.iterdir()) == []


@given(st.sampled_from(FILES), st.binary(max_size=40))
def test_property_any_content_is_a_named_problem_and_never_a_crash(
    made: Made, file: str, content: bytes
) -> None:
    files = {path.relative_to(made.folder).as_posix(): path.read_bytes() for path in made.folder.rglob("*.*")}
    problems = verify.Checker({**files, file: content}, (), ()).run().problems
    assert file in {problem.file for problem in problems}


@pytest.mark.parametrize(
    "value",
    [[], {}, "x", 7, None, {"path": 3}, {"keys": [1], "witnesses": []}, {"payload": {}, "salt": "00"}],
    ids=repr,
)
def test_signed_nonsense_is_a_named_problem_too(made: Made, copy: Path, value: Any) -> None:
    for file in (
        "keys.json",
        "events/0003.json",
        "proofs/0003.json",
        "payloads/0003.json",
        "heads/0001.json",
    ):
        saved = (copy / file).read_bytes()
        (copy / file).write_bytes(canonical(value))
        resign(copy, made.key)
        assert file in {name for name, _ in named(copy)}
        (copy / file).write_bytes(saved)


@pytest.mark.parametrize(
    "words", [{"events": "999999999999"}, {"withheld": "[[1]]"}, {"events": "x"}, {"hash": "MD5"}]
)
def test_an_impossible_list_is_refused(made: Made, copy: Path, words: dict[str, str]) -> None:
    resign(copy, made.key, **words)
    assert ("manifest.txt", None) in named(copy)


def test_the_canonical_reader_of_the_library_reads_every_file(made: Made) -> None:
    for path in made.folder.rglob("*.json"):
        parse(path.read_bytes())
