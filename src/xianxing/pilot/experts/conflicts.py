"""Conflicts of interest between an expert and a case, found before an invitation; reasons are for staff.

Nothing here decides: a conflict refuses an invitation until the head of the group overrules it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.experts.contact_data import contact_of
from xianxing.pilot.experts.models import DeclaredTie, Employment, Engagement, OrganisationTie, Overruling
from xianxing.pilot.experts.practice import CONTACTS, practice_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body, Unit
from xianxing.pilot.parties.models import Membership, User
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class Organisation:
    """An organisation by name and 统一社会信用代码, which may be unknown."""

    name: str
    uscc: str = ""

    def same(self, other: Organisation) -> bool:
        """Whether both are one: by code where both have one, by name otherwise."""
        if self.uscc and other.uscc:
            return self.uscc == other.uscc
        return _plain(self.name) == _plain(other.name) != ""


@dataclass(frozen=True)
class ExpertConflict:
    """One conflict: its kind, the unit concerned ("" where none is), and what was found, in words."""

    kind: str
    unit: str
    words: str

    @property
    def key(self) -> str:
        """What an overruling names it by, whatever the language of its words."""
        return f"{self.kind}:{self.unit}"


@dataclass(frozen=True)
class CaseParties:
    """What of a case conflicts are looked for in: its units, their contact data, others of the batch."""

    units: tuple[Organisation, ...]
    contacts: frozenset[str]
    elsewhere: tuple[Organisation, ...]
    today: date
    months: int


def parties_of(case: Case, today: date) -> CaseParties:
    """The parties of a filed case, from the body filed last and the memberships of its institutions."""
    units = [(unit, _of_unit(unit)) for unit in _units(Unit.objects.filter(filing=case.pk))]
    return CaseParties(
        tuple(organisation for _unit, organisation in units),
        frozenset(_contacts(case, [unit for unit, _organisation in units])),
        tuple(_elsewhere(case)),
        today,
        practice_of(guide_of(case.call), today).conflict_months,
    )


def conflicts_of(expert: User, case: Case, parties: CaseParties) -> tuple[ExpertConflict, ...]:
    """Every conflict between an expert and a case, each once, in a fixed order."""
    jobs = list(Employment.objects.filter(expert=expert).order_by("since", "pk"))
    now = [_employer(job) for job in jobs if job.until is None or job.until >= parties.today]
    found = [
        *_same(now, parties), *_related(now, parties), *_in_batch(now, parties), *_past(jobs, parties),
        *_declared(expert, parties), *_shared(expert, parties), *_stepped_aside(expert, case),
    ]  # fmt: skip
    return tuple({conflict.key: conflict for conflict in found}.values())


def not_overruled(
    expert: User, case: Case, conflicts: Iterable[ExpertConflict]
) -> tuple[ExpertConflict, ...]:
    """Those that no overruling of the head names; one that was found later needs a new one."""
    rows = Overruling.objects.filter(case=case, expert=expert).values_list("conflicts", flat=True)
    allowed = {row["key"] for rows_of_one in rows for row in rows_of_one}
    return tuple(conflict for conflict in conflicts if conflict.key not in allowed)


def keeps_out(case: Case, person: User, at: datetime) -> str:
    """Why a person who is in the pool or has declared ties keeps out of a case; "" for no reason.

    What the head of the group has overruled doesn't count.
    """
    found = conflicts_of(person, case, parties_of(case, day_of(at)))
    return "；".join(conflict.words for conflict in not_overruled(person, case, found))


def _same(now: Iterable[Organisation], parties: CaseParties) -> Iterator[ExpertConflict]:
    for employer, unit in _pairs(now, parties.units):
        if employer.same(unit):
            yield ExpertConflict("employer", unit.name, _("Works for {unit}.").format(unit=unit.name))


def _related(now: Iterable[Organisation], parties: CaseParties) -> Iterator[ExpertConflict]:
    for employer in now:
        for tie in OrganisationTie.objects.order_by("pk"):
            one, other = Organisation(tie.organisation, tie.uscc), Organisation(tie.other, tie.other_uscc)
            for mine, theirs in ((one, other), (other, one)):
                for unit in parties.units:
                    if employer.same(mine) and unit.same(theirs):
                        said = _("Works for {employer}; on record: {one} is {kind} {other}.").format(
                            employer=employer.name,
                            one=one.name,
                            kind=tie.get_kind_display(),
                            other=other.name,
                        )
                        yield ExpertConflict("related", unit.name, said)


def _in_batch(now: Iterable[Organisation], parties: CaseParties) -> Iterator[ExpertConflict]:
    for employer, other in _pairs(now, parties.elsewhere):
        if employer.same(other):
            said = _("Works for {employer}, which takes part in another filing of the batch.")
            yield ExpertConflict("batch", other.name, said.format(employer=employer.name))


def _past(jobs: Iterable[Employment], parties: CaseParties) -> Iterator[ExpertConflict]:
    since = months_before(parties.today, parties.months)
    for job in jobs:
        if job.until is None or not since <= job.until < parties.today:
            continue
        for unit in parties.units:
            if _employer(job).same(unit):
                said = _("Worked for {unit} until {day}, less than {months} months ago.")
                words = said.format(unit=unit.name, day=job.until.isoformat(), months=parties.months)
                yield ExpertConflict("past_employer", unit.name, words)


def _declared(expert: User, parties: CaseParties) -> Iterator[ExpertConflict]:
    for tie in DeclaredTie.objects.filter(expert=expert).order_by("pk"):
        for unit in parties.units:
            if Organisation(tie.organisation, tie.uscc).same(unit):
                said = _("Declared a tie to {unit}: {kind}. {words}")
                words = said.format(unit=unit.name, kind=tie.get_kind_display(), words=tie.words)
                yield ExpertConflict("declared", unit.name, words.strip())


def _shared(expert: User, parties: CaseParties) -> Iterator[ExpertConflict]:
    profile = getattr(expert, "expert_profile", None)
    known = contact_of(profile)
    own = {_reach(expert.email), _reach(known.email), _reach(known.phone)} - {""}
    if own & parties.contacts:
        yield ExpertConflict("contact", "", _("Shares an e-mail address or a telephone with a unit."))


def _stepped_aside(expert: User, case: Case) -> Iterator[ExpertConflict]:
    if Engagement.objects.filter(case=case, expert=expert, ended_at__isnull=False).exists():
        yield ExpertConflict("stepped_aside", "", _("Was engaged in this case before and is no longer."))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")


def _pairs(
    ours: Iterable[Organisation], theirs: Iterable[Organisation]
) -> Iterator[tuple[Organisation, Organisation]]:
    held = tuple(theirs)
    return ((one, other) for one in ours for other in held)


def _employer(job: Employment) -> Organisation:
    return Organisation(job.organisation, job.uscc)


def _units(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    return rows.filter(left_at=None, joined_at__isnull=False).select_related("institution").order_by("pk")


def _of_unit(unit: Unit) -> Organisation:
    return Organisation(unit.institution.name if unit.institution else unit.uscc, unit.uscc)


def _elsewhere(case: Case) -> Iterator[Organisation]:
    filed = Body.objects.filter(filed_at__isnull=False, filing__case__call=case.call).values("filing")
    own = {unit.uscc for unit in Unit.objects.filter(filing=case.pk)}
    for unit in _units(Unit.objects.filter(filing__in=filed).exclude(filing=case.pk)):
        if unit.uscc not in own:
            yield _of_unit(unit)


def _contacts(case: Case, units: Iterable[Unit]) -> Iterator[str]:
    body = Body.objects.filter(filing=case.pk, filed_at__isnull=False).order_by("-filed_at").first()
    for unit in records(content_of(body).get("units")) if body else ():
        for row in records(unit.get(CONTACTS.removeprefix("unit."))):
            yield from filter(None, (_reach(value) for value in row.values()))
    held = [unit.institution_id for unit in units if unit.institution_id]
    members = Membership.objects.filter(institution__in=held)
    yield from (_reach(address) for address in members.values_list("user__email", flat=True))


def _reach(value: Any) -> str:
    """An e-mail address in small letters, or the last eleven digits of a telephone; "" for anything else."""
    text = str(value).strip().lower() if isinstance(value, str | int) else ""
    if "@" in text:
        return text
    digits = "".join(sign for sign in text if sign.isdecimal())
    plain = set(text) <= set("0123456789+-() （）转")
    return digits[-11:] if plain and len(digits) >= 8 else ""


def _plain(name: str) -> str:
    return "".join(name.split()).replace("（", "(").replace("）", ")").lower()


def said_of(conflicts: Iterable[ExpertConflict]) -> list[Mapping[str, str]]:
    """Conflicts as plain data, for the row that overrules them."""
    return [{"key": conflict.key, "words": conflict.words} for conflict in conflicts]
