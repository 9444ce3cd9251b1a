"""The sentences that rules speak, as data beside the rules, and a check that none is missing."""

from __future__ import annotations

import ast
import inspect
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Protocol

from xianxing.law.reading import TomlTable
from xianxing.law.text import Text

Value = str | int | float | Text
SHARED = "shared"
MAKERS = frozenset({"met", "unmet", "unknown", "manual_review", "not_applicable"})
NO_PARAMETERS = frozenset({"clause", "basis", "evidence"})


class Speaker(Protocol):
    """What the completeness check needs to know of a rule."""

    @property
    def id(self) -> str:
        """The name under which the rule's sentences stand."""

    @property
    def check(self) -> Callable[..., object]:
        """The function behind the rule."""


@dataclass(frozen=True)
class Messages:
    """Sentences by rule and key, in both languages."""

    sentences: Mapping[str, Mapping[str, Text]]

    @classmethod
    def read(cls, path: Path) -> Messages:
        """From a TOML file; GuideError for anything but tables of `{ zh = "…", en = "…" }`."""
        top = TomlTable({"rule": tomllib.loads(path.read_text("utf-8"))}, path.name, lenient=True)
        return cls(
            {name: {key: table.text(key) for key in table.names()} for name, table in top.tables("rule")}
        )

    def find(self, rule: str, key: str) -> Text | None:
        """The sentence of a rule, else the shared one with this key, else None."""
        return self.sentences.get(rule, {}).get(key) or self.sentences.get(SHARED, {}).get(key)

    def render(self, rule: str, key: str, parameters: Mapping[str, Value]) -> str:
        """The sentence in the current language; KeyError for a missing sentence or parameter."""
        sentence = self.find(rule, key)
        if sentence is None:
            raise KeyError(f"messages.toml has no sentence {key!r} for rule {rule!r}")
        return str(sentence).format(**parameters)


def placeholders(sentence: str) -> frozenset[str]:
    """The parameter names that a sentence uses."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def incomplete(messages: Messages, rules: Iterable[Speaker]) -> list[str]:
    """Everything wrong between rules and sentences, one line each; [] when all is well.

    Looks for keys and parameters in the calls of `unmet(…)` and its siblings inside each rule's function;
    keys that a rule computes or takes from a helper are only checked when they are spoken.
    """
    rules = list(rules)
    known = {rule.id for rule in rules} | {SHARED}
    problems = [f"[{name}] speaks for no rule" for name in messages.sentences if name not in known]
    for name, sentences in messages.sentences.items():
        for key, text in sentences.items():
            if not text.zh or not text.en:
                problems.append(f"[{name}] {key}: a language is empty")
            if placeholders(text.zh) != placeholders(text.en):
                problems.append(f"[{name}] {key}: the languages use different parameters")
    for rule in rules:
        problems += _unspoken(messages, rule)
    return problems


def _unspoken(messages: Messages, rule: Speaker) -> Iterator[str]:
    if messages.find(rule.id, "met") is None:
        yield f"[{rule.id}] met: the sentence is missing"
    for key, given, open_ended in _spoken(rule.check):
        sentence = messages.find(rule.id, key)
        if sentence is None:
            yield f"[{rule.id}] {key}: the sentence is missing"
        elif not open_ended and not placeholders(sentence.zh) <= given:
            lacking = ", ".join(sorted(placeholders(sentence.zh) - given))
            yield f"[{rule.id}] {key}: the rule gives no {lacking}"


def _spoken(check: Callable[..., object]) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Key, names of the parameters given, and whether more may come from `**`, of each call in a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(check)))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS):
            continue
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            names = frozenset(word.arg for word in node.keywords if word.arg) - NO_PARAMETERS
            yield first.value, names, any(word.arg is None for word in node.keywords)
