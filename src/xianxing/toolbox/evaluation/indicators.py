"""The indicators that facts may state: of a year, at a day, or a flag; with what a value may be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MOST_RD_BODY, MOST_QUALITY, MOST_LOCAL, FIELD_POINTS = 4, 5, 15, (0, 3, 5)


class IndicatorForm(StrEnum):
    """Whether an indicator belongs to a whole year, stands at a day, or is a yes or no at a day."""

    YEAR = "year"
    STOCK = "stock"
    FLAG = "flag"


@dataclass(frozen=True)
class FirmIndicator:
    """One indicator; `low` and `high` bound its value, `whole` allows whole numbers only.

    `choices` are the only values that it may have, none where any may be.
    """

    name: str
    form: IndicatorForm
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    whole: bool = False
    choices: tuple[int, ...] = ()


def _some(
    names: str, form: IndicatorForm, unit: str, **bounds: bool | int | tuple[int, ...] | None
) -> list[FirmIndicator]:
    low, high = bounds.get("low", 0), bounds.get("high")
    choices = bounds.get("choices", ())
    return [
        FirmIndicator(
            name=name,
            form=form,
            unit=unit,
            low=Decimal(low) if isinstance(low, int) else None,
            high=Decimal(high) if isinstance(high, int) else None,
            whole=bounds.get("whole") is True,
            choices=choices if isinstance(choices, tuple) else (),
        )
        for name in names.split()
    ]


_ALL = [
    *_some("revenue main_revenue net_profit", IndicatorForm.YEAR, "CNY", low=None),
    *_some("rd_expense rd_expense_domestic cost total_assets total_liabilities", IndicatorForm.YEAR, "CNY"),
    *_some("new_equity high_tech_revenue", IndicatorForm.YEAR, "CNY"),
    *_some("staff rd_staff", IndicatorForm.YEAR, "person"),
    *_some("patents_main patents_core", IndicatorForm.STOCK, "patent", whole=True),
    *_some("ip_class1 ip_class1_own ip_class1_high ip_class2", IndicatorForm.STOCK, "patent", whole=True),
    *_some("niche_years established_years", IndicatorForm.STOCK, "year"),
    *_some("market_share", IndicatorForm.STOCK, "fraction", high=1),
    *_some("domestic_rank", IndicatorForm.STOCK, "rank", low=1, whole=True),
    *_some("platform_score platform_score_previous", IndicatorForm.STOCK, "point"),
    *_some("digital_level", IndicatorForm.STOCK, "level"),
    *_some("quality_points", IndicatorForm.STOCK, "point", high=MOST_QUALITY),
    *_some("local_points", IndicatorForm.STOCK, "point", high=MOST_LOCAL),
    *_some("field_points", IndicatorForm.STOCK, "point", choices=FIELD_POINTS),
    *_some("rd_body", IndicatorForm.STOCK, "level", high=MOST_RD_BODY, whole=True),
    *_some("software fifth_standard strategic_field barred restricted", IndicatorForm.FLAG, "flag"),
    *_some("exc_leading exc_award exc_project exc_substitute", IndicatorForm.FLAG, "flag"),
    *_some("award_3y high_tech_valid title_innovative title_srdi", IndicatorForm.FLAG, "flag"),
    *_some("abnormal dishonest accident fraud", IndicatorForm.FLAG, "flag"),
    *_some("champion controlled_by_giant same_product_group key_link", IndicatorForm.FLAG, "flag"),
    *_some("national_award_top3 award_top3 award_top5 provincial_award_top3", IndicatorForm.FLAG, "flag"),
    *_some("maker_top500 maker_top50", IndicatorForm.FLAG, "flag"),
]
INDICATORS: dict[str, FirmIndicator] = {one.name: one for one in _ALL}
