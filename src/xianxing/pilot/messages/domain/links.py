"""Letters with a link that works once: put into the outbox with the act, sealed until they are sent."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.pilot.messages.kinds import LINKS, unknown_kind
from xianxing.pilot.messages.models import LinkLetter
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import open_value, seal_value

LANGUAGES = ("zh-hans", "en")
LONGEST_LINK = 4096


def post(*, to: str, kind: str, link: str) -> LinkLetter:
    """Put a letter into the outbox within the caller's transaction; if that fails, nothing is sent.

    The link lies sealed until the letter is sent or given up, and is then forgotten. ValueError for a kind
    that `kinds.LINKS` doesn't know.
    """
    if kind not in LINKS:
        raise ValueError(unknown_kind(kind))
    sealed = seal_value(master_keys(), about_link(kind, to), link.encode())
    return LinkLetter.objects.create(kind=kind, to=to, sealed=sealed)


def written(letter: LinkLetter) -> tuple[str, str]:
    """Subject and body of a letter that waits, in Chinese and then in English; the link stands once.

    KeyFileError or DamagedError where the link can't be opened.
    """
    about = about_link(letter.kind, letter.to)
    link = open_value(master_keys(), about, bytes(letter.sealed), most=LONGEST_LINK).decode()
    subjects, texts, ends = [], [], []
    for language in LANGUAGES:
        with override(language):
            subject, text = LINKS[letter.kind]
            subjects.append(str(subject))
            texts.append(str(text))
            ends.append(_("Xianxing sends no attachments and never asks for a password."))
    return " / ".join(subjects), "\n\n".join([*texts, link, *ends]) + "\n"


def about_link(kind: str, to: str) -> bytes:
    """What a sealed link is bound to, so that it can't be sent to another address."""
    return f"{kind} link to {to}".encode()
