"""Figures for the operator's monitoring, as Prometheus reads them: of this process, and of the site."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from xianxing.desks.audience import audience
from xianxing.pilot.cases.queries import cases_due, last_signed_at, published_size, recorded_size
from xianxing.pilot.clock import now
from xianxing.pilot.messages.models import Digest, LinkLetter, Outbox
from xianxing.site.measuring import registry
from xianxing.workdays.clocks import day_of


@audience("operator")
@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, to whoever bears XIANXING_METRICS_TOKEN; 404 to all others, to all where it isn't set."""
    told = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(told.encode(), f"Bearer {wanted}".encode()):
        raise Http404
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class StateOfSite(Collector):
    """What the database says at the moment of asking; the same whichever process is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family a figure."""
        yield from _work(datetime.now(UTC))
        yield from _letters()
        yield from _record(datetime.now(UTC))
        yield _gauge("database_bytes", "Size of the database", database_bytes())


def _work(real_now: datetime) -> Iterator[GaugeMetricFamily]:
    ready = DBTaskResult.objects.ready()
    oldest = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    yield _gauge("tasks_waiting", "Tasks that wait for a worker", ready.count())
    yield _gauge("task_oldest_seconds", "How long the oldest of them waits", _age(oldest, real_now))
    due = cases_due(day_of(now()))
    yield _gauge("cases_due", "Cases in which time has something to enter by today", due)


def _letters() -> Iterator[GaugeMetricFamily]:
    waiting = Q(sent_at__isnull=True, given_up_at__isnull=True)
    letters = Outbox.objects.filter(waiting, held=False)
    others = LinkLetter.objects.filter(waiting).count() + Digest.objects.filter(waiting).count()
    told = letters.aggregate(oldest=Min("message__at"))["oldest"]
    given_up = sum(kind.objects.exclude(given_up_at=None).count() for kind in (Outbox, LinkLetter, Digest))
    yield _gauge("letters_waiting", "Letters that wait to be sent", letters.count() + others)
    yield _gauge("letter_oldest_seconds", "How long the oldest message waits", _age(told, now()))
    yield _gauge("letters_given_up", "Letters that were given up", given_up)


def _record(real_now: datetime) -> Iterator[GaugeMetricFamily]:
    age = _age(last_signed_at(), real_now)
    yield _gauge("record_size", "Entries of the record", recorded_size())
    yield _gauge("record_signed_size", "Entries under the last signed head", published_size())
    yield _gauge("record_head_age_seconds", "Age of the last signed head", age)


def database_bytes() -> int:
    """How large the database is, as it says itself."""
    asked = "SELECT pg_database_size(current_database())"
    if connection.vendor == "sqlite":
        asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return int(cursor.fetchone()[0])


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"xianxing_{name}", said, value=value)


def _age(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0


registry.register(StateOfSite())
