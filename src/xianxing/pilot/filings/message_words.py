"""What a message about a filing says in words: the confirmation by its name, why one is void, the number."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.models import AttestationKind, Filing
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.messages.models import Message


def number_of(case: Case) -> str:
    """What a letter calls a case: the number of its filing; "" for a draft."""
    filing = Filing.objects.select_related("case__call__guide").filter(pk=case.pk).first()
    return case_number(filing) if filing else ""


def words(message: Message) -> Mapping[str, str]:
    """The words for a message's ids, in the language active now; empty where it is about no confirmation."""
    kind = message.params.get("confirmation")
    if kind not in AttestationKind.values or message.case is None:
        return {}
    found = {"confirmation": str(AttestationKind(kind).label)}
    if "fields" in message.params:
        found["reason"] = _reason(message)
    others = [one for one in message.params.get("others", ()) if one in AttestationKind.values]
    if others:
        named = [f"“{AttestationKind(one).label}”" for one in others]
        found["also"] = _(" Also: {confirmations}.").format(confirmations=_joint().join(named))
    return found


def _reason(message: Message) -> str:
    """Who changed what: fields by their label in the guide, then how many more, files and units."""
    said = message.params
    fields = guide_of(message.case.call).fields if message.case else {}
    parts = [f"“{fields[path].label}”" for path in said["fields"] if path in fields]
    for count, text in (
        (said.get("more", 0), _("{n} more fields")),
        (said.get("files", 0), _("{n} files")),
        (said.get("units", 0), _("{n} units")),
    ):
        if count:
            parts.append(text.format(n=count))
    if not parts:
        return _("the content was frozen anew, and nothing in it differs")
    return _("{by} changed {what}").format(by=said.get("by") or "—", what=_joint().join(parts))


def _joint() -> str:
    return ", " if current_language() == "en" else "、"
