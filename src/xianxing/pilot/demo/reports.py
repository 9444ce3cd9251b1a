"""What the story's people do with reports: hand one in, and say something to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.reports.domain.drafting import writer
from xianxing.pilot.reports.domain.handing_in import hand_in_report
from xianxing.pilot.reports.domain.reviewing import say_to_report
from xianxing.pilot.reports.queries import to_write


def act_in_reports(said: Mapping[str, Any], filing: Filing, by: User, at: datetime) -> bool:
    """Do what the line says of reports; whether it says anything. Refused as the acts themselves are.

    `report` are the sections of the regular report that fell due first, `remark` what is said to a report.
    """
    if "report" in said:
        view = case_to_read(filing.pk, by, at=at)
        due = next(one for one in to_write(view, writer(view).unit) if one.item)
        hand_in_report(
            case=filing.pk, form=due.form.id, item=due.key, sections=said["report"],
            sequence=view.case.sequence, by=by, at=at,
        )  # fmt: skip
    elif "remark" in said:
        words = said.get("words", "")
        say_to_report(case=filing.pk, number=said["about"], kind=said["remark"], words=words, by=by, at=at)
    else:
        return False
    return True
