"""An answer's JSON as charts and papers read it: lists of objects by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xianxing.law.findings import JSON

AnswerEntry = dict[str, Any]
Entries = list[AnswerEntry]


def entries(value: JSON) -> Entries:
    """The objects of a list of the answer; none where it isn't there."""
    return [dict(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def results_of(answer: Mapping[str, JSON], name: str) -> Entries:
    """One list of the answer's results."""
    results = answer["results"]
    return entries(results.get(name)) if isinstance(results, dict) else []


def findings_of(answer: Mapping[str, JSON], *rules: str, results: Iterable[str] = ()) -> Entries:
    """The findings of some rules with some results, all where none is named."""
    wanted = frozenset(results)
    return [
        one
        for one in entries(answer["findings"])
        if (not rules or one["rule"] in rules) and (not wanted or one["result"] in wanted)
    ]


def places_of_findings(answer: Mapping[str, JSON]) -> dict[tuple[str, str], int]:
    """Where the first finding of each rule about each subject stands."""
    places: dict[tuple[str, str], int] = {}
    for place, finding in enumerate(entries(answer["findings"])):
        places.setdefault((finding["rule"], finding["subject"]["id"]), place)
    return places


def number_of(value: JSON) -> float:
    """A number as a drawing needs it; 0 for what is absent."""
    return float(value) if isinstance(value, str | int | float) and value != "" else 0.0


def text_of(value: JSON) -> str:
    """A word, "" for what is absent."""
    return value if isinstance(value, str) else ""
