"""Cells that deny what the clause behind them asks for: no plan, no compensation, no notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xianxing.checker.case import Case, Slot
from xianxing.checker.rules.declared import SUPERVISOR
from xianxing.law import Basis
from xianxing.law.rules import Outcome, manual_review, not_applicable, rule


@dataclass(frozen=True)
class Denial:
    """Words by which a cell denies what `clause` asks, and words of a sentence that mean something else."""

    clause: str
    words: re.Pattern[str]
    unless: re.Pattern[str]


def _denial(clause: str, words: str, unless: str = r"(?!)") -> Denial:
    return Denial(clause, re.compile(words), re.compile(unless))


_NOT_YET = "(?:暂未|尚未|暂无|还没有?|没有|未)"
DENIALS = {
    "content.emergency_plan": _denial(
        "2.3",
        rf"预案[^，。；]{{0,4}}{_NOT_YET}(?:制定|编制|建立|形成)|{_NOT_YET}(?:制定|编制|建立|形成)[^，。；]{{0,8}}预案|不(?:制定|设|作)[^，。；]{{0,4}}预案",
    ),
    "content.compensation": _denial(
        "4.2.5",
        r"不(?:设立?|提供|安排|建立)[^，。；]{0,6}(?:补偿|赔偿|准备金)|不承担(?:任何|一切)?[^，。；]{0,4}(?:赔偿|补偿)"
        r"|损失[^，。；]{0,6}由(?:客户|投资者|持有人|用户|企业)(?:自行|自己|全部)?承担",
        "市场|行情|投资损[失益]|正常|自身|过错|过失|操作不当|故意|不可抗力|超[过出]|第三方",
    ),
    "content.investor_notice": _denial(
        "4.2.5",
        r"不(?:再|另行|单独|专门)?(?:向|对)[^，。；]{0,8}(?:告知|公告|通知|披露|说明)|(?:不|无[需须]|不必)(?:再|另行|逐一)?取得[^，。；]{0,6}同意",
        "不得|方可|不影响|不同意|内部(?:人员|使用|管理|用户|岗位)|不直接(?:服务|面向|涉及)",
    ),
    "content.spreadability": _denial(
        "3.2.4",
        r"(?:不|难以|无法|尚不)(?:具备|具有|可|能够?|宜|适合|便|考虑)?[^，。；]{0,6}推广|(?:仅|只)(?:能)?适用于(?:本公司|本单位|本机构|我公司|我司|本行)",
        "不影响|不收|不妨碍|不限制|不依赖|不需要?|一般|其他",
    ),
    "unit.agreement": _denial(
        "3.1.c",
        r"(?:权利|义务|责任|分工|约定)[^，。；]{0,8}(?:另行|日后|后续|以后|再行|待[^，。；]{0,6}后?)(?:协商|约定|签订|商定|商议|明确|确定)",
        "未尽|其他事|补充协议|变更",
    ),
}
ADMITTED = re.compile(
    rf"(?:本项目|项目|试点|平台|系统)[^，。；]{{0,6}}(?:已经?|获得?|取得)[^，。；]{{0,8}}{SUPERVISOR}[^，。；]{{0,6}}(?:批准|许可|核准|认可|认证)"
)


@rule(
    "demands-not-denied",
    clause="4.1.1",
    basis=Basis.PRACTICE,
    family="form",
    also=("2.3", "3.1.c", "3.2.4", "4.2.5"),
)
def demands_not_denied(case: Case) -> Iterator[Outcome]:
    """No cell says that what its clause asks for is not there."""
    kind = case.guide.project_types.get(case.filing.project.text("type"))
    for slot in case.cells:
        denial = DENIALS.get(slot.field.path)
        if denial is None:
            continue
        if slot.field.path == "content.spreadability" and kind is not None and kind.clause != denial.clause:
            continue
        quote = _denied(slot, denial)
        if quote:
            yield manual_review("denied", slot.location, clause=denial.clause, quote=quote)


def _denied(slot: Slot, denial: Denial) -> str:
    for sentence in re.split("[。；;\n]", slot.text):
        hit = denial.words.search(sentence)
        if hit and not denial.unless.search(sentence):
            return hit.group()[:40]
    return ""


@rule("no-endorsement-claimed", clause="4.1.1", basis=Basis.PRACTICE, family="form")
def no_endorsement_claimed(case: Case) -> Iterator[Outcome]:
    """No cell says that a supervisor has licensed the project, which is only filed."""
    if case.filing.project.flag("needs_approval"):
        yield not_applicable("approval")
        return
    for slot in case.cells:
        hit = ADMITTED.search(slot.text) if slot.field.group in ("project", "content") else None
        if hit:
            yield manual_review("claimed", slot.location, quote=hit.group()[:40])
