"""Every address of the site."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from xianxing.desks.api.urls import urls as api
from xianxing.desks.papers.urls import file_patterns as documents
from xianxing.site.health import healthz, readyz
from xianxing.site.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api),
    path("documents/", include(documents)),
    *i18n_patterns(
        path("", include("xianxing.desks.public.urls")),
        path("", include("xianxing.desks.accounts.urls")),
        path("", include("xianxing.desks.portal.urls")),
        path("cases/", include("xianxing.desks.acts.urls")),
        path("papers/", include("xianxing.desks.papers.urls")),
        path("", include("xianxing.desks.experts.urls")),
        path("csrc/", include("xianxing.desks.csrc.urls")),
        path("", include("xianxing.desks.supervision.urls")),
        path("", include("xianxing.desks.reports.urls")),
        path("", include("xianxing.desks.changes.urls")),
        path("", include("xianxing.desks.incidents.urls")),
        path("", include("xianxing.desks.complaints.urls")),
        path("", include("xianxing.desks.inspections.urls")),
        path("", include("xianxing.desks.figures.urls")),
        path("", include("xianxing.desks.exits.urls")),
        path("", include("xianxing.desks.programs.urls")),
        path("", include("xianxing.desks.lessons.urls")),
        path("", include("xianxing.desks.incentives.urls")),
        path("", include("xianxing.desks.archive.urls")),
        path("", include("xianxing.desks.tools.urls")),
        path("", include("xianxing.desks.privacy.urls")),
        path("", include("xianxing.desks.classified.urls")),
        path("desk/", include("xianxing.desks.desk.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "xianxing.site.errors.bad_request"
handler403 = "xianxing.site.errors.refused"
handler404 = "xianxing.site.errors.not_found"
handler500 = "xianxing.site.errors.broken"
