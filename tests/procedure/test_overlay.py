"""A guide's procedure as an overlay: only what differs is written, and the rest follows."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xianxing.i18n import language
from xianxing.law.coverage import read_procedure as procedure_data
from xianxing.law.errors import GuideError
from xianxing.law.loader import open_guide
from xianxing.law.package import default_roots, find_package, lay_procedure
from xianxing.procedure import Procedure, check, digest_of, load_procedure
from xianxing.procedure.checker import idle_meanings
from xianxing.procedure.differences import compare_procedures
from xianxing.procedure.loader import other_files, parse_procedure
from xianxing.procedure.reading import read_procedure

HEAD = 'name = { zh = "邻城", en = "Next town" }\nstatus = "partial"\nextends = "shenzhen-2023"\n'
NO_DIRECT_PATH = """
[lacks]
direct_path = { zh = "本地没有核心机构，不设直接参加专业评估的路径。", en = "No core institution here." }
enter_platform_correction_core = { zh = "本地没有核心机构。", en = "No core institution here." }

[state]
initial_reading = { absent = true }
awaiting_recognition = { absent = true }
unrecognised = { absent = true }

[step.register_core]
absent = true
[step.refile_core]
absent = true
[step.enter_platform_correction_core]
absent = true
[step.enter_platform_correction]
guards = { remove = ["on_local_path"] }
[step.take_in_platform_filing]
declares = { remove = ["core"] }
[step.report_to_bureau]
absent = true
[step.recognise]
absent = true
[step.decline_recognition]
absent = true
[step.send_to_local_path]
absent = true
[step.close_unrecognised]
absent = true
[step.register_local]
guards = []
[step.refile_local]
guards = { remove = ["on_local_path"] }

[fact.core]
absent = true
[fact.direct_path]
absent = true
[fact.after_non_recognition]
absent = true
[parameter.after_non_recognition]
absent = true
[step.freeze]
declares = { remove = ["core"] }
"""


def overlay(tmp_path: Path, procedure: str, **files: str) -> Path:
    folder = tmp_path / "next_town"
    folder.mkdir(exist_ok=True)
    (folder / "guide.toml").write_text(HEAD, "utf-8")
    for name, text in {"procedure": procedure, **files}.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def without_direct_path(tmp_path: Path) -> Procedure:
    rules = '[clause]\n"5.1.1.c" = ""\n'
    return load_procedure(overlay(tmp_path, _named() + NO_DIRECT_PATH, rules=rules))


def _named() -> str:
    return 'named_clauses = { remove = ["5.1.1.c"] }\n'


def test_one_line_changes_one_thing_and_everything_else_stays(tmp_path: Path) -> None:
    read = 'source = "邻城做法", effective_from = 2024-03-01'
    folder = overlay(tmp_path, f"[parameter]\nregistration_days = {{ value = 5, {read} }}\n")
    base, laid = load_procedure("shenzhen-2023"), load_procedure(folder)
    assert laid.number("registration_days") == 5
    assert list(laid.steps) == list(base.steps) and laid.states == base.states
    assert digest_of(laid) != digest_of(base)
    (found,) = compare_procedures(base, laid)
    assert (found.section, found.key, found.kind) == ("procedure.numbers", "registration_days", "changed")


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("registration_days = { value = 5 }", "source, effective_from"),
        ('registration_days = { value = 5, source = "邻城做法" }', "effective_from"),
        ("call_window_end = { value = 2025-01-31 }", "source, effective_from, checked_until"),
    ],
)
def test_another_number_never_stands_under_the_source_of_the_old_one(
    row: str, kept: str, tmp_path: Path
) -> None:
    folder = overlay(tmp_path, f"[parameter]\n{row}\n")
    with language("en"), pytest.raises(GuideError) as caught:
        load_procedure(folder)
    key = row.partition(" ")[0]
    assert str(caught.value).startswith(f"next_town/procedure.toml:2: parameter.{key}.value: ")
    assert caught.value.problem.endswith(f"was read: {kept}")
    assert load_procedure(folder, pinned=True).number(key) if key == "registration_days" else True


def test_the_same_number_written_again_keeps_its_source(tmp_path: Path) -> None:
    laid = load_procedure(overlay(tmp_path, "[parameter]\nregistration_days = { value = 3 }\n"))
    assert laid.parameters["registration_days"].source == "工作组做法"


@pytest.mark.parametrize(
    ("unit", "value"),
    [("workdaze", 7), ("workdays", '"7"'), ("workdays", -1), ("calendar_months", 0), ("date", 7)],
)
def test_a_clock_counts_whole_numbers_of_a_unit_that_it_knows(
    unit: str, value: object, tmp_path: Path
) -> None:
    read = 'source = "邻城做法", effective_from = 2024-03-01'
    row = f'registration_days = {{ value = {value}, unit = "{unit}", {read} }}'
    with pytest.raises(GuideError) as caught:
        load_procedure(overlay(tmp_path, f"[parameter]\n{row}\n"))
    part = "unit" if unit == "workdaze" else "value"
    assert str(caught.value).startswith(f"next_town/procedure.toml:2: parameter.registration_days.{part}: ")


def test_a_length_that_settings_toml_sets_is_told_there(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "")
    source = 'since = 2024-03-01, source = { zh = "甲", en = "a" }'
    (folder / "settings.toml").write_text(
        f'[setting.completeness_workdays]\nvalues = [{{ value = "ten", {source} }}]\n', "utf-8"
    )
    with pytest.raises(GuideError) as caught:
        load_procedure(folder)
    assert str(caught.value).startswith("next_town/settings.toml:2: setting.completeness_workdays.values: ")


def test_a_group_may_not_use_one_below_it(tmp_path: Path) -> None:
    with language("en"), pytest.raises(GuideError) as caught:
        load_procedure(overlay(tmp_path, '[group]\nin_trial = ["@after_start"]\n'))
    assert "'@after_start' stands further below, or the two use each other" in str(caught.value)


def test_complaints_are_judged_where_the_guide_knows_no_tolerance(tmp_path: Path) -> None:
    folder = overlay(
        tmp_path,
        'named_clauses = { remove = ["6.2"] }\n[step]\nsubmit_tolerance_evidence = { absent = true }\n'
        'complain = { from = ["running"] }\n[act.complain]\nwhere = ["running"]\n',
    )
    (folder / "rules.toml").write_text('[clause]\n"6.2" = ""\n', "utf-8")
    verdicts = {one.rule.id: one for one in check(load_procedure(folder)).verdicts}
    assert not verdicts["heard_after_the_trial"].holds
    assert "投诉、信访" in verdicts["heard_after_the_trial"].counter_example
    assert not verdicts["tolerance_after_the_trial"].applies


def test_what_is_still_to_be_said_under_lacks_is_told_all_at_once(tmp_path: Path) -> None:
    gone = ("invite_departments", "give_department_view", "note_department_silence", "evaluate_additionally")
    steps = "".join(f"{one} = {{ absent = true }}\n" for one in gone)
    folder = overlay(tmp_path, f'[step]\n{steps}close_opinions = {{ to = "selection", effects = [] }}\n')
    idle = {problem: remedy for _, problem, remedy in idle_meanings(load_procedure(folder))}
    told = "".join(idle)
    assert all(f'means = "{one}"' in told for one in gone[1:])
    assert not any("selection = {" in remedy for remedy in idle.values())  # most of the subject is there


def test_an_empty_overlay_is_the_same_version(tmp_path: Path) -> None:
    laid = replace(load_procedure(overlay(tmp_path, "")), guide="shenzhen-2023")
    assert digest_of(laid) == digest_of(load_procedure("shenzhen-2023"))


def test_a_guide_without_the_direct_path_is_expressed_by_what_it_lacks(tmp_path: Path) -> None:
    procedure = without_direct_path(tmp_path)
    assert "initial_reading" not in procedure.states
    assert "register_core" not in procedure.acts  # its last step went, and it with it
    assert procedure.acts["request_correction"].where == ("formality_check",)
    report = check(procedure)
    assert {v.rule.id: v.counter_example for v in report.verdicts if not v.holds} == {}
    unjudged = {v.rule.id for v in report.verdicts if not v.applies}
    assert unjudged == {"local_path_after_setting", "right_path"}
    because = next(v.because for v in report.verdicts if v.rule.id == "local_path_after_setting")
    assert because is not None and "直接参加专业评估" in because.zh


def test_its_faults_are_still_found(tmp_path: Path) -> None:
    bent = _named() + NO_DIRECT_PATH + '[step.select]\nguards = { remove = ["eligible"] }\n'
    report = check(load_procedure(overlay(tmp_path, bent)))
    assert [v.rule.id for v in report.verdicts if not v.holds] == ["eligibility_at_selection"]


def test_a_state_is_added_with_its_steps(tmp_path: Path) -> None:
    text = """
    [state]
    visit = { zh = "走访", en = "Visit", stage = "selection", owner = "secretariat", no_limit_in_text = true }
    [group]
    before_start = { add = ["visit"] }
    [act]
    finish_visit = { by = ["authority"], decides = true }
    [step.select]
    from = { add = ["visit"], remove = ["selection"] }
    [step.not_select]
    from = { add = ["visit"] }
    [step.finish_visit]
    zh = "走访完毕"
    en = "Visit finished"
    actors = ["secretariat"]
    from = ["selection"]
    to = "visit"
    practice = true
    serves = ["5.1.1"]
    """
    report = check(load_procedure(overlay(tmp_path, text)))
    assert [v.rule.id for v in report.verdicts if not v.holds] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[step.fyle]\nabsent = true\n", "next_town/procedure.toml:1: step.fyle: there is nothing to remove"),
        ('[step.file]\nguards = { remove = ["every_one"] }\n', "removes every_one, which is not there"),
        (
            "[state.filed]\nabsent = true\n",
            "next_town/procedure.toml:1: state.filed: “filed” is taken out here",
        ),
        ("[state.filed]\nabsent = true\n", "step.file.to still needs it: 'filed' is not known"),
        (
            "\n[fact.consents]\nabsent = true\n",
            "next_town/procedure.toml:2: fact.consents: “consents” is taken",
        ),
        ("[state]\n[state.filed]\nowner = 'nobody'\n", "next_town/procedure.toml:3: state.filed.owner"),
        ("[step.file]\nfour_ayes = true\n", "next_town/procedure.toml:2: step.file.four_ayes"),
        (
            "[parameter.registration_days]\nunit = 3\n",
            "next_town/procedure.toml:2: parameter.registration_days.unit",
        ),
    ],
)
def test_what_an_overlay_gets_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    with language("en"), pytest.raises(GuideError) as caught:
        load_procedure(overlay(tmp_path, text))
    assert told in str(caught.value)


def test_an_error_about_what_is_inherited_names_the_removal_and_the_file_below(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "", clauses='[clause."5.1.2"]\nabsent = true\n')
    place = r"next_town/clauses.toml:1: .*shenzhen_2023/procedure.toml:\d+ named_clauses still needs it"
    with language("en"), pytest.raises(GuideError, match=place):
        load_procedure(folder)


def test_a_procedure_with_an_id_stands_by_itself() -> None:
    base: dict[str, object] = {"id": "one", "state": {"a": {}, "b": {}}}
    assert lay_procedure(base, {"id": "two", "state": {"c": {}}}) == {"id": "two", "state": {"c": {}}}
    assert lay_procedure(base, {"state": {"c": {}}})["state"] == {"a": {}, "b": {}, "c": {}}
    assert lay_procedure(base, {}) == base


def test_laying_over_changes_nothing_below() -> None:
    base: dict[str, Any] = {
        "id": "one",
        "state": {"a": {}, "b": {}},
        "group": {"all": ["a", "b"]},
        "act": {"go": {"where": ["a", "b"]}, "stay": {}},
        "step": {"go": {"from": ["a", "b"]}, "stay": {"from": ["b"]}},
    }
    laid = lay_procedure(base, {"state": {"b": {"absent": True}}, "step": {"stay": {"absent": True}}})
    assert laid["group"] == {"all": ["a"]} and laid["step"] == {"go": {"from": ["a"]}}
    assert laid["act"] == {"go": {"where": ["a"]}}
    assert base["group"] == {"all": ["a", "b"]} and set(base["act"]) == {"go", "stay"}


def test_coverage_reads_the_procedure_laid_over(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "[step.complain]\nabsent = true\n")
    steps = procedure_data(open_guide(folder))["step"]
    assert isinstance(steps, dict) and "complain" not in steps and "file" in steps


OWN_NUMBER = """
[[parameter.notice_workdays.values]]
value = 7
since = 2026-03-01
source = { zh = "邻城办法第八条", en = "rule 8" }
checked_until = 2026-06-30
"""


def test_a_number_of_the_overlays_own_settings_brings_its_source_and_days(tmp_path: Path) -> None:
    laid = load_procedure(overlay(tmp_path, "", settings=OWN_NUMBER))
    days = laid.parameters["public_notice_days"]
    assert (days.value, days.source) == (7, "邻城办法第八条")
    assert (days.effective_from, days.checked_until) == (date(2026, 3, 1), date(2026, 6, 30))
    assert (days.basis, days.practice) == (("5.1.3",), False)
    base = load_procedure("shenzhen-2023")
    others = {key: one for key, one in laid.parameters.items() if key != "public_notice_days"}
    assert others == {key: base.parameters[key] for key in others}


def test_what_the_overlay_states_for_the_parameter_itself_stays(tmp_path: Path) -> None:
    own = '[parameter]\npublic_notice_days = { source = "邻城通告", checked_until = 2026-05-05 }\n'
    days = load_procedure(overlay(tmp_path, own, settings=OWN_NUMBER)).parameters["public_notice_days"]
    assert (days.source, days.checked_until) == ("邻城通告", date(2026, 5, 5))
    assert days.effective_from == date(2026, 3, 1)


def test_a_number_that_becomes_practice_is_practice_in_the_procedure(tmp_path: Path) -> None:
    settings = '[parameter.notice_workdays]\nbasis = "practice"\n' + OWN_NUMBER
    days = load_procedure(overlay(tmp_path, "", settings=settings)).parameters["public_notice_days"]
    assert days.practice and days.basis == ()


def test_an_overlay_of_an_overlay_keeps_the_source_of_the_one_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay(tmp_path, "", settings=OWN_NUMBER)
    far = tmp_path / "far_town"
    far.mkdir()
    (far / "guide.toml").write_text(HEAD.replace("shenzhen-2023", "next-town"), "utf-8")
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    assert load_procedure("far-town").parameters["public_notice_days"].source == "邻城办法第八条"


def test_the_reference_is_the_version_of_its_own_file_whatever_its_settings_say() -> None:
    package = find_package("shenzhen-2023", default_roots())
    told = tomllib.loads((package.folders[0] / "procedure.toml").read_text("utf-8"))
    alone = parse_procedure(told, package.name, "procedure.toml", other_files(package))
    assert digest_of(load_procedure("shenzhen-2023")) == digest_of(alone)
    assert load_procedure("shenzhen-2023").parameters == alone.parameters


def test_a_setting_whose_values_the_overlay_leaves_alone_changes_no_version(tmp_path: Path) -> None:
    note = '[parameter.notice_workdays]\nnote = { zh = "按工作日计算。", en = "In working days." }\n'
    laid = replace(load_procedure(overlay(tmp_path, "", settings=note)), guide="shenzhen-2023")
    assert digest_of(laid) == digest_of(load_procedure("shenzhen-2023"))


def test_the_text_that_is_read_tells_the_overlays_own_source(tmp_path: Path) -> None:
    sentences = read_procedure(load_procedure(overlay(tmp_path, "", settings=OWN_NUMBER))).sentences()
    (told,) = [one.zh for one in sentences if "邻城办法第八条" in one.zh]
    assert "自2026年3月1日起适用" in told and "核对至2026年6月30日" in told and "指南五(一)3" not in told
