"""A filter of the pages about experts."""

from __future__ import annotations

from fractions import Fraction

from django import template

register = template.Library()


@register.filter
def score(value: Fraction) -> str:
    """A score as people write it: whole, or with one decimal; a middle of two whole scores has no more."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.1f}"
