"""Materials: upload, who issued and signed, versions, taking out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.desks.public.answers import from_script
from xianxing.i18n import gettext
from xianxing.law import MaterialKind as Kind
from xianxing.pilot.filings.check.findings import Stated, current_findings
from xianxing.pilot.filings.files.materials import (
    THIRD_PARTY,
    add_file,
    describe_material,
    erase_material,
    files_of,
    remove_material,
    restore_material,
    upload_version,
)
from xianxing.pilot.filings.files.quota import MEGABYTE, quota_of
from xianxing.pilot.filings.files.reading import documents_of
from xianxing.pilot.filings.models import Material, MaterialVersion, Unit
from xianxing.pilot.filings.permissions import may_bring, why_closed
from xianxing.pilot.refusal import Refused


@dataclass(frozen=True)
class FileView:
    """A file in the list."""

    material: Material
    version: MaterialVersion | None
    issuers: str
    findings: tuple[Stated, ...]
    pending: bool


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def index(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """All files by kind, and the form for one more; POST takes a file with who issued and signed it."""
    if request.method == "POST":
        return _add(request, scene)
    return _list(request, scene, {})


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def show(request: HttpRequest, scene: FilingContext, material: int) -> HttpResponse:
    """One file: what is said of it, its versions and what changed; POST describes it or takes it out."""
    found = _material(scene, material)
    problem = ""
    if request.method == "POST":
        try:
            return _change(request, scene, found)
        except Refused as refused:
            problem = refused.message
    return _file(request, scene, found, problem)


@audience("unit")
@require_POST
@with_scene
def upload(request: HttpRequest, scene: FilingContext, material: int) -> HttpResponse:
    """Upload the next version of a file."""
    found = _material(scene, material)
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return _refuse(request, scene, gettext("Choose a file."), found)
    before = found.version
    try:
        made = upload_version(
            material=found, stream=sent, name=sent.name or "", size=sent.size, by=scene.user, at=scene.at,
            note=request.POST.get("note", "")[:200],
        )  # fmt: skip
    except Refused as refused:
        return _refuse(request, scene, refused.message, found)
    done = "uploaded" if made.number != before else "same"
    return redirect(scene.url("material", found.pk) + f"?done={done}")


def _list(request: HttpRequest, scene: FilingContext, problems: Mapping[str, str]) -> HttpResponse:
    views = _views(scene)
    kinds = [
        (kind, [view for view in views if view.material.kind == kind.key])
        for kind in scene.guide.materials.values()
    ]
    units = _units(scene)
    quota = (
        quota_of(units[0].institution, scene.filing.case.call, at=scene.at)
        if units and units[0].institution
        else None
    )
    most = min(quota.file, settings.MAX_UPLOAD_BYTES) if quota else settings.MAX_UPLOAD_BYTES
    may = bool(units) and why_closed(scene.filing, at=scene.at) is None
    context: dict[str, Any] = {
        "crumbs": scene.crumbs(Link(gettext("Materials"), "")),
        "kinds": kinds,
        "units": units,
        "may": may,
        "problem": "" if may else problems.get("file", ""),
        "problems": problems,
        "described": _about(request),
        "quota": quota,
        "left_mb": quota.left // MEGABYTE if quota else 0,
        "most": most,
        "most_mb": most // MEGABYTE,
        "issuers": _issuers(scene, request.POST.getlist("issuers")),
        "removed": scene.filing.materials.filter(removed_at__isnull=False).order_by("pk"),
        "chosen": request.POST.get("kind") or request.GET.get("kind", ""),
        "third_party": THIRD_PARTY,
    }
    return page(request, "files.html", scene, context, status=400 if problems else 200)


def _file(request: HttpRequest, scene: FilingContext, found: Material, problem: str) -> HttpResponse:
    kind = scene.guide.materials.get(found.kind)
    versions = list(found.versions.select_related("file", "uploaded_by").order_by("-number"))
    may = kind is not None and _may(scene, kind, found.unit) and why_closed(scene.filing, at=scene.at) is None
    views = [view for view in _views(scene) if view.material.pk == found.pk]
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Materials"), scene.url("files")), Link(found.file_name or gettext("File"), "")
        ),
        "material": found,
        "kind": kind,
        "versions": versions,
        "may": may,
        "problem": problem,
        "described": _about(request) if "signatory" in request.POST else found,
        "issuers": _issuers(scene, request.POST.getlist("issuers") or found.issuers),
        "view": views[0] if views else None,
        "units": scene.who.units,
        "most": settings.MAX_UPLOAD_BYTES,
        "most_mb": settings.MAX_UPLOAD_BYTES // MEGABYTE,
    }
    return page(request, "material.html", scene, context, status=400 if problem else 200)


def _views(scene: FilingContext) -> list[FileView]:
    spots = current_findings(scene.filing, by=scene.user, at=scene.at).by_spot()
    materials = list(files_of(scene.filing))
    versions = MaterialVersion.objects.filter(material__in=materials).select_related("file", "uploaded_by")
    current = {(one.material_id, one.number): one for one in versions}
    held = [current[key] for m in materials if (key := (m.pk, m.version)) in current]
    _documents, pending = documents_of(held)
    names = {key: label for key, label, _on in _issuers(scene, ())}
    views = []
    for number, material in enumerate(materials):
        version = current.get((material.pk, material.version))
        said = gettext(", ").join(names.get(key, key) for key in material.issuers)
        found = (*spots.get(f"material[{number}]", ()), *spots.get(material.file_name, ()))
        found += tuple(
            one for spot, group in spots.items() if spot.startswith(f"material[{number}].") for one in group
        )
        waits = version is not None and version.file.sha256 in pending
        views.append(FileView(material, version, said, found, waits))
    return views


def _add(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        return _refuse(request, scene, gettext("Choose a file."))
    units, key = _units(scene), request.POST.get("unit", "")
    if not units:
        return _refuse(request, scene, gettext("Only an author of a unit adds files."))
    unit = next((one for one in units if one.key == key), None if key else units[0])
    if unit is None:
        return _refuse(request, scene, gettext("Choose a unit for which you are an author."))
    try:
        made = add_file(
            filing=scene.filing, unit=unit, kind=request.POST.get("kind", ""), stream=sent, name=sent.name,
            size=sent.size, by=scene.user, at=scene.at, about=_about(request),
        )  # fmt: skip
    except Refused as refused:
        return _refuse(request, scene, refused.message)
    return redirect(scene.url("material", made.pk) + "?done=uploaded")


def _change(request: HttpRequest, scene: FilingContext, found: Material) -> HttpResponse:
    by, at = scene.user, scene.at
    act = request.POST.get("act", "describe")
    if act == "remove":
        remove_material(material=found, by=by, at=at)
        return redirect(scene.url("files") + "?done=removed")
    if act == "restore":
        restore_material(material=found, by=by, at=at)
    elif act == "erase":
        erase_material(material=found, by=by, at=at)
        return redirect(scene.url("files"))
    elif act == "describe":
        describe_material(material=found, about=_about(request), by=by, at=at)
    else:
        raise Http404
    return redirect(f"{request.path}?done=saved")


def _about(request: HttpRequest) -> dict[str, object]:
    """What was typed of issuer and signatory: to be kept, and to be shown again where it is refused."""
    post = request.POST
    about: dict[str, object] = {"issuers": post.getlist("issuers")}
    for key in (
        "third_party",
        "signatory",
        "signatory_title",
        "signatory_unit",
        "signed_on",
        "translation_of",
    ):
        if key in post:
            about[key] = post.get(key, "").strip()
    return about


def _refuse(
    request: HttpRequest, scene: FilingContext, message: str, found: Material | None = None
) -> HttpResponse:
    """The refusal on the page, or as JSON for the upload script."""
    if from_script(request):
        return JsonResponse({"title": gettext("The file was not taken."), "advice": message}, status=400)
    if found is not None:
        return _file(request, scene, found, message)
    return _list(request, scene, {"file": message})


def _issuers(scene: FilingContext, chosen: object) -> list[tuple[str, str, bool]]:
    held = chosen if isinstance(chosen, (list, tuple)) else ()
    units = [(unit.key, name_of(unit), unit.key in held) for unit in scene.who.units]
    return [*units, (THIRD_PARTY, gettext("A third-party professional body"), THIRD_PARTY in held)]


def _units(scene: FilingContext) -> list[Unit]:
    """The units for which the person may add files."""
    return list(scene.who.writes_for)


def _may(scene: FilingContext, kind: Kind, unit: Unit) -> bool:
    return may_bring(scene.who, kind, unit) or may_bring(scene.who, kind, scene.who.lead)


def _material(scene: FilingContext, material: int) -> Material:
    found = scene.filing.materials.select_related("unit__institution", "filing__case__call").filter(
        pk=material
    )
    one = found.first()
    if one is None:
        raise Http404
    return one
