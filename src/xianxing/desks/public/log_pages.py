"""The log for outsiders: signed heads, keys, proofs, verifiers, witnesses' word, and a check of receipts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now as real_now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.publication_pages import published_entries
from xianxing.desks.public.steps import step_name
from xianxing.i18n import gettext
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import accept_cosignature, consistency_proof
from xianxing.pilot.cases.queries import check_receipt, latest_head, published_days, published_size
from xianxing.pilot.refusal import Refused
from xianxing.record import verify_receipt
from xianxing.record.canonical import canonical
from xianxing.record.heads import read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.standalone import verifier

PROOF_RATE = "60/m"
COSIGN_RATE = "30/m"
MOST_NOTE_BYTES = 8 * 1024
MOST_RECEIPT_BYTES = 32 * 1024
SCRIPTS: dict[str, Callable[[], bytes]] = {
    "verify.py": verifier,
    "verify_receipt.py": lambda: Path(verify_receipt.__file__).read_bytes(),
}


@audience("public")
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The latest head, the days before it and who cosigned them, the keys, and how to check all that."""
    text = latest_head()
    said = read_head(text) if text else None
    context = {
        "crumbs": [Link(gettext("The public log"), request.path)],
        "text": text or "",
        "head": said[0] if said else None,
        "witnesses": sorted(_ring().cosigned(said[1])) if said else (),
        "days": published_days(),
        "published": published_entries(),
        "ring": _ring(),
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    return page_or_json(request, "public/log.html", context, lambda: _as_json(text))


@audience("public")
@never_cache
@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The latest signed head as a note, witnesses' lines included; 404 before the first one."""
    del request
    text = latest_head()
    if text is None:
        raise Http404
    return _text(text)


@audience("public")
@never_cache
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """One line a day: the day, the size, the root, and the witnesses."""
    del request
    rows = (
        f"{each.day} {each.head.size} {each.root} {','.join(each.witnesses)}" for each in published_days()
    )
    return _text("".join(f"{row.rstrip()}\n" for row in rows))


@audience("public")
@never_cache
@require_safe
def key_ring(request: HttpRequest) -> HttpResponse:
    """The log's keys with their validity, and its witnesses, as `keys.json` of a dossier."""
    del request
    return HttpResponse(canonical(_ring().as_json()), content_type="application/json")


@audience("public")
@never_cache
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """`?old=N&new=M`: that the first N entries are unchanged among the first M, as a witness reads it."""
    if is_ratelimited(request, group="log-proof", key="ip", rate=PROOF_RATE, increment=True):
        return _text(gettext("Too many requests; try again in a minute.") + "\n", 429)
    old, new = _number(request.GET.get("old")), _number(request.GET.get("new"))
    if old is None or new is None or not old <= new <= published_size():
        text = gettext("Give two sizes, old and new, up to that of the latest head: {size}.")
        return _text(text.format(size=published_size()) + "\n", 400)
    return _text(consistency_proof(old=old, new=new))


@audience("public")
@require_safe
def script(request: HttpRequest, name: str) -> HttpResponse:
    """The verifiers, to be kept for the day on which this site isn't to be trusted any more."""
    del request
    if name not in SCRIPTS:
        raise Http404
    response = HttpResponse(SCRIPTS[name](), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@csrf_exempt
@audience("public")
@never_cache
@require_POST
def cosign(request: HttpRequest) -> HttpResponse:
    """A witness hands in a cosigned head as the body; it is kept when a known witness signed it.

    No session takes part and the signature speaks for itself, so that no form token is asked for.
    """
    if is_ratelimited(request, group="log-cosign", key="ip", rate=COSIGN_RATE, increment=True):
        return _text(gettext("Too many requests; try again in a minute.") + "\n", 429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_NOTE_BYTES:
        return _text(
            gettext("A note is at most {count} bytes long.").format(count=MOST_NOTE_BYTES) + "\n", 413
        )
    try:
        kept = accept_cosignature(text=request.body.decode("utf-8", "replace"), at=real_now())
    except Refused as refused:
        return _text(f"{refused.message}\n", 422)
    return _text(f"{kept.witness}\n")


@audience("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Paste or choose a receipt; it is checked against the ring, and nothing of it is kept."""
    context: dict[str, object] = {
        "crumbs": [
            Link(gettext("The public log"), reverse("public:log")),
            Link(gettext("Check a receipt"), request.path),
        ]
    }
    status = 200
    if request.method == "POST":
        text = _handed_in(request)
        found = check_receipt(text) if text else None
        context |= {"asked": True, "found": found, "empty": not text}
        context["act"] = step_name(found.event.step) if found else ""
        status = 200 if found else 400
    return render(request, "public/receipt.html", context, status=status)


def _handed_in(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile) and upload.size:
        content: bytes = upload.read(MOST_RECEIPT_BYTES)
        return content.decode("utf-8", "replace").replace("\r\n", "\n")
    pasted = request.POST.get("receipt", "")[:MOST_RECEIPT_BYTES].replace("\r\n", "\n").strip()
    return f"{pasted}\n" if pasted else ""


def _ring() -> KeyRing:
    """The published ring; an empty one where the site has no keys yet, which the doctor reports."""
    try:
        return keys.ring()
    except keys.KeyMissingError:
        return KeyRing()


def _as_json(text: str | None) -> dict[str, object]:
    return {
        "head": text,
        "keys": _ring().as_json(),
        "days": [
            {
                "day": each.day.isoformat(),
                "size": each.head.size,
                "root": each.root,
                "witnesses": each.witnesses,
            }
            for each in published_days()
        ],
    }


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _text(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
