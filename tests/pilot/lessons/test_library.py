"""An entry of the library holds what the public sheet shows, and is published once every unit agrees."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from tests.factories.lessons import LEARNT, confirmed, ended, entry, in_library, published, taken_back
from tests.factories.notices import taken_down
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.domain import stop_for_secrecy
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.lessons.library import published_entries, unconfirmed_units, written_entries
from xianxing.pilot.lessons.models import LibraryConfirmation, LibraryEntry, LibraryState
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.messages.models import Message
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.notices.queries import sheet_of
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("6.1")]


@pytest.fixture
def office(on_trial: Office) -> Office:
    ended(on_trial)
    return on_trial


def test_an_entry_is_published_once_every_unit_has_agreed(office: Office) -> None:
    row = entry(office)
    for signatory in (office.company.he, office.company.shi):
        assert Message.objects.filter(recipient=signatory, kind="library_to_confirm").exists()
    view = case_to_read(row.case_id, office.wen, at=office.company.later())
    confirmed(office, row, office.company.he)
    assert [unit.key for unit in unconfirmed_units(view, row)] == ["joint"]
    with pytest.raises(Refused) as early:
        published(office, row)
    assert (
        early.value.code == "confirmations" and str(office.company.joint.institution) in early.value.message
    )
    confirmed(office, row, office.company.shi)
    assert list(published_entries()) == [] and list(written_entries()) == [row]
    published(office, row)
    assert list(published_entries()) == [row] and list(written_entries()) == []
    assert list(case_faults()) == []


def test_it_holds_nothing_but_what_the_public_sheet_shows(office: Office) -> None:
    row = entry(office)
    sheet = {line.location: line.value for line in sheet_of(RegisterEntry.objects.get().notice)}
    shown = {one["at"]: one["value"] for one in row.content["sheet"]}
    assert shown and shown.items() <= sheet.items()
    assert {one["path"] for one in row.content["sheet"]} <= set(practice().fields)
    assert row.content["outcome"] == "over" and row.content["learnt"]["worked"] == LEARNT["worked"]
    assert row.content["register"]


def test_before_the_register_says_so_nothing_can_be_written(on_trial: Office) -> None:
    with pytest.raises(Refused) as problem:
        entry(on_trial)
    assert problem.value.code == "register"


def test_a_unit_that_asks_for_a_change_stops_the_publication_until_it_is_written_anew(office: Office) -> None:
    row = entry(office)
    confirmed(office, row, office.company.he)
    with pytest.raises(Refused) as silent:
        confirmed(office, row, office.company.shi, agree=False)
    assert silent.value.code == "words"
    confirmed(office, row, office.company.shi, agree=False, words="请删去最后一句")
    with pytest.raises(Refused):
        published(office, row)
    with pytest.raises(Refused) as twice:
        confirmed(office, row, office.company.shi)
    assert twice.value.code == "said"
    with pytest.raises(Refused) as second:
        entry(office)
    assert second.value.code == "held"
    taken_back(office, row, by=office.wen)
    again = in_library(office)
    assert (again.number, again.reference) == (2, "A2024-002")


def test_only_who_signs_confirms_only_the_head_publishes(office: Office) -> None:
    row = entry(office)
    for person in (office.company.cast.zhou, office.wen):
        with pytest.raises(Refused) as problem:
            confirmed(office, row, person)
        assert problem.value.code == "role"
    for signatory in (office.company.he, office.company.shi):
        confirmed(office, row, signatory)
    with pytest.raises(Refused) as writer:
        published(office, row, by=office.wen)
    assert writer.value.code == "role"
    published(office, row)
    with pytest.raises(Refused) as late:
        taken_back(office, row, by=office.wen)
    assert late.value.code == "role"
    assert taken_back(office, row).state == LibraryState.TAKEN_BACK
    assert list(published_entries()) == []
    with pytest.raises(Stranger):
        entry(office, by=office.xu)
    with pytest.raises(Refused):
        entry(office, by=office.fang)


def test_a_forced_exit_that_the_register_does_not_name_stands_without_names(on_trial: Office) -> None:
    ended(on_trial, "force")
    with pytest.raises(Refused) as named:
        entry(on_trial)
    assert named.value.code == "nameless"
    unit = str(on_trial.company.lead.institution)
    with pytest.raises(Refused) as told:
        entry(on_trial, nameless=True, worked=f"{unit}做得好")
    assert told.value.code == "learnt" and unit in told.value.message
    row = in_library(on_trial, nameless=True)
    assert {one["path"] for one in row.content["sheet"]} <= set(practice().nameless)
    said = json.dumps(row.content, ensure_ascii=False)
    for name in (unit, on_trial.company.lead.uscc, str(on_trial.company.joint.institution), "force"):
        assert name not in said
    assert row.content["outcome"] == "over" and row.content["register"] == ""


def test_no_flag_of_the_form_makes_a_cell_of_the_filing_public(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = guide_of(office.company.filing.case.call)
    every = replace(practice(), fields=tuple(guide.fields))
    monkeypatch.setattr("xianxing.pilot.lessons.library.practice", lambda: every)
    sheet = {line.location for line in sheet_of(RegisterEntry.objects.get().notice)}
    assert {one["at"] for one in entry(office).content["sheet"]} == sheet


def test_a_project_that_was_taken_down_has_no_entry(on_trial: Office) -> None:
    taken_down(on_trial.company)
    ended(on_trial)
    with pytest.raises(Refused) as problem:
        entry(on_trial)
    assert problem.value.code == "register"


def test_a_project_that_was_stopped_is_shown_no_more(office: Office) -> None:
    in_library(office)
    office.company.filing.refresh_from_db()
    stop_for_secrecy(
        case=office.company.filing.case, by=office.wen, ground="疑似涉密", at=office.company.later()
    )
    assert list(published_entries()) == []


def test_an_entry_without_words_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as problem:
        entry(office, worked=" ")
    assert problem.value.code == "learnt"
    assert not LibraryEntry.objects.exists()


def test_neither_entry_nor_confirmation_can_be_rewritten(office: Office) -> None:
    in_library(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        LibraryEntry.objects.update(content={"learnt": {}})
    for change in ({"agrees": False}, {"unit": "joint"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            LibraryConfirmation.objects.filter(unit="lead").update(**change)
