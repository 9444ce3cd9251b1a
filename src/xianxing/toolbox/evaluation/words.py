"""What schemes, items, values and units are called, and numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from xianxing.i18n import current_language, gettext
from xianxing.law.findings import Result
from xianxing.toolbox.numbers import plain

MOST_PLACES = 4  # of per cent that people are shown; what is cut off is marked, never rounded to a line


def scheme_name(scheme: str) -> str:
    """The scheme as its text calls it."""
    return _schemes(current_language())[scheme]


def item_name(item: str) -> str:
    """An item in words; the name itself where it has none."""
    return _items(current_language()).get(item, item)


def value_name(name: str) -> str:
    """What a value of an item is, where an item has several."""
    return _values(current_language()).get(name, name)


@cache
def _schemes(_language: str) -> dict[str, str]:
    return {
        "star": gettext("science and innovation attributes"),
        "innovative": gettext("innovative SME"),
        "srdi": gettext("specialised SME"),
        "little_giant": gettext("little giant"),
    }


def result_name(result: Result) -> str:
    """What became of it, as checks say it."""
    return {
        Result.MET: gettext("met"),
        Result.UNMET: gettext("unmet"),
        Result.UNKNOWN: gettext("unknown"),
        Result.MANUAL_REVIEW: gettext("manual_review"),
        Result.NOT_APPLICABLE: gettext("not_applicable"),
    }[result]


@cache
def _items(_language: str) -> dict[str, str]:
    return {
        "rd": gettext("R&D spending"),
        "rd_staff": gettext("R&D staff"),
        "patents": gettext("patents used in the main business"),
        "growth": gettext("growth"),
        "patents_core": gettext("patents of core technology"),
        "barred": gettext("barred business"),
        "restricted": gettext("restricted business"),
        "exc_leading": gettext("exception claimed: leading core technology"),
        "exc_award": gettext("exception claimed: national award"),
        "exc_project": gettext("exception claimed: national project"),
        "exc_substitute": gettext("exception claimed: import substitution"),
        "ip": gettext("intellectual property"),
        "debt": gettext("debt ratio"),
        "field": gettext("field of business"),
        "main_share": gettext("share of the main business"),
        "niche_years": gettext("years in the niche"),
        "digital": gettext("digital level"),
        "quality": gettext("quality management"),
        "margin": gettext("net margin"),
        "local": gettext("local points"),
        "rd_body": gettext("R&D body"),
        "revenue": gettext("revenue"),
        "score": gettext("score"),
        "title": gettext("earlier title"),
        "market": gettext("market position"),
        "clean": gettext("clean record"),
        "innovation": gettext("points for innovation"),
        "specialisation": gettext("points for specialisation"),
        "bypass": gettext("ways past the points"),
    }


@cache
def _values(_language: str) -> dict[str, str]:
    return {
        "ratio": gettext("ratio"),
        "ratio_previous": gettext("ratio of the year before"),
        "amount": gettext("amount"),
        "amount_previous": gettext("amount of the year before"),
        "revenue": gettext("revenue"),
        "new_equity": gettext("new equity"),
        "revenue_high": gettext("revenue of the upper range"),
        "revenue_middle": gettext("revenue of the middle range"),
        "revenue_low": gettext("revenue of the lower range"),
        "ratio_high": gettext("ratio of the upper range"),
        "ratio_high_previous": gettext("ratio of the upper range, the year before"),
        "ratio_middle": gettext("ratio of the middle range"),
        "ratio_middle_previous": gettext("ratio of the middle range, the year before"),
        "staff_share": gettext("share of R&D staff"),
        "growth": gettext("yearly growth"),
        "market_share": gettext("market share"),
        "domestic_rank": gettext("domestic rank"),
        "rd_mean": gettext("mean R&D"),
        "points": gettext("points"),
    }


def assumption(name: str) -> str:
    """What a plan assumes, as a sentence."""
    return {
        "others_unchanged": gettext("All facts that the plan doesn't name stay as they are."),
        "last_year_restated": gettext(
            "Figures of the last audited year are thought changed; reached later, they count for a later "
            "application."
        ),
        "ratio_by_numerator": gettext(
            "A ratio changes by what stands above its line: the debt ratio by liabilities, the share of the "
            "main business by its revenue."
        ),
        "priced": gettext("Cheapest by the prices of the table costs."),
        "fewest": gettext(
            "Not every change has a price: fewest flags first, then fewest figures, then the smallest part "
            "by which they change."
        ),
    }[name]


def number(value: str | None, unit: str) -> str:
    """A plain decimal as people read it: shares in per cent, money with separators."""
    if value is None:
        return gettext("not known")
    if unit == "fraction":
        whole, _, places = plain(Decimal(value).scaleb(2)).partition(".")
        cut = f"{places[:MOST_PLACES]}…" if len(places) > MOST_PLACES else places
        return f"{whole}.{cut} %" if places else f"{whole} %"
    if unit == "CNY":
        return gettext("{amount} yuan").format(amount=f"{Decimal(value):,f}")
    return value


def comparator_sign(comparator: str) -> str:
    """The sign as it is printed."""
    return {">=": "≥", "<=": "≤"}.get(comparator, comparator)
