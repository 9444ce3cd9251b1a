"""Filters of the desk's templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(names: Mapping[int, str], key: int) -> str:
    """The name behind a number; a dash where there is none."""
    return names.get(key) or "—"
