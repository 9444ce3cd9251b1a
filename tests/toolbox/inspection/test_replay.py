"""What if the rules of another date had held: the same days, other packs, and the report says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.toolbox.inspection.books import Books
from xianxing.cli import main

BEFORE, AFTER = date(2024, 7, 31), date(2024, 8, 1)


def private(day: date) -> Books:
    books = Books().product(kind="private_fund").asset(illiquid=0)
    return books.nav(100, day=day).hold(30, day=day)


def test_later_rules_find_what_was_free_on_its_day(tmp_path: Path) -> None:
    books = private(BEFORE)
    assert books.run(tmp_path / "own").episodes == []
    said = books.run(tmp_path / "later", rules_as_of=AFTER)
    assert [one["rule"] for one in said.episodes] == ["pv-same-asset"]
    replayed = said.plain["results"]["replay"]
    assert (replayed["rules_as_of"], len(replayed["new"]), replayed["gone"]) == ("2024-08-01", 1, [])


def test_earlier_rules_take_away_what_a_later_one_found(tmp_path: Path) -> None:
    said = private(AFTER).run(tmp_path, rules_as_of=BEFORE)
    assert said.episodes == []
    assert [one["rule"] for one in said.plain["results"]["replay"]["gone"]] == ["pv-same-asset"]
    assert {one["result"] for one in said.of("pv-same-asset")} == {"not_applicable"}
    assert said.status == 0


def test_each_message_of_a_replay_says_that_it_is_one(tmp_path: Path) -> None:
    said = private(BEFORE).run(tmp_path, rules_as_of=AFTER)
    assert {one["message"].startswith("如按 2024-08-01 的规则：") for one in said.plain["findings"]} == {True}


def test_the_rules_of_the_days_themselves_change_nothing(tmp_path: Path) -> None:
    books = private(AFTER)
    said = books.run(tmp_path / "replayed", rules_as_of=date(2025, 1, 1))
    assert said.episodes == books.run(tmp_path / "own").episodes
    assert said.plain["results"]["replay"]["same"] == 1


def test_the_command_replays_a_folder(tmp_path: Path) -> None:
    folder = str(private(BEFORE).write(tmp_path))
    assert main(["tool", "inspection", "run", folder, "--format", "json"]) == 0
    asked = ["tool", "inspection", "replay", folder, "--rules-as-of", "2024-08-01", "--format", "json"]
    assert main(asked) == 1
