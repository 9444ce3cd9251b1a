"""Random acts by random persons in any order: nothing is filed without every attestation of its content."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.pilot.cast import Cast
from tests.pilot.filings.company import Company, a_company, just
from xianxing.pilot.cases.models import Event, Receipt
from xianxing.pilot.filings.attest.attesting import (
    give_consent,
    pledge_truth,
    review_as_lead,
    review_unit,
    sign_compliance,
)
from xianxing.pilot.filings.attest.freezing import edit_again, freeze
from xianxing.pilot.filings.attest.refusing import refuse_attestation
from xianxing.pilot.filings.attest.requirements import Wanted, given
from xianxing.pilot.filings.draft.body import content_digest
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import AttestationKind, Body, Filing, Unit
from xianxing.pilot.filings.next_steps import PossibleAct, next_steps
from xianxing.pilot.filings.submit.filing import file_filing
from xianxing.pilot.filings.submit.withdrawing import withdraw_before
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db
DIGESTS = ("present", "present", "present", "former", "forged")
WHO_MAY = {
    "freeze": {"zhou", "chen"}, "file": {"zhou", "chen"}, "review lead": {"luo"}, "review joint": {"tao"},
    "review as lead": {"luo"}, "pledge lead": {"he"}, "pledge joint": {"shi"}, "sign": {"顾明谦"},
    "consent lead": {"he"}, "consent joint": {"shi"}, "take back lead": {"he"}, "take back joint": {"shi"},
}  # fmt: skip
NEEDED = {key for key in WHO_MAY if key.split()[0] in ("review", "pledge", "sign", "consent")}


class Walk(RuleBasedStateMachine):
    """One filing; `said` is what has succeeded about the present body, by our own book-keeping."""

    company: Company

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.made = self.company.at
        self.said: set[str] = set()
        self.frozen = self.filed = False

    def teardown(self) -> None:
        """Everything as it was before this walk."""
        self.company.at = self.made
        transaction.savepoint_rollback(self.point)

    @property
    def filing(self) -> Filing:
        return Filing.objects.select_related("case__call").get(pk=self.company.filing.pk)

    @property
    def people(self) -> list[User]:
        c = self.company
        return [
            c.cast.zhou,
            c.cast.chen,
            c.cast.luo,
            c.cast.ning,
            c.gu,
            c.he,
            c.tao,
            c.shi,
            c.cast.mo,
            c.cast.wen,
        ]

    def unit(self, lead: bool) -> Unit:
        return self.company.lead if lead else self.company.joint

    def digest(self, which: str) -> str:
        held = list(Body.objects.filter(filing=self.company.filing).order_by("-number"))
        if which == "forged" or not held:
            return "0" * 64
        return held[0 if which == "present" else -1].digest

    def attempt(self, name: str, by: User, act: Callable[[], object]) -> bool:
        """Whether it succeeded; a success by somebody who may not, or after the filing, fails the test."""
        try:
            act()
        except Refusal:
            return False
        assert by.name in WHO_MAY[name], f"{by.name} could {name}"
        assert not self.filed
        return True

    def about_body(self, name: str, by: User, which: str, act: Callable[[str], object]) -> None:
        present = self.digest("present")
        if self.attempt(name, by, lambda: act(self.digest(which))):
            assert self.frozen
            assert self.digest(which) == present
            assert name not in self.said
            self.said.add(name)

    @rule(person=st.integers(0, 9))
    def freeze(self, person: int) -> None:
        by = self.people[person]
        if self.attempt("freeze", by, lambda: freeze(filing=self.filing, by=by, at=self.company.later())):
            assert not self.frozen
            self.frozen, self.said = True, set()

    @rule(person=st.integers(0, 9))
    def edit(self, person: int) -> None:
        try:
            edit_again(filing=self.filing, by=self.people[person], at=self.company.later())
        except Refusal:
            return
        assert self.frozen
        assert not self.filed
        self.frozen, self.said = False, set()

    @rule(text=st.sampled_from(["甲", "乙"]))
    def write(self, text: str) -> None:
        cell = self.filing.cells.get(unit=None, path="project.name")
        try:
            write_cell(
                filing=self.filing, path=cell.path, value=text, based_on=cell.version,
                by=self.company.cast.zhou, at=self.company.later(),
            )  # fmt: skip
        except Refusal:
            assert self.frozen
        else:
            assert not self.frozen

    @rule(person=st.integers(0, 9), lead=st.booleans(), which=st.sampled_from(DIGESTS))
    def review(self, person: int, lead: bool, which: str) -> None:
        by, unit, at = self.people[person], self.unit(lead), self.company.later()
        self.about_body(f"review {unit.key}", by, which, lambda digest: review_unit(
            filing=self.filing, unit=unit, opinion="已审查", digest=digest, by=by, at=at,
        ))  # fmt: skip

    @rule(person=st.integers(0, 9), which=st.sampled_from(DIGESTS))
    def review_for_lead(self, person: int, which: str) -> None:
        by, at = self.people[person], self.company.later()
        self.about_body("review as lead", by, which, lambda digest: review_as_lead(
            filing=self.filing, about=self.company.joint, opinion="已审查", digest=digest, by=by, at=at,
        ))  # fmt: skip

    @rule(person=st.integers(0, 9), lead=st.booleans(), which=st.sampled_from(DIGESTS))
    def pledge(self, person: int, lead: bool, which: str) -> None:
        by, unit, at = self.people[person], self.unit(lead), self.company.later()
        self.about_body(f"pledge {unit.key}", by, which, lambda digest: pledge_truth(
            filing=self.filing, unit=unit, digest=digest, by=by, at=at,
        ))  # fmt: skip

    @precondition(lambda self: self.frozen)
    @rule(person=st.integers(0, 9), which=st.sampled_from(DIGESTS), refuse=st.booleans())
    def sign(self, person: int, which: str, refuse: bool) -> None:
        by, at, report = self.people[person], self.company.later(), self.company.report
        if refuse:
            try:
                refuse_attestation(
                    filing=self.filing, want=Wanted(AttestationKind.COMPLIANCE, self.company.lead),
                    digest=self.digest(which), report_digest=report, reason="不同意", by=by, at=at,
                    step_up=just(by),
                )  # fmt: skip
            except Refusal:
                return
            assert by == self.company.gu
            return
        self.about_body("sign", by, which, lambda digest: sign_compliance(
            filing=self.filing, unit=self.company.lead, digest=digest, report_digest=report, by=by, at=at,
            step_up=just(by),
        ))  # fmt: skip

    @rule(person=st.integers(0, 9), lead=st.booleans(), which=st.sampled_from(DIGESTS))
    def consent(self, person: int, lead: bool, which: str) -> None:
        by, unit, at = self.people[person], self.unit(lead), self.company.later()
        self.about_body(f"consent {unit.key}", by, which, lambda digest: give_consent(
            filing=self.filing, unit=unit, digest=digest, recognises=[self.unit(not lead).key], by=by, at=at,
            step_up=just(by),
        ))  # fmt: skip

    @rule(person=st.integers(0, 9), lead=st.booleans())
    def take_back(self, person: int, lead: bool) -> None:
        by, unit, at = self.people[person], self.unit(lead), self.company.later()
        if self.attempt(f"take back {unit.key}", by, lambda: withdraw_before(
            filing=self.filing, unit=unit, by=by, at=at, step_up=just(by),
        )):  # fmt: skip
            self.said.remove(f"consent {unit.key}")

    @rule(person=st.integers(0, 9), which=st.sampled_from(DIGESTS))
    def file(self, person: int, which: str) -> None:
        by, digest = self.people[person], self.digest(which)
        before = set(self.said)
        if self.attempt("file", by, lambda: file_filing(
            filing=self.filing, digest=digest, by=by, at=self.company.later(), step_up=just(by),
        )):  # fmt: skip
            assert before == NEEDED
            assert digest == self.digest("present") == content_digest(self.filing)
            self.filed = True

    @precondition(lambda self: not self.filed)
    @rule(acts=st.integers(1, 9))
    def proceed(self, acts: int) -> None:
        """What people are offered can be done: the way on which a walk gets anywhere."""
        if not self.frozen:
            self.freeze(0)
        for _turn in range(acts):
            offers = [(number, offer) for number in range(8) for offer in self._offered(number)]
            if not offers:
                self.file(0, "present")
                assert self.filed
                return
            before = len(self.said)
            self._give(*offers[acts % len(offers)])
            assert len(self.said) == before + 1

    def _offered(self, person: int) -> list[PossibleAct]:
        return [
            one
            for one in next_steps(self.filing, self.people[person], at=self.company.at).possible
            if one.kind
        ]

    def _give(self, person: int, offer: PossibleAct) -> None:
        lead = offer.unit == self.company.lead
        {
            "unit_review": lambda: self.review(person, lead, "present"),
            "truth_pledge": lambda: self.pledge(person, lead, "present"),
            "lead_review": lambda: self.review_for_lead(person, "present"),
            "compliance": lambda: self.sign(person, "present", False),
            "consent": lambda: self.consent(person, lead, "present"),
        }[offer.act]()

    @invariant()
    def book_and_database_agree(self) -> None:
        """What stands in the database is what succeeded; a receipt is there exactly when it was filed."""
        held = Body.objects.filter(filing=self.company.filing, voided_at__isnull=True).first()
        assert (held is not None) == self.frozen
        assert len(given(held)) == len(self.said)
        filed = Event.objects.filter(step="file").count()
        assert filed == Receipt.objects.count() == int(self.filed)
        assert Body.objects.filter(filed_at__isnull=False).count() == filed


@pytest.mark.clause("3.1.c")
def test_random_acts_never_file_what_was_not_attested(cast: Cast) -> None:
    Walk.company = a_company(cast)
    assert connection.in_atomic_block
    fewer = max(4, settings.default.max_examples // 4) if settings.default else 4
    run_state_machine_as_test(
        Walk, settings=settings(max_examples=fewer, stateful_step_count=25, deadline=None)
    )
