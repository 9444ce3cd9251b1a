"""What is wrong with a guide is one list, whichever command one asks, told at the line to mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.factories.cities import qinglan
from xianxing.cli import main
from xianxing.cli.guide_errors import guide_errors
from xianxing.i18n import language
from xianxing.law import UnknownGuideError
from xianxing.law.package import BUILT_IN


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The city of the documentation, in which nothing is wrong."""
    folder = qinglan(tmp_path)
    assert guide_errors(folder) == ()
    return folder


def change(city: Path, file: str, old: str, new: str) -> None:
    text = (city / f"{file}.toml").read_text("utf-8")
    assert text.count(old) == 1, old
    (city / f"{file}.toml").write_text(text.replace(old, new), "utf-8")


def told(city: Path) -> list[str]:
    with language("en"):
        return [str(error) for error in guide_errors(city)]


def line(city: Path, file: str, text: str) -> str:
    lines = (city / f"{file}.toml").read_text("utf-8").splitlines()
    return f"{city.name}/{file}.toml:{lines.index(text) + 1}: "


@pytest.mark.parametrize("guide", ["shenzhen-2023", "guangzhou-2023"])
def test_nothing_is_wrong_with_what_is_shipped(guide: str) -> None:
    assert guide_errors(guide) == ()


def test_show_check_and_coverage_report_the_same_errors_of_law_and_procedure(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(city, "rules", '"3.1.1" = ""\n', "")
    change(city, "procedure", 'basis = ["4", "3.1.c"]\n', "")
    change(city, "procedure", "initial_reading_days = { absent = true }\n", "")
    lists = []
    for words in (["guide", "show"], ["procedure", "check"], ["guide", "coverage"]):
        assert main(["--lang", "en", *words, str(city)]) in (1, 2)
        lists.append(capsys.readouterr().err.splitlines())
    assert lists[0] == lists[1] == lists[2] == told(city)
    files = [one.partition(":")[0] for one in lists[0]]
    assert set(files) == {f"{city.name}/{file}.toml" for file in ("procedure", "rules")}


def test_a_step_without_a_clause_is_told_with_line_and_example(city: Path) -> None:
    change(city, "procedure", 'basis = ["4", "3.1.c"]\n', "")
    (one,) = told(city)
    assert one.startswith(line(city, "procedure", "[step.submit]"))
    assert "neither on which clause" in one and 'basis = ["5.1.1"]' in one and "practice = true" in one


def test_a_missing_meaning_is_told_with_line_and_example(city: Path) -> None:
    change(city, "procedure", 'means = "file"\n', 'means = ""\n')
    (one,) = told(city)
    assert one.startswith(line(city, "procedure", "[lacks]"))
    assert 'no act, fact or particular says means = "file"' in one
    assert '[act.NAME] means = "file"' in one and "[lacks] file = {" in one


def test_a_rule_or_page_whose_clause_is_not_mapped_points_at_rules_toml(city: Path) -> None:
    change(city, "rules", '"5.1.1.c" = ""\n', "")
    (one,) = told(city)
    assert one.startswith(line(city, "rules", "[clause]"))
    assert "screens.toml" not in one and "page " in one and '"5.1.1.c" = "…"' in one


def test_what_follows_from_a_removal_is_told_at_the_line_that_removes(city: Path) -> None:
    change(city, "procedure", "decline_recognition = { absent = true }\n", "")
    (one,) = told(city)
    taken_out = ("awaiting_recognition = { absent = true }", "unrecognised = { absent = true }")
    assert one.startswith(tuple(line(city, "procedure", text) for text in taken_out))
    assert "shenzhen_2023/procedure.toml:" in one and "step.decline_recognition" in one


def test_what_the_overlay_itself_still_names_is_told_where_it_does(city: Path) -> None:
    change(city, "procedure", 'to = "filed"', 'to = "unrecognised"')
    (one,) = told(city)
    assert one.startswith(line(city, "procedure", 'to = "unrecognised"'))


def test_a_clause_taken_out_that_the_procedure_rests_on_is_told_where_it_is_taken_out(city: Path) -> None:
    path = city / "clauses.toml"
    path.write_text(path.read_text("utf-8") + '\n[clause."5.2.4"]\nabsent = true\n', "utf-8")
    change(city, "procedure", 'remove = ["5.1.1.c"]', 'remove = ["5.1.1.c", "5.2.4"]')
    (one,) = [one for one in told(city) if "procedure.toml" in one]
    assert one.startswith(line(city, "clauses", '[clause."5.2.4"]')) and ".basis" in one


def test_texts_that_still_name_a_kind_taken_out_are_reported_with_file_and_remedy(city: Path) -> None:
    (city / "papers.toml").unlink()
    change(city, "procedure", "report_to_bureau = { absent = true }\n\n[clock]", "\n[clock]")
    (one,) = told(city)
    assert one.startswith(line(city, "guide", "[unit_kind.core_institution]"))
    assert "“市场核心机构”" in one and "papers.toml: paper.report_to_bureau.paragraphs" in one
    assert "anew in papers.toml" in one


def test_a_kind_of_file_taken_out_does_not_leak_into_the_forms(city: Path) -> None:
    path = city / "materials.toml"
    path.write_text(path.read_text("utf-8") + "\n[material.compliance_report]\nabsent = true\n", "utf-8")
    found = [one for one in told(city) if "material.compliance_report" in one]
    assert found and {"form.toml", "procedure.toml"} == {
        one.partition("(")[2].partition(":")[0] for one in found
    }
    assert all("“合规评估报告”" in one and "anew in " in one for one in found)


def test_a_limit_that_nothing_uses_any_more_is_reported(city: Path) -> None:
    change(city, "procedure", "[clock]\ninitial_reading = { absent = true }\n", "")
    change(city, "procedure", "initial_reading_days = { absent = true }\n", "")
    assert [one.partition(";")[0].rpartition(": ")[2] for one in told(city)] == [
        "nothing uses “initial_reading” any more",
        "nothing uses “initial_reading_days” any more",
    ]


def test_a_limit_of_the_form_that_nothing_uses_any_more_is_reported(city: Path) -> None:
    (city / "form.toml").write_text('[field."content.background"]\nlimit = ""\n', "utf-8")
    assert not [one for one in told(city) if "nothing uses" in one]  # other cells still use it


def test_a_complete_guide_keeps_no_organ_of_another_silently(city: Path) -> None:
    change(city, "guide", 'same_organs = ["technology_bureau", ', "same_organs = [")
    (one,) = told(city)
    assert one.startswith(line(city, "guide", 'same_organs = ["evaluation_group", "business_supervision"]'))
    assert "technology_bureau" in one and "evaluation_group (" not in one
    change(city, "guide", "same_organs = [", 'same_organs = ["technology_bureau", "nobody", ')
    assert "'nobody' is not known" in told(city)[0]


def test_a_partial_guide_may_keep_them(tmp_path: Path) -> None:
    folder = tmp_path / "next_town"
    folder.mkdir()
    head = 'name = { zh = "邻城", en = "n" }\nstatus = "partial"\nextends = "shenzhen-2023"\n'
    (folder / "guide.toml").write_text(head, "utf-8")
    assert guide_errors(folder) == ()


def test_a_guide_that_stands_alone_is_told_of_every_clause_that_nothing_answers_to(tmp_path: Path) -> None:
    folder = tmp_path / "copy_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    assert guide_errors(folder) == ()
    rules = folder / "rules.toml"
    rules.write_text(rules.read_text("utf-8"), "utf-8")
    clauses = folder / "clauses.toml"
    clauses.write_text(clauses.read_text("utf-8").replace('[clause."2.3"]', '[clause."2.33"]'), "utf-8")
    assert any('clause."2.3"' in one or "'2.3'" in one for one in told(folder))


def test_an_unknown_guide_is_still_unknown() -> None:
    with pytest.raises(UnknownGuideError):
        guide_errors("nowhere")


def test_what_is_wrong_with_an_inherited_line_is_to_be_written_anew_here(city: Path) -> None:
    row = next(
        one
        for one in (city / "procedure.toml").read_text("utf-8").splitlines()
        if one.startswith("call_window")
    )
    change(city, "procedure", f"{row}\n", "")
    (one,) = told(city)
    assert one.startswith("shenzhen_2023/procedure.toml:")
    assert one.endswith(
        f"write parameter.call_window_end.value in {city.name}/procedure.toml of this package"
    )


def test_a_paper_that_names_an_organ_taken_out_is_told_where_it_is_taken_out(city: Path) -> None:
    text = (city / "guide.toml").read_text("utf-8")
    head, _, rest = text.partition("[organ.city_departments]\n")
    (city / "guide.toml").write_text(
        f"{head}[organ.city_departments]\nabsent = true\n\n{rest[rest.index('[channel]') :]}", "utf-8"
    )
    (one,) = told(city)
    assert one.startswith(line(city, "guide", "[organ.city_departments]"))
    assert "paper.additional_evaluation.paragraphs still needs it" in one


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ('"9.9" = "4.1.3"', "[clause]\n{}"),
        ('[rule."no-such-rule"]\nseverity = "advice"', "{}"),
        ('[family.weather]\nseverity = "advice"', "{}"),
    ],
)
def test_an_entry_of_rules_toml_that_speaks_of_nothing_is_told(city: Path, entry: str, place: str) -> None:
    text = (city / "rules.toml").read_text("utf-8")
    new = text.replace("[clause]", place.format(entry)) if place != "{}" else f"{text}\n{entry}\n"
    (city / "rules.toml").write_text(new, "utf-8")
    (one,) = told(city)
    assert one.startswith(line(city, "rules", entry.splitlines()[0])) and "is not known" in one
