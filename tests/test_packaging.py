"""What the product imports is declared, what is declared is used, and what is declared is pinned."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Used without an import: a data package whose fonts are found by name, a driver and a runtime chosen by name,
# and what another library is held to a version of.
BY_NAME = {"manimgx-fonts-cjk", "psycopg", "onnxruntime", "sqlglot"}
# `verify` lies beside `verify_receipt` where both are used without the package.
OURS = {"xianxing", "verify"}


def names(requirements: list[str]) -> set[str]:
    """The distributions that requirements name, spelled as PEP 503 has it."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", line)[0]).lower() for line in requirements}


def imported() -> set[str]:
    """The top-level packages that the product's code imports, at once or when it needs them."""
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - OURS


def declared() -> set[str]:
    extras = PROJECT["optional-dependencies"]
    return names([*PROJECT["dependencies"], *extras["ocr"], *extras["postgres"], *extras["tools"]])


@pytest.mark.always
def test_every_import_is_declared_and_every_declaration_used() -> None:
    of = packages_distributions()
    used = {name: names(of.get(name, [name])) for name in imported()}
    assert {name: dists for name, dists in used.items() if not dists & declared()} == {}
    django_s = {"django-csp", "django-tasks-db", "whitenoise"}  # named in the settings
    assert declared() - set().union(*used.values()) - BY_NAME - django_s == set()


def test_every_declaration_is_pinned() -> None:
    for file, extras in (
        ("base.txt", []),
        ("ocr.txt", ["ocr"]),
        ("tools.txt", ["tools"]),
        ("dev.txt", ["dev", "postgres", "ocr", "tools"]),
    ):
        wanted = names(PROJECT["dependencies"]).union(
            *(names(PROJECT["optional-dependencies"][extra]) for extra in extras)
        )
        pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / file).read_text("utf-8"), re.MULTILINE)
        assert wanted - names(pinned) == set(), file
