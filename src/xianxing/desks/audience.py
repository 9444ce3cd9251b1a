"""Who a route is for. Each view says so, a test fails where one doesn't, the gate answers 404 to all others.

This is the first gate only: permission itself sits on the procedure's steps and in the domain functions, and
an object is fetched through a function that answers 404 to strangers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver

from xianxing.pilot.calls.permissions import may_read_sign_offs
from xianxing.pilot.cases.permissions import may_handle_secrecy
from xianxing.pilot.figures.permissions import may_read_figures
from xianxing.pilot.parties import permissions
from xianxing.pilot.parties.permissions import Predicate
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.tools.permissions import may_use_tools

# Audience → who of the people with a second factor belongs to it. `public` and `entering` need no log-in;
# `token` is for programs, whose token the route itself asks for: a session opens nothing there; `operator` is
# the same with the token of the site's settings. A route for `token_or_session` asks for either by itself,
# and answers 404 without.
AUDIENCES: dict[str, Predicate] = {
    "public": permissions.is_anybody,
    "entering": permissions.is_anybody,
    "token": permissions.is_anybody,
    "operator": permissions.is_anybody,
    "token_or_session": permissions.is_anybody,
    "anyone_logged_in": permissions.is_anybody,
    "member": permissions.is_member,
    "unit": permissions.is_member,
    "staff": permissions.is_working_group,
    "secretariat": permissions.is_secretariat,
    "risk_reviewer": permissions.is_risk_reviewer,
    "group_head": permissions.is_group_head,
    "legal_reviewer": permissions.is_legal_reviewer,
    "sign_offs": may_read_sign_offs,
    "csrc": permissions.is_csrc,
    "figures": may_read_figures,
    "tools": may_use_tools,
    "expert_or_guest": permissions.is_expert,
    "secrecy": may_handle_secrecy,
    "officer": permissions.is_officer,
    "protection_table": permissions.may_read_protection_table,
    "system_administrator": permissions.is_system_administrator,
    "security_administrator": permissions.is_security_administrator,
    "auditor": permissions.is_auditor,
}
OPEN = frozenset({"public", "entering", "token", "operator", "token_or_session"})
# Pages that an expert reaches also without an account, by link and code; each asks what the invitation opens.
GUESTS = frozenset({"expert_or_guest"})

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
    "guest",
    "system",
    "security",
    "audit",
)
LET_IN: dict[str, frozenset[str]] = {
    "public": frozenset(VISITORS),
    "entering": frozenset(VISITORS),
    "token": frozenset(),
    "operator": frozenset(),
    "token_or_session": frozenset(),
    "anyone_logged_in": frozenset(VISITORS) - {"anonymous", "unenrolled", "guest"},
    "member": frozenset({"member", "other_member"}),
    "unit": frozenset({"member", "other_member"}),
    "staff": frozenset({"staff"}),
    "secretariat": frozenset({"staff"}),
    "risk_reviewer": frozenset(),
    "group_head": frozenset(),
    "legal_reviewer": frozenset(),
    "sign_offs": frozenset({"staff"}),
    "csrc": frozenset(),
    "figures": frozenset({"staff"}),
    "tools": frozenset({"member", "other_member", "staff"}),
    "expert_or_guest": frozenset({"expert", "guest"}),
    "secrecy": frozenset({"staff", "security"}),
    "officer": frozenset({"system", "security", "audit"}),
    "protection_table": frozenset({"staff", "system", "security", "audit"}),
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


def belongs(name: str, who: PersonRoles) -> bool:
    """Whether a person of these roles belongs to an audience; KeyError for an unknown one."""
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
