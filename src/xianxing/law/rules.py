"""Rules: one small function each, named after what it checks, yielding outcomes that become findings.

How to write one (`Filing` stands for whatever a room checks):

    @rule("cell-length", clause="4.3.4", basis=Basis.GUIDE, family="form")
    def cell_length(filing: Filing) -> Iterator[Outcome]:
        \"\"\"Each cell of the form holds at most as many 字 as the guide allows.\"\"\"
        for cell in filing.cells:
            if cell.count > cell.limit:
                yield unmet("too_long", cell.location, label=cell.label, count=cell.count, limit=cell.limit,
                            evidence={"count": cell.count, "limit": cell.limit})

The decorator only makes a `Rule`; nothing is registered by importing. A room collects its rules explicitly:

    registry = Registry.of_modules([form, units], Messages.read(Path(__file__).parent / "messages.toml"))
    findings = registry.run(filing, guide)

A rule that yields nothing is `met`. A rule yields at most one outcome for a place and result: later ones
are dropped. As soon as something is unmet, unknown or for manual review, the rule's `met` and
`not_applicable` are dropped; else one of them stays.

Clauses of rules (`clause`, `also`) are written with the ids of the reference guide. A guide with other ids
says in the `[clause]` table of its rules.toml which of its clauses answers to each (`"4.3.4" = "9"`), or that
none does (`""`: the rule is not in force there). The clause of an outcome is one of the guide at hand: take
it from its data (`clause=field.clause`) or ask for it (`clause=guide.cite("3.1.b")`).

`messages.toml` has a table for each rule with one sentence in each language for every key, and the table
`shared` for keys that several rules use. Placeholders are those of `str.format`; a `Text` parameter appears
in the reader's language. `met` and `not_applicable` fall back to `shared` like any other key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Generic, TypeVar

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.findings import JSON, Basis, Finding, Result
from xianxing.law.messages import Messages, Value
from xianxing.law.model import Guide

S = TypeVar("S")
SILENT = (Result.MET, Result.NOT_APPLICABLE)


@dataclass(frozen=True)
class RuleOutcome:
    """What a rule says about one place; clause and basis default to the rule's own."""

    result: Result
    key: str
    location: str = ""
    parameters: Mapping[str, Value] = field(default_factory=dict)
    clause: str | None = None
    basis: Basis | None = None
    evidence: Mapping[str, JSON] = field(default_factory=dict)


def _outcome(result: Result) -> Callable[..., RuleOutcome]:
    def make(
        key: str,
        location: str = "",
        /,
        *,
        clause: str | None = None,
        basis: Basis | None = None,
        evidence: Mapping[str, JSON] | None = None,
        **parameters: Value,
    ) -> RuleOutcome:
        return RuleOutcome(result, key, location, parameters, clause, basis, evidence or {})

    return make


met = _outcome(Result.MET)
unmet = _outcome(Result.UNMET)
unknown = _outcome(Result.UNKNOWN)
manual_review = _outcome(Result.MANUAL_REVIEW)
not_applicable = _outcome(Result.NOT_APPLICABLE)

Check = Callable[[S], Iterable[RuleOutcome]]


@dataclass(frozen=True)
class Rule(Generic[S]):
    """A registered check. `also` names further clauses it may cite; `field_clauses` that it cites those of
    the form's fields, `kind_clauses` that it holds filings to the guide's kinds of unit and of project."""

    id: str
    clause: str
    basis: Basis
    family: str
    version: int
    also: tuple[str, ...]
    field_clauses: bool
    check: Check[S]
    kind_clauses: bool = False

    @property
    def name(self) -> str:
        """The name of the function behind the rule."""
        return getattr(self.check, "__name__", self.id)

    @property
    def summary(self) -> str:
        """The first line of the function's docstring."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]


def rule(
    id: str,
    *,
    clause: str,
    basis: Basis,
    family: str,
    version: int = 1,
    also: Sequence[str] = (),
    field_clauses: bool = False,
    kind_clauses: bool = False,
) -> Callable[[Check[S]], Rule[S]]:
    """Make a `Rule` of a function. Raise `version` whenever the same filing may be judged otherwise."""

    def make(check: Check[S]) -> Rule[S]:
        return Rule(id, clause, basis, family, version, tuple(also), field_clauses, check, kind_clauses)

    return make


class Registry(Generic[S]):
    """An explicit collection of rules with the sentences they speak."""

    def __init__(self, rules: Iterable[Rule[S]], messages: Messages) -> None:
        self.rules: dict[str, Rule[S]] = {}
        self.messages = messages
        for item in rules:
            if item.id in self.rules:
                raise ValueError(
                    f"two rules are called {item.id!r}: {self.rules[item.id].name} and {item.name}"
                )
            self.rules[item.id] = item

    @classmethod
    def of_modules(cls, modules: Iterable[ModuleType], messages: Messages) -> Registry[S]:
        """All rules that the modules define, in the order of the modules and of their definition."""
        return cls(
            (value for module in modules for value in vars(module).values() if isinstance(value, Rule)),
            messages,
        )

    def __iter__(self) -> Iterator[Rule[S]]:
        return iter(self.rules.values())

    def __len__(self) -> int:
        return len(self.rules)

    def in_force(self, guide: Guide) -> Iterator[Rule[S]]:
        """The rules that the guide has a clause for and doesn't switch off; GuideError as for `cite`."""
        for item in self:
            if guide.rule_setting(item.id).enabled and cite(guide, item):
                yield item

    def run(self, subject: S, guide: Guide) -> list[Finding]:
        """Let every rule in force speak about the subject; messages come in the current language."""
        return self.findings(self.outcomes(subject, guide), guide)

    def outcomes(self, subject: S, guide: Guide) -> list[tuple[Rule[S], RuleOutcome]]:
        """What every rule in force has to say about the subject, in no language yet."""
        rules = self.in_force(guide)
        return [(item, outcome) for item in rules for outcome in _kept(list(item.check(subject)))]

    def findings(self, outcomes: Iterable[tuple[Rule[S], RuleOutcome]], guide: Guide) -> list[Finding]:
        """Outcomes of `outcomes` as findings, their messages in the current language."""
        return [self._finding(item, outcome, guide) for item, outcome in outcomes]

    def digest(self, guide: Guide) -> str:
        """SHA-256 over the guide package and all rule names with their versions."""
        return ruleset_digest(guide, self)

    def _finding(self, item: Rule[S], outcome: RuleOutcome, guide: Guide) -> Finding:
        setting = guide.rule_setting(item.id)
        clause = outcome.clause or cite(guide, item)
        if clause not in guide.clauses:
            raise ValueError(f"rule {item.id!r} cites {clause!r}, which is no clause of {guide.name}")
        return Finding(
            rule=item.id,
            clause=clause,
            result=outcome.result,
            basis=outcome.basis or setting.basis or item.basis,
            severity=guide.severity(item.id, item.family),
            location=outcome.location,
            message=self.messages.render(item.id, outcome.key, outcome.parameters),
            evidence=outcome.evidence,
        )


def cite(guide: Guide, item: Rule[S]) -> str:
    """The guide's own clause that a rule rests on; "" where the guide has none for it.

    Raises GuideError when the guide neither has the rule's clause nor says what answers to it.
    """
    own = guide.rule_setting(item.id).clause
    if own is not None:
        return own
    found = guide.cite(item.clause)
    if found is None:
        raise GuideError(
            f"{guide.folders[0].name}/rules.toml",
            f'clause."{item.clause}"',
            gettext("rule {rule} rests on a clause that this guide does not have").format(rule=item.id),
            gettext('name the clause that answers to it, or write "" for none'),
        )
    return found


def ruleset_digest(guide: Guide, rules: Iterable[Rule[S]]) -> str:
    """SHA-256 over the guide package and all rule names with their versions, whatever their order."""
    versions = sorted([item.id, item.version] for item in rules)
    canonical = json.dumps({"guide": guide.digest, "rules": versions}, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _kept(outcomes: Sequence[RuleOutcome]) -> list[RuleOutcome]:
    if not outcomes:
        return [RuleOutcome(Result.MET, "met")]
    loud: dict[tuple[str, Result], RuleOutcome] = {}
    for outcome in outcomes:
        if outcome.result not in SILENT:
            loud.setdefault((outcome.location, outcome.result), outcome)
    if loud:
        return list(loud.values())
    return [next((outcome for outcome in outcomes if outcome.result is Result.MET), outcomes[0])]
