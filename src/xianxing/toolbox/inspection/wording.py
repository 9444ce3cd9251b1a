"""What findings say, sentence by sentence, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xianxing.i18n import current_language, gettext
from xianxing.toolbox.inspection.episodes import ACTIVE, Episode
from xianxing.toolbox.inspection.measures import DayRule, DayValue, Driver, Shape, written, written_limit
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.packs import RulePack

PLACES = 4  # of a percentage that people read


def joined(sentences: Iterable[str]) -> str:
    """Sentences one after the other, as the language sets them."""
    return (" " if current_language() == "en" else "").join(filter(None, sentences))


def percent(value: Fraction) -> str:
    """A share as people read it; never rounded onto a whole number of places that says another thing."""
    hundred = value * 100
    rounded = Fraction(round(hundred * 10**PLACES), 10**PLACES)
    sign = "" if rounded == hundred else "≈"
    if rounded != hundred and rounded * 100 == round(rounded * 100):
        return f"{plain(hundred)}%"
    return f"{sign}{plain(rounded)}%"


def money(value: Decimal | Fraction | str) -> str:
    """A number with thousands apart."""
    whole, point, rest = (value if isinstance(value, str) else plain(value)).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{rest}"


def shown(measure: DayValue, rule: DayRule) -> str:
    """A value as people read it."""
    if measure.words is not None or rule.shape is Shape.DATE:
        return written(measure, rule.shape)
    if rule.shape is Shape.SHARE:
        return percent(measure.value)
    if rule.shape is Shape.DAYS:
        return gettext("{count} days").format(count=plain(measure.value))
    return money(measure.value)


def shown_line(measure: DayValue, pack: RulePack, rule: DayRule) -> str:
    """The line as people read it, with its comparator."""
    limit = written_limit(measure, pack, rule.shape) or ""
    if measure.words is None and rule.shape is Shape.SHARE and limit:
        limit = percent(Fraction(limit))
    elif measure.words is None and rule.shape is Shape.DAYS:
        limit = gettext("{count} days").format(count=limit)
    elif measure.words is None and rule.shape in (Shape.MONEY, Shape.QUANTITY):
        limit = money(limit)
    comparator = {"<=": "≤", ">=": "≥"}.get(pack.comparator, pack.comparator)
    return f"{comparator} {limit}"


def of_episode(episode: Episode) -> str:
    """What was found in an episode against which line, why, until when, and what would change it."""
    rule, first = episode.rule, episode.first
    return joined(
        (
            _what(rule, first, episode.pack),
            _how_long(episode),
            _cause(episode),
            _change(first, episode.pack, rule),
            gettext(rule.note) if rule.note else "",
        )
    )


def _what(rule: DayRule, measure: DayValue, pack: RulePack) -> str:
    words = gettext("{label}{asset}: {value} on {day}, the line is {line}.")
    return words.format(
        label=gettext(rule.label),
        asset=_asset(measure),
        value=shown(measure, rule),
        day=measure.day,
        line=shown_line(measure, pack, rule),
    )


def _how_long(episode: Episode) -> str:
    count = len(episode.measures)
    if count == 1:
        return gettext("Only that day.")
    words = gettext("{count} days in a row to {last}, worst {worst} on {day}.")
    return words.format(
        count=count,
        last=episode.last.day,
        worst=shown(episode.worst, episode.rule),
        day=episode.worst.day,
    )


def _cause(episode: Episode) -> str:
    active, passive, again = _by_driver(episode.rule.driver)
    sentences = [active if episode.cause == ACTIVE else passive]
    if episode.increased_on:
        sentences.append(again.format(day=episode.increased_on))
    if episode.cure_by:
        words = gettext("To be cured by {day}.")
        sentences.append(words.format(day=episode.cure_by))
    elif episode.cure is not None:
        sentences.append(gettext("The trading calendar does not reach the day to cure by."))
    sentences.append(
        {
            "open": gettext("Still so at the end of the data."),
            "cured": gettext("Kept again on the next day."),
            "late": gettext("Still so as the day to cure by ended."),
        }[episode.status]
    )
    return joined(sentences)


def _by_driver(driver: Driver) -> tuple[str, str, str]:
    """What is said of an active and a passive cause, and of growth before the cure."""
    if driver is Driver.OWED:
        return (
            gettext("Active: what is owed grew on the first day."),
            gettext("Passive: what is owed did not grow on the first day."),
            gettext("It grew again on {day}, before it was cured."),
        )
    if driver is Driver.COUNTED:
        return (
            gettext("Active: less of what counts was held on the first day."),
            gettext("Passive: no less of what counts was held on the first day."),
            gettext("It shrank again on {day}, before it was cured."),
        )
    return (
        gettext("Active: what is held grew on the first day."),
        gettext("Passive: what is held did not grow on the first day."),
        gettext("It grew again on {day}, before it was cured."),
    )


def _asset(measure: DayValue) -> str:
    return gettext(" ({asset})").format(asset=measure.asset) if measure.asset else ""


def _change(measure: DayValue, pack: RulePack, rule: DayRule) -> str:
    limit = measure.limit if measure.limit is not None else pack.threshold
    if rule.shape in (Shape.DAYS, Shape.DATE) or measure.words is not None or limit is None:
        return ""
    line = limit * measure.base
    if pack.comparator.startswith(">"):
        words = gettext("It would be kept from {line} on; {gap} is missing.")
        return words.format(line=money(line), gap=money(line - measure.amount))
    words = gettext("It would be kept up to {line}; {amount} is {gap} more.")
    return words.format(line=money(line), amount=money(measure.amount), gap=money(measure.amount - line))


def of_subscription(rule: DayRule, measure: DayValue, pack: RulePack) -> str:
    """What was declared against which line, and that the text holds in principle."""
    return joined((_what(rule, measure, pack), _change(measure, pack, rule), gettext(rule.note)))


def of_subscriptions_met(rule: DayRule, count: int) -> str:
    """That every declaration kept the line."""
    return gettext("{label}: {count} declarations, all kept.").format(label=gettext(rule.label), count=count)


def of_met(rule: DayRule, measure: DayValue | None, pack: RulePack, days: int) -> str:
    """That a line was kept on every day, with the day nearest to it."""
    if measure is None:
        words = gettext("{label}: nothing of the kind was held on {days} days.")
        return words.format(label=gettext(rule.label), days=days)
    words = gettext(
        "{label}: kept on {days} days; nearest to the line {value}{asset} on {day}, the line is {line}."
    )
    return words.format(
        label=gettext(rule.label),
        days=days,
        value=shown(measure, rule),
        asset=_asset(measure),
        day=measure.day,
        line=shown_line(measure, pack, rule),
    )


def of_unknown(rule: DayRule, measure: DayValue, days: int) -> str:
    """That data don't decide, and which cells would."""
    words = gettext("{label}{asset}: not decided on {days} days from {day}; this would settle it: {need}.")
    return words.format(
        label=gettext(rule.label),
        asset=_asset(measure),
        days=days,
        day=measure.day,
        need=measure.need or gettext("positions of the day"),
    )


def no_day(rule: DayRule) -> str:
    """That the period has no day on which the rule looks."""
    return gettext("{label}: no such day in the period.").format(label=gettext(rule.label))


def no_pack(rule: DayRule, first: date, last: date, days: int) -> str:
    """That no version of the rule reaches some days."""
    words = gettext(
        "{label}: no version of the rule recorded here was in force on {days} days, {first} to {last}."
    )
    return words.format(label=gettext(rule.label), days=days, first=first, last=last)
