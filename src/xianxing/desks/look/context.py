"""What the frame of every page needs: navigation, the other language, the demonstration's banner."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url

from xianxing.i18n import current_language, gettext


@dataclass(frozen=True)
class Link:
    """A link of the navigation; `current` marks the section the reader is in."""

    label: str
    url: str
    current: bool = False
    lang: str = ""


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: the same for every page, from the address alone."""
    language = current_language()
    return {
        "demo": settings.DEMO,
        "html_lang": "en" if language == "en" else "zh-Hans-CN",
        "is_english": language == "en",
        "doors": doors(request.path),
        "other_language": other_language(request, language),
        "home_url": reverse("public:home"),
        "components_url": reverse("public:components"),
        "site_owner": "" if settings.DEMO else settings.SITE_OWNER,
        "icp_number": "" if settings.DEMO else settings.ICP_NUMBER,
        "police_number": "" if settings.DEMO else settings.POLICE_NUMBER,
    }


def doors(path: str) -> list[Link]:
    """The doors of the site."""
    labelled = [
        (gettext("Calls"), reverse("public:calls")),
        (gettext("Notices"), reverse("public:notices")),
        (gettext("Register"), reverse("public:register")),
        (gettext("Guide"), reverse("public:guides")),
        (gettext("Procedure"), reverse("public:procedure")),
        (gettext("Calendar"), reverse("public:workdays")),
        (gettext("Check a filing"), reverse("public:check")),
        (gettext("Complaints and suggestions"), reverse("complaints:intake")),
    ]
    return [Link(label, url, current=path.startswith(url)) for label, url in labelled]


def other_language(request: HttpRequest, language: str) -> Link:
    """The same page in the other language; the first page of that language where this page doesn't exist."""
    code, label, lang = ("zh-hans", "简体中文", "zh-Hans") if language == "en" else ("en", "English", "en")
    here = request.get_full_path()
    there = translate_url(here, code)
    return Link(label, there if there != here else translate_url(reverse("public:home"), code), lang=lang)
