"""A notice that stands on the organ's own site: entered with its address, counted from its publication."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.procedure.support import (
    BROKER,
    BUREAU,
    DEPUTY,
    HEAD,
    PUBLIC,
    STAFF,
    STAFF_TWO,
    TECH,
    Case,
    Weekdays,
    elsewhere,
    pilot,
    refused,
    state,
)
from xianxing.i18n import language
from xianxing.procedure import check, current, digest_of
from xianxing.procedure.differences import compare_procedures
from xianxing.procedure.events import JSON
from xianxing.procedure.reading import read_procedure
from xianxing.procedure.ticking import CHINA, limit_of

ADDRESS = "https://jg.example/gongshi/2024/1.html"


@pytest.fixture
def case() -> Case:
    """Evaluated, and the sheet confirmed by both units."""
    found = Case(elsewhere(pilot()))
    found.file()
    found.select()
    found.do("pass_evaluation", BUREAU)
    for actor in (BROKER, TECH):
        found.do("confirm_public_sheet", actor)
    return found


def stated(day: date, hour: int = 9, address: str = ADDRESS) -> dict[str, JSON]:
    """Address and instant, as they are entered."""
    instant = datetime(day.year, day.month, day.day, hour, tzinfo=CHINA).isoformat()
    return {"official_address": address, "official_instant": instant}


def test_the_five_days_run_from_the_publication_and_not_from_its_entry(case: Case) -> None:
    published, case.day = case.day, case.day + timedelta(days=3)
    case.do("open_notice", STAFF, STAFF_TWO, evidence="网页.pdf", particulars=stated(published))
    found = current(case.store, "c")
    clock = found.clocks["public_notice"]
    assert clock.day == published
    limit = limit_of(case.procedure, "public_notice", clock, Weekdays()).day
    assert limit == Weekdays().add_workdays(published, 5)[0]
    case.day = limit
    case.do("comment", PUBLIC, item="1")
    case.day = limit + timedelta(days=1)
    case.do("consider_comment", STAFF, item="1")
    assert state(case) == "comments_review"


def test_a_publication_later_than_its_entry_is_refused_to_the_minute(case: Case) -> None:
    later = stated(case.day, 11)
    found = refused(
        case, "open_notice", STAFF, STAFF_TWO, code="particular", evidence="网页.pdf", particulars=later
    )
    assert found.particulars == ("official_instant",)
    assert "晚于" in found.sentence and f"{case.day}T10:00+08:00" in found.sentence
    with language("en"):
        found = refused(
            case, "open_notice", STAFF, STAFF_TWO, code="particular", evidence="网页.pdf", particulars=later
        )
    assert "lies after this act" in found.sentence


@pytest.mark.parametrize(
    "address",
    ["jg.example/1", "ftp://jg.example/1", "javascript:alert(1)", "https://", "https:///1", "https://a b/",
     "https://u:p@jg.example/", 'https://jg.example/"><b>', "https://[1",
     "https://jg.example/" + "长" * 1000, 7],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_with_what_would_do(case: Case, address: JSON) -> None:
    wrong = {**stated(case.day), "official_address": address}
    found = refused(
        case, "open_notice", STAFF, STAFF_TWO, code="particular", evidence="网页.pdf", particulars=wrong
    )
    assert found.particulars == ("official_address",)
    assert "https://" in found.sentence


def test_it_takes_both_particulars_a_file_of_the_page_and_a_second_person(case: Case) -> None:
    good = stated(case.day)
    found = refused(case, "open_notice", STAFF, STAFF_TWO, code="evidence", particulars=good)
    assert "网页" in found.sentence
    refused(case, "open_notice", STAFF, code="second_person", evidence="网页.pdf", particulars=good)
    found = refused(
        case, "open_notice", STAFF, STAFF_TWO, code="particular", evidence="网页.pdf", particulars={}
    )
    assert found.particulars == ("official_address", "official_instant")


def test_nobody_moves_the_first_day_by_another_way(case: Case) -> None:
    case.do(
        "open_notice", STAFF, STAFF_TWO, evidence="网页.pdf", particulars=stated(case.day), since="2024-01-01"
    )
    assert current(case.store, "c").clocks["public_notice"].day == case.day
    here = Case()
    here.file()
    here.select()
    here.do("pass_evaluation", BUREAU)
    for actor in (BROKER, TECH):
        here.do("confirm_public_sheet", actor)
    here.do("open_notice", STAFF, since="2024-01-01")
    assert current(here.store, "c").clocks["public_notice"].day == here.day


def test_the_term_of_the_trial_begins_with_the_formal_publication(case: Case) -> None:
    case.do("open_notice", STAFF, STAFF_TWO, evidence="网页.pdf", particulars=stated(case.day))
    case.day += timedelta(days=8)
    case.do("record_finding", HEAD)
    case.do("record_consultation", BUREAU)
    case.do("allow_start", HEAD, DEPUTY)
    published, case.day = case.day, case.day + timedelta(days=2)
    case.do("publish_formally", STAFF, STAFF_TWO, evidence="网页.pdf", particulars=stated(published))
    clocks = current(case.store, "c").clocks
    assert (clocks["trial_term"].day, clocks["report_period"].day) == (published, published)


def test_the_properties_hold_and_the_text_says_it() -> None:
    procedure = elsewhere(pilot())
    assert check(procedure).holds
    assert digest_of(procedure) != digest_of(pilot())
    clauses = read_procedure(procedure).by_guide
    sentence = next(one for clause in clauses for one in clause.sentences if one.id == "step.open_notice")
    for words in ("官方公示网址", "网址", "自该时刻所在之日起算", "附该网页的文件", "另一人同意"):
        assert words in sentence.zh, words
    assert "a web address" in sentence.en and "a file of that page" in sentence.en
    assert "官方公示网址" in str(compare_procedures(pilot(), procedure))
