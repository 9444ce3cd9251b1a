"""Sources of a procedure's numbers that an overlay sets in its own settings."""

from __future__ import annotations

from datetime import date

from xianxing.law.number_sources import Data, follow_numbers

READ: Data = {"source": "上位", "effective_from": date(2023, 1, 1), "checked_until": date(2024, 1, 1)}
BASE: Data = {"parameter": {"pause": {"law": "pause_days", "practice": True, **READ}, "other": dict(READ)}}
OWN: Data = {
    "setting": {
        "pause_days": {
            "values": [
                {"value": 4, "since": date(2026, 1, 1), "source": {"zh": "新", "en": "new"}},
                {"value": 3, "since": date(2025, 1, 1), "source": {"zh": "旧", "en": "old"}},
            ]
        }
    }
}


def followed(over: Data, own: Data, settings: Data | None = None) -> Data:
    parameter = follow_numbers(BASE, over, own, settings or own)["parameter"]
    assert isinstance(parameter, dict)
    assert parameter["other"] == READ
    pause = parameter["pause"]
    assert isinstance(pause, dict)
    return pause


def test_source_and_days_are_those_of_the_latest_value_and_a_day_not_stated_is_none() -> None:
    expected = {"law": "pause_days", "practice": True, "source": "新", "effective_from": date(2026, 1, 1)}
    assert followed({}, OWN) == expected


def test_a_number_that_the_overlay_leaves_alone_keeps_everything() -> None:
    assert follow_numbers(BASE, {}, {}, OWN) is BASE


def test_a_number_that_rests_anew_brings_its_clause_and_no_practice() -> None:
    own: Data = {"setting": {"pause_days": {"basis": "guide", "clause": "9"}}}
    found = followed({}, own, {"setting": {"pause_days": {"basis": "guide", "clause": "9"}}})
    assert found == {"law": "pause_days", "basis": ["9"], **READ}


def test_a_basis_that_the_overlay_changes_itself_is_left_to_be_changed() -> None:
    own: Data = {"setting": {"pause_days": {"basis": "guide", "clause": "9"}}}
    over: Data = {"parameter": {"pause": {"basis": {"add": ["7"]}}}}
    assert followed(over, own)["practice"] is True


def test_a_parameter_that_names_another_number_follows_that_one() -> None:
    settings: Data = {"parameter": {"halt_days": {"basis": "practice", "clause": "8", **_row("别处")}}}
    over: Data = {"parameter": {"pause": {"law": "halt_days"}}}
    assert followed(over, {}, settings)["source"] == "别处"


def test_nothing_below_changes() -> None:
    followed({}, OWN)
    assert BASE["parameter"] == {
        "pause": {"law": "pause_days", "practice": True, **READ},
        "other": READ,
    }


def _row(source: str) -> Data:
    value = {"value": 9, "since": date(2025, 5, 5), "source": {"zh": source, "en": ""}}
    return {"values": [value]}
