"""What institutions are held to is signed item by item; a list that changed is signed anew, none is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.factories.inspections import planned
from tests.factories.monitoring import committed
from tests.factories.notices import Noticed, allowed_and_published, take, to_consultation
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.changes.domain.deciding import decide_change, tell_change
from xianxing.pilot.inspections.models import InspectionLine
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.commitments import CommitmentList, commitments_of, signed_items
from xianxing.pilot.supervision.domain.committing import follow_commitments, sign_commitments
from xianxing.pilot.supervision.models import CommitmentSignature, CommitmentStanding
from xianxing.procedure.events import JSON
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.2.1")]
BUREAU = Actor("b", frozenset({"technology_bureau"}))


def current(office: Office) -> CommitmentList:
    return commitments_of(case_to_read(office.company.filing.pk, office.company.he, at=office.company.at))


def refused(office: Office, *, by: User | None = None, unit: str = "lead", digest: str = "") -> str:
    he = office.company.he
    person = by or he
    with pytest.raises(Refused) as said:
        sign_commitments(
            case=office.company.filing.pk, unit=unit, digest=digest or current(office).digest, by=person,
            step_up=just(person), at=office.company.later(),
        )  # fmt: skip
    return said.value.code


def told(office: Office) -> list[str]:
    rows = Message.objects.filter(kind="commitments_to_sign", case=office.company.filing.case)
    return list(rows.values_list("recipient__name", flat=True))


def standing(office: Office) -> tuple[int, list[str]]:
    row = CommitmentStanding.objects.get(case=office.company.filing.case)
    return row.version, row.unsigned


def changed(office: Office, *, kind: str = "cap") -> None:
    """A change of a cap is told, and agreed to by the head of the group."""
    company = office.company
    row = tell_change(
        case=company.filing.pk, kind=kind, what="客户上限由五千户改为四千户", why="控制风险", by=company.he,
        step_up=just(company.he), effective_on=day_of(company.at) + timedelta(days=40), at=company.later(),
    )  # fmt: skip
    decider = office.fang if row.approval else office.wen
    decide_change(
        case=company.filing.pk, number=row.number, agree=True, reason="", by=decider, step_up=just(decider),
        at=company.later(),
    )  # fmt: skip


def test_a_signature_holds_each_item_with_its_place_words_and_digest(on_trial: Office) -> None:
    row = committed(on_trial)
    found = current(on_trial)
    assert (row.version, row.unit, row.digest) == (1, "lead", found.digest)
    assert signed_items(row) == list(found.items)
    assert {one["source"] for one in row.items} == {"filing"}
    assert all(one["digest"] == item.digest for one, item in zip(row.items, found.items, strict=True))
    first = row.items[0]
    assert (first["place"], first["clause"]) == ("content.business_risks[0]", "4.2.3")
    assert first["label"] == "业务风险清单"
    assert len({one["place"] for one in row.items}) == len(row.items)
    assert list(case_faults()) == []


def test_conditions_of_panel_and_consultation_are_signed_from_the_permission_to_start(
    under_notice: Noticed,
) -> None:
    company = under_notice.company
    to_consultation(company, under_notice.notice)
    said: dict[str, JSON] = {"condition": "每月报送误报率。"}
    take(company, "set_trial_condition", BUREAU, item="c1", particulars=said)
    agreed: dict[str, JSON] = {"consultation_conditions": "首季只对内部用户开放。"}
    take(
        company, "record_consultation", BUREAU, consultation_view="agrees_with_conditions",
        particulars=agreed,
    )  # fmt: skip
    office = an_office(company)
    assert refused(office) == "not-started"
    assert follow_commitments(at=company.later()) == 0
    allowed_and_published(company)
    assert follow_commitments(at=company.later()) == 1
    assert standing(office) == (1, ["lead"])
    conditions = [one for one in committed(office).items if one["source"] != "filing"]
    assert [(one["source"], one["clause"], one["words"]) for one in conditions] == [
        ("panel", "5.1.2", "每月报送误报率。"),
        ("consultation", "5.1.3", "首季只对内部用户开放。"),
    ]


def test_only_who_signs_for_a_pilot_institution_signs_and_each_version_once(on_trial: Office) -> None:
    company = on_trial.company
    assert refused(on_trial, by=company.cast.zhou) == "role"
    assert refused(on_trial, by=on_trial.wen) == "role"
    assert refused(on_trial, unit="joint") == "role"
    with pytest.raises(Stranger):
        committed(on_trial, by=company.cast.mo)
    assert not CommitmentSignature.objects.exists()
    committed(on_trial)
    assert refused(on_trial) == "signed"
    assert CommitmentSignature.objects.count() == 1


def test_a_list_that_changed_while_it_was_read_is_not_signed(on_trial: Office) -> None:
    before = current(on_trial).digest
    changed(on_trial)
    assert refused(on_trial, digest=before) == "changed"


def test_an_agreed_change_makes_a_version_that_is_signed_anew_and_the_first_stays(on_trial: Office) -> None:
    first = committed(on_trial)
    assert standing(on_trial) == (1, [])
    changed(on_trial)
    follow_commitments(at=on_trial.company.later())
    assert standing(on_trial) == (2, ["lead"])
    second = committed(on_trial)
    assert (second.version, standing(on_trial)) == (2, (2, []))
    [added] = [one for one in second.items if one not in first.items]
    assert (added["source"], added["place"], added["label"]) == ("change", "1", "规模、客户数等上限")
    assert added["words"].startswith("客户上限由五千户改为四千户（自")
    first.refresh_from_db()
    assert (first.version, len(first.items)) == (1, len(second.items) - 1)
    assert list(case_faults()) == []


def test_what_the_group_only_notes_leaves_the_list_as_it_is(on_trial: Office) -> None:
    before = current(on_trial).digest
    changed(on_trial, kind="supplier")
    assert current(on_trial).digest == before


def test_who_signs_is_told_once_for_each_list(on_trial: Office) -> None:
    assert follow_commitments(at=on_trial.company.later()) == 1
    assert follow_commitments(at=on_trial.company.later()) == 0
    assert told(on_trial) == ["he"]
    committed(on_trial)
    follow_commitments(at=on_trial.company.later())
    assert told(on_trial) == ["he"]
    changed(on_trial)
    follow_commitments(at=on_trial.company.later())
    assert told(on_trial) == ["he", "he"]


def test_the_checklist_of_an_inspection_names_what_was_signed(on_trial: Office) -> None:
    committed(on_trial)
    changed(on_trial)
    planned(on_trial)
    lines = InspectionLine.objects.order_by("number")
    filed = [one.label for one in lines if one.source == "filing"]
    assert all(label.endswith("【已签署，承诺清单第1版】") for label in filed)
    assert [one.label for one in lines if one.source == "change"] == ["规模、客户数等上限"]


def test_the_database_refuses_to_change_what_was_signed(on_trial: Office) -> None:
    row = committed(on_trial)
    for said in ({"items": [{"words": "别的"}]}, {"version": 2}, {"unit": "joint"}, {"digest": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CommitmentSignature.objects.filter(pk=row.pk).update(**said)


def test_a_stop_ends_reminders_and_an_erasure_takes_the_words_and_their_digest(on_trial: Office) -> None:
    committed(on_trial)
    company = on_trial.company
    case, li = Case.objects.get(pk=company.filing.pk), company.cast.li
    changed(on_trial)
    stop_for_secrecy(case=case, by=li, ground="涉密", at=company.later())
    assert follow_commitments(at=company.later()) == 0
    report_secret(case=case, by=li, to="保密行政管理部门", reference="密报1号", at=company.later())
    erase_secret(case=case, sequences=[], by=li, reason="涉密", at=company.later())
    row = CommitmentSignature.objects.get()
    assert (row.items, row.digest) == ([], "")
    assert not CommitmentStanding.objects.exists()
    assert case_faults() == []
