"""The life of a case as data: model, loader, checker, runner and drawing of procedures. Knows no database."""

from xianxing.procedure.checker import PropertyReport, check
from xianxing.procedure.drawing import draw
from xianxing.procedure.events import CaseState, ProcedureEvent, reduce_events
from xianxing.procedure.gaps import Gap, gap_register
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.model import Procedure
from xianxing.procedure.mutants import Score, mutate
from xianxing.procedure.refusals import RefusedError
from xianxing.procedure.runner import (
    Actor,
    Performed,
    amend,
    current,
    let_time_pass,
    open_case,
    open_steps,
    perform,
    replay,
)
from xianxing.procedure.store import CaseEventStore, MemoryStore, WorkdayCalendar
from xianxing.procedure.ticking import StateDuty, duties, tick
from xianxing.procedure.versions import canonical, digest_of

__all__ = [
    "Actor",
    "CaseEventStore",
    "CaseState",
    "Gap",
    "MemoryStore",
    "Performed",
    "Procedure",
    "ProcedureEvent",
    "PropertyReport",
    "RefusedError",
    "Score",
    "StateDuty",
    "WorkdayCalendar",
    "amend",
    "canonical",
    "check",
    "current",
    "digest_of",
    "draw",
    "duties",
    "gap_register",
    "let_time_pass",
    "load_procedure",
    "mutate",
    "open_case",
    "open_steps",
    "perform",
    "reduce_events",
    "replay",
    "tick",
]
