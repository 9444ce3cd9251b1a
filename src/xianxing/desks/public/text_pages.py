"""The procedure as a text, for everybody: each clause beside the sentences that rest on it; a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.clauses import ClausePiece, official_text, pieces
from xianxing.desks.public.guide_pages import find
from xianxing.desks.public.steps import loaded
from xianxing.documents.writing import write_text_docx
from xianxing.i18n import current_language, gettext
from xianxing.law import Guide
from xianxing.pilot.calls.models import ProcedureSignOff
from xianxing.pilot.calls.procedure_text import printed_procedure
from xianxing.pilot.calls.queries import sign_offs
from xianxing.pilot.clock import now
from xianxing.procedure.reading import ClauseText, ProcedureText, read_procedure

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class TextRow:
    """A clause with its words, and the sentences that stand under it as (anchor, sentence)."""

    anchor: str
    clause: str
    display: str
    official: tuple[str, ...]
    pieces: tuple[ClausePiece, ...]
    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TextHalf:
    """What rests on the guide, or what is practice."""

    id: str
    title: str
    rows: tuple[TextRow, ...]


@audience("public")
@require_safe
def show(request: HttpRequest, guide: str) -> HttpResponse:
    """The text of one guide's procedure, beside the clauses."""
    law = find(guide)
    text = text_of(law.name)
    signed = [one for one in sign_offs(law.name, at=now()) if one.version == text.version]
    context = {
        "crumbs": [
            Link(gettext("Procedure"), reverse("public:procedure-of", args=[law.name])),
            Link(gettext("As a text"), ""),
        ],
        "law": law,
        "text": text,
        "halves": halves(law, text, current_language()),
        "signed": signed,
    }
    return page_or_json(request, "public/procedure_text.html", context, lambda: text_json(text, signed))


@audience("public")
@require_safe
def word(request: HttpRequest, guide: str) -> HttpResponse:
    """The text as a Word file in the reader's language."""
    del request
    law, language = find(guide), current_language()
    response = HttpResponse(_docx(law, language), content_type=WORD)
    name = f"procedure-{law.name}-{language}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@lru_cache(maxsize=8)
def text_of(guide: str) -> ProcedureText:
    """A guide's procedure as a text, written once: it doesn't change while we serve."""
    return read_procedure(loaded(guide))


def halves(law: Guide, text: ProcedureText, language: str) -> list[TextHalf]:
    """The text laid out for a page: what rests on the guide, then practice; sentences in `language`."""
    parts = (
        ("guide", gettext("What the guide says"), text.by_guide),
        ("practice", gettext("The working group's practice"), text.by_practice),
    )
    return [TextHalf(key, title, _rows(law, clauses, key, language)) for key, title, clauses in parts]


def text_json(text: ProcedureText, signed: Iterable[ProcedureSignOff]) -> dict[str, object]:
    """The text as JSON, both languages, with who signed its version off."""
    return {
        "guide": text.guide,
        "version": text.version,
        "digest": text.digest,
        "signed_off": [
            {
                "by": one.signed_by.name,
                "at": one.signed_at.isoformat(),
                "text": one.text_digest,
                "statement": one.statement,
            }
            for one in signed
        ],
        "sentences": [
            {"id": one.id, "clause": one.clause, "practice": one.practice, "zh": one.zh, "en": one.en}
            for one in text.sentences()
        ],
    }


def _rows(law: Guide, clauses: Iterable[ClauseText], half: str, language: str) -> tuple[TextRow, ...]:
    official, made = official_text(law), list[TextRow]()
    for part in clauses:
        clause = law.clauses.get(part.clause)
        made.append(
            TextRow(
                anchor=f"{half}-{part.clause}",
                clause=part.clause if clause else "",
                display=part.display or gettext("No clause"),
                official=official.get(part.clause, ()),
                pieces=tuple(pieces(str(clause.text), clause.hedges)) if clause else (),
                sentences=tuple((one.id, one.name(language)) for one in part.sentences),
            )
        )
    return tuple(made)


@lru_cache(maxsize=8)
def _docx(law: Guide, language: str) -> bytes:
    del language  # of the words that are written: another entry of the cache
    target = io.BytesIO()
    write_text_docx(printed_procedure(text_of(law.name), str(law.label)), target, datetime.now(UTC))
    return target.getvalue()
