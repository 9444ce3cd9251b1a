"""What the rooms of lessons and incentives share: their tabs, and the trail of links above a page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from xianxing.desks.acts.case_pages import homes
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.incentives.permissions import may_read as reads_support
from xianxing.pilot.lessons.permissions import reads_all


def case_tabs(view: CaseView, path: str) -> list[Link]:
    """The rooms of a project's lessons that the person may enter."""
    named = [(gettext("Lessons"), "lessons:case"), (gettext("Case library"), "lessons:library")]
    if reads_all(view):
        named.append((gettext("Proposed rules"), "lessons:rules"))
    if reads_support(view):
        named.append((gettext("Local support"), "incentives:support"))
    return _links([(label, reverse(route, args=[view.case.pk])) for label, route in named], path)


def desk_tabs(request: HttpRequest) -> list[Link]:
    """The lists over all projects."""
    named = [
        (gettext("Lessons"), "lessons:list"),
        (gettext("Case library"), "lessons:library-list"),
        (gettext("Proposed rules"), "lessons:rules-list"),
        (gettext("Local support"), "incentives:support-list"),
        (gettext("Talent pool"), "incentives:pool"),
    ]
    return _links([(label, reverse(route)) for label, route in named], request.path)


def crumbs(view: CaseView, *links: Link) -> list[Link]:
    """Where the person comes from, the room, then the page."""
    room = Link(gettext("Lessons and support"), reverse("lessons:case", args=[view.case.pk]))
    return [*homes(view), room, *links]


def _links(named: list[tuple[str, str]], path: str) -> list[Link]:
    here = max((url for _label, url in named if path.startswith(url)), key=len, default="")
    return [Link(label, url, current=url == here) for label, url in named]
