"""Who runs tools and reads runs: the people of the organ for which a run was made, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from xianxing.pilot.parties.permissions import is_member, is_supervision_bureau, is_working_group
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.tools.models import ToolOwner, ToolRun


@dataclass(frozen=True)
class ToolUnit:
    """An organ for which a person runs tools; `institution` is None for the working group and CSRC."""

    owner: ToolOwner
    institution: UUID | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return str(self.institution or self.owner.value)


def may_use_tools(roles: PersonRoles) -> bool:
    """The working group, CSRC's bureau and people of institutions; no expert, officer or visitor."""
    return bool(units_of(roles))


def units_of(roles: PersonRoles) -> tuple[ToolUnit, ...]:
    """The organs for which a person runs tools and reads runs."""
    units = [ToolUnit(ToolOwner.GROUP)] if is_working_group(roles) else []
    if is_supervision_bureau(roles):
        units.append(ToolUnit(ToolOwner.CSRC))
    if is_member(roles):
        units += [ToolUnit(ToolOwner.INSTITUTION, pk) for pk in sorted(roles.institutions, key=str)]
    return tuple(units)


def readable_runs(roles: PersonRoles) -> Q:
    """The runs that a person may read, as a filter."""
    found = Q(pk__in=())
    for unit in units_of(roles):
        found |= Q(owner=unit.owner, institution=unit.institution)
    return found


def may_read_run(run: ToolRun, roles: PersonRoles) -> bool:
    """Whether the run was made for an organ of the person's."""
    return ToolUnit(ToolOwner(run.owner), run.institution_id) in units_of(roles)
