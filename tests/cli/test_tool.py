"""`xianxing tool`: the tools by name, and each action of each, in both languages, without a traceback."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from xianxing.cli import main
from xianxing.toolbox.registry import TOOLS, load_tool


def test_the_tools_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tool", "list", "--format", "json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == list(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
def test_each_tool_runs_its_own_example(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = tmp_path / "example"
    assert main(["tool", name, "example", str(example)]) == 0
    assert main(["tool", name, "example", str(example)]) == 2
    capsys.readouterr()
    status = main(["tool", name, "run", str(example), "--format", "json", "--out", str(tmp_path / "out")])
    answer = json.loads(capsys.readouterr().out)
    assert status == (1 if answer["summary"]["unmet"] else 0)
    assert answer["problems"] == []
    saved = tmp_path / "out" / "result.json"
    assert {**json.loads(saved.read_text("utf-8")), "metrics": 0} == {**answer, "metrics": 0}
    assert main(["tool", name, "indicators", str(saved)]) == 0
    assert {point["tool"] for point in json.loads(capsys.readouterr().out)} == {name}


@pytest.mark.parametrize("name", TOOLS)
def test_each_tool_shows_its_rules_and_tables(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tool", name, "rules", "--format", "json"]) == 0
    packs = json.loads(capsys.readouterr().out)
    assert packs
    assert all(pack["source"]["zh"] and pack["checked_on"] for pack in packs)
    assert main(["--lang", "en", "tool", name, "rules", "--as-of", "2025-06-30"]) == 0
    assert "checked" in capsys.readouterr().out
    assert main(["tool", name, "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"]


@pytest.mark.parametrize("name", TOOLS)
def test_a_folder_that_is_none_is_refused_in_words(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tool", name, "run", str(tmp_path / "none"), "--format", "json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["findings"], answer["results"]) == ([], {})
    assert answer["problems"][0]["code"] == "missing-file"
    assert main(["tool", name, "run", str(tmp_path / "none")]) == 2
    assert "tool.toml" in capsys.readouterr().out
    (tmp_path / "result.json").write_text("{}", "utf-8")
    assert main(["tool", name, "indicators", str(tmp_path / "result.json")]) == 2


def test_what_a_folder_holds_can_steer_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tool.toml").write_text('tool = "evaluation"\nformat = 1\nas_of = 2025-06-30\n', "utf-8")
    (tmp_path / "links.csv").write_text("supplier,buyer,value\nS,\x1b[2J,1\n", "utf-8")
    (tmp_path / os.fsdecode(b"\xff.csv")).write_text("a\n", "utf-8")
    assert main(["tool", "evaluation", "run", str(tmp_path)]) == 2
    said = capsys.readouterr().out
    assert "links:2 buyer  bad-encoding  \ufffd[2J" in said
    assert "\x1b" not in said
    assert said.encode()


def test_without_the_extra_a_tool_says_what_it_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TOOLS, "derivatives", replace(TOOLS["derivatives"], module="library_that_is_missing"))
    assert main(["tool", "derivatives", "schema"]) == 2
    assert "library_that_is_missing" in capsys.readouterr().err
    assert main(["tool", "list"]) == 0


def test_what_can_be_replayed_is_known_before_a_tool_is_loaded() -> None:
    assert {name: entry.replays for name, entry in TOOLS.items()} == {
        name: load_tool(name).replay is not None for name in TOOLS
    }
