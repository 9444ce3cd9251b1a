"""The site with a filed filing, a call and questions: `python -m tests.browser.desk_stage PORT`."""

from __future__ import annotations

from datetime import date, timedelta

from tests.browser.stage import serve_after


def play() -> None:
    """鹏海 and 图澜 file over a finding that they explain; the window is extended, questions are asked."""
    from django.conf import settings

    from tests.pilot.cast import EARLY, assemble
    from tests.pilot.filings.company import a_company
    from xianxing.pilot.calls.domain.extending import extend_window
    from xianxing.pilot.demo.clock import move_to
    from xianxing.pilot.filings.check.findings import current_findings, explain_finding
    from xianxing.pilot.filings.draft.cells import write_cell
    from xianxing.pilot.filings.draft.questions import answer_question, ask_question, publish_answer
    from xianxing.pilot.filings.files.reading import read_pending
    from xianxing.pilot.filings.models import Cell
    from xianxing.pilot.parties.domain.appointments import appoint_staff
    from xianxing.pilot.parties.domain.second_factor import enrol, new_secret
    from xianxing.pilot.parties.enums import StaffRole
    from xianxing.pilot.parties.models import User
    from xianxing.pilot.storage.keys import new_key_file

    if not settings.XIANXING_FILE_KEYS.exists():
        new_key_file(settings.XIANXING_FILE_KEYS, "first")
    cast = assemble()
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    for person in (fang, cast.wen):
        enrol(user=person, secret=new_secret())
    company = a_company(cast)
    filing, zhou = company.filing, cast.zhou
    cell = Cell.objects.get(filing=filing, path="content.overview", unit=None)
    write_cell(
        filing=filing, path="content.overview", value=str(cell.value) + "。本项目覆盖全部业务条线" * 40,
        based_on=cell.version, by=zhou, at=company.later(),
    )  # fmt: skip
    found = current_findings(filing, by=zhou, at=company.later()).stated
    told = next(one.finding for one in found if one.open and one.finding.location == "content.overview")
    explain_finding(
        filing=filing, rule=told.rule, location=told.location, text="概述须写明业务条线，删减会影响理解。",
        by=zhou, at=company.later(),
    )  # fmt: skip
    for number, text in enumerate(("测试规模的上限按户还是按笔填写？", "退出方案是否须逐项列明资金安排？")):
        question = ask_question(
            filing=filing, path=("content.scale", "content.exit_plan")[number], text=text, by=zhou,
            at=company.later(),
        )  # fmt: skip
    answer_question(question=question, text="须逐项列明。", by=cast.wen, at=company.later())
    publish_answer(
        question=question, general_question="退出方案是否须逐项列明资金安排？", by=cast.wen,
        general_answer="须逐项列明，并与投资者保护方案一致。", at=company.later(),
    )  # fmt: skip
    company.freeze()
    company.attest()
    read_pending(filing=filing, at=company.at, recognise=False)
    extend_window(
        call=filing.case.call, closes_on=date(2024, 2, 5), by=fang, at=company.later(),
        reason="1月14日20时至22时系统中断，无法申报，申报窗口顺延至2月5日。",
    )  # fmt: skip
    company.file()
    move_to(company.at + timedelta(days=3))


if __name__ == "__main__":
    serve_after(play)
