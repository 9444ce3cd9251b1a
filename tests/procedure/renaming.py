"""The same procedure with its acts, steps, facts, states, clocks and documents under other names."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from typing import Any

from xianxing.law.package import BUILT_IN, find_package
from xianxing.procedure import Procedure
from xianxing.procedure.loader import other_files, parse_procedure

Data = dict[str, Any]
ALL = frozenset({"act", "step", "fact", "state", "clock", "document", "particular", "item"})
LISTS = {
    "fact": ("asks", "adds", "removes", "declares"),
    "document": ("documents",),
    "clock": ("starts", "lengthens", "prolongs"),
    "particular": ("particulars",),
}


def reference_data() -> Data:
    """The procedure of the built-in complete guide as plain data."""
    return tomllib.loads((BUILT_IN / "shenzhen_2023" / "procedure.toml").read_text("utf-8"))


def other(name: str) -> str:
    """The new name of something."""
    return f"{name}_of_ours"


def renamed(data: Data, sections: frozenset[str] = ALL) -> Data:
    """The same procedure with everything in these sections under another name; meanings stay as they are."""
    data = deepcopy(data)
    for key, step in data["step"].items():
        step.setdefault("act", key)
    for section in sorted(sections):
        data[section] = {other(key): row for key, row in data.get(section, {}).items()}
        _follow(data, section)
    return data


def _follow(data: Data, section: str) -> None:
    for step in data["step"].values():
        for key in LISTS.get(section, ()):
            step[key] = [_state(name) for name in step.get(key, [])]
        if section == "act":
            step["act"] = other(step["act"])
        if section == "item" and "item" in step:
            step["item"] = other(step["item"])
        if section == "state":
            step["from"] = [_state(name) for name in step["from"]]
            if "to" in step:
                step["to"] = other(step["to"])
        if section == "clock" and step.get("clock", "@state") != "@state":
            step["clock"] = other(step["clock"])
        if section == "fact":
            for key in ("guards", "effects"):
                step[key] = [re.sub(r"^(\w+:)(\w+)=", r"\1\2_of_ours=", name) for name in step.get(key, [])]
    if section == "state":
        data["initial"] = other(data["initial"])
        data["group"] = {key: [_state(name) for name in names] for key, names in data["group"].items()}
        for act in data["act"].values():
            act["where"] = [_state(name) for name in act.get("where", [])]
    if section in ("fact", "clock"):
        for one in data.get("particular", {}).values():
            if section == "fact" and "when" in one:
                one["when"] = {other(fact): values for fact, values in one["when"].items()}
            for key in ("until", "within"):
                if section == "clock" and key in one:
                    one[key] = _state(one[key])
    pointed = {"item": "item", "given": "particular", "added": "fact"}
    for clock in data["clock"].values():
        for key in (key for key, named in pointed.items() if named == section and key in clock):
            clock[key] = other(clock[key])
    if section == "fact":
        for overlay in (*data["overlay"].values(), *data.get("item", {}).values()):
            overlay |= {"fact": other(overlay["fact"])} if "fact" in overlay else {}
        for key, fact in list(data["fact"].items()):
            if fact.get("setting"):
                data["parameter"][key] = data["parameter"].pop(key.removesuffix("_of_ours"))
    if section == "clock":
        for row in (*data["state"].values(), *data["fact"].values()):
            for key in ("clock", "from_clock"):
                if row.get(key):
                    row[key] = other(row[key])
    if section == "step":
        data["survivor"] = {
            re.sub(r"^step\.(\w+)", r"step.\1_of_ours", key): reason
            for key, reason in data["survivor"].items()
        }


def _state(name: str) -> str:
    return name if name.startswith("@") else other(name)


def read(data: Data, guide: str = "shenzhen-2023") -> Procedure:
    """A procedure from data, held against the other files of a guide."""
    package = find_package(guide, (BUILT_IN,))
    return parse_procedure(data, guide, "procedure.toml", other_files(package))
