"""Versions: the digest is the text; a running case moves only by a recorded, reasoned amendment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.procedure.support import BROKER, DEPUTY, HEAD, STAFF, Case, at, pilot, with_step
from xianxing.procedure import RefusedError, amend, canonical, current, digest_of, load_procedure
from xianxing.procedure.events import AMENDED


def test_the_same_text_is_the_same_version() -> None:
    assert canonical(pilot()) == canonical(load_procedure("shenzhen-2023"))
    assert digest_of(pilot()).startswith("sha256:")
    assert len(digest_of(pilot())) == 71


def test_any_change_is_another_version() -> None:
    step = pilot().steps["freeze"]
    for changed in (replace(step, zh="锁定"), replace(step, actors=("unit",)), replace(step, four_eyes=True)):
        assert digest_of(with_step(pilot(), changed)) != digest_of(pilot())


def test_print_numbering_of_clauses_changes_no_version() -> None:
    assert digest_of(replace(pilot(), clauses={})) == digest_of(pilot())


def test_what_a_number_is_checked_against_changes_no_version_but_the_number_does() -> None:
    days = pilot().parameters["public_notice_days"]
    unnamed = replace(pilot(), parameters={**pilot().parameters, days.id: replace(days, law="")}, numbers={})
    fewer = replace(pilot(), parameters={**pilot().parameters, days.id: replace(days, value=4)})
    assert digest_of(unnamed) == digest_of(pilot()) != digest_of(fewer)


def test_a_running_case_stays_under_its_version_until_amended() -> None:
    case = Case()
    other = with_step(pilot(), replace(pilot().steps["abandon_draft"], four_eyes=True))
    version = case.store.add_version(other)
    assert current(case.store, "c").version == digest_of(pilot())
    done = amend(case.store, "c", version, HEAD, "改用新的做法", at(case.day), second=DEPUTY)
    assert done.events[-1].step == AMENDED
    assert done.events[-1].payload["reason"] == "改用新的做法"
    assert current(case.store, "c").version == version
    with pytest.raises(RefusedError) as caught:
        case.do("abandon_draft", BROKER)
    assert caught.value.code == "second_person"


def test_an_amendment_needs_reason_two_people_authority_and_a_fitting_version() -> None:
    case = Case()
    version = case.store.add_version(with_step(pilot(), replace(pilot().steps["freeze"], zh="锁定")))
    states = {key: state for key, state in pilot().states.items() if key != "draft"}
    unfit = case.store.add_version(replace(pilot(), states=states))
    tries = [
        (version, HEAD, " ", DEPUTY, "reason"),
        (version, HEAD, "理由", HEAD, "second_person"),
        (version, BROKER, "理由", DEPUTY, "not_permitted"),
        ("sha256:0", HEAD, "理由", STAFF, "version"),
        (unfit, HEAD, "理由", STAFF, "version"),
        (digest_of(pilot()), HEAD, "理由", STAFF, "version"),
    ]
    for target, actor, reason, second, code in tries:
        with pytest.raises(RefusedError) as caught:
            amend(case.store, "c", target, actor, reason, at(case.day), second=second)
        assert caught.value.code == code
    assert len(case.store.events("c")) == 1


def test_every_value_of_a_fact_has_a_word_and_words_change_no_version() -> None:
    procedure = pilot()
    values = {value for fact in procedure.facts.values() for value in fact.domain if isinstance(value, str)}
    assert values == set(procedure.words)
    assert procedure.word("pilot_institution") == "试点机构"
    assert procedure.word("pilot_institution", "en") == "pilot institution"
    assert procedure.word(2) == "2"
    assert digest_of(replace(procedure, words={})) == digest_of(procedure)
