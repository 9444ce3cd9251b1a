"""Who a route is for. Each view says so, a test fails where one doesn't, the gate answers 404 to all others.

This is the first gate only: permission itself sits on the procedure's steps and in the domain functions, and
an object is fetched through a function that answers 404 to strangers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver

from xianxing.pilot.parties.enums import OfficerRole, StaffRole
from xianxing.pilot.parties.queries import Standing

Test = Callable[[Standing], bool]


def _office(role: OfficerRole) -> Test:
    return lambda who: who.officer == role


def _anybody(_who: Standing) -> bool:
    return True


# Audience → who of the people with a second factor belongs to it. `public` and `entering` need no log-in.
AUDIENCES: dict[str, Test] = {
    "public": _anybody,
    "entering": _anybody,
    "anyone_logged_in": _anybody,
    "member": lambda who: bool(who.institutions),
    "unit": lambda who: bool(who.institutions),
    "staff": lambda who: bool(who.staff - {StaffRole.EXPERT, StaffRole.SUPERVISION_BUREAU}),
    "secretariat": lambda who: StaffRole.SECRETARIAT in who.staff,
    "risk_reviewer": lambda who: StaffRole.RISK_REVIEWER in who.staff,
    "group_head": lambda who: StaffRole.GROUP_HEAD in who.staff,
    "supervision_bureau": lambda who: StaffRole.SUPERVISION_BUREAU in who.staff,
    "expert": lambda who: StaffRole.EXPERT in who.staff,
    "secrecy": lambda who: who.officer == OfficerRole.SECURITY or StaffRole.SECRETARIAT in who.staff,
    "officer": lambda who: who.officer is not None,
    "system_administrator": _office(OfficerRole.SYSTEM),
    "security_administrator": _office(OfficerRole.SECURITY),
    "auditor": _office(OfficerRole.AUDIT),
}
OPEN = frozenset({"public", "entering"})

# The same once more in plain words, for the generated test of every route: who gets in. Two tables, so that a
# slip in one shows.
VISITORS = (
    "anonymous",
    "unenrolled",
    "member",
    "other_member",
    "roleless",
    "staff",
    "expert",
    "system",
    "security",
    "audit",
)
LET_IN: dict[str, frozenset[str]] = {
    "public": frozenset(VISITORS),
    "entering": frozenset(VISITORS),
    "anyone_logged_in": frozenset(VISITORS) - {"anonymous", "unenrolled"},
    "member": frozenset({"member", "other_member"}),
    "unit": frozenset({"member", "other_member"}),
    "staff": frozenset({"staff"}),
    "secretariat": frozenset({"staff"}),
    "risk_reviewer": frozenset(),
    "group_head": frozenset(),
    "supervision_bureau": frozenset(),
    "expert": frozenset({"expert"}),
    "secrecy": frozenset({"staff", "security"}),
    "officer": frozenset({"system", "security", "audit"}),
    "system_administrator": frozenset({"system"}),
    "security_administrator": frozenset({"security"}),
    "auditor": frozenset({"audit"}),
}

View = TypeVar("View", bound=Callable[..., Any])


def audience(name: str) -> Callable[[View], View]:
    """Declare the audience of a view; raises ValueError for a name that AUDIENCES doesn't know."""
    if name not in AUDIENCES:
        raise ValueError(f"unknown audience {name!r}; known: {', '.join(AUDIENCES)}")

    def declare(view: View) -> View:
        view.audience = name  # type: ignore[attr-defined]
        return view

    return declare


def belongs(name: str, who: Standing) -> bool:
    """Whether a person of this standing belongs to an audience; KeyError for an unknown one."""
    return AUDIENCES[name](who)


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, str | None]]:
    """Every route below `patterns` as (name with namespace, path, audience or None)."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, path, inner)
        else:
            yield f"{space}{pattern.name}", path, getattr(pattern.callback, "audience", None)
