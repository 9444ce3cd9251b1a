"""What the checker sees of a report's parts."""

from __future__ import annotations

from xianxing.checker.text.parts import Parts, Treatment
from xianxing.documents.model import Document
from xianxing.law import Basis, load_guide
from xianxing.law import ReportSection as Part

GUIDE = load_guide("shenzhen-2023")


def topics(kind: str) -> tuple[Part, ...]:
    """The parts that the guide asks of a kind of report; kinds of risk count as parts."""
    material = GUIDE.materials[kind]
    if not material.risks_as_sections:
        return material.sections
    kinds = GUIDE.field(f"{material.risks}.kind").choices
    asked = [one for one in kinds if one.value != "other"]
    return (
        *(one for one in material.sections if one.key != "risks"),
        *(Part(str(one.value), one.label, material.clause, Basis.GUIDE, (), ()) for one in asked),
    )


def judged(kind: str, document: Document) -> dict[str, Treatment]:
    """What the checker finds of each part."""
    asked = topics(kind)
    read = Parts(document, asked, ("某报告",))
    return {part.key: read.seen(part).treatment for part in asked}
