"""What a form is filled with: values by group, the rows' own ids, the stamp, and words for the footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xianxing.documents.writing.stamp import Stamp
from xianxing.law import Field

ROW_DIGITS = 8  # of a row's id: a tag of Word is short, and a table has few rows


@dataclass(frozen=True)
class Filling:
    """The values of one printed form in the shape of `filing.toml`.

    `groups` holds the tables `project` and `content`, or one `unit`. `rows` names the ids of a table's rows
    in order (the first `ROW_DIGITS` hexadecimal digits are written into their cells' tags). `title` stands
    below the form's name, `footer` above the stamp on every page.
    """

    groups: Mapping[str, Mapping[str, object]]
    stamp: Stamp
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    title: str = ""
    footer: str = ""

    def value(self, asked: Field) -> object:
        """What the field holds, None where nothing."""
        return self.groups.get(asked.group, {}).get(asked.key)

    def records(self, asked: Field) -> list[tuple[str, Mapping[str, object]]]:
        """A table's rows with the index of their tags: `r` and digits of the id, or the number."""
        held = self.value(asked)
        found = [row if isinstance(row, Mapping) else {} for row in held] if isinstance(held, list) else []
        names = list(self.rows.get(asked.path, ()))
        marks = (
            [f"r{name.replace('-', '')[:ROW_DIGITS]}" for name in names] if len(names) == len(found) else []
        )
        return list(zip(marks or map(str, range(len(found))), found, strict=True))
