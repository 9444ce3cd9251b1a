"""The task list of a filing: what there is to do, how far each part has got, in the order of the work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import Truncator

from xianxing.desks.look.context import Link
from xianxing.desks.portal.lists import RefusedLine, refused_lines, turn_link
from xianxing.desks.portal.scene import FilingContext
from xianxing.desks.portal.sections import Status, sections_of, sheet_parts_of, status
from xianxing.i18n import gettext
from xianxing.law import Result, Severity
from xianxing.pilot.filings.attest.requirements import missing, refusals_of, said_of, wanted
from xianxing.pilot.filings.check.findings import Findings, Stated
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.models import Body, Unit
from xianxing.pilot.filings.next_steps import PossibleAct, sheet_consents_due, turns
from xianxing.pilot.filings.permissions import frozen_body, visible_units


@dataclass(frozen=True)
class Task:
    """One line of the task list; without an address it can't be opened now, and `hint` says why."""

    label: str
    url: str
    status: Status
    hint: str = ""
    clause: Link | None = None


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under one heading."""

    label: str
    tasks: tuple[Task, ...]

    @property
    def done(self) -> int:
        """How many questions that must be answered are."""
        return sum(task.status.done for task in self.tasks)

    @property
    def total(self) -> int:
        """How many questions must be answered."""
        return sum(task.status.total for task in self.tasks)


@dataclass(frozen=True)
class Counted:
    """How many findings of one severity are open."""

    severity: str
    count: int


def task_list(scene: FilingContext, form: FilingForm, findings: Findings) -> list[TaskGroup]:
    """Every part of the filing with its status."""
    spots = findings.by_spot()
    body = frozen_body(scene.filing)
    return [
        TaskGroup(gettext("1. The filing form"), tuple(_sections(scene, form, spots))),
        TaskGroup(gettext("2. Units and their sheets"), tuple(_sheets(scene, form, spots))),
        TaskGroup(gettext("3. Materials"), tuple(_materials(scene, form, spots))),
        TaskGroup(gettext("4. Check, confirm, file"), tuple(_acts(scene, findings, body))),
    ]


def counts(findings: Findings) -> list[Counted]:
    """Unmet findings by severity, and those that a person must judge."""
    by = findings.by_severity()
    found = [Counted(level.value, len(by[level])) for level in Severity]
    judge = sum(one.finding.result is Result.MANUAL_REVIEW for one in findings.stated)
    return [*found, Counted("manual_review", judge)]


def _sections(scene: FilingContext, form: FilingForm, spots: Mapping[str, tuple[Stated, ...]]) -> list[Task]:
    return [
        Task(str(s.label), scene.url("section", s.id), status(s.fields, form, "", spots))
        for s in sections_of(scene.guide)
    ]


def _sheets(scene: FilingContext, form: FilingForm, spots: Mapping[str, tuple[Stated, ...]]) -> list[Task]:
    seen = {unit.pk for unit in visible_units(scene.who)}
    tasks = [
        Task(
            gettext("Units, lead and scenario"), scene.url("units"),
            Status(gettext("Units: {count}").format(count=len(form.units)), "quiet", 0),
            gettext("Who takes part, who leads, who supplies the scenario"),
        )
    ]  # fmt: skip
    for unit in form.units:
        label, hint = name_of(unit), role_of(unit)
        if unit.joined_at is None:
            tasks.append(Task(label, "", Status(gettext("Invited, no answer yet"), "watch", 0), hint))
        elif unit.pk in seen:
            tasks += [
                Task(
                    gettext("{unit}: {part}").format(unit=label, part=part.label),
                    scene.url("unit-part", unit.key, part.id),
                    status(part.fields, form, unit.key, spots),
                    hint,
                )
                for part in sheet_parts_of(scene.guide)
            ]
        else:
            later = gettext("Its own until the freeze; from then on all units see all")
            tasks.append(Task(label, "", Status(gettext("Filled by itself"), "quiet", 0), later))
    return tasks


def _materials(scene: FilingContext, form: FilingForm, spots: Mapping[str, tuple[Stated, ...]]) -> list[Task]:
    held: dict[str, int] = {}
    found: dict[str, int] = {}
    for number, (material, version) in enumerate(form.materials):
        held[material.kind] = held.get(material.kind, 0) + (version is not None)
        found[material.kind] = found.get(material.kind, 0) + _said_of(number, material.file_name, spots)
    tasks = []
    for kind in scene.guide.materials.values():
        count = held.get(kind.key, 0)
        if not (kind.mandatory or count):
            continue
        word = gettext("Files: {count}").format(count=count) if count else gettext("Missing")
        hint = gettext("Mandatory") if kind.mandatory else ""
        said = found.get(kind.key, 0)
        look = Status(word, "good" if count and not said else "watch", said)
        tasks.append(Task(str(kind.label), scene.url("files") + f"#kind-{kind.key}", look, hint))
    others = sum(not (k.mandatory or held.get(k.key)) for k in scene.guide.materials.values())
    if others:
        hint = gettext("{count} further kinds can be added").format(count=others)
        look = Status(gettext("Optional"), "quiet", 0)
        tasks.append(Task(gettext("Other materials"), scene.url("files"), look, hint))
    return tasks


def _said_of(number: int, name: str, spots: Mapping[str, tuple[Stated, ...]]) -> int:
    """How many unmet findings speak of a file or of its entry; not those that an act to come meets."""
    entry = f"material[{number}]"
    said = [
        one
        for spot, group in spots.items()
        if spot == entry or spot.startswith(f"{entry}.") or (name and spot == name)
        for one in group
    ]
    return sum(one.finding.result is Result.UNMET and not one.given_later for one in said)


def _acts(scene: FilingContext, findings: Findings, body: Body | None) -> list[Task]:
    blocking, corrections = len(findings.blocking), len(findings.by_severity()[Severity.CORRECTION])
    if blocking:
        report = Status(gettext("{count} block filing").format(count=blocking), "bad", blocking)
    elif corrections:
        report = Status(gettext("{count} to correct").format(count=corrections), "watch", corrections)
    else:
        report = Status(gettext("Nothing to correct"), "good", 0)
    said = said_of(body)
    ahead = missing(scene.who, (row for row in said if not row.refused))
    refused = refused_lines(refusals_of(ahead, said).values())
    total, open_ = len(wanted(scene.who)), len(ahead)
    correcting = scene.correcting(body)
    if body is None:
        confirmed = Status(gettext("Not frozen yet"), "quiet", 0)
    elif correcting:
        confirmed = Status(gettext("To be frozen and confirmed anew"), "watch", 0)
    elif refused:
        confirmed = Status(gettext("Refused to confirm"), "bad", 0)
    elif open_:
        word = gettext("{done} of {total}").format(done=total - open_, total=total)
        confirmed = Status(word, "info", 0)
    else:
        confirmed = Status(gettext("Complete"), "good", 0)
    ready = body is not None and not open_ and not blocking and not correcting
    file = Status(gettext("Ready"), "good", 0) if ready else Status(gettext("Not yet"), "quiet", 0)
    if not scene.drafting and body is not None and body.filed_at is not None and not correcting:
        file = Status(gettext("Filed"), "good", 0)
    mine = turns(scene.who, ahead) if body is not None and body.filed_at is None else ()
    due = sheet_consents_due(scene.who)
    consent = [
        Task(
            gettext("Consent to the public sheet"), scene.url("sheet-read"),
            Status(gettext("Your turn"), "watch", 0),
            gettext("For {units}").format(units=gettext(", ").join(name_of(unit) for unit in due)),
        )
    ]  # fmt: skip
    return [
        Task(gettext("Findings of the checker"), scene.url("findings"), report),
        Task(
            gettext("Public sheet"), scene.url("sheet"), _sheet(scene),
            gettext("What the public reads; empty until you fill it"),
        ),
        Task(
            gettext("Freeze and confirmations"), scene.url("confirm"), confirmed,
            _refused(refused) or gettext("Reviews, pledges, compliance signature, consents"),
        ),
        *(_turn(scene, turn) for turn in mine),
        *(consent if due else ()),
        Task(gettext("Check your answers and file"), scene.url("file"), file),
    ]  # fmt: skip


def _refused(lines: Iterable[RefusedLine]) -> str:
    """Who refused which confirmation, and why; "" where nobody did."""
    told = gettext("{person} ({unit}) refused “{kind}”: {reason}")
    reasons = ((one, Truncator(one.reason).chars(80)) for one in lines)
    return " ".join(
        told.format(person=one.person, unit=one.unit, kind=one.label, reason=why) for one, why in reasons
    )


def _turn(scene: FilingContext, turn: PossibleAct) -> Task:
    """A confirmation that waits for this very person."""
    link = turn_link(scene.filing, turn)
    hint = name_of(turn.unit) + (f" → {name_of(turn.about)}" if turn.about else "")
    return Task(link.label, link.url, Status(gettext("Your turn"), "watch", 0), hint)


def _sheet(scene: FilingContext) -> Status:
    """How many entries of the public sheet are filled."""
    filled = scene.filing.public_cells.exclude(value=None).count()
    if not filled:
        return Status(gettext("Empty"), "quiet", 0)
    return Status(gettext("{count} entries").format(count=filled), "info", 0)


def name_of(unit: Unit) -> str:
    """The institution's name, or the code of one that was only invited."""
    return unit.institution.name if unit.institution else unit.uscc


def role_of(unit: Unit) -> str:
    """What the unit is in the filing."""
    words = [gettext("Lead unit") if unit.lead else gettext("Joint unit")]
    if unit.scenario_provider:
        words.append(gettext("supplies the scenario"))
    return gettext(", ").join(words)
