"""What people call the rules of the inspection, in the current language."""

from __future__ import annotations

from xianxing.i18n import gettext
from xianxing.toolbox.inspection.judge import MANAGER_RULES, PRODUCT_RULES

OTHERS = {
    "pm-subscription-amount": "amount subscribed against total assets",
    "pm-subscription-quantity": "quantity subscribed against the issue",
    "pm-investors": "number of investors",
    "pm-ticket": "smallest amount of an investor",
    "pm-nesting": "nesting of products",
    "pm-structured-ratio": "ratio of structured shares",
    "pm-class-80": "share of the class's own assets",
    "pm-amortised-deviation": "deviation of values at amortised cost",
    "days-covered": "days without data",
    "ft-reverse": "reverse trades of one day",
    "ft-direction": "prices of products that trade alike",
    "ft-cross": "trades between products of the manager",
    "ft-chain": "sale and purchase through a third party",
}


def rule_name(rule: str) -> str:
    """The rule's name; its id where it has none."""
    labels = {one.id: one.label for one in (*PRODUCT_RULES, *MANAGER_RULES)}
    label = labels.get(rule) or OTHERS.get(rule)
    return gettext(label) if label else rule
