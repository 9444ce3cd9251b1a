"""Locations of the folder format in the words of the form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.desks.public.places import place
from xianxing.i18n import language
from xianxing.law import load_guide

NAMES = {"unit[lead]": "示例证券", "unit[joint]": "示例科技", "material[0]": "合规评估报告.docx"}


@pytest.mark.parametrize(
    ("location", "kind", "label", "spot"),
    [
        ("", "whole", "申报整体", ""),
        ("project.name", "project", "项目名称", ""),
        ("content.overview", "content", "项目概述", ""),
        ("content.exit_plan[0].funds", "content", "退出方案", "第 1 行 · 资金清退"),
        ("unit[joint].contacts", "unit", "示例科技", "联系人"),
        ("unit[lead].contacts[1].mobile", "unit", "示例证券", "联系人 第 2 行 · 手机"),
        ("unit[3].name", "unit", "3", "机构名称"),
        ("material[0].signed_on", "file", "合规评估报告.docx", "签署日期"),
        ("合规评估报告.docx", "file", "合规评估报告.docx", ""),
        ("合规评估报告.docx#page=3", "file", "合规评估报告.docx", "第 3 页"),
        ("介绍.pptx#slide=2", "file", "介绍.pptx", "第 2 张幻灯片"),
        ("a.docx#heading=投资者保护", "file", "a.docx", "“投资者保护”一节"),
        ("content.unheard_of", "content", "unheard_of", ""),
        ("some.thing#odd", "file", "some.thing", "odd"),
    ],
)
def test_a_location_in_words(location: str, kind: str, label: str, spot: str) -> None:
    found = place(location, load_guide("shenzhen-2023"), NAMES)
    assert (found.kind, found.label, found.spot) == (kind, label, spot)


def test_what_is_said_of_an_entry_and_of_its_file_stands_together() -> None:
    guide = load_guide("shenzhen-2023")
    entry, page = (
        place(text, guide, NAMES) for text in ("material[0].signatory", "合规评估报告.docx#page=1")
    )
    assert entry.key == page.key
    assert entry.rank == page.rank


def test_places_stand_in_the_order_of_the_form() -> None:
    guide = load_guide("shenzhen-2023")
    order = ["", "project.name", "project.type", "content.overview", "content.exit_plan", "unit[lead].name"]
    order += ["unit[joint].name", "material[0].file", "unknown.docx"]
    ranks = [place(location, guide, NAMES).rank for location in order]
    assert ranks == sorted(ranks)


@given(st.text() | st.text("[].#=content9unit"))
def test_whatever_stands_for_a_location_has_a_place(location: str) -> None:
    assert place(location, load_guide("shenzhen-2023"), NAMES).rank[0] in range(5)
    assert place(f"content.exit_plan[{'9' * 5_000}]", None, {}).spot == ""


def test_without_a_guide_the_keys_are_shown() -> None:
    assert place("content.overview", None, {}).label == "overview"
    with language("en"):
        assert place("", None, {}).label == "The filing as a whole"
