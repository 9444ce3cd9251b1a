"""What became of a referral is entered with the body's letter, also after the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.exits import decided, done, view_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.exits.domain.referring import enter_outcome
from xianxing.pilot.exits.models import ReferralOutcome
from xianxing.pilot.exits.queries import referrals_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.3.8")]


def referred(office: Office) -> int:
    done(office, "refer", reason="涉嫌非法经营", evidence="材料")
    return referrals_in(view_of(office))[-1].number


def entered(
    office: Office, number: int, *, on: date | None = None, by: User | None = None, letter: bool = True
) -> ReferralOutcome:
    person = by or office.wen
    at = office.company.later()
    return enter_outcome(
        case=office.company.filing.pk, referral=number, organ="某监管局（虚构）", document="〔2024〕1号",
        received_on=on or day_of(at), words="已立案。", evidence=(office.letter(person),) if letter else (),
        by=person, at=office.company.later(),
    )  # fmt: skip


def test_an_outcome_is_entered_with_its_letter_and_named_by_the_record(on_trial: Office) -> None:
    number = referred(on_trial)
    row = entered(on_trial, number)
    (found,) = referrals_in(view_of(on_trial))
    assert (found.number, found.outcomes) == (number, (row,))
    assert list(case_faults()) == []


def test_a_case_that_has_ended_takes_an_outcome_and_stands_where_it_stood(on_trial: Office) -> None:
    decided(on_trial, "force")
    done(on_trial, "carry_out_exit_plan", unit="lead")
    done(on_trial, "close_forced")
    entered(on_trial, referred(on_trial))
    assert on_trial.state == "forced_out"


def test_what_is_wrong_with_an_outcome_is_said(on_trial: Office) -> None:
    number = referred(on_trial)
    codes = []
    for said in (
        {"number": number + 100},
        {"number": number, "on": day_of(on_trial.company.at) - timedelta(days=400)},
        {"number": number, "on": day_of(on_trial.company.at) + timedelta(days=40)},
        {"number": number, "letter": False},
        {"number": number, "by": on_trial.company.he},
    ):
        with pytest.raises(Refused) as found:
            entered(on_trial, **said)
        codes.append(found.value.code)
    assert codes == ["referral", "received_on", "received_on", "evidence", "role"]
    assert not ReferralOutcome.objects.exists()
