"""Answers of yes and no agree with what the cells say: approval, personal information, automation, export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import Case
from xianxing.law import Basis
from xianxing.law.rules import Outcome, manual_review, not_applicable, rule, unmet

SUPERVISOR = "(?:证监会|证监局|监管部门|监管机构|监管机关|人民银行|金融监管|国务院|主管部门|主管机关)"
NEEDS_APPROVAL = re.compile(
    rf"(?:须|需|应当?|必须|有待|尚待)(?:事先|先行?|依法|另行|同步)?(?:报请?|报经|经|取得|获得|向)[^，。；]{{0,12}}{SUPERVISOR}"
    r"[^，。；]{0,12}(?:核准|审批|批准|批复|注册|许可)"
)
# Not the product: a later change or exit, or a sentence that says the contrary.
OTHER_MATTER = re.compile(
    "无[须需]|不[须需]|不存在|没有|不涉及|不属于|扩大|变更|调整|延期|退出|终止|如果|如需|若|期满"
)
PERSONAL = re.compile(
    "姓名|身份证|证件号|护照号|手机号|联系电话|家庭住址|住址|银行卡号|个人信息|人脸|指纹|声纹|虹膜|生物特征"
)
NOT_PERSONAL = re.compile(
    "不含|不包含|不包括|不涉及|不采集|不处理|无个人|去除|剔除|删去|隐去|脱敏|匿名|去标识|摘要|合成|虚构|模拟|公开"
)
UNATTENDED = re.compile(
    r"(?:无须|无需|不需要?|不再|不经|不必|省去|取消)(?:任何|再经|经过?|由|进行)?人工(?:复核|审核|审查|确认|干预|介入|判断)"
    r"|(?:自动|自行)(?:作出|做出|形成)?(?:最终)?(?:投资|交易|授信|准入|审批|评级|处置)?(?:决定|决策|审批|批准|拒绝|下单|调仓|平仓)"
)
ATTENDED = re.compile(
    "不得|不会|不能|不可|禁止|严禁|不(?:直接)?(?:自动|自行)|并非|避免|防止|没有|未(?:经)?|人工(?:作出|做出)|不由|而非|而不是|不代替|不替代"
)
RUNNING = ("overview", "scenario", "core_technology", "algorithms")


@rule("approval-declared", clause="3.2.1", basis=Basis.PRACTICE, family="project")
def approval_declared(case: Case) -> Iterator[Outcome]:
    """Where no approval is said to be needed, no cell says that the supervisor has to give one."""
    if case.filing.project.flag("needs_approval") is not False:
        yield not_applicable("needed")
        return
    for slot in case.cells:
        if slot.field.group not in ("project", "content"):
            continue
        for sentence in re.split("[。；;\n]", slot.text):
            hit = NEEDS_APPROVAL.search(sentence)
            if hit and not OTHER_MATTER.search(sentence):
                yield manual_review("said", slot.location, quote=hit.group()[:40])
                break


@rule("impact-assessed", clause="4.2.4", basis=Basis.PRACTICE, family="form")
def impact_assessed(case: Case) -> Iterator[Outcome]:
    """Where personal information is processed, the impact assessment is done."""
    content = case.filing.content
    if content.flag("personal_information") is not True:
        biometric = re.search(
            r"人脸|指纹|声纹|虹膜|生物识别",
            "".join([*content.strings("technologies"), content.text("core_technology")]),
        )
        if biometric and content.flag("personal_information") is False:
            yield manual_review("biometric", content.at("personal_information"))
        else:
            yield not_applicable("none")
    elif content.flag("impact_assessment") is not True:
        yield unmet("not_done", content.at("impact_assessment"))


@rule("data-abroad", clause="4.2.2", basis=Basis.PRACTICE, family="plausibility")
def data_abroad(case: Case) -> Iterator[Outcome]:
    """Data that leave the country are looked at by a person."""
    for row in case.filing.content.rows("data_sources"):
        if row.flag("crosses_border"):
            yield manual_review("leaves", row.at("crosses_border"))


@rule("personal-data-declared", clause="4.2.4", basis=Basis.PRACTICE, family="form")
def personal_data_declared(case: Case) -> Iterator[Outcome]:
    """Where no personal information is said to be processed, no source of data consists of it."""
    content = case.filing.content
    if content.flag("personal_information") is not False:
        yield not_applicable("declared")
        return
    for row in content.rows("data_sources"):
        hit = PERSONAL.search(row.text("kind"))
        if hit and not NOT_PERSONAL.search(row.text("source") + row.text("kind")):
            yield manual_review("source", row.at("kind"), quote=hit.group())


@rule("automation-declared", clause="4.2.2", basis=Basis.PRACTICE, family="form")
def automation_declared(case: Case) -> Iterator[Outcome]:
    """Where no automated decision is said to be made, no cell describes one that nobody looks at."""
    content = case.filing.content
    if content.flag("automated_decision") is not False:
        yield not_applicable("declared")
        return
    for key in RUNNING:
        for part in re.split("[，。；;\n]", content.text(key)):
            hit = UNATTENDED.search(part)
            if hit and not ATTENDED.search(part):
                yield manual_review("said", content.at(key), quote=hit.group()[:40])
                break
