"""What people call the fixed words of a procedure: stages, sides, kinds of facts and particulars, units."""

from __future__ import annotations

from xianxing.i18n import gettext
from xianxing.procedure.meanings import Stage


def called(code: str) -> str:
    """The word for a code in the reader's language; the code itself where it is none of these."""
    return _words().get(code, code)


def _words() -> dict[str, str]:
    return _stages() | {
        "authority": gettext("the working group"),
        "bureau": gettext("CSRC"),
        "department": gettext("the city's departments"),
        "expert": gettext("the experts"),
        "time": gettext("time"),
        "applicant": gettext("the applicants"),
        "compliance": gettext("the heads of compliance"),
        "institution": gettext("the pilot institutions"),
        "technology": gettext("the technology firms"),
        "public": gettext("the public"),
        "static": gettext("holds for the whole case"),
        "kept": gettext("kept until it is changed"),
        "count": gettext("counted"),
        "tally": gettext("given by each"),
        "pool": gettext("a list of open items"),
        "answer": gettext("given with a step"),
        "text": gettext("short text"),
        "long_text": gettext("running text"),
        "date": gettext("day"),
        "number": gettext("number"),
        "instant": gettext("instant"),
        "address": gettext("web address"),
        "workdays": gettext("working days"),
        "days": gettext("days"),
        "months": gettext("months"),
        "calendar_months": gettext("calendar months"),
        "rounds": gettext("rounds"),
        "given": gettext("as each case is given it"),
    }


def _stages() -> dict[str, str]:
    return {
        Stage.DRAFTING: gettext("Drafting"),
        Stage.SELECTION: gettext("Selection"),
        Stage.EVALUATION: gettext("Evaluation"),
        Stage.NOTICE: gettext("Public notice"),
        Stage.START: gettext("Start"),
        Stage.RUNNING: gettext("Running"),
        Stage.EXIT: gettext("Exit"),
    }
