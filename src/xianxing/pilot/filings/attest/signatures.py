"""Signatures in a PDF, judged in the reader's own process (`documents.pdf.certificates`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xianxing.documents.apart import ask
from xianxing.documents.limits import Limits

LIMITS = Limits()


@dataclass(frozen=True)
class PdfSignature:
    """One signature, and whether it can be verified here at all.

    `intact`: the bytes are those signed; `valid`: the signature fits its certificate; `trusted`: that leads
    to one of our roots; `whole`: nothing but further signatures came after it.
    """

    signer: str
    verifiable: bool
    intact: bool = False
    valid: bool = False
    trusted: bool = False
    whole: bool = False

    @property
    def broken(self) -> bool:
        """Whether it was verified and doesn't fit the file."""
        return self.verifiable and not (self.intact and self.valid and self.whole)


class UnreadableError(RuntimeError):
    """The file can't be examined for signatures."""


def signatures_of(path: Path, roots: Path) -> tuple[PdfSignature, ...]:
    """The signatures of a PDF, none for one without; within the reader's limits of memory and time.

    `roots` is a folder of certificates in PEM; an absent folder trusts nobody. UnreadableError otherwise.
    """
    answer = ask("signatures", {"path": str(path.resolve()), "roots": str(roots.resolve())}, LIMITS)
    try:
        return tuple(PdfSignature(**found) for found in answer["signatures"])
    except (KeyError, TypeError) as problem:
        raise UnreadableError(str(path)) from problem
