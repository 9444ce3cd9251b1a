"""Whom to invite into a case: who covers its fields, who has time, who has a conflict. People decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from xianxing.law import Field
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.experts.conflicts import ExpertConflict, conflicts_of, not_overruled, parties_of
from xianxing.pilot.experts.domain.pool import experts
from xianxing.pilot.experts.models import Engagement, Opinion
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.rounds import engaged
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ExpertProposal:
    """An expert as a candidate: fields of the case that are covered, open engagements, conflicts.

    `open` are the conflicts that nobody overruled; `proposed` says that the candidate is one of those whom
    coverage, load and conflicts speak for; `engaged` that the expert takes part already.
    """

    expert: User
    covers: tuple[str, ...]
    load: int
    conflicts: tuple[ExpertConflict, ...]
    open: tuple[ExpertConflict, ...]
    engaged: bool
    proposed: bool = False


@dataclass(frozen=True)
class Staffing:
    """The candidates of a case, the best first.

    `fields` are the case's own, `missing` those that nobody engaged or proposed covers, `wanted` how many
    experts practice asks for.
    """

    fields: tuple[str, ...]
    missing: tuple[str, ...]
    wanted: int
    candidates: tuple[ExpertProposal, ...]


def staffing_of(view: CaseView) -> Staffing:
    """The pool as candidates for a case, with so many proposed as practice wants and are missing.

    Proposed are those without an open conflict: first who covers most fields not covered yet, then who has
    least to do, then in the order of the accounts.
    """
    today = day_of(view.at)
    practice = practice_of(guide_of(view.case.call), today)
    there, parties, pool = (
        engaged(view.procedure, view.state),
        parties_of(view.case, today),
        experts(at=view.at),
    )
    fields, load, found = _fields(view, practice.expertise), _load(pool), []
    for user in pool:
        conflicts = conflicts_of(user, view.case, parties)
        covers = tuple(field for field in fields if field in _knows(user))
        standing = not_overruled(user, view.case, conflicts)
        found.append(
            ExpertProposal(user, covers, load.get(user.pk, 0), conflicts, standing, str(user.pk) in there)
        )
    chosen = _chosen(found, fields, practice.experts_min - len(there))
    marked = [replace(one, proposed=one.expert.pk in chosen) for one in found]
    covered = {field for one in marked if one.engaged or one.proposed for field in one.covers}
    marked.sort(key=lambda one: (not one.engaged, not one.proposed, bool(one.open), one.load))
    missing = tuple(field for field in fields if field not in covered)
    return Staffing(fields, missing, practice.experts_min, tuple(marked))


def _chosen(found: Iterable[ExpertProposal], fields: tuple[str, ...], wanted: int) -> list[int]:
    candidates = list(found)
    uncovered = set(fields) - {field for one in candidates if one.engaged for field in one.covers}
    free = [one for one in candidates if not one.engaged and not one.conflicts]
    chosen: list[int] = []
    while free and len(chosen) < wanted:
        best = min(free, key=lambda one: (-len(uncovered & set(one.covers)), one.load, one.expert.pk))
        chosen.append(best.expert.pk)
        uncovered -= set(best.covers)
        free.remove(best)
    return chosen


def _knows(user: User) -> frozenset[str]:
    profile = getattr(user, "expert_profile", None)
    return frozenset(profile.fields) if profile else frozenset()


def _load(pool: Iterable[User]) -> Mapping[int, int]:
    """How many open engagements wait for an opinion of each."""
    rows = Engagement.objects.filter(expert__in=list(pool), ended_at=None)
    given = set(Opinion.objects.filter(expert__in=list(pool)).values_list("case", "expert"))
    return Counter(row.expert_id for row in rows if (row.case_id, row.expert_id) not in given)


def _fields(view: CaseView, paths: Iterable[str]) -> tuple[str, ...]:
    """The case's own values of the fields of the form that name what an expert must know, as the form says
    them in Chinese: a profile is written in these words.
    """
    guide = guide_of(view.case.call)
    body = Body.objects.filter(filing=view.filing, filed_at__isnull=False).order_by("-filed_at").first()
    content, found = content_of(body) if body else {}, []
    for path in paths:
        group, _dot, key = path.partition(".")
        part = content.get(group)
        value = part.get(key) if isinstance(part, Mapping) else None
        field = guide.field(path) if guide.has_field(path) else None
        found += [_official(field, one) for one in value] if isinstance(value, list) else []
    return tuple(dict.fromkeys(found))


def _official(field: Field | None, value: object) -> str:
    chosen = field.choice(value) if field is not None and field.choices else None
    return chosen.label.zh if chosen else str(value)
