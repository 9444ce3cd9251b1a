"""What the institutions of a project are held to: promises and limits, conditions, granted changes (5.2.1).

The guide asks for no such list and for no signature; both are working-group practice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max, TextChoices
from django.utils.translation import gettext_lazy as _

from xianxing.checker.body import records
from xianxing.law import Field
from xianxing.pilot.acts.conditions import conditions_of
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.models import CommitmentSignature
from xianxing.pilot.supervision.permissions import may_read, pilot_units
from xianxing.procedure.meanings import Means
from xianxing.record.canonical import canonical


class CommitmentSource(TextChoices):
    """Where a commitment comes from."""

    FILING = "filing", _("promise of the filing")
    PANEL = "panel", _("condition set for the trial")
    CONSULTATION = "consultation", _("condition of the consultation")
    CHANGE = "change", _("change that was agreed to")


@dataclass(frozen=True)
class TrialCommitment:
    """What institutions are held to, in Chinese as it was written: where it stands, its clause, its words.

    `place` is the place in the form, the number of the event, or that of the change.
    """

    source: CommitmentSource
    place: str
    label: str
    clause: str
    words: str

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical form of where it stands and its words."""
        return _digest(self._said())

    def as_json(self) -> dict[str, str]:
        """As a signature keeps it."""
        return {**self._said(), "digest": self.digest}

    def _said(self) -> dict[str, str]:
        return {
            "source": str(self.source.value), "place": self.place, "label": self.label,
            "clause": self.clause, "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True)
class CommitmentList:
    """The commitments of a project as they stand now, with the version that they are or will be signed as."""

    items: Sequence[TrialCommitment]
    version: int

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of the items, in order."""
        return _list_digest(self.items)


# What other apps add to the list of a case, in the order in which they registered.
Source = Callable[[CaseView], Iterable[TrialCommitment]]
_sources: list[Source] = []


def register_commitments(source: Source) -> None:
    """Let another app add to what institutions are held to; called once from an `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def commitments_of(view: CaseView) -> CommitmentList:
    """The list of a case as it stands: of the filing that was filed last, conditions, agreed changes."""
    items = [*_promised(view), *_conditions(view)]
    for source in _sources:
        items += source(view)
    return CommitmentList(items, _version(view, _list_digest(items)))


def commitments_to_read(view: CaseView) -> CommitmentList:
    """As `commitments_of`, for who reads the project's monitoring; Stranger for others, such as experts."""
    if not may_read(view):
        raise Stranger("commitments")
    return commitments_of(view)


def signed_items(row: CommitmentSignature) -> list[TrialCommitment]:
    """What a signature holds, item by item; none once the words were erased."""
    return [
        TrialCommitment(
            CommitmentSource(one["source"]), one["place"], one["label"], one["clause"], one["words"]
        )
        for one in row.items
    ]


def signatures_of(view: CaseView) -> list[CommitmentSignature]:
    """Every signature of a case, the latest version first, in it the earliest signature."""
    rows = CommitmentSignature.objects.filter(case=view.case).select_related("signed_by")
    return list(rows.order_by("-version", "signed_at", "pk"))


def unsigned_units(view: CaseView, found: CommitmentList) -> list[str]:
    """The pilot institutions that have yet to sign this list; none where there is nothing to sign."""
    if not found.items:
        return []
    rows = CommitmentSignature.objects.filter(case=view.case, digest=found.digest)
    signed = set(rows.values_list("unit", flat=True))
    return [unit for unit in pilot_units(view) if unit not in signed]


def _version(view: CaseView, digest: str) -> int:
    """The version under which this very list was signed, else the next one."""
    rows = CommitmentSignature.objects.filter(case=view.case)
    held = rows.filter(digest=digest).values_list("version", flat=True).first()
    return held or (rows.aggregate(last=Max("version"))["last"] or 0) + 1


def _promised(view: CaseView) -> Iterator[TrialCommitment]:
    """An item a row of a table, an item a text, of the body that was filed last."""
    guide = guide_of(view.case.call)
    filed = Body.objects.filter(filing=view.filing, filed_at__isnull=False)
    body = filed.order_by("-filed_at", "-pk").first()
    content = content_of(body) if body else {}
    for path in catalogue().commitments:
        if not guide.has_field(path):
            continue
        field = guide.field(path)
        for about, place, value in _values(content, field):
            label = f"{field.label.zh}（{about}）" if about else field.label.zh
            for at, words in _rows(field, value):
                yield TrialCommitment(CommitmentSource.FILING, f"{place}{at}", label, field.clause, words)


def _values(content: Mapping[str, object], field: Field) -> Iterator[tuple[str, str, object]]:
    """The field's value with its place; of a field that every unit fills each unit's, with its name."""
    group = content.get(field.group)
    if isinstance(group, Mapping):
        yield "", f"{field.group}.{field.key}", group.get(field.key)
    for unit in records(content.get(f"{field.group}s")):
        yield (
            str(unit.get("name", "")),
            f"{field.group}[{unit.get('id', '')}].{field.key}",
            unit.get(field.key),
        )


def _rows(field: Field, value: object) -> Iterator[tuple[str, str]]:
    if not field.columns:
        if isinstance(value, str) and value:
            yield "", value
        return
    for number, row in enumerate(records(value)):
        cells = ((column, row.get(column.key)) for column in field.columns)
        said = [f"{column.label.zh}：{_said(column, cell)}" for column, cell in cells if cell is not None]
        if said:
            yield f"[{number}]", "；".join(said)


def _said(column: Field, value: object) -> str:
    chosen = column.choice(value)
    return chosen.label.zh if chosen else str(value).rstrip("。；")


def _conditions(view: CaseView) -> Iterator[TrialCommitment]:
    """The conditions set for the trial, and those of the consultation, with the clause of their step."""
    for one in conditions_of(view):
        clause = next(iter((*one.step.basis, *one.step.serves)), "")
        consulted = view.procedure.meaning(one.step.act) == Means.RECORD_CONSULTATION
        source = CommitmentSource.CONSULTATION if consulted else CommitmentSource.PANEL
        yield TrialCommitment(source, str(one.sequence), one.step.zh, clause, one.words)


def _list_digest(items: Iterable[TrialCommitment]) -> str:
    return _digest([one.digest for one in items])


def _digest(said: Mapping[str, str] | Sequence[str]) -> str:
    return hashlib.sha256(canonical(said)).hexdigest()
