"""`xianxing procedure read`: the procedure as a text, and its difference from another version."""

from __future__ import annotations

import argparse
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from xianxing.documents.writing import write_text_docx
from xianxing.i18n import current_language, gettext
from xianxing.law.errors import GuideError
from xianxing.law.findings import JSON
from xianxing.law.loader import load_guide
from xianxing.pilot.calls.procedure_text import change_name, lines_of, printed_procedure
from xianxing.pilot.calls.versions import PREFIX, named_version, packaged_versions, pinned_versions
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.model import Procedure
from xianxing.procedure.reading import ProcedureSentence, ProcedureText, compare_texts, read_procedure


def configure(action: argparse.ArgumentParser) -> None:
    """Declare the options of `read`."""
    action.add_argument(
        "--against",
        metavar="VERSION",
        help=gettext("Version (a unique beginning of its digest), guide or folder to compare with"),
    )
    action.add_argument(
        "--format", choices=("text", "json", "docx"), default="text", help=gettext("Form of the output")
    )
    action.add_argument("--out", type=Path, help=gettext("File to write; docx goes to a file only"))


def run(procedure: Procedure, options: argparse.Namespace) -> int:
    """Print or write the text, or with `--against` what differs; 2 for a version that nothing here knows."""
    if options.format == "docx" and not options.out:
        print(gettext("Name the file for the docx with --out."), file=sys.stderr)
        return 2
    text, against = read_procedure(procedure), None
    if options.against:
        try:
            against = read_procedure(_other(options.against))
        except (GuideError, LookupError) as error:
            print(error.args[0] if isinstance(error, LookupError) else error, file=sys.stderr)
            return 2
    if options.format == "docx":
        content = _docx(text, against, str(load_guide(options.guide).label))
    else:
        lines = _json(text, against) if options.format == "json" else _text(text, against)
        content = f"{lines}\n".encode()
    return _write(content, options.out)


def _other(word: str) -> Procedure:
    """A guide, a folder or a version; LookupError with a sentence for a version that isn't one alone."""
    try:
        return load_procedure(word)
    except GuideError:
        if not PREFIX.fullmatch(word.lower()):
            raise
    for known in (packaged_versions, _pinned_here):
        found = list(named_version(word, known()))
        if len(found) == 1:
            return found[0]
        if found:
            raise LookupError(gettext("Several versions begin so; give more of the digest."))
    raise LookupError(gettext("No guide and no call here has a version {version}.").format(version=word))


def _pinned_here() -> dict[str, Procedure]:
    """What the site's calls are pinned to; nothing where there is no site yet."""
    from xianxing.cli.database import use_database

    use_database(up_to_date=False)
    from django.db import DatabaseError, connection

    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and file.is_absolute() and not file.exists():  # asking would make it
        return {}
    try:
        return pinned_versions()
    except DatabaseError:
        return {}


def _text(text: ProcedureText, against: ProcedureText | None) -> str:
    lines = [text.name(current_language()), f"{text.guide}  {text.version}", ""]
    if against is not None:
        found = compare_texts(against, text)
        for one in found:
            lines += [f"{change_name(one.change)}  {one.id}", *(f"  {line}" for line in lines_of(one))]
        return "\n".join([*lines, *([] if found else [gettext("The two versions read the same.")])])
    for part in printed_procedure(text, text.guide).parts:
        lines += [part.heading if part.level == 1 else f"  {part.heading}"]
        lines += [f"    {sentence}" for sentence in part.paragraphs]
    return "\n".join(lines)


def _json(text: ProcedureText, against: ProcedureText | None) -> str:
    data: dict[str, JSON] = {
        "guide": text.guide,
        "version": text.version,
        "digest": text.digest,
        "sentences": [_sentence(one) for one in text.sentences()],
    }
    if against is not None:
        data["against"] = against.version
        data["differences"] = [
            {
                "id": one.id,
                "change": one.change.value,
                "before": _sentence(one.before) if one.before else None,
                "now": _sentence(one.now) if one.now else None,
            }
            for one in compare_texts(against, text)
        ]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _sentence(one: ProcedureSentence) -> dict[str, JSON]:
    return {"id": one.id, "clause": one.clause, "practice": one.practice, "zh": one.zh, "en": one.en}


def _docx(text: ProcedureText, against: ProcedureText | None, label: str) -> bytes:
    target = io.BytesIO()
    write_text_docx(printed_procedure(text, label, against), target, datetime.now(UTC))
    return target.getvalue()


def _write(content: bytes, out: Path | None) -> int:
    if out is None:
        print(content.decode(), end="")
        return 0
    try:
        out.write_bytes(content)
    except OSError as error:
        print(gettext("{path} cannot be written: {error}").format(path=out, error=error), file=sys.stderr)
        return 2
    return 0
