"""Edits of a valid filing, and what one of them must lead to: rule, result, clause, location."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.checker import factory
from tests.checker.factory import Draft

Edit = Callable[[Draft], object]
RISK, PLAN, SAFE, CARE, RULES = (
    "业务风险防控报告.docx",
    "项目实施方案.docx",
    "技术安全评估报告.docx",
    "投资者保护方案.docx",
    "合规评估报告.docx",
)
UNMET, PERSON, UNKNOWN = "unmet", "manual_review", "unknown"


@dataclass(frozen=True)
class Case:
    """One defect: the rule that finds it, with result, clause and location (of a file: its beginning)."""

    rule: str
    result: str
    clause: str
    location: str
    edit: Edit
    base: Callable[[], Draft] = factory.joint
    as_of: date = factory.AS_OF

    @property
    def id(self) -> str:
        """Its name, by which a sample is drawn."""
        return f"{self.rule}-{self.result}-{self.location}"


def at(path: str, value: object) -> Edit:
    """Set the value at a path, such as `unit[lead].contacts[0].title` or `material[translation].file`."""

    def edit(draft: Draft) -> None:
        target, key = _walk(draft, path)
        target[key] = value

    return edit


def behind(path: str, words: str) -> Edit:
    """Write words behind those at a path."""

    def edit(draft: Draft) -> None:
        target, key = _walk(draft, path)
        target[key] = f"{target.get(key, '')}{words}"

    return edit


def without(path: str) -> Edit:
    """Take a key out."""

    def edit(draft: Draft) -> None:
        target, key = _walk(draft, path)
        target.pop(key, None)

    return edit


def _walk(draft: Draft, path: str) -> tuple[dict[str, Any], str]:
    target: Any = draft.form
    parts = path.split(".")
    for number, part in enumerate(parts):
        name, _, index = part.partition("[")
        index = index.rstrip("]")
        last = number == len(parts) - 1
        if last and not index:
            return target, name
        target = target[name]
        if name == "unit":
            target = draft.unit(index)
        elif name == "material":
            target = draft.entry(index)
        elif index:
            target = target[int(index)]
    raise ValueError(path)


def both(*edits: Edit) -> Edit:
    return lambda draft: [edit(draft) for edit in edits]


def paper(kind: str, change: Callable[[Any], object]) -> Edit:
    """Change a report."""
    return lambda draft: change(draft.paper(kind))


def no_part(kind: str, word_of_heading: str) -> Edit:
    """Take a section out of a report."""

    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        for heading in [heading for heading in parts if word_of_heading in heading]:
            del parts[heading]

    return edit


def in_part(kind: str, number: int, *body: str | tuple[str, ...]) -> Edit:
    """Replace what stands below a heading."""

    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        parts[list(parts)[number]] = list(body)

    return edit


def raw(kind: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the bytes of a report's file."""

    def edit(draft: Draft) -> None:
        file = draft.entry(kind)["file"]
        draft.raw[file] = change(draft.papers.pop(file).word())

    return edit


def lone_technology_firm() -> Draft:
    draft = factory.joint()
    draft.form["unit"] = [draft.unit("joint")]
    draft.unit("joint")["lead"] = True
    return draft


def signer(title: str, name: str = "白慎之") -> Edit:
    """Give the compliance report another title, in the entry and on its page."""

    def edit(draft: Draft) -> None:
        entry = draft.entry("compliance_report")
        entry["signatory_title"] = title
        report = draft.paper("compliance_report")
        report.signed = [(unit, old, title) for unit, old, _ in report.signed]

    return edit


def issued_by(kind: str, *units: str) -> Edit:
    """Let other units issue a report, in the entry and in the file."""

    def edit(draft: Draft) -> None:
        draft.entry(kind)["issuers"] = list(units)
        names = [draft.unit(unit)["name"] for unit in units]
        report = draft.paper(kind)
        report.issuers = names
        report.signed = [(name, report.signed[0][1], "总经理") for name in names]

    return edit


def nothing(_: Draft) -> None:
    """No edit: the base itself, or the day of filing, is the defect."""
