"""Who a route is for. Each view says so, and a test fails where one doesn't.

At this stage every page is for everyone. The later desks add their audiences here; permission itself sits on
the procedure's steps, this is the first gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver

AUDIENCES = ("public",)
View = TypeVar("View", bound=Callable[..., Any])


def audience(name: str) -> Callable[[View], View]:
    """Declare the audience of a view; raises ValueError for a name that AUDIENCES doesn't know."""
    if name not in AUDIENCES:
        raise ValueError(f"unknown audience {name!r}; known: {', '.join(AUDIENCES)}")

    def declare(view: View) -> View:
        view.audience = name  # type: ignore[attr-defined]
        return view

    return declare


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, str | None]]:
    """Every route below `patterns` as (name with namespace, path, audience or None)."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, path, inner)
        else:
            yield f"{space}{pattern.name}", path, getattr(pattern.callback, "audience", None)
