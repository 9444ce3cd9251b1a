"""The filings of the nineteen projects: brought as a folder, or a draft of the story written to its end."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.demo.acts import StoryTurn, write
from xianxing.pilot.demo.papers import word
from xianxing.pilot.demo.project_lines import DemoProject, courses
from xianxing.pilot.filings.draft.opening import (
    accept_unit,
    invite_unit,
    remove_unit,
    set_scenario_provider,
)
from xianxing.pilot.filings.files.materials import add_file, remove_material
from xianxing.pilot.filings.files.reading import read_pending
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.folder.writing import filing_toml
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, Membership

CALL = "own"  # the call whose filings are handed in here
FILLED = ("name", "uscc", "kind", "registered_in", "jurisdiction")
LICENCE = ("name", "number", "authority", "valid_to")


def import_project(turn: StoryTurn, project: DemoProject) -> None:
    """Bring a project's filing as a folder, as its lead would: form and compliance report."""
    call = turn.stage.calls[CALL]
    with _folder(turn, project) as folder:
        made = import_folder(call=call, path=folder, by=turn.by, at=turn.at)
    turn.stage.filings[project.filing] = made.filing
    read_pending(filing=made.filing, at=turn.at, recognise=False)


def complete_draft(turn: StoryTurn, project: DemoProject) -> None:
    """Write what a draft of the story still lacks, settle who takes part, attach the compliance report.

    All by the lead's people at one instant; a unit that is invited accepts at once.
    """
    filing, said = turn.filing, project.said
    for uscc in said.get("removes", ()):
        remove_unit(unit=filing.units.get(uscc=uscc, left_at=None), by=turn.by, at=turn.at)
    for uscc in said.get("invites", ()):
        unit = invite_unit(filing=filing, uscc=uscc, by=turn.by, at=turn.at)
        manages = Membership.objects.active(turn.at).get(institution__uscc=uscc, role=MemberRole.MANAGER)
        accept_unit(unit=unit, by=manages.user, at=turn.at)
    write(turn, said.get("cells", {}))
    _settle_provider(turn, filing)
    _settle_report(turn, project, filing)
    read_pending(filing=filing, at=turn.at, recognise=False)


def _settle_provider(turn: StoryTurn, filing: Filing) -> None:
    units = list(present_units(filing))
    if not any(unit.scenario_provider for unit in units):
        lead = next(unit for unit in units if unit.lead)
        set_scenario_provider(unit=lead, provides=True, by=turn.by, at=turn.at)


def _settle_report(turn: StoryTurn, project: DemoProject, filing: Filing) -> None:
    for name in project.said.get("drops", ()):
        material = filing.materials.get(file_name=name, removed_at=None)
        remove_material(material=material, by=turn.by, at=turn.at)
    lead = filing.units.get(lead=True)
    name = str(filing.cells.get(path="project.name").value)
    content = _report(project, lead.institution, name)
    about = _about(project, "lead")
    kind, file_name = str(about.pop("kind")), str(about.pop("file"))
    add_file(
        filing=filing, unit=lead, kind=kind, stream=io.BytesIO(content), name=file_name,
        size=len(content), by=turn.by, at=turn.at, about=about,
    )  # fmt: skip


@contextmanager
def _folder(turn: StoryTurn, project: DemoProject) -> Iterator[Path]:
    call, said, defaults = turn.stage.calls[CALL], project.said, courses()["defaults"]
    units = [Institution.objects.get(name=name) for name in said["units"]]
    guide = guide_of(call)
    sheets = [
        _sheet(project, place, unit, guide.unit_kinds[unit.kind].pilot) for place, unit in enumerate(units)
    ]
    data = {
        "guide": guide.name,
        "batch": call.batch,
        "project": {**defaults["project"], **said["project"]},
        "content": {**defaults["content"], **said["content"]},
        "unit": sheets,
        "material": [_about(project, "lead")],
    }
    with tempfile.TemporaryDirectory(prefix="xianxing-demo-") as scratch:
        folder = Path(scratch)
        (folder / "filing.toml").write_text(filing_toml(data, guide), "utf-8")
        report = _report(project, units[0], said["project"]["name"])
        (folder / courses()["paper"]["file"]).write_bytes(report)
        yield folder


def _sheet(project: DemoProject, place: int, unit: Institution, pilot: bool) -> dict[str, Any]:
    """A unit's sheet: what is on record of it, its people, and what the project says of its part."""
    said = project.said
    held = unit.licences.order_by("pk")
    licences = [{key: value for key in LICENCE if (value := getattr(one, key))} for one in held]
    return {
        "id": "lead" if place == 0 else "joint",
        **{key: getattr(unit, key) for key in FILLED},
        "lead": place == 0,
        "scenario_provider": pilot and place == 0,
        "scenario_business": said.get("scenario_business", "") if place == 0 else "",
        "contribution": said["contributions"][place],
        "licences": licences,
        "contacts": _contacts(unit),
        "commitments": [{"text": said["commitments"][place]}],
    }


def _contacts(unit: Institution) -> list[dict[str, Any]]:
    held = Membership.objects.filter(institution=unit, role=MemberRole.CONTACT).select_related("user")
    return [
        {
            "name": one.user.name, "department": one.department, "title": one.title,
            "department_head": one.department_head, "mobile": f"1390000{place:04}",
            "email": one.user.email,
        }
        for place, one in enumerate(held.order_by("pk"), 1)
    ]  # fmt: skip


def _about(project: DemoProject, unit: str) -> dict[str, Any]:
    """Who issued and signed the compliance report."""
    paper = courses()["paper"]
    return {
        "kind": paper["kind"],
        "file": paper["file"],
        "issuers": [unit],
        "signatory": project.person("compliance"),
        "signatory_title": "合规负责人",
        "signatory_unit": unit,
        "signed_on": paper["signed_on"],
    }


def _report(project: DemoProject, unit: Institution | None, name: str) -> bytes:
    words: Mapping[str, str] = {
        "unit": unit.name if unit else "", "name": name, "signatory": project.person("compliance"),
    }  # fmt: skip
    paragraphs = [line.format_map(words) for line in courses()["paper"]["paragraphs"]]
    return word(f"{name}合规评估报告", paragraphs)
