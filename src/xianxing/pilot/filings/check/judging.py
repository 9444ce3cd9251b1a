"""What the checker says of a content: from its canonical form alone, so that it can be let speak again later.

The body, what attestations wrote into the form, what was read in the files, and the terms (day and window)
decide the report; the draft's cells are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from xianxing.checker import CallWindow, check_in_languages, registry
from xianxing.checker.body import ATTESTED, Value, plain, records
from xianxing.checker.filing import FilingFile
from xianxing.checker.folder import filing_of
from xianxing.documents.model import Document
from xianxing.i18n import LANGUAGES
from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.calls.queries import latest_extension
from xianxing.pilot.filings.files.reading import documents_of
from xianxing.pilot.filings.models import Body, Filing, MaterialVersion
from xianxing.pilot.filings.submit.timeliness import drafting
from xianxing.workdays.clocks import day_of

Given = dict[str, dict[str, Value | None]]  # by unit, what its attestations wrote into the form


@dataclass(frozen=True)
class Terms:
    """As of which day, and within which window, a content is judged."""

    as_of: date
    window: CallWindow

    @property
    def key(self) -> str:
        """The window in one word; two that judge alike have the same."""
        said = self.window
        days = (said.opens, said.closes, said.formerly, said.announced, said.filed)
        return "/".join(day.isoformat() if day else "" for day in days)


def terms_of(filing: Filing, *, at: datetime, counted: datetime | None = None) -> Terms:
    """The day of `counted` (default `at`), and the call's window as announced up to `at`.

    Once the filing was received the day of that is what the window is held against, in corrections too.
    """
    call = filing.case.call
    extension = latest_extension(call, at=at)
    filed = None if drafting(filing) else received_on(filing)
    window = CallWindow(call.opens_on, call.closes_on, filed=filed)
    if extension is not None:
        window = replace(
            window,
            closes=extension.closes_on,
            formerly=call.closes_on,
            announced=day_of(extension.announced_at),
        )
    return Terms(day_of(counted or at), window)


def received_on(filing: Filing) -> date | None:
    """The day on which the filing was first received, here or by the outside platform; None for a draft."""
    first = Body.objects.filter(filing=filing, filed_at__isnull=False).order_by("number")
    found = first.values_list("filed_at", "submission__received_at").first()
    if found is None:
        return None
    filed_at, received_at = found
    counted = received_at or filed_at
    return day_of(counted) if counted else None


def report_of(
    guide: Guide,
    body: Mapping[str, object],
    given: Mapping[str, Mapping[str, object]],
    versions: Iterable[MaterialVersion],
    terms: Terms,
) -> dict[str, object]:
    """The findings in every language, and the names of files not read whole yet; opens no file.

    `versions` are uploads that hold the body's files, found by their digests.
    """
    by_digest, unread = documents_of(versions)
    digests = [str(entry.get("sha256", "")) for entry in records(body.get("files"))]

    def document(entry: FilingFile) -> Document | None:
        found = by_digest.get(digests[entry.index])
        return replace(found, name=entry.file) if found else None

    filing = filing_of(form_of(guide, body, given), document)
    report: dict[str, object] = {"ruleset": registry.digest(guide)}
    reports = check_in_languages(LANGUAGES, filing, guide, terms.as_of, terms.window)
    for code, said in zip(LANGUAGES, reports, strict=True):
        report[code] = said.as_json()["findings"]
    report["pending"] = [entry.file for entry in filing.files if digests[entry.index] in unread]
    return report


def form_of(
    guide: Guide, body: Mapping[str, object], given: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """A body in the shape of `filing.toml`, decimals as numbers again, with what was attested about it."""
    found: dict[str, object] = {key: body.get(key, "") for key in ("guide", "batch")}
    for group in ("project", "content"):
        found[group] = _typed(guide.fields_of(group), body.get(group))
    found["unit"] = [
        {**_typed(guide.fields_of("unit"), unit), **given.get(str(unit.get("id", "")), {})}
        for unit in records(body.get("units"))
    ]
    found["material"] = [
        {key: value for key, value in entry.items() if key not in ("sha256", "size")}
        for entry in records(body.get("files"))
    ]
    return found


def given_in(units: object) -> Given:
    """What attestations wrote into the units' sheets, in plain values."""
    return {
        str(unit.get("id", "")): {key: plain(unit[key]) for key in sorted(ATTESTED) if key in unit}
        for unit in records(units)
    }


def _typed(fields: Sequence[Field], record: object) -> dict[str, object]:
    """A record with its decimals as numbers; everything else is as it reads in the canonical form."""
    known = {field.key: field for field in fields}
    pairs = record.items() if isinstance(record, Mapping) else ()
    return {key: _value(known.get(key), value) for key, value in pairs}


def _value(field: Field | None, value: object) -> object:
    if field is None:
        return value
    if field.kind is FieldKind.NUMBER and isinstance(value, str):
        return _or_same(float, value)
    if field.kind is FieldKind.TABLE and isinstance(value, list):
        return [_typed(field.columns, row) if isinstance(row, Mapping) else row for row in value]
    if field.kind is FieldKind.GROUP and isinstance(value, Mapping):
        return _typed(field.columns, value)
    return value


def _or_same(read: Callable[[str], object], value: str) -> object:
    try:
        return read(value)
    except ValueError:
        return value
