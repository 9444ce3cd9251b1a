"""A process that files one case after another and says aloud what was acknowledged, until it is killed.

For every line on its standard input it forks a worker, so that the start of Django is paid once.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import django


def main() -> None:
    """Serve until the input ends."""
    django.setup()
    from django.db import connections

    from xianxing.pilot.calls.models import Call

    call = Call.objects.select_related("guide").get()
    connections.close_all()
    say("ready")
    for _line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            submit(call)
        say(f"pid {worker}")
        os.waitpid(worker, 0)
        say("dead")


def submit(call: object) -> None:
    """File cases for ever; each line is written after its transaction was committed."""
    from django.db import transaction

    from tests.pilot.database import COMPLIANCE, FACTS, JOINT, LEAD, MEMBERS
    from xianxing.pilot.cases.domain import issue_receipt, open_case, perform
    from xianxing.pilot.cases.models import Event

    steps = (
        ("freeze", LEAD), ("review_unit", LEAD), ("review_unit", JOINT), ("review_as_lead", LEAD),
        ("sign_compliance_as_lead", COMPLIANCE), ("give_consent", LEAD), ("give_consent", JOINT),
    )  # fmt: skip
    last = Event.objects.order_by("-place").first()
    at = last.at if last else datetime(2024, 1, 8, 2, 0, tzinfo=UTC)
    while True:
        at += timedelta(seconds=1)
        case = open_case(call=call, actor=LEAD, facts=FACTS, members=MEMBERS, at=at)  # type: ignore[arg-type]
        say(f"done {case.pk} 1")
        for step, actor in steps:
            done = perform(case=case, step=step, actor=actor, payload={}, at=at)
            say(f"done {case.pk} {done.events[-1].sequence}")
        with transaction.atomic():
            perform(case=case, step="file", actor=LEAD, payload={}, at=at)
            issue_receipt(case=case, sequence=case.sequence, signed_at=datetime.now(UTC))
        say(f"done {case.pk} {case.sequence}")


def say(line: str) -> None:
    """One write for one line, so that a kill never leaves half of one."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
