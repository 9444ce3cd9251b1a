"""Nobody stands in the pool without the own consent; taking it back takes the person out of everything."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.incentives import agreed, in_pool, stated
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company, a_person
from xianxing.pilot.cases.domain import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.domain.pooling import (
    decide_contribution,
    drop_contribution,
    give_consent_to_pool,
    withdraw_consent_to_pool,
)
from xianxing.pilot.incentives.models import TalentConsent, TalentContribution
from xianxing.pilot.incentives.pool import consent_of, contributions_of, pool, stated_contributions
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("6.1")]


def names(office: Office) -> list[str]:
    return [one.consent.person.name for one in pool(at=office.company.later())]


def decided(
    office: Office, row: TalentContribution, by: User, *, accept: bool = True, reason: str = "属实"
) -> None:
    decide_contribution(contribution=row.pk, accept=accept, reason=reason, by=by, at=office.company.later())


def test_who_agreed_and_contributed_much_stands_in_the_pool(on_trial: Office) -> None:
    zhou = on_trial.company.cast.zhou
    agreed(on_trial, zhou)
    row = stated(on_trial, zhou)
    assert names(on_trial) == [] and stated_contributions() == [row]
    decided(on_trial, row, on_trial.wen)
    (member,) = pool(at=on_trial.company.later())
    assert (member.consent.person, member.institutions) == (zhou, (str(on_trial.company.lead.institution),))
    assert Message.objects.filter(recipient=zhou, kind="talent_decided").exists()
    assert list(row_faults()) == []


def test_the_record_shows_what_it_can(on_trial: Office) -> None:
    he = on_trial.company.he
    agreed(on_trial, he)
    shown = stated(on_trial, he).proofs
    assert shown and {"number", "step", "role", "day"} == set(shown[0])
    agreed(on_trial, on_trial.ren)
    assert stated(on_trial, on_trial.ren).proofs == []


def test_taking_the_consent_back_takes_the_person_out_and_the_words_with_it(on_trial: Office) -> None:
    zhou = on_trial.company.cast.zhou
    in_pool(on_trial, zhou)
    assert names(on_trial) == [zhou.name]
    withdraw_consent_to_pool(by=zhou, at=on_trial.company.later())
    assert names(on_trial) == [] and contributions_of(zhou) == []
    assert not TalentContribution.objects.exists()
    row = TalentConsent.objects.get()
    assert (row.expertise, consent_of(zhou)) == ("", None) and row.withdrawn_at is not None
    assert list(row_faults()) == []
    with pytest.raises(Refused) as twice:
        withdraw_consent_to_pool(by=zhou, at=on_trial.company.later())
    assert twice.value.code == "consent"
    agreed(on_trial, zhou)
    assert names(on_trial) == [] and TalentConsent.objects.count() == 2


def test_a_row_that_nobody_entered_counts_for_nothing(on_trial: Office) -> None:
    zhou = on_trial.company.cast.zhou
    in_pool(on_trial, zhou)
    TalentConsent.objects.update(expertise="冒名")
    assert names(on_trial) == [] and consent_of(zhou) is None
    assert len(list(row_faults())) == 1
    luo = on_trial.company.cast.luo
    TalentConsent.objects.create(
        person=luo,
        text="2024",
        text_digest="0" * 64,
        expertise="冒名",
        given_at=on_trial.company.later(),
        seal="x",
    )
    assert consent_of(luo) is None


def test_experts_officers_and_strangers_do_not_stand_in_the_pool(on_trial: Office) -> None:
    nobody = User.objects.create_user("nobody@cast.example", name="无角色")
    for person in (on_trial.xu, on_trial.company.cast.li, nobody):
        with pytest.raises(Refused) as problem:
            agreed(on_trial, person)
        assert problem.value.code == "role"


def test_the_secretariat_decides_with_a_reason_and_never_about_itself(on_trial: Office) -> None:
    wen = on_trial.wen
    agreed(on_trial, wen)
    own = stated(on_trial, wen)
    with pytest.raises(Refused) as mine:
        decided(on_trial, own, wen)
    assert mine.value.code == "own"
    with pytest.raises(Refused):
        decided(on_trial, own, on_trial.fang)
    with pytest.raises(Refused) as silent:
        decided(on_trial, own, on_trial.tang, reason=" ")
    assert silent.value.code == "reason"
    decided(on_trial, own, on_trial.tang, accept=False)
    with pytest.raises(Stranger):
        decided(on_trial, own, on_trial.tang)
    assert names(on_trial) == []


def test_only_ones_own_contribution_is_dropped(on_trial: Office) -> None:
    zhou = on_trial.company.cast.zhou
    row = in_pool(on_trial, zhou)
    with pytest.raises(Stranger):
        drop_contribution(contribution=row.pk, by=on_trial.wen)
    drop_contribution(contribution=row.pk, by=zhou)
    assert names(on_trial) == []


def test_what_can_not_be_stated_is_refused(on_trial: Office) -> None:
    zhou = on_trial.company.cast.zhou
    with pytest.raises(Refused) as early:
        stated(on_trial, zhou)
    assert early.value.code == "consent"
    agreed(on_trial, zhou)
    with pytest.raises(Refused) as twice:
        agreed(on_trial, zhou)
    assert twice.value.code == "held"
    with pytest.raises(Refused) as empty:
        stated(on_trial, zhou, words="")
    assert empty.value.code == "words"
    stated(on_trial, zhou)
    with pytest.raises(Refused) as again:
        stated(on_trial, zhou)
    assert again.value.code == "held"
    elsewhere = Institution.objects.create(name="别处证券", uscc="91440300MA5ELSE001", kind="fund_custodian")
    stranger = a_person("lin", elsewhere, MemberRole.SIGNATORY)
    agreed(on_trial, stranger)
    with pytest.raises(Stranger):
        stated(on_trial, stranger)


def test_a_project_that_has_not_started_is_no_contribution(company_filed: Company) -> None:
    office = an_office(company_filed)
    agreed(office, office.company.cast.zhou)
    with pytest.raises(Refused) as problem:
        stated(office, office.company.cast.zhou)
    assert problem.value.code == "not-started"


def test_a_text_that_was_not_shown_is_agreed_to_by_nobody(on_trial: Office) -> None:
    with pytest.raises(Refused) as problem:
        give_consent_to_pool(
            digest="0" * 64, expertise="识别", by=on_trial.company.cast.zhou, at=on_trial.company.later()
        )
    assert problem.value.code == "text"
    assert consent_text(date(2020, 1, 1)).id == "2024"


def test_a_stop_for_secrecy_hides_contributions_and_an_erasure_takes_them(on_trial: Office) -> None:
    zhou, li = on_trial.company.cast.zhou, on_trial.company.cast.li
    in_pool(on_trial, zhou)
    case = on_trial.company.filing.case
    case.refresh_from_db()
    stop_for_secrecy(case=case, by=li, ground="涉密", at=on_trial.company.later())
    assert names(on_trial) == [] and contributions_of(zhou) == []
    report_secret(case=case, by=li, to="保密行政管理部门", reference="密报1号", at=on_trial.company.later())
    erase_secret(case=case, sequences=[], by=li, reason="涉密", at=on_trial.company.later())
    assert not TalentContribution.objects.exists()
