"""Links to a guide lead to a page that is there, or are left out."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client

from xianxing.desks.look.guides import clause_address, guide_page
from xianxing.law import load_guide


def test_a_guide_of_another_name_is_read_on_the_page_of_the_one_that_it_extends() -> None:
    guide = load_guide("shenzhen-2023")
    other = replace(guide, name="another-2024", extends="shenzhen-2023")
    assert guide_page(guide) == guide_page(other) == "/guides/shenzhen-2023/"
    page, _, anchor = clause_address(other, "3.1.c").partition("#")
    assert f'id="{anchor}"' in Client().get(page).content.decode()


def test_without_a_page_there_is_no_link() -> None:
    guide = load_guide("shenzhen-2023")
    alone = replace(guide, name="another-2024", extends="")
    assert guide_page(alone) == clause_address(alone, "3.1.c") == ""
    assert clause_address(guide, "9.9.9") == ""
