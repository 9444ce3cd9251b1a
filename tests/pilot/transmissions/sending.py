"""A package made for a case, as the people of an office make it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from tests.pilot.acts.staff import Office
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.papers.domain.numbering import enter_paper_number
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.parties.models import User
from xianxing.pilot.transmissions.domain.making import make_package
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.record import verify
from xianxing.record.verifier.findings import Report


def number_letter(office: Office, kind: str = "evaluation_letter", serial: int = 7) -> None:
    """The secretariat enters the number of the letter."""
    paper = CasePaper.objects.get(case=office.company.filing.case, kind=kind)
    enter_paper_number(
        paper=paper.public_id, number=f"某局函〔2024〕{serial}号", by=office.wen, at=office.company.later()
    )


def packed(office: Office, by: User | None = None) -> TransmissionPackage:
    """A package made now."""
    return make_package(
        case=office.company.filing.pk, sequence=office.sequence, by=by or office.wen,
        at=office.company.later(),
    )  # fmt: skip


def opened(package: TransmissionPackage) -> zipfile.ZipFile:
    """The zip as it is handed out."""
    return zipfile.ZipFile(BytesIO(b"".join(pieces(package.file))))


def checked(package: TransmissionPackage, folder: Path) -> Report:
    """What the verifier says of the package, unpacked."""
    opened(package).extractall(folder)
    return verify.check_dossier(folder)
