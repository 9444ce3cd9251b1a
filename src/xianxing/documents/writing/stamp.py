"""What a form says about itself, so that it is known again when it comes back filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from xianxing.law import Guide

PROPERTY = "XianxingForm"
DIGITS = 16  # of a digest: enough to tell versions apart, short enough to be read out
_MARK = "XX1"
_LINE = re.compile(
    r"XX1:([a-z_]+):([\w.-]+):([0-9a-f]{16}):([0-9a-f-]+):([\w.%~-]+):([0-9TZ-]+):([0-9a-f-]+)"
)
_TIME = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Stamp:
    """Which form of which guide this is; of a filled one also case, unit, instant and body digest.

    `guide_digest` and `digest` are the first `DIGITS` hexadecimal digits. A blank form has no `case`, `unit`,
    `at` and `digest`.
    """

    form: str
    guide: str
    guide_digest: str
    case: str = ""
    unit: str = ""
    at: datetime | None = None
    digest: str = ""

    def line(self) -> str:
        """One word without blanks, which `find_stamp` reads back; it stands in the footer."""
        instant = self.at.astimezone(UTC).strftime(_TIME) if self.at else "-"
        fields = (
            _MARK,
            self.form,
            self.guide,
            self.guide_digest,
            self.case.replace("-", "") or "-",
            quote(self.unit, safe="").replace("-", "%2D") or "-",
            instant,
            self.digest or "-",
        )
        return ":".join(fields)


def blank_stamp(form: str, guide: Guide) -> Stamp:
    """The stamp of a blank form."""
    return Stamp(form, guide.name, guide.digest[:DIGITS])


def find_stamp(text: str) -> Stamp | None:
    """The first stamp in a text, None where there is none or its time is no time."""
    found = _LINE.search("".join(text.split()))
    if found is None:
        return None
    form, guide, version, case, unit, instant, digest = (
        "" if part == "-" else part for part in found.groups()
    )
    try:
        at = datetime.strptime(instant, _TIME).replace(tzinfo=UTC) if instant else None
    except ValueError:
        return None
    return Stamp(form, guide, version, case, unquote(unit), at, digest)
