"""The gap register: what the guide leaves open, shown as open."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.procedure.model import Procedure

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]


@dataclass(frozen=True)
class Gap:
    """One gap: a waiting state without a limit in the text, or a step that the guide doesn't name."""

    kind: str
    id: str
    zh: str
    en: str
    serves: tuple[str, ...]
    filled_zh: str
    filled_en: str

    def as_json(self, language: str = "zh-hans") -> dict[str, JSON]:
        """The gap with its texts in one language."""
        english = language == "en"
        return {
            "kind": self.kind,
            "id": self.id,
            "name": self.en if english else self.zh,
            "serves": list(self.serves),
            "filled_by": self.filled_en if english else self.filled_zh,
        }


def gap_register(procedure: Procedure) -> tuple[Gap, ...]:
    """Every waiting state without a limit in the guide, then every step without a basis, in the file's order.

    `filled_*` says what the working group's practice puts there; it never claims to be law.
    """
    gaps = []
    for state in procedure.states.values():
        if state.no_limit_in_text:
            zh, en = _practice_limit(procedure, state.clock)
            gaps.append(Gap("no_limit", state.id, state.zh, state.en, (), zh, en))
    for step in procedure.steps.values():
        if step.practice:
            note = step.note or "工作组做法"
            gaps.append(
                Gap("no_basis", step.id, step.zh, step.en, step.serves, note, "working group practice")
            )
    return tuple(gaps)


def _practice_limit(procedure: Procedure, clock: str) -> tuple[str, str]:
    if not clock:
        return "没有期限", "no limit"
    parameter = procedure.parameters[procedure.clocks[clock].parameter]
    unit = {"workdays": "个工作日", "days": "日", "months": "个月"}.get(parameter.unit, "")
    return (
        f"工作组做法：{parameter.value}{unit}",
        f"working group practice: {parameter.value} {parameter.unit}",
    )
