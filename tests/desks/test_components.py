"""The components page shows the portal's parts with the portal's own templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from xianxing.desks.portal import samples

TEMPLATES = Path(samples.__file__).parent / "templates" / "portal"
PARTS = (
    "part_tasks", "part_next", "part_counts", "part_past", "part_cell", "part_row", "part_talk", "part_line",
    "part_two", "part_history", "part_segments", "part_card", "part_acts", "part_findings", "part_pending",
    "part_input",
)  # fmt: skip


def used(template: str) -> set[str]:
    """The parts that a template includes, and those that these include."""
    found = set(
        re.findall(r'include "portal/(\w+)\.html"', (TEMPLATES / f"{template}.html").read_text("utf-8"))
    )
    return found.union(*(used(part) for part in found))


def test_the_samples_are_made_of_the_parts_that_the_pages_use() -> None:
    pages = {path.stem for path in TEMPLATES.glob("*.html")} - {"samples"} - set(PARTS)
    for part in PARTS:
        assert part in used("samples"), part
        assert any(part in used(page) for page in pages if not page.startswith("part_")), part


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_part_stands_there_in_both_languages(client: Client, language: str) -> None:
    page = client.get(f"{language}/components/").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {one for one in ids if one.startswith("portal-")} == {
        "portal-tasks", "portal-next", "portal-counts", "portal-cell", "portal-table", "portal-line",
        "portal-two", "portal-history", "portal-finding", "portal-acts", "portal-upload", "portal-file",
        "portal-file-hint",
    }  # fmt: skip
    for name in (
        "talk",
        "versions-two",
        "line-state--bad",
        "is-over",
        "beside-finding",
        "task-list acts",
        "said",
    ):
        assert re.search(rf'class="[^"]*{name}', page), name
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in ids, target


@pytest.mark.django_db
def test_the_page_sets_no_cookie(client: Client) -> None:
    assert not client.get("/components/").cookies
