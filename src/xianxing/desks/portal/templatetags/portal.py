"""What the applicants' templates need of a filing: clauses as links, findings as tags."""

from __future__ import annotations

from uuid import uuid4

from django import template

from xianxing.desks.look.context import Link
from xianxing.desks.look.tags import tone, word
from xianxing.desks.portal.scene import FilingContext
from xianxing.law import Finding, Result

register = template.Library()


@register.simple_tag
def clause(scene: FilingContext, number: str) -> Link:
    """A clause's mark with the link to its words."""
    return scene.clause(number)


@register.simple_tag
def once() -> str:
    """A fresh id for a form that makes something new."""
    return str(uuid4())


@register.filter
def grade(finding: Finding) -> str:
    """Severity of what is not met, else the result: what the tag says."""
    return finding.severity.value if finding.result is Result.UNMET else finding.result.value


@register.filter
def graded(finding: Finding) -> str:
    """The same in the reader's language."""
    return word(grade(finding))


@register.filter
def grade_tone(finding: Finding) -> str:
    """The colour of the tag."""
    return tone(grade(finding))
