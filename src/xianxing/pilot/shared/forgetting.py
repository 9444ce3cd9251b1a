"""What ends by itself and is removed as time passes: counts of visitors, and log-ins past their end."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.sessions.models import Session

from xianxing.pilot.shared.cache import forget_old


def forget_what_is_over() -> dict[str, int]:
    """Remove it, by real time; how much that was, by the rule of `retention.toml`."""
    ended = Session.objects.filter(expire_date__lt=datetime.now(UTC))
    return {"log_ins": ended.delete()[0], "visitor_counts": forget_old()}
