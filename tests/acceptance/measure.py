"""Prints how the checker does on filings its author has not seen.

python -m tests.acceptance.measure [clean|odd|defects] [NAME …]
python -m tests.acceptance.measure corpus FOLDER [NAME …]     # a corpus kept apart, see `apart.py`
python -m tests.acceptance.measure texts FOLDER [TOPIC …]  # texts for the rules on words, see `word_texts.py`
python -m tests.acceptance.measure statements FILE [TOPIC …|all]  # prose, see `statements_read.py`
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from tests.acceptance.apart import Readings, Verdict, figures, read_corpus, try_case
from tests.acceptance.clean import clean_ids, prepared
from tests.acceptance.defects import all_defects
from tests.acceptance.judge import Finding, Outcome, found, judge
from tests.acceptance.oddities import ODDITIES
from tests.acceptance.statements_read import StatementFigures, measure_statements
from tests.acceptance.word_texts import measure_texts


def line(finding: Finding) -> str:
    """A finding in one line."""
    keys = ("result", "severity", "clause", "rule", "location", "message")
    return " | ".join(str(finding[key]) for key in keys)


def say(text: str = "") -> None:
    """Print at once, also into a file."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def quiet(names: list[tuple[str, Outcome]], title: str) -> int:
    """Report filings that must stay silent; returns the number of false `unmet`."""
    wrong = 0
    for name, outcome in names:
        unmet = [f for f in outcome.of("unmet") if not (f["severity"] == "advice" and f["clause"] == "4.3.4")]
        wrong += len(unmet) + bool(outcome.refused)
        manual, unknown = len(outcome.of("manual_review")), len(outcome.of("unknown"))
        say(
            f"{title} {name}: {len(unmet)} unmet, {manual} manual, {unknown} unknown, {outcome.seconds:.2f} s"
        )
        for finding in unmet:
            say(f"    FALSE {line(finding)}")
        if outcome.refused:
            say(f"    REFUSED {outcome.refused}")
    return wrong


def main(arguments: list[str]) -> int:
    """Measure all or a part; returns 0."""
    if arguments[:1] == ["corpus"]:
        return corpus(Path(arguments[1]), arguments[2:])
    if arguments[:1] == ["texts"]:
        return texts(Path(arguments[1]), arguments[2:])
    if arguments[:1] == ["statements"]:
        return statements(Path(arguments[1]), arguments[2:])
    part, names = (arguments[0] if arguments else "all"), set(arguments[1:])
    outcomes: list[Outcome] = []
    if part in ("all", "clean"):
        clean = [(name, judge(prepared(name))) for name in clean_ids() if not names or name in names]
        wrong = quiet(clean, "clean")
        most = max(len(outcome.of("manual_review")) for _, outcome in clean)
        say(f"CLEAN {len(clean)} filings, {wrong} false unmet, at most {most} manual_review")
        outcomes += [outcome for _, outcome in clean]
    if part in ("all", "odd"):
        odd = [(o.id, judge(prepared(o.base, o.edit))) for o in ODDITIES if not names or o.id in names]
        say(f"ODD {len(odd)} filings, {quiet(odd, 'odd')} false unmet")
        outcomes += [outcome for _, outcome in odd]
    if part in ("all", "defects"):
        outcomes += defects(names)
    for outcome in outcomes:
        for violation in outcome.violations:
            say(f"CONTRACT {outcome.filing.id}: {violation[:400]}")
    seconds = [outcome.seconds for outcome in outcomes]
    say(f"SECONDS median {median(seconds):.2f}, longest {max(seconds):.2f}, sum {sum(seconds):.0f}")
    return 0


def corpus(root: Path, names: list[str]) -> int:
    """Report a corpus kept apart: each miss and each false alarm, then the figures."""
    verdicts, readings = [], Readings()
    for case in read_corpus(root, names):
        verdict = try_case(case, readings)
        verdicts.append(verdict)
        for text in _about(verdict):
            say(text)
    for text in figures(verdicts).lines():
        say(text)
    return 0


def texts(root: Path, topics: list[str]) -> int:
    """Report each text that is missed or found wrongly, then precision and recall by topic."""
    for topic, told in measure_texts(root).items():
        if topics and topic not in topics:
            continue
        for word, several in (("MISSED", told.missed), ("FALSE", told.false)):
            for text in several:
                say(f"{word} {topic}: {text}")
        say(f"TOPIC {topic}: {told.line()}")
    return 0


def statements(path: Path, topics: list[str]) -> int:
    """Report recall and false findings by topic and in all; of the topics named, each sentence too."""
    total = StatementFigures()
    for topic, told in measure_statements(path).items():
        for word, several in (("MISSED", told.missed), ("FALSE", told.false)):
            for text in several if topic in topics or "all" in topics else ():
                say(f"{word} {topic}: {text}")
        say(f"TOPIC {topic}: {told.line()}")
        total.add(told)
    say(f"TOTAL {total.line()}")
    return 0


def _about(verdict: Verdict) -> list[str]:
    name = verdict.case.name
    lines = [f"REFUSED {name}: {verdict.refused}"] if verdict.refused else []
    for word, several in (("MISSED", verdict.missed), ("LENIENT", verdict.lenient)):
        for one in several:
            lines.append(
                f"{word} {name}: {'/'.join(one.clauses)} {'/'.join(one.locations)} "
                f"{'/'.join(one.results)}: {one.what}"
            )
    word = "EXTRA" if verdict.case.planted else "FALSE"
    lines += [
        f"{word} {name}: {one.clause} {one.rule} {one.location}: {one.message}" for one in verdict.extra
    ]
    return [*lines, f"MANUAL {name}: {verdict.manual}"] if not verdict.case.planted else lines


def defects(names: set[str]) -> list[Outcome]:
    """Report the planted defects."""
    outcomes, hits = [], 0
    wanted = [defect for defect in all_defects() if not names or defect.id in names]
    for defect in wanted:
        outcome = judge(prepared(defect.base, defect.edit))
        outcomes.append(outcome)
        if found(defect, outcome):
            hits += 1
            continue
        say(f"MISSED {defect.id} ({defect.base}): {defect.clauses} {defect.places} {defect.results}")
        for finding in outcome.of("unmet") + ([] if not names else outcome.of("manual_review")):
            say(f"    said {line(finding)}")
        if outcome.refused:
            say(f"    refused {outcome.refused}")
    say(f"DEFECTS {hits} of {len(wanted)} found, recall {hits / len(wanted):.3f}")
    return outcomes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
