"""The public says something to a notice: a comment, an objection under real name, an anonymous clue."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.notices.domain.sealing import CommentWords, about_comment_file, sealed
from xianxing.pilot.notices.handed_in import FileContent, admitted, file_limits, seal_file
from xianxing.pilot.notices.models import CommentFile, CommentKind, Notice, PublicComment
from xianxing.pilot.notices.queries import takes_comments
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step
from xianxing.workdays.clocks import day_of

LONGEST_TEXT = 5_000
LONGEST_NAME, LONGEST_CONTACT = 100, 200
# Read aloud and typed without mistakes: no letter or digit that looks like another.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH, SECRET_LENGTH = 8, 20  # of 30 letters each: 39 bits to tell apart, 98 bits to keep
MEANINGS: Mapping[str, Means] = {
    CommentKind.COMMENT: Means.COMMENT,
    CommentKind.CLUE: Means.COMMENT,
    CommentKind.OBJECTION: Means.OBJECT_BY_NAME,
}


@dataclass(frozen=True)
class CommentReceipt:
    """What the person takes home: the number, and the secret that nobody here can tell again."""

    number: str
    secret: str


@transaction.atomic
def receive_comment(
    *, notice: Notice, kind: str, words: CommentWords, at: datetime, files: Sequence[FileContent] = ()
) -> CommentReceipt:
    """Take what somebody says to a notice: an item of its case, by the act of the procedure that means it.

    Of a clue neither name nor contact is kept. Refused once the notice has ended or another took its place,
    for an unknown kind, an empty or too long text, for an objection without name and contact, and for files
    as `handed_in.admitted` says. Text and files are kept sealed and are never read here; the record holds a
    digest of each that nobody can guess at.
    """
    words, kept = _cleaned(kind, words), admitted(files, file_limits(day_of(at)))
    step = _step(notice, kind, at)
    number, secret = f"Y{random_letters(NUMBER_LENGTH)}", random_letters(SECRET_LENGTH)
    content, digest = sealed(number, words)
    row = PublicComment.objects.create(
        case=notice.case, notice_number=notice.number, number=number, kind=kind, digest=digest,
        secret=digest_of_secret(secret), received_at=at, sealed=content,
    )  # fmt: skip
    held = [_keep_file(row, place, file) for place, file in enumerate(kept, 1)]
    public = frozenset(role for role in step.actors if _is_public(notice, role))
    try:
        perform(
            case=notice.case, step=step.id, actor=Actor("", public), at=at,
            rests_on=[NamedRow(one) for one in (row, *held)],
            payload={"item": number, "digest": digest},
        )  # fmt: skip
    except Refused as refused:
        raise (_ended() if refused.code == "not_from_here" else refused) from None
    return CommentReceipt(number, secret)


def _keep_file(comment: PublicComment, place: int, file: FileContent) -> CommentFile:
    content, digest = seal_file(about_comment_file(comment.number, place), file)
    return CommentFile.objects.create(
        comment=comment, place=place, size=len(file.content), digest=digest, sealed=content
    )


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret; blanks, hyphens and small letters make no difference."""
    plain = "".join(letter for letter in secret.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _cleaned(kind: str, words: CommentWords) -> CommentWords:
    if kind not in CommentKind.values:
        raise Refused(
            "kind", _("Say what it is, as “kind”: {kinds}.").format(kinds=", ".join(CommentKind.values))
        )
    text, evidence, name, contact = map(cleaned, (words.text, words.evidence, words.name, words.contact))
    if not text:
        raise Refused("text", _("Write what you have to say."))
    if max(len(text), len(evidence)) > LONGEST_TEXT:
        raise Refused(
            "too-long",
            _("Text and evidence take at most {limit} characters each.").format(limit=LONGEST_TEXT),
        )
    if len(name) > LONGEST_NAME or len(contact) > LONGEST_CONTACT:
        raise Refused(
            "too-long",
            _("A name takes at most {name} characters, a contact {contact}.").format(
                name=LONGEST_NAME, contact=LONGEST_CONTACT
            ),
        )
    if kind == CommentKind.CLUE:
        return CommentWords(text, evidence)
    if kind == CommentKind.OBJECTION and not (name and contact):
        raise Refused(
            "name",
            _(
                "An objection is made under the real name: give your name and how to reach you. Both stay "
                "sealed. Without a name you can leave a clue."
            ),
        )
    return CommentWords(text, evidence, name, contact)


def _step(notice: Notice, kind: str, at: datetime) -> Step:
    if not takes_comments(notice, at):
        raise _ended()
    procedure = procedure_of(notice.case.call)
    for step in procedure.steps_from_meaning(notice.case.state, MEANINGS[kind]):
        if any(_is_public(notice, role) for role in step.actors):
            return step
    raise Refused("kind", _("Nothing of this kind can be handed in to this notice."))


def _is_public(notice: Notice, role: str) -> bool:
    return procedure_of(notice.case.call).roles[role].side == "public"


def _ended() -> Refused:
    return Refused(
        "notice-ended",
        _("This notice has ended; it takes no more comments. Turn to the working group directly."),
    )


def random_letters(length: int) -> str:
    """So many random letters and digits of which none looks like another."""
    return "".join(secrets.choice(LETTERS) for _each in range(length))
