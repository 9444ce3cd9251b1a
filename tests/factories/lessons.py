"""What a trial leaves behind, made by the real acts: lessons, an entry of the library, a proposed rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories.exits import decided, done
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.lessons.domain.proposing_rules import (
    StepTyped,
    enter_proposal_step,
    open_proposal,
    publish_proposal,
)
from xianxing.pilot.lessons.domain.publishing import (
    confirm_entry,
    publish_entry,
    withdraw_entry,
    write_entry,
)
from xianxing.pilot.lessons.domain.reviewing import decide_lesson, propose_lesson
from xianxing.pilot.lessons.models import (
    Lesson,
    LibraryConfirmation,
    LibraryEntry,
    RuleProposal,
    RuleProposalStep,
)
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

PUBLIC = "定期报告的间隔宜按风险等级区分。"
LEARNT = {"worked": "名录更新由三日缩短为半日。", "advice": "先约定数据口径，再接入系统。"}


def lesson(office: Office, *, by: User | None = None, **instead: Any) -> Lesson:
    """温 proposes a lesson from the project as a whole."""
    said = {
        "source": "project", "source_number": None, "subject": "clause.5.2.1",
        "words": "按月报告负担较重，风险没有变化。", "change": "低风险项目由按月改为按季报告。", **instead,
    }  # fmt: skip
    return propose_lesson(
        case=office.company.filing.pk, by=by or office.wen, at=office.company.later(), **said
    )


def taken_up(
    office: Office, row: Lesson, *, accept: bool = True, by: User | None = None, public: str = PUBLIC
) -> Lesson:
    """方 takes it up, or doesn't."""
    person = by or office.fang
    return decide_lesson(
        case=row.case_id, number=row.number, accept=accept, reason="与多个项目的情况一致",
        public_words=public, by=person, at=office.company.later(), step_up=just(person),
    )  # fmt: skip


def ended(office: Office, kind: str = "end") -> None:
    """The project leaves, and the register says so."""
    decided(office, kind)
    done(office, "carry_out_exit_plan", unit="lead")
    done(office, {"end": "close_ended", "force": "close_forced"}[kind])
    done(office, "enter_exit_in_register")


def entry(office: Office, *, nameless: bool = False, by: User | None = None, **learnt: str) -> LibraryEntry:
    """温 writes the entry of the library."""
    return write_entry(
        case=office.company.filing.pk, learnt=learnt or LEARNT, nameless=nameless, by=by or office.wen,
        at=office.company.later(),
    )  # fmt: skip


def confirmed(
    office: Office, row: LibraryEntry, by: User, *, agree: bool = True, words: str = ""
) -> LibraryConfirmation:
    """Somebody answers for an institution."""
    return confirm_entry(
        case=row.case_id, number=row.number, agree=agree, words=words, by=by, at=office.company.later(),
        step_up=just(by),
    )  # fmt: skip


def published(office: Office, row: LibraryEntry, *, by: User | None = None) -> LibraryEntry:
    """方 publishes the entry."""
    person = by or office.fang
    return publish_entry(
        case=row.case_id, number=row.number, by=person, at=office.company.later(), step_up=just(person)
    )


def in_library(office: Office, *, nameless: bool = False) -> LibraryEntry:
    """Written, confirmed by both institutions, published."""
    row = entry(office, nameless=nameless)
    for signatory in (office.company.he, office.company.shi):
        confirmed(office, row, signatory)
    return published(office, row)


def taken_back(
    office: Office, row: LibraryEntry, *, by: User | None = None, reason: str = "有误"
) -> LibraryEntry:
    """方 takes the entry back."""
    person = by or office.fang
    return withdraw_entry(
        case=row.case_id, number=row.number, reason=reason, by=person, at=office.company.later(),
        step_up=just(person),
    )  # fmt: skip


def typed(office: Office, stage: str, *, on: date | None = None, **said: Any) -> StepTyped:
    """A step as 任 types it."""
    words = {"authors": "风险评估组", "words": "关联方名录的口径可以统一。", **said}
    return StepTyped(stage, on or day_of(office.company.at), **words)


def insight(office: Office, *, by: User | None = None, **said: Any) -> RuleProposal:
    """任 opens the way of an insight."""
    first = typed(office, said.pop("stage", "insight"), **said)
    return open_proposal(
        case=office.company.filing.pk, title="关联方名录口径", first=first, by=by or office.ren,
        at=office.company.later(),
    )  # fmt: skip


def went_on(office: Office, row: RuleProposal, stage: str, **said: Any) -> RuleProposalStep:
    """任 enters the next step, with its paper where `letter` is set."""
    letters = (office.letter(office.ren, "报告.pdf"),) if said.pop("letter", False) else ()
    step = typed(office, stage, evidence=letters, **said)
    return enter_proposal_step(
        case=row.case_id, number=row.number, step=step, by=office.ren, at=office.company.later()
    )


def submitted(office: Office, row: RuleProposal) -> None:
    """Discussed, proposed and submitted."""
    went_on(office, row, "discussed")
    went_on(office, row, "proposed")
    went_on(office, row, "submitted", organ="某监管机关", document="〔2024〕3号", letter=True)


def made_public(
    office: Office, row: RuleProposal, *, words: str = "名录口径建议统一。", by: User | None = None
) -> RuleProposal:
    """方 publishes it as it stands."""
    person = by or office.fang
    return publish_proposal(
        case=row.case_id, number=row.number, title="名录口径", words=words, by=person,
        at=office.company.later(), step_up=just(person),
    )  # fmt: skip
