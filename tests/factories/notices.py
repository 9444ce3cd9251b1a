"""A case brought to its public notice and on, by the real acts of the working group and the units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pytest_django import Settings

from tests.pilot.filings.company import Company, just
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.cases.domain.performing import Actor, let_case_time_pass, perform
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.public_sheet.acts import consent_to_sheet, take_from_cell
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.notices.domain.commenting import CommentReceipt, receive_comment
from xianxing.pilot.notices.domain.sealing import CommentWords
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.notices.models import Notice
from xianxing.pilot.notices.queries import last_day_of
from xianxing.pilot.parties.models import User
from xianxing.procedure.events import JSON
from xianxing.workdays.clocks import CHINA_TIME, end_of

SHOWN = ("project.name", "content.overview", "unit[lead].name", "unit[joint].name")
STAFF = frozenset({"secretariat", "risk_reviewer", "group_head", "technology_bureau", "evaluation_panel"})
ELIGIBLE: dict[str, JSON] = {
    "eligibility": "eligible", "innovation_basis": "none", "parallel_approval": "not_needed"
}  # fmt: skip


class StageClock:
    """The clock of pages in these scenes, set by `at_the_time_of`."""

    instant = datetime(2024, 1, 1, tzinfo=CHINA_TIME)

    def now(self) -> datetime:
        """The instant that was set, in Asia/Shanghai."""
        return StageClock.instant.astimezone(CHINA_TIME)


def at_the_time_of(company: Company, settings: Settings) -> None:
    """Pages show the time of the company's story, a minute on."""
    StageClock.instant = company.later()
    settings.XIANXING_CLOCK = f"{__name__}.StageClock"


@dataclass
class Noticed:
    """The company of a filing, and the notice that is open about it."""

    company: Company
    notice: Notice


def fill_sheet(company: Company) -> None:
    """The lead takes a few entries of the form into the sheet."""
    for location in SHOWN:
        take_from_cell(
            filing=company.filing, location=location, based_on=0, by=company.cast.zhou, at=company.later()
        )


def to_confirmation(company: Company, found: Mapping[str, JSON] = ELIGIBLE) -> None:
    """The group's part, from registration to a passed evaluation; `found` is said at the selection."""
    company.filing.case.refresh_from_db()
    expert, secretary = Actor("e1", frozenset({"expert"})), _wen(company)
    if company.filing.case.state == "filed":
        take(company, "register_local", secretary)
    if company.filing.case.state != "additional_evaluation":
        take(company, "pass_formality", secretary, completeness="complete")
        take(company, "complete_risk_assessment", secretary)
        take(company, "invite_experts", secretary, members={"experts": ["e1"]})
        take(company, "give_opinion", expert)
        take(company, "close_opinions", secretary)
    take(company, "invite_departments", secretary, members={"departments": ["金融局"]})
    take(
        company, "give_department_view", secretary, department_view="supports", item="金融局",
        particulars={"department_opinion": "支持"},
    )  # fmt: skip
    take(company, "evaluate_additionally", secretary, departments="took_part")
    take(company, "select", secretary, **found)
    take(company, "pass_evaluation", secretary)


def take(company: Company, step: str, actor: Actor, **payload: JSON) -> None:
    """A step, with a second person where one is asked for."""
    second = Actor(str(company.cast.tang.pk), STAFF)
    if step in ("give_department_view", "pass_evaluation", "record_consultation"):
        payload["evidence"] = "来函"
    if step == "allow_start":
        payload.setdefault("particulars", {"granted_months": 12})
    perform(
        case=company.filing.case, step=step, actor=actor, payload=payload, at=company.later(), second=second
    )
    company.filing.refresh_from_db()


def confirm_sheet(company: Company, unit: Unit, by: User) -> None:
    """A unit's signatory confirms the sheet as it stands."""
    consent_to_sheet(
        filing=company.filing, unit=unit, sheet_digest=preview(company.filing).digest, by=by,
        at=company.later(), step_up=just(by),
    )  # fmt: skip


def confirmed(company: Company, *, filled: bool = False, found: Mapping[str, JSON] = ELIGIBLE) -> None:
    """Everything up to the confirmation of the sheet by both units; `filled` says that it has entries."""
    if not filled:
        fill_sheet(company)
    to_confirmation(company, found)
    confirm_sheet(company, company.lead, company.he)
    confirm_sheet(company, company.joint, company.shi)


def opened(company: Company) -> Notice:
    """The secretariat opens the notice."""
    case, wen = company.filing.case, company.cast.wen
    case.refresh_from_db()
    take_step(
        case=case.pk, step="open_notice", entry=Entry(), sequence=case.sequence, by=wen, at=company.later(),
        step_up=just(wen),
    )  # fmt: skip
    company.filing.refresh_from_db()
    return Notice.objects.filter(case=case).latest("pk")


def noticed(company: Company, *, filled: bool = False, found: Mapping[str, JSON] = ELIGIBLE) -> Notice:
    """A filed case brought to its open notice."""
    confirmed(company, filled=filled, found=found)
    return opened(company)


def said(
    company: Company, notice: Notice, kind: str = "comment", text: str = "请说明费用。", **words: str
) -> CommentReceipt:
    """Somebody of the public says something."""
    notice.case.refresh_from_db()
    return receive_comment(notice=notice, kind=kind, words=CommentWords(text, **words), at=company.later())


def said_with(company: Company, notice: Notice, *files: FileContent) -> CommentReceipt:
    """Somebody of the public objects under the real name, with files."""
    notice.case.refresh_from_db()
    words = CommentWords("数据来源存疑。", "", "钟离默", "zl@public.example")
    return receive_comment(notice=notice, kind="objection", words=words, files=files, at=company.later())


def considered(company: Company, number: str, answer: str) -> None:
    """The secretariat considers a comment with an answer."""
    case, wen = company.filing.case, company.cast.wen
    case.refresh_from_db()
    take_step(
        case=case.pk, step="consider_comment", entry=Entry(answers={"open_comments": number}, reason=answer),
        sequence=case.sequence, by=wen, at=company.later(),
    )  # fmt: skip


def lengthened(company: Company, until: date) -> None:
    """The head of the group lengthens the open notice."""
    said: JSON = {"notice_until": until.isoformat()}
    take(company, "lengthen_notice", _wen(company), reason="网站中断", particulars=said)


def taken_down(company: Company, step: str = "take_down_publication", ground: str = "personal_data") -> None:
    """The secretariat takes down what was published, with a second person."""
    take(company, step, _wen(company), reason="误将个人信息公开", take_down_ground=ground)


def changed(company: Company) -> None:
    """A change of substance, after which every unit confirms the sheet again."""
    take(company, "change_of_substance", _wen(company), particulars={"change_made": "调整数据来源"})
    confirm_sheet(company, company.lead, company.he)
    confirm_sheet(company, company.joint, company.shi)


def ended(company: Company, notice: Notice) -> None:
    """The last day of the notice has passed."""
    company.at = end_of(last_day_of(notice))
    let_case_time_pass(case=company.filing.case, today=company.at.date(), at=company.at)
    company.filing.refresh_from_db()


def published(company: Company, notice: Notice) -> None:
    """From the end of the notice to the formal publication."""
    to_consultation(company, notice)
    consulted_and_published(company)


def to_consultation(company: Company, notice: Notice) -> None:
    """The notice has ended, and nothing was found: CSRC's bureau is consulted."""
    ended(company, notice)
    take(company, "record_finding", _wen(company), finding="none_found")


def consulted(company: Company) -> None:
    """The bureau agrees: the start is to be decided."""
    take(company, "record_consultation", _wen(company), consultation_view="agrees")


def consulted_and_published(company: Company) -> None:
    """The bureau agrees, the start is allowed, the project is published formally."""
    consulted(company)
    allowed_and_published(company)


def allowed_and_published(company: Company) -> None:
    """The start is allowed, the project is published formally."""
    secretary = _wen(company)
    take(
        company, "allow_start", secretary, eligibility="eligible", parallel_approval="not_needed",
        exemption="not_needed",
    )  # fmt: skip
    take(company, "publish_formally", secretary)


def _wen(company: Company) -> Actor:
    return Actor(str(company.cast.wen.pk), STAFF)
