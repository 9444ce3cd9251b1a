"""A return names the package that it answers; one for another case, or for none, is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.pilot.acts.courses import a_core_office, of_the_panel, reported, selected
from tests.pilot.acts.staff import Office
from tests.pilot.casework.several import another
from tests.pilot.cast import Cast
from tests.pilot.filings.company import just
from tests.pilot.transmissions.sending import number_letter, packed
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.casework.domain.resolution import carry_on, confirm_list, open_resolution, try_cases
from xianxing.pilot.refusal import Refused
from xianxing.pilot.transmissions.models import TransmissionPackage

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(package_sent: TransmissionPackage) -> TransmissionPackage:
    """The project is selected, and its package went out."""
    return package_sent


def entered(office: Office, package: str, **more: str) -> object:
    """Wen enters that the evaluation was passed, with the panel's letter."""
    answers = {"package_answered": package, **more}
    return office.enter("pass_evaluation", office.wen, evidence=True, answers=answers)


def refused(office: Office, package: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        entered(office, package)
    assert not PendingAct.objects.filter(state="waiting").exists()
    return refusal.value


@pytest.mark.parametrize("by", ["number", "digest", "short"])
def test_two_people_enter_it_with_the_package_by_number_or_digest(
    office: Office, sent: TransmissionPackage, by: str
) -> None:
    said = {"number": f" {sent.number.lower()} ", "digest": sent.digest, "short": sent.digest[:12].upper()}
    entered(office, said[by])
    done = office.both_again("pass_evaluation", office.tang)
    assert done.state == "sheet_confirmation"
    told = bytes(done.event.payload.body).decode()
    assert f'"package_answered":"{sent.number}"' in told
    assert str(sent.pk) in told
    assert list(case_faults([Case.objects.get(pk=sent.case_id)])) == []


def test_a_letter_that_names_none_is_refused_with_the_newest(
    office: Office, sent: TransmissionPackage
) -> None:
    refusal = refused(office, "")
    assert refusal.code == "package"
    assert sent.number in refusal.message
    assert sent.digest[:12] in refusal.message


def test_one_that_is_nobodys_is_refused_with_the_cases_own(office: Office, sent: TransmissionPackage) -> None:
    refusal = refused(office, "SZ-0000-P9")
    assert refusal.code == "package-elsewhere"
    assert "SZ-0000-P9" in refusal.message
    assert sent.number in refusal.message


def test_one_of_another_case_is_refused_and_said_whose_it_is(
    office: Office, sent: TransmissionPackage
) -> None:
    other = another(office)
    selected(other)
    number_letter(other, serial=8)
    theirs = packed(other)
    office.company.at = other.company.at
    refusal = refused(office, theirs.number)
    assert refusal.code == "package-elsewhere"
    assert "另一案件" in refusal.message
    assert theirs.number.rpartition("-")[0] in refusal.message


def test_one_letter_that_answers_two_projects_is_entered_once_and_each_case_has_its_own_event(
    office: Office, sent: TransmissionPackage
) -> None:
    other = another(office)
    selected(other)
    number_letter(other, serial=8)
    theirs = packed(other)
    office.company.at = other.company.at
    both = [office.company.filing.pk, other.company.filing.pk]
    said = {"package_answered": f"{theirs.number}、{sent.digest[:12]}"}
    entry = Entry(answers=said, evidence=(office.letter(office.wen),))
    step = "pass_evaluation"
    assert not any(
        try_cases(cases=both, step=step, entry=entry, by=office.wen, at=office.company.later()).values()
    )
    found = open_resolution(
        key=uuid4(), step=step, cases=both, entry=entry, by=office.wen, at=office.company.later()
    )
    assert carry_on(resolution=found, by=office.wen, at=office.company.later(), step_up=just(office.wen)) == 2
    done = confirm_list(
        resolution=found, by=office.tang, at=office.company.later(), step_up=just(office.tang)
    )
    assert done == 2
    for case, package in zip(both, (sent, theirs), strict=True):
        event = Event.objects.get(case=case, step=step)
        assert f'"package_answered":"{package.number}"' in bytes(event.payload.body).decode()
    assert list(case_faults(Case.objects.filter(pk__in=both))) == []


def test_a_letter_that_names_two_packages_of_one_case_is_refused(
    office: Office, sent: TransmissionPackage
) -> None:
    newer = packed(office)
    refusal = refused(office, f"{sent.number} {newer.number}")
    assert refusal.code == "packages"
    assert sent.number in refusal.message


def test_an_older_one_is_said_plainly_and_confirmed_with_a_word(
    office: Office, sent: TransmissionPackage
) -> None:
    newer = packed(office)
    refusal = refused(office, sent.number)
    assert refusal.code == "package-older"
    assert newer.number in refusal.message
    assert sent.number in refusal.message
    assert "所答复的不是最新材料包的，说明情况" in refusal.message
    entered(office, sent.number, older_package="来函落款早于第二包")
    done = office.both_again("pass_evaluation", office.tang)
    assert "来函落款早于第二包" in bytes(done.event.payload.body).decode()


def test_who_acts_for_csrc_here_answers_the_newest(office: Office, sent: TransmissionPackage) -> None:
    newer = packed(office)
    done = office.do("pass_evaluation", of_the_panel())
    assert f'"package_answered":"{newer.number}"' in bytes(done.event.payload.body).decode()


def test_where_nothing_went_out_from_here_no_package_is_asked_for(office: Office) -> None:
    selected(office)
    assert office.both("pass_evaluation", office.wen, office.tang, evidence=True).state == (
        "sheet_confirmation"
    )


def test_the_bureaus_word_on_a_core_institution_names_it_too(cast: Cast) -> None:
    office = a_core_office(cast)
    reported(office)
    number_letter(office, "report_to_bureau")
    made = packed(office)
    with pytest.raises(Refused) as refusal:
        office.enter("decline_recognition", office.wen, evidence=True)
    assert refusal.value.code == "package"
    said = {"package_answered": made.number}
    done = office.both("decline_recognition", office.wen, office.tang, evidence=True, answers=said)
    assert done.state == "unrecognised"
