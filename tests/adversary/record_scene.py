"""A filing that went through all that events bind: questions, masks, a sheet, a returned page, a stop."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from PIL import Image

from tests.adversary.trial_scene import play_trial
from tests.factories.archive import accepted, confirmed, prepared, received
from tests.factories.notices import (
    considered,
    consulted_and_published,
    lengthened,
    noticed,
    said_with,
    taken_down,
    to_consultation,
)
from tests.pilot.acts.staff import Office
from tests.pilot.cast import EARLY, Cast
from tests.pilot.experts.panel import a_panel
from tests.pilot.filings.company import EXAMPLE, Company, a_company, just
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.archive.domain.checking import return_volume
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.calls.domain.publishing import retire_guide
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import (
    accept_cosignature,
    give_publication_receipts,
    lift_stop,
    report_secret,
    sign_head,
    stop_for_secrecy,
)
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.models import Case, Erasure
from xianxing.pilot.casework.domain.answers import answer_items
from xianxing.pilot.casework.domain.judgement import Judgement, add_line, keep_judgements
from xianxing.pilot.casework.domain.resolution import carry_on, open_resolution
from xianxing.pilot.casework.work_list import work_list
from xianxing.pilot.complaints.domain.handling import accept_complaint, forward_complaint
from xianxing.pilot.complaints.domain.receiving import Intake, receive_complaint
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.complaints.sealing import ComplaintWords, Identity
from xianxing.pilot.delegations.domain.delegating import (
    accept_delegation,
    give_delegation,
    revoke_delegation,
)
from xianxing.pilot.experts.domain.overruling import overrule_conflicts
from xianxing.pilot.experts.domain.pool import add_employment
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.attest.signature_pages import return_signed
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.draft.questions import answer_question, ask_question, publish_answer
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Attestation, AttestationKind
from xianxing.pilot.filings.public_sheet.acts import consent_to_sheet, mask, take_from_cell
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.filings.submit.filing import Filed
from xianxing.pilot.identities.domain.linking import ProvenIdentity, link_identity
from xianxing.pilot.notices.domain.errata import put_right
from xianxing.pilot.notices.handed_in import FileContent
from xianxing.pilot.papers.domain.numbering import enter_paper_number
from xianxing.pilot.papers.domain.returning import return_paper
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.domain.tokens import make_token
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.privacy.domain.answering import answer_request
from xianxing.pilot.privacy.domain.asking import ask_with_account
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.transmissions.domain.making import make_package
from xianxing.procedure.meanings import Means
from xianxing.record import WITNESS, new_key, read_head
from xianxing.workdays.clocks import day_of


@dataclass
class Stage:
    """The company after it filed; `filed` holds the receipt."""

    company: Company
    filed: Filed

    @property
    def case(self) -> Case:
        """Its case, as the database has it."""
        return Case.objects.select_related("call__guide").get(pk=self.company.filing.case_id)


def a_stage(cast: Cast, folder: Path) -> Stage:
    """Everything that rows of bound tables come from, once."""
    company = a_company(cast, external=True)
    filing = company.filing
    _question(company)
    mask(filing=filing, location="content.data_sources", reason="商业秘密", by=cast.zhou, at=company.later())
    take_from_cell(filing=filing, location="content.overview", based_on=0, by=cast.zhou, at=company.later())
    platform = company.outside(folder)
    _sheet(company)
    _page(company)
    filed = company.file(platform=platform)
    another = _withdrawn(company, folder / "withdrawn")
    _evidence(company)
    _lists(company)
    _correction(company, folder / "correction")
    _papers(company)
    _experts(company)
    _notice(company)
    _complaint(company)
    _stop(company)
    _publications(company)
    play_trial(company)
    _archive(company, another)
    _personal_data(company)
    sign_head(at=real_time())
    _witness()
    return Stage(company, filed)


def _withdrawn(company: Company, folder: Path) -> Company:
    """The same people file once more, and withdraw it: a case that has ended."""
    at, cast = company.later(), company.cast
    filing = import_folder(call=company.filing.case.call, path=EXAMPLE, by=cast.zhou, at=at).filing
    joint = accept_unit(unit=filing.units.get(key="joint"), by=cast.ning, at=at)
    another = replace(company, filing=filing, lead=filing.units.get(lead=True), joint=joint)
    folder.mkdir()
    another.file(platform=another.outside(folder))
    another.withdraw()
    company.at = another.at
    return another


def _archive(company: Company, another: Company) -> None:
    """Of the ended case a volume is returned, another checked; a receipt is rejected, another confirmed."""
    people = {name: User.objects.get(email=f"{name}@office.example") for name in ("fang", "ren", "xu", "bai")}
    another.at = company.at
    office = Office(another, **people)
    first = prepared(office, retention="ten", reason="申报即撤回")
    return_volume(
        case=first.case_id, number=1, reason="缺盒号", by=office.tang, step_up=just(office.tang),
        at=another.later(),
    )  # fmt: skip
    volume = accepted(office, prepared(office, retention="thirty"))
    received(office, volume)
    confirmed(office, volume, reason="编号不符")
    received(office, volume)
    confirmed(office, volume)
    company.at = another.at


def _personal_data(company: Company) -> None:
    """An expert asks about the own data, and is answered; somebody links the account and makes a token."""
    identity = ProvenIdentity("https://provider.example", "wen")
    link_identity(user=company.cast.wen, identity=identity, at=company.later())
    make_token(user=company.cast.wen, name="程序", scopes=["read"], days=1, real_now=real_time())
    expert = User.objects.get(email="xu@office.example")
    row = ask_with_account(by=expert, kind="correction", words="任职单位有误", at=company.later())
    answer_request(
        number=row.number, outcome="granted", words="已更正", by=company.cast.wen, at=company.later()
    )


def _question(company: Company) -> None:
    zhou, wen = company.cast.zhou, company.cast.wen
    asked = ask_question(
        filing=company.filing, path="content.overview", text="可否附图？", by=zhou, at=company.later()
    )
    answered = answer_question(question=asked, text="可以。", by=wen, at=company.later())
    publish_answer(
        question=answered, general_question="可否附图？", general_answer="可以。", by=wen, at=company.later()
    )


def _correction(company: Company, folder: Path) -> None:
    """A correction is asked for in own words, answered, and handed in over the platform."""
    wen, zhou, case = company.cast.wen, company.cast.zhou, company.filing.case
    add_line(
        case=case.pk, location="content.overview", clause="4.1.1", words="没有写明服务对象",
        remedy="请写明服务对象", by=wen, at=company.later(),
    )  # fmt: skip
    said = {line.key: Judgement("overrule", "人名") for line in work_list(company.body).unjudged}
    keep_judgements(case=case.pk, said=said, by=wen, at=company.later())
    case.refresh_from_db()
    take_step(
        case=case.pk, step="request_correction", entry=Entry(), sequence=case.sequence, by=wen,
        at=company.later(), step_up=just(wen),
    )  # fmt: skip
    company.filing.refresh_from_db()
    answer_items(filing=company.filing, answers={1: "已写明"}, by=zhou, at=company.later())
    folder.mkdir()
    company.file(platform=company.outside(folder))


def _evidence(company: Company) -> None:
    """The filing is registered with a letter beside it."""
    wen, case = company.cast.wen, company.filing.case
    letter = bring_evidence(name="举报信.pdf", content=io.BytesIO(b"%PDF-1.4"), by=wen, at=company.later())
    case.refresh_from_db()
    take_step(
        case=case.pk, step="register_local", entry=Entry(reason="附来函", evidence=(letter.pk,)),
        sequence=case.sequence, by=wen, at=company.later(),
    )  # fmt: skip


def _lists(company: Company) -> None:
    """A list of acts, one of which waits for its second person."""
    fang = User.objects.create_user("fang@cast.example", name="fang")
    appoint_staff(user=fang, role=StaffRole.GROUP_HEAD, at=EARLY)
    found = open_resolution(
        key=uuid4(), step="close_incomplete", cases=[company.filing.pk], entry=Entry(reason="缺少报告"),
        by=fang, at=company.later(),
    )  # fmt: skip
    assert carry_on(resolution=found, by=fang, at=company.later(), step_up=just(fang)) == 1


def _notice(company: Company) -> None:
    """The public is asked, somebody comments and is answered, the project is published formally."""
    notice = noticed(company, filled=True)
    lengthened(company, notice.last_day + timedelta(days=2))
    given = said_with(company, notice, FileContent("证据.pdf", b"%PDF-1.4"))
    considered(company, given.number, "已研究。")
    put_right(
        case=company.filing.pk, about=notice.number, words="“二期”应为“一期”。", reason="笔误",
        substance=False, by=company.cast.wen, at=company.later(),
    )  # fmt: skip
    to_consultation(company, notice)
    _package(company)
    consulted_and_published(company)
    taken_down(company)


def _complaint(company: Company) -> None:
    """Somebody complains with a file, and the group forwards it to the institution."""
    wen, case = company.cast.wen, Case.objects.get(pk=company.filing.case_id)
    intake = Intake(
        "complaint", ComplaintWords("费用不清"), Identity("郑小满", "1"), about=case,
        file=FileContent("合同.pdf", b"%PDF-1.4"),
    )  # fmt: skip
    receive_complaint(intake=intake, at=company.later())
    made = Complaint.objects.get()
    accept_complaint(complaint=made.pk, by=wen, at=company.later())
    forward_complaint(
        complaint=made.pk, institution=company.cast.penghai.pk, extract="请核实", by=wen, at=company.later()
    )


def _package(company: Company) -> None:
    """The bureau that is consulted gets a package, under the numbered letter of the selection."""
    wen, letter = company.cast.wen, CasePaper.objects.get(kind="evaluation_letter")
    enter_paper_number(paper=letter.public_id, number="某局函〔2024〕6号", by=wen, at=company.later())
    case = Case.objects.get(pk=company.filing.case_id)
    make_package(case=case.pk, sequence=case.sequence, by=wen, at=company.later())


def _papers(company: Company) -> None:
    """The correction notice gets its number and comes back sealed."""
    wen, paper = company.cast.wen, CasePaper.objects.get(kind="correction_notice")
    enter_paper_number(paper=paper.public_id, number="某局函〔2024〕5号", by=wen, at=company.later())
    scan = io.BytesIO(b"%PDF-1.4 scan")
    return_paper(paper=paper.public_id, name="盖章件.pdf", content=scan, by=wen, at=company.later())


def _experts(company: Company) -> None:
    """An expert is invited despite a conflict, signs, gives an opinion; a deputy closes the round."""
    panel = a_panel(company, sheet=True)
    office, at = panel.office, company.later()
    about = {"expert": panel.xu, "organisation": company.cast.penghai.name, "since": date(2020, 1, 1)}
    add_employment(by=office.wen, at=at, **about)  # type: ignore[arg-type]
    overrule_conflicts(
        case=company.filing.pk, expert=panel.xu, reason="仅此一人", by=office.fang, at=at,
        step_up=just(office.fang),
    )  # fmt: skip
    panel.invite(panel.xu)
    panel.sign(panel.xu)
    panel.give(panel.xu)
    today = day_of(company.at)
    row = give_delegation(
        deputy=office.tang, roles=["secretariat"], means=[Means.CLOSE_OPINIONS], first_day=today,
        last_day=today + timedelta(days=7), words="出差", by=office.wen, at=company.later(),
        step_up=just(office.wen),
    )  # fmt: skip
    accept_delegation(delegation=row.pk, by=office.tang, at=company.later())
    office.do("close_opinions", office.tang, behalf=str(office.wen.pk))
    revoke_delegation(delegation=row.pk, by=office.wen, at=company.later())


def _sheet(company: Company) -> None:
    consent_to_sheet(
        filing=company.filing, unit=company.lead, sheet_digest=preview(company.filing).digest, by=company.he,
        at=company.later(), step_up=just(company.he),
    )  # fmt: skip


def _page(company: Company) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    picture.seek(0)
    consent = Attestation.objects.get(kind=AttestationKind.CONSENT, unit=company.lead)
    return_signed(attestation=consent, stream=picture, name="扫描件.png", by=company.he, at=company.later())


def _stop(company: Company) -> None:
    case, cast = Case.objects.get(pk=company.filing.case_id), company.cast
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=company.later())
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=company.later())
    lift_stop(case=case, by=cast.li, second=cast.wen, reason="查明不涉密", at=company.later())
    made = Erasure.objects.create(
        case=case, rule="complaints", reason="保存期届满", acts=0, files=0, erased_by=cast.li,
        erased_at=company.later(),
    )  # fmt: skip
    put_on_record(
        case=case,
        rests_on=[NamedRow(made)],
        role="security_administrator",
        person=str(cast.li.pk),
        clause="",
        at=company.later(),
    )


def _publications(company: Company) -> None:
    call = company.filing.case.call
    fang = User.objects.get(email="fang@cast.example")
    last = window_of(call, at=company.at).last
    extend_window(call=call, closes_on=last + timedelta(days=3), reason="故障", by=fang, at=company.later())
    retire_guide(pinned=call.guide, by=company.cast.wen, at=company.later())
    give_publication_receipts(signed_at=real_time())


def _witness() -> None:
    witness = new_key("witness.example/w1", WITNESS)
    if "witness.example/w1" in {known.name for known in keys.ring().witnesses}:
        keys.distrust_witness("witness.example/w1")
    keys.trust_witness(witness.public)
    head = read_head(sign_head(at=real_time()).note)[1]
    accept_cosignature(text=head.cosigned(witness, real_time()).encode(), at=real_time())
