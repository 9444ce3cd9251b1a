"""The package that goes to CSRC: what it would hold, what it lacks, making it, and getting one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.refusal import Refused
from xianxing.pilot.transmissions.contents import contents_of
from xianxing.pilot.transmissions.domain.making import make_package
from xianxing.pilot.transmissions.parts import parts
from xianxing.pilot.transmissions.permissions import may_make_package, package_to_read, packages_in
from xianxing.pilot.transmissions.queries import with_csrc
from xianxing.pilot.words import whole_number


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, case: UUID) -> HttpResponse:
    """What a package of this case holds and lacks, the button that makes it, and those that were made."""
    user, at, problem = acting(request), now(), ""
    view = case_to_read(case, user, at=at)
    if not view.is_authority:
        raise Http404
    if request.method == "POST":
        seen = request.POST.get("sequence", "")
        sequence = whole_number(seen, view.case.sequence)
        try:
            made = make_package(case=case, sequence=sequence, by=user, at=at)
            return redirect(f"{reverse('csrc:package', args=[case])}?made={made.number}")
        except Refused as refused:
            problem = refused.message
            view = case_to_read(case, user, at=at)
    stands, language, guide = with_csrc(view), current_language(), guide_of(view.case.call)
    contents = contents_of(view, at=at) if stands else None
    packages = packages_in(view)
    context = {
        "view": view, "problem": problem, "stands": stands, "packages": packages,
        "made": next((one for one in packages if one.number == request.GET.get("made")), None),
        "may": may_make_package(roles_here(request)),
        "missing": contents.missing if contents else [],
        "parts": [
            (part.name(language), part.required, marks(guide, part.serves), contents.of(part))
            for part in parts()
        ] if contents else [],
        "crumbs": [
            *homes(view),
            Link(gettext("Acting in the case"), reverse("acts:case", args=[case])),
            Link(gettext("Package for CSRC"), request.path),
        ],
    }  # fmt: skip
    return render(request, "csrc/package.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_safe
def fetch(request: HttpRequest, package: str) -> HttpResponseBase:
    """A package as it was made, for the working group and for CSRC's people who read its case."""
    found = package_to_read(package, acting(request), at=now())
    file = spool()
    for piece in pieces(found.file):
        file.write(piece)
    return send_file(file, f"{found.number}.zip")
