"""Things that several filings name stand on one page, with the projects of each behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desks.desk.copies import copies
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.parties.models import User
from xianxing.pilot.relations.domain.keeping import rebuild_relations
from xianxing.pilot.relations.finding import key_of

pytestmark = pytest.mark.django_db
Visit = Callable[[User, datetime], Client]


def another(place: int, content: dict[str, Any]) -> None:
    content["project"]["name"] = f"另一项目{place}"
    content["content"]["architecture"] = "部署在华为云。" if place < 3 else "部署在自有机房。"
    content["units"] = content["units"][:1]
    content["content"]["data_sources"] = []


def test_a_thing_of_several_projects_stands_there_and_one_of_a_single_project_does_not(
    filed: Company, visit: Visit
) -> None:
    copies(filed, 4, another)
    rebuild_relations()
    client = visit(filed.cast.wen, filed.at)
    page = client.get("/desk/shared/").content.decode()
    assert "华为云" in page and "二(三)" in page
    assert "境内企业登记数据服务商" not in page
    assert "没有两个项目" in client.get("/desk/shared/?kind=supplier").content.decode()
    assert "华为云" in client.get("/desk/shared/?kind=nonsense").content.decode()
    shown = client.get(f"/desk/shared/cloud/{key_of('华为云')}/").content.decode()
    assert [f"另一项目{place}" in shown for place in range(4)] == [True, True, True, False]
    for address in (f"cloud/{key_of('阿里云')}", f"contact/{key_of('x')}", "never/0"):
        assert client.get(f"/desk/shared/{address}/").status_code == 404


def test_contact_data_are_never_listed_as_a_thing(filed: Company, visit: Visit) -> None:
    copies(filed, 2)
    rebuild_relations()
    client = visit(filed.cast.wen, filed.at)
    assert "境内企业登记数据服务商" in client.get("/desk/shared/").content.decode()
    for kind in ("contact", "code", "text", "file", "project"):
        assert "?kind=" + kind not in client.get("/desk/shared/").content.decode()


def test_a_stopped_project_names_nothing(filed: Company, visit: Visit) -> None:
    copies(filed, 1)
    rebuild_relations()
    assert "境内企业登记数据服务商" in visit(filed.cast.wen, filed.at).get("/desk/shared/").content.decode()
    stop_for_secrecy(case=filed.filing.case, by=filed.cast.wen, ground="疑似涉密", at=filed.later())
    text = visit(filed.cast.wen, filed.at).get("/desk/shared/").content.decode()
    assert "没有两个项目" in text, text[text.index("page-head") :]


@pytest.mark.parametrize("number", [2, 12])
def test_queries_do_not_grow(
    filed: Company, visit: Visit, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    copies(filed, number - 1)
    rebuild_relations()
    client, key = visit(filed.cast.wen, filed.at), key_of("境内企业登记数据服务商")
    client.get("/desk/shared/")
    for address, most in (("/desk/shared/", 13), (f"/desk/shared/data_source/{key}/", 16)):
        with django_assert_num_queries(most):
            assert client.get(address).status_code == 200
