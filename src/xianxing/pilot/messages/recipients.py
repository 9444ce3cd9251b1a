"""Who holds a role of the procedure in a case. Other apps say so for the roles that they know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from xianxing.pilot.cases.models import Case
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import StaffAppointment, User

Resolver = Callable[[Case, str, datetime], Iterable[User]]

# The procedure's roles whose holders act in every case. Experts act only where they were invited.
STAFF: Mapping[str, StaffRole] = {
    "secretariat": StaffRole.SECRETARIAT,
    "risk_reviewer": StaffRole.RISK_REVIEWER,
    "group_head": StaffRole.GROUP_HEAD,
    "technology_bureau": StaffRole.SUPERVISION_BUREAU,
    "evaluation_panel": StaffRole.EVALUATION_PANEL,
}


def staff(case: Case, role: str, at: datetime) -> Iterable[User]:
    """The working group's holders of a role at an instant; nobody for the roles of the parties."""
    del case
    if role not in STAFF:
        return ()
    held = StaffAppointment.objects.active(at).filter(role=STAFF[role]).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("pk")


_resolvers: list[Resolver] = [staff]


def register_recipients(resolver: Resolver) -> None:
    """Ask this function, too, who holds a role in a case; called once from an `AppConfig.ready`.

    It is called inside the transaction of the act, with the case, the role's id and the act's instant, and
    returns active users; for roles that it doesn't know, nobody.
    """
    if resolver not in _resolvers:
        _resolvers.append(resolver)


# Asked where a case has come to: whether those who must act there are told by somebody else.
SelfTelling = Callable[[Case], bool]
_self_telling: list[SelfTelling] = []


def register_self_telling(knows: SelfTelling) -> None:
    """Leave it to another app to say whose turn it is wherever this function says so; once, from `ready`."""
    if knows not in _self_telling:
        _self_telling.append(knows)


def told_elsewhere(case: Case) -> bool:
    """Whether another app tells those who must act where the case stands now."""
    return any(knows(case) for knows in _self_telling)


def holders(case: Case, role: str, at: datetime) -> list[User]:
    """Everybody who holds the role, each once, in the order of the resolvers."""
    found: dict[int, User] = {}
    for resolver in _resolvers:
        for user in resolver(case, role, at):
            found.setdefault(user.pk, user)
    return list(found.values())
