"""Claiming tells a second claimant nothing; confirming needs staff and evidence."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.pilot.cast import NOON, PENGHAI, Cast
from xianxing.pilot.parties.domain.institutions import (
    add_licence,
    claim_institution,
    confirm_claim,
    refuse_claim,
    rename_institution,
)
from xianxing.pilot.parties.enums import InstitutionStatus, MemberRole
from xianxing.pilot.parties.models import Claim, Institution, User
from xianxing.pilot.parties.queries import member_roles
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.both_databases

FREE = "91440300MA5URTQ211"


def claim(by: User, uscc: str = FREE, letter: bytes = b"sealed", at: datetime = NOON) -> Claim:
    return claim_institution(
        uscc=uscc,
        name="深衡证券股份有限公司",
        kind="securities_futures_operator",
        claimant=by,
        letter_name="授权书.pdf",
        letter=letter,
        at=at,
    )


def test_mo_claims_a_free_institution_and_may_draft_but_it_is_unverified(cast: Cast) -> None:
    institution = claim(cast.mo).institution
    assert not institution.verified
    assert member_roles(cast.mo, institution, at=NOON) == {MemberRole.MANAGER}


def test_a_second_claimant_learns_nothing_whether_the_first_is_confirmed_or_not(cast: Cast) -> None:
    claim(cast.ning)
    messages = set()
    for taken in (FREE, PENGHAI):
        with pytest.raises(Refused) as refusal:
            claim(cast.mo, taken)
        messages.add(refusal.value.message)
    assert messages == {"无法在此认领该机构；请联系专项工作组。"}
    assert member_roles(cast.mo, cast.penghai, at=NOON) == frozenset()


@pytest.mark.parametrize("uscc", ["91440300MA5URTQ212", "9144", "", "不是代码"])
def test_a_code_with_a_wrong_check_digit_is_refused(cast: Cast, uscc: str) -> None:
    with pytest.raises(Refused) as refusal:
        claim(cast.mo, uscc)
    assert refusal.value.code == "uscc"
    assert not Institution.objects.filter(name="深衡证券股份有限公司").exists()


def test_an_empty_letter_is_refused_and_leaves_no_institution(cast: Cast) -> None:
    with pytest.raises(Refused):
        claim(cast.mo, letter=b"")
    assert not Institution.objects.filter(uscc=FREE).exists()


def test_only_the_secretariat_confirms_and_only_with_evidence(cast: Cast) -> None:
    pending = claim(cast.mo)
    for person, evidence, code in ((cast.chen, "看过原件", "secretariat"), (cast.wen, "  ", "evidence")):
        with pytest.raises(Refused) as refusal:
            confirm_claim(claim=pending, by=person, evidence=evidence, at=NOON)
        assert refusal.value.code == code
    assert confirm_claim(claim=pending, by=cast.wen, evidence="看过原件", at=NOON).verified


def test_a_decided_claim_is_not_decided_again(cast: Cast) -> None:
    pending = claim(cast.mo)
    refuse_claim(claim=pending, by=cast.wen, reason="授权书未盖章", at=NOON)
    with pytest.raises(Refused) as refusal:
        confirm_claim(claim=pending, by=cast.tang, evidence="看过原件", at=NOON)
    assert refusal.value.code == "decided"
    assert not Institution.objects.get(uscc=FREE).verified


def test_after_a_refusal_its_own_manager_hands_in_another_letter_and_nobody_else(cast: Cast) -> None:
    refuse_claim(claim=claim(cast.mo), by=cast.wen, reason="授权书未盖章", at=NOON)
    with pytest.raises(Refused) as refusal:
        claim(cast.ning)
    assert refusal.value.code == "contact-the-group"
    again = claim(cast.mo, letter=b"sealed")
    with pytest.raises(Refused):
        claim(cast.mo)
    assert confirm_claim(claim=again, by=cast.wen, evidence="看过原件", at=NOON).uscc == FREE
    with pytest.raises(Refused):
        claim(cast.mo)


def test_a_code_that_was_freed_is_claimed_by_the_right_people_as_if_for_the_first_time(cast: Cast) -> None:
    false = claim(cast.mo)
    later = NOON + timedelta(hours=1)
    add_licence(
        institution=false.institution, by=cast.mo, name="伪造", number="1", authority="无", valid_from=None,
        valid_to=None, at=NOON,
    )  # fmt: skip
    refuse_claim(claim=false, by=cast.wen, reason="授权书系伪造", at=later, free=True)
    assert not member_roles(cast.mo, false.institution, at=later)
    right = claim(cast.ning, at=later)
    assert right.institution == false.institution and not right.institution.verified
    assert member_roles(cast.ning, right.institution, at=later) == {MemberRole.MANAGER}
    assert not right.institution.licences.exists()
    with pytest.raises(Refused) as refusal:
        claim(cast.mo, at=later)
    assert refusal.value.code == "contact-the-group"


def test_the_database_refuses_a_verified_institution_without_evidence(cast: Cast) -> None:
    pending = claim(cast.mo).institution
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=pending.pk).update(status=InstitutionStatus.VERIFIED)


def test_a_renamed_institution_keeps_its_old_name_with_its_last_day(cast: Cast) -> None:
    new = "鹏海国际证券股份有限公司"
    rename_institution(institution=cast.penghai, name=f" {new} ", evidence="更名公告", by=cast.wen, at=NOON)
    former = cast.penghai.former_names.get()
    assert (former.name, former.until.isoformat()) == ("鹏海证券股份有限公司", "2024-01-15")
    assert Institution.objects.get(uscc=PENGHAI).name == "鹏海国际证券股份有限公司"


def test_only_the_secretariat_renames_a_confirmed_institution_on_evidence(cast: Cast) -> None:
    pending = claim(cast.mo).institution
    tries = [
        (cast.penghai, cast.chen, "新名", "更名公告", "secretariat"),
        (pending, cast.wen, "新名", "更名公告", "unverified"),
        (cast.penghai, cast.wen, cast.penghai.name, "更名公告", "name"),
        (cast.penghai, cast.wen, "  ", "更名公告", "name"),
        (cast.penghai, cast.wen, "新名", " ", "evidence"),
    ]
    for institution, by, name, evidence, code in tries:
        with pytest.raises(Refused) as refusal:
            rename_institution(institution=institution, name=name, evidence=evidence, by=by, at=NOON)
        assert refusal.value.code == code
    assert not cast.penghai.former_names.exists()
