"""Edits of the form that several planted defects share."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.acceptance.defects import Edit, put
from tests.acceptance.model import Doc, Filing, toml

LONG = "试点期间按照约定的范围和频次开展工作并保留记录，"


def as_of(day: date) -> Edit:
    """Check on another day."""
    return lambda filing: setattr(filing, "as_of", day)


def fill(path: str, count: int) -> Edit:
    """Fill a cell to exactly `count` 字 of plain Chinese."""
    text = (LONG * 40)[: count - 1] + "。"
    return put(path, text)


def raw(old: str, new: str) -> Edit:
    """Change the written TOML itself."""

    def run(filing: Filing) -> None:
        text = toml(filing.data)
        assert old in text, (filing.id, old)
        filing.raw_toml = text.replace(old, new, 1)

    return run


def copied_contribution(swap: bool) -> Edit:
    """The joint unit's contribution is the lead's, at most with the name changed."""

    def run(filing: Filing) -> None:
        text = filing.get("unit.0.contribution")
        if swap:
            text = text.replace("南屏证券", "链衡科技").replace("公司抽调", "本公司抽调")
        filing.put("unit.1.contribution", text)

    return run


def shared_contact(filing: Filing) -> None:
    filing.put("unit.1.contacts.0", dict(filing.get("unit.0.contacts.0")))


def twice(filing: Filing) -> None:
    copy: dict[str, Any] = dict(filing.get("unit.1"), id="again")
    filing.data["unit"].append(copy)
    if any(entry["kind"] == "implementation_plan" for entry in filing.data["material"]):
        filing.material("implementation_plan")["issuers"].append("again")


def only_technology(filing: Filing) -> None:
    """A technology firm files with another technology firm and provides the scenario itself."""
    filing.unit("lead").update(kind="technology_firm", cco="")


def rename(filing: Filing, name: str) -> None:
    """The same new name everywhere, so that only its length is wrong."""
    old = filing.get("project.name")
    filing.put("project.name", name)
    for doc in filing.files.values():
        if isinstance(doc, Doc):
            doc.replace(old, name)
