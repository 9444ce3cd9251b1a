"""The verbs of the demonstration's story: each is one real action of a real person of the cast."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from xianxing.law import FieldKind
from xianxing.pilot.calls.domain.publishing import publish_call
from xianxing.pilot.calls.domain.signing import Confirmation, first_digits, sign_off_procedure
from xianxing.pilot.calls.models import Call
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.demo.complaints import take_in
from xianxing.pilot.demo.papers import packed, word
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.attest import attesting
from xianxing.pilot.filings.attest.freezing import freeze
from xianxing.pilot.filings.attest.requirements import reports_of
from xianxing.pilot.filings.draft import questions
from xianxing.pilot.filings.draft.cells import add_row, field_at, place_of, write_cell
from xianxing.pilot.filings.draft.comments import comment, settle_comment
from xianxing.pilot.filings.draft.opening import accept_unit, invite_unit, open_filing
from xianxing.pilot.filings.files.reading import read_pending
from xianxing.pilot.filings.folder.exporting import export_filing
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Body, Cell, Comment, Filing, Question, StoredFile, Unit
from xianxing.pilot.filings.permissions import compliance_units, standing
from xianxing.pilot.filings.public_sheet import acts as public_sheet
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.filings.storage.vault import keep, stage
from xianxing.pilot.filings.submit import withdrawing
from xianxing.pilot.filings.submit.filing import PlatformReceipt, file_filing, record_package
from xianxing.pilot.parties.domain.invitations import accept_invitation, invite
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, Membership, User
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.versions import digest_of

HERE = Path(__file__).parent
GUIDES = HERE / "guides"
DRAFTS = HERE / "drafts"
PLACES = "XIANXING_GUIDES"


@dataclass
class DemoStage:
    """Who and what there is so far; calls and filings under the names that the story gives them."""

    cast: Cast
    papers: Mapping[str, Mapping[str, Any]]
    calls: dict[str, Call] = field(default_factory=dict)
    filings: dict[str, Filing] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)


@dataclass(frozen=True)
class StoryTurn:
    """One act of the story: what is said of it, by whom, when."""

    stage: DemoStage
    said: Mapping[str, Any]
    by: User
    at: datetime

    @cached_property
    def filing(self) -> Filing:
        """The filing that it is about, as it stands when the act begins."""
        return Filing.objects.select_related("case__call").get(pk=self.stage.filings[self.said["filing"]].pk)

    @property
    def unit(self) -> Unit:
        """The unit of that filing for which the person acts."""
        return standing(self.by, self.filing, at=self.at).own[0]

    @property
    def body(self) -> Body:
        """The frozen body in force."""
        return Body.objects.get(filing=self.filing, voided_at__isnull=True)

    @property
    def step_up(self) -> StepUp:
        """The second factor, as a page would have asked for it."""
        return StepUp.just_given(self.by)

    @property
    def attested(self) -> dict[str, Any]:
        """What every attestation names."""
        return {"filing": self.filing, "digest": self.body.digest, "by": self.by, "at": self.at}


def _sign_off(turn: StoryTurn) -> None:
    with _own_guides():
        version = digest_of(load_procedure(turn.said["guide"]))
        said = Confirmation(version, first_digits(version), turn.said["statement"])
        sign_off_procedure(guide=turn.said["guide"], said=said, by=turn.by, at=turn.at)


def _publish(turn: StoryTurn) -> None:
    with _own_guides():
        turn.stage.calls[turn.said["call"]] = publish_call(
            guide_name=turn.said["guide"], batch=turn.said["batch"], by=turn.by, at=turn.at
        )


def _open(turn: StoryTurn) -> None:
    lead = turn.stage.cast.institutions[turn.said["lead"]]
    call = turn.stage.calls[turn.said["call"]]
    turn.stage.filings[turn.said["filing"]] = open_filing(call=call, lead=lead, by=turn.by, at=turn.at)


def _import(turn: StoryTurn) -> None:
    call = turn.stage.calls[turn.said["call"]]
    with _folder(turn) as folder:
        made = import_folder(call=call, path=folder, by=turn.by, at=turn.at)
    turn.stage.filings[turn.said["filing"]] = made.filing
    read_pending(filing=made.filing, at=turn.at, recognise=False)


def _invite_unit(turn: StoryTurn) -> None:
    invite_unit(filing=turn.filing, uscc=turn.said["uscc"], by=turn.by, at=turn.at)


def _invite_person(turn: StoryTurn) -> None:
    held = Membership.objects.active(turn.at).filter(user=turn.by, role=MemberRole.MANAGER).get()
    person = turn.stage.cast.people[turn.said["person"]]
    _made, token = invite(
        institution=held.institution, email=person.email, role=MemberRole(turn.said["role"]), by=turn.by,
        at=turn.at, department=held.department, title=held.title, department_head=held.department_head,
        power_of_attorney=held.power_of_attorney,
    )  # fmt: skip
    accept_invitation(token=token, user=person, at=turn.at)


def _accept(turn: StoryTurn) -> None:
    held = Membership.objects.active(turn.at).filter(user=turn.by).values("institution__uscc")
    accept_unit(unit=turn.filing.units.get(uscc__in=held, left_at=None), by=turn.by, at=turn.at)


def write(turn: StoryTurn, cells: Mapping[str, Any]) -> None:
    """Write cells of the filing by their paths; those of a unit are written for the person's own."""
    filing = turn.filing
    for path, value in cells.items():
        unit = turn.unit if path.startswith("unit.") else None
        about: dict[str, Any] = {"filing": filing, "unit": unit, "path": path, "by": turn.by, "at": turn.at}
        if field_at(filing, path).kind is FieldKind.TABLE:
            for row in value:
                add_row(value=row, **about)
            continue
        held = Cell.objects.filter(filing=filing, place=place_of(unit, path)).first()
        write_cell(value=value, based_on=held.version if held else 0, **about)


def _comment(turn: StoryTurn) -> None:
    turn.stage.comments[turn.said["comment"]] = comment(
        filing=turn.filing, location=turn.said["location"], text=turn.said["text"], by=turn.by, at=turn.at,
        to=turn.stage.cast.people[turn.said["to"]],
    )  # fmt: skip


def _settle(turn: StoryTurn) -> None:
    settle_comment(comment=turn.stage.comments[turn.said["comment"]], by=turn.by, at=turn.at)


def _ask(turn: StoryTurn) -> None:
    turn.stage.questions[turn.said["question"]] = questions.ask_question(
        filing=turn.filing, path=turn.said["path"], text=turn.said["text"], by=turn.by, at=turn.at
    )


def _answer(turn: StoryTurn) -> None:
    asked = turn.stage.questions[turn.said["question"]]
    questions.answer_question(question=asked, text=turn.said["text"], by=turn.by, at=turn.at)


def _publish_answer(turn: StoryTurn) -> None:
    questions.publish_answer(
        question=turn.stage.questions[turn.said["question"]], general_question=turn.said["asked"],
        general_answer=turn.said["answered"], by=turn.by, at=turn.at,
    )  # fmt: skip


def _freeze(turn: StoryTurn) -> None:
    freeze(filing=turn.filing, by=turn.by, at=turn.at)


def _review(turn: StoryTurn) -> None:
    attesting.review_unit(unit=turn.unit, opinion=turn.said["opinion"], **turn.attested)


def _review_as_lead(turn: StoryTurn) -> None:
    joint = [unit for unit in standing(turn.by, turn.filing, at=turn.at).units if not unit.lead]
    about: list[Unit | None] = [*joint] or [None]
    for unit in about:
        attesting.review_as_lead(about=unit, opinion=turn.said["opinion"], **turn.attested)


def _sign(turn: StoryTurn) -> None:
    (unit,) = (u for u in compliance_units(standing(turn.by, turn.filing, at=turn.at)) if u == turn.unit)
    report = str(reports_of(turn.body, unit)[0]["sha256"])
    attesting.sign_compliance(unit=unit, report_digest=report, step_up=turn.step_up, **turn.attested)


def _pledge(turn: StoryTurn) -> None:
    attesting.pledge_truth(unit=turn.unit, **turn.attested)


def _consent(turn: StoryTurn) -> None:
    units = standing(turn.by, turn.filing, at=turn.at).units
    others = [unit.key for unit in units if unit != turn.unit]
    attesting.give_consent(unit=turn.unit, recognises=others, step_up=turn.step_up, **turn.attested)


def _mask(turn: StoryTurn) -> None:
    public_sheet.mask(
        filing=turn.filing, location=turn.said["location"], reason=turn.said["reason"], by=turn.by, at=turn.at
    )


def _fill_sheet(turn: StoryTurn) -> None:
    new = dict.fromkeys(turn.said["locations"], 0)
    public_sheet.take_from_cells(filing=turn.filing, based_on=new, by=turn.by, at=turn.at)


def _consent_to_sheet(turn: StoryTurn) -> None:
    public_sheet.consent_to_sheet(
        filing=turn.filing, unit=turn.unit, sheet_digest=preview(turn.filing).digest, by=turn.by, at=turn.at,
        step_up=turn.step_up,
    )  # fmt: skip


def _package(turn: StoryTurn) -> None:
    with tempfile.TemporaryDirectory(prefix="xianxing-demo-") as folder:
        export_filing(filing=turn.filing, folder=Path(folder) / "package", by=turn.by, at=turn.at)
        package = packed(Path(folder) / "package")
    digest = hashlib.sha256(package).hexdigest()
    record_package(package=digest, size=len(package), **turn.attested)


def _file(turn: StoryTurn) -> None:
    platform = None
    if "number" in turn.said:
        platform = PlatformReceipt(turn.said["number"], turn.said["received_at"], _evidence(turn))
    file_filing(step_up=turn.step_up, platform=platform, **turn.attested)


def _give_up(turn: StoryTurn) -> None:
    withdrawing.give_up(filing=turn.filing, by=turn.by, at=turn.at, step_up=turn.step_up)


def _take_in_complaint(turn: StoryTurn) -> None:
    take_in(turn.said, about=None, people=turn.stage.cast.people, at=turn.at)


VERBS: Mapping[str, Callable[[StoryTurn], None]] = {
    "sign off procedure": _sign_off,
    "publish call": _publish,
    "open filing": _open,
    "import folder": _import,
    "invite unit": _invite_unit,
    "invite person": _invite_person,
    "accept": _accept,
    "write": lambda turn: write(turn, turn.said["cells"]),
    "comment": _comment,
    "settle comment": _settle,
    "ask": _ask,
    "answer": _answer,
    "publish answer": _publish_answer,
    "freeze": _freeze,
    "review": _review,
    "review as lead": _review_as_lead,
    "sign compliance": _sign,
    "pledge": _pledge,
    "consent": _consent,
    "mask": _mask,
    "fill public sheet": _fill_sheet,
    "consent to sheet": _consent_to_sheet,
    "export package": _package,
    "file": _file,
    "give up": _give_up,
    "take in complaint": _take_in_complaint,
}


def _evidence(turn: StoryTurn) -> StoredFile:
    paper = turn.stage.papers[turn.said["evidence"]]
    content = word(paper["title"], paper["paragraphs"])
    charged: Institution | None = turn.unit.institution
    return keep(stage(io.BytesIO(content), limit=len(content)), charged_to=charged, at=turn.at)


@contextmanager
def _own_guides() -> Iterator[None]:
    """Find the demonstration's own guides too: only while a procedure is signed off or a call published."""
    before = os.environ.get(PLACES)
    os.environ[PLACES] = os.pathsep.join(filter(None, (before, str(GUIDES))))
    try:
        yield
    finally:
        if before is None:
            del os.environ[PLACES]
        else:
            os.environ[PLACES] = before


@contextmanager
def _folder(turn: StoryTurn) -> Iterator[Path]:
    """The sample's own folder, or a draft of the demonstration with its papers written beside it."""
    sample = Path(settings.EXAMPLES_DIR) / turn.said["folder"]
    if sample.is_dir():
        yield sample
        return
    with tempfile.TemporaryDirectory(prefix="xianxing-demo-") as scratch:
        folder = Path(shutil.copytree(DRAFTS / turn.said["folder"], Path(scratch) / "filing"))
        for name in turn.said["papers"]:
            paper = turn.stage.papers[name]
            (folder / paper["file"]).write_bytes(word(paper["title"], paper["paragraphs"]))
        yield folder
