"""Local support is recommended by a policy of the day, applied for, and granted or not (clause 6.1).

The bodies of the city decide. What they answered is entered with their paper; nothing here grants anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named, said_of
from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.incentives.matching import ConditionFinding, ConditionVerdict, PolicyMatch, matches_of
from xianxing.pilot.incentives.models import SupportStage, SupportStep
from xianxing.pilot.incentives.permissions import RECOMMENDS, applicant_in, recommender_in
from xianxing.pilot.incentives.policies import policy_book
from xianxing.pilot.incentives.support import FOLLOWS, readable, standing, steps_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.workdays.clocks import day_of

LONGEST_WORDS, LONGEST_ORGAN, LONGEST_DOCUMENT = 2_000, 200, 100


@dataclass(frozen=True)
class PersonJudgement:
    """What a person says of a condition that data can't decide: that it holds, and on what that rests."""

    holds: bool
    reason: str


@dataclass(frozen=True)
class SupportAnswer:
    """A step after the recommendation as somebody typed it; `organ` and `document` name the paper."""

    stage: str
    happened_on: date
    words: str
    organ: str = ""
    document: str = ""
    evidence: Sequence[UUID] = ()


@transaction.atomic
def recommend_support(
    *,
    case: UUID,
    policy: str,
    unit: str,
    judged: Mapping[str, PersonJudgement],
    words: str,
    by: User,
    at: datetime,
    step_up: StepUp,
) -> SupportStep:
    """Recommend a project's institution, or its participants (`unit` ""), under a policy of today.

    By the secretariat with the second factor. Kept are the policy's version, each condition with the row that
    decides it, and what the person judged. Refused for a policy that isn't in force or whose text nobody has
    confirmed, where a condition fails by data or judgement, and without a reason to each judgement.
    """
    view = _locked(case, by, at)
    if recommender_in(view) is None:
        raise Refused("role", _("The secretariat recommends for local support."))
    step_up.must_be(by)
    today = day_of(at)
    match = next(
        (one for one in matches_of(view, today) if (one.policy.id, one.unit_key) == (policy, unit)), None
    )
    if match is None:
        raise Refused("policy", _("No such policy is in force for this project today."))
    _refuse_order(view, policy, unit, SupportStage.RECOMMENDED)
    if not match.version.confirmed:
        raise Refused(
            "unconfirmed",
            _("The text of this policy was not confirmed: have its document checked and entered first."),
        )
    findings = _judged(match, judged)
    said = _text(words, "words", _("Say why it is recommended."), LONGEST_WORDS)
    row = _create(
        view, by, at, policy=policy, policy_since=match.version.since, policy_digest=match.version.digest,
        unit=unit, stage=SupportStage.RECOMMENDED, findings=findings, words=said, happened_on=today,
    )  # fmt: skip
    _record(view, [NamedRow(row)], RECOMMENDS, by, at, step_up)
    return row


@transaction.atomic
def enter_support(
    *, case: UUID, policy: str, unit: str, answer: SupportAnswer, by: User, at: datetime
) -> SupportStep:
    """Enter that the support was applied for, granted or not granted, with its paper.

    That it was applied for is entered by the institution's people, of participants by any unit's; the answer
    by the secretariat or by them. Refused for what doesn't follow, for a day before the last step's or to
    come, without words and paper, and for an answer without the body and its paper's number.
    """
    view = _locked(case, by, at)
    role = _role(view, unit)
    stage = _refuse_order(view, policy, unit, answer.stage)
    last = [one for one in steps_of(view) if (one.policy, one.unit) == (policy, unit)][-1]
    if not last.happened_on <= answer.happened_on <= day_of(at):
        raise Refused("happened_on", _("The day lies from {day} to today.").format(day=last.happened_on))
    answered = stage in (SupportStage.GRANTED, SupportStage.REFUSED)
    said = {
        "words": _text(
            answer.words, "words", _("Say what was applied for, or what was answered."), LONGEST_WORDS
        ),
        "organ": _text(answer.organ, "organ", _("Write which body it is."), LONGEST_ORGAN),
        "document": _text(
            answer.document,
            "document",
            _("Write the number of the paper.") if answered else "",
            LONGEST_DOCUMENT,
        ),
    }
    brought = evidence_of(view.case, answer.evidence, by)
    if not brought:
        raise Refused("evidence", _("Add the paper: the application, or the answer."))
    row = _create(
        view, by, at, policy=policy, policy_since=last.policy_since, policy_digest=last.policy_digest,
        unit=unit, stage=stage, happened_on=answer.happened_on, evidence=said_of(brought), **said,
    )  # fmt: skip
    _record(view, [NamedRow(row), *named(brought)], role, by, at)
    return row


def _judged(match: PolicyMatch, judged: Mapping[str, PersonJudgement]) -> list[JSON]:
    """The findings as they are kept; Refused where one fails or isn't judged."""
    kept: list[JSON] = []
    for one in match.findings:
        said = _judgement(one, judged.get(one.condition.id))
        kept.append(
            {
                "condition": one.condition.id,
                "label": one.condition.label.zh,
                "verdict": one.verdict.value,
                "row": one.row,
                "said": one.said,
                "judged": said,
            }
        )
    return kept


def _judgement(finding: ConditionFinding, given: PersonJudgement | None) -> str:
    label = finding.condition.label
    if finding.verdict is ConditionVerdict.FAILS:
        raise Refused(
            "condition", _("“{condition}” doesn't hold: {said}.").format(condition=label, said=finding.said)
        )
    if finding.verdict is ConditionVerdict.HOLDS:
        return ""
    if given is None or not given.holds:
        raise Refused(
            "condition", _("“{condition}” is for you to judge; it must hold.").format(condition=label)
        )
    missing = _("Say on what your judgement of “{condition}” rests.").format(condition=label)
    return _text(given.reason, "condition", missing, LONGEST_WORDS)


def _role(view: CaseView, unit: str) -> str:
    if recommender_in(view) is not None:
        return RECOMMENDS
    found = applicant_in(view, unit)
    if found is None:
        raise Refused("role", _("The institution's people and the secretariat enter this."))
    return found[1]


def _refuse_order(view: CaseView, policy: str, unit: str, stage: str) -> SupportStage:
    ahead = FOLLOWS[standing(steps_of(view), policy, unit)]
    found = next((one for one in ahead if one == stage), None)
    if found is None:
        labels = "、".join(str(one.label) for one in ahead)
        raise Refused(
            "stage",
            _("Choose what comes next: {stages}.").format(stages=labels)
            if labels
            else _("This support has come to its end."),
        )
    return found


def _create(view: CaseView, by: User, at: datetime, **said: object) -> SupportStep:
    number = SupportStep.objects.filter(case=view.case).count() + 1
    return SupportStep.objects.create(case=view.case, number=number, entered_by=by, entered_at=at, **said)


def _text(text: str, field: str, missing: str, longest: int) -> str:
    kept = cleaned(text)
    if not kept and missing:
        raise Refused(field, missing)
    if len(kept) > longest:
        raise Refused(field, _("Say it in at most {limit} characters.").format(limit=longest))
    return kept


def _locked(case: UUID, by: User, at: datetime) -> CaseView:
    return readable(locked_case(case, by, at=at))


def _record(
    view: CaseView,
    rows: Sequence[NamedRow],
    role: str,
    by: User,
    at: datetime,
    step_up: StepUp | None = None,
) -> None:
    put_on_record(
        case=view.case, rests_on=rows, role=role, person=str(by.pk), at=at,
        clause=view.procedure.cite(policy_book().serves[0]) or "",
        said=step_up.said() if step_up else None,
    )  # fmt: skip
