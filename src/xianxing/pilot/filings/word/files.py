"""A file that claims to be a filled form: whether it is, what it was filled with, what people should know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.documents.forms_back import FormBack, match_form
from xianxing.documents.forms_back.matching import stamp_of
from xianxing.documents.forms_back.raw import RawForm
from xianxing.documents.model import Document
from xianxing.documents.writing.stamp import DIGITS, Stamp
from xianxing.i18n import gettext
from xianxing.law import Guide
from xianxing.law.text import plain
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.cells import MOST_ROWS
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.draft.values import Value
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, Unit
from xianxing.pilot.filings.word.comparing import Given
from xianxing.pilot.filings.word.printing import printed_form
from xianxing.pilot.refusal import Refused

MOST_HIDDEN = 5
_EXPECTED = frozenset({"tracked-changes", "comments", "hidden-text", "name-mismatch"})


def recognised(filing: Filing, unit: Unit | None, document: Document, raw: RawForm | None) -> FormBack:
    """The form as read, or Refused: no form, or another form, guide, version, filing or unit."""
    guide = guide_of(filing.case.call)
    if raw is None:
        fatal = next((problem.code for problem in document.problems if problem.fatal), "")
        if fatal in ("encrypted", "too-large", "legacy-office"):
            raise Refused(fatal, _unreadable()[fatal])
        raise Refused("no-form", _("This is no Word file that can be read; save it as .docx once more."))
    _refuse_stamp(filing, unit, guide, stamp_of(raw))
    back = match_form(guide, raw)
    if back is None:
        raise Refused("no-form", _("No cell of the form was found in this file."))
    if back.form != printed_form(unit).key:
        raise _other_form(unit)
    for path, rows in back.tables.items():
        if len(rows) > MOST_ROWS:
            label = guide.field(path).label
            message = _("“{label}”: a table takes at most {count} rows.")
            raise Refused("rows", message.format(label=label, count=MOST_ROWS))
    return back


def _other_form(unit: Unit | None) -> Refused:
    wanted = gettext(printed_form(unit).name)
    return Refused("other-form", _("This file is another form; {form} is read in here.").format(form=wanted))


def _unreadable() -> dict[str, str]:
    return {
        "encrypted": _("The file is protected by a password; save it without one."),
        "too-large": _("The file is larger than a form can be."),
        "legacy-office": _("The file is of the format before 2007 (.doc, .wps); save it as .docx."),
    }


def _refuse_stamp(filing: Filing, unit: Unit | None, guide: Guide, stamp: Stamp | None) -> None:
    if stamp is None:
        return
    if stamp.form != printed_form(unit).key:
        raise _other_form(unit)
    if stamp.guide != guide.name:
        raise Refused(
            "other-guide",
            _(
                "This form belongs to another guide; this filing is under “{guide}”. "
                "Download this filing's form and copy your text into it."
            ).format(guide=guide.label),
        )
    if stamp.guide_digest != guide.digest[:DIGITS]:
        raise Refused(
            "other-version",
            _("This form was made from another version of the guide; download it again and copy your text."),
        )
    if stamp.case and stamp.case != filing.pk.hex:
        raise Refused(
            "other-filing",
            _(
                "This form was filled from another filing. "
                "Download this filing's form and copy your text into it."
            ),
        )
    if stamp.case and stamp.unit != (unit.key if unit else ""):
        raise Refused("other-unit", _("This sheet is another unit's."))


def refuse_other_unit(form: FilingForm, unit: Unit | None, back: FormBack) -> None:
    """Refused for a sheet whose code is another unit's of the filing: its stamp may be lost."""
    code = plain(back.cells.get("unit.uscc", "")) if unit else ""
    others = {plain(other.uscc) for other in form.units if unit and other.pk != unit.pk}
    if code and code in others:
        raise Refused("other-unit", _("This sheet is another unit's."))


def given_out(filing: Filing, unit: Unit | None, at: datetime) -> Given:
    """What the form was filled with, from the versions that were the latest then. Two queries at most."""
    cells = list(filing.cells.filter(unit=unit).order_by("position", "pk"))
    later = [cell.pk for cell in cells if cell.updated_at > at]
    versions = CellVersion.objects.filter(cell__in=later, at__lte=at).order_by("version") if later else ()
    then = {version.cell_id: version for version in versions}
    plain_cells: dict[str, Value] = {}
    rows: dict[str, dict[UUID, Value]] = {}
    for cell in cells:
        held: Cell | CellVersion | None = then.get(cell.pk) if cell.updated_at > at else cell
        if held is None or held.removed:
            continue
        if cell.row is None:
            plain_cells[cell.path] = held.value
        else:
            rows.setdefault(cell.path, {})[cell.row] = held.value
    return Given(plain_cells, rows)


def notes_on(document: Document, back: FormBack, guide: Guide) -> tuple[str, ...]:
    """Sentences about the file that the person should know before taking anything over."""
    found = [*_changes(document), *_hidden(document)]
    for path in back.twice:
        label = guide.field(path).label
        found.append(
            _("“{label}” stands in the file twice with different texts; the first was read.").format(
                label=label
            )
        )
    if back.stamp is None or not back.stamp.case:
        found.append(
            _(
                "The file doesn't say what it was filled with, so its empty cells are left alone and no row "
                "is taken out."
            )
        )
    others = sorted({problem.code for problem in document.problems} - _EXPECTED)
    if others:
        found.append(_("The file carries more than text ({codes}).").format(codes="、".join(others)))
    return tuple(found)


def _changes(document: Document) -> Iterator[str]:
    for problem in document.problems:
        if problem.code == "tracked-changes":
            yield _(
                "Tracked changes were left in ({inserted} insertions, {deleted} deletions): inserted text "
                "was read, deleted text was not."
            ).format(inserted=problem.detail.get("inserted", 0), deleted=problem.detail.get("deleted", 0))
        elif problem.code == "comments":
            yield _("{count} comments were left in; they were not read.").format(
                count=problem.detail.get("count", 0)
            )


def _hidden(document: Document) -> Iterator[str]:
    if document.hidden:
        excerpts = "；".join(hidden.excerpt for hidden in document.hidden[:MOST_HIDDEN])
        yield _("Text that can't be seen on the page was not read: {excerpts}").format(excerpts=excerpts)
