"""What stands inside the reports and can't be meant: impossible days, a template's words, others' names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.papers import own_texts
from xianxing.checker.filing import FilingFile
from xianxing.checker.kinds import OTHERS_PAPERS, is_own_paper
from xianxing.checker.rules.consistency import COMPANY
from xianxing.checker.rules.files import block_place, readable
from xianxing.checker.text.similar import bare
from xianxing.checker.text.stream import sought
from xianxing.documents.dates import impossible_date
from xianxing.documents.model import Document, PlaceKind
from xianxing.law import Basis, MaterialMeans
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

MARGINS = (PlaceKind.HEADER, PlaceKind.FOOTER)
_X = "[XxＸｘ×Ⅹ*＊]"
_OPEN = r"[（(【\[［]"
_BEFORE = "(?:提交|报送|打印|定稿|使用|正式)[^，。；]{0,4}前[，,]?"
TEMPLATE = re.compile(
    r"(?:本|该)(?:章|节|部分|栏|项内容|段)(?:应当?|需要?|须|请|主要用于)(?:说明|描述|阐述|填写|列[出明]|写明|介绍|包括|重点)"
    rf"|{_OPEN}[^）)】\]］]{{0,20}}(?:不少于\s*\d+\s*字|字数(?:不超过|控制在|要求))"
    rf"|{_BEFORE}(?:请|应|须|予以|务必)?(?:删除|删去|去掉)(?=[）)】\]］])"
    rf"|{_BEFORE}(?:请|务必)(?:删除|删去|去掉)(?:本|此|以上|上述|红色|斜体)?(?:说明|提示|示例|文字|段|行)?(?=[。）)]|$)"
    rf"|{_OPEN}(?:模板|填写|填报|编写)(?:说明|提示|要求|须知)[：:]"
    r"|[\[［【〔＜<](?:[\u4e00-\u9fff]{0,10}(?:姓名|名称|日期|编号|金额|单位|部门|职务|地址|电话|比例|数量|时间))[\]］】〕＞>]"
    rf"|\d{{4}}年\s*{_X}{{1,2}}\s*月|\d{{1,2}}月\s*{_X}{{1,2}}\s*日|(?<![\dA-Za-z]){_X}{{1,2}}月{_X}{{1,2}}日"
)
_BLANK = re.compile(
    r"[\u4e00-\u9fff，：][_＿]{2,}(?=(?:万|亿|元|家|人|名|个|户|笔|次|项|部门?|公司|单位|年|月)[\u4e00-\u9fff，。；])"
)
_SIGNING = re.compile("签|盖章|印章|日期")
_AUTHOR = re.compile(
    r"由([^，。；：、]{4,40})(?:[^，。；、]{0,24})(?:编写|编制|出具|制定|起草|撰写|负责解释)"
)
_DENIED = re.compile(
    r"(?<!若)(?<!如)(?<!客户)(?<!投资者)(?<!持有人)(?<!用户)(?<!企业)(?:不|不再|未|没有)(?:设立?|设置|提供|安排|承担|建立|制定)(?:任何|专门|相关|有关)?的?"
    r"[^，。；]{0,6}(?:补偿|赔付|赔偿|损失|退出(?:机制|方案|安排)|投诉(?:渠道|机制)|应急(?:预案|措施))"
    r"|(?:无须|无需|不必|没有必要)(?:设立?|设置|提供|安排|建立|制定|考虑)[^，。；]{0,10}(?:补偿|赔|退出|应急|投诉)"
)
_DENYING = (
    MaterialMeans.BUSINESS_RISK_REPORT,
    MaterialMeans.TECHNICAL_SECURITY_REPORT,
    MaterialMeans.INVESTOR_PROTECTION_PLAN,
)


def _reports(case: CheckContext) -> Iterator[tuple[FilingFile, Document, str | None]]:
    """The reports whose text can be relied on, with the clause of their kind."""
    for item in case.reports:
        document = item.document
        if document is not None and is_own_paper(case, item) and readable(document):
            material = case.guide.materials.get(item.kind)
            yield item, document, material.clause if material else None


@rule("file-dates-exist", clause="4.3.1", basis=Basis.PRACTICE, family="consistency")
def file_dates_exist(case: CheckContext) -> Iterator[RuleOutcome]:
    """No report writes a day that no calendar has."""
    for item, document, clause in _reports(case):
        for block in document.blocks:
            day = impossible_date(block.text)
            if day:
                yield unmet("impossible", block_place(item, block), clause=clause, day=day[:20])


@rule("file-template", version=2, clause="4.3.1", basis=Basis.PRACTICE, family="form")
def file_template(case: CheckContext) -> Iterator[RuleOutcome]:
    """No report still holds a template's instructions or its blanks within a sentence."""
    for text in sought(case, "template_words"):
        if text.item is None or not is_own_paper(case, text.item) or not text.sure:
            continue
        hit = TEMPLATE.search(text.text)
        if hit is None and text.kind not in MARGINS and not _SIGNING.search(text.text):
            hit = _BLANK.search(text.text)
        if hit:
            quote = hit.group().strip()[:20]
            speak = unmet if text.visible else manual_review
            yield speak("template", text.location, quote=quote, evidence={"quote": quote})


@rule("header-same-project", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def header_same_project(case: CheckContext) -> Iterator[RuleOutcome]:
    """A project that a margin, a property or a name of a file names is this one."""
    for text in sought(case, "other_projects"):
        material = case.guide.materials.get(text.item.kind) if text.item is not None else None
        if material is None or not case.filing.name or material.means in OTHERS_PAPERS:
            continue
        said = bare(re.sub(r"\.\w{2,5}$", "", text.text))
        title = bare(material.label.zh)
        named = said.replace(title, "", 1) if title in said else ""
        rest = re.sub(r"[\d\W_]|第页共", "", named)
        if (
            len(rest) >= 6
            and re.search("平台|系统|工具|项目$|服务链|机器人", rest)
            and not _alike(rest, case)
        ):
            yield manual_review("other", text.location, quote=rest[:30])


def _alike(said: str, case: CheckContext) -> bool:
    """Whether the words hold the project's name, a part of it, or a unit's name."""
    known = [bare(case.filing.name), *(bare(unit.name) for unit in case.filing.units if unit.name)]
    return any(one in said or said in one or said.removesuffix("项目") in one for one in known)


@rule("author-of-filing", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="consistency")
def author_of_filing(case: CheckContext) -> Iterator[RuleOutcome]:
    """Whoever a report says wrote it is a unit of this filing or its third party."""
    known = [bare(unit.name) for unit in case.filing.units if unit.name]
    known += [bare(one.text("third_party")) for one in case.filing.files if one.text("third_party")]
    for text in sought(case, "authors"):
        if text.item is None or not is_own_paper(case, text.item):
            continue
        stranger = _stranger(text.text, known)
        if stranger:
            material = case.guide.materials.get(text.item.kind)
            clause = material.clause if material else None
            yield manual_review("stranger", text.location, clause=clause, name=stranger[:30])


def _stranger(text: str, known: list[str]) -> str:
    """A company that a sentence about this report names as its author, and that nobody knows."""
    for sentence in re.split("[。；]", text):
        found = _AUTHOR.search(sentence) if re.search("本(?:报告|文|方案|部分|章|件)", sentence) else None
        company = COMPANY.search(found.group(1)) if found else None
        if company and not any(
            name in bare(company.group()) or bare(company.group()) in name for name in known
        ):
            return company.group()
    return ""


@rule(
    "parts-not-denied",
    clause="4.2.3",
    basis=Basis.PRACTICE,
    family="materials",
    version=2,
    also=("4.2.4", "4.2.5"),
)
def parts_not_denied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No report says that it arranges nothing where its clause asks for an arrangement."""
    for item, texts in own_texts(case):
        material = case.guide.materials.get(item.kind)
        for text in texts if material and material.means in _DENYING else ():
            hit = _DENIED.search(text.text)
            if hit and material:
                yield manual_review("denied", text.location, clause=material.clause, quote=hit.group()[:40])
