"""The report on the pilot as a Word file to be completed: what the record knows stands in it already."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.sending import send_file, spool
from xianxing.documents.writing.printed_text import write_text_docx
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.exits.queries import readable
from xianxing.pilot.exits.work_report import work_report
from xianxing.pilot.filings.submit.case_numbers import case_number

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@audience("anyone_logged_in")
@require_safe
def template(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """The template for who reads the exit; in Chinese, as it is handed in."""
    at = now()
    view = readable(case_to_read(case, acting(request), at=at))
    made, file = BytesIO(), spool()
    write_text_docx(work_report(view), made, at)
    file.write(made.getvalue())
    return send_file(file, f"{gettext('Report on the pilot')} {case_number(view.filing)}.docx", WORD)
