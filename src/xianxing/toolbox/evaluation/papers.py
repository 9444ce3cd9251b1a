"""The tool's paper: 企业评价报告, each firm under each scheme with gaps, coverage and rows; and the chain.

It holds facts against published lines; it neither grants a title nor advises to seek one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from xianxing.documents.writing.official import OfficialPaper, PaperPart, PaperPicture
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, Entries, entries, findings_of, results_of, text_of
from xianxing.toolbox.charts import Chart, draw_svg
from xianxing.toolbox.evaluation.chain_charts import chain_charts
from xianxing.toolbox.evaluation.item_charts import coverage_said, item_chart
from xianxing.toolbox.evaluation.list_charts import list_charts
from xianxing.toolbox.evaluation.marks import said_of
from xianxing.toolbox.evaluation.paper_rows import (
    OPEN_FIRST,
    change_rows,
    gap_rows,
    item_rows,
    result_rows,
    size_word,
)
from xianxing.toolbox.evaluation.words import item_name, scheme_name
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import (
    SIGNING_DAY,
    inputs_table,
    numbered,
    packs_table,
    paper_table,
    picture,
    read_words,
    said_amount,
    said_day,
    said_share,
    small_print,
)
from xianxing.toolbox.reports import ToolReport

Parts = Iterator[PaperPart]
MOST_FIRMS = 10  # that have a section of their own in the list's report
RESULTS = "评价结果"


def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The report of the list; a folder with one firm alone gives that firm's report."""
    return (ToolReport("report", report_paper(answer, inputs)),)


def report_paper(answer: Mapping[str, JSON], inputs: Inputs) -> OfficialPaper:
    """企业评价报告: the list, the first ten firms one by one, the chain; packs and rows read as its annex."""
    firms = {row.text("id"): row.text("name") for row in inputs.rows("firms")}
    drawn = {chart.id: chart for chart in (*list_charts(answer), *chain_charts(answer))}
    evaluated = sorted({one["firm"] for one in results_of(answer, "evaluations")})
    shown = evaluated[:MOST_FIRMS]
    return OfficialPaper(
        title="企业评价报告",
        paragraphs=(
            *numbered(
                _scope(answer, inputs, len(evaluated)),
                _whole_list(answer, drawn, firms),
                _firms(answer, shown, len(evaluated), firms),
                _chain(answer, drawn),
                _open(answer, firms),
            ),
            "本报告由工具依据所列数据计算，供评价人员核对后使用。",
        ),
        signed=("评价人员（签名）：　　　　　　",),
        signed_day=SIGNING_DAY,
        small=small_print(answer),
        annex=tuple(_methods(answer)),
    )


def _scope(answer: Mapping[str, JSON], inputs: Inputs, count: int) -> Parts:
    yield "评价范围和数据"
    last = inputs.number("last_year")
    audited = f"，最近一个经审计年度为{last}年" if last is not None else ""
    schemes = "、".join(
        scheme_name(name)
        for name in dict.fromkeys(one["scheme"] for one in results_of(answer, "evaluations"))
    )
    judged = f"对{count}家企业按{schemes}逐项比对" if count else "未列企业"
    yield (
        f"数据基准日为{said_day(str(answer['as_of']))}{audited}。{judged}，"
        "标准取各企业申请日有效的文本。缺失的数据按无法判断处理，不按零处理；"
        "本报告只说明所列数据与公开标准的差距，不代替认定机关的认定。"
    )
    yield from read_words(answer, inputs)


def _whole_list(answer: Mapping[str, JSON], drawn: Mapping[str, Chart], firms: Mapping[str, str]) -> Parts:
    found = results_of(answer, "evaluations")
    if not found:
        return
    yield "总体情况"
    counted = Counter((one["scheme"], one["result"]) for one in found)
    for scheme in dict.fromkeys(one["scheme"] for one in found):
        said = "，".join(
            f"{said_of(result)}{counted[scheme, result]}家"
            for result in OPEN_FIRST
            if counted[scheme, result]
        )
        yield f"{scheme_name(scheme)}：{said}。"
    schemes = [*dict.fromkeys(one["scheme"] for one in found)]
    head = ("企业", "名称", "规模", *map(scheme_name, schemes))
    shares = (2, 5, 2, *(4 for _scheme in schemes))
    rows = result_rows(answer, firms, schemes)
    yield from paper_table(
        "各企业评价结果（括号内为已有数据项数／所需项数）", head, rows, shares, sheet=RESULTS
    )
    yield from picture(drawn.get("history"))
    yield from picture(drawn.get("by-version"))


def _firms(answer: Mapping[str, JSON], shown: list[str], count: int, firms: Mapping[str, str]) -> Parts:
    if not shown:
        return
    yield "分企业评价"
    yield (
        "各企业的图以粗圈为各项标准（计分项目为满分），外圈为标准的1.5倍；可任选其一的取最接近的一项，"
        "须同时满足的取差距最大的一项；无法判断的画在圆心附近。图下方为各类别所需数据的覆盖情况。"
    )
    if count > len(shown):
        yield f"以下列出前{len(shown)}家，其余{count - len(shown)}家的项目、差距和改进路径见工作簿。"
    sizes = {one["firm"]: one for one in results_of(answer, "size")}
    plans = results_of(answer, "plans")
    for number, firm in enumerate(shown, 1):
        own = [one for one in results_of(answer, "evaluations") if one["firm"] == firm]
        yield f"（{_chinese(number)}）{firms.get(firm) or firm}（{firm}）"
        yield from _firm(answer, firm, own, sizes.get(firm), [one for one in plans if one["firm"] == firm])
    assumed = dict.fromkeys(
        word for one in plans if one["found"] and one["firm"] in shown for word in one["assumptions"]
    )
    if assumed:
        yield "改动最少的路径以下列情形为前提：" + "".join(
            f"（{place}）{word}" for place, word in enumerate(assumed, 1)
        )


def _firm(
    answer: Mapping[str, JSON], firm: str, own: Entries, size: AnswerEntry | None, plans: Entries
) -> Parts:
    """Results, picture with coverage, items with rows, gaps, and the cheapest changes with assumptions."""
    said = "；".join(
        f"{scheme_name(one['scheme'])}{said_of(one['result'])}（数据覆盖{coverage_said(one)}）" for one in own
    )
    yield f"企业规模：{size_word(size)}。{said}。"
    lacks = {name for one in own for name in _missing(one)}
    if lacks:
        yield f"缺少的数据：{'、'.join(sorted(lacks))}。"
    for chart in item_chart(answer, firm):
        yield PaperPicture(f"{chart.title}（{firm}）", draw_svg(chart))
    head: tuple[str, ...] = ("项目", "结果", "数值与标准", "依据")
    for one in own:
        caption = f"逐项比对：{scheme_name(one['scheme'])}（{one['pack'] or '无有效文本'}）"
        yield from paper_table(caption, head, item_rows(one), (4, 3, 10, 5), sheet="项目")
    head = ("评价类别", "项目", "数据", "现值", "需达到", "差距")
    yield from paper_table("与标准的差距", head, gap_rows(own), (3, 3, 4, 5, 5, 5), sheet="差距")
    changes = [row for plan in plans for row in change_rows(plan)]
    head = ("评价类别", "数据", "年度", "现值", "需达到", "差距")
    yield from paper_table("改动最少的路径", head, changes, (3, 4, 2, 5, 5, 5), sheet="路径")
    for plan in plans:
        yield from _plan_words(plan)


def _missing(one: AnswerEntry) -> list[str]:
    coverage = one["coverage"] if isinstance(one["coverage"], dict) else {}
    return [text_of(name) for name in coverage.get("missing") or []]


def _plan_words(plan: AnswerEntry) -> Parts:
    scheme = scheme_name(plan["scheme"])
    if not plan["found"]:
        searched = "不存在可行路径" if plan["proved"] else "在已尝试的范围内未找到可行路径"
        yield f"{scheme}：{searched}。"
        return
    parts = [f"{scheme}：作上表改动后结果为{said_of(plan['after'])}"]
    if plan["open"]:
        parts.append(f"仍须判断的项目为{'、'.join(item_name(name) for name in plan['open'])}")
    if plan["cost"] is not None:
        parts.append(f"按所给单价合计{said_amount(plan['cost'])}元")
    if not plan["proved"]:
        parts.append("未能证明没有更省的路径")
    yield "，".join(parts) + "。"


def _chain(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    sectors = results_of(answer, "sectors")
    if not sectors and "network" not in drawn:
        return
    yield "产业链"
    key = [one["sector"] for one in sectors if one["key"]]
    if sectors:
        yield f"共{len(sectors)}个部门，关键部门{len(key)}个{'：' + '、'.join(key) if key else ''}。"
    for name in ("sectors", "shocks", "network"):
        yield from picture(drawn.get(name))
    single = [
        (one["buyer"], one["supplier"], said_share(one["share"], 2))
        for one in results_of(answer, "single_source")
    ]
    yield from paper_table(
        "采购额一半以上（含）来自单一供应方（实践口径）", ("采购方", "供应方", "占比"), single, (4, 4, 3),
        sheet="单一来源",
    )  # fmt: skip


def _open(answer: Mapping[str, JSON], firms: Mapping[str, str]) -> Parts:
    """What isn't confirmed, disputed, or for a person."""
    found = results_of(answer, "evaluations")
    rows = [
        (
            one["firm"], firms.get(one["firm"], ""), scheme_name(one["scheme"]), said_of(one["result"]),
            _why(one),
        )
        for one in found
        if one["result"] in ("unknown", "manual_review")
    ]  # fmt: skip
    texts = sorted({one["pack"] for one in findings_of(answer) if one["pack"] and one["confirmed"] is False})
    if rows or texts:
        yield "无法判断和须人工判断的事项"
        if texts:
            yield (
                f"下列文本尚未对照原文核实，其下未达到标准的项目均须由人工对照原文判断：{'、'.join(texts)}。"
            )
        head = ("企业", "名称", "评价类别", "结果", "事项")
        yield from paper_table("待补充和判断", head, rows, (2, 6, 4, 3, 8), sheet=RESULTS)


def _why(one: AnswerEntry) -> str:
    parts = []
    missing = _missing(one)
    if missing:
        parts.append(f"缺少{'、'.join(missing)}")
    disputed = one["coverage"].get("disputed") if isinstance(one["coverage"], dict) else None
    if disputed:
        parts.append(f"来源不一致：{'、'.join(disputed)}")
    items = [
        item_name(item["item"])
        for item in (*entries(one["items"]), *entries(one["beside"]))
        if item["result"] == "manual_review"
    ]
    if items:
        parts.append(f"须人工判断：{'、'.join(items)}")
    return "；".join(parts) or "—"


def _chinese(number: int) -> str:
    digits = "〇一二三四五六七八九十"
    return digits[number] if number <= len("一二三四五六七八九十") else f"十{digits[number - 10]}"


def _methods(answer: Mapping[str, JSON]) -> Parts:
    yield "附：口径和文本版本"
    yield (
        "各项标准按原文逐项精确比对，在标准线上的按原文“以上”“以下”处理。"
        "雷达图以各项标准为1，超过1.5的画在1.5处；上限类项目取标准与实际之比。"
    )
    yield (
        "改动最少的路径逐一试算得出，每次改动后对整个类别重新评价；它不是建议，也不保证改动可以实现。"
        "平台评分由主管平台给出，本工具不计算。"
    )
    yield (
        "后向关联、前向关联分别由列昂惕夫逆矩阵和高什逆矩阵计算；中介中心度按布兰德斯算法计算；"
        "单一来源的一半以上（含）为实践口径。"
    )
    yield from packs_table(answer)
    yield from inputs_table(answer)
