"""Files: listed, described, uploaded in versions, taken out, brought back, erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from xianxing.checker.folder import same_name
from xianxing.documents.model import FileKind
from xianxing.documents.sniff import claimed_kind, real_kind
from xianxing.law import MaterialKind as MaterialKind
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.values import fit
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.files.quota import Quota, quota_of, refuse_size, too_large
from xianxing.pilot.filings.models import Body, Filing, Material, MaterialVersion, StoredFile, Unit
from xianxing.pilot.filings.permissions import locked, may_bring, refuse_closed, refuse_writer, standing
from xianxing.pilot.filings.storage.vault import (
    Readable,
    Staged,
    TooLargeError,
    discard,
    erase,
    keep,
    locked_files,
    stage,
)
from xianxing.pilot.filings.tasks import ask_to_read
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

MOST_FILES = 100
THIRD_PARTY = "third_party"
DESCRIBED = (
    "issuers",
    "third_party",
    "signatory",
    "signatory_title",
    "signatory_unit",
    "signed_on",
    "translation_of",
)
TAKEN = frozenset(
    {FileKind.DOCX, FileKind.XLSX, FileKind.PPTX, FileKind.PDF, FileKind.IMAGE, FileKind.TEXT, FileKind.ZIP}
)
_OFFICE = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})


@transaction.atomic
def add_material(
    *,
    filing: Filing,
    unit: Unit,
    kind: str,
    by: User,
    at: datetime,
    about: Mapping[str, object] | None = None,
) -> Material:
    """List a file of a kind for a unit; its bytes come with `upload_version`. `about` as for `describe`."""
    filing = locked(filing)
    _may(filing, unit, kind, by, at)
    present = filing.materials.filter(removed_at__isnull=True)
    if present.count() >= MOST_FILES:
        raise Refused("files", _("A filing takes at most {count} files.").format(count=MOST_FILES))
    last = filing.materials.aggregate(last=Max("position"))["last"]
    material = Material(
        filing=filing,
        unit=unit,
        kind=kind,
        added_by=by,
        added_at=at,
        position=0 if last is None else last + 1,
    )
    _describe(material, about or {})
    material.save()
    return material


@transaction.atomic
def describe_material(*, material: Material, about: Mapping[str, object], by: User, at: datetime) -> Material:
    """Write who issued and signed a file; only the keys given change.

    Keys are those of the folder format: issuers, third_party, signatory, signatory_title, signatory_unit,
    signed_on, translation_of. Issuers are unit ids of this filing or `third_party`.
    """
    filing = locked(material.filing)
    current = filing.materials.get(pk=material.pk)
    _may(filing, current.unit, current.kind, by, at)
    _describe(current, about)
    current.save()
    return current


def upload_version(
    *,
    material: Material,
    stream: Readable,
    name: str,
    size: int | None,
    by: User,
    at: datetime,
    note: str = "",
) -> MaterialVersion:
    """Upload a file's bytes as its next version; the same bytes again make none.

    Permission, quota and the declared size are asked before anything is read, and again when the row is made.
    A broken upload, also a stream that breaks off, leaves nothing. Refused for a type that isn't taken.
    """
    filing = material.filing
    unit = material.unit
    _may(filing, unit, material.kind, by, at)
    quota = quota_of(_institution(unit), filing.case.call, at=at)
    refuse_size(quota, size or 0)
    shown = safe_name(name)
    _free(material, shown)
    try:
        staged = stage(stream, limit=min(quota.file, quota.left))
    except TooLargeError:
        raise too_large(quota, quota.file + 1 if quota.left > quota.file else quota.left + 1) from None
    try:
        return _kept(material, staged, shown, note, by, at)
    except BaseException:
        discard(staged)
        raise


def add_file(
    *,
    filing: Filing,
    unit: Unit,
    kind: str,
    stream: Readable,
    name: str,
    size: int | None,
    by: User,
    at: datetime,
    about: Mapping[str, object] | None = None,
) -> Material:
    """List a file and upload its bytes at once; when the upload is refused, the entry is taken back too.

    The same file of the same kind again, by the same person, is the entry that is there: a form sent twice
    adds one.
    """
    there = _named(filing, safe_name(name)).filter(kind=kind, added_by=by, unit=unit).first()
    if there is not None:
        _may(filing, unit, kind, by, at)
        return _the_same(there, stream, quota_of(_institution(unit), filing.case.call, at=at))
    material = add_material(filing=filing, unit=unit, kind=kind, by=by, at=at, about=about)
    try:
        upload_version(material=material, stream=stream, name=name, size=size, by=by, at=at)
    except BaseException:
        Material.objects.filter(pk=material.pk, version=0).delete()
        raise
    material.refresh_from_db()
    return material


def _named(filing: Filing, name: str) -> QuerySet[Material]:
    """The present file of this very name, with bytes."""
    return filing.materials.filter(removed_at__isnull=True, file_name=name, version__gt=0)


def _the_same(there: Material, stream: Readable, quota: Quota) -> Material:
    """The entry, when the bytes are those that it has; Refused for other ones. Keeps nothing."""
    try:
        staged = stage(stream, limit=quota.file)
    except TooLargeError:
        raise too_large(quota, quota.file + 1) from None
    discard(staged)
    if there.versions.filter(number=there.version, file__sha256=staged.sha256).exists():
        return there
    raise _same_name(there.file_name)


@transaction.atomic
def remove_material(*, material: Material, by: User, at: datetime) -> None:
    """Take a file out of the filing; its versions stay until they are erased. Twice changes nothing."""
    filing = locked(material.filing)
    _may(filing, material.unit, material.kind, by, at)
    Material.objects.filter(pk=material.pk, removed_at__isnull=True).update(removed_at=at)
    material.refresh_from_db()


@transaction.atomic
def restore_material(*, material: Material, by: User, at: datetime) -> None:
    """Bring a file back; refused when another one took its name meanwhile, or its bytes were erased."""
    filing = locked(material.filing)
    _may(filing, material.unit, material.kind, by, at)
    if material.versions.filter(number=material.version, file__erased_at__isnull=False).exists():
        raise Refused("erased", _("The bytes of this file were erased; upload it again."))
    _free(material, material.file_name)
    Material.objects.filter(pk=material.pk).update(removed_at=None)
    material.refresh_from_db()


@transaction.atomic
def erase_material(*, material: Material, by: User, at: datetime) -> None:
    """Erase the bytes of a file that was taken out and never frozen; frees its quota.

    What was frozen or filed is kept until its retention is over, or until a state secret is found in it.
    """
    filing = locked(material.filing)
    current = filing.materials.get(pk=material.pk)
    _may(filing, current.unit, current.kind, by, at)
    if current.removed_at is None:
        raise Refused("present", _("Take the file out of the filing first."))
    frozen = Body.objects.filter(filing=filing).aggregate(last=Max("frozen_at"))["last"]
    held = {one.pk: one for one in locked_files(StoredFile.objects.filter(versions__material=current))}
    for version in current.versions.all():
        if frozen is not None and version.uploaded_at <= frozen:
            raise Refused("frozen-once", _("A version of this file was part of a frozen filing and is kept."))
        if not _used_elsewhere(version):
            erase(held[version.file_id], at=at)


def files_of(filing: Filing) -> QuerySet[Material]:
    """The files of a filing in order, without those taken out."""
    present = filing.materials.filter(removed_at__isnull=True)
    return present.select_related("unit", "added_by").order_by("position", "pk")


def _may(filing: Filing, unit: Unit, kind: str, by: User, at: datetime) -> MaterialKind:
    who = standing(by, filing, at=at)
    kinds = guide_of(filing.case.call).materials
    if kind not in kinds:
        raise Refused("kind", _("The guide knows no material of kind {kind}.").format(kind=kind))
    if unit not in who.units:
        raise Refused("unit", _("The unit isn't in the filing."))
    refuse_closed(filing, at=at)
    if not (may_bring(who, kinds[kind], unit) or may_bring(who, kinds[kind], who.lead)):
        refuse_writer()
    return kinds[kind]


def _describe(material: Material, about: Mapping[str, object]) -> None:
    fields = guide_of(material.filing.case.call).fields
    for key, value in about.items():
        if key not in DESCRIBED or f"material.{key}" not in fields:
            raise Refused("field", _("The form has no field {path}.").format(path=f"material.{key}"))
        fitted = fit(fields[f"material.{key}"], value)
        if key == "issuers":
            keys = set(material.filing.units.filter(left_at__isnull=True).values_list("key", flat=True))
            unknown = [item for item in fitted or [] if item not in keys | {THIRD_PARTY}]  # type: ignore[union-attr]
            if unknown:
                message = _("Issuers are units of this filing or a third party: {names} are neither.")
                raise Refused("issuers", message.format(names="、".join(map(str, unknown))))
        if too_long(key, fitted):
            label, limit = fields[f"material.{key}"].label, _column(key)
            message = _("“{label}” takes at most {limit} characters; leave the rest to the file.")
            raise Refused("too-long", message.format(label=label, limit=limit))
        material.__dict__[key] = fitted if fitted is not None else _EMPTY.get(key, "")


def too_long(key: str, value: object) -> bool:
    """Whether a text doesn't go into the place that a file's description has for it."""
    most = _column(key)
    return most is not None and isinstance(value, str) and len(value) > most


def _column(key: str) -> int | None:
    found: int | None = getattr(Material._meta.get_field(key), "max_length", None)
    return found


_EMPTY: dict[str, object] = {"issuers": [], "signed_on": None}


def _kept(
    material: Material, staged: Staged, shown: str, note: str, by: User, at: datetime
) -> MaterialVersion:
    content = content_of(staged, shown)
    with transaction.atomic():
        filing = locked(material.filing)
        current = filing.materials.select_related("unit__institution").get(pk=material.pk)
        _may(filing, current.unit, current.kind, by, at)
        if current.removed_at is not None:
            raise Refused("removed", _("This file was taken out; bring it back first."))
        institution = Institution.objects.select_for_update().get(pk=_institution(current.unit).pk)
        refuse_size(quota_of(institution, filing.case.call, at=at), staged.size)
        _free(current, shown)
        last = current.versions.select_related("file").order_by("-number").first()
        if last is not None and last.file.sha256 == staged.sha256 and last.file.erased_at is None:
            discard(staged)
            if last.name == shown:
                return last
            stored = last.file
        else:
            stored = keep(staged, charged_to=institution, at=at)
        number = last.number + 1 if last else 1
        version = MaterialVersion.objects.create(
            material=current, number=number, file=stored, name=shown, content=content.value,
            note=cleaned(note)[:200], uploaded_by=by, uploaded_at=at,
        )  # fmt: skip
        current.version, current.file_name = number, shown
        current.save(update_fields=["version", "file_name"])
        ask_to_read(filing)
    material.refresh_from_db()
    return version


def content_of(staged: Staged, name: str) -> FileKind:
    """The type by content; Refused for one that can't be read here."""
    if staged.size == 0:
        raise Refused("empty-file", _("The file “{name}” is empty.").format(name=name))
    kind = real_kind(staged.head, name)
    claimed = claimed_kind(name)
    if kind is FileKind.ZIP and claimed in _OFFICE:
        kind = claimed
    if kind is FileKind.LEGACY_OFFICE:
        message = _(
            "“{name}” is in an old Office format or has a password; save it as .docx, .xlsx or .pptx."
        )
        raise Refused("legacy", message.format(name=name))
    if kind not in TAKEN:
        message = _(
            "“{name}” is of a type that isn't taken; take .docx, .xlsx, .pptx, .pdf, images, .txt or .zip."
        )
        raise Refused("type", message.format(name=name))
    return kind


def _free(material: Material, name: str) -> None:
    others = Material.objects.filter(filing=material.filing, removed_at__isnull=True).exclude(pk=material.pk)
    # A file called as another one's folder couldn't stand beside it in an export.
    taken = (f"{same_name(other)}/" for other in others.values_list("file_name", flat=True))
    if any(other.startswith(f"{same_name(name)}/") for other in taken):
        raise _same_name(name)


def _same_name(name: str) -> Refused:
    message = _("The filing has another file named “{name}”; upload it there, or give this one another name.")
    return Refused("same-name", message.format(name=name))


def _institution(unit: Unit) -> Institution:
    if unit.institution is None:
        raise Refused("unit", _("The unit isn't in the filing."))
    return unit.institution


def _used_elsewhere(version: MaterialVersion) -> bool:
    return MaterialVersion.objects.filter(file=version.file_id).exclude(material=version.material_id).exists()
