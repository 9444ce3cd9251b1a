"""Two guides side by side."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from xianxing.i18n import language
from xianxing.law import Guide, load_guide
from xianxing.law.diff import Difference, compare
from xianxing.law.loader import open_guide
from xianxing.law.package import BUILT_IN

PLACEHOLDER = re.compile(r"\{[a-z_.]+\}")


def edited(tmp_path: Path, file: str, old: str, new: str) -> Guide:
    """A copy of the reference guide with one thing changed."""
    folder = tmp_path / "shenzhen_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return open_guide(folder)


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
                written = PLACEHOLDER.sub("", text)  # a template's placeholders are what its author types
                assert not raw.search(written), (item.section, item.key, text)


def test_clauses_and_places_go_by_the_names_that_lawyers_give_them(reference: Guide) -> None:
    found = {item.key: item for item in compare(reference, load_guide("guangzhou-2023"))}
    assert found["core_institution"].first["地域"] == "注册地: 深圳"
    with language("en"):
        (kind,) = [
            item for item in compare(reference, load_guide("guangzhou-2023")) if item.key == "listed_company"
        ]
    assert kind.second["may lead"] == "only together with a pilot institution"
    assert kind.second["clause"] == load_guide("guangzhou-2023").clause("3.1.6").display


WINDOW = '[family.window]\nseverity = "blocking"'
BUREAU = 'title = "关于报送“{project}”项目的函"\nto = ["technology_bureau"]'


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("papers.toml", "已经提交的申报材料继续有效。", "", ("papers", "window_notice", "paragraph 4")),
        ("papers.toml", 'title = "申报回执"', 'title = "回执"', ("papers", "receipt", "heading")),
        (
            "papers.toml",
            BUREAU,
            BUREAU.replace("technology_bureau", "csrc_bureau"),
            ("papers", "report_to_bureau", "addressed to"),
        ),
        (
            "papers.toml",
            'copies = ["technology_bureau"]',
            "copies = []",
            ("papers", "start_notice", "copies to"),
        ),
        ("papers.toml", 'readers = ["units"]', "readers = []", ("papers", "receipt", "may be read by")),
        ("papers.toml", 'issuer = "joint"', 'issuer = "group"', ("papers", "window_notice", "issuer")),
        ("papers.toml", 'form = "record"', 'form = "official"', ("papers", "default", "layout")),
        (
            "papers.toml",
            'zh = "公示表由牵头单位',
            'zh = "公示表由本市牵头单位',
            ("papers", "public_sheet", "不另制文书的理由"),
        ),
        (
            "rules.toml",
            WINDOW,
            WINDOW.replace("blocking", "advice"),
            ("rule_families", "window", "weight"),
        ),
        (
            "rules.toml",
            '"advice"\n[rule."english-p',
            '"blocking"\n[rule."english-p',
            ("rules", "english-names", "weight"),
        ),
        (
            "rules.toml",
            '[rule."keys-known"]',
            '[rule."keys-known"]\nenabled = false',
            ("rules", "keys-known", "in force"),
        ),
        (
            "rules.toml",
            '[rule."keys-known"]',
            '[rule."keys-known"]\nclause = "4.3.1"\nbasis = "practice"',
            ("rules", "keys-known", "clause"),
        ),
        (
            "rules.toml",
            "[family.window]",
            '[clause]\n"4.3.4" = "4.3.1"\n[family.window]',
            ("clause_answers", "4.3.4", "answering clause"),
        ),
    ],
)
def test_words_of_papers_and_weights_of_rules_are_compared(
    reference: Guide, tmp_path: Path, file: str, old: str, new: str, expected: tuple[str, str, str]
) -> None:
    section, key, aspect = expected
    with language("zh-hans" if aspect == "不另制文书的理由" else "en"):
        items = compare(reference, edited(tmp_path, file, old, new))
    rows = {(item.section, item.key): item for item in items}
    assert (section, key) in rows
    assert {item.section for item in items} == {section}
    row = rows[section, key]
    assert row.first.get(aspect) != row.second.get(aspect)


def test_an_issuers_seal_is_compared_in_every_paper_that_it_issues(reference: Guide, tmp_path: Path) -> None:
    other = edited(tmp_path, "papers.toml", 'proxy = "csrc_bureau"', 'proxy = "local_finance"')
    with language("en"):
        rows = {item.key: item for item in compare(reference, other)}
    assert set(rows["receipt"].first) == {"sealed instead by"}
    assert "window_notice" not in rows  # issued by both, which the change leaves alone


def test_weights_are_told_in_the_readers_language(reference: Guide, tmp_path: Path) -> None:
    other = edited(tmp_path, "rules.toml", WINDOW, WINDOW.replace("blocking", "advice"))
    (chinese,) = compare(reference, other)
    with language("en"):
        (english,) = compare(reference, other)
    assert (chinese.first, chinese.second) == ({"轻重": "不成其为申报"}, {"轻重": "建议"})
    assert (english.first, english.second) == (
        {"weight": "no filing as long as it stands"},
        {"weight": "a suggestion"},
    )


def test_a_clause_that_nothing_answers_to_says_so(reference: Guide, invented: Guide) -> None:
    rows = {item.key: item for item in compare(reference, invented) if item.section == "clause_answers"}
    assert rows["2.3"].second == {"对应条款": "没有对应条款，相应规则不生效"}
    assert rows["4.3.4"].second == {"对应条款": invented.clause("D.1").display}


def test_a_paragraph_that_was_moved_is_told_by_its_places(reference: Guide, tmp_path: Path) -> None:
    text = (BUILT_IN / "shenzhen_2023" / "papers.toml").read_text("utf-8")
    template = reference.papers.templates["window_notice"]
    first, second = (json.dumps(one, ensure_ascii=False) for one in template.paragraphs[:2])
    assert text.count(first) == text.count(second) == 1
    turned = text.replace(first, "@").replace(second, first).replace("@", second)
    other = edited(tmp_path, "papers.toml", text, turned)
    with language("en"):
        (one,) = compare(reference, other)
    ((aspect, here),) = one.first.items()
    assert aspect.startswith("place of “") and here != one.second[aspect]
    assert {here, one.second[aspect]} == {"paragraph 1", "paragraph 2"}


def test_a_clause_that_stands_elsewhere_was_moved_and_nothing_else_differs(
    reference: Guide, tmp_path: Path
) -> None:
    parts = re.split(r"(?m)^(?=\[clause\.)", (BUILT_IN / "shenzhen_2023" / "clauses.toml").read_text("utf-8"))
    (place,) = [number for number, part in enumerate(parts) if part.startswith('[clause."4.1.1"]')]
    whole, part = "".join(parts), parts.pop(place)
    other = edited(tmp_path, "clauses.toml", whole, "".join([*parts[: place + 2], part, *parts[place + 2 :]]))
    with language("en"):
        (one,) = compare(reference, other)
    assert (one.section, one.key, one.kind) == ("clauses", "4.1.1", "moved")
    assert one.first["place"].startswith("after “") and one.first["place"] != one.second["place"]


def test_rows_go_by_their_titles(reference: Guide) -> None:
    titles = {(one.section, one.key): one.title for one in compare(reference, load_guide("guangzhou-2023"))}
    assert titles["unit_kinds", "listed_company"] == "上市公司"
    assert titles["clauses", "4"] == reference.clause("4").display
