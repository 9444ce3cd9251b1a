"""What a paper says, from the guide's template and an act; and how that is set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import OfficialPaper, write_official_pdf
from xianxing.documents.writing.official_docx import write_official_docx
from xianxing.law.papers import UNIT, PaperForm, PaperIssuer, PaperTemplate, filled, placeholders
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.values import (
    ActSaid,
    PaperScene,
    chinese_day,
    clause_words,
    organ_name,
    short_organ_name,
    values,
)
from xianxing.pilot.protection.namings import text_named


@dataclass(frozen=True)
class PaperText:
    """A paper as it is kept: its words, who may read it besides those who judge, what it was made of.

    `readers` are keys of units; `fields` the placeholders that its template has, with what stood there;
    `deputed` says who acted for whom, where a deputy did.
    """

    title: str
    official: bool
    issuers: tuple[str, ...]
    proxy: str
    printed_by: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    paragraphs: tuple[str, ...]
    day: str
    basis: str
    readers: tuple[str, ...]
    fields: Mapping[str, str]
    deputed: str = ""

    def kept(self) -> dict[str, Any]:
        """As plain data for the row."""
        plain = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


def paper_text(
    scene: PaperScene, act: ActSaid, kind: str, members: Mapping[str, frozenset[str]], *, whole: bool = False
) -> PaperText | None:
    """The paper of a kind that comes of an act; None where the guide makes none of this kind here.

    `members` are the case's groups. Asked for the `whole`, to be looked at beforehand, a sign stands for what
    isn't known; else a paragraph of which something isn't known is left out.
    """
    template = scene.guide.papers.of(kind)
    if template is None:
        return None
    with override("zh-hans"):
        said = values(scene, act, kind)
        issuer, names = _issuers(scene, act, template)
        said["issuer"] = "、".join(names)
        shown = {name: value or _("[not known yet]") for name, value in said.items()} if whole else said
        groups = {name: members.get(name, frozenset()) for name in (*template.to, *template.copies)}
        return PaperText(
            title=filled(template.title, {name: value or "〔 〕" for name, value in said.items()}),
            official=template.form is PaperForm.OFFICIAL,
            issuers=names,
            proxy=short_organ_name(scene.guide, issuer.proxy, act.day) if issuer and issuer.proxy else "",
            printed_by=issuer.printed_by or names[0] if issuer else names[0],
            to=_addressed(scene, act, template.to, groups),
            copies=_addressed(scene, act, template.copies, groups),
            paragraphs=_paragraphs(template, shown),
            day=act.day.isoformat(),
            basis=_basis(scene, act),
            readers=_readers(scene, act, template, members),
            fields={name: said.get(name, "") for name in _named(template)},
            deputed=_deputed(act),
        )


def pdf_of(paper: CasePaper) -> bytes:
    """The paper as PDF, the same bytes each time. Sets a page: never call it inside a transaction."""
    with override("zh-hans"):
        return write_official_pdf(_set(paper, free_font=True), made=paper.made_at)


def docx_of(paper: CasePaper) -> bytes:
    """The paper as Word document, the same bytes each time."""
    with override("zh-hans"):
        return write_official_docx(_set(paper, free_font=False), made=paper.made_at)


def digest_of(paper: CasePaper) -> str:
    """SHA-256 of what the paper says, in canonical form: what its event names it by."""
    return hashlib.sha256(text_named(paper.content)).hexdigest()


def signatures(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines below a paper's body: its issuers, who seals in their place, who acted as deputy."""
    with override("zh-hans"):
        proxy = [_("(sealed by {organ} in its place)").format(organ=said["proxy"])] if said["proxy"] else []
    deputed = [said["deputed"]] if said.get("deputed") else []
    return (*said["issuers"], *proxy, *deputed)


def _set(paper: CasePaper, *, free_font: bool) -> OfficialPaper:
    said, day = paper.content, chinese_day(date.fromisoformat(paper.content["day"]))
    small = [
        _("Basis: {basis} · place in the log: {place}").format(basis=said["basis"], place=paper.place),
        _("SHA-256 of what is said here: {digest}").format(digest=digest_of(paper)),
        _("The seal is not verified by this system."),
    ]
    if free_font:
        small[-1] += _("Set in the nearest free font.")
    return OfficialPaper(
        title=said["title"],
        paragraphs=tuple(said["paragraphs"]),
        signed=signatures(said),
        signed_day=day,
        marks=tuple(said["issuers"]) if said["official"] else (),
        number=paper.number or _("Number to be given"),
        to="、".join(said["to"]),
        copies="、".join(said["copies"]),
        printed_by=said["printed_by"],
        printed_day=day,
        small=tuple(small),
        water=_("DEMO") if settings.DEMO else "",
    )


def _issuers(
    scene: PaperScene, act: ActSaid, template: PaperTemplate
) -> tuple[PaperIssuer | None, tuple[str, ...]]:
    own = scene.names(frozenset((act.unit,)))
    if template.issuer == UNIT and own:
        return None, tuple(own)
    issuers = scene.guide.papers.issuers
    issuer = issuers.get(template.issuer) or next(iter(issuers.values()), None)
    if issuer is None:
        return None, tuple(own) or ("—",)
    return issuer, tuple(organ_name(scene.guide, organ, act.day) for organ in issuer.organs)


def _addressed(
    scene: PaperScene, act: ActSaid, named: Iterable[str], groups: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    found: list[str] = []
    for name in named:
        if name in scene.guide.organs:
            found.append(organ_name(scene.guide, name, act.day))
        else:
            found += scene.names(groups[name])
    return tuple(dict.fromkeys(found))


def _paragraphs(template: PaperTemplate, said: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs that have something to say; one that only announces the next goes with it."""
    kept: list[str] = []
    for text in template.paragraphs:
        words = filled(text, said)
        if not words and kept and kept[-1].endswith("：") and placeholders(text):
            kept.pop()
        kept += [line.strip() for line in words.splitlines() if line.strip()]
    return tuple(kept)


def _basis(scene: PaperScene, act: ActSaid) -> str:
    clauses = "、".join(clause_words(scene.guide, act.step.basis or act.step.serves))
    if act.step.basis:
        return clauses
    return _("the working group's practice (serves {clauses})").format(clauses=clauses)


def _readers(
    scene: PaperScene, act: ActSaid, template: PaperTemplate, members: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    groups = (*template.to, *template.copies, *template.readers)
    keys = {key for name in groups for key in members.get(name, frozenset())}
    return tuple(unit.key for unit in scene.units if unit.key in keys | {act.unit})


def _deputed(act: ActSaid) -> str:
    if not act.deputy:
        return ""
    return _("(done by {deputy} by delegation of {delegator})").format(
        deputy=act.deputy, delegator=act.delegator
    )


def _named(template: PaperTemplate) -> list[str]:
    texts = (template.title, *template.paragraphs)
    return sorted({name for text in texts for name in placeholders(text)})
