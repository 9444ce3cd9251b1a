"""A report on the page: law and practice apart, worst first, filters that count."""

from __future__ import annotations

from typing import Any

from xianxing.desks.public.reports import choose, filters, sections, show_all


def finding(result: str, location: str, **more: object) -> dict[str, Any]:
    row: dict[str, Any] = {"rule": "cell-length", "clause": "4.3.4", "result": result, "basis": "guide"}
    row |= {"severity": "correction", "location": location, "message": "m", "evidence": {}}
    return row | more


REPORT: dict[str, Any] = {
    "guide": "shenzhen-2023",
    "findings": [
        finding("met", ""),
        finding("unmet", "content.exit_plan", severity="advice", basis="practice"),
        finding("manual_review", "content.overview"),
        finding("unmet", "content.overview", evidence={"count": 512, "limit": 500, "code": "x"}),
        finding("unmet", "", severity="blocking"),
        finding("not_applicable", "", clause="9.9"),
    ],
}
BODIES = ["好", "一", "二", "三", "四", "五"]


def test_law_comes_first_and_each_cell_has_its_worst_on_top() -> None:
    made = sections(choose(show_all(REPORT, BODIES, {}), "all"))
    assert [section.basis for section in made] == ["guide", "practice"]
    assert [group.label for group in made[0].groups] == ["申报整体", "项目概述"]
    assert [one.message for one in made[0].groups[1].findings] == ["三", "二"]
    assert made[0].count == 3


def test_filters_count_and_an_unknown_one_shows_what_is_open() -> None:
    shown = show_all(REPORT, BODIES, {})
    counts = {each.key: each.count for each in filters(shown, "blocking")}
    assert counts == {
        "all": 4,
        "unmet": 3,
        "blocking": 1,
        "correction": 1,
        "advice": 1,
        "manual_review": 1,
        "met": 1,
        "not_applicable": 1,
    }
    assert [each.key for each in filters(shown, "blocking") if each.current] == ["blocking"]
    assert [each.key for each in filters(shown, "nonsense") if each.current] == ["all"]
    assert len(choose(shown, "nonsense")) == 4


def test_a_card_links_its_clause_and_shows_only_evidence_for_people() -> None:
    card = show_all(REPORT, BODIES, {})[3]
    assert card.clause_label == "四(三)4"
    assert card.clause_url == "/guides/shenzhen-2023/#clause-4.3.4"
    assert card.evidence == (("计数", "512"), ("上限", "500"))
    assert card.tone == "watch"


def test_a_clause_that_the_guide_does_not_have_is_no_link() -> None:
    card = show_all(REPORT, BODIES, {})[5]
    assert (card.clause_label, card.clause_url) == ("9.9", "")


def test_a_report_under_an_unknown_guide_still_shows() -> None:
    cards = show_all({**REPORT, "guide": "atlantis-2050"}, BODIES, {})
    assert len(cards) == 6
    assert cards[3].clause_url == ""
