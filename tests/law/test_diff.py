"""Two guides side by side."""

from __future__ import annotations

import re

from xianxing.i18n import language
from xianxing.law import Guide, load_guide
from xianxing.law.diff import Difference, compare


def found(differences: tuple[Difference, ...]) -> dict[tuple[str, str], str]:
    return {(item.section, item.key): item.kind for item in differences}


def test_a_guide_does_not_differ_from_itself(reference: Guide) -> None:
    assert compare(reference, reference) == ()


def test_an_overlay_shows_its_differences_and_what_was_not_verified(reference: Guide) -> None:
    kinds = found(compare(reference, load_guide("guangzhou-2023")))
    assert kinds["unit_kinds", "listed_company"] == "only_second"
    assert kinds["batches", "shenzhen-2023-2"] == "only_first"
    assert kinds["clauses", "4"] == "changed"
    assert kinds["clauses", "4.3.4"] == "not_verified"
    assert ("settings", "cell_limit") not in kinds


def test_numbers_are_compared_setting_by_setting(reference: Guide, invented: Guide) -> None:
    with language("en"):
        (limit,) = [item for item in compare(reference, invented) if item.key == "cell_limit"]
    assert limit.kind == "changed"
    assert "500" in limit.first["value"] and "300" in limit.second["value"] and "350" in limit.second["value"]
    assert set(limit.first) == set(limit.second) and "basis" not in limit.first


def test_turning_the_guides_round_turns_the_differences_round(reference: Guide, invented: Guide) -> None:
    there, back = found(compare(reference, invented)), found(compare(invented, reference))
    swapped = {"only_first": "only_second", "only_second": "only_first"}
    assert there == {key: swapped.get(kind, kind) for key, kind in back.items()}


def test_aspects_are_named_in_the_readers_language(reference: Guide, invented: Guide) -> None:
    chinese = compare(reference, invented)[0]
    with language("en"):
        english = compare(reference, invented)[0]
    assert "名称" in chinese.first and "name" in english.first
    assert english.as_json()["section"] == "guide"


def test_no_code_of_ours_stands_where_people_read(reference: Guide, invented: Guide) -> None:
    raw = re.compile(
        r"\b[a-z]+_[a-z_]+\b|\b(?:implemented|planned|declaratory|open|joint|always|guide|practice)\b|[<>]="
    )
    for other in (load_guide("guangzhou-2023"), invented):
        for item in compare(reference, other):
            for text in (*item.first.values(), *item.second.values()):
                assert not raw.search(text), (item.section, item.key, text)


def test_clauses_and_places_go_by_the_names_that_lawyers_give_them(reference: Guide) -> None:
    found = {item.key: item for item in compare(reference, load_guide("guangzhou-2023"))}
    assert found["core_institution"].first["地域"] == "注册地: 深圳"
    with language("en"):
        (kind,) = [
            item for item in compare(reference, load_guide("guangzhou-2023")) if item.key == "listed_company"
        ]
    assert kind.second["may lead"] == "only together with a pilot institution"
    assert kind.second["clause"] == load_guide("guangzhou-2023").clause("3.1.6").display
