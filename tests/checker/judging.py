"""What one rule says of a filing after one edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.checker import factory
from tests.checker.edits import PERSON, UNMET, Edit
from tests.checker.factory import AS_OF, Draft
from xianxing.law import Result

SILENT = ""


def said(rule: str, draft: Draft, as_of: date = AS_OF) -> set[tuple[str, str]]:
    """Result and place of everything that a rule says aloud."""
    loud = (Result.UNMET, Result.MANUAL_REVIEW, Result.UNKNOWN)
    return {(one.result.value, one.location) for one in draft.said_by(rule, as_of) if one.result in loud}


def judged(rule: str, edit: Edit, base: Callable[[], Draft] = factory.joint) -> str:
    """The hardest result of a rule on a filing after one edit."""
    draft = base()
    edit(draft)
    results = {result for result, _ in said(rule, draft)}
    return UNMET if UNMET in results else PERSON if PERSON in results else SILENT
