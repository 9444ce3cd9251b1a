"""Lines that say what an answer holds: `WHERE : WHAT`.

`trades id=T1 : level=board amount=3` — of the rows of `results.trades` exactly one has this id, and it has
that level and amount. `findings` and `problems` stand for themselves, other first words for `results`
(with dots for lists inside rows). `some LIST …` asks that one of several rows is so, `no LIST …` that none is
there, `count 2 LIST …` for that many.

Of a term, `=` compares text, or numbers exactly; `~` numbers within a millionth, or within what `±` says; `!`
is `=` denied; `^` asks that the JSON of the value has the text. A list is written `[a|b]`, a blank `␣`.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

TERM = re.compile(r"([\w.-]+)([=~^!])(.*)", re.DOTALL)
ABSENT = "nothing"


def unmet_expectation(answer: dict[str, Any], line: str) -> str | None:
    """Why the answer doesn't hold what the line says; None where it does."""
    head, _, tail = line.partition(" : ")
    words, wanted = head.split(), 1
    mode = words.pop(0) if words[0] in ("no", "some", "count") else "one"
    if mode in ("no", "count"):
        wanted = int(words.pop(0)) if mode == "count" else 0
    found = [row for row in _rows(answer, words[0]) if all(_holds(row, term) for term in words[1:])]
    if mode != "some" and len(found) != wanted:
        return f"{line} — {len(found)} rows: {_shown_json(found)}"
    if tail and not any(all(_holds(row, term) for term in tail.split()) for row in found):
        return f"{line} — has {_shown_json(found)}"
    return None if found or wanted == 0 else f"{line} — no row"


def _rows(answer: dict[str, Any], name: str) -> list[Any]:
    rows = answer[name] if name in ("findings", "problems") else _value(answer["results"], name)
    if isinstance(rows, dict):
        return [rows]
    return rows if isinstance(rows, list) else []


def _value(row: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(row, list):
            row = row[int(part)] if int(part) < len(row) else ABSENT
        elif isinstance(row, dict):
            row = row.get(part, ABSENT)
        else:
            return ABSENT
    return row


def _holds(row: Any, term: str) -> bool:
    matched = TERM.fullmatch(term)
    assert matched is not None, term
    path, operator, wanted = matched.groups()
    value = _value(row, path)
    if operator == "^":
        return wanted in json.dumps(value, ensure_ascii=False)
    if operator == "!":
        return not _holds(row, f"{path}={wanted}")
    wanted, _, within = wanted.partition("±")
    got, number = _number(value), _number(wanted)
    if got is not None and number is not None:
        margin = Decimal(within) if within else max(abs(number) / 10**6, Decimal("1e-9"))
        return got == number if operator == "=" else abs(got - number) <= margin
    return operator == "=" and _shown(value) == wanted.replace("␣", " ")


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool | list | dict) or value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "[" + "|".join(_shown(one) for one in value) + "]"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown_json(rows: list[Any]) -> str:
    return json.dumps(rows, ensure_ascii=False)[:1000]
