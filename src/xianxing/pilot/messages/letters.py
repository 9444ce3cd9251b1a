"""What a letter about a message says, in Chinese and then in English: act, limit and place, no contents."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.messages.domain.links import LANGUAGES
from xianxing.pilot.messages.kinds import ASKING, action, reference
from xianxing.pilot.messages.limits import limit_words
from xianxing.pilot.messages.models import Message


def letter_about(message: Message) -> tuple[str, str]:
    """Subject and body.

    A letter names the case by its number, the act that is asked for, its limit, and the page that leads there
    after log-in. It never says anything of a filing, of news only that there is some, and of a case that is
    stopped for secrecy by now nothing at all.
    """
    subjects, bodies = [], []
    for language in LANGUAGES:
        with override(language):
            subjects.append(_subject(message.kind))
            where = _("Log in to read it: {url}").format(url=place_of(message))
            bodies.append("\n".join([*lines_about(message), where]))
            bodies.append(_("This letter carries no contents. Xianxing never asks for a password by e-mail."))
    return " / ".join(subjects), "\n\n".join(bodies) + "\n"


def lines_about(message: Message) -> list[str]:
    """Case, act and limit of a message, a line each, in the language active now."""
    if message.case is not None and stopped_cases().filter(pk=message.case.pk).exists():
        return []
    number = reference(message.case) if message.case else ""
    asked = action(message)
    return [
        *([_("Project {number}").format(number=number)] if number else []),
        *([_("To do: {action}").format(action=asked)] if asked else []),
        *([limit_words(message.params)] if asked and limit_words(message.params) else []),
    ]


def place_of(message: Message) -> str:
    """The address that leads, after log-in, to where the message is attended to."""
    return f"{settings.XIANXING_SITE_URL}{settings.XIANXING_INBOX_PATH}{message.pk}/"


def _subject(kind: str) -> str:
    if kind == "invited":
        return _("Xianxing: your institution is invited to take part in a filing")
    if kind in ASKING:
        return _("Xianxing: something waits for you")
    return _("Xianxing: you have a new message")
