"""The page of a paper: what it says, its number, what came back; the secretariat enters the last two."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.acts.case_pages import homes
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.papers.domain.numbering import enter_paper_number
from xianxing.pilot.papers.domain.returning import note_secret_paper, return_paper
from xianxing.pilot.papers.models import SecrecyLevel
from xianxing.pilot.papers.permissions import may_number, paper_to_read, returned_to_read
from xianxing.pilot.papers.texts import digest_of, signatures
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, paper: str) -> HttpResponse:
    """A paper to be read; for the secretariat with the forms for its number and for what came back.

    What was typed stays on the page whatever is refused.
    """
    user, at, problem = acting(request), now(), ""
    if request.method == "POST":
        try:
            _entered(request, paper, user)
            return redirect("papers:paper", paper)
        except Refused as refused:
            problem = refused.message
    row, view = paper_to_read(paper, user, at=at)
    context = {
        "paper": row,
        "said": row.content, "signed": signatures(row.content), "digest": digest_of(row),
        "problem": problem,
        "day": date.fromisoformat(row.content["day"]), "returned": row.returned.order_by("pk"),
        "enters": may_number(roles_here(request)), "typed": request.POST,
        "levels": [one for one in SecrecyLevel.choices if one[0] != SecrecyLevel.NONE],
        "crumbs": [
            *homes(view),
            Link(gettext("Acting in the case"), reverse("acts:case", args=[row.case_id])),
            Link(row.content["title"], request.path),
        ],
    }  # fmt: skip
    return render(request, "papers/paper.html", context, status=422 if problem else 200)


@audience("anyone_logged_in")
@require_safe
def returned(request: HttpRequest, returned: int) -> HttpResponseBase:
    """What came back sealed, as it came; never shown, only given out."""
    found = returned_to_read(returned, acting(request), at=now())
    file = spool()
    if found.file is not None:
        for piece in pieces(found.file):
            file.write(piece)
    return send_file(file, found.name, "application/octet-stream")


def _entered(request: HttpRequest, paper: str, by: User) -> None:
    """Do what the form that came asks; Refused as the verbs refuse, and for a day that is none."""
    said, at = request.POST, now()
    if "enter_number" in said:
        enter_paper_number(paper=paper, number=said.get("number", ""), by=by, at=at)
        return
    if "note" in said:
        try:
            dated = date.fromisoformat(said.get("dated", ""))
        except ValueError:
            raise Refused("dated", gettext("Give the day that stands on the paper.")) from None
        note_secret_paper(
            paper=paper, secrecy=said.get("secrecy", ""), number=said.get("marked_number", ""), dated=dated,
            organ=said.get("organ", ""), kept_at=said.get("kept_at", ""), by=by, at=at,
        )  # fmt: skip
        return
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise Refused("file", gettext("Choose the file of the sealed paper."))
    if not said.get("unmarked"):
        message = gettext(
            "Say that the paper bears no mark of secrecy; one that does is noted below instead."
        )
        raise Refused("unmarked", message)
    return_paper(paper=paper, name=sent.name or "", content=sent, by=by, at=at)
