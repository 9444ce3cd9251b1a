"""What a message about a filing says in words: the confirmation by its name, and why one is void."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import AttestationKind
from xianxing.pilot.messages.models import Message


def words(message: Message) -> Mapping[str, str]:
    """The words for a message's ids, in the language active now; empty where it is about no confirmation."""
    kind = message.params.get("confirmation")
    if kind not in AttestationKind.values or message.case is None:
        return {}
    found = {"confirmation": str(AttestationKind(kind).label)}
    if "fields" in message.params:
        found["reason"] = _reason(message)
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
    joint = ", " if current_language() == "en" else "、"
    return _("{by} changed {what}").format(by=said.get("by") or "—", what=joint.join(parts))
