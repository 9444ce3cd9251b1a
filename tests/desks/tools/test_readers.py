"""A run is read by the people of its own organ and by nobody else, told by the named cast."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.calls import legal_reviewer
from tests.factories.logged_in import browser
from tests.factories.tool_runs import asked, ended
from tests.pilot.cast import EARLY, NOON, Cast
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.tools.domain.anchoring import anchor_run
from xianxing.pilot.tools.models import ToolRun

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3.2")]
PLACES = (
    "", "findings/", "findings/0/", "lists/trades/", "files/result.json", "folder.zip", "compare/",
    "anchor.json",
)  # fmt: skip


@pytest.fixture
def people(assembled: Cast) -> dict[str, User]:
    """Somebody of each role, by name."""
    cast = assembled
    beside = {
        "bai": StaffRole.SUPERVISION_BUREAU, "shen": StaffRole.EVALUATION_PANEL, "xu": StaffRole.EXPERT,
        "ren": StaffRole.RISK_REVIEWER,
    }  # fmt: skip
    made = {name: User.objects.create_user(f"{name}@cast.example", name=name) for name in beside}
    for name, role in beside.items():
        appoint_staff(user=made[name], role=role, at=EARLY)
    names = ("chen", "zhou", "luo", "ning", "mo", "wen", "tang", "sun", "li", "gao")
    return {**made, **{name: getattr(cast, name) for name in names}, "jia": legal_reviewer(at=EARLY)}


def readers(people: dict[str, User], address: str) -> set[str]:
    """Who of all reads an address; everybody else gets the same 404 as for no run."""
    answers = {name: browser(user).get(address).status_code for name, user in people.items()}
    assert set(answers.values()) <= {200, 404}
    return {name for name, status in answers.items() if status == 200}


def test_each_organ_reads_its_own_runs_and_no_other_organ_s(people: dict[str, User]) -> None:
    of_group, of_firm, of_other, of_csrc = (
        asked(people[name], NOON) for name in ("wen", "zhou", "ning", "bai")
    )
    assert readers(people, f"/tools/runs/{of_group.pk}/") == {"wen", "tang", "ren"}
    assert readers(people, f"/tools/runs/{of_firm.pk}/") == {"chen", "zhou", "luo"}
    assert readers(people, f"/tools/runs/{of_other.pk}/") == {"ning"}
    assert readers(people, f"/tools/runs/{of_csrc.pk}/") == {"bai"}
    assert readers(people, "/tools/") == {"wen", "tang", "ren", "chen", "zhou", "luo", "ning", "bai"}


def test_lists_name_only_runs_of_one_s_own_organ(people: dict[str, User]) -> None:
    for name in ("wen", "zhou", "ning", "bai"):
        asked(people[name], NOON, title=f"{name} 的运行")
    for name, own in (("tang", "wen"), ("luo", "zhou"), ("ning", "ning"), ("bai", "bai")):
        for address in ("/tools/", "/tools/related-parties/"):
            page = browser(people[name]).get(address).content.decode()
            shown = {one for one in ("wen", "zhou", "ning", "bai") if f"{one} 的运行" in page}
            assert shown == {own}, (name, address)


def test_nothing_of_a_run_that_is_done_is_shown_or_done_by_others(people: dict[str, User]) -> None:
    run = ended(asked(people["wen"], NOON))
    anchor_run(run=run.pk, by=people["wen"], at=NOON)
    for place in PLACES:
        address = f"/tools/runs/{run.pk}/{place}"
        assert browser(people["tang"]).get(address).status_code == 200, place
        for name in ("zhou", "bai", "xu", "sun", "jia"):
            assert browser(people[name]).get(address).status_code == 404, (name, place)
        assert Client().get(address)["Location"].startswith("/accounts/login/"), place
    later = ended(asked(people["zhou"], NOON))
    for place, said in (("findings/0/", {"act": "overrule", "reason": "x"}), ("anchor/", {}), ("mend/", {})):
        assert browser(people["wen"]).post(f"/tools/runs/{later.pk}/{place}", said).status_code == 404, place
    other = f"/tools/runs/{run.pk}/compare/?with={later.pk}"
    assert browser(people["wen"]).get(other).status_code == 404
    assert ToolRun.objects.count() == 2
