"""Law as data: guides, clauses, dated parameters, rules and findings, coverage. Pure Python, no Django."""

from xianxing.law.dated import DatedValue, NoValueError, Parameter
from xianxing.law.errors import GuideError, UnknownGuideError
from xianxing.law.findings import Basis, Finding, Result, Severity
from xianxing.law.form import Choice, Condition, Field, FieldKind, FieldNeed, Public
from xianxing.law.loader import (
    complete_guides,
    known_guides,
    load_guide,
    open_guide,
    readable_guides,
    unreadable_guides,
)
from xianxing.law.material import (
    Issuer,
    MaterialKind,
    MaterialMeans,
    ReportSection,
    SectionMeans,
    Signer,
    Title,
    TitleVerdict,
)
from xianxing.law.model import Batch, Clause, ClauseStatus, Guide, Organ, ProjectType, UnitKind
from xianxing.law.text import Text

__all__ = [
    "Basis",
    "Batch",
    "Choice",
    "Clause",
    "ClauseStatus",
    "Condition",
    "DatedValue",
    "Field",
    "FieldKind",
    "FieldNeed",
    "Finding",
    "Guide",
    "GuideError",
    "Issuer",
    "MaterialKind",
    "MaterialMeans",
    "NoValueError",
    "Organ",
    "Parameter",
    "ProjectType",
    "Public",
    "ReportSection",
    "Result",
    "SectionMeans",
    "Severity",
    "Signer",
    "Text",
    "Title",
    "TitleVerdict",
    "UnitKind",
    "UnknownGuideError",
    "complete_guides",
    "known_guides",
    "load_guide",
    "open_guide",
    "readable_guides",
    "unreadable_guides",
]
