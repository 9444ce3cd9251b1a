"""Reading a filing from a folder or a zip: tolerant of everything but a `filing.toml` that is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from xianxing.checker.filing import FilingFile, FolderFiling, FolderRow, FolderUnit
from xianxing.documents.apart import TomlError, toml_apart, unpack_apart
from xianxing.documents.model import Document
from xianxing.i18n import gettext

FORM = "filing.toml"
NO_ZIP = ("mistyped", "empty-file")
MOST_ENTRIES = 500  # of the list of files; a filing takes far fewer
IGNORED = {".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".git", ".gitkeep"}
# How tomllib begins its messages, and the same said for people (msgids of the catalogue).
KNOWN_ERRORS = {
    "Invalid value": "the value is not written as TOML asks",
    "Expected '=' after a key": "an equals sign is missing after the key",
    "Cannot overwrite a value": "the key stands twice",
    "Cannot declare": "the table is declared twice",
    "Cannot mutate": "the table is declared twice",
    "Expected newline or end of document": "something follows where the line should end",
    "Unterminated string": "the text has no closing quotation mark",
    "Illegal character": "a character that may not stand there; look for a missing quotation mark",
    "Invalid statement": "this is neither a key nor a table",
    "Invalid initial character for a key": "a key may not begin like this",
    "Unclosed array": "the list has no closing bracket",
    "Expected ']'": "the bracket of the table's name is not closed",
}
Reader = Callable[[list[Path]], Mapping[Path, Document]]


class FolderError(Exception):
    """The folder cannot be read as a filing; the message says what is wrong and where."""


def read_form(folder: Path, problems: tuple[str, ...] = ()) -> FolderFiling:
    """The filing of a folder with no file opened yet: `files` know their paths' state only.

    Raises FolderError when there is no `filing.toml`, or one that is no TOML (the line is named).
    """
    data = _toml(_form_path(folder))
    if len(_tables(data, "material")) > MOST_ENTRIES:
        message = gettext("{form} lists more than {most} files")
        raise FolderError(message.format(form=FORM, most=MOST_ENTRIES))
    files = tuple(_entry(folder, row, number) for number, row in enumerate(_tables(data, "material")))
    named = {path for path, _ in files if path is not None}
    filing = _filing(data, tuple(entry for _, entry in files), tuple(sorted(_strays(folder, named))))
    return replace(filing, problems=problems)


def _filing(
    data: Mapping[str, object], files: tuple[FilingFile, ...], stray: tuple[str, ...]
) -> FolderFiling:
    return FolderFiling(
        top=FolderRow(data, ""),
        project=FolderRow(_record(data, "project"), "project"),
        content=FolderRow(_record(data, "content"), "content"),
        units=tuple(_unit(row, number) for number, row in enumerate(_tables(data, "unit"))),
        files=files,
        stray=stray,
    )


def filing_of(data: Mapping[str, object], document: Callable[[FilingFile], Document | None]) -> FolderFiling:
    """A filing from the data of a form that is in no folder; `document` gives what was read for an entry."""
    entries = (
        FilingFile(row, f"material[{number}]", index=number)
        for number, row in enumerate(_tables(data, "material"))
    )
    found = [(entry, document(entry)) for entry in entries]
    files = tuple(replace(entry, document=one, state="read" if one else "missing") for entry, one in found)
    return _filing(data, files, ())


def read_files(filing: FolderFiling, folder: Path, read: Reader) -> FolderFiling:
    """The filing with a document behind each entry whose file is in the folder; `read` opens them."""
    paths = {entry.index: _resolve(folder, entry.file)[0] for entry in filing.files}
    wanted = sorted({path for path in paths.values() if path is not None})
    documents = read(wanted)
    files = []
    for entry in filing.files:
        path = paths[entry.index]
        files.append(replace(entry, document=documents.get(path) if path is not None else None))
    return replace(filing, files=tuple(files))


@contextmanager
def opened(path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The folder of a filing with the codes of what was odd about its archive.

    The path itself, or a zip unpacked, in a process of its own, to a place that is removed afterwards. Raises
    FolderError for what is neither, or for an archive that cannot be used (the code is named).
    """
    if path.is_dir():
        yield path, ()
        return
    if not path.is_file():
        raise FolderError(gettext("{path} does not exist").format(path=path.name or path))
    with TemporaryDirectory(prefix="xianxing-") as place:
        folder = Path(place) / "filing"
        problems = unpack_apart(path, folder)
        fatal = [problem.code for problem in problems if problem.fatal]
        if fatal and fatal[0] in NO_ZIP:
            raise FolderError(gettext("{path} is no zip archive").format(path=path.name))
        if fatal:
            message = gettext("{path} is no zip of a filing that can be opened ({code})")
            raise FolderError(message.format(path=path.name, code=fatal[0]))
        if not any(inside.name.casefold() == FORM for inside in folder.iterdir()):
            message = gettext("the zip has no {form}, neither at its top nor in its only folder")
            raise FolderError(message.format(form=FORM))
        yield folder, tuple(dict.fromkeys(problem.code for problem in problems))


def _form_path(folder: Path) -> Path:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.casefold() == FORM and path.is_file():
            return path
    raise FolderError(
        gettext("there is no {form} in {folder}").format(form=FORM, folder=folder.name or folder)
    )


def _toml(path: Path) -> dict[str, object]:
    try:
        return toml_apart(path)
    except TomlError as error:
        raise FolderError(_said(error)) from error
    except OSError as error:
        raise FolderError(gettext("{form} cannot be read: {error}").format(form=FORM, error=error)) from error


def _said(error: TomlError) -> str:
    """What is wrong with the form and what would do, by the kind of the error."""
    if error.kind == "syntax":
        message = gettext("{form} is not valid TOML: {error}")
        return message.format(form=FORM, error=_explain(error.detail, error.line))
    known = {
        "size": gettext("{form} is larger than 4 MB"),
        "encoding": gettext("{form}, line {line}: not UTF-8; save the file as UTF-8"),
        "deep": gettext("{form} is nested too deeply; write it as the template does"),
        "many": gettext("{form} has more than 20,000 values; write it as the template does"),
        "number": gettext("{form} has a number that is too large ({place}); write at most 18 digits"),
    }
    message = known.get(error.kind) or gettext(
        "{form} took more memory or time than a form may ({code}); write it as the template does"
    )
    return message.format(form=FORM, line=error.line, place=error.detail or "…", code=error.kind)


def _explain(said: str, last: int) -> str:
    """Line, column and what is wrong, in the current language where the parser's words are known."""
    found = re.fullmatch(r"(.*?)\s*\(at (?:line (\d+), column (\d+)|end of document)\)", said, re.S)
    if found is None:
        return said[:200]
    what = next(
        (gettext(known) for start, known in KNOWN_ERRORS.items() if found[1].startswith(start)), found[1]
    )
    if found[2] is None:
        return gettext("line {line}, at the end of the file: {what}").format(line=last, what=what)
    return gettext("line {line}, column {column}: {what}").format(line=found[2], column=found[3], what=what)


def _record(data: Mapping[str, object], key: str) -> dict[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _tables(data: Mapping[str, object], key: str) -> list[dict[str, object]]:
    value = data.get(key)
    if isinstance(value, dict):
        value = [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _unit(data: dict[str, object], index: int) -> FolderUnit:
    raw = data.get("id")
    unit_id = raw.strip() if isinstance(raw, str) and raw.strip() else str(index)
    return FolderUnit(data, f"unit[{unit_id}]", id=unit_id, index=index)


def _entry(folder: Path, data: dict[str, object], index: int) -> tuple[Path | None, FilingFile]:
    entry = FilingFile(data, f"material[{index}]", index=index)
    path, state = _resolve(folder, entry.file)
    return path, replace(entry, state=state)


def same_name(name: str) -> str:
    """The form in which file names are compared: NFKC and case folded, so that NFD and case don't matter."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _resolve(folder: Path, name: str) -> tuple[Path | None, str]:
    """The file behind a name and `read`, or None and why not."""
    if not name or "\0" in name:
        return None, "no_name"
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(name) > 1 and name[1] == ":"):
        return None, "outside"
    place = folder
    for part in parts:
        found = _child(place, part)
        if found is None:
            return None, "missing"
        place = found
    try:
        if not place.resolve().is_relative_to(folder.resolve()):
            return None, "outside"
        if place.is_dir():
            return None, "directory"
        return (place, "read") if place.is_file() else (None, "missing")
    except OSError:
        return None, "missing"


def _child(folder: Path, name: str) -> Path | None:
    if name in ("", "."):
        return folder
    try:
        children = sorted(folder.iterdir())
    except OSError:
        return None
    exact = [path for path in children if path.name == name]
    alike = [path for path in children if same_name(path.name) == same_name(name)]
    return next(iter(exact or alike), None)


def _strays(folder: Path, named: set[Path]) -> Iterator[str]:
    for count, path in enumerate(sorted(folder.rglob("*"))):
        if count > 2000:
            return
        parts = {part.casefold() for part in path.relative_to(folder).parts}
        hidden = path.name.startswith((".", "~$"))
        if path.is_dir() or path in named or parts & IGNORED or hidden or path.name.casefold() == FORM:
            continue
        yield unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
