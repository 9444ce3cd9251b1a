"""Dossiers: a case as a folder that proves itself with nothing but Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from xianxing.pilot.cases.domain.heads import sign_head
from xianxing.pilot.cases.keys import ring, signing_key
from xianxing.pilot.cases.models import Case, PublicationReceipt, Receipt
from xianxing.pilot.cases.store import PUBLICATIONS, DjangoStore
from xianxing.record.dossier import write_dossier
from xianxing.record.log import Record, RecordError
from xianxing.record.receipts import parse_receipt


def export_dossier(*, case: Case, folder: Path, at: datetime, withhold: Collection[int] = ()) -> None:
    """Write the case's dossier into an absent or empty folder, under a head signed now with real time `at`.

    The heads of the case's receipts go along, each with its proof. Payloads of the events in `withhold` are
    left out; of the others the words that they name go along: what was filed, opinions, findings. RecordError
    when the folder isn't empty, and where rows of the case differ from what its events name: the first
    difference, by table, row, column and event.
    """
    from xianxing.pilot.cases.upkeep.audits import case_faults
    from xianxing.pilot.cases.upkeep.dossier_texts import texts_of

    faults = case_faults([case])
    if faults:
        raise RecordError(faults[0])
    receipts = Receipt.objects.filter(event__case=case).order_by("pk").values_list("text", flat=True)
    _export(str(case.pk), receipts, folder, at, withhold, texts_of(case, withhold))


def export_publications(*, folder: Path, at: datetime) -> None:
    """The same of everything that the working group published: calls, extensions, retired guides."""
    receipts = PublicationReceipt.objects.order_by("pk").values_list("text", flat=True)
    _export(PUBLICATIONS, receipts, folder, at, (), ())


def _export(
    chain: str,
    receipts: Iterable[str],
    folder: Path,
    at: datetime,
    withhold: Collection[int],
    texts: Iterable[bytes],
) -> None:
    sign_head(at=at)
    earlier = [parse_receipt(text).note for text in receipts]
    write_dossier(
        folder,
        Record(DjangoStore()),
        chain,
        key=signing_key(),
        ring=ring(),
        time=at,
        earlier=earlier,
        withhold=withhold,
        texts=texts,
    )
