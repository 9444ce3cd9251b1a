"""How a report is written: its sections, and which figures the record puts beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xianxing.pilot.acts.permissions import CaseView
from xianxing.procedure.meanings import Means

FORMS = Path(__file__).with_name("forms.toml")


@dataclass(frozen=True)
class SectionForm:
    """A section to be written: its names and hints, and the figures that stand beside it."""

    id: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    figures: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Its heading in a language."""
        return self.en if language == "en" else self.zh

    def hint(self, language: str) -> str:
        """What is to be written, in a language."""
        return self.hint_en if language == "en" else self.hint_zh


@dataclass(frozen=True)
class TrialReportForm:
    """A kind of report: the act that hands it in, by its meaning, and its sections in order."""

    id: str
    means: Means
    zh: str
    en: str
    sections: tuple[SectionForm, ...]

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class ReportPractice:
    """The kinds of reports, the working days for answering a question, and where all that comes from."""

    forms: Mapping[str, TrialReportForm]
    answer_days: int
    serves: tuple[str, ...]
    source: str


@cache
def practice() -> ReportPractice:
    """The forms as data; ValueError for a meaning that no procedure has."""
    data = tomllib.loads(FORMS.read_text("utf-8"))
    forms = {key: _form(key, one) for key, one in data["form"].items()}
    return ReportPractice(forms, data["limit"]["answer"]["days"], tuple(data["serves"]), data["source"])


def form_of_step(view: CaseView, step: str) -> TrialReportForm | None:
    """The kind of report that a step of this case's procedure hands in; None for any other step."""
    means = view.procedure.meaning(view.procedure.steps[step].act)
    return next((form for form in practice().forms.values() if form.means == means), None)


def _form(key: str, one: Mapping[str, object]) -> TrialReportForm:
    sections = one["section"]
    if not isinstance(sections, list):
        raise ValueError(f"{FORMS.name}: {key} has no sections")
    made = tuple(SectionForm(**{**said, "figures": tuple(said.get("figures", ()))}) for said in sections)
    return TrialReportForm(key, Means(str(one["means"])), str(one["zh"]), str(one["en"]), made)
