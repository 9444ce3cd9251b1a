"""The number of a paper (文号): it comes from the organ's own office system and is entered once."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.performing import put_on_record, refuse_stopped
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.permissions import may_number, paper_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

NUMBER = re.compile(r"[^\s〔〕]{1,30}〔(?:19|20)\d\d〕[1-9]\d{0,5}号")
BRACKETS = str.maketrans("[]［］【】（）()", "〔〕〔〕〔〕〔〕〔〕")


@transaction.atomic
def enter_paper_number(*, paper: str, number: str, by: User, at: datetime) -> CasePaper:
    """Give a paper the number that the organ's office system gave it; it stays.

    By the secretariat. Refused for a record, which bears none, for a paper that has one, and for a number
    that isn't 机关代字〔年份〕序号号; other brackets are put right.
    """
    require(may_number, by, at=at)
    row, _view = paper_to_read(paper, by, at=at)
    row = CasePaper.objects.select_for_update().select_related("case__call").get(pk=row.pk)
    refuse_stopped(row.case)
    if not row.content.get("official"):
        raise Refused("record", _("A record bears no number."))
    if row.number:
        raise Refused("numbered", _("This paper has its number already: {number}.").format(number=row.number))
    row.number = as_number(number)
    row.numbered_by, row.numbered_at = by, at
    row.save(update_fields=["number", "numbered_by", "numbered_at"])
    named = NamedRow(row, ("number", "numbered_by", "numbered_at"))
    put_on_record(case=row.case, rests_on=[named], role="secretariat", person=str(by.pk), clause="", at=at)
    return row


def as_number(text: str) -> str:
    """A number in the form of official papers; Refused for what is none."""
    number = "".join(cleaned(text).split()).translate(BRACKETS)
    if not NUMBER.fullmatch(number):
        raise Refused(
            "number",
            _("Write organ, year in brackets and serial number, such as {example}.").format(
                example="某局函〔2024〕5号"
            ),
        )
    return number
