"""What schemes, items, values and units are called, and numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from xianxing.i18n import current_language, gettext
from xianxing.law.findings import Result
from xianxing.toolbox.numbers import plain

CENTS = 2
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
        "share": gettext("ratio"),
        "patents": gettext("number of patents"),
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
        "rd_expense": gettext("R&D spending"),
        "rd_staff": gettext("R&D staff, persons"),
        "main_revenue": gettext("main revenue"),
        "total_liabilities": gettext("total liabilities"),
        "patents_main": gettext("patents used in the main business"),
        "patents_core": gettext("patents of core technology"),
        "ip_class1": gettext("IP of class I"),
        "ip_class1_own": gettext("own IP of class I"),
        "ip_class1_high": gettext("valuable IP of class I"),
        "ip_class2": gettext("IP of class II"),
        "niche_years": gettext("years in the niche"),
        "platform_score": gettext("the platform's score"),
        "platform_score_previous": gettext("the platform's score of the year before"),
        "rd_body": gettext("R&D body"),
        "score": gettext("score"),
        "title_innovative": gettext("title of an innovative SME"),
        "title_srdi": gettext("title of a specialised SME"),
        "abnormal": gettext("listed for abnormal business"),
        "dishonest": gettext("listed for dishonesty"),
        "accident": gettext("an accident"),
        "fraud": gettext("false statements"),
        "champion": gettext("a manufacturing champion"),
        "controlled_by_giant": gettext("controlled by a little giant"),
        "same_product_group": gettext("a group company of the same product has the title"),
        "key_link": gettext("closes a key link"),
        "award_3y": gettext("an award within three years"),
        "high_tech_valid": gettext("valid high-tech title"),
        "national_award_top3": gettext("national award, among the first three"),
        "provincial_award_top3": gettext("provincial award, among the first three"),
        "award_top5": gettext("provincial award, among the first five"),
        "maker_top50": gettext("Maker China, first fifty"),
        "maker_top500": gettext("Maker China, first five hundred"),
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
        whole, _, places = plain(Fraction(Decimal(value)) * 100).partition(".")
        cut = f"{places[:MOST_PLACES]}…" if len(places) > MOST_PLACES else places
        return f"{whole}.{cut} %" if places else f"{whole} %"
    if unit == "CNY":
        whole, _, places = f"{Decimal(value):,f}".partition(".")
        cut = f".{places[:CENTS]}…" if len(places) > CENTS else f".{places}" if places else ""
        return gettext("{amount} yuan").format(amount=whole + cut)
    if unit == "flag":
        return gettext("yes") if value == "1" else gettext("no")
    return value


def comparator_sign(comparator: str) -> str:
    """The sign as it is printed."""
    return {">=": "≥", "<=": "≤"}.get(comparator, comparator)
