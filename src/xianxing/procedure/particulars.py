"""Particulars: what a step records beside its answers, read from the payload or refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from xianxing.i18n import current_language, gettext
from xianxing.procedure.events import JSON, NUMBERS, SINCE, state_clock
from xianxing.procedure.model import Particular, Procedure, Step, Value
from xianxing.procedure.refusals import RefusedError
from xianxing.workdays.clocks import CHINA_TIME, day_of

KEY = "particulars"
LINE, TEXT, ADDRESS = 300, 10_000, 1_000  # characters at most
Reader = Callable[[JSON], JSON]
Span = tuple[date, date]  # the first and the last day of a clock
NO_SPANS: Mapping[str, Span] = {}


def asked_particulars(
    procedure: Procedure, step: Step, answers: Mapping[str, Value]
) -> tuple[Particular, ...]:
    """What a step records when it is taken with these answers, in the order of the step."""
    return tuple(
        one
        for one in procedure.particulars_of(step)
        if all(answers.get(fact) in values for fact, values in one.when)
    )


def read_particulars(
    procedure: Procedure,
    step: Step,
    answers: Mapping[str, Value],
    payload: Mapping[str, JSON],
    at: datetime,
    spans: Mapping[str, Span] = NO_SPANS,
) -> dict[str, JSON]:
    """The particulars given with an act, well-formed and complete; a blank text counts as not given.

    `at` is the moment of the act, `spans` are the first and last days of the clocks that run or ran. A day
    that ends a time limit may not lie before the act's, nor, where the step lengthens it, before its present
    last day; an instant with which time limits begin not after the act. Raises RefusedError `particular` that
    names everything that is missing, ill-formed or not asked for, and what would do.
    """
    given = payload.get(KEY, {})
    if not isinstance(given, dict):
        raise RefusedError("particular", gettext("The particulars are given by name, each with its value."))
    asked = {one.id: one for one in asked_particulars(procedure, step, answers)}
    values = {name: value for name, value in given.items() if not _blank(value)}
    wrong = {name: _unasked(procedure, name) for name in values if name not in asked}
    found: dict[str, JSON] = {}
    for name, one in asked.items():
        try:
            if name in values:
                found[name] = _read(one, values[name])
                _refuse_other_days(step, one, found[name], day_of(at), spans)
                _refuse_later(one, found[name], at)
            elif not one.optional:
                wrong[name] = _sentence(one, gettext("{name} is missing: give {what}."))
        except ValueError as problem:
            wrong[name] = str(problem)
    if wrong:
        raise RefusedError("particular", " ".join(wrong.values()), (), tuple(wrong))
    return found


def with_particulars(
    procedure: Procedure, state: str, payload: Mapping[str, JSON], recorded: Mapping[str, JSON]
) -> dict[str, JSON]:
    """An act's payload in a state with its particulars, the last days that they fix under `until`, and the
    day from which time limits run under `since`."""
    kept = {name: value for name, value in payload.items() if name not in (KEY, SINCE, NUMBERS)}
    for name, value in recorded.items():
        if procedure.particulars[name].begins:
            kept[SINCE] = day_of(datetime.fromisoformat(str(value))).isoformat()
    ends = {
        state_clock(procedure, procedure.particulars[name].until, state): value
        for name, value in recorded.items()
        if procedure.particulars[name].until
    }
    if ends:
        before = kept.get("until")
        kept["until"] = {**(before if isinstance(before, dict) else {}), **ends}
    return {**kept, KEY: dict(recorded)} if recorded else kept


def numbers_given(
    procedure: Procedure, step: Step, payload: Mapping[str, JSON], recorded: Mapping[str, JSON]
) -> dict[str, JSON]:
    """The numbers by which clocks of the case will run, under `numbers`; empty where the step gives none."""
    clocks = procedure.clocks.values()
    found = {name: recorded[name] for one in clocks if (name := one.given) in recorded}
    found |= {name: payload[name] for one in clocks if (name := one.added) in step.asks and name in payload}
    return {NUMBERS: found} if found else {}


def _blank(value: JSON) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _unasked(procedure: Procedure, name: str) -> str:
    known = procedure.particulars.get(name)
    shown = known.name(current_language()) if known else name
    return gettext("{name} isn't asked for here with these answers: leave it out.").format(name=shown)


def _sentence(one: Particular, words: str) -> str:
    return words.format(name=one.name(current_language()), what=_what(one.kind))


def _what(kind: str) -> str:
    return {
        "text": gettext("one line of at most {most} characters").format(most=LINE),
        "long_text": gettext("a text of at most {most} characters").format(most=TEXT),
        "date": gettext("a day such as 2024-01-31"),
        "number": gettext("a number"),
        "whole": gettext("a whole number of at least 1"),
        "instant": gettext("a day and time with its zone, such as 2024-01-31T17:30:00+08:00"),
        "address": gettext(
            "a web address that begins with https:// or http://, of at most {most} characters"
        ).format(most=ADDRESS),
    }[kind]


def _read(one: Particular, value: JSON) -> JSON:
    """The value in its plain form; ValueError with a sentence for people."""
    try:
        return READERS[one.kind](value)
    except (TypeError, ValueError):
        raise ValueError(_sentence(one, gettext("{name} is not in order: give {what}."))) from None


def _refuse_other_days(
    step: Step, one: Particular, value: JSON, today: date, spans: Mapping[str, Span]
) -> None:
    """ValueError for a day on the wrong side of the act's, of a present end, or outside of a clock's days."""
    if not isinstance(value, str) or not (one.until or one.within or one.past):
        return
    day, name = date.fromisoformat(value), one.name(current_language())
    if one.until and day < today:
        words = gettext("{name} lies before the day of the act, {day}: give that day or a later one.")
        raise ValueError(words.format(name=name, day=today.isoformat()))
    if one.until in step.lengthens and one.until not in spans:
        raise ValueError(
            gettext("{name}: the time limit doesn't run, and can't be lengthened.").format(name=name)
        )
    if one.until in step.lengthens and day < spans[one.until][1]:
        words = gettext(
            "{name} lies before the present last day, {day}, and a time limit is never shortened."
        )
        raise ValueError(words.format(name=name, day=spans[one.until][1].isoformat()))
    if one.past and day >= today:
        words = gettext("{name} doesn't lie before the day of the act, {day}: give an earlier day.")
        raise ValueError(words.format(name=name, day=today.isoformat()))
    if one.within:
        first, last = spans.get(one.within, (date.max, date.max))
        if not first <= day <= min(last, today):
            words = gettext("{name} doesn't lie between {first} and {last}.")
            shown = {"first": first.isoformat(), "last": min(last, today).isoformat()}
            raise ValueError(words.format(name=name, **shown))


def _refuse_later(one: Particular, value: JSON, at: datetime) -> None:
    """ValueError for an instant after the act with which time limits are to begin."""
    if one.begins and datetime.fromisoformat(str(value)) > at:
        words = gettext("{name} lies after this act, {now}: give the instant at which it happened.")
        now = at.astimezone(CHINA_TIME).isoformat(timespec="minutes")
        raise ValueError(words.format(name=one.name(current_language()), now=now))


def _line(value: JSON) -> str:
    text = _text(value, LINE)
    if len(text.splitlines()) > 1:
        raise ValueError
    return text


def _text(value: JSON, most: int = TEXT) -> str:
    if not isinstance(value, str) or len(value.strip()) > most:
        raise ValueError
    return value.strip()


def _day(value: JSON) -> str:
    if not isinstance(value, str) or len(value.strip()) != len("2024-01-31"):
        raise ValueError
    return date.fromisoformat(value.strip()).isoformat()


def _number(value: JSON) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError
    return value


def _whole(value: JSON) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError
    return value


def _instant(value: JSON) -> str:
    moment = datetime.fromisoformat(_text(value, LINE))
    if moment.utcoffset() is None:
        raise ValueError
    return moment.isoformat()


def _address(value: JSON) -> str:
    """A web address of a host, without a name or password in it."""
    text = _text(value, ADDRESS)
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        raise ValueError
    if not text.isprintable() or any(sign.isspace() or sign in '"<>\\' for sign in text):
        raise ValueError
    return text


READERS: Mapping[str, Reader] = {
    "text": _line,
    "long_text": _text,
    "date": _day,
    "number": _number,
    "whole": _whole,
    "instant": _instant,
    "address": _address,
}
