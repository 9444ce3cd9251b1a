"""A program drives a case from a folder to a filing and on, by what the interface says is open."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.desks.api.program import Program
from tests.factories.calls import rewriting
from xianxing.pilot.calls.models import Call
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast

pytestmark = pytest.mark.django_db
ATTESTING = (
    ("周若岚", "freeze"), ("罗景行", "review_unit"), ("卢思齐", "review_unit"), ("罗景行", "review_as_lead"),
    ("顾明谦", "sign_compliance_as_lead"), ("沈伯衡", "give_consent"), ("宁远航", "give_consent"),
)  # fmt: skip


def zipped(folder: Path) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder).as_posix())
    return kept.getvalue()


@pytest.fixture
def our_channel(demo_call: Call) -> Call:
    with rewriting(Call):
        Call.objects.filter(pk=demo_call.pk).update(external_channel=False)
    return demo_call


def test_a_joint_filing_is_handed_in_and_registered_by_programs(our_channel: Call, demo_cast: Cast) -> None:
    program = {name: Program(user) for name, user in demo_cast.people.items()}
    zhou, ning = program["周若岚"], program["宁远航"]
    folder = Path(__file__).parents[3] / "examples" / "related-party-tool"
    made = zhou.send("/filings", "filing.zip", zipped(folder))
    assert made.status_code == 201, made.content
    case = made.json()["id"]
    assert ning.post(f"/filings/{case}/accept").status_code == 200
    for name, step in ATTESTING:
        done = program[name].act(case, step, reason="已审查")
        assert done.status_code == 201, (step, done.json())
    filed = zhou.act(case, "file")
    assert filed.status_code == 201, filed.json()
    assert filed.json()["state"] == "filed"
    wen = program["温如玉"]
    said = wen.get(f"/cases/{case}").json()
    assert said["state"] == "filed"
    assert said["number"].startswith("SZ-2023-2-")
    assert set(said["members"]) == {"lead", "pilot_institutions", "units"}
    (duty,) = said["duties"]
    assert (duty["role"], duty["basis"]) == ("secretariat", "practice")
    assert (duty["days"], duty["clause"]) == (3, "5.1.1")
    steps = {step["step"]: step for step in wen.get(f"/cases/{case}/steps").json()}
    assert steps["register_local"]["to"] == "formality_check"
    assert steps["open_hearing"]["reason"] is True
    assert wen.act(case, "register_local").json()["state"] == "formality_check"
    events = wen.get(f"/cases/{case}/events").json()
    assert [event["step"] for event in events][-2:] == ["file", "register_local"]
    dossier = zhou.get(f"/cases/{case}/dossier.zip")
    assert dossier.status_code == 200
    dossier.close()


def test_a_filing_of_another_platform_is_entered_with_its_receipt(demo_call: Call, demo_cast: Cast) -> None:
    program = {name: Program(user) for name, user in demo_cast.people.items()}
    zhou = program["周若岚"]
    folder = Path(__file__).parents[3] / "examples" / "related-party-tool"
    case = zhou.send("/filings", "filing.zip", zipped(folder)).json()["id"]
    program["宁远航"].post(f"/filings/{case}/accept")
    for name, step in ATTESTING:
        assert program[name].act(case, step, reason="已审查").status_code == 201
    asked = {step["step"]: step for step in zhou.get(f"/cases/{case}/steps").json()}["file"]
    assert asked["evidence"] is True
    assert set(asked["asks"]) == {"platform_number", "platform_received_at"}
    assert zhou.act(case, "file").json()["code"] == "platform"
    package = zhou.get(f"/cases/{case}/package.zip")
    assert package.status_code == 200
    package.close()
    said = {"platform_number": "演示-2024-000118", "platform_received_at": now().isoformat()}
    filed = zhou.act(case, "file", answers=said, evidence=[zhou.letter()])
    assert filed.status_code == 201, filed.json()
    assert filed.json()["state"] == "filed"
