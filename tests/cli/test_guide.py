"""`xianxing guide` as people and scripts use it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.factories.cities import qinglan
from xianxing.cli import guide, main
from xianxing.law import load_guide
from xianxing.law.package import BUILT_IN


def test_list_names_every_guide_with_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("shenzhen-2023\t完整") for line in lines)
    assert any(line.startswith("guangzhou-2023\t部分") for line in lines)


def test_coverage_of_the_first_guide_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "coverage", "shenzhen-2023", "--format", "json"]) == 0
    form = json.loads(capsys.readouterr().out)
    assert form["guide"] == "shenzhen-2023" and form["uncovered"] == []
    rows = {row["id"]: row for row in form["clauses"]}
    assert list(rows) == list(load_guide("shenzhen-2023").clauses)
    assert "cell-length" in rows["4.3.4"]["rules"] and rows["4.3.4"]["covered"]
    assert rows["5.1.3"]["steps"] and rows["5.1.3"]["documents"]
    assert any("tests/" not in test and "::" in test for test in rows["4.1.2"]["tests"])


def test_coverage_says_it_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "guide", "coverage", "shenzhen-2023"]) == 0
    printed = capsys.readouterr().out
    assert "✓ 4.3.4\t四(三)4 · implemented" in printed
    assert "129 official sentences, 0 without a clause" in printed


def test_without_a_tests_tree_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["--lang", "en", "guide", "coverage", "shenzhen-2023", "--tests", str(tmp_path / "none")])
    assert "tests were not looked at" in capsys.readouterr().out


def test_an_uncovered_clause_exits_with_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hamlet"
    folder.mkdir()
    organs = ", ".join(f'"{organ}"' for organ in load_guide("shenzhen-2023").organs)
    head = 'extends = "shenzhen-2023"\nstatus = "complete"\nname = { zh = "小村", en = "hamlet" }\n'
    (folder / "guide.toml").write_text(f"{head}same_organs = [{organs}]\n", "utf-8")
    clause = '[clause."9"]\ndisplay = "九"\ntext = { zh = "新", en = "new" }\nstatus = "implemented"\n'
    (folder / "clauses.toml").write_text(clause, "utf-8")
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    assert main(["--lang", "en", "guide", "coverage", "hamlet"]) == 1
    assert "clause 9 says implemented and has nothing behind it" in capsys.readouterr().out


def edited(tmp_path: Path, file: str, old: str, new: str) -> str:
    """The folder of a copy of the first guide with one thing changed."""
    folder = tmp_path / "copy_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return str(folder)


def test_coverage_of_an_edited_copy_finds_a_claim_with_nothing_behind_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reading = 'display = "七"\ntext = { zh = "新", en = "new" }\nstatus = "implemented"'
    claim = f'[clause."7.1"]\n{reading}\n\n[clause.p]'
    folder = edited(tmp_path, "clauses.toml", "[clause.p]", claim)
    assert main(["guide", "coverage", folder, "--format", "json"]) == 1
    form = json.loads(capsys.readouterr().out)
    assert form["guide"] == "copy-2023" and form["uncovered"] == ["7.1"]


def test_coverage_of_an_edited_copy_finds_a_sentence_without_a_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(tmp_path, "source.toml", 'clause = "4.3.4"', 'clause = ""')
    assert main(["guide", "coverage", folder, "--format", "json"]) == 1
    sentences = json.loads(capsys.readouterr().out)["sentences"]
    assert sentences["total"] == 129 and len(sentences["unassigned"]) == 1


def test_diff_of_an_edited_copy_shows_the_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = edited(tmp_path, "settings.toml", "value = 500, since", "value = 300, since")
    assert main(["guide", "diff", "shenzhen-2023", folder, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["differences"]
    assert [(row["section"], row["key"]) for row in rows if row["section"] == "settings"] == [
        ("settings", "cell_limit")
    ]


def test_diff_tells_of_papers_and_rules_in_text_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(tmp_path, "papers.toml", 'title = "申报回执"', 'title = "回执"')
    rules = Path(folder) / "rules.toml"
    was = '[family.window]\nseverity = "blocking"'
    rules.write_text(rules.read_text("utf-8").replace(was, was.replace("blocking", "advice")), "utf-8")
    assert main(["guide", "diff", "shenzhen-2023", folder]) == 0
    assert "文书 “申报回执”: 不同\n  - 标题: 申报回执\n  + 标题: 回执\n规则族 window: 不同\n" in (
        capsys.readouterr().out
    )
    assert main(["--lang", "en", "guide", "diff", "shenzhen-2023", folder]) == 0
    told = capsys.readouterr().out
    assert "paper “申报回执”: differs" in told and "family of rules window: differs" in told
    assert main(["guide", "diff", "shenzhen-2023", folder, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["differences"]
    assert [(row["section"], row["key"]) for row in rows] == [
        ("papers", "receipt"),
        ("rule_families", "window"),
    ]


@pytest.mark.parametrize(
    "words", [["coverage", "nowhere"], ["diff", "shenzhen-2023", "nowhere"], ["show", "nowhere"]]
)
def test_an_unknown_guide_exits_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", *words]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_diff_lists_differences_in_both_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "diff", "shenzhen-2023", "guangzhou-2023"]) == 0
    assert "机构类别 “上市公司”: 只见于后者" in capsys.readouterr().out
    assert main(["guide", "diff", "shenzhen-2023", "guangzhou-2023", "--format", "json"]) == 0
    form = json.loads(capsys.readouterr().out)
    kinds = {(row["section"], row["key"]): row["kind"] for row in form["differences"]}
    assert kinds["clauses", "4.3.4"] == "not_verified"


def test_a_guide_does_not_differ_from_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "diff", "shenzhen-2023", "shenzhen-2023"]) == 0
    assert capsys.readouterr().out == "两者没有差异。\n"


def test_show_gives_our_reading_with_its_hedges(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "show", "shenzhen-2023", "5.3.3"]) == 0
    printed = capsys.readouterr().out
    assert "五(三)延期" in printed and "“原则上”" in printed
    assert "5.3.4" not in printed


def test_show_marks_what_was_not_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "guide", "show", "guangzhou-2023"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (inherited,) = [line for line in lines if line.startswith("4.3.4\t")]
    (own,) = [line for line in lines if line.startswith("4\t")]
    assert "not verified for this guide" in inherited and "not verified" not in own


def test_show_of_an_unknown_clause_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "show", "shenzhen-2023", "99"]) == 2
    assert "99" in capsys.readouterr().err


def test_attach_refuses_another_text_and_keeps_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    text = tmp_path / "text.txt"
    text.write_text("这不是指南。\n", "utf-8")
    assert main(["--lang", "en", "guide", "attach", "shenzhen-2023", str(text)]) == 1
    printed = capsys.readouterr().out
    assert "0 of 129 official sentences verified" in printed and "Nothing was kept" in printed
    assert len(printed.splitlines()) == 2
    assert not (tmp_path / "home").exists()


def hamlet(tmp_path: Path) -> Path:
    """A guide of one clause, without its official text."""
    folder = tmp_path / "guides" / "hamlet"
    folder.mkdir(parents=True)
    head = 'status = "complete"\nname = { zh = "小村", en = "hamlet" }\n'
    channel = '[channel]\nlabel = { zh = "村口", en = "gate" }\nexternal = false\nclause = "1"\n'
    (folder / "guide.toml").write_text(head + channel, "utf-8")
    reading = 'text = { zh = "看好牲口", en = "mind the cattle" }'
    clause = f'[clause.1]\ndisplay = "一"\n{reading}\nstatus = "declaratory"\n'
    (folder / "clauses.toml").write_text(clause, "utf-8")
    return folder


def test_attach_of_the_whole_text_shows_it_first_from_then_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xianxing.law.source import split

    words = "村规\n牛羊不得入田。\n"
    folder = hamlet(tmp_path)
    rows = ", ".join(f'{{ clause = "1", length = {s.length}, digest = "{s.digest}" }}' for s in split(words))
    (folder / "source.toml").write_text(f"sentences = [{rows}]\n", "utf-8")
    monkeypatch.setenv("XIANXING_GUIDES", str(folder.parent))
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    text = tmp_path / "text.txt"
    text.write_text("网站首页\n" + words, "utf-8")
    assert main(["guide", "attach", "hamlet", str(text)]) == 0
    capsys.readouterr()
    assert main(["guide", "show", "hamlet", "1"]) == 0
    printed = capsys.readouterr().out
    assert printed.index("牛羊不得入田。") < printed.index("看好牲口")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_attach_reads_text_as_editors_save_it(
    encoding: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xianxing.law.source import split

    words = "村规\r\n牛羊不得入田。\r\n"
    folder = hamlet(tmp_path)
    rows = ", ".join(f'{{ clause = "1", length = {s.length}, digest = "{s.digest}" }}' for s in split(words))
    (folder / "source.toml").write_text(f"sentences = [{rows}]\n", "utf-8")
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    text = tmp_path / "text.txt"
    text.write_bytes(words.encode(encoding))
    assert main(["guide", "attach", str(folder), str(text)]) == 0
    assert "2" in capsys.readouterr().out


def test_attach_of_what_is_no_text_exits_with_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(b"\xff\xff\xff\xff" * 9)
    assert main(["guide", "attach", "shenzhen-2023", str(text)]) == 2
    assert "text.txt" in capsys.readouterr().err


def test_attach_of_a_missing_file_exits_with_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["guide", "attach", "shenzhen-2023", str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err


def test_attach_needs_digests(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("文字\n", "utf-8")
    assert main(["guide", "attach", "guangzhou-2023", str(text)]) == 1
    assert "guangzhou-2023" in capsys.readouterr().err


def test_one_bad_guide_is_listed_with_its_error_and_the_rest_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, head, procedure in (
        ("broken", 'status = "compleat"\n', ""),
        (
            "crooked",
            'name = { zh = "斜", en = "c" }\nstatus = "partial"\nextends = "shenzhen-2023"\n',
            "[step.x]\n",
        ),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "guide.toml").write_text(head, "utf-8")
        (tmp_path / name / "procedure.toml").write_text(procedure, "utf-8")
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    assert main(["--lang", "en", "guide", "list"]) == 1
    lines = {line.partition("\t")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "broken/guide.toml:1: status: 'compleat' is not known; complete | partial" in lines["broken"]
    assert "crooked/procedure.toml:1: step.x.zh: the key is missing" in lines["crooked"]
    assert "complete" in lines["shenzhen-2023"] and "partial" in lines["guangzhou-2023"]


def test_diff_shows_the_procedures_differences_too(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "next_town"
    folder.mkdir()
    head = 'name = { zh = "邻城", en = "n" }\nstatus = "partial"\nextends = "shenzhen-2023"\n'
    (folder / "guide.toml").write_text(head, "utf-8")
    (folder / "procedure.toml").write_text("[step.complain]\nabsent = true\n", "utf-8")
    assert main(["--lang", "en", "guide", "diff", "shenzhen-2023", str(folder)]) == 0
    told = capsys.readouterr().out
    assert (
        "step “A complaint or petition”: only in the first" in told
        and "act “A complaint or petition”: only in the first" in told
    )
    assert main(["procedure", "diff", "shenzhen-2023", str(folder), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["differences"]
    assert [(row["section"], row["key"]) for row in rows] == [
        ("procedure.acts", "complain"),
        ("procedure.steps", "complain"),
    ]


def test_an_organ_whose_name_is_still_to_begin_is_shown_with_its_first_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide, "today", lambda _clock: date(2025, 12, 1))
    assert main(["guide", "show", str(qinglan(tmp_path))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  青岚金融科技试点专项工作组 (2026-01-01 – ) (") for line in lines)
    assert any(line.startswith("  专业评估组 (专业评估)") for line in lines)
