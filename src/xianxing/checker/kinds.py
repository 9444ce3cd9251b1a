"""What a file of a filing is by the meaning of its kind, whatever the guide calls it."""

from __future__ import annotations

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile
from xianxing.law import MaterialMeans

OTHERS_PAPERS = frozenset((MaterialMeans.PROOF, MaterialMeans.OTHER, MaterialMeans.TRANSLATION))
UNGLOSSED = frozenset((MaterialMeans.PROOF, MaterialMeans.TRANSLATION))


def meaning_of(case: CheckContext, item: FilingFile) -> str | None:
    """What the file's kind means, "" for one of the guide's own; None for a kind that the guide hasn't."""
    material = case.guide.materials.get(item.kind)
    return material.means if material else None


def is_own_paper(case: CheckContext, item: FilingFile) -> bool:
    """Whether the units wrote the file for this filing: a report, a plan, slides."""
    means = meaning_of(case, item)
    return means is not None and means not in OTHERS_PAPERS


def is_others_paper(case: CheckContext, item: FilingFile) -> bool:
    """Whether the file is of a kind that somebody else writes: a proof, a translation, what is attached."""
    return meaning_of(case, item) in OTHERS_PAPERS


def is_report(case: CheckContext, item: FilingFile) -> bool:
    """Whether the file is a report or a plan of the units' own in running text."""
    return is_own_paper(case, item) and meaning_of(case, item) != MaterialMeans.PRESENTATION


def needs_gloss(case: CheckContext, item: FilingFile) -> bool:
    """Whether English in the file is to be explained (clause 4.3.5): not in proofs and translations."""
    means = meaning_of(case, item)
    return means is not None and means not in UNGLOSSED


def translations_in(case: CheckContext) -> tuple[FilingFile, ...]:
    """The entries of the kind that means a translation."""
    return tuple(item for item in case.filing.files if meaning_of(case, item) == MaterialMeans.TRANSLATION)
