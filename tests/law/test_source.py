"""The official text: splitting, verifying, attaching. The text here is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.conftest import Write
from xianxing.law import Guide, load_guide
from xianxing.law.source import (
    attach,
    attached_file,
    digest,
    home,
    normalise,
    official_sentences,
    split,
    verify,
)

TEXT = """小镇试验指南
一、目标
让小镇的集市更方便。试验以三个月为限！
二、“摊位”
每个摊位不超过五平方米。“大摊位”须另行申请。
"""


def source_toml(text: str, clauses: list[str]) -> str:
    found = split(text)
    rows = [
        f'{{ clause = "{clause}", length = {item.length}, digest = "{item.digest}" }}'
        for item, clause in zip(found, clauses, strict=True)
    ]
    return "sentences = [\n" + ",\n".join(rows) + "\n]"


@pytest.fixture
def guide(write_guide: Write) -> Guide:
    return load_guide(
        "small_town", [write_guide(source=source_toml(TEXT, ["1", "1", "1", "1", "2", "2", "2"]))]
    )


def test_sentences_end_with_a_mark_or_a_line() -> None:
    assert [item.text for item in split(TEXT)] == [
        "小镇试验指南",
        "一、目标",
        "让小镇的集市更方便。",
        "试验以三个月为限！",
        "二、“摊位”",
        "每个摊位不超过五平方米。",
        "“大摊位”须另行申请。",
    ]
    assert [item.line for item in split(TEXT)] == [1, 2, 3, 3, 4, 5, 5]


def test_width_quotes_and_space_do_not_count() -> None:
    assert digest("甲，乙（丙） “丁”\n") == digest('甲,乙(丙)"丁"')
    assert digest("甲") != digest("乙")


@given(st.text())
def test_normalising_twice_changes_nothing_that_is_hashed(text: str) -> None:
    assert "".join(normalise(text).split()) == normalise(text)


def test_the_whole_text_verifies(guide: Guide) -> None:
    verification = verify(guide, TEXT)
    assert verification.complete and not verification.changes
    assert [sentence.clause for sentence, _ in verification.matched] == ["1", "1", "1", "1", "2", "2", "2"]


def test_lines_around_the_text_are_skipped(guide: Guide) -> None:
    verification = verify(guide, "首页 > 指南\n点击数：3\n" + TEXT + "版权所有\n")
    assert verification.complete
    assert (verification.skipped_before, verification.skipped_after) == (2, 1)


@given(st.integers(min_value=3, max_value=30))
def test_line_breaks_inside_sentences_do_not_matter(width: int) -> None:
    from xianxing.law.model import Sentence

    expected = [Sentence(i, item.digest, item.length, "") for i, item in enumerate(split(TEXT))]
    wrapped = "\n".join(line[i : i + width] for line in TEXT.splitlines() for i in range(0, len(line), width))
    assert [item.digest for item in split(wrapped, expected)] == [item.digest for item in expected]


def test_a_changed_sentence_is_named_with_its_line_and_clause(guide: Guide) -> None:
    verification = verify(guide, TEXT.replace("五平方米", "六平方米"))
    (change,) = verification.changes
    assert not verification.complete
    assert (change.kind, change.line) == ("changed", 5)
    assert change.sentence is not None and change.sentence.clause == "2"
    assert change.found is not None and "六平方米" in change.found.text


def test_a_missing_sentence_is_named_after_the_line_before(guide: Guide) -> None:
    verification = verify(guide, TEXT.replace("试验以三个月为限！", ""))
    (change,) = verification.changes
    assert (change.kind, change.line, verification.complete) == ("missing", 3, False)


def test_an_extra_sentence_is_named_and_does_no_harm(guide: Guide) -> None:
    verification = verify(guide, TEXT.replace("二、", "（第1页）\n二、"))
    (change,) = verification.changes
    assert (change.kind, change.line, verification.complete) == ("extra", 4, True)


def test_a_changed_title_after_foreign_lines_is_still_one_change(guide: Guide) -> None:
    changes = verify(guide, "首页\n目录\n" + TEXT.replace("小镇试验指南", "大镇试验指南")).changes
    assert [(change.kind, change.line) for change in changes] == [("changed", 3)]


def test_an_unrelated_text_has_nothing_of_the_guide(guide: Guide) -> None:
    verification = verify(guide, "今天天气很好。\n")
    assert not verification.complete and verification.matched == ()
    assert not verify(guide, "").complete


def test_attaching_keeps_the_sentences_outside_and_gives_them_by_clause(guide: Guide, tmp_path: Path) -> None:
    target = tmp_path / "home"
    assert official_sentences(guide, target) == {}
    assert attach(guide, "首页\n" + TEXT, target).complete
    assert attached_file(guide, target) == target / "guides" / "small-town" / "official.txt"
    assert official_sentences(guide, target)["2"] == (
        "二、“摊位”",
        "每个摊位不超过五平方米。",
        "“大摊位”须另行申请。",
    )


def test_a_differing_text_is_never_kept(guide: Guide, tmp_path: Path) -> None:
    attach(guide, TEXT.replace("三个月", "四个月"), tmp_path)
    assert not attached_file(guide, tmp_path).exists()


def test_a_kept_text_that_was_altered_is_no_longer_shown(guide: Guide, tmp_path: Path) -> None:
    attach(guide, TEXT, tmp_path)
    path = attached_file(guide, tmp_path)
    path.write_text(path.read_text("utf-8").replace("五平方米", "九平方米"), "utf-8")
    assert official_sentences(guide, tmp_path) == {}


def test_the_home_is_the_operators_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("XIANXING_HOME")
    assert home().parts[-3:] == (".local", "share", "xianxing")


def test_the_first_guide_has_every_sentence_in_a_clause_and_every_clause_in_a_sentence(
    reference: Guide,
) -> None:
    assert {sentence.clause for sentence in reference.sentences} == set(reference.clauses)
    assert len({sentence.digest for sentence in reference.sentences}) == len(reference.sentences) == 129


def test_no_official_sentence_stands_in_the_package(reference: Guide) -> None:
    """Nothing that is shipped hashes to an official sentence, save headings that anybody would write."""
    official = {sentence.digest for sentence in reference.sentences if sentence.length > 25}
    for folder in reference.folders:
        for path in folder.glob("*.toml"):
            for text in path.read_text("utf-8").split('"'):
                assert (
                    not {digest(part + end) for part in text.split("。") for end in ("", "。")} & official
                ), text


def test_digests_are_plain_sha_256(guide: Guide) -> None:
    import hashlib

    assert guide.sentences[1].digest == hashlib.sha256("一、目标".encode()).hexdigest()
    assert json.dumps([sentence.length for sentence in guide.sentences[:2]]) == "[6, 4]"
