"""The compliance reports that a unit's head has on the screen when signing."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.desks.portal.scene import FilingContext
from xianxing.documents.model import Document
from xianxing.pilot.filings.attest.requirements import reports_of
from xianxing.pilot.filings.files.reading import read_version
from xianxing.pilot.filings.models import Body, MaterialVersion, Unit


@dataclass(frozen=True)
class ComplianceReport:
    """A compliance report on the screen: its name, its digest, what was read in it."""

    name: str
    sha256: str
    signatory: str
    document: Document | None
    version: MaterialVersion | None


def shown_reports(scene: FilingContext, body: Body, unit: Unit) -> list[ComplianceReport]:
    """The reports that the unit signs, read so that they stand on the screen."""
    found = []
    for file in reports_of(body, unit):
        digest = str(file.get("sha256", ""))
        rows = MaterialVersion.objects.filter(material__filing=scene.filing, file__sha256=digest)
        version = rows.select_related("file", "material").order_by("-number").first()
        there = version is not None and version.file.erased_at is None
        document = (
            read_version(version, by=scene.user, at=scene.at) if version is not None and there else None
        )
        found.append(
            ComplianceReport(
                str(file.get("file", "")), digest, str(file.get("signatory", "")), document, version
            )
        )
    return found
