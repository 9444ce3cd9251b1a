"""A folder or zip into a new filing, hostile or honest, with a report of all that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.cn import uscc as social_credit_code

from xianxing.checker.body import ATTESTED, located
from xianxing.checker.filing import FilingFile
from xianxing.checker.filing import FolderFiling as FolderFiling
from xianxing.checker.filing import FolderUnit as FolderUnit
from xianxing.checker.folder import FolderError, opened, read_form, same_name
from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.cells import MOST_ROWS, place_of
from xianxing.pilot.filings.draft.messages import tell_of_invitation
from xianxing.pilot.filings.draft.opening import LEAD_KEY, MOST_UNITS, open_filing
from xianxing.pilot.filings.draft.values import DERIVED, Value, fit, fit_row
from xianxing.pilot.filings.files.capacity import reading_for
from xianxing.pilot.filings.files.materials import (
    DESCRIBED,
    MOST_FILES,
    THIRD_PARTY,
    content_of,
    too_long,
)
from xianxing.pilot.filings.files.names import safe_path
from xianxing.pilot.filings.files.quota import MEGABYTE, quota_of, refuse_over
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, Material, MaterialVersion, Unit
from xianxing.pilot.filings.storage.vault import Staged, TooLargeError, discard, keep, stage
from xianxing.pilot.filings.tasks import ask_to_read
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.parties.queries import institutions_of
from xianxing.pilot.refusal import Refused

LONGEST_KEY = 30
LONGEST_PATH = 200


@dataclass(frozen=True)
class Left:
    """Something of the folder that the filing doesn't hold: where it stood and why."""

    location: str
    reason: str


@dataclass
class FolderImport:
    """What an import made. `left` is everything that was left out or changed on the way, in order."""

    filing: Filing
    cells: int = 0
    files: int = 0
    left: list[Left] = field(default_factory=list)


def import_folder(
    *,
    call: Call,
    path: Path,
    by: User,
    at: datetime,
    lead: Institution | None = None,
    once: UUID | None = None,
) -> FolderImport:
    """Make a new filing under a call from a folder or zip, and say everything that didn't fit.

    The folder's lead must be an institution for which the person writes (`lead`, or the one with its code);
    the other units are invited by their codes and their sheets are theirs from then on. Reviews and pledges
    are acts and are not taken over. Nothing is made when the folder is no filing (Refused `folder`), when the
    call is closed, when the files go over the quota, or too many folders are being read (`busy`). Reads
    nothing outside the folder, opens no document. `once` as in `open_filing`.
    """
    try:
        with reading_for(by), opened(path) as (folder, problems):
            source, paths = located(read_form(folder), folder)
            institution = lead or _own_lead(source, by, at)
            quota = quota_of(institution, call, at=at)
            refuse_over(quota, [(place.name, place.stat().st_size) for place in paths.values()])
            with _staged(paths, quota.file) as staged:
                return _made(call, source, staged, institution, problems, by, at, once)
    except FolderError as error:
        raise Refused("folder", str(error)) from error


def _own_lead(source: FolderFiling, by: User, at: datetime) -> Institution:
    code = source.lead.text("uscc") if source.lead else ""
    own = {institution.uscc: institution for institution in institutions_of(by, at=at)}
    if code not in own:
        message = _("The lead in the folder ({code}) is no institution that you act for.")
        raise Refused("lead", message.format(code=code or "—"))
    return own[code]


@contextmanager
def _staged(paths: Mapping[int, Path], limit: int) -> Iterator[dict[int, Staged]]:
    """Every file encrypted beside the store before the transaction begins; what isn't kept is discarded."""
    found: dict[int, Staged] = {}
    try:
        for index, place in paths.items():
            with place.open("rb") as stream:
                found[index] = stage(stream, limit=limit)
        yield found
    except TooLargeError:
        name = next(place.name for index, place in paths.items() if index not in found)
        message = _("“{name}”: a file takes at most {limit} MB; split it or make its pictures smaller.")
        raise Refused("too-large", message.format(name=name, limit=limit // MEGABYTE)) from None
    except BaseException:
        for staged in found.values():
            discard(staged)
        raise
    finally:
        for staged in found.values():
            staged.part.unlink(missing_ok=True)


@transaction.atomic
def _made(
    call: Call,
    source: FolderFiling,
    staged: Mapping[int, Staged],
    institution: Institution,
    problems: tuple[str, ...],
    by: User,
    at: datetime,
    once: UUID | None,
) -> FolderImport:
    filing = open_filing(call=call, lead=institution, by=by, at=at, once=once)
    _forget(filing)
    taken = _Taking(FolderImport(filing), guide_of(call), by, at)
    for code in problems:
        taken.leave("", _("odd entry of the archive ({code})").format(code=code))
    for key, held, wanted in (
        ("guide", source.guide, guide_of(call).name),
        ("batch", source.batch, call.batch),
    ):
        if held != wanted:
            taken.leave(
                key,
                _("the folder names {held}; the filing is under {wanted}").format(held=held, wanted=wanted),
            )
    taken.group("project", source.project.data, None)
    taken.group("content", source.content.data, None)
    for name in sorted(set(source.top.data) - {"guide", "batch", "project", "content", "unit", "material"}):
        taken.leave(name, _("the form has no such part"))
    keys = taken.units(source)
    for entry in source.files:
        taken.file(entry, staged.get(entry.index), keys, institution)
    for stray in source.stray:
        taken.leave(stray, _("no entry of the list of files names it"))
    ask_to_read(filing)
    return taken.result


def _forget(filing: Filing) -> None:
    """Drop what the sheet began with: the folder's own words count."""
    CellVersion.objects.filter(cell__filing=filing).delete()
    Cell.objects.filter(filing=filing).delete()


@dataclass
class _Taking:
    """One import while it runs."""

    result: FolderImport
    guide: Guide
    by: User
    at: datetime

    def leave(self, location: str, reason: str) -> None:
        self.result.left.append(Left(location, reason))

    def group(self, group: str, data: Mapping[str, object], unit: Unit | None) -> None:
        """The fields of one part of the form that the guide knows; the rest is left."""
        fields = {found.key: found for found in self.guide.fields_of(group)}
        head = f"unit[{unit.key}]" if unit else group
        for key, value in data.items():
            location = f"{head}.{key}"
            if key not in fields:
                self.leave(location, _("the form has no such field"))
            elif key in ATTESTED:
                self.leave(location, _("is confirmed by the person in the system"))
            elif fields[key].path not in DERIVED:
                self._field(fields[key], value, unit, location)

    def _field(self, form: Field, value: object, unit: Unit | None, location: str) -> None:
        if form.kind is not FieldKind.TABLE:
            fitted = self._fit(form, value, location)
            if fitted is not None:
                self._cell(form, fitted, unit, None, 0)
            return
        rows = value if isinstance(value, list) else [value]
        for position, row in enumerate(rows[:MOST_ROWS]):
            self._row(form, row, unit, f"{location}[{position}]", position)
        if len(rows) > MOST_ROWS:
            self.leave(location, _("A table takes at most {count} rows.").format(count=MOST_ROWS))

    def _row(self, form: Field, row: object, unit: Unit | None, location: str, position: int) -> None:
        if not isinstance(row, Mapping):
            self.leave(location, _("is no row"))
            return
        columns = {column.key: column for column in form.columns}
        kept: dict[str, Value] = {}
        for key, value in row.items():
            if key not in columns:
                self.leave(f"{location}.{key}", _("the table has no such column"))
                continue
            fitted = self._fit(columns[key], value, f"{location}.{key}")
            if fitted is not None:
                kept[key] = fitted
        self._cell(form, fit_row(form, kept), unit, uuid4(), position)

    def _fit(self, form: Field, value: object, location: str) -> Value:
        try:
            return fit(form, value)
        except Refused as refused:
            self.leave(location, refused.message)
            return None

    def _cell(self, form: Field, value: Value, unit: Unit | None, row: UUID | None, position: int) -> None:
        cell = Cell.objects.create(
            filing=self.result.filing, unit=unit, path=form.path, row=row, position=position, value=value,
            place=place_of(unit, form.path, row), updated_by=self.by, updated_at=self.at,
        )  # fmt: skip
        CellVersion.objects.create(cell=cell, version=1, value=value, by=self.by, at=self.at)
        self.result.cells += 1

    def units(self, source: FolderFiling) -> dict[str, str]:
        """The units with their sheets; gives each id of the folder the key that it has here."""
        lead = self.result.filing.units.get()
        keys: dict[str, str] = {}
        for unit in sorted(source.units, key=lambda one: one.index):
            made = self._unit(source, unit, lead)
            if made is None:
                continue
            keys[unit.id] = made.key
            if made.key != unit.id:
                self.leave(f"unit[{unit.id}]", _("is called {key} here").format(key=made.key))
            self.group("unit", unit.data, made)
        return keys

    def _unit(self, source: FolderFiling, unit: FolderUnit, lead: Unit) -> Unit | None:
        filing = self.result.filing
        code = social_credit_code.compact(unit.text("uscc"))
        is_lead = unit.index == source.lead.index if source.lead else code == lead.uscc
        others = filing.units.exclude(pk=lead.pk) if is_lead else filing.units.all()
        taken = set(others.values_list("key", "uscc"))
        key = _key(unit.id, {name for name, _code in taken}, LEAD_KEY if is_lead else "joint")
        place = {"key": key, "scenario_provider": unit.provider, "position": unit.index}
        if is_lead:
            if code != lead.uscc:
                self.leave(f"unit[{unit.id}].uscc", _("another institution leads here"))
            Unit.objects.filter(pk=lead.pk).update(**place)
            lead.refresh_from_db()
            return lead
        if not social_credit_code.is_valid(code) or code in {used for _name, used in taken} | {lead.uscc}:
            self.leave(f"unit[{unit.id}]", _("has no valid code of its own, so that nobody can be invited"))
            return None
        if len(taken) >= MOST_UNITS:
            self.leave(
                f"unit[{unit.id}]", _("A filing takes at most {count} units.").format(count=MOST_UNITS)
            )
            return None
        made = Unit.objects.create(filing=filing, uscc=code, invited_by=self.by, invited_at=self.at, **place)
        tell_of_invitation(made, self.by, lead, at=self.at)
        return made

    def file(
        self, entry: FilingFile, staged: Staged | None, keys: Mapping[str, str], charged: Institution
    ) -> None:
        """One entry of the list of files with its bytes."""
        location = entry.location
        if entry.kind not in self.guide.materials or self.result.files >= MOST_FILES:
            self.leave(location, _("The guide knows no material of kind {kind}.").format(kind=entry.kind))
            return
        name = safe_path(entry.file)
        if name != entry.file:
            self.leave(f"{location}.file", _("is called {key} here").format(key=name))
        if len(name) > LONGEST_PATH:
            self.leave(location, _("its name with its folders is too long"))
            return
        if any(same_name(other) == same_name(name) for other in self._names()):
            self.leave(location, _("another entry names the same file"))
            return
        about = self._about(entry, keys)
        material = Material.objects.create(
            filing=self.result.filing, unit=self.result.filing.units.get(lead=True), kind=entry.kind,
            file_name=name, position=entry.index, added_by=self.by, added_at=self.at, **about,
        )  # fmt: skip
        self.result.files += 1
        if staged is None:
            self.leave(location, _("its file is not in the folder"))
        else:
            self._bytes(material, staged, location, charged)

    def _names(self) -> list[str]:
        return list(self.result.filing.materials.values_list("file_name", flat=True))

    def _about(self, entry: FilingFile, keys: Mapping[str, str]) -> dict[str, object]:
        about: dict[str, object] = {}
        for key, value in entry.data.items():
            if key in ("kind", "file"):
                continue
            if key not in DESCRIBED:
                self.leave(entry.at(key), _("the form has no such field"))
                continue
            fitted = self._fit(self.guide.field(f"material.{key}"), value, entry.at(key))
            if too_long(key, fitted):
                self.leave(entry.at(key), _("is too long"))
                continue
            if key == "issuers":
                names = fitted if isinstance(fitted, list) else []
                known = [name for name in names if name in keys or name == THIRD_PARTY]
                if len(known) < len(names):
                    self.leave(entry.at(key), _("names a unit that isn't in the filing"))
                about[key] = [keys.get(str(name), name) for name in known]
            elif key == "signatory_unit":
                about[key] = keys.get(str(fitted), fitted or "")
            elif fitted is not None:
                about[key] = _day(fitted) if key == "signed_on" else fitted
        return about

    def _bytes(self, material: Material, staged: Staged, location: str, charged: Institution) -> None:
        try:
            content = content_of(staged, material.file_name)
        except Refused as refused:
            self.leave(location, refused.message)
            return
        stored = keep(staged, charged_to=charged, at=self.at)
        MaterialVersion.objects.create(
            material=material, number=1, file=stored, name=material.file_name, content=content.value,
            uploaded_by=self.by, uploaded_at=self.at,
        )  # fmt: skip
        Material.objects.filter(pk=material.pk).update(version=1)


def _key(wanted: str, taken: set[str], plain: str) -> str:
    """The folder's own id where it can stand in a location and an address, else a free one."""
    plain_word = all(letter.isalnum() or letter in "-_" for letter in wanted)
    usable = plain_word and 0 < len(wanted) <= LONGEST_KEY and wanted != THIRD_PARTY
    candidates = [wanted] if usable else []
    candidates += [plain, *(f"{plain}{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in candidates if key not in taken)


def _day(value: Value) -> date:
    return date.fromisoformat(str(value))
