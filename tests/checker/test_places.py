"""A rule that looks for something finds it wherever words can stand, or says where it doesn't look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checker.factory import AS_OF, GUIDE, Draft, alone
from tests.documents.build import word
from tests.documents.planted import Planted, planted
from xianxing.checker import registry
from xianxing.checker.case import CheckContext
from xianxing.checker.text.stream import Search, searches
from xianxing.documents.model import PlaceKind
from xianxing.law import Result, load_guide
from xianxing.law.rules import RuleOutcome

SAID = {
    "secrecy_marks": "机密★5年",
    "secrets_mentioned": "附件中的名单来自国家秘密载体",
    "personal_numbers": "经办人身份证号11010519491231002X",
    "placeholders": "用户规模（待补充）由业务部门核定",
    "template_words": "本节应说明数据来源和用途",
    "english_words": "各子系统经由API网关互相连接",
    "authors": "本报告由青松信息咨询有限公司编制",
    "broken_text": "数据锟斤拷锟斤拷来源",
    "stores_elsewhere": "架构图详见百度网盘链接",
    "draft_marks": "（征求意见稿）",
    "statements": "平台不设投诉渠道",
    "other_projects": "青松智能投顾平台项目实施方案",
}


def objections(filing: Draft, search: Search) -> list[RuleOutcome]:
    """What the rules of a search object to in a filing."""
    case = CheckContext(filing.filing(), load_guide(GUIDE), AS_OF)
    said = [outcome for rule in search.rules for outcome in registry.rules[rule].check(case)]
    return [one for one in said if one.result in (Result.UNMET, Result.MANUAL_REVIEW)]


def found(case: Planted, search: Search) -> bool:
    """Whether the rules of a search object to the file in an otherwise ordinary filing."""
    filing = alone()
    filing.add("implementation_plan", case.file, case.data, issuers=["lead"])
    return any(one.location.startswith(case.file) for one in objections(filing, search))


def test_every_search_has_words_to_plant() -> None:
    assert set(SAID) == set(searches())


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_looked_for_is_found_at_every_kind_of_place(name: str) -> None:
    search = searches()[name]
    missed = {
        case.name for case in planted(SAID[name]) if found(case, search) is (case.kind in search.leaves_out)
    }
    assert missed == set()


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_looked_for_is_found_in_a_cell(name: str) -> None:
    filing = alone()
    filing.content["overview"] += f"\n{SAID[name]}"
    search = searches()[name]
    at = [one for one in objections(filing, search) if one.location == "content.overview"]
    assert bool(at) is not (PlaceKind.CELL in search.leaves_out)


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_looked_for_is_found_in_the_name_of_a_file(name: str) -> None:
    search = searches()[name]
    case = Planted(f"{SAID[name]}.docx", PlaceKind.FILE_NAME, word("一、概述", "本节说明用途。"))
    assert found(case, search) is not (PlaceKind.FILE_NAME in search.leaves_out)


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("words", "result"),
    [("内部资料　机密★2年", Result.UNMET), ("内部资料　机密★", Result.MANUAL_REVIEW)],
)
def test_a_marking_with_its_term_beside_the_pages_needs_no_line_of_its_own(
    words: str, result: Result
) -> None:
    search, beside = searches()["secrecy_marks"], (PlaceKind.SPEAKER_NOTES, PlaceKind.COMMENT)
    tried = [case for case in planted(words) if case.kind in beside]
    assert {case.kind for case in tried} == set(beside)
    for case in tried:
        filing = alone()
        filing.add("implementation_plan", case.file, case.data, issuers=["lead"])
        said = [one.result for one in objections(filing, search) if one.location.startswith(case.file)]
        assert said == [result], case.name


def test_searches_name_rules_that_are_there() -> None:
    for name, search in searches().items():
        assert search.rules and set(search.rules) <= set(registry.rules), name


def test_every_place_left_out_has_a_reason_in_both_languages() -> None:
    for search in searches().values():
        assert all(len(why.zh) >= 6 and len(why.en) >= 10 for why in search.leaves_out.values())


def test_the_documentation_lists_what_is_looked_for_and_what_is_left_out() -> None:
    page = (Path(__file__).parents[2] / "docs" / "checker.md").read_text("utf-8")
    for name, search in searches().items():
        out = [f"`{kind.value}`: {why.en}" for kind, why in search.leaves_out.items()]
        rules = ", ".join(f"`{rule}`" for rule in search.rules)
        assert f"(`{name}`) | {rules} | {'; '.join(out) or 'nothing'} |" in page
