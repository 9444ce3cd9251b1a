"""The guide as a lawyer reads it: every clause, its hedges, what implements it, what is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from xianxing.desks.public.clauses import Name, cards, chapters, pieces
from xianxing.i18n import language
from xianxing.law import load_guide
from xianxing.law.model import Hedge
from xianxing.law.source import attach, digest, normalise
from xianxing.law.text import Text

GUIDE = "/guides/shenzhen-2023/"
OVERLAY = """
name = { zh = "江城试点", en = "River city pilot" }
status = "complete"
extends = "shenzhen-2023"
same_organs = [
  "working_group", "csrc_bureau", "local_finance", "technology_bureau", "evaluation_group",
  "business_supervision", "city_departments",
]
"""


def test_every_clause_has_its_card_and_its_anchor(client: Client) -> None:
    page = client.get(GUIDE).content.decode()
    clauses = load_guide("shenzhen-2023").clauses
    assert len(clauses) > 60
    for clause in clauses.values():
        assert f'id="clause-{clause.id}"' in page
        assert f">{clause.display}</a>" in page


@pytest.mark.clause("4.3.4")
def test_a_clause_stands_beside_the_rules_screens_and_tests_that_implement_it(client: Client) -> None:
    page = client.get(GUIDE).content.decode()
    start = page.index('<article class="clause" id="clause-4.3.4">')
    card = page[start : page.index("</article>", start)]
    assert "<code>cell-length</code>" in card
    assert '<a href="/check/">检查申报材料</a>' in card
    assert "desks/test_guide_pages.py" in card
    assert "已落实" in card


def test_steps_are_shown_by_their_names_and_lead_to_the_procedure(client: Client) -> None:
    page = client.get(GUIDE).content.decode()
    assert '<a href="/procedure/shenzhen-2023/#step-' in page
    step = page.split('href="/procedure/shenzhen-2023/#step-')[1].split('"')[0]
    assert f'id="step-{step}"' in client.get("/procedure/shenzhen-2023/").content.decode()


def test_nothing_said_to_be_implemented_is_without(client: Client) -> None:
    page = client.get(GUIDE).content.decode()
    assert "凡标明“已落实”的条款，都有落实它的东西" in page


def test_a_filter_shows_one_status(client: Client) -> None:
    guide = load_guide("shenzhen-2023")
    planned = [clause.id for clause in guide.clauses.values() if clause.status == "planned"]
    page = client.get(GUIDE + "?status=planned").content.decode()
    assert page.count('<article class="clause"') == len(planned)
    assert "没有这一状态的条款" in client.get(GUIDE + "?status=unheard-of").content.decode()


def test_what_the_guide_leaves_open_is_called_so(client: Client) -> None:
    page = client.get(GUIDE).content.decode()
    assert "这些是专项工作组的设置，不是指南的规定" in page
    for setting in load_guide("shenzhen-2023").settings():
        assert str(setting.label) in page


def test_a_partial_guide_marks_what_it_inherits_unread(client: Client) -> None:
    guide = load_guide("guangzhou-2023")
    unread = sum(not clause.verified for clause in guide.clauses.values())
    page = client.get("/guides/guangzhou-2023/").content.decode()
    assert page.count("未就本指南核实</span>") == unread > 50
    assert "本指南仅知部分内容" in page
    assert "仅知部分" in client.get("/guides/").content.decode()


def test_two_guides_side_by_side(client: Client) -> None:
    page = client.get("/guides/compare/?a=shenzhen-2023&b=guangzhou-2023").content.decode()
    assert "上市公司" in page
    assert "仅后者有" in page
    answer = client.get("/guides/compare/?a=shenzhen-2023&b=guangzhou-2023&format=json").json()
    assert {"section", "key", "kind", "first", "second"} <= set(answer[0])
    same = client.get("/guides/compare/?a=shenzhen-2023&b=shenzhen-2023").content.decode()
    assert "没有差异" in same


@pytest.mark.parametrize(
    "address", ["/guides/nowhere/", "/guides/compare/", "/guides/compare/?a=shenzhen-2023"]
)
def test_an_unknown_guide_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_same_as_json(client: Client) -> None:
    answer = client.get(GUIDE + "?format=json").json()
    assert answer["uncovered"] == []
    assert len(answer["clauses"]) == len(load_guide("shenzhen-2023").clauses)
    assert [row["guide"] for row in client.get("/guides/?format=json").json()] == [
        "guangzhou-2023",
        "shenzhen-2023",
    ]


def test_an_attached_official_text_stands_first(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "每一格不得多于若干字。"
    folder = tmp_path / "guides" / "river_city"
    folder.mkdir(parents=True)
    (folder / "guide.toml").write_text(OVERLAY, "utf-8")
    row = f'{{ clause = "4.3.4", length = {len(normalise(sentence))}, digest = "{digest(sentence)}" }}'
    source = f'algorithm = "sha256"\nnormalisation = 1\nsentences = [{row}]\n'
    (folder / "source.toml").write_text(source, "utf-8")
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path / "guides"))
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    assert "以下是我们的转述，不是原文" in client.get("/guides/river-city/").content.decode()
    assert attach(load_guide("river-city"), sentence).complete
    page = client.get("/guides/river-city/").content.decode()
    card = page[page.index('id="clause-4.3.4"') :]
    assert card.index(sentence) < card.index("我们的转述")
    assert "以下是我们的转述，不是原文" not in page


def test_hedges_are_marked_only_where_the_word_cannot_be_part_of_another() -> None:
    hedges = [Hedge("主要", "open", Text("", "")), Hedge("等", "open", Text("", ""))]
    cut = pieces("主要受理等级较高的主要机构", hedges)
    assert [piece.text for piece in cut if piece.hedge] == ["主要", "主要"]
    assert "".join(piece.text for piece in cut) == "主要受理等级较高的主要机构"


def test_chapters_keep_the_order_of_the_guide() -> None:
    with language("en"):
        made = chapters(cards(load_guide("shenzhen-2023"), lambda _, name: Name(name)))
    ids = [card.id for chapter in made for card in chapter.cards]
    assert ids == list(load_guide("shenzhen-2023").clauses)
