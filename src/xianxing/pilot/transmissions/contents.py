"""What goes into a package, file by file, and what is missing before one can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.law import Guide
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.models import Body, MaterialVersion, StoredFile
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.filings.word.printing import printed_body
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.texts import docx_of, pdf_of
from xianxing.pilot.transmissions.letters import letter_of, papers_of_group
from xianxing.pilot.transmissions.parts import PackagePart, PartKind, parts
from xianxing.pilot.transmissions.sheets import course_sheet, public_sheet

Pieces = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class PackageFile:
    """A file to be packed; its bytes are made or fetched when they are asked for."""

    part: PartKind
    name: str
    pieces: Pieces


@dataclass
class PackageContents:
    """The files of a package by part, and in words what each part lacks; with `missing` none is made."""

    files: list[PackageFile] = field(default_factory=list)
    lacks: list[tuple[PartKind, str]] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """What is lacking of the parts that must be there, in words."""
        needed = {part.kind for part in parts() if part.required}
        return [words for kind, words in self.lacks if kind in needed]

    def lack(self, kind: PartKind, words: str) -> None:
        """Note that a part lacks something."""
        self.lacks.append((kind, words))

    def of(self, part: PackagePart) -> list[PackageFile]:
        """The files of a part."""
        return [one for one in self.files if one.part is part.kind]


def contents_of(view: CaseView, *, at: datetime) -> PackageContents:
    """Everything that a package of this case would hold now. Makes no page and reads no file yet."""
    found = PackageContents()
    body = filed_body(view)
    _letter(view, found)
    if body is None or not bytes(body.canonical):
        found.lack(PartKind.FORM, _("what was filed: its contents were erased"))
    else:
        _form(body, found, at)
        _materials(body, found)
    _course(view, found, at)
    _public_sheet(view, found, at)
    for part in parts():
        if not found.of(part) and part.kind not in {kind for kind, _words in found.lacks}:
            found.lack(part.kind, _("{part}: there is nothing").format(part=part.name(current_language())))
    return found


def filed_body(view: CaseView) -> Body | None:
    """The body that was filed last."""
    filed = Body.objects.filter(filing=view.filing, filed_at__isnull=False)
    return filed.select_related("filing__case__call").order_by("-filed_at", "-pk").first()


def _add(found: PackageContents, kind: PartKind, name: str, made: Pieces) -> None:
    folder = next(part.folder for part in parts() if part.kind is kind)
    stem, dot, ending = safe_name(name).rpartition(".")
    taken, path, number = {one.name for one in found.files}, f"{folder}/{stem}{dot}{ending}", 2
    while path in taken:
        path, number = f"{folder}/{stem}-{number}{dot}{ending}", number + 1
    found.files.append(PackageFile(kind, path, made))


def _letter(view: CaseView, found: PackageContents) -> None:
    letter = letter_of(view)
    if letter is None:
        found.lack(
            PartKind.LETTER,
            _("the letter to CSRC: it is made by the step that reports the case or selects the project"),
        )
        return
    if not letter.number:
        message = _("the number of the letter “{title}”: enter it on the letter's page")
        found.lack(PartKind.LETTER, message.format(title=letter.content["title"]))
    _paper(found, PartKind.LETTER, letter, word=True)
    for back in letter.returned.filter(file__isnull=False, file__erased_at__isnull=True):
        if back.file is not None:
            _add(found, PartKind.LETTER, back.name, _stored(back.file))


def _form(body: Body, found: PackageContents, at: datetime) -> None:
    for name, made in printed_body(body, at=at):
        _add(found, PartKind.FORM, name, _once(made))
    _add(found, PartKind.FORM, f"{body.digest}.json", lambda: [bytes(body.canonical)])


def _materials(body: Body, found: PackageContents) -> None:
    """The files that the body names, by digest; what isn't there is missing, and a kind that must be."""
    guide, listed = guide_of(body.filing.case.call), content_of(body).get("files")
    entries = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    rows = MaterialVersion.objects.filter(material__filing=body.filing_id, file__erased_at__isnull=True)
    stored = {row.file.sha256: row.file for row in rows.select_related("file")}
    for entry in entries:
        held, name = stored.get(str(entry.get("sha256", ""))), str(entry.get("file", ""))
        if held is None:
            found.lack(PartKind.MATERIALS, _("the file “{name}”: its bytes are not here").format(name=name))
        else:
            _add(found, PartKind.MATERIALS, name.rpartition("/")[2] or held.sha256, _stored(held))
    for words in _kinds_missing(guide, {str(entry.get("kind", "")) for entry in entries}):
        found.lack(PartKind.MATERIALS, words)


def _kinds_missing(guide: Guide, kinds: set[str]) -> Iterator[str]:
    for kind in guide.materials.values():
        if kind.mandatory and kind.key not in kinds:
            yield _("a file that the guide requires: {kind}").format(kind=kind.label)


def _course(view: CaseView, found: PackageContents, at: datetime) -> None:
    for ending, made in course_sheet(view, at=at).items():
        _add(found, PartKind.COURSE, f"办理情况.{ending}", _once(made))
    letter = letter_of(view)
    for paper in papers_of_group(view):
        if letter is None or paper.pk != letter.pk:
            _paper(found, PartKind.COURSE, paper, word=False)


def _public_sheet(view: CaseView, found: PackageContents, at: datetime) -> None:
    sheet = preview(view.filing)
    if sheet.entries:
        _add(found, PartKind.PUBLIC_SHEET, "公示表.pdf", _once(public_sheet(view, sheet, at=at)))
        _add(found, PartKind.PUBLIC_SHEET, f"{sheet.digest}.json", lambda: [sheet.canonical])


def _paper(found: PackageContents, kind: PartKind, paper: CasePaper, *, word: bool) -> None:
    title = str(paper.content["title"])
    _add(found, kind, f"{title}.pdf", lambda: [pdf_of(paper)])
    if word:
        _add(found, kind, f"{title}.docx", lambda: [docx_of(paper)])


def _stored(held: StoredFile) -> Pieces:
    return lambda: pieces(held)


def _once(made: Callable[[], bytes]) -> Pieces:
    return lambda: [made()]
