"""What the pages of the archive show: whether a case is finished, its volumes, and a batch's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.archive.models import ArchiveReceipt, ArchiveVolume, ReceiptState, VolumeState
from xianxing.pilot.archive.practice import RetentionClass, practice
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.models import Body
from xianxing.pilot.supervision.values import started_on
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ArchivedCase:
    """A finished case of a batch with its latest volume, and the receipt that was confirmed for it."""

    case: Case
    volume: ArchiveVolume | None
    receipt: ArchiveReceipt | None

    @property
    def kept(self) -> RetentionClass | None:
        """The retention class of the volume; None without one."""
        return practice().classes[self.volume.retention] if self.volume else None

    @property
    def ends(self) -> date | None:
        """The last day of the term, once the volume was checked; None for ever, and before."""
        if self.volume is None or self.volume.checked_at is None or self.kept is None:
            return None
        return self.kept.ends(day_of(self.volume.checked_at))


def is_finished(view: CaseView) -> bool:
    """Whether the case stands in a final state of its procedure."""
    return view.procedure.states[view.state.state].final


def proposed_class(view: CaseView) -> RetentionClass:
    """The retention class that practice proposes for the case."""
    return practice().proposed(tried=started_on(view.case) is not None)


def volumes_of(case: Case) -> list[ArchiveVolume]:
    """The case's volumes, the latest first, with the people and the receipts."""
    rows = ArchiveVolume.objects.filter(case=case).select_related("prepared_by", "checked_by", "package")
    return list(rows.prefetch_related("receipts__entered_by", "receipts__decided_by").order_by("-number"))


def finished_cases(call: Call) -> list[ArchivedCase]:
    """The filed cases of a batch that have ended, the latest volume and receipt of each; in four queries."""
    final = [name for name, state in procedure_of(call).states.items() if state.final]
    filed = Body.objects.filter(filing=OuterRef("pk"), filed_at__isnull=False)
    rows = Case.objects.filter(Exists(filed), call=call, state__in=final)
    rows = rows.exclude(pk__in=stopped_cases().values("pk")).select_related("filing__case__call")
    cases = list(rows.order_by("pk"))
    volumes = {
        row.case_id: row
        for row in ArchiveVolume.objects.filter(case__in=cases)
        .exclude(state=VolumeState.RETURNED)
        .select_related("package")
        .order_by("number")
    }
    receipts = {
        row.volume_id: row
        for row in ArchiveReceipt.objects.filter(
            volume__in=volumes.values(), state=ReceiptState.CONFIRMED
        ).order_by("ordinal")
    }
    return [
        ArchivedCase(case, volume, receipts.get(volume.pk) if volume else None)
        for case in cases
        for volume in (volumes.get(case.pk),)
    ]
