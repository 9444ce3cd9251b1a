"""One word for one thing: the Chinese catalogues keep to the glossary and out of its rivals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import xianxing
from xianxing.desks.look.tags import word
from xianxing.i18n import catalogue_files, compile_catalogues, language

SOURCE = Path(xianxing.__file__).parent
GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
MANUALS = Path(__file__).parent.parent / "docs" / "manuals"
# A word that would be a second name → the glossary's name.
RIVALS = {
    "导则": "指南",
    "不构成申报": "不成其为申报",
    "阻止申报": "不成其为申报",
    "妨碍申报": "不成其为申报",
    "阻断": "不成其为申报",
    "应补正": "需要补正",
    "请人工判断": "需人工判断",
    "合规官": "合规负责人",
    "牵头方": "牵头申报单位",
    "联合体": "联合申报单位",
    "申请表": "申报表",
    "字符数": "字",
    "获批": "允许启动试点",
}
JUDGED = ("met", "unmet", "unknown", "manual_review", "not_applicable", "blocking", "correction", "advice")

compile_catalogues()


def spoken() -> dict[str, str]:
    """Every Chinese text of the catalogues and of the manuals, by where it stands."""
    found = {str(path.name): path.read_text("utf-8") for path in MANUALS.glob("*.md")}
    for path in catalogue_files():
        with path.open("rb") as stream:
            for entry in read_po(stream, abort_invalid=True):
                texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                found[f"{path}: {entry.id}"] = " ".join(str(text) for text in texts)
    return found


def said() -> dict[str, dict[str, list[str]]]:
    """Each message → its Chinese texts → the catalogues that hold them."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in catalogue_files():
        with path.open("rb") as stream:
            for entry in read_po(stream, abort_invalid=True):
                if entry.id:
                    texts = found.setdefault(str(entry.id), {})
                    texts.setdefault(str(entry.string), []).append(str(path.relative_to(SOURCE)))
    return found


def named() -> dict[str, str]:
    """The glossary's Chinese names of what a check can say, by their names in code."""
    part = GLOSSARY.read_text("utf-8").partition("**检查**")[2].partition("**程序**")[0]
    return {code: zh for zh, code in re.findall(r"^\| ([^|]+?) \| [^|]+ \| `(\w+)` \|", part, re.MULTILINE)}


def test_no_catalogue_and_no_manual_uses_a_rival_of_a_glossary_word() -> None:
    rivals = re.compile("|".join(RIVALS))
    wrong = [
        f"{place}: say {RIVALS[found[0]]}"
        for place, text in spoken().items()
        if (found := rivals.search(text))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", JUDGED)
def test_what_a_check_says_is_called_as_in_the_glossary(code: str) -> None:
    with language("zh-hans"):
        assert word(code) == named()[code]


def test_a_message_of_several_catalogues_has_one_text() -> None:
    """All catalogues are read as one: of two texts only one would ever be seen, wherever it stands."""
    assert {message: texts for message, texts in said().items() if len(texts) > 1} == {}
