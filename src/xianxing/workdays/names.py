"""The festivals' names: Chinese in the tables, English beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def festivals() -> dict[str, str]:
    """Chinese name → English name of every festival known."""
    text = files("xianxing.workdays").joinpath("data/festivals.toml").read_text("utf-8")
    return {entry["zh"]: entry["en"] for entry in tomllib.loads(text)["festival"]}


def english_name(name: str) -> str:
    """The English name; a name that is not known stays as it is."""
    return festivals().get(name, name)
