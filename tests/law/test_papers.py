"""Templates of official papers: what is broken is refused with its line, and no word is said too much."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.factories.never_said import CONTEXTS, NEVER_SAID
from xianxing.law import GuideError, load_guide, open_guide
from xianxing.law.package import BUILT_IN, read_package
from xianxing.law.papers import PaperForm, filled, placeholders

INVENTED = Path(__file__).parent / "guides"
NAME = "shenzhen_2023"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edited copy of the reference guide."""
    shutil.copytree(BUILT_IN / NAME, tmp_path / NAME)
    return tmp_path / NAME


def edited(folder: Path, old: str, new: str) -> str:
    """What is said of the guide once a text of its templates is another one."""
    path = folder / "papers.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(GuideError) as caught:
        open_guide(folder)
    return str(caught.value)


def test_every_document_of_the_procedure_has_a_template_or_a_reason() -> None:
    guide = load_guide("shenzhen-2023")
    kinds = read_package(NAME, (BUILT_IN,)).procedure["document"]
    assert isinstance(kinds, dict)
    assert {kind for kind in kinds if guide.papers.of(kind) is None} == set(guide.papers.elsewhere)
    assert guide.papers.of("correction_notice") is not guide.papers.default
    assert guide.papers.of("work_report") is guide.papers.default


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("“{project}”项目的申报材料，已于{time}", "“{projekt}”项目的申报材料，已于{time}", "'projekt'"),
        ("{said.finding}", "{said.findings}", "'said.findings'"),
        ("{organ.city_departments}", "{organ.city}", "'organ.city'"),
        ("{number}。", "{number。", "花括号不成对"),
        ('"{said}",', '"情况：{said}",', "“said”须单独成段"),
        ('to = ["lead"]', 'to = ["leader"]', "'leader'"),
        ('organs = ["working_group"]', 'organs = ["group"]', "'group'"),
        ("[paper.receipt]", "[paper.receit]", "'receit'"),
        ('form = "official"', 'form = "letter"', "'letter'"),
        ('issuer = "joint"', 'issuer = "both"', "'both'"),
        ("[paper.finding]\n", "[paper.finding]\ncolour = 1\n", "colour"),
    ],
)
def test_a_broken_template_is_refused_with_file_and_line(
    folder: Path, old: str, new: str, named: str
) -> None:
    said = edited(folder, old, new)
    assert re.match(rf"{NAME}/papers\.toml:\d+: ", said)
    assert named in said


def test_the_line_is_that_of_the_broken_template(folder: Path) -> None:
    said = edited(folder, "认定意见：{said.finding}", "认定意见：{said.findings}")
    lines = (folder / "papers.toml").read_text("utf-8").splitlines()
    header = lines.index("[paper.finding]")
    number = int(said.split(":")[1])
    assert header < number and lines[number - 1] == "paragraphs = ["


def test_a_kind_without_template_is_refused_where_there_is_none_for_all(folder: Path) -> None:
    said = edited(folder, "[default]", "[unknown]")
    assert "work_report" in said or "unknown" in said


def test_an_overlay_inherits_and_changes_single_templates(tmp_path: Path) -> None:
    folder = tmp_path / "over_2026"
    folder.mkdir()
    (folder / "guide.toml").write_text(
        'name = { zh = "甲", en = "A" }\nstatus = "partial"\nextends = "shenzhen-2023"\n', "utf-8"
    )
    (folder / "papers.toml").write_text('[paper.receipt]\ntitle = "收件回执"\n', "utf-8")
    base, over = load_guide("shenzhen-2023"), open_guide(folder)
    assert over.papers.templates["receipt"].title == "收件回执"
    assert over.papers.templates["receipt"].paragraphs == base.papers.templates["receipt"].paragraphs
    assert over.papers.templates["finding"] == base.papers.templates["finding"]
    assert over.digest != base.digest


def test_templates_count_in_the_digest_and_their_absence_does_not(folder: Path) -> None:
    whole = open_guide(folder).digest
    (folder / "papers.toml").unlink()
    bare = read_package(NAME, (folder.parent,))
    assert bare.digest != whole
    assert (
        bare.digest
        == type(bare)(
            bare.name, bare.folders, {k: v for k, v in bare.data.items() if k != "papers"}, bare.own, {}
        ).digest
    )
    assert open_guide(folder).papers.of("receipt") is None


def test_a_guide_that_stands_by_itself_has_templates_of_its_own() -> None:
    papers = load_guide("cloudport-2025", (INVENTED,)).papers
    assert papers.templates["pass"].form is PaperForm.OFFICIAL
    assert papers.default is None


def test_a_paragraph_of_which_something_is_unknown_is_left_out() -> None:
    assert placeholders("甲{a}乙{b.c}") == ("a", "b.c")
    assert filled("甲{a}乙{b.c}", {"a": "一", "b.c": "二"}) == "甲一乙二"
    assert filled("甲{a}乙{b.c}", {"a": "一", "b.c": ""}) == ""
    assert filled("甲{a}", {"a": "{b}"}) == "甲{b}"


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize("path", sorted([*BUILT_IN.glob("*/papers.toml"), *INVENTED.glob("*/papers.toml")]))
def test_no_template_says_what_a_project_never_gets(path: Path) -> None:
    allowed = re.compile("|".join(CONTEXTS))
    assert NEVER_SAID.findall(allowed.sub("", path.read_text("utf-8"))) == []
