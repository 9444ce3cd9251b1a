"""The kinds of messages and their sentences, made when they are read."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.messages.models import Message
from xianxing.procedure.model import Procedure

# Every kind that may be told, with its sentence; {step} and {state} are named by the case's procedure.
SENTENCES = {
    "turn": gettext_lazy("It is your turn: the project now stands at “{state}”."),
    "done": gettext_lazy("“{step}” was done; the project now stands at “{state}”."),
    "late": gettext_lazy("A limit has passed while the project stands at “{state}”."),
    "secrecy": gettext_lazy("The project was stopped and its files were put aside; the group will explain."),
    "secrecy_over": gettext_lazy("The stop of the project was lifted."),
    "voided": gettext_lazy("The filing was changed; all confirmations are void and must be given again."),
    "comment": gettext_lazy("A comment in the filing is addressed to you."),
    "question": gettext_lazy("An applicant asks the working group a question."),
    "answer": gettext_lazy("The working group has answered your question."),
    "joined": gettext_lazy("A unit has joined the filing."),
    "left": gettext_lazy("A unit no longer takes part in the filing."),
    "invited": gettext_lazy("Your unit was named in a filing; please say whether it takes part."),
    "contacts": gettext_lazy("Your institution has fewer contacts than the guide asks for; name others."),
    "claim": gettext_lazy("An institution was claimed and waits to be confirmed."),
    "claim_decided": gettext_lazy("The claim of your institution was decided."),
    "extended": gettext_lazy("The window of the call was extended."),
}  # fmt: skip

# Every kind of letter with a link: its subject, and what stands above the link.
LINKS = {
    "password": (
        gettext_lazy("Set your password"),
        gettext_lazy("Set your password here. The link works once and for one day:"),
    ),
    "claim": (
        gettext_lazy("Claim an institution"),
        gettext_lazy("Claim your institution here. The link works for one day:"),
    ),
    "account_exists": (
        gettext_lazy("Claim an institution"),
        gettext_lazy("You have an account already. Log in, then claim the institution from your account:"),
    ),
    "invitation": (
        gettext_lazy("Invitation"),
        gettext_lazy("You are invited to work for an institution. The link works once and for seven days:"),
    ),
}


def sentence(message: Message) -> str:
    """What a message says, in the language active now; the case must come with its call and guide loaded."""
    words: dict[str, object] = dict(message.params)
    if message.case is not None:
        words |= _named(procedure_of(message.case.call), message.params)
    return str(SENTENCES[message.kind]).format(**words)


def _named(procedure: Procedure, params: dict[str, object]) -> dict[str, object]:
    """Step and state under their names; one that the pinned procedure doesn't know keeps its id."""
    language = get_language() or "zh-hans"
    found: dict[str, object] = {}
    for key, known in (("step", procedure.steps), ("state", procedure.states)):
        identifier = str(params.get(key, ""))
        found[key] = known[identifier].name(language) if identifier in known else identifier
    return found


def unknown_kind(kind: str) -> str:
    """The sentence for a caller who names a kind that doesn't exist."""
    return _("There is no kind of message “{kind}”.").format(kind=kind)
