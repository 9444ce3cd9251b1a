"""On the desk a filing stands beside others, and beside the one that it follows, with reasons and changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.desk.copies import copies
from tests.pilot.filings.company import Company
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.relations.domain.keeping import rebuild_relations

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


@pytest.mark.parametrize("number", [1, 10])
def test_what_is_alike_and_shared_stands_there_in_the_same_queries(
    filed: Company, visit: Visit, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    copies(filed, number)
    rebuild_relations()
    client, place = visit(filed.cast.wen, filed.at), f"/desk/filings/{filed.filing.pk}/"
    client.get("/desk/")
    with django_assert_num_queries(19):
        page = client.get(f"{place}relations/").content.decode()
    for words in (
        "相似度约 100%",
        "名称相同",
        "联系方式",
        "境内企业登记数据服务商",
        "三(一)独立或联合",
        "供您判断",
    ):
        assert words in page, words
    assert f"{place}relations/" in client.get(place).content.decode()
    assert client.get(f"{place}predecessor/").status_code == 404


def test_the_predecessors_reasons_and_the_changes_stand_on_a_page(filed: Company, visit: Visit) -> None:
    def changed(_place: int, content: dict[str, Any]) -> None:
        content["content"]["overview"] = "改写后的概述，回应了前次未入选的理由。"

    (later,) = copies(filed, 1, changed)
    filed.withdraw()
    Filing.objects.filter(pk=later.filing_id).update(predecessor=filed.filing)
    rebuild_relations()
    client, place = visit(filed.cast.wen, filed.at), f"/desk/filings/{later.filing_id}/"
    page = client.get(f"{place}predecessor/").content.decode()
    assert "技术路线调整" in page and "已撤回" in page and "回应了前次未入选的理由" in page
    assert "predecessor/" in client.get(place).content.decode()
    beside = client.get(f"{place}relations/").content.decode()
    assert "不按重复申报提示" in beside and "相似度约" not in beside and "名称相同" not in beside
