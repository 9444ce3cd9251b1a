"""What stands in the place of each placeholder of a template, of an act that is done or only looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from xianxing.law import Guide, NoValueError
from xianxing.law.papers import ALL_SAID, ORGAN, SAID
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body, Cell, Filing, Unit
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.filings.submit.case_numbers import case_number, numbered
from xianxing.pilot.filings.submit.docket import next_ordinal
from xianxing.procedure.events import JSON, CaseState
from xianxing.procedure.limits import length_of, limits_begun, prolonged_limits
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Fact, Particular, Procedure, Step
from xianxing.workdays.clocks import CHINA_TIME, day_of

FILES = frozenset((Means.FILE, Means.ENTER_PLATFORM_FILING))
NAME = "project.name"


@dataclass(frozen=True)
class ActSaid:
    """An act as far as it is known: the step, where the case stood, for which unit, what was said with it.

    `deputy` and `delegator` are names, where a deputy took it; `since` the day from which its limits run,
    where that isn't its own; `stands` is where the case stood before it, which says how long its clocks run.
    """

    step: Step
    state: str
    at: datetime
    unit: str = ""
    reason: str = ""
    said: Mapping[str, JSON] = field(default_factory=dict)
    ends: Mapping[str, date] = field(default_factory=dict)
    deputy: str = ""
    delegator: str = ""
    since: date | None = None
    stands: CaseState | None = None

    @property
    def day(self) -> date:
        """Its day in China."""
        return day_of(self.at)


@dataclass(frozen=True)
class PaperScene:
    """A filing with what papers say of it: guide, procedure, units in order with their names."""

    filing: Filing
    guide: Guide
    procedure: Procedure
    units: tuple[Unit, ...]

    @classmethod
    def of(cls, filing: Filing, procedure: Procedure) -> PaperScene:
        """The scene of a filing now."""
        return cls(filing, guide_of(filing.case.call), procedure, tuple(present_units(filing)))

    def names(self, keys: frozenset[str]) -> list[str]:
        """The names of these units, in the filing's order."""
        return [_name(unit) for unit in self.units if unit.key in keys]


def values(scene: PaperScene, act: ActSaid, kind: str) -> dict[str, str]:
    """The value of each placeholder, in Chinese; "" for what isn't known."""
    procedure, guide = scene.procedure, scene.guide
    lead = frozenset(unit.key for unit in scene.units if unit.lead)
    found = {
        "project": project_name(scene.filing),
        "units": "、".join(_name(unit) for unit in scene.units),
        "lead": "、".join(scene.names(lead)),
        "unit": "、".join(scene.names(frozenset((act.unit,)))),
        "number": _number(scene.filing, procedure, act.step),
        "batch": scene.filing.case.call.title_zh,
        "channel": guide.channel.label.zh if guide.channel.external else "",
        "guide": f"“{guide.label.zh}”工作指南",
        "clauses": "、".join(clause_words(guide, act.step.basis)),
        "day": chinese_day(act.day),
        "time": f"{chinese_day(act.day)}{act.at.astimezone(CHINA_TIME):%H时%M分}",
        "document": procedure.documents[kind].zh if kind in procedure.documents else kind,
        "step": act.step.zh,
        "state": procedure.states[procedure.target(act.step, act.state)].zh,
        "reason": act.reason.strip(),
    }
    spoken = dict(_spoken(procedure, act))
    found |= {f"{SAID}{name}": words for name, (_label, words) in spoken.items()}
    found[ALL_SAID] = "\n".join(f"{label}：{words}。" for label, words in spoken.values())
    found |= {f"{ORGAN}{key}": organ_name(guide, key, act.day) for key in guide.organs}
    return found | _limit(procedure, scene.filing.case.call, act)


def project_name(filing: Filing) -> str:
    """The project's name as last frozen, else as the draft has it; "" while it has none."""
    body = Body.objects.filter(filing=filing).order_by("-number").first()
    project = content_of(body).get("project") if body else None
    if isinstance(project, Mapping):
        return str(project.get("name", ""))
    cell = Cell.objects.filter(filing=filing, path=NAME, removed=False).first()
    return str(cell.value or "") if cell else ""


def clause_words(guide: Guide, clauses: tuple[str, ...]) -> list[str]:
    """These clauses as lawyers write them."""
    return [guide.clauses[one].display if one in guide.clauses else one for one in clauses]


def organ_name(guide: Guide, key: str, day: date) -> str:
    """The full name of an organ on a day, without the short one that stands behind it in brackets."""
    return _organ(guide, key, day).partition("（")[0]


def short_organ_name(guide: Guide, key: str, day: date) -> str:
    """The short name that stands in brackets behind the full one; the full one where there is none."""
    full, _open, short = _organ(guide, key, day).partition("（")
    return short.rstrip("）") or full


def chinese_day(day: date) -> str:
    """A day in the manner of official papers: 2024年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _organ(guide: Guide, key: str, day: date) -> str:
    organ = guide.organs[key]
    try:
        return organ.on(day).name.zh
    except NoValueError:
        return organ.names[-1].name.zh if organ.names else key


def _name(unit: Unit) -> str:
    return unit.institution.name if unit.institution else unit.uscc


def _number(filing: Filing, procedure: Procedure, step: Step) -> str:
    """The filing's number; with the very act of filing, the number that this act gives it.

    Writers of the log wait for each other, so that nobody else takes it meanwhile.
    """
    number, call = case_number(filing), filing.case.call
    if not number and procedure.meaning(step.act) in FILES:
        return numbered(call, next_ordinal(call))
    return number


def _spoken(procedure: Procedure, act: ActSaid) -> list[tuple[str, tuple[str, str]]]:
    """Each answer and particular that was given: its name, its label and its words."""
    found = []
    known: list[Fact | Particular] = [procedure.facts[name] for name in act.step.asks]
    known += [procedure.particulars[name] for name in act.step.particulars]
    for one in known:
        words = _words(procedure, one, act.said.get(one.id))
        if words:
            found.append((one.id, (one.zh, words)))
    return found


def _words(procedure: Procedure, one: Fact | Particular, value: JSON) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return "；".join(f"{item}（{'是' if given is True else '否'}）" for item, given in value.items())
    if isinstance(one, Fact):
        return procedure.word(str(value))
    if one.kind == "date":
        return chinese_day(date.fromisoformat(str(value)))
    if one.kind == "instant":
        moment = datetime.fromisoformat(str(value)).astimezone(CHINA_TIME)
        return f"{chinese_day(day_of(moment))}{moment:%H时%M分}"
    return str(value).strip().rstrip("。")


def _limit(procedure: Procedure, call: Call, act: ActSaid) -> dict[str, str]:
    """The first limit that begins with the act."""
    calendar, begins = calendar_of(call), act.since or act.day
    numbers = act.stands.numbers if act.stands else {}
    begun = [*limits_begun(procedure, act.step, act.state, begins, calendar, act.ends, numbers)]
    begun += prolonged_limits(procedure, act.step, act.stands, calendar) if act.stands else ()
    limit = next(iter(begun), None)
    if limit is None:
        return {"limit": "", "limit_length": "", "limit_day": ""}
    return {
        "limit": procedure.clocks[limit.clock].zh,
        "limit_length": length_of(procedure, limit.clock, act.day, limit.length),
        "limit_day": chinese_day(limit.day),
    }
