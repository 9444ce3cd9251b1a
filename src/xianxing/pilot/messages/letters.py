"""What a letter about a message says, in Chinese and then in English: act, limit and place, no contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.messages.domain.links import LANGUAGES
from xianxing.pilot.messages.domain.together import cases_of
from xianxing.pilot.messages.kinds import ASKING, action, reference
from xianxing.pilot.messages.limits import DUE, limit_words
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


def digest_about(messages: Sequence[Message]) -> tuple[str, str]:
    """Subject and body of one letter about several messages: by project what is asked, until when, where."""
    subjects: list[str] = []
    bodies: list[str] = []
    for language in LANGUAGES:
        with override(language):
            subjects.append(_("Xianxing: messages of the day ({count})").format(count=len(messages)))
            bodies += _by_project(messages)
            bodies.append(_("This letter carries no contents. Xianxing never asks for a password by e-mail."))
    return " / ".join(subjects), "\n\n".join(bodies) + "\n"


def _by_project(messages: Sequence[Message]) -> Iterator[str]:
    """A paragraph a project: its number, then each message with act, limit and address, what is due first."""
    named: dict[str, list[Message]] = {}
    for message in messages:
        named.setdefault(_number(message), []).append(message)
    for number, found in sorted(named.items()):
        head = _("Project {number}").format(number=number) if number else _("Without a project's number")
        lines = [head]
        for message in sorted(found, key=lambda one: (str(one.params.get(DUE, "9999")), one.pk)):
            about = " ".join(_asked(message)) or _("There is news")
            lines.append(_("- {about} {url}").format(about=about, url=place_of(message)))
        yield "\n".join(lines)


def lines_about(message: Message) -> list[str]:
    """Case, act and limit of a message, a line each, in the language active now."""
    number = _number(message)
    return [*([_("Project {number}").format(number=number)] if number else []), *_asked(message)]


def _number(message: Message) -> str:
    """The numbers of the message's cases; "" where they have none, or are stopped for secrecy."""
    return _(", ").join(number for case in _going_on(message) if (number := reference(case)))


def _asked(message: Message) -> list[str]:
    """The act that a message asks for and its limit; nothing for news, and where every case is stopped."""
    asked = "" if message.case is not None and not _going_on(message) else action(message)
    if not asked:
        return []
    limit = limit_words(message.params)
    return [_("To do: {action}").format(action=asked), *([limit] if limit else [])]


def _going_on(message: Message) -> list[Case]:
    """The cases of which a message tells and that aren't stopped for secrecy, in its order."""
    if message.case is None:
        return []
    told = cases_of(message)
    others = Case.objects.select_related("call").filter(pk__in=told) if len(told) > 1 else [message.case]
    known = {str(case.pk): case for case in others}
    stopped = {str(pk) for pk in stopped_cases().filter(pk__in=told).values_list("pk", flat=True)}
    return [known[one] for one in told if one in known and one not in stopped]


def place_of(message: Message) -> str:
    """The address that leads, after log-in, to where the message is attended to."""
    return f"{settings.XIANXING_SITE_URL}{settings.XIANXING_INBOX_PATH}{message.pk}/"


def _subject(kind: str) -> str:
    if kind == "invited":
        return _("Xianxing: your institution is invited to take part in a filing")
    if kind in ASKING:
        return _("Xianxing: something waits for you")
    return _("Xianxing: you have a new message")
