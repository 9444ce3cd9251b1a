"""A run's answer in a folder: `result.json`, its lists as tables, its charts, reports and workbooks."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from importlib.util import find_spec
from pathlib import Path

from xianxing.i18n import gettext, language
from xianxing.law.findings import JSON
from xianxing.toolbox.charts import as_vega_lite, draw_svg
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import RunOutcome
from xianxing.toolbox.reports import PaperError, PaperMakers, write_report, write_workbook
from xianxing.workdays.clocks import CHINA_TIME

Files = Iterator[tuple[str, bytes]]
# What a spreadsheet takes for a formula, also as it is typed in Chinese; numbers begin with a sign, too.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def as_text(outcome: RunOutcome) -> str:
    """The outcome as the JSON text that the command prints."""
    return json.dumps(outcome.as_json(), ensure_ascii=False, indent=1)


def save(outcome: RunOutcome, folder: Path) -> list[Path]:
    """Write the answer below `folder`, which is made; gives the files. OSError where it can't be written.

    A cell of CSV that a spreadsheet would take for a formula has an apostrophe before it; JSON and Parquet,
    which needs the extra `tools`, hold it as it is. A folder that was refused has no charts, reports and
    workbooks. Where one of these can't be made the others are written before PaperError says why.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answer = outcome.as_json()
    made = [_written(folder, "result.json", f"{as_text(outcome)}\n".encode())]
    for name, rows in _lists(answer):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        cells = [[_cell(row.get(column)) for column in columns] for row in rows]
        made.append(_written(folder, f"{name}.csv", _csv(columns, cells).encode()))
        if find_spec("pyarrow") is not None:
            made.append(_parquet(folder / f"{name}.parquet", columns, cells))
    if outcome.inputs is not None:
        made.extend(_save_papers(outcome.makers, answer, outcome.inputs, folder))
    return made


def _save_papers(makers: PaperMakers, answer: Mapping[str, JSON], inputs: Inputs, folder: Path) -> list[Path]:
    made: list[Path] = []
    failures: list[str] = []
    for files in (_charts, _reports, _workbooks):
        try:
            for name, content in files(makers, answer, inputs):
                made.append(_written(folder, name, content))
        except PaperError as error:
            failures.append(str(error))
    if failures:
        raise PaperError("\n".join(dict.fromkeys(failures)))
    return made


def _charts(makers: PaperMakers, answer: Mapping[str, JSON], _inputs: Inputs) -> Files:
    for chart in makers.charts(answer):
        text = json.dumps(as_vega_lite(chart), ensure_ascii=False, indent=1)
        yield f"charts/{chart.id}.json", f"{text}\n".encode()
        with _failing_in_words():
            drawn = draw_svg(chart)
        yield f"charts/{chart.id}.svg", drawn.encode()


def _reports(makers: PaperMakers, answer: Mapping[str, JSON], inputs: Inputs) -> Files:
    with language("zh-hans"), _failing_in_words():
        reports = makers.reports(answer, inputs)
    for report in reports:
        with _failing_in_words():
            files = write_report(report, made=_instant(inputs))
        yield from files


def _workbooks(makers: PaperMakers, answer: Mapping[str, JSON], inputs: Inputs) -> Files:
    with language("zh-hans"):
        workbooks = makers.workbooks(answer, inputs)
    for workbook in workbooks:
        yield f"{workbook.name}.xlsx", write_workbook(workbook, made=_instant(inputs))


@contextmanager
def _failing_in_words() -> Iterator[None]:
    """PaperError in people's words where a library is missing or a page can't be set."""
    from xianxing.documents.writing.pdf import TypesettingError

    try:
        yield
    except ModuleNotFoundError as missing:
        words = gettext("Charts and reports weren't written: {library} isn't installed (extra `tools`).")
        raise PaperError(words.format(library=missing.name)) from missing
    except TypesettingError as error:
        words = gettext("A report wasn't written, its pages can't be set: {reason}")
        raise PaperError(words.format(reason=error)) from error


def _instant(inputs: Inputs) -> datetime:
    """When a paper says that it was made: the day that the run looks at, so that its bytes are the same."""
    return datetime.combine(inputs.as_of, time(), CHINA_TIME)


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _lists(answer: Mapping[str, JSON]) -> Iterable[tuple[str, list[dict[str, JSON]]]]:
    results = answer["results"]
    every = {"findings": answer["findings"], **(results if isinstance(results, dict) else {})}
    for name, value in every.items():
        if isinstance(value, list) and value:
            yield name, [row for row in value if isinstance(row, dict)]


def _cell(value: JSON) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _csv(columns: list[str], cells: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows(map(_inert, row) for row in cells)
    return text.getvalue()


def _inert(cell: str) -> str:
    """The cell as a spreadsheet shows it and runs nothing: it looks behind quotes, a number is no formula."""
    runs = cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA)
    return f"'{cell}" if runs and not NUMBER.fullmatch(cell) else cell


def _parquet(path: Path, columns: list[str], cells: list[list[str]]) -> Path:
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({name: [row[place] for row in cells] for place, name in enumerate(columns)})
    parquet.write_table(table, path)
    return path
