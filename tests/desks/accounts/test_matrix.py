"""Every route × every kind of visitor: allowed, sent to log in, or 404, as the declared table says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver, reverse

from tests.desks.accounts.visits import enter, outcome
from tests.desks.acts import expected as acts
from tests.desks.archive import expected as archive
from tests.desks.changes import expected as changes
from tests.desks.complaints import expected as complaints
from tests.desks.csrc import expected as csrc
from tests.desks.desk.expected import ABSENT, EXAMPLES
from tests.desks.exits import expected as exits
from tests.desks.experts import expected as experts
from tests.desks.figures import expected as figures
from tests.desks.incentives import expected as incentives
from tests.desks.incidents import expected as incidents
from tests.desks.inspections import expected as inspections
from tests.desks.lessons import expected as lessons
from tests.desks.papers import expected as papers
from tests.desks.portal import expected as portal
from tests.desks.privacy import expected as privacy
from tests.desks.programs import expected as programs
from tests.desks.reports import expected as reports
from tests.desks.supervision import expected as supervision
from tests.desks.tools import expected as tools
from xianxing.desks.audience import AUDIENCES, LET_IN, OPEN, VISITORS, routes
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.parties.models import Claim, Membership, StaffAppointment, User

ROUTES = {name: who for name, _, who in routes(get_resolver().url_patterns)}
PENGHAI = "91440300MA5HNBR25M"
WORDS = {"guide": "shenzhen-2023", "sample": "related-party-tool", "uid": "MQ"}
# Pages about one object of one institution: only its own members see them, whatever their audience.
OWN_OBJECT = {
    "accounts:institution": {"member"},
    "accounts:invite": {"member"},
    "accounts:facts": {"member"},
    "accounts:licence": {"member"},
    "accounts:end-member": {"member"},
    **acts.OWN,
    **inspections.OWN,
    **portal.OWN,
    **changes.OWN,
    **reports.OWN,
    **supervision.OWN,
    **incidents.OWN,
    **exits.OWN,
    **lessons.OWN,
    **incentives.OWN,
    **archive.OWN,
    **privacy.OWN,
    **programs.OWN,
}

# An expert without an account needs a case that awaits opinions: tests/desks/experts/test_guest_routes.py.
GUEST = "guest"


@pytest.fixture
def visitors(cast: Cast) -> dict[str, Client]:
    people = cast.people
    clients = {
        "member": enter(people["陈砚林"]),
        "other_member": enter(people["闻亦舟"]),
        "roleless": enter(User.objects.create_user("nobody@cast.example", name="无角色")),
        "staff": enter(people["温如玉"]),
        "expert": enter(people["沈知远"]),
        "system": enter(people["孙立"]),
        "security": enter(people["李安澜"]),
        "audit": enter(people["郜明"]),
        "anonymous": Client(),
        "unenrolled": Client(),
    }
    clients["unenrolled"].force_login(User.objects.create_user("new@cast.example", name="新人"))
    assert set(clients) == set(VISITORS) - {GUEST}
    return clients


def address(name: str, cast: Cast) -> str:
    """An address of the route, with real objects of 鹏海证券 in it."""
    institution = cast.institutions[PENGHAI]
    known: dict[str, object] = {
        **WORDS,
        "institution": institution.pk,
        "membership": Membership.objects.filter(institution=institution).latest("pk").pk,
        "claim": Claim.objects.latest("pk").pk,
        "appointment": StaffAppointment.objects.latest("pk").pk,
        "user": cast.people["周若岚"].pk,
        "session": 1,
        "reset": 1,
        "rule": "ended_cases",
        "token": 1,
        "secret": "nobodys",
        "delegation": uuid4(),
        "word": "accept",
        **EXAMPLES,
        **portal.EXAMPLES,
        **acts.EXAMPLES,
        **papers.EXAMPLES,
        **complaints.EXAMPLES,
        **csrc.EXAMPLES,
        **reports.EXAMPLES,
        **inspections.EXAMPLES,
        **exits.EXAMPLES,
        **lessons.EXAMPLES,
        **incentives.EXAMPLES,
        **programs.EXAMPLES,
        **tools.EXAMPLES,
        "number": 1,
        "report": 1,
        "year": 2024,
        "draft": 1,
        "case": portal.draft_of(cast, PENGHAI).pk,
    }
    path = next(path for route, path, _ in routes(get_resolver().url_patterns) if route == name)
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", path)
    assert set(wanted) <= set(known), f"{name}: say in test_matrix.py which object its address names"
    return reverse(name, kwargs={key: known[key] for key in wanted})


def expected(name: str, who: str) -> set[str]:
    audience = ROUTES[name]
    assert audience, f"{name} declares no audience"
    if audience in OPEN:
        return {"allowed", "enter", "absent"}
    if who in ("anonymous", "unenrolled"):
        return {"enter"}
    if who not in LET_IN[audience] or who not in OWN_OBJECT.get(name, {who}):
        return {"absent"}
    return {"allowed"}


def test_every_audience_has_its_row_and_the_other_way_round() -> None:
    assert set(LET_IN) == set(AUDIENCES)
    assert all(row <= set(VISITORS) for row in LET_IN.values())


@pytest.mark.always
def test_every_route_answers_each_visitor_as_the_table_says(cast: Cast, visitors: dict[str, Client]) -> None:
    wrong = []
    for name in sorted(ROUTES):
        if ROUTES[name] in OPEN:
            continue
        place = address(name, cast)
        for who in visitors:
            found = outcome(visitors[who], place)
            if name in MAY_BE_ABSENT and found == "absent" and "allowed" in expected(name, who):
                continue
            if found not in expected(name, who):
                wrong.append(f"{who} at {place}: {found}, not {expected(name, who)}")
    assert not wrong, "\n".join(wrong)


# These answer 404 also to those they are for, because the object in the address isn't there or isn't theirs.
# The case of the example was never stopped; test_officers_on_cases.py stops one and tries the same visitors.
STOPPED = frozenset({f"accounts:secrecy-{name}" for name in ("case", "report", "erase", "lift")})
MAY_BE_ABSENT = (
    frozenset(
        {
            "accounts:revoke-token",
            "accounts:delegation-change",
            "accounts:end-session",
            "accounts:reset",
            "accounts:claim-rename",
            # without a provider there are none of its pages; test_openid.py has one
            "accounts:provider",
            "accounts:provider-callback",
            "accounts:provider-change",
            "accounts:provider-left",
        }
    )
    | STOPPED
    | ABSENT
    | acts.ABSENT
    | complaints.ABSENT
    | csrc.ABSENT
    | inspections.ABSENT
    | papers.ABSENT
    | experts.ABSENT
    | portal.ABSENT
    | changes.ABSENT
    | reports.ABSENT
    | supervision.ABSENT
    | programs.ABSENT
    | incidents.ABSENT
    | figures.ABSENT
    | exits.ABSENT
    | lessons.ABSENT
    | incentives.ABSENT
    | archive.ABSENT
    | privacy.ABSENT
    | tools.ABSENT
)


def test_public_pages_let_everybody_in(cast: Cast, visitors: dict[str, Client]) -> None:
    for who in visitors:
        for place in ("/", "/guides/", "/check/", "/demo/"):
            assert visitors[who].get(place).status_code == 200, (who, place)


def test_a_view_without_audience_is_nobodys(
    cast: Cast, visitors: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from xianxing.desks.accounts import self_pages

    view: Callable[..., object] = self_pages.me
    monkeypatch.delattr(view, "audience")
    assert visitors["member"].get("/accounts/me/").status_code == 404


def test_strangers_to_an_institution_get_the_same_404_as_for_none(
    cast: Cast, visitors: dict[str, Client]
) -> None:
    real = f"/institutions/{cast.institutions[PENGHAI].pk}/"
    none = "/institutions/00000000-0000-0000-0000-000000000000/"
    for who in ("other_member", "staff", "expert", "system", "security", "audit"):
        with time_machine.travel(datetime.now(UTC), tick=False):  # each page says what time it is
            pages = [visitors[who].get(place) for place in (real, none)]
        assert [page.status_code for page in pages] == [404, 404]
        texts = [
            re.sub(r'value="\w{64}"|/institutions/[-0-9a-f]+/|<b>\d{6}</b>', "", page.content.decode())
            for page in pages
        ]
        assert texts[0] == texts[1]
