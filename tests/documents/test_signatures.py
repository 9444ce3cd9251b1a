"""Signature blocks in the many ways practitioners write them."""

from __future__ import annotations

from datetime import date

import pytest

from xianxing.documents.model import Block, BlockKind, SignatureBlock
from xianxing.documents.signatures import find_signatures

DAY = date(2024, 1, 10)


def page(*lines: str | tuple[str, ...], heading: str = "签字页") -> list[SignatureBlock]:
    blocks = [Block(BlockKind.HEADING, heading, 1, heading)] if heading else []
    for line in lines:
        if isinstance(line, tuple):
            blocks.append(Block(BlockKind.TABLE_ROW, "\t".join(line), heading=heading, cells=line))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, line, heading=heading))
    return find_signatures(blocks)


def short(found: list[SignatureBlock]) -> list[tuple[str, str, str, date | None]]:
    return [(one.name, one.title, one.unit, one.signed_on) for one in found]


COMPLETE = [("顾明谦", "合规负责人", "鹏海证券股份有限公司", DAY)]


@pytest.mark.clause("4.1.2")
@pytest.mark.parametrize(
    "lines",
    [
        (
            "单位名称（盖章）：鹏海证券股份有限公司",
            "签字人：顾明谦",
            "职务：合规负责人",
            "签字日期：2024年1月10日",
        ),
        ("单位：鹏海证券股份有限公司（公章）", "签名：顾明谦", "职 务：合规负责人", "日 期：2024.1.10"),
        ("鹏海证券股份有限公司（盖章）", "合规负责人（签字）：顾明谦", "二〇二四年一月十日"),
        ("机构名称（公章）：鹏海证券股份有限公司", "合规负责人签字：顾 明 谦", "时间：2024-01-10"),
        ("签字人：顾明谦    职务：合规负责人    日期：2024年1月10日    单位：鹏海证券股份有限公司",),
        (
            "签字人：____顾明谦____",
            "职务：__合规负责人__",
            "所在单位：鹏海证券股份有限公司",
            "签署日期：2024/1/10",
        ),
        (
            "签字人：",
            "顾明谦",
            "职务：",
            "合规负责人",
            "单位（盖章）：",
            "鹏海证券股份有限公司",
            "签字日期：",
            "2024年1月10日",
        ),
        (
            ("签字人", "顾明谦"),
            ("职务", "合规负责人"),
            ("单位", "鹏海证券股份有限公司"),
            ("签字日期", "2024年1月10日"),
        ),
        (
            ("签字人：", "顾明谦", "职务：", "合规负责人"),
            ("单位：", "鹏海证券股份有限公司", "日期：", "2024年1月10日"),
        ),
        (
            ("单位", "签字人", "职务", "日期"),
            ("鹏海证券股份有限公司", "顾明谦", "合规负责人", "2024年1月10日"),
        ),
        (
            ("单位名称（盖章）：鹏海证券股份有限公司", ""),
            ("签字人：顾明谦", "职务：合规负责人"),
            ("签字日期：2024.1.10", ""),
        ),
        (
            (
                "单位名称：鹏海证券股份有限公司\n签字人：顾明谦\n职务：合规负责人\n签字日期：2024年1月10日",
                "（印章）",
            ),
        ),
        ("鹏海证券股份有限公司", "签字人（合规负责人）：顾明谦", "2024年1月10日"),
        ("单位（章）：鹏海证券股份有限公司", "签名：顾明谦（合规负责人）", "日期：2024年1月10日"),
        ("单位（章）：鹏海证券股份有限公司", "签字：合规负责人　顾明谦", "日期：2024年1月10日"),
        ("合规负责人签名（手签）：顾明谦", "单位名称：鹏海证券股份有限公司", "签署时间：2024年1月10日"),
        (
            "签字人：\t顾明谦\t职务：\t合规负责人",
            "鹏海证券股份有限公司（盖章）\t2024年1月10日",
            "日期：2024年1月10日",
        ),
    ],
)
def test_reads_one_signatory(lines: tuple[str | tuple[str, ...], ...]) -> None:
    assert short(page(*lines)) == COMPLETE


def test_several_signatories_one_below_the_other() -> None:
    found = page(
        "单位名称（盖章）：甲证券有限公司",
        "签字人：罗景行",
        "职务：首席信息官",
        "签字日期：2024年1月10日",
        "单位名称（盖章）：乙科技有限公司",
        "签字人：宁远航",
        "职务：总经理",
        "签字日期：2024年1月11日",
    )
    assert short(found) == [
        ("罗景行", "首席信息官", "甲证券有限公司", DAY),
        ("宁远航", "总经理", "乙科技有限公司", date(2024, 1, 11)),
    ]


def test_several_signatories_side_by_side() -> None:
    found = page(
        ("甲方（盖章）：甲证券有限公司", "乙方（盖章）：乙科技有限公司"),
        ("签字人：罗景行", "签字人：宁远航"),
        ("职务：首席信息官", "职务：总经理"),
        ("日期：2024年1月10日", "日期：2024年1月11日"),
    )
    assert [(name, title, day) for name, title, _, day in short(found)] == [
        ("罗景行", "首席信息官", DAY),
        ("宁远航", "总经理", date(2024, 1, 11)),
    ]


def test_two_people_of_one_unit() -> None:
    found = page(
        "单位名称（盖章）：甲证券有限公司",
        "合规总监（签字）：顾明谦",
        "日期：2024年1月10日",
        "总经理（签字）：沈伯衡",
        "日期：2024年1月11日",
    )
    assert short(found) == [
        ("顾明谦", "合规总监", "甲证券有限公司", DAY),
        ("沈伯衡", "总经理", "甲证券有限公司", date(2024, 1, 11)),
    ]


def test_an_office_with_a_colon_signs_at_the_end_of_a_report() -> None:
    lines = ("综上，项目符合规定。", "鹏海证券股份有限公司", "合规负责人：顾明谦", "2024年1月10日")
    assert short(page(*lines, heading="六、评估结论")) == COMPLETE


def test_the_role_of_a_signer_is_no_office() -> None:
    assert short(page("审核人（签字）：顾明谦", "日期：2024年1月10日")) == [("顾明谦", "", "", DAY)]


def test_missing_parts_stay_empty() -> None:
    assert short(page("签字人：", "职务：合规负责人", "签字日期：    年  月  日")) == [
        ("", "合规负责人", "", None)
    ]


def test_a_cover_and_running_text_are_no_signatures() -> None:
    assert page("项目名称：工具", "出具单位：甲证券有限公司", "出具日期：2024年1月8日", heading="") == []
    assert page("合规评估报告由合规负责人签字后报送，签字日期不得晚于申报日期。", heading="一、概况") == []
    assert page("联系人：王某某", "职务：经理", "电话：0755", heading="联系方式") == []
    assert page("公司董事长签字人名单另附。", heading="附件") == []


def test_location_is_the_heading_or_the_page() -> None:
    (found,) = page("签字人：顾明谦", "签字日期：2024年1月10日")
    assert found.location == "heading=签字页"
    (found,) = find_signatures([Block(BlockKind.PARAGRAPH, "签字人：顾明谦", page=5)])
    assert found.location == "page=5"


@pytest.mark.clause("4.1.2")
@pytest.mark.parametrize(
    "lines",
    [
        (
            ("单位", "姓名", "职务", "签字日期"),
            ("鹏海证券股份有限公司", "顾明谦", "合规负责人", "2024年1月10日"),
        ),
        ("鹏海证券股份有限公司（盖章）", "合规负责人（签字）：顾明谦        2024年1月10日"),
        (
            ("单位名称", "", "鹏海证券股份有限公司"),
            ("签署人", "", "顾明谦"),
            ("职务", "", "合规负责人"),
            ("签署日期", "", "2024年1月10日"),
        ),
    ],
    ids=["columns named once", "the day on the line of the name", "a column that other rows fill"],
)
def test_a_signature_is_read_whole_from_tables_and_from_one_line(
    lines: tuple[str | tuple[str, ...], ...],
) -> None:
    assert short(page(*lines)) == COMPLETE


def test_units_under_their_names_each_keep_their_own_signatory() -> None:
    found = page(
        "总经理：韩仲平",
        "深圳澄链数字技术有限公司",
        "2024年1月10日",
        "董事长：戚望舒",
        "鹏城股权交易中心有限责任公司",
        "2024年1月10日",
    )
    assert short(found) == [
        ("韩仲平", "总经理", "深圳澄链数字技术有限公司", DAY),
        ("戚望舒", "董事长", "鹏城股权交易中心有限责任公司", DAY),
    ]


def test_a_cover_above_a_short_report_is_no_part_of_its_signature() -> None:
    body = (
        "经评估，项目承载的业务符合现行监管法规，责任划分清楚，数据使用有据可依，同意按照计划申报试点项目。"
    )
    found = page(
        "鹏城股权交易中心有限责任公司",
        "2024年1月2日",
        body,
        "鹏城股权交易中心有限责任公司（盖章）",
        "合规负责人（签字）：黎清和",
        "日期：2024年1月10日",
        heading="",
    )
    assert short(found) == [("黎清和", "合规负责人", "鹏城股权交易中心有限责任公司", DAY)]


@pytest.mark.clause("4.1.2")
@pytest.mark.parametrize("below", ["签字日期：2024年1月10日", "2024年1月10日"])
def test_a_date_alone_above_the_name_gives_way_to_the_one_below_it(below: str) -> None:
    lines = ("2023年12月28日", "本项目符合规定。", "合规负责人（签字）：顾明谦", below)
    assert short(page(*lines, heading="")) == [("顾明谦", "合规负责人", "", DAY)]


def test_a_date_alone_above_the_name_counts_where_no_other_follows() -> None:
    found = page("2024年1月10日", "合规负责人（签字）：顾明谦", heading="")
    assert short(found) == [("顾明谦", "合规负责人", "", DAY)]
