"""What rules, results, classes, engines and states are called."""

from __future__ import annotations

from functools import cache

from xianxing.i18n import current_language, gettext


def word(code: object) -> str:
    """A code of the answer in words; the code itself where it has none."""
    return _words(current_language()).get(str(code), str(code))


@cache
def _words(_language: str) -> dict[str, str]:
    return {
        **_results(), **_rules(), **_classes(),
        "pde": gettext("finite differences"),
        "quad": gettext("quadrature"),
        "mc": gettext("Monte Carlo"),
        "knocked_in": gettext("knocked in"),
        "seasoned": gettext("seasoned"),
        "step_down": gettext("step-down"),
        "parachute": gettext("parachute"),
        "floored": gettext("floored"),
        "european": gettext("knock-in at expiry only"),
        "dealer": gettext("dealer"),
        "counterparty": gettext("counterparty"),
        "underlying": gettext("underlying"),
    }  # fmt: skip


def _results() -> dict[str, str]:
    return {
        "met": gettext("met"),
        "unmet": gettext("unmet"),
        "unknown": gettext("unknown"),
        "manual_review": gettext("manual_review"),
        "not_applicable": gettext("not_applicable"),
    }


def _rules() -> dict[str, str]:
    return {
        "dv-net-capital": gettext("net capital of the dealer"),
        "dv-own-shares": gettext("derivatives on own shares"),
        "dv-person": gettext("natural persons and options"),
        "dv-legal-person": gettext("legal persons and options"),
        "dv-product": gettext("products and options"),
        "dv-margin-list": gettext("stocks off the margin list"),
        "dv-tier2": gettext("single-stock options of tier 2"),
        "dv-swap-underlying": gettext("underlyings of swaps"),
        "dv-swap-structured": gettext("structured products and swaps"),
        "dv-swap-margin": gettext("margin of swaps"),
        "dv-late": gettext("late reports"),
        "dv-circular": gettext("trades in a ring"),
        "dv-held-shares": gettext("stocks that the counterparty holds"),
    }


def _classes() -> dict[str, str]:
    return {
        "interest_rate": gettext("interest rates"),
        "fx": gettext("foreign exchange"),
        "credit": gettext("credit"),
        "equity": gettext("equity"),
        "commodity": gettext("commodity"),
        "InterestRate": gettext("interest rates"),
        "FX": gettext("foreign exchange"),
        "CreditQualifying": gettext("credit, qualifying"),
        "CreditNonQualifying": gettext("credit, non-qualifying"),
        "Equity": gettext("equity"),
        "Commodity": gettext("commodity"),
        "Delta": "Delta",
        "Vega": "Vega",
        "Curvature": gettext("curvature"),
        "BaseCorr": gettext("base correlation"),
    }
