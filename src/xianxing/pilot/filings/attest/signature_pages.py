"""Signature-and-seal pages: printed for an attestation, and taken back sealed or signed by certificate.

A click in the system is not called a legal signature (电子签名法 13–14). Which of the three is held (the act,
a scan, a certificate-signed file) is always said.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import qrcode
from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.model import FileKind
from xianxing.documents.reading import Reader
from xianxing.documents.sniff import real_kind
from xianxing.documents.writing.pdf import typeset
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.attest.signatures import PdfSignature, UnreadableError, signatures_of
from xianxing.pilot.filings.files.capacity import reading_for
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.models import Attestation, AttestationKind, Holding
from xianxing.pilot.filings.permissions import locked, standing
from xianxing.pilot.filings.storage.vault import HEAD, Readable, Staged, discard, erase, keep, stage
from xianxing.pilot.filings.submit.filing import scratch
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

TEMPLATE = Path(__file__).parent / "signature_page.typ"
LARGEST = 20 * 1024 * 1024
GROUP, GROUPS_A_LINE = 4, 8
PIECE = 64 * 1024


def signature_page(*, attestation: Attestation, by: User, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of the page (PDF/A) on which an attestation is signed and sealed, for the unit's people.

    It names project, unit, kind and person, and carries the digest in groups and as a QR code. Sets a page:
    never call it inside a transaction.
    """
    _refuse_others(attestation, by, at)
    content = content_of(attestation.body)
    project = content.get("project")
    name = str(project.get("name", "")) if isinstance(project, Mapping) else ""
    kind, english = AttestationKind(attestation.kind), get_language() == "en"
    unit = attestation.unit.institution
    rows = [
        (_("Project"), name),
        (_("Filing unit"), f"{unit or ''}（{attestation.unit.uscc}）"),
        (_("Matter"), _matter(attestation)),
        (_("Confirmed in the system by"), f"{attestation.by.name} {attestation.title}".strip()),
        (_("Day"), day_of(attestation.at).isoformat()),
        (_("Case"), str(attestation.body.filing_id)),
    ]
    data = {
        "title": _("Signature and seal page"),
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
        "mark": _("DEMO") if settings.DEMO else "",
        "rows": rows,
        "statements": _statements(attestation),
        "digest_label": _("Digest of the content (SHA-256)"),
        "digest": grouped(attestation.seen),
        "hint": _("The digest can be worked out anew from the exported folder by anybody."),
        "qr": _qr(attestation),
        "qr_alt": _("Case and digest"),
        "signing": [_("Signature:"), _("Seal:"), _("Title:"), _("Day of signature:")],
    }
    pdf = typeset(TEMPLATE, data, made=real_time())
    return safe_name(f"{_('Signature and seal page')}-{unit or attestation.unit.key}-{kind.label}.pdf"), pdf


def return_signed(
    *, attestation: Attestation, stream: Readable, name: str, by: User, at: datetime
) -> Attestation:
    """Take the page back: a sealed scan or photograph, or a PDF signed by certificate; the latest one counts.

    Signatures are verified at once (`returned_check` says intact, valid, trusted, or not verifiable here),
    and digest, unit and matter are looked for in a PDF's text. Refused for another type, a broken signature,
    a page whose text isn't this attestation's, and a lapsed attestation. A file handed in before is erased.
    Files are read outside of any transaction.
    """
    _refuse_others(attestation, by, at)
    with tempfile.TemporaryDirectory(prefix="signed-", dir=scratch()) as folder:
        path = Path(folder) / "page"
        _write(stream, path)
        with reading_for(by):
            holding, check = _judged(path, attestation, name)
        with path.open("rb") as whole:
            staged = stage(whole, limit=LARGEST)
    try:
        with transaction.atomic():
            return _keep(staged, attestation, holding, check, by, at)
    except BaseException:
        discard(staged)
        raise


def _write(stream: Readable, path: Path) -> None:
    left = LARGEST
    with path.open("xb") as target:
        while piece := stream.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise Refused("too-large", _("A signed page takes at most 20 MB."))
            target.write(piece)


def _keep(
    staged: Staged,
    attestation: Attestation,
    holding: Holding,
    check: dict[str, object],
    by: User,
    at: datetime,
) -> Attestation:
    locked(attestation.body.filing)
    row = Attestation.objects.select_for_update().get(pk=attestation.pk)
    if row.lapsed_at is not None or row.refused or row.body.voided_at is not None:
        raise Refused("lapsed", _("This attestation doesn't stand any more; print the page of the new one."))
    former = row.returned
    row.returned = keep(staged, charged_to=row.unit.institution, at=at)
    row.holding, row.returned_check = holding, {**check, "by": by.pk, "at": at.isoformat()}
    row.save(update_fields=["returned", "holding", "returned_check"])
    named = [NamedRow(row, ("returned", "holding", "returned_check")), NamedRow(row.returned)]
    if former is not None:
        erase(former, at=at)  # nothing refers to it any more, nor would find it to be erased
        named.append(NamedRow(former, ("erased_at",)))
    put_on_record(case=row.body.filing.case, rests_on=named, role="unit", person=str(by.pk), clause="", at=at)
    return row


def _judged(path: Path, attestation: Attestation, name: str) -> tuple[Holding, dict[str, object]]:
    """What the file is, and what was found in it; Refused for what can't be this attestation's page."""
    with path.open("rb") as stream:
        kind = real_kind(stream.read(HEAD), name)
    check: dict[str, object] = {"name": safe_name(name), "digest_found": None, "signatures": []}
    if kind is FileKind.IMAGE:
        return Holding.SCAN, check
    if kind is not FileKind.PDF:
        raise Refused("type", _("Hand in a PDF or a picture of the signed page."))
    text = _text(path)
    check["digest_found"] = attestation.seen in text if text else None
    if text and not _is_page_of(attestation, text):
        raise Refused("other-page", _("The text of this PDF doesn't hold the digest of this attestation."))
    signatures = _signatures(path)
    if any(one.broken for one in signatures):
        raise Refused(
            "broken-signature",
            _("A signature in this PDF doesn't fit it: it was changed after it was signed."),
        )
    check["signatures"] = [asdict(one) for one in signatures]
    return (Holding.CERTIFICATE if signatures else Holding.SCAN), check


def _signatures(path: Path) -> tuple[PdfSignature, ...]:
    try:
        return signatures_of(path, Path(settings.XIANXING_SIGNATURE_ROOTS))
    except UnreadableError:
        raise Refused("unreadable", _("This PDF can't be read; save it anew and hand it in again.")) from None


def _text(path: Path) -> str:
    """The PDF's text without white space; "" where it has none, as a scan."""
    with Reader(Limits(), OcrMode.NEVER) as reader:
        document = reader.read(path, "page.pdf")
    return "".join("".join(block.text.split()) for block in document.blocks)


def _is_page_of(attestation: Attestation, text: str) -> bool:
    """Whether a page's text is this attestation's: digest, unit and matter, in whichever language."""
    kind, matters = AttestationKind(attestation.kind), []
    for code in ("zh-hans", "en"):
        with override(code):
            matters.append("".join(str(kind.label).split()))
    return attestation.seen in text and attestation.unit.uscc in text and any(one in text for one in matters)


def _refuse_others(attestation: Attestation, by: User, at: datetime) -> None:
    who = standing(by, attestation.body.filing, at=at)
    if attestation.unit not in who.own:
        raise Stranger(_("There is no such filing."))


def _matter(attestation: Attestation) -> str:
    kind = str(AttestationKind(attestation.kind).label)
    about = attestation.about.institution if attestation.about else None
    return f"{kind}（{about}）" if about else kind


def _statements(attestation: Attestation) -> list[str]:
    said = [
        _("The unit confirms the matter named above about the content that has the digest below."),
        attestation.opinion,
    ]
    names = {
        unit.key: str(unit.institution) for unit in attestation.body.filing.units.all() if unit.institution
    }
    recognised = [names.get(key, key) for key in attestation.recognises]
    if recognised:
        said.append(_("It recognises as units of the filing: {units}.").format(units="、".join(recognised)))
    return [line for line in said if line]


def grouped(digest: str) -> list[str]:
    """A digest in groups of four, eight to a line, as people compare it."""
    groups = [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]
    return [" ".join(groups[i : i + GROUPS_A_LINE]) for i in range(0, len(groups), GROUPS_A_LINE)]


def _qr(attestation: Attestation) -> str:
    """Case, kind, unit and digest as a QR code, drawn as one SVG path."""
    code = qrcode.QRCode(border=2)
    said = (attestation.body.filing_id, attestation.kind, attestation.unit.key, attestation.seen)
    code.add_data("xianxing:" + ":".join(map(str, said)))
    rows = code.get_matrix()
    size = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#000" d="{path}"/></svg>'
    )
