"""Rows of evaluations for papers and the workbook: results, items, gaps and changes, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, entries, results_of, text_of
from xianxing.toolbox.evaluation.item_charts import coverage_said, values_said
from xianxing.toolbox.evaluation.marks import said_of
from xianxing.toolbox.evaluation.words import comparator_sign, item_name, number, scheme_name, value_name
from xianxing.toolbox.papers import cited

OPEN_FIRST = ("met", "unmet", "unknown", "manual_review", "not_applicable")
SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
Rows = list[tuple[str, ...]]


def size_word(size: Mapping[str, JSON] | None) -> str:
    """The class of a firm's size; what is missing where it isn't known."""
    if size is None:
        return "未划型"
    if size["class"] is None:
        missing = size["missing"]
        lacks = "、".join(map(str, missing)) if isinstance(missing, list) else ""
        return f"无法判断（缺少{lacks}）" if lacks else "无法判断"
    return SIZES.get(text_of(size["class"]), text_of(size["class"]))


def result_rows(answer: Mapping[str, JSON], firms: Mapping[str, str], schemes: Sequence[str]) -> Rows:
    """A row a firm: size, and for each scheme result, score and coverage."""
    sizes = {one["firm"]: one for one in results_of(answer, "size")}
    found = {(one["firm"], one["scheme"]): one for one in results_of(answer, "evaluations")}
    return [
        (
            firm, firms.get(firm, ""), size_word(sizes.get(firm)).partition("（")[0],
            *(_result(found.get((firm, scheme))) for scheme in schemes),
        )
        for firm in sorted({firm for firm, _scheme in found})
    ]  # fmt: skip


def _result(one: AnswerEntry | None) -> str:
    if one is None:
        return "—"
    score = "" if one["score"] is None else f" {one['score']}分"
    return f"{said_of(one['result'])}{score}（{coverage_said(one)}）"


def item_rows(one: AnswerEntry) -> Rows:
    """A row an item of one evaluation: result, values with their limits, points, rows."""
    return [
        (item_name(item["item"]), said_of(item["result"]), _values(item), cited(item["evidence"]))
        for item in entries(one["items"])
    ]


def _values(item: AnswerEntry) -> str:
    said = values_said(item)
    if item.get("most") is not None:
        points = "未定" if item["points"] is None else item["points"]
        return f"{said}；得{points}分，满分{item['most']}分"
    if item["missing"]:
        return f"{said}；缺少{'、'.join(item['missing'])}" if said else f"缺少{'、'.join(item['missing'])}"
    return said or "—"


def gap_rows(evaluations: Iterable[AnswerEntry]) -> Rows:
    """A row a gap: one of each alternative that isn't reached."""
    return [
        (
            scheme_name(one["scheme"]), item_name(gap["item"]), _indicator(gap),
            number(gap["now"], gap["unit"]), _needed(gap),
            _gap(gap),
        )
        for one in evaluations for gap in entries(one["gaps"])
    ]  # fmt: skip


def _indicator(gap: AnswerEntry) -> str:
    name = value_name(gap["indicator"] or gap["alternative"])
    return f"{name}（{gap['period']}年）" if gap["period"] else name


def _needed(gap: AnswerEntry) -> str:
    return f"{comparator_sign(gap['comparator'])} {number(gap['needed'], gap['unit'])}"


def _gap(one: AnswerEntry) -> str:
    """How far it is; a flag has no distance."""
    return "—" if one["unit"] == "flag" else number(one["gap"], one["unit"])


def change_rows(plan: AnswerEntry) -> Iterator[tuple[str, ...]]:
    """A row a change of a plan."""
    for one in entries(plan["changes"]):
        yield (
            scheme_name(plan["scheme"]), value_name(one["indicator"]), one["period"],
            number(one["now"], one["unit"]), number(one["needed"], one["unit"]), _gap(one),
        )  # fmt: skip
