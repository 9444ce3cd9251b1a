"""The shipped example."""

from __future__ import annotations

from collections.abc import Mapping


def example_files() -> Mapping[str, bytes]:
    """The files by name."""
    return {}
