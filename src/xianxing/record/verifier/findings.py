"""What the verifier says: problems with file and event, faults, the report."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong, in which file and, where it belongs to one, which event."""

    file: str
    event: int | None
    zh: str
    en: str

    def __str__(self) -> str:
        where = self.file + (f"（事件 event {self.event}）" if self.event else "")
        return f"✘ {where}：{self.zh} / {self.en}"


class Fault(Exception):
    """A single check that failed, with its Chinese and English reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


class Report(NamedTuple):
    """Everything found: problems, and what a reader should know even when there are none."""

    problems: list[Problem]
    facts: list[str]
