"""The foot of every page names who runs the site and its numbers, as the operator set them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from xianxing.desks.look.context import frame

pytestmark = pytest.mark.django_db
REGISTERS = ("https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/")


@pytest.fixture
def told(settings: Settings) -> Settings:
    """A site whose operator has set all three."""
    import_module(settings.ROOT_URLCONF)  # read once a run, with the addresses of the demonstration
    settings.DEMO = False
    settings.SITE_OWNER, settings.ICP_NUMBER = "某试点工作组<b>", "某ICP备0号"
    settings.POLICE_NUMBER = "某公网安备0号"
    return settings


def test_the_foot_names_the_organ_and_both_numbers_in_both_languages(client: Client, told: Settings) -> None:
    page = client.get("/faq/").content.decode()
    assert "主办单位：某试点工作组&lt;b&gt;" in page
    assert "某ICP备0号" in page and "某公网安备0号" in page
    assert all(f'href="{address}"' in page for address in REGISTERS)
    assert "Run by 某试点工作组&lt;b&gt;" in client.get("/en/faq/").content.decode()


def test_what_is_not_set_is_not_shown(client: Client, told: Settings) -> None:
    told.SITE_OWNER = told.POLICE_NUMBER = ""
    page = client.get("/faq/").content.decode()
    assert "主办单位" not in page and REGISTERS[0] in page and REGISTERS[1] not in page


def test_the_demonstration_shows_none_of_them(told: Settings) -> None:
    told.DEMO = True
    shown = frame(RequestFactory().get("/faq/"))
    assert [shown[name] for name in ("site_owner", "icp_number", "police_number")] == ["", "", ""]
