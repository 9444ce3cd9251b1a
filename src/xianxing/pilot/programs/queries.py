"""Which tokens and webhooks there are, for who may know."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.programs.models import ProjectToken, Webhook
from xianxing.pilot.programs.permissions import makers_in, may_read
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.supervision.permissions import group_member_in


def tokens_of(view: CaseView) -> QuerySet[ProjectToken]:
    """The project's tokens, the newest first: an institution's own ones, all for the secretariat.

    Those that ended stay in the list. Stranger for others.
    """
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    rows = ProjectToken.objects.filter(case=view.case).select_related("user", "revoked_by")
    if group_member_in(view) is None:
        rows = rows.filter(unit__in=[actor.unit for actor in makers_in(view)])
    return rows.order_by("-made_at", "-pk")


def webhooks_of(view: CaseView) -> QuerySet[Webhook]:
    """The project's addresses that are told of events, the newest first; for whom its tokens are."""
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    rows = Webhook.objects.filter(case=view.case)
    if group_member_in(view) is None:
        rows = rows.filter(unit__in=[actor.unit for actor in makers_in(view)])
    return rows.select_related("user", "ended_by").order_by("-made_at", "-pk")


def webhooks_of_group() -> QuerySet[Webhook]:
    """The secretariat's addresses, the newest first; whoever asks."""
    return Webhook.objects.filter(case=None).select_related("user", "ended_by").order_by("-made_at", "-pk")
