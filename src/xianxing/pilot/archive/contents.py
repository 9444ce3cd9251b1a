"""What goes into a volume, item by item, in the order of its catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.utils.translation import override

from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.archive.models import ArchiveReceipt
from xianxing.pilot.archive.sheets import course_pdf
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.models import Body, MaterialVersion, StoredFile
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.filings.word.printing import printed_body
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.texts import pdf_of
from xianxing.workdays.clocks import day_of

Pieces = Callable[[], Iterable[bytes]]
SET_HERE, AS_IT_CAME, ON_PAPER = "pdfa", "original", "paper"  # how an item is kept


@dataclass(frozen=True)
class VolumeItem:
    """An item of a volume: what a catalogue says of it, and its bytes where it has any here.

    `form` is how it is kept: set here as PDF/A, in the form in which it came, or on paper alone, with the
    place in `remark`.
    """

    title: str
    author: str
    number: str
    day: date
    form: str
    name: str = ""
    remark: str = ""
    pieces: Pieces | None = None


def items_of(view: CaseView, *, at: datetime) -> list[VolumeItem]:
    """Everything of a case that is archived, in order; sets no page and reads no file yet.

    What was filed with its materials, the papers with their sealed scans, the files that acts named, and the
    record of acts. Complaints, sealed opinions and drafts are left out: they are kept apart. `at` is the
    instant that the pages set here name as their own.
    """
    with override("zh-hans"):
        return [*_filed(view, at), *_papers(view), *_evidence(view), _course(view, at)]


def _filed(view: CaseView, at: datetime) -> Iterator[VolumeItem]:
    bodies = Body.objects.filter(filing=view.filing, filed_at__isnull=False)
    author = "、".join(unit.institution.name for unit in present_units(view.filing) if unit.institution)
    given: set[str] = set()
    for body in bodies.select_related("filing__case__call").order_by("filed_at", "pk"):
        if not bytes(body.canonical):
            continue
        day = day_of(body.filed_at or body.frozen_at)
        for name, made in printed_body(body, at=at):
            title = f"{name.rpartition('.')[0]}（第{body.number}版）"
            yield VolumeItem(title, author, "", day, SET_HERE, f"{title}.pdf", "", _once(made))
        yield from _materials(body, author, day, given)


def _materials(body: Body, author: str, day: date, given: set[str]) -> Iterator[VolumeItem]:
    """The files that a body names; the same bytes stand in the volume once."""
    listed = content_of(body).get("files")
    rows = MaterialVersion.objects.filter(material__filing=body.filing_id, file__erased_at__isnull=True)
    stored = {row.file.sha256: row.file for row in rows.select_related("file")}
    for entry in listed if isinstance(listed, list) else []:
        digest = str(entry.get("sha256", "")) if isinstance(entry, Mapping) else ""
        if digest in stored and digest not in given:
            given.add(digest)
            yield _file(str(entry.get("file", "")).rpartition("/")[2] or digest, author, day, stored[digest])


def _papers(view: CaseView) -> Iterator[VolumeItem]:
    for paper in CasePaper.objects.filter(case=view.case).order_by("sequence", "kind"):
        if not paper.content:
            continue
        title, author = str(paper.content["title"]), "、".join(paper.content["issuers"])
        day = date.fromisoformat(paper.content["day"])
        yield VolumeItem(
            title, author, paper.number, day, SET_HERE, f"{title}.pdf", "", _once(partial(pdf_of, paper))
        )
        for back in paper.returned.select_related("file").order_by("pk"):
            if back.file is None:
                where = f"{back.get_secrecy_display()}；存于{back.kept_at}"
                yield VolumeItem(title, back.organ, back.number, back.dated or day, ON_PAPER, remark=where)
            elif back.file.erased_at is None:
                yield _file(back.name, author, day_of(back.brought_at), back.file, "盖章件")


def _evidence(view: CaseView) -> Iterator[VolumeItem]:
    held = ArchiveReceipt.objects.filter(volume__case=view.case).values_list("evidence", flat=True)
    scans = {file["id"] for files in held for file in files}  # of the archive's own receipts
    rows = Evidence.objects.filter(case=view.case, file__erased_at__isnull=True).exclude(pk__in=scans)
    for row in rows.select_related("file", "brought_by").order_by("brought_at", "pk"):
        yield _file(row.name, row.brought_by.name, day_of(row.brought_at), row.file, "办理中提交")


def _course(view: CaseView, at: datetime) -> VolumeItem:
    made = partial(course_pdf, view, at=at)
    return VolumeItem("办理过程记录", "", "", day_of(at), SET_HERE, "办理过程记录.pdf", "", _once(made))


def _file(name: str, author: str, day: date, held: StoredFile, remark: str = "") -> VolumeItem:
    title = name.rpartition(".")[0] or name
    return VolumeItem(title, author, "", day, AS_IT_CAME, safe_name(name), remark, lambda: pieces(held))


def _once(made: Callable[[], bytes]) -> Pieces:
    return lambda: [made()]
