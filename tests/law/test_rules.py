"""Rules, their registry, and how outcomes become findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from xianxing.i18n import language
from xianxing.law import Basis, Guide, GuideError, Result, Severity, Text
from xianxing.law.messages import Messages, incomplete, placeholders
from xianxing.law.rules import (
    Registry,
    Rule,
    RuleOutcome,
    met,
    not_applicable,
    rule,
    ruleset_digest,
    unknown,
    unmet,
)

SENTENCES = """
[shared]
met = { zh = "符合", en = "met" }
[long-words]
too_long = { zh = "“{word}”有{count}个字母", en = "“{word}” has {count} letters" }
none = { zh = "没有词", en = "no words" }
"""


@rule("long-words", clause="4.3.4", basis=Basis.GUIDE, family="form", also=("4.3.5",))
def long_words(words: list[str]) -> Iterator[RuleOutcome]:
    """No word is longer than five letters."""
    if not words:
        yield not_applicable("none")
    for index, word in enumerate(words):
        if len(word) > 5:
            yield unmet(
                "too_long", f"word[{index}]", word=word, count=len(word), evidence={"count": len(word)}
            )


def spoken(text: str, folder: Path) -> Messages:
    path = folder / "messages.toml"
    path.write_text(text, "utf-8")
    return Messages.read(path)


@pytest.fixture
def messages(tmp_path: Path) -> Messages:
    return spoken(SENTENCES, tmp_path)


@pytest.fixture
def registry(messages: Messages) -> Registry[list[str]]:
    return Registry([long_words], messages)


def test_a_silent_rule_is_met(registry: Registry[list[str]], reference: Guide) -> None:
    (finding,) = registry.run(["short"], reference)
    assert (finding.result, finding.location, finding.message) == (Result.MET, "", "符合")


def test_each_place_is_a_finding_with_the_rules_clause_basis_and_severity(
    registry: Registry[list[str]], reference: Guide
) -> None:
    first, second = registry.run(["abcdefg", "ok", "abcdef"], reference)
    assert (first.location, second.location) == ("word[0]", "word[2]")
    assert first.clause == "4.3.4" and first.basis is Basis.GUIDE and first.severity is Severity.CORRECTION
    assert first.message == "“abcdefg”有7个字母"
    assert first.evidence == {"count": 7}


def test_messages_follow_the_language(registry: Registry[list[str]], reference: Guide) -> None:
    with language("en"):
        assert registry.run(["abcdefg"], reference)[0].message == "“abcdefg” has 7 letters"


def test_not_applicable_stands_alone(registry: Registry[list[str]], reference: Guide) -> None:
    assert [finding.result for finding in registry.run([], reference)] == [Result.NOT_APPLICABLE]


Check = Callable[[None], Iterable[RuleOutcome]]


def made_rule(check: Check, name: str = "long-words", clause: str = "4.3.4", version: int = 1) -> Rule[None]:
    make: Callable[[Check], Rule[None]] = rule(
        name, clause=clause, basis=Basis.GUIDE, family="form", version=version
    )
    return make(check)


def silent(_: None) -> list[RuleOutcome]:
    return []


def findings_of(check: Check, tmp_path: Path, guide: Guide) -> list[tuple[str, str]]:
    made = made_rule(check, name="r")
    sentence = (
        '[r]\na = { zh = "甲", en = "a" }\nb = { zh = "乙", en = "b" }\nmet = { zh = "符合", en = "met" }\n'
    )
    return [
        (f.result.value, f.message) for f in Registry([made], spoken(sentence, tmp_path)).run(None, guide)
    ]


def test_one_finding_for_a_place_and_result(tmp_path: Path, reference: Guide) -> None:
    assert findings_of(
        lambda _: [unmet("a", "x"), unmet("b", "x"), unknown("b", "x")], tmp_path, reference
    ) == [
        ("unmet", "甲"),
        ("unknown", "乙"),
    ]


def test_met_is_dropped_beside_anything_unmet_and_kept_once(tmp_path: Path, reference: Guide) -> None:
    assert findings_of(lambda _: [met("a", "x"), unmet("b", "y")], tmp_path, reference) == [("unmet", "乙")]
    assert findings_of(lambda _: [not_applicable("b"), met("a"), met("a")], tmp_path, reference) == [
        ("met", "甲")
    ]


def test_an_outcome_may_cite_a_clause_of_the_guides_own_data(messages: Messages, reference: Guide) -> None:
    made = made_rule(lambda _: [unmet("none", clause="2.3", basis=Basis.PRACTICE)])
    (finding,) = Registry([made], messages).run(None, reference)
    assert (finding.clause, finding.basis) == ("2.3", Basis.PRACTICE)


def test_a_clause_that_the_guide_lacks_is_a_mistake_of_the_rule(messages: Messages, reference: Guide) -> None:
    made = made_rule(lambda _: [unmet("none", clause="99")])
    with pytest.raises(ValueError, match="99"):
        Registry([made], messages).run(None, reference)


def test_another_guide_says_which_clause_answers(registry: Registry[list[str]], invented: Guide) -> None:
    (finding,) = registry.run(["abcdefg"], invented)
    assert finding.clause == "D.1"


def test_a_rule_without_a_counterpart_is_not_in_force(messages: Messages, invented: Guide) -> None:
    made = made_rule(lambda _: [unmet("none")], clause="4.2.6")
    assert Registry([made], messages).run(None, invented) == []


def test_a_silent_guide_must_say_what_answers(messages: Messages, invented: Guide) -> None:
    made = made_rule(lambda _: [unmet("none")], clause="9.9")
    with language("en"), pytest.raises(GuideError, match=r"cloudport_2025/rules.toml.*9\.9"):
        Registry([made], messages).run(None, invented)


def test_two_rules_never_share_a_name(messages: Messages) -> None:
    with pytest.raises(ValueError, match="long-words"):
        Registry([long_words, long_words], messages)


def test_rules_are_collected_from_modules_without_registering_anything(messages: Messages) -> None:
    module = ModuleType("some_rules")
    vars(module).update(first=long_words, other=3)
    registry: Registry[list[str]] = Registry.of_modules([module], messages)
    assert [item.id for item in registry] == ["long-words"] and len(registry) == 1
    assert long_words.name == "long_words"
    assert long_words.summary == "No word is longer than five letters."


def test_the_ruleset_changes_with_a_version_and_not_with_the_order(reference: Guide, invented: Guide) -> None:
    one, two = made_rule(silent, name="one"), made_rule(silent, name="two")
    newer = made_rule(silent, name="two", version=2)
    digest = ruleset_digest(reference, [one, two])
    assert digest == ruleset_digest(reference, [two, one])
    assert len({digest, ruleset_digest(reference, [one, newer]), ruleset_digest(invented, [one, two])}) == 3


def test_a_text_parameter_appears_in_the_readers_language(tmp_path: Path) -> None:
    messages = spoken('[r]\nk = { zh = "见{what}", en = "see {what}" }\n', tmp_path)
    parameter = {"what": Text("甲", "A")}
    assert messages.render("r", "k", parameter) == "见甲"
    with language("en"):
        assert messages.render("r", "k", parameter) == "see A"
    with pytest.raises(KeyError, match="nothing"):
        messages.render("r", "nothing", {})


def test_complete_messages_have_no_problem(messages: Messages) -> None:
    assert incomplete(messages, [long_words]) == []
    assert placeholders("{a} and {b}") == {"a", "b"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("{word}”有{count}", "{word}”有"), "different parameters"),
        (("too_long", "too_wide"), "too_long: the sentence is missing"),
        (("[long-words]", "[short-words]"), "speaks for no rule"),
        (('met = { zh = "符合", en = "met" }', ""), "met: the sentence is missing"),
        (('"no words"', '""'), "a language is empty"),
    ],
)
def test_incomplete_messages_are_named(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    messages = spoken(SENTENCES.replace(*change), tmp_path)
    assert any(problem in line for line in incomplete(messages, [long_words]))


def test_a_parameter_that_the_rule_does_not_give_is_named(tmp_path: Path) -> None:
    text = SENTENCES.replace("{count}个", "{size}个").replace("{count} letters", "{size} letters")
    assert "[long-words] too_long: the rule gives no size" in incomplete(spoken(text, tmp_path), [long_words])
