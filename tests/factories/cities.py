"""Invented cities: the one that the documentation writes, and one with everything under other names."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.procedure.renaming import other, renamed
from xianxing.law.package import BUILT_IN, FILES

PAGE = Path(__file__).parents[2] / "docs" / "law.md"
NOTICES = PAGE.parent / "notices.md"
BLOCK = re.compile(r"`(qinglan_2026/\w+\.toml)`\n```toml\n(.*?)```", re.S)
OWN_SITE = re.compile(r"`(own_site_2024/\w+\.toml)`:\n\n```toml\n(.*?)```", re.S)
COMMANDS = re.compile(r"```console\n(.*?)```", re.S)
Data = dict[str, Any]
SET_ASIDE = frozenset({"other", "translation", "presentation"})  # words of the form as well


def qinglan(root: Path) -> Path:
    """The city that `docs/law.md` writes step by step, in a folder below `root`."""
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 6, "the page of the law writes a city, file by file"
    for name, text in blocks:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return root / "qinglan_2026"


def own_site(root: Path) -> Path:
    """The city of `docs/notices.md`, whose organ publishes on its own site, in a folder below `root`."""
    for name, text in OWN_SITE.findall(NOTICES.read_text("utf-8")):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return root / "own_site_2024"


def commands() -> list[list[str]]:
    """The commands that the page tells its reader to run, without the program's name."""
    (block,) = [text for text in COMMANDS.findall(PAGE.read_text("utf-8")) if "qinglan" in text]
    return [line.removeprefix("$ xianxing ").split() for line in block.splitlines() if line.startswith("$ ")]


def wangchuan(root: Path) -> Path:
    """A complete guide that extends none: clauses renumbered; kinds, files, acts, facts and states renamed.

    Experts are asked before the risks are assessed, the notice lasts three working days, contacts are four.
    """
    data = {file: _read(file) for file in (*FILES, "procedure")}
    data["source"] = {}
    names = _new_names(data)
    data["procedure"] = _reordered(renamed(data["procedure"]))
    data["papers"] = _papers(data["papers"])
    data = {file: _follow(table, names) for file, table in data.items()}
    data["rules"]["clause"] = {old: new for old, new in names.items() if old in _read("clauses")["clause"]}
    data["guide"]["name"] = {"zh": "望川试点（2024年，虚构）", "en": "Wangchuan pilot (2024, fictional)"}
    data["guide"]["channel"]["external"] = False
    data["guide"]["batch"] = {"wangchuan-2024-1": _batch(names["0"])}
    data["procedure"]["parameter"]["call_window_end"]["value"] = date(2024, 1, 31)
    for key, number in (("notice_workdays", 3), ("contacts_min", 4), ("cell_limit", 300)):
        data["settings"]["parameter"][key]["values"][0]["value"] = number
    folder = root / "wangchuan_2024"
    folder.mkdir()
    for file, table in data.items():
        if table:
            (folder / f"{file}.toml").write_text(dumped(table), "utf-8")
    return folder


def filing_there(example: Path, folder: Path) -> Path:
    """An example filing as a lead of Wangchuan writes it: the same words, its names for kinds."""
    shutil.copytree(example, folder)
    names = _new_names({file: _read(file) for file in ("guide", "clauses", "materials")})
    path = folder / "filing.toml"
    text = path.read_text("utf-8").replace('guide = "shenzhen-2023"', 'guide = "wangchuan-2024"')
    text = text.replace('batch = "shenzhen-2023-2"', 'batch = "wangchuan-2024-1"')
    for old in (key for key, new in names.items() if new == there(key)):
        text = re.sub(rf'^(kind|type) = "{old}"$', rf'\1 = "{there(old)}"', text, flags=re.M)
    path.write_text(text, "utf-8")
    return folder


def there(key: str) -> str:
    """What a kind of unit, of project or of file is called in Wangchuan."""
    return f"{key}_here"


def _read(file: str) -> Data:
    return tomllib.loads((BUILT_IN / "shenzhen_2023" / f"{file}.toml").read_text("utf-8"))


def _batch(clause: str) -> Data:
    label = {"zh": "首批", "en": "first"}
    return {"label": label, "clause": clause, "opens": date(2023, 12, 1), "closes": date(2024, 1, 31)}


def _new_names(data: Mapping[str, Data]) -> dict[str, str]:
    """Old ids to new ones: clauses, kinds of unit, of project and of file."""
    names = {clause: f"W{number}" for number, clause in enumerate(data["clauses"]["clause"], 1)}
    for table in (data["guide"]["unit_kind"], data["guide"]["project_type"], data["materials"]["material"]):
        names |= {key: there(key) for key in table if key not in SET_ASIDE}
    return names


def _reordered(procedure: Data) -> Data:
    """Experts first, then the assessment of risks."""
    steps = procedure["step"]
    steps["pass_formality_of_ours"]["to"] = "expert_opinions_of_ours"
    steps["pass_formality_of_ours"]["effects"] = ["clear_opinions"]
    steps["close_opinions_of_ours"]["to"] = "risk_assessment_of_ours"
    steps["complete_risk_assessment_of_ours"]["to"] = "additional_evaluation_of_ours"
    steps["complete_risk_assessment_of_ours"]["effects"] = []
    return procedure


def _papers(papers: Data) -> Data:
    """The templates for documents and facts under their other names."""
    text = re.sub(r"\{said\.(\w+)\}", r"{said.\1_of_ours}", json.dumps(papers, ensure_ascii=False))
    found: Data = json.loads(text)
    for section in ("paper", "elsewhere"):
        found[section] = {other(kind): row for kind, row in found[section].items()}
    return found


MEANT = frozenset({"means", "value", "domain", "initial", "kind", "items", "values", "zh", "en"})


def _follow(value: Any, names: Mapping[str, str], key: str = "") -> Any:
    """The same data with every id that has a new name under it; meanings and values of facts stay."""
    if isinstance(value, dict):
        return {
            names.get(name, name) if key in NAMED else name: _follow(part, names, name)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_follow(part, names, key) for part in value]
    if isinstance(value, str) and key not in MEANT:
        return names.get(value, value)
    return value


NAMED = frozenset({"clause", "unit_kind", "project_type", "material"})


def dumped(table: Mapping[str, Any]) -> str:
    """A table as TOML: one line a leaf or list, one header a table."""
    return "\n".join(_lines(table, ())) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not _is_section(value)}
    if path and (plain or not table):
        yield f"[{'.'.join(_key(part) for part in path)}]"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if _is_section(value):
            yield from _lines(value, (*path, key))


def _is_section(value: Any) -> bool:
    return isinstance(value, dict) and set(value) != {"zh", "en"}


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    return str(value)
