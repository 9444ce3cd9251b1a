"""Ownership statements (BODS 0.4) and FollowTheMoney entities as the tables `entities` and `holdings`.

Shares of these formats are percentages. Of a range the lower end counts; an indirect interest doesn't, for
the direct ones below it do. What names no party by intent becomes a warning, never a made-up person.
"""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from xianxing.i18n import gettext
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.sources import MOST_ROWS, BadTable, RawTable
from xianxing.toolbox.stand_ins import StandIn

ENTITY_COLUMNS = ("id", "name", "kind", "uscc", "born", "address")
HOLDING_COLUMNS = ("holder", "held", "equity", "votes", "from", "to", "source")
BODS, FTM = "bods.json", "ftm.json"
_STATE = frozenset({"state", "stateBody"})
_PERSON, _STATE_SCHEMA = frozenset({"Person"}), frozenset({"PublicBody"})
_COMPANIES = frozenset({"Company", "Organization", "LegalEntity", "Asset"})
_USCC = frozenset({"CN-SAIC", "CN-USCC", "XI-USCC"})

Cells = tuple[str, ...]
Made = tuple[str, Cells]  # table, cells


def _read(file: str, convert: Callable[[list[Any]], Iterator[tuple[int, Made | InputProblem]]]) -> StandIn:
    def read(data: bytes) -> Mapping[str, RawTable]:
        made: dict[str, list[tuple[int, Cells]]] = {"entities": [], "holdings": []}
        problems: list[InputProblem] = []
        for line, one in convert(_statements(data, file)):
            if isinstance(one, InputProblem):
                problems.append(one)
            else:
                made[one[0]].append((line, one[1]))
        digest = hashlib.sha256(data).hexdigest()
        return {
            "entities": RawTable(ENTITY_COLUMNS, tuple(made["entities"]), digest),
            "holdings": RawTable(HOLDING_COLUMNS, tuple(made["holdings"]), digest, tuple(problems)),
        }

    return StandIn(file, read)


def _statements(data: bytes, file: str) -> list[Any]:
    """The records of a JSON list, or of one JSON text a line."""
    try:
        text = data.decode("utf-8-sig")
        if text.lstrip().startswith("["):
            read = _loads(text)
        else:
            read = [_loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        words = gettext("{file} isn't JSON in UTF-8: {error}").format(file=file, error=str(error)[:200])
        raise BadTable(InputProblem(file, None, "", ProblemCode.BAD_ENCODING, "", words)) from None
    records = read if isinstance(read, list) else []
    if len(records) > MOST_ROWS:
        words = gettext("at most {most} rows a table").format(most=MOST_ROWS)
        raise BadTable(InputProblem(file, None, "", ProblemCode.TOO_LARGE, "", words))
    return [one for one in records if isinstance(one, dict)]


def _loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _from_bods(statements: list[Any]) -> Iterator[tuple[int, Made | InputProblem]]:
    latest: dict[str, tuple[str, int, Any]] = {}
    for line, one in enumerate(statements, 2):
        record = _text(one.get("recordId")) or _text(one.get("statementId"))
        kept = latest.get(record)
        if kept is None or kept[0] <= _text(one.get("statementDate")):
            latest[record] = (_text(one.get("statementDate")), line, one)
    for record, (_day, line, one) in latest.items():
        details = one.get("recordDetails")
        if one.get("recordStatus") == "closed" or not isinstance(details, dict):
            continue
        if one.get("recordType") in ("entity", "person"):
            yield line, ("entities", _bods_entity(record, one["recordType"], details))
        elif one.get("recordType") == "relationship":
            yield from ((line, made) for made in _bods_stakes(line, details))


def _bods_entity(record: str, kind: str, details: Mapping[str, Any]) -> Cells:
    names = [_text(_get(one, "fullName")) for one in _list(details.get("names"))]
    name = _text(details.get("name")) or next((one for one in names if one), record)
    codes = [
        _text(_get(one, "id")) for one in _list(details.get("identifiers")) if _get(one, "scheme") in _USCC
    ]
    said = "person"
    if kind == "entity":
        said = "state_body" if _get(details.get("entityType"), "type") in _STATE else "company"
    places = [_text(_get(one, "address")) for one in _list(details.get("addresses"))]
    born = _day(_text(details.get("birthDate")), last=False) if kind == "person" else ""
    return (record, name, said, next(iter(codes), ""), born, next(iter(places), ""))


def _bods_stakes(line: int, details: Mapping[str, Any]) -> Iterator[Made | InputProblem]:
    subject, party = details.get("subject"), details.get("interestedParty")
    if not isinstance(subject, str) or not isinstance(party, str):
        reason = _text(_get(party, "reason")) or _text(_get(subject, "reason"))
        words = gettext("a party isn't named ({reason}): no stake is made of it")
        said = words.format(reason=reason)
        yield InputProblem("holdings", line, "holder", ProblemCode.UNKNOWN_COLUMN, reason, said)
        return
    spans: dict[tuple[str, str], dict[str, Decimal]] = {}
    for interest in _list(details.get("interests")):
        if _get(interest, "directOrIndirect") == "indirect":
            continue
        column = {"shareholding": "equity", "votingRights": "votes"}.get(_text(_get(interest, "type")))
        share = _bods_share(_get(interest, "share"))
        if column is None or share is None:
            continue
        since = _day(_text(_get(interest, "startDate")), last=False)
        until = _day(_text(_get(interest, "endDate")), last=True)
        held = spans.setdefault((since, until), {})
        held[column] = held.get(column, Decimal(0)) + share
    for (since, until), held in spans.items():
        votes = format(held["votes"], "f") if "votes" in held else ""
        cells = (party, subject, format(held.get("equity", Decimal(0)), "f"), votes, since, until, BODS)
        yield "holdings", cells


def _bods_share(share: Any) -> Decimal | None:
    for name in ("exact", "minimum", "exclusiveMinimum"):
        found = _percent(_get(share, name))
        if found is not None:
            return found
    return None


def _from_ftm(statements: list[Any]) -> Iterator[tuple[int, Made | InputProblem]]:
    for line, one in enumerate(statements, 2):
        schema, properties = _text(one.get("schema")), one.get("properties")
        held: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
        if schema in _PERSON | _COMPANIES | _STATE_SCHEMA:
            kind = "person" if schema in _PERSON else "state_body" if schema in _STATE_SCHEMA else "company"
            born = _day(_first(held, "birthDate"), last=False) if kind == "person" else ""
            name = _first(held, "name") or _text(one.get("id"))
            cells = (
                _text(one.get("id")),
                name,
                kind,
                _first(held, "registrationNumber"),
                born,
                _first(held, "address"),
            )
            yield line, ("entities", cells)
        elif schema == "Ownership":
            share = _percent(_first(held, "percentage").rstrip("%％ "))
            if share is None:
                words = gettext("a stake without a percentage: write one")
                yield line, InputProblem("holdings", line, "equity", ProblemCode.MISSING_VALUE, "", words)
                continue
            since = _day(_first(held, "startDate"), last=False)
            until = _day(_first(held, "endDate"), last=True)
            ends = (_first(held, "owner"), _first(held, "asset"))
            yield line, ("holdings", (*ends, format(share, "f"), "", since, until, FTM))


def _percent(value: Any) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        share = Decimal(str(value))
    except InvalidOperation:
        return None
    return share.scaleb(-2) if share.is_finite() and len(str(share)) < 40 else None


def _day(text: str, *, last: bool) -> str:
    """A whole date of one that may stop at its year or month; what isn't one stays for the reader."""
    parts = text[:10].split("-")
    try:
        if len(parts) == 1 and parts[0]:
            return f"{parts[0]}-12-31" if last else f"{parts[0]}-01-01"
        if len(parts) == 2:
            end = monthrange(int(parts[0]), int(parts[1]))[1] if last else 1
            return f"{text[:7]}-{end:02d}"
    except ValueError:
        return text
    return text[:10]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _first(properties: Mapping[str, Any], name: str) -> str:
    value = properties.get(name)
    one = value[0] if isinstance(value, list) and value else value
    return _text(one) or (str(one) if isinstance(one, int | Decimal) and not isinstance(one, bool) else "")


STAND_INS = (_read(BODS, _from_bods), _read(FTM, _from_ftm))
