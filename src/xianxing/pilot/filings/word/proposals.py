"""What a file would change of a filing, as a thing that can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from xianxing.pilot.filings.word.comparing import DifferenceKind, Item


@dataclass(frozen=True)
class Proposal:
    """What a file would change. `given_at` is when it was given out, None where it doesn't say.

    `notes` are sentences about the file that its reader should know; `missing` are paths that aren't in it.
    """

    file_name: str
    given_at: datetime | None
    items: tuple[Item, ...]
    unchanged: int
    left: int
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def chosen(self) -> frozenset[str]:
        """The keys that are proposed to be taken over."""
        return frozenset(item.key for item in self.items if item.chosen)


def proposal_to_json(proposal: Proposal) -> dict[str, object]:
    """Plain JSON values of every field."""
    given = proposal.given_at.isoformat() if proposal.given_at else None
    return {**asdict(proposal), "given_at": given}


def proposal_from_json(fields: Mapping[str, object]) -> Proposal:
    """The proposal again, from what `proposal_to_json` made."""
    items, given = fields["items"], fields["given_at"]
    return Proposal(
        str(fields["file_name"]),
        datetime.fromisoformat(str(given)) if given else None,
        tuple(_item(item) for item in items) if isinstance(items, list) else (),
        int(str(fields["unchanged"])),
        int(str(fields["left"])),
        _words(fields["missing"]),
        _words(fields["notes"]),
    )


def _item(fields: Mapping[str, object]) -> Item:
    known = dict(fields)
    known["kind"] = DifferenceKind(str(fields["kind"]))
    for key in ("problems", "texts"):
        pairs = fields[key]
        known[key] = tuple((str(a), str(b)) for a, b in pairs) if isinstance(pairs, list) else ()
    return Item(**known)  # type: ignore[arg-type]


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
