"""Who stands in the talent pool: with a consent in force and a contribution that the secretariat accepted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.incentives.models import ContributionState, TalentConsent, TalentContribution
from xianxing.pilot.incentives.permissions import may_stand_in_pool
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.row_seals import is_sealed
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.events import BESIDE, JSON
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class PoolMember:
    """A person in the pool: expertise, institutions of today, contributions that were accepted."""

    consent: TalentConsent
    institutions: tuple[str, ...]
    contributions: tuple[TalentContribution, ...]


@dataclass(frozen=True)
class PoolRecord:
    """What is kept of one person for the pool: every consent, taken back or not, and what was stated."""

    consents: tuple[TalentConsent, ...]
    contributions: tuple[TalentContribution, ...]


def refuse_others(person: User, *, at: datetime) -> None:
    """Stranger for who may not stand in the pool."""
    if not may_stand_in_pool(roles_of(person, at=at)):
        raise Stranger("talent")


def projects_of(person: User, *, at: datetime) -> list[CaseView]:
    """The projects that have started and that the person may read, in the order of the register."""
    found = []
    for entry in RegisterEntry.objects.order_by("number"):
        with suppress(Stranger):
            found.append(case_to_read(entry.case_id, person, at=at))
    return found


def consent_of(person: User) -> TalentConsent | None:
    """The person's consent in force; None without one, and for a row that nobody entered here."""
    found = TalentConsent.objects.filter(person=person, withdrawn_at__isnull=True).first()
    return found if found is not None and is_sealed(found) else None


def contributions_of(person: User) -> list[TalentContribution]:
    """What the person stated, the latest first; nothing about a stopped case."""
    rows = TalentContribution.objects.filter(person=person).exclude(case__in=stopped_cases().values("pk"))
    found = rows.select_related("case__call__guide", "case__filing", "decided_by").order_by(
        "-stated_at", "-pk"
    )
    return [one for one in found if is_sealed(one)]


def pool_record_of(person: User) -> PoolRecord | None:
    """Everything that is kept of a person for the pool; None where nothing ever was."""
    consents = [one for one in person.talent_consents.order_by("given_at", "pk") if is_sealed(one)]
    return PoolRecord(tuple(consents), tuple(contributions_of(person))) if consents else None


def stated_contributions() -> list[TalentContribution]:
    """What waits for the secretariat, the earliest first."""
    rows = _with_consent().filter(state=ContributionState.STATED).order_by("stated_at", "pk")
    return [one for one in rows if is_sealed(one)]


def accepted_in(case: Case) -> QuerySet[TalentContribution]:
    """The contributions to a project that are in the pool."""
    return _with_consent().filter(case=case, state=ContributionState.ACCEPTED)


def pool(*, at: datetime) -> list[PoolMember]:
    """Everybody in the pool by name: who took the consent back is gone, and so is a stopped case.

    An account that is switched off, or whose person is an expert by now, isn't shown either.
    """
    held: dict[int, list[TalentContribution]] = {}
    for one in _with_consent().filter(state=ContributionState.ACCEPTED).order_by("stated_at", "pk"):
        if is_sealed(one):
            held.setdefault(one.person_id, []).append(one)
    rows = TalentConsent.objects.filter(
        person__in=held, withdrawn_at__isnull=True, person__is_active=True
    ).select_related("person")
    found = [
        PoolMember(one, tuple(_institutions(one.person, at)), tuple(held[one.person_id]))
        for one in rows
        if is_sealed(one) and may_stand_in_pool(roles_of(one.person, at=at))
    ]
    return sorted(found, key=lambda one: (one.consent.person.name, one.consent.pk))


def acts_of(view: CaseView, person: User) -> list[JSON]:
    """The acts of the procedure that the record shows of a person in a case: number, step, role, day."""
    if not view.case.sequence:
        return []
    procedure, language = view.procedure, current_language()
    return [
        {
            "number": event.sequence,
            "step": procedure.steps[event.step].name(language),
            "role": procedure.roles[event.role].name(language) if event.role in procedure.roles else "",
            "day": day_of(event.at).isoformat(),
        }
        for event in CaseStore(view.case).events(str(view.case.pk))
        if str(person.pk) in (event.person, event.second)
        and event.step not in BESIDE
        and event.step in procedure.steps
    ]


def _with_consent() -> QuerySet[TalentContribution]:
    agreed = TalentConsent.objects.filter(person=OuterRef("person"), withdrawn_at__isnull=True)
    rows = TalentContribution.objects.filter(Exists(agreed)).exclude(case__in=stopped_cases().values("pk"))
    return rows.select_related("person", "case__call__guide", "case__filing", "decided_by")


def _institutions(person: User, at: datetime) -> Iterator[str]:
    held = roles_of(person, at=at).institutions
    yield from Institution.objects.filter(pk__in=held).order_by("name").values_list("name", flat=True)
