"""What the frame shows: who is logged in, where their work is, and the demonstration's strip."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.accounts.guests import guest_on_page
from xianxing.desks.accounts.limits import has_second_factor
from xianxing.desks.audience import belongs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.permissions import deals_for_institution
from xianxing.pilot.messages.queries import unread_count
from xianxing.pilot.parties.enums import OfficerRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_secretariat


def account(request: HttpRequest) -> dict[str, object]:
    """Context processor: `account_links`, `account_person`, `account_inbox` with `account_unread`.

    Also `openid`, the provider by which one may log in, `unsent_url` where what is typed is kept, `guest` on
    a page that an expert reached by link and code, and in the demonstration `demo_now`, `demo_code`.

    Unread messages are counted where a template asks: never for a visitor, nor for a piece of a page. Error
    pages that come before the session was read show a visitor's frame.
    """
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    context: dict[str, object] = {
        "account_person": person,
        "account_links": _links(request) if person else [],
        "openid": settings.OIDC,
    }
    if person and has_second_factor(request):
        inbox = reverse("portal:inbox")
        context["account_inbox"] = Link(gettext("Messages"), inbox, current=request.path == inbox)
        context["account_unread"] = partial(unread_count, person)
        context["unsent_url"] = reverse("accounts:unsent")
    guest = guest_on_page(request)
    if guest is not None:
        context["guest"], context["unsent_url"] = guest, reverse("experts:unsent")
    if settings.DEMO:
        from xianxing.desks.accounts.demo_pages import code_for

        context["demo_now"] = now()
        context["demo_code"] = code_for(person) if person else None
    return context


def _links(request: HttpRequest) -> list[Link]:
    who = roles_here(request)
    offices = {
        OfficerRole.SYSTEM: [(gettext("Accounts"), "accounts:people")],
        OfficerRole.SECURITY: [
            (gettext("Policies and appointments"), "accounts:policies"),
            (gettext("Secrecy"), "accounts:secrecy"),
            (gettext("Retention"), "accounts:retention"),
        ],
        OfficerRole.AUDIT: [
            (gettext("Access log"), "accounts:access-log"),
            (gettext("Witnesses"), "accounts:witnesses"),
        ],
    }
    entries = list(offices[who.officer]) if who.officer else []
    if who.institutions:
        entries.append((gettext("My filings"), "portal:filings"))
        entries.append((gettext("My institution"), "accounts:institutions"))
    if deals_for_institution(who):
        entries.append((gettext("Complaints"), "complaints:own"))
    if belongs("staff", who):
        entries.append((gettext("Desk"), "desk:home"))
    elif belongs("legal_reviewer", who):
        entries.append((gettext("Procedures"), "desk:sign-offs"))
    if belongs("csrc", who):
        entries.append((gettext("CSRC's desk"), "csrc:home"))
    if belongs("tools", who):
        entries.append((gettext("Toolbox"), "tools:index"))
    if belongs("expert_or_guest", who):
        entries.append((gettext("Expert opinions"), "experts:home"))
    if is_secretariat(who):
        entries.append((gettext("Claims"), "accounts:claims"))
        entries.append((gettext("Secrecy"), "accounts:secrecy"))
    return [Link(label, reverse(name), current=request.path == reverse(name)) for label, name in entries]
