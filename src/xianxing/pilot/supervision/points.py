"""Points that a supervisory tool gives of a run, as values of a project's indicators (3.3.2, 3.3.5, 5.2.1).

The client of institutions uses this without a database; what a value means is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xianxing.i18n import gettext
from xianxing.pilot.supervision.catalogue import PointMapping, catalogue
from xianxing.pilot.supervision.periods import period_of
from xianxing.toolbox.numbers import plain
from xianxing.workdays.clocks import day_of

MOST_POINTS = 100
MOST_DIGITS = 20  # of a value, away from one, as of an indicator's
PLACES = Decimal(1).scaleb(-12)  # as far as the tools write shares


def values_of_points(points: object, period: str = "") -> list[dict[str, str]]:
    """Points of a run (`xianxing tool NAME indicators`) as values: indicator, period, value and unit.

    A point without a value is left out: nobody has judged anything yet. Without a period it is the one in
    which the points' instant lies, by Asia/Shanghai. ValueError with all that is wrong: a point or unit that
    the catalogue doesn't know, the same point twice, what is no number, points without any value.
    """
    if not isinstance(points, list) or len(points) > MOST_POINTS:
        raise ValueError(
            gettext("These are no points of one run: a list of at most {limit} is needed.").format(
                limit=MOST_POINTS
            )
        )
    problems: list[str] = []
    values: dict[str, dict[str, str]] = {}
    for place, point in enumerate(points, 1):
        try:
            one = _value(point, period)
            if one is not None and one["indicator"] in values:
                raise ValueError(gettext("“{name}” stands there twice").format(name=point["name"]))
        except ValueError as wrong:
            problems.append(gettext("point {place}: {problem}").format(place=place, problem=wrong))
            continue
        if one is not None:
            values[one["indicator"]] = one
    if not values and not problems:
        problems.append(gettext("none of the points has a value"))
    if problems:
        raise ValueError("; ".join(problems))
    return list(values.values())


def _value(point: object, period: str) -> dict[str, str] | None:
    """The value of one point, None where it has none; ValueError saying what is wrong with it."""
    if not isinstance(point, dict):
        raise ValueError(gettext("it has no name, unit and value"))
    mapping = catalogue().points.get(str(point.get("name")))
    if mapping is None:
        raise ValueError(
            gettext("there is no indicator for “{name}”").format(name=str(point.get("name"))[:40])
        )
    if point.get("unit") != mapping.unit:
        words = gettext("“{name}” is measured in {unit}, not in {other}")
        other = str(point.get("unit"))[:40]
        raise ValueError(words.format(name=point["name"], unit=mapping.unit, other=other))
    if point.get("value") in (None, ""):
        return None
    value = _number(point, mapping)
    indicator = catalogue().indicators[mapping.indicator]
    named = period or period_of(_day(point), indicator.cadence).name
    return {"indicator": indicator.id, "period": named, "value": value, "unit": indicator.unit}


def _number(point: Mapping[str, Any], mapping: PointMapping) -> str:
    """The point's number in the indicator's unit, to twelve places."""
    try:
        number = Decimal(str(point["value"]))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        words = gettext("“{name}”: {value} is no number")
        raise ValueError(words.format(name=point["name"], value=str(point["value"])[:40]))
    scaled = number * mapping.times
    places = scaled.as_tuple().exponent
    return plain(scaled.quantize(PLACES) if isinstance(places, int) and places < -12 else scaled)


def _day(point: Mapping[str, Any]) -> date:
    """The day of the point's instant; one without its zone is none."""
    try:
        return day_of(datetime.fromisoformat(str(point.get("time"))))
    except ValueError:
        raise ValueError(gettext("it has no time; name the period")) from None
