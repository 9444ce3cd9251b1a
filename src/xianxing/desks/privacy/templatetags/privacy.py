"""The notice that stands beside a form on which people give data."""

from __future__ import annotations

from django import template

from xianxing.i18n import current_language
from xianxing.pilot.clock import now
from xianxing.pilot.privacy.notices import notices_on
from xianxing.workdays.clocks import day_of

register = template.Library()


@register.inclusion_tag("privacy/notice.html")
def privacy_notice(who: str) -> dict[str, object]:
    """What people of one sort are told, as it is in force today; KeyError for a sort that there isn't."""
    notice = notices_on(day_of(now()))[who]
    return {"said": notice.said(current_language()), "notice": notice}
