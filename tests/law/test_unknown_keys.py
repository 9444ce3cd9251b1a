"""A key that nobody reads is refused in each kind of table of a whole package, a value nobody knows too."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from xianxing.law.errors import GuideError
from xianxing.law.loader import build_guide
from xianxing.law.package import default_roots, read_package

TABLES = (
    "guide:", "guide:channel", "guide:organ/working_group", "guide:organ/working_group/names/0",
    "guide:territory/city", "guide:unit_kind/core_institution", "guide:project_type/business_innovation",
    "guide:direction/1", "guide:batch/shenzhen-2023-2", "clauses:hedge/mainly", "clauses:clause/p",
    "source:", "source:sentences/0", "form:group/project", "form:field/project.name",
    "form:field/project.directions/choices/0", "form:field/project.new_rule_reason/when",
    "form:field/project.exemptions/when/all/0", "form:field/project.exemptions/column/rule",
    "materials:material/compliance_report", "materials:material/compliance_report/section/rules",
    "titles:title/compliance_head", "rules:family/window", "rules:rule/unit-territory",
    "settings:parameter/cell_limit", "settings:parameter/cell_limit/values/0",
    "papers:issuer/group", "papers:paper/receipt", "papers:default",
)  # fmt: skip
VALUES = (
    "guide:unit_kind/core_institution/lead", "guide:unit_kind/core_institution/territory",
    "guide:project_type/business_innovation/requires/0", "clauses:clause/p/status",
    "form:field/project.name/kind", "form:field/project.name/need", "form:field/project.name/limit",
    "materials:material/compliance_report/issued_by", "materials:material/compliance_report/signed_by",
    "materials:material/compliance_report/means", "titles:title/compliance_head/verdict",
    "titles:title/fund_manager/kinds/0", "rules:rule/unit-territory/severity", "guide:status",
    "papers:paper/receipt/form", "papers:paper/receipt/issuer", "papers:issuer/group/organs/0",
)  # fmt: skip


def broken(place: str, key: str | None = None, value: object = "zzz_wrong") -> str:
    """What is said of the reference guide with another value at a place, or with a key more in a table."""
    package = read_package("shenzhen_2023", default_roots())
    data: Any = deepcopy(package.data)
    file, _, path = place.partition(":")
    parts = [file, *(path.split("/") if path else []), *([key] if key else [])]
    table: Any = data
    for part in parts[:-1]:
        table = table[int(part) if isinstance(table, list) else part]
    table[int(parts[-1]) if isinstance(table, list) else parts[-1]] = value
    with pytest.raises(GuideError) as caught:
        build_guide(replace(package, data=data))
    return str(caught.value)


@pytest.mark.parametrize("place", TABLES)
def test_a_key_that_nobody_reads_is_refused(place: str) -> None:
    said = broken(place, "zzz_wrong")
    assert "zzz_wrong: 不认识该键; 此处可用的键：" in said
    assert said.startswith(f"shenzhen_2023/{place.partition(':')[0]}.toml")


@pytest.mark.parametrize("place", VALUES)
def test_a_value_that_nobody_knows_is_refused(place: str) -> None:
    assert "zzz_wrong" in broken(place)


@pytest.mark.parametrize("place", ["guide:name", "guide:organ/working_group/role", "clauses:clause/p/text"])
def test_words_are_in_two_languages_and_no_third(place: str) -> None:
    said = broken(place, "de")
    assert "请写 { zh = " in said


def test_a_batch_may_open_and_close_on_one_day_and_not_the_other_way_round() -> None:
    package = read_package("shenzhen_2023", default_roots())
    data: Any = deepcopy(package.data)
    batch = data["guide"]["batch"]["shenzhen-2023-2"]
    batch["closes"] = batch["opens"]
    built = build_guide(replace(package, data=data)).batches["shenzhen-2023-2"]
    assert built.opens == built.closes
    said = broken("guide:batch/shenzhen-2023-2/closes", value=batch["opens"] - timedelta(days=1))
    assert "batch.shenzhen-2023-2.closes" in said
