"""The rooms of the desk, by what people do in them, as far as a person may enter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import belongs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.parties.permissions import is_secretariat


@dataclass(frozen=True)
class RoomGroup:
    """Rooms in which people do work of one kind."""

    label: str
    links: tuple[Link, ...]


def links(request: HttpRequest) -> list[RoomGroup]:
    """The rooms of the desk that this person may enter; current is the one that the page belongs to."""
    every = [*(_of_staff() if belongs("staff", roles_here(request)) else []), _of_rules(request)]
    rooms = [url for _group, named in every for _label, url in named if request.path.startswith(url)]
    current = max(rooms, key=len, default="")
    return [
        RoomGroup(group, tuple(Link(label, url, current=url == current) for label, url in named))
        for group, named in every
    ]


def _of_staff() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            gettext("Filing and selection"),
            [
                (gettext("What is due"), reverse("desk:home")),
                (gettext("Search"), reverse("desk:search")),
                (gettext("Comparison"), reverse("desk:comparison")),
                (gettext("Shared things"), reverse("desk:shared")),
                (gettext("Handlers"), reverse("desk:handlers")),
                (gettext("Many at once"), reverse("desk:resolutions")),
                (gettext("Meetings"), reverse("desk:meetings")),
                (gettext("Experts"), reverse("experts:pool")),
            ],
        ),
        (
            gettext("Trials"),
            [
                (gettext("Open in trials"), reverse("desk:matters")),
                (gettext("Monitoring"), reverse("supervision:list")),
                (gettext("Trial reports"), reverse("reports:list")),
                (gettext("Changes"), reverse("changes:list")),
                (gettext("Inspections"), reverse("inspections:list")),
                (gettext("Incidents"), reverse("incidents:list")),
                (gettext("Complaints"), reverse("complaints:ledger")),
                (gettext("Toolbox"), reverse("tools:index")),
            ],
        ),
        (
            gettext("Results of the pilot"),
            [
                (gettext("The pilot in numbers"), reverse("figures:index")),
                (gettext("Lessons and support"), reverse("lessons:list")),
                (gettext("Archive"), reverse("archive:list")),
            ],
        ),
    ]


def _of_rules(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    named = []
    if belongs("staff", roles_here(request)):
        named = [
            (gettext("Calls and paper"), reverse("desk:correspondence")),
            (gettext("Manage calls"), reverse("desk:calls")),
            (gettext("Classified protection"), reverse("classified:table")),
        ]
    named.append((gettext("Procedures"), reverse("desk:sign-offs")))
    if is_secretariat(roles_here(request)):
        named.append((gettext("Questions"), reverse("desk:questions")))
        named.append((gettext("Requests about personal information"), reverse("privacy:list")))
    return gettext("The office"), named
