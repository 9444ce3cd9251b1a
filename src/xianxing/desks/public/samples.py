"""The sample filings that can be checked with one click; every institution in them is invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Sample:
    """A folder in the filing format and the day as of which it is checked."""

    slug: str
    name: str
    units: tuple[str, ...]
    files: int
    folder: Path
    as_of: date | None


def samples() -> tuple[Sample, ...]:
    """The samples below EXAMPLES_DIR in the order of their names; none where there is no such folder."""
    return _samples(settings.EXAMPLES_DIR)


@cache
def _samples(folder: Path) -> tuple[Sample, ...]:
    return tuple(_sample(path.parent) for path in sorted(folder.glob("*/filing.toml")))


def _sample(folder: Path) -> Sample:
    data = tomllib.loads((folder / "filing.toml").read_text("utf-8"))
    units = data.get("unit", [])
    signed = [row["truth_pledge"]["date"] for row in units if "date" in row.get("truth_pledge", {})]
    return Sample(
        slug=folder.name,
        name=data["project"]["name"],
        units=tuple(row["name"] for row in units),
        files=len(data.get("material", [])),
        folder=folder,
        as_of=max(signed) + timedelta(days=2) if signed else None,
    )
