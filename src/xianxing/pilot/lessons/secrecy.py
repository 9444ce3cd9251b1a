"""What a stop for secrecy does to lessons, library and proposed rules: nothing is shown, words are erased."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.cases.domain.secrecy import Holder
from xianxing.pilot.cases.models import Case
from xianxing.pilot.lessons.models import (
    Lesson,
    LibraryConfirmation,
    LibraryEntry,
    RuleProposal,
    RuleProposalStep,
)

TABLES = (Lesson, LibraryEntry, LibraryConfirmation, RuleProposal, RuleProposalStep)


def _count(case: Case, at: datetime) -> int:
    del at
    return sum(model.objects.filter(case=case).count() for model in TABLES)


def _erase(case: Case, at: datetime) -> int:
    count = _count(case, at)
    Lesson.objects.filter(case=case).update(words="", change="", reason="", public_words="")
    LibraryEntry.objects.filter(case=case).update(content={}, reason="")
    LibraryConfirmation.objects.filter(case=case).update(words="")
    RuleProposal.objects.filter(case=case).update(title="", public_title="", public_words="")
    RuleProposalStep.objects.filter(case=case).update(
        authors="", words="", organ="", document="", evidence=[]
    )
    return count


HOLDER = Holder("lessons", quarantine=_count, release=_count, erase=_erase)
