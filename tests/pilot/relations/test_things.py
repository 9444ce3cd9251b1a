"""What filings name is found by kind, and is the same for two of them whatever the width and the blanks."""

from __future__ import annotations

import pytest

from tests.pilot.acts.staff import an_office
from tests.pilot.casework.checking import answer, ask, correct, write
from tests.pilot.filings.company import Company
from xianxing.law import load_guide
from xianxing.pilot.cases.domain.secrecy import erase_secret, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Event
from xianxing.pilot.relations.domain.keeping import lagging_relations, rebuild_relations
from xianxing.pilot.relations.finding import key_of, things_of
from xianxing.pilot.relations.kinds import thing_kinds
from xianxing.pilot.relations.models import NamedThing, SketchBand, TextSketch
from xianxing.pilot.relations.queries import readable_things

GUIDE = load_guide("shenzhen-2023")


def named(content: dict[str, object], kind: str) -> list[str]:
    return [one.words for one in things_of(GUIDE, content) if one.kind == kind]


def test_every_kind_serves_a_clause_and_reads_fields_that_the_form_has() -> None:
    for kind in thing_kinds().values():
        assert set(kind.serves) <= set(GUIDE.clauses), kind.id
        for path in (*kind.of, *kind.within):
            field, _, column = path.partition(":")
            assert GUIDE.has_field(field), path
            assert not column or column in {one.key for one in GUIDE.field(field).columns}, path


def test_models_and_clouds_are_named_whole_and_in_any_form() -> None:
    content: dict[str, object] = {
        "content": {
            "architecture": "部署于ＡＷＳ和华为云；awsome 不算。",
            "algorithms": "以 qwen 为底座，GPTs 不算。",
        }
    }
    assert named(content, "cloud") == ["华为云", "亚马逊云科技"]
    assert named(content, "model") == ["通义千问"]
    assert named({"content": {"architecture": "awsome"}}, "cloud") == []


def test_suppliers_are_units_outside_the_pilot_and_third_parties() -> None:
    content: dict[str, object] = {
        "units": [
            {"id": "lead", "name": "鹏海证券", "kind": "securities_futures_operator"},
            {"id": "joint", "name": "图澜科技", "kind": "technology_firm"},
        ],
        "files": [{"file": "a.pdf", "third_party": "测评中心", "sha256": "0" * 64}],
    }
    assert named(content, "supplier") == ["图澜科技", "测评中心"]
    assert named(content, "file") == ["a.pdf"]


def test_long_texts_are_compared_and_short_ones_are_not() -> None:
    content: dict[str, object] = {"content": {"overview": "长" * 60, "scenario": "短" * 59}}
    assert named(content, "text") == ["长" * 60]


@pytest.mark.parametrize("other", ["图澜 科技（深圳）", "图澜科技(深圳)", "图澜科技 （深圳） 。"])
def test_the_same_thing_has_the_same_key(other: str) -> None:
    assert key_of(other) == key_of("图澜科技（深圳）")
    assert key_of("图澜科技") != key_of("图澜科枝")


@pytest.mark.django_db
def test_what_was_filed_last_is_compared_and_nobody_else_reads_it(company_filed: Company) -> None:
    office = an_office(company_filed)
    office.do("register_local", office.wen)
    assert NamedThing.objects.filter(kind="data_source", words="境内企业登记数据服务商").exists()
    before = TextSketch.objects.get().body
    ask(office)
    answer(office, n1="已补充")
    write(office, "content.architecture", "改为部署在华为云。")
    correct(office)
    assert TextSketch.objects.get().body != before
    assert NamedThing.objects.filter(kind="cloud").values_list("words", flat=True).get() == "华为云"
    cast, at = company_filed.cast, company_filed.at
    assert readable_things(cast.wen, at=at).exists()
    for other in (cast.zhou, cast.ning, cast.li):
        assert not readable_things(other, at=at).exists()


@pytest.mark.django_db
def test_it_is_made_again_and_goes_with_an_erasure(company_filed: Company) -> None:
    company, cast, case = company_filed, company_filed.cast, company_filed.filing.case
    things, bands = NamedThing.objects.count(), SketchBand.objects.count()
    assert things and bands
    TextSketch.objects.all().delete()
    assert lagging_relations() == 1
    assert rebuild_relations() == 1
    assert (NamedThing.objects.count(), SketchBand.objects.count(), lagging_relations()) == (things, bands, 0)
    stop_for_secrecy(case=case, by=cast.wen, ground="疑似涉密", at=company.later())
    assert not readable_things(cast.wen, at=company.at).exists()
    report_secret(case=case, by=cast.wen, to="保密行政管理部门", reference="1", at=company.later())
    acts = Event.objects.filter(case=case, payload__isnull=False, step__startswith="f")
    numbers = list(acts.values_list("sequence", flat=True))
    erase_secret(case=case, sequences=numbers, by=cast.li, reason="处置", at=company.later())
    assert not any(model.objects.exists() for model in (NamedThing, SketchBand, TextSketch))
    assert lagging_relations() == 0
