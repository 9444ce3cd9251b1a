"""What calls are pinned to, in words: settings with their dates, fields by their labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xianxing.i18n import gettext
from xianxing.law import Guide, complete_guides


@dataclass(frozen=True)
class PinnedSetting:
    """What the guide leaves open, as the working group practises it from a day on."""

    label: str
    value: str
    since: date
    until: date | None
    checked_until: date | None
    source: str


def settings_on(guide: Guide, day: date) -> list[PinnedSetting]:
    """The settings of a guide as in force on a day."""
    found = []
    for setting in guide.settings():
        value = setting.on(day)
        found.append(
            PinnedSetting(
                str(setting.label),
                f"{str(value.name) or _words(value.value)} {setting.unit}".strip(),
                value.since,
                value.until,
                value.checked_until,
                str(value.source),
            )
        )
    return found


def field_label(path: str) -> str:
    """A field of the form by its label in the first complete guide; the path where it has none."""
    for guide in complete_guides():
        return str(guide.field(path).label) if guide.has_field(path) else path
    return path


def _words(value: object) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, tuple):
        return gettext(", ").join(map(str, value))
    return str(value)
