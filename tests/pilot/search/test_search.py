"""Words of one character and more are found in what was filed and published, by whoever may read it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.notices import Noticed, published
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.casework.checking import answer, ask, correct
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.doctor import examine
from xianxing.pilot.casework.domain.handlers import give_cases
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.models import PublicCell
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.parties.models import User
from xianxing.pilot.search.domain.keeping import drop_texts, keep_text
from xianxing.pilot.search.domain.rebuilding import lagging, rebuild
from xianxing.pilot.search.folding import fold, grams, longest_grams
from xianxing.pilot.search.models import Audience, GramBlock, SearchText, TextKind
from xianxing.pilot.search.queries import SearchHit, in_public, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office(company_filed: Company) -> Office:
    there = an_office(company_filed)
    there.do("register_local", there.wen)
    return there


def desk(company: Company, asked: str, by: User | None = None) -> list[SearchHit]:
    return list(on_desk(by or company.cast.wen, asked, at=company.at))


def marked(found: SearchHit) -> str:
    return "".join(f"[{text}]" if asked else text for one in found.passages for text, asked in one.parts)


@pytest.mark.parametrize(
    "asked", ["联", "关联", "关联交易", "鹏海证券", "ＯＣＲ", "ocr", "鹏海 图澜", "知识图谱"]
)
def test_what_was_filed_is_found_by_one_character_by_two_and_by_more(
    company_filed: Company, asked: str
) -> None:
    assert len(desk(company_filed, asked)) == 1


@pytest.mark.parametrize("asked", ["", "  ", "没有的词", "易交联关", "关联 没有的词", "%_", "\\"])
def test_what_is_not_there_is_not_found(company_filed: Company, asked: str) -> None:
    assert desk(company_filed, asked) == []


def test_the_words_around_are_shown_and_the_found_word_is_marked(company_filed: Company) -> None:
    (found,) = desk(company_filed, "关联交易")
    assert "[关联交易]" in marked(found)
    assert found.passages[0].place == "project.name"


def test_number_batch_and_handler_are_found_too(office: Office) -> None:
    company = office.company
    number, batch = case_number(company.filing), company.filing.case.call.title
    assert desk(company, number) and desk(company, number[3:9].lower()) and desk(company, batch[:4])
    assert desk(company, "tang") == []
    give_cases(cases=[company.filing.pk], to=office.tang, by=office.wen, at=company.later())
    assert len(desk(company, "tang 关联")) == 1
    give_cases(cases=[company.filing.pk], to=None, by=office.wen, at=company.later())
    assert desk(company, "tang") == []


def test_only_the_working_group_finds_what_was_filed(company_filed: Company) -> None:
    cast = company_filed.cast
    assert desk(company_filed, "关联")
    for other in (cast.zhou, cast.ning, cast.li):
        assert desk(company_filed, "关联", by=other) == []


def test_a_correction_is_found_and_what_it_replaced_no_longer(office: Office) -> None:
    company = office.company
    assert desk(company, "董事会办公室，约四百家") == []
    before = next(text for place, text in SearchText.objects.get().entries if place == "content.overview")
    ask(office)
    answer(office, n1="已补充")
    correct(office)
    assert len(desk(company, "董事会办公室，约四百家")) == 1
    assert desk(company, before[:30]) == []
    assert lagging() == 0


def test_what_is_stopped_for_secrecy_is_found_by_nobody_and_erasing_takes_its_words(
    company_filed: Company,
) -> None:
    company, cast, case = company_filed, company_filed.cast, company_filed.filing.case
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=company.later())
    assert desk(company, "关联") == []
    assert SearchText.objects.exists()
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=company.later())
    acts = Event.objects.filter(case=case, payload__isnull=False, step__startswith="f")
    numbers = list(acts.values_list("sequence", flat=True))
    erase_secret(case=case, sequences=numbers, by=cast.li, reason="处置", at=company.later())
    assert not SearchText.objects.exists()
    assert not GramBlock.objects.exclude(texts=0).exists()
    assert lagging() == 0


def test_the_public_finds_what_was_published_and_nothing_else(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    filed = dict(SearchText.objects.get(kind=TextKind.FILING).entries)
    secret = filed["content.architecture"][:12]
    assert desk(company, secret)
    (found,) = in_public(TextKind.NOTICE, "关联")
    assert found.text.source == notice.pk
    shown = {row.path for row in PublicCell.objects.filter(filing=company.filing).exclude(value=None)}
    assert {place for place, _text in found.text.entries} <= shown | {"number"}
    assert list(in_public(TextKind.PROJECT, "关联")) == []
    published(company, notice)
    assert len(list(in_public(TextKind.PROJECT, "关联"))) == 1
    for kind in (TextKind.NOTICE, TextKind.PROJECT):
        assert list(in_public(kind, secret)) == []
        assert list(in_public(kind, case_number(company.filing))) == []
    stop_for_secrecy(case=company.filing.case, by=company.cast.wen, ground="疑似涉密", at=company.later())
    for kind in (TextKind.NOTICE, TextKind.PROJECT):
        assert list(in_public(kind, "关联")) == []


def test_pieces_of_what_is_secret_stand_on_the_desks_side_only(under_notice: Noticed) -> None:
    public = set(GramBlock.objects.filter(audience=Audience.PUBLIC).values_list("gram", flat=True))
    shown = SearchText.objects.filter(audience=Audience.PUBLIC).values_list("entries", flat=True)
    assert public == set().union(*(grams(fold(text)) for entries in shown for _place, text in entries))


def test_the_index_is_made_again_as_the_acts_made_it(under_notice: Noticed) -> None:
    def held() -> set[tuple[str, str]]:
        return set(GramBlock.objects.exclude(texts=0).values_list("audience", "gram"))

    before, texts = held(), sorted(SearchText.objects.values_list("kind", "source"))
    drop_texts(under_notice.company.filing.pk)
    assert lagging() == 2
    said = [f.what for f in examine(real_now=real_time(), full=False)]
    assert any("查找" in line and "2" in line for line in said)
    assert rebuild() == 2
    assert (held(), sorted(SearchText.objects.values_list("kind", "source"))) == (before, texts)
    assert lagging() == 0


def test_many_texts_go_over_blocks_and_the_last_one_comes_first(company_filed: Company) -> None:
    case = company_filed.filing.case
    for number in range(1, 131):
        entries = [("number", f"公告{number}"), ("x", "共有之词")]
        keep_text(kind=TextKind.NOTICE, source=-number, case=case.pk, entries=entries)
    found = list(in_public(TextKind.NOTICE, "共有"))
    assert [one.text.source for one in found] == [-number for number in range(130, 0, -1)]
    assert [one.text.source for one in in_public(TextKind.NOTICE, "告77")] == [-77]
    keep_text(kind=TextKind.NOTICE, source=-77, case=case.pk, entries=[("number", "改了")])
    assert list(in_public(TextKind.NOTICE, "告77")) == []
    assert len(list(in_public(TextKind.NOTICE, "共有"))) == 129


@given(st.text(), st.text())
def test_every_word_that_is_in_a_text_has_all_its_pieces_there(before: str, word: str) -> None:
    word = "".join(fold(word).split())
    if word:
        assert longest_grams(word) <= grams(fold(before) + word)


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_the_search_asks_few_queries_however_many_filings_there_are(company_filed: Company) -> None:
    with CaptureQueriesContext(connection) as asked:
        desk(company_filed, "关联 交易")
    assert len(asked) <= 5
