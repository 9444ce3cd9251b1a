"""The words that the library of the command line says are in the reader's language too."""

from __future__ import annotations

import re

import pytest

from xianxing.cli import COMMANDS, main


@pytest.mark.parametrize(
    "words", [[], *([name] for name in COMMANDS)], ids=lambda words: " ".join(words) or "-"
)
def test_help_is_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    said = capsys.readouterr().out
    assert said.startswith("用法：xianxing")
    assert re.findall("usage|options:|arguments|show this", said) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["check"], "缺少参数：FOLDER"),
        (["nothing"], "不在可选范围内"),
        (["check", "x", "--no-such"], "无法识别的参数：--no-such"),
        (["check", "x", "--as-of"], "后面须有一个值"),
        (["serve", "--port", "x"], "'x' 不是有效的 int"),
    ],
)
def test_a_wrong_use_is_told_in_chinese(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert expected in capsys.readouterr().err


def test_english_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", "check"])
    assert "the following arguments are required" in capsys.readouterr().err


@pytest.mark.parametrize("words", [
    ["--lang", "en", "guide", "list"], ["guide", "--lang", "en", "list"], ["guide", "list", "--lang", "en"],
    ["guide", "list", "--lang=en"],
])  # fmt: skip
def test_the_language_may_be_named_anywhere(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert "complete" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["guide", "list", "--lang", "fr"], ["guide", "list", "--lang"]])
def test_another_language_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "--lang" in capsys.readouterr().err
