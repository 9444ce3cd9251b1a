"""The drawing: everything in it, nothing on top of another thing, safe to stand in a page."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from tests.procedure.support import pilot
from xianxing.procedure import draw
from xianxing.procedure.layout import BOX_WIDTH, lay_out, wide

SVG = "{http://www.w3.org/2000/svg}"


def parsed(**options: str) -> ElementTree.Element:
    return ElementTree.fromstring(draw(pilot(), **options))  # noqa: S314


def test_every_state_and_step_is_in_it() -> None:
    picture = draw(pilot())
    for state in pilot().states.values():
        assert f'data-state="{state.id}"' in picture
    titles = " ".join(title.text or "" for title in parsed().iter(f"{SVG}title"))
    for step in pilot().steps.values():
        assert step.zh in titles, step.id


def test_boxes_do_not_overlap() -> None:
    boxes = lay_out(pilot()).boxes
    for a, b in combinations(boxes, 2):
        apart = a.right <= b.x or b.right <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, (a.state.id, b.state.id)


def test_arrows_cross_no_box_and_share_no_channel() -> None:
    layout = lay_out(pilot())
    uprights = []
    for points in layout.points:
        for (x1, y1), (x2, y2) in pairwise(points):
            for box in layout.boxes:
                inside_x = max(min(x1, x2), box.x) < min(max(x1, x2), box.x + BOX_WIDTH)
                inside_y = max(min(y1, y2), box.y) < min(max(y1, y2), box.y + box.height)
                assert not (inside_x and box.y < y1 < box.y + box.height and y1 == y2), box.state.id
                assert not (inside_y and box.x < x1 < box.right and x1 == x2), box.state.id
            if x1 == x2:
                uprights.append((x1, min(y1, y2), max(y1, y2)))
    for a, b in combinations(uprights, 2):
        assert a[0] != b[0] or a[2] <= b[1] or b[2] <= a[1] or a == b


def test_only_the_current_state_is_lit() -> None:
    current = [
        g.get("data-state") for g in parsed(state="public_notice").iter(f"{SVG}g") if g.get("aria-current")
    ]
    assert set(current) == {"public_notice"}
    assert "aria-current" not in draw(pilot())


def test_arrows_link_to_their_clauses() -> None:
    links = {a.get("href", "") for a in parsed(clause_url="/guide/x").iter(f"{SVG}a")}
    assert "/guide/x#clause-5.1.3" in links
    known = {f"/guide/x#clause-{clause}" for clause in pilot().clauses}
    assert links <= known


def test_it_may_stand_in_a_page_under_a_strict_policy() -> None:
    picture = draw(pilot(), state="running")
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|url\((?!#)", picture)
    root = parsed()
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"


def test_english_speaks_english() -> None:
    texts = [t.text or "" for t in parsed(language="en").iter(f"{SVG}text")]
    assert "Running" in texts
    named = [t for t in texts if re.search(r"[\u4e00-\u9fff]", t)]
    assert set(named) <= set(pilot().clauses.values())


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(KeyError):
        draw(pilot(), state="nowhere")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_lane_is_as_high_as_its_name_in_the_language(language: str) -> None:
    for band in lay_out(pilot(), language).bands:
        assert band.height >= wide(pilot().lanes[band.lane].name(language))
