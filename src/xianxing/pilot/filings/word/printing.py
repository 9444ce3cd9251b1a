"""A filing on paper: 申报表 and each unit's 信息表, blank or filled, as Word and as PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.documents.writing import FORMS, Filling, Form, Stamp, write_form_docx
from xianxing.documents.writing.pdf import write_form_pdf
from xianxing.documents.writing.stamp import DIGITS
from xianxing.i18n import gettext
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.models import Body, Filing, Unit
from xianxing.pilot.filings.permissions import frozen_body, standing, visible_units
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger
from xianxing.workdays.clocks import CHINA_TIME, day_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
WATER_MARK = "演示"


@dataclass(frozen=True)
class Printed:
    """A printed form: the name of the file, its type, its bytes."""

    name: str
    content_type: str
    data: bytes


def printed_form(unit: Unit | None) -> Form:
    """The printed form: a unit's sheet, or the filing form for None."""
    return next(form for form in FORMS if form.key == ("filing" if unit is None else "unit"))


def blank_word(*, filing: Filing, unit: Unit | None, by: User, at: datetime) -> Printed:
    """The blank form of the filing's guide, of any filing under it. Stranger for who may not see this one."""
    _readable(filing, unit, by, at)
    form, target = printed_form(unit), io.BytesIO()
    write_form_docx(guide_of(filing.case.call), form, target, day_of(at))
    return Printed(safe_name(f"{gettext(form.name)}.docx"), WORD, target.getvalue())


def word_form(*, filing: Filing, unit: Unit | None, by: User, at: datetime) -> Printed:
    """The form filled with what the filing holds, to be edited in Word and read back (`domain.word`).

    Its stamp names filing, unit and the instant, from which the versions that it was filled with are known.
    Stranger for who may not read it, or not this unit's sheet. Takes no transaction.
    """
    held = _readable(filing, unit, by, at)
    form, target = printed_form(unit), io.BytesIO()
    write_form_docx(held.guide, form, target, day_of(at), filling_of(held, unit, at))
    return Printed(_name(held, unit, "docx"), WORD, target.getvalue())


def pdf_form(*, filing: Filing, unit: Unit | None, by: User, at: datetime) -> Printed:
    """The form as `word_form`, as PDF to be read; in the demonstration with its water mark."""
    held = _readable(filing, unit, by, at)
    mark = WATER_MARK if settings.DEMO else ""
    filling = filling_of(held, unit, at)
    data = write_form_pdf(held.guide, printed_form(unit), filling, made=at, mark=mark)
    return Printed(_name(held, unit, "pdf"), PDF, data)


def printed_body(body: Body, *, at: datetime) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """A frozen body on paper: the form and each unit's sheet as PDF, under its name, made when asked for.

    `at` is the instant that the files name as their own. For whoever may read the body, which isn't asked
    here. What is called sets a page: never inside a transaction.
    """
    guide, content = guide_of(body.filing.case.call), content_of(body)
    project = _record(content.get("project"))
    sheets = records(content.get("units"))
    for unit in (None, *sheets):
        form = next(one for one in FORMS if one.key == ("filing" if unit is None else "unit"))
        groups = {"project": project, "content": _record(content.get("content"))}
        key = "" if unit is None else str(unit.get("id", ""))
        stamp = Stamp(
            form.key, guide.name, guide.digest[:DIGITS], body.filing_id.hex, key, at, body.digest[:DIGITS]
        )
        title = str(project.get("name", ""))
        footer = _("Digest of the content {digest} · {version} · made {time}").format(
            digest=body.digest[:DIGITS],
            version=_("frozen version {number}").format(number=body.number),
            time=f"{at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}",
        )
        filling = Filling(groups if unit is None else {"unit": unit}, stamp, {}, title, footer)
        whose = title if unit is None else str(unit.get("name") or unit.get("uscc", ""))
        mark = WATER_MARK if settings.DEMO else ""
        yield (
            safe_name(f"{gettext(form.name)}-{whose}.pdf"),
            partial(write_form_pdf, guide, form, filling, made=at, mark=mark),
        )


def filling_of(form: FilingForm, unit: Unit | None, at: datetime) -> Filling:
    """What the printed form is filled with; the footer names digest, version and time."""
    key = unit.key if unit else ""
    digest = form.digest()
    stamp = Stamp(
        printed_form(unit).key,
        form.guide.name,
        form.guide.digest[:DIGITS],
        form.filing.pk.hex,
        key,
        at,
        digest[:DIGITS],
    )
    rows = {
        path: [row.row.hex for row in held if row.row is not None]
        for (place, path), held in form.rows.items()
        if place == key
    }
    return Filling(_groups(form, unit), stamp, rows, _title(form), _footer(form, digest, at))


def _groups(form: FilingForm, unit: Unit | None) -> dict[str, Mapping[str, object]]:
    if unit is None:
        return {group: _record(form.data.get(group)) for group in ("project", "content")}
    units = form.data.get("unit")
    sheets = [_record(entry) for entry in units] if isinstance(units, list) else []
    return {"unit": next((sheet for sheet in sheets if sheet.get("id") == unit.key), {})}


def _record(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _title(form: FilingForm) -> str:
    return str(_record(form.data.get("project")).get("name", ""))


def _footer(form: FilingForm, digest: str, at: datetime) -> str:
    body = frozen_body(form.filing)
    version = _("frozen version {number}").format(number=body.number) if body else _("draft")
    return _("Digest of the content {digest} · {version} · made {time}").format(
        digest=digest[:DIGITS], version=version, time=f"{at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}"
    )


def _name(form: FilingForm, unit: Unit | None, ending: str) -> str:
    institution = unit.institution if unit else None
    whose = (institution.name if institution else unit.key) if unit else _title(form)
    head = gettext(printed_form(unit).name)
    return safe_name(f"{head}-{whose}.{ending}" if whose else f"{head}.{ending}")


def _readable(filing: Filing, unit: Unit | None, by: User, at: datetime) -> FilingForm:
    """The form with the sheets that the person may see; Refused where the asked one isn't among them."""
    who = standing(by, filing, at=at)
    sheets = visible_units(who)
    if unit is not None and unit not in sheets:
        raise Stranger(_("There is no such cell."))
    return load_form(filing, sheets=None if unit is None else who.units)
