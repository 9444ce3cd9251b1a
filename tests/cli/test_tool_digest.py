"""`xianxing tool NAME digest`: an answer is told again, by whoever has the folder and the anchor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.tool_folders import SOUND
from xianxing.cli import main
from xianxing.toolbox.anchoring import commitment_to, statement_of

SALT = bytes(range(32))


def answered(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A result of the tool over a sound folder, as the command prints it."""
    folder.mkdir()
    for name, text in SOUND.items():
        (folder / name).write_text(text, "utf-8")
    main(["tool", "related-parties", "run", str(folder), "--format", "json"])
    result = folder / "result.json"
    result.write_text(capsys.readouterr().out, "utf-8")
    return result


def anchor(result: Path, **instead: str) -> Path:
    answer = json.loads(result.read_text("utf-8"))
    statement = statement_of(answer, language="zh-hans", lenient=False, rules_as_of=None)
    told = {
        "statement": statement,
        "salt": SALT.hex(),
        "commitment": commitment_to(statement, SALT),
        **instead,
    }
    path = result.with_name("anchor.json")
    path.write_text(json.dumps(told), "utf-8")
    return path


def test_the_same_folder_gives_the_answer_that_was_anchored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = anchor(answered(tmp_path / "first", capsys))
    again = answered(tmp_path / "second", capsys)
    assert main(["tool", "related-parties", "digest", str(again), "--anchor", str(told)]) == 0
    assert json.loads(told.read_text("utf-8"))["commitment"] in capsys.readouterr().out


def test_another_answer_and_a_statement_that_was_altered_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = answered(tmp_path / "first", capsys)
    told = anchor(result)
    altered = json.loads(result.read_text("utf-8"))
    altered["summary"]["unmet"] += 1
    other = tmp_path / "other.json"
    other.write_text(json.dumps(altered, ensure_ascii=False), "utf-8")
    digest = ["tool", "related-parties", "digest"]
    assert main([*digest, str(other), "--anchor", str(told)]) == 1
    assert main([*digest, str(result), "--anchor", str(anchor(result, commitment="0" * 64))]) == 1
    assert main([*digest, str(result)]) == 0
    assert main([*digest, str(result), "--anchor", str(other)]) == 2
    assert main([*digest, str(tmp_path / "none.json")]) == 2
