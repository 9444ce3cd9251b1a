"""What was filed, as it was filed: content, files, findings with the explanations of that time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.bodies import files_of, parts_of
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.tasks import name_of
from xianxing.desks.public.filed_findings import judged
from xianxing.i18n import gettext
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.submit.filing import filed_with


@audience("unit")
@require_safe
@with_scene
def as_filed(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The body that was filed last, also while it is being corrected; nothing here is of the draft."""
    filed = Body.objects.filter(filing=scene.filing, filed_at__isnull=False)
    body = filed.select_related("filing__case__call").order_by("-number").first()
    given = filed_with(body) if body else None
    if body is None or given is None:
        raise Http404
    content = content_of(body)
    names = {unit.key: name_of(unit) for unit in scene.filing.units.select_related("institution")}
    context = {
        "crumbs": scene.crumbs(Link(gettext("Receipt"), scene.url("receipt")), Link(gettext("As filed"), "")),
        "body": body,
        "filed": given,
        "correcting": body.voided_at is not None,
        "parts": parts_of(scene.guide, content, names),
        "files": files_of(scene.filing, scene.guide, content),
        "judged": judged(body),
    }
    return page(request, "as_filed.html", scene, context)


urls: list[URLPattern] = [path("filings/<uuid:case>/filed/", as_filed, name="as-filed")]
