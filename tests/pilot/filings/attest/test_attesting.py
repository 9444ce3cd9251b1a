"""Every attestation is its person's own act, about the content that was on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.calls import next_call
from tests.factories.rewriting import edit, rewrite
from tests.pilot.cast import EARLY
from tests.pilot.filings.company import Company, a_person, just
from tests.pilot.filings.scene import CLOSED
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.actors import STEP_UP_LASTS, StepUp, actors_for, real_time
from xianxing.pilot.filings.attest.attesting import (
    confirm_again,
    give_consent,
    review_as_lead,
    sign_compliance,
)
from xianxing.pilot.filings.attest.comparing import Became, changes_since
from xianxing.pilot.filings.attest.freezing import freeze
from xianxing.pilot.filings.attest.refusing import refuse_attestation
from xianxing.pilot.filings.attest.requirements import Wanted, given
from xianxing.pilot.filings.draft.carrying import carry_over
from xianxing.pilot.filings.draft.cells import add_row, rows_of, write_cell
from xianxing.pilot.filings.draft.opening import (
    accept_unit,
    invite_unit,
    remove_unit,
    set_lead,
    set_scenario_provider,
)
from xianxing.pilot.filings.models import Attestation, AttestationKind, Body, Cell, Unit
from xianxing.pilot.parties.domain.appointments import end_membership, grant_membership
from xianxing.pilot.parties.domain.institutions import claim_institution, confirm_claim
from xianxing.pilot.parties.enums import InstitutionStatus, MemberRole
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.refusal import Refusal, Refused

pytestmark = pytest.mark.django_db
OVERVIEW = "content.overview"


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    return company_in_draft


def step_of(attestation: Attestation) -> str:
    assert attestation.event_place is not None
    return Event.objects.get(pk=attestation.event_place).step


def up_to_the_signature(company: Company) -> None:
    """Everything before the compliance head signs."""
    for act in list(company.acts())[:5]:
        act()


def leave(user: User, company: Company) -> None:
    for held in user.memberships.filter(until__isnull=True):
        end_membership(membership=held, at=company.at)


def test_each_person_gets_the_roles_of_the_own_unit_and_strangers_none(company: Company) -> None:
    def roles(user: User) -> list[tuple[str, set[str]]]:
        return [(actor.unit, set(actor.roles)) for actor in actors_for(user, company.filing, company.at)]

    cast = company.cast
    assert roles(cast.zhou) == [("lead", {"unit", "lead"})]
    assert roles(cast.luo) == [("lead", {"unit_reviewer", "lead_reviewer"})]
    assert roles(company.gu) == [("lead", {"lead_compliance"})]
    assert roles(company.he) == [("lead", {"unit_signatory", "pilot_institution"})]
    assert roles(cast.ning) == [("joint", {"unit"})]
    assert roles(company.shi) == [("joint", {"unit_signatory"})]
    assert roles(cast.wen) == [("", {"secretariat"})]
    assert [roles(user) for user in (cast.mo, cast.sun, cast.li, cast.gao)] == [[], [], [], []]


def test_the_freeze_keeps_the_canonical_body_and_enters_the_case_into_the_record(company: Company) -> None:
    assert company.filing.case.sequence == 0
    body = company.freeze()
    company.filing.case.refresh_from_db()
    assert [event.step for event in Event.objects.order_by("place")] == ["case.opened", "freeze"]
    assert (company.filing.case.state, body.number, len(body.digest)) == ("attesting", 1, 64)
    assert not Event.objects.filter(procedural__icontains="鹏海").exists(), "no text of the parties"


def test_only_the_lead_freezes_and_nobody_while_an_invitation_is_open(company: Company) -> None:
    for person in (company.cast.ning, company.cast.luo, company.he):
        with pytest.raises(Refusal) as refused:
            freeze(filing=company.filing, by=person, at=company.later())
        assert refused.value.code == "not_permitted"
    waiting = invite_unit(
        filing=company.filing, uscc="91440300MA5NWYND7T", by=company.cast.zhou, at=company.at
    )
    with pytest.raises(Refused, match="91440300MA5NWYND7T"):
        company.freeze()
    remove_unit(unit=waiting, by=company.cast.zhou, at=company.at)
    assert company.freeze().number == 1


@pytest.mark.clause("4.3.1")
def test_whoever_wrote_does_not_review(company: Company) -> None:
    zhao = a_person("zhao", company.cast.tulan, MemberRole.REVIEWER)
    held = grant_membership(
        user=company.tao, institution=company.cast.penghai, role=MemberRole.AUTHOR, at=EARLY
    )
    rewrite_as = company.filing.cells.get(unit=None, path=OVERVIEW)
    write_cell(
        filing=company.filing, path=OVERVIEW, value="另写", based_on=rewrite_as.version, by=company.tao,
        at=company.later(),
    )  # fmt: skip
    end_membership(membership=held, at=company.later())
    company.freeze()
    with pytest.raises(Refusal) as refused:
        company.review(company.joint, company.tao)
    assert refused.value.code == "author-and-reviewer"
    assert company.review(company.joint, zhao).by == zhao


@pytest.mark.clause("4.3.1")
def test_whoever_wrote_a_draft_does_not_review_what_was_carried_over_from_it(company: Company) -> None:
    cast = company.cast
    cell = company.filing.cells.get(unit=None, path=OVERVIEW)
    write_cell(
        filing=company.filing, path=OVERVIEW, value="另写", based_on=cell.version, by=cast.zhou,
        at=company.later(),
    )  # fmt: skip
    Cell.objects.filter(filing=company.filing).update(updated_by=cast.chen)
    later = next_call(company.filing.case.call)
    fresh = carry_over(filing=company.filing, call=later, by=cast.chen, at=CLOSED).filing
    company.filing, company.at = fresh, CLOSED
    company.lead, company.joint = fresh.units.get(lead=True), fresh.units.get(key="joint")
    accept_unit(unit=company.joint, by=cast.ning, at=company.later())
    held = cast.zhou.memberships.get(role=MemberRole.AUTHOR)
    end_membership(membership=held, at=company.later())
    grant_membership(user=cast.zhou, institution=cast.penghai, role=MemberRole.REVIEWER, at=company.later())
    freeze(filing=fresh, by=cast.chen, at=company.later())
    with pytest.raises(Refusal) as refused:
        company.review(company.lead, cast.zhou)
    assert refused.value.code == "author-and-reviewer"
    assert company.review(company.lead, cast.luo).by == cast.luo


def test_the_order_holds(company: Company) -> None:
    company.freeze()
    for act, code in (
        (company.review_joint, "order"),
        (company.sign, "order"),
        (lambda: company.consent(company.lead, company.he), "order"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    assert not Attestation.objects.exists()


@pytest.mark.clause("4.1.2")
def test_only_the_named_compliance_head_signs_the_report_on_the_screen(company: Company) -> None:
    other = a_person("lin", company.cast.penghai, MemberRole.COMPLIANCE_HEAD)
    theirs = a_person("fang", company.cast.tulan, MemberRole.COMPLIANCE_HEAD)
    company.freeze()
    up_to_the_signature(company)

    def code(unit: object, by: User, report: str, step_up: StepUp) -> str:
        with pytest.raises(Refusal) as refused:
            sign_compliance(
                filing=company.filing, unit=unit, digest=company.digest, report_digest=report,  # type: ignore[arg-type]
                by=by, at=company.later(), step_up=step_up,
            )  # fmt: skip
        return refused.value.code

    report, gu = company.report, company.gu
    assert code(company.lead, other, report, just(other)) == "named-person"
    assert code(company.joint, theirs, report, just(theirs)) == "signer"
    assert code(company.lead, company.cast.zhou, report, just(company.cast.zhou)) == "role"
    assert code(company.lead, gu, "0" * 64, just(gu)) == "report"
    assert code(company.lead, gu, report, just(other)) == "step-up"
    assert code(company.lead, gu, report, StepUp(gu.pk, real_time() - STEP_UP_LASTS)) == "step-up"
    assert code(company.lead, gu, report, StepUp(gu.pk, real_time() + timedelta(hours=1))) == "step-up"
    signed = company.sign()
    assert (signed.title, signed.seen, signed.seen_report) == ("合规总监", company.digest, report)
    assert step_of(signed) == "sign_compliance_as_lead"


def test_a_refusal_is_kept_with_its_reason_and_stops_the_filing(company: Company) -> None:
    company.freeze()
    up_to_the_signature(company)

    def refuse(reason: str) -> Attestation:
        return refuse_attestation(
            filing=company.filing, want=Wanted(AttestationKind.COMPLIANCE, company.lead),
            digest=company.digest, report_digest=company.report, reason=reason,
            by=company.gu, at=company.later(), step_up=just(company.gu),
        )  # fmt: skip

    with pytest.raises(Refusal) as refused:
        refuse(" ")
    assert refused.value.code == "opinion"
    row = refuse("第三节缺少依据")
    assert (row.refused, row.opinion, row.event_place) == (True, "第三节缺少依据", None)
    with pytest.raises(Refusal) as order:
        company.consent(company.lead, company.he)
    assert order.value.code == "order"
    assert not company.sign().refused


@pytest.mark.clause("4.1.2")
def test_a_technology_firm_without_a_pilot_institution_behind_it_is_told_why_not(company: Company) -> None:
    set_lead(unit=company.joint, by=company.cast.zhou, at=company.at)
    set_scenario_provider(unit=company.lead, provides=False, by=company.cast.ning, at=company.at)
    with pytest.raises(Refused, match="持牌的试点机构") as refused:
        freeze(filing=company.filing, by=company.cast.ning, at=company.later())
    assert refused.value.code == "no-signer"


@pytest.mark.clause("4.1.2")
def test_behind_a_technology_firm_each_institution_that_supplies_the_scenario_signs(company: Company) -> None:
    cast, filing = company.cast, company.filing
    third = another_unit(company)
    mu = a_person("mu", third.institution, MemberRole.COMPLIANCE_HEAD)
    reviewer = a_person("fan", third.institution, MemberRole.REVIEWER)
    set_scenario_provider(unit=third, provides=True, by=cast.zhou, at=company.at)
    set_lead(unit=company.joint, by=cast.zhou, at=company.at)
    filing.materials.filter(kind="compliance_report").update(signatory="")
    freeze(filing=filing, by=cast.ning, at=company.later())
    for unit, person in ((company.lead, cast.luo), (company.joint, company.tao), (third, reviewer)):
        company.review(unit, person)
    for about in (company.lead, third):
        reviewed = review_as_lead(
            filing=filing, about=about, opinion="已审查", digest=company.digest, by=company.tao,
            at=company.later(),
        )  # fmt: skip
    assert step_of(reviewed) == "review_as_lead"
    first = company.sign()
    company.pledge(company.joint, company.shi)
    with pytest.raises(Refusal) as early:
        give_consent(
            filing=filing, unit=company.joint, digest=company.digest, recognises=["lead", third.key],
            by=company.shi, at=company.later(), step_up=just(company.shi),
        )  # fmt: skip
    assert (first.event_place, early.value.code) == (None, "order"), (
        "the step waits for the other institution"
    )
    last = sign_compliance(
        filing=filing, unit=third, digest=company.digest, report_digest=company.report, by=mu,
        at=company.later(), step_up=just(mu),
    )  # fmt: skip
    first.refresh_from_db()
    assert step_of(last) == "sign_compliance_as_partner"
    assert first.event_place == last.event_place


def test_a_forged_replayed_or_stale_digest_confirms_nothing(company: Company) -> None:
    old = company.freeze().digest
    reviewed = company.review(company.lead, company.cast.luo)
    edit(company)
    for digest, code in ((old, "not-frozen"), ("f" * 64, "not-frozen")):
        with pytest.raises(Refusal) as refused:
            confirm_again(attestation=reviewed, digest=digest, by=company.cast.luo, at=company.later())
        assert refused.value.code == code
    rewrite(company, OVERVIEW, "改写后的概述")
    company.freeze()
    for digest, code in ((old, "stale"), ("f" * 64, "digest")):
        with pytest.raises(Refusal) as refused:
            confirm_again(attestation=reviewed, digest=digest, by=company.cast.luo, at=company.later())
        assert refused.value.code == code
    again = confirm_again(
        attestation=reviewed, digest=company.digest, by=company.cast.luo, at=company.later()
    )
    assert (again.opinion, again.seen, again.body) == (reviewed.opinion, company.digest, company.body)
    with pytest.raises(Refusal) as twice:
        confirm_again(attestation=reviewed, digest=company.digest, by=company.cast.luo, at=company.later())
    assert twice.value.code == "twice"


@pytest.mark.clause("3.1.c")
def test_consent_names_every_other_unit(company: Company) -> None:
    company.freeze()
    for act in list(company.acts())[:6]:
        act()
    for named in ([], ["lead"], ["joint", "lead"], ["joint", "third"]):
        with pytest.raises(Refusal) as refused:
            give_consent(
                filing=company.filing, unit=company.lead, digest=company.digest, recognises=named,
                by=company.he, at=company.later(), step_up=just(company.he),
            )  # fmt: skip
        assert refused.value.code == "recognises"
    assert company.consent(company.lead, company.he).recognises == ["joint"]
    with pytest.raises(Refusal) as twice:
        company.consent(company.lead, company.he)
    assert twice.value.code == "twice"


def test_who_left_confirms_nothing_and_what_was_confirmed_before_stays(company: Company) -> None:
    company.freeze()
    company.review(company.lead, company.cast.luo)
    leave(company.cast.luo, company)
    assert company.review(company.joint, company.tao)
    with pytest.raises(Refusal) as refused:
        company.review_joint()
    assert refused.value.code == "stranger"
    leave(company.shi, company)
    with pytest.raises(Refusal) as gone:
        company.pledge(company.joint, company.shi)
    assert gone.value.code == "stranger"
    assert [row.by for row in given(company.body)] == [company.cast.luo, company.tao]


def test_an_unconfirmed_institution_prepares_but_does_not_consent_or_file(company: Company) -> None:
    company.freeze()
    for act in list(company.acts())[:6]:
        act()
    Institution.objects.filter(pk=company.cast.tulan.pk).update(status=InstitutionStatus.UNVERIFIED)
    with pytest.raises(Refused, match="图澜") as refused:
        company.consent(company.joint, company.shi)
    assert refused.value.code == "unverified"
    Institution.objects.filter(pk=company.cast.tulan.pk).update(status=InstitutionStatus.VERIFIED)
    company.consent(company.joint, company.shi)
    company.consent(company.lead, company.he)
    Institution.objects.filter(pk=company.cast.tulan.pk).update(status=InstitutionStatus.UNVERIFIED)
    with pytest.raises(Refusal) as unfiled:
        company.file()
    assert unfiled.value.code == "unverified"


def test_an_edit_voids_everything_and_shows_each_person_what_changed(company: Company) -> None:
    before = company.freeze()
    company.attest()
    consent = Attestation.objects.get(kind=AttestationKind.CONSENT, unit=company.joint)
    assert not changes_since(consent, by=company.shi, at=company.at)
    edit(company, company.cast.ning)
    assert given(Body.objects.get(pk=before.pk)) == ()
    rewrite(company, "project.name", "另一个名称")
    first = rows_of(company.filing, None, "content.milestones")[0]
    add_row(
        filing=company.filing, path="content.milestones", value={"name": "复盘"}, by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip
    staff = company.filing.cells.get(unit=company.lead, path="unit.staff")
    write_cell(
        filing=company.filing, unit=company.lead, path="unit.staff", value=99, based_on=staff.version,
        by=company.cast.zhou, at=company.later(),
    )  # fmt: skip
    company.filing.materials.filter(file_name="软件著作权登记证书.pdf").update(removed_at=company.at)
    draft = changes_since(consent, by=company.shi, at=company.at)
    assert not draft.frozen
    assert "unit[lead].staff" not in {cell.location for cell in draft.cells}, (
        "a draft sheet is the unit's own"
    )
    company.freeze()
    changes = changes_since(consent, by=company.shi, at=company.at)
    count = rows_of(company.filing, None, "content.milestones").count()
    assert {(cell.location, cell.became) for cell in changes.cells} == {
        ("project.name", Became.CHANGED),
        (f"content.milestones[{count - 1}]", Became.ADDED),
        ("unit[lead].staff", Became.CHANGED),
    }
    assert [(file.name, file.became) for file in changes.files] == [
        ("软件著作权登记证书.pdf", Became.REMOVED)
    ]
    assert first.value
    with pytest.raises(Refusal):
        changes_since(consent, by=company.cast.mo, at=company.at)


def test_the_same_content_frozen_again_has_the_same_digest_and_no_changes(company: Company) -> None:
    first = company.freeze()
    reviewed = company.review(company.lead, company.cast.luo)
    edit(company)
    second = company.freeze()
    assert (first.digest, first.number + 1) == (second.digest, second.number)
    assert not changes_since(reviewed, by=company.cast.luo, at=company.at)
    assert given(second) == ()


def test_units_may_change_between_two_freezes_and_the_record_follows(company: Company) -> None:
    company.freeze()
    edit(company)
    remove_unit(unit=company.joint, by=company.cast.zhou, at=company.later())
    company.freeze()
    company.review(company.lead, company.cast.luo)
    review_as_lead(
        filing=company.filing, about=None, opinion="已审查", digest=company.digest, by=company.cast.luo,
        at=company.later(),
    )  # fmt: skip
    company.pledge(company.lead, company.he)
    company.sign()
    give_consent(
        filing=company.filing, unit=company.lead, digest=company.digest, recognises=[], by=company.he,
        at=company.later(), step_up=just(company.he),
    )  # fmt: skip
    assert company.file().receipt.text


def another_unit(company: Company) -> Unit:
    """A second licensed institution in the filing."""
    manager = User.objects.create_user("bo@company.example", name="bo")
    claim = claim_institution(
        uscc="91440300MA5NWYND7T", name="湾畔期货有限公司", kind="securities_futures_operator",
        claimant=manager, letter_name="授权书.pdf", letter=b"ok", at=EARLY,
    )  # fmt: skip
    confirm_claim(claim=claim, by=company.cast.wen, evidence="授权书原件", at=EARLY)
    invited = invite_unit(
        filing=company.filing, uscc="91440300MA5NWYND7T", by=company.cast.zhou, at=company.at
    )
    return accept_unit(unit=invited, by=manager, at=company.at)
