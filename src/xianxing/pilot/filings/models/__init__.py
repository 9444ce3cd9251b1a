"""Everything that this app stores."""

from xianxing.pilot.filings.models.attestations import (
    Attestation,
    AttestationKind,
    Body,
    FiledFindings,
    Holding,
    Mask,
    PublicCell,
    SheetVersion,
    Submission,
)
from xianxing.pilot.filings.models.docket import DocketEntry, DocketTurn
from xianxing.pilot.filings.models.drafts import (
    Cell,
    CellVersion,
    Comment,
    Explanation,
    Filing,
    Question,
    Unit,
)
from xianxing.pilot.filings.models.files import (
    CheckResult,
    Material,
    MaterialVersion,
    ReadDocument,
    StoredFile,
)
from xianxing.pilot.filings.models.word import WordProposal

__all__ = [
    "Attestation", "AttestationKind", "Body", "Cell", "CellVersion", "CheckResult", "Comment", "DocketEntry",
    "DocketTurn", "Explanation", "FiledFindings", "Filing", "Holding", "Mask", "Material", "MaterialVersion",
    "PublicCell", "Question", "ReadDocument", "SheetVersion", "StoredFile", "Submission", "Unit",
    "WordProposal",
]  # fmt: skip
