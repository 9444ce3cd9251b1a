"""The verifier as one file: its parts one after another, so that a dossier's script needs nothing else."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from xianxing.record import verify

PARTS = ("findings", "curve", "digests", "texts", "checker")


@cache
def verifier() -> bytes:
    """The text of `verify.py` for a dossier: the parts without their imports of one another.

    Each part has its imports at its head and nothing of the same name as another part.
    """
    command = Path(verify.__file__)
    sources = [command.with_name("verifier") / f"{part}.py" for part in PARTS]
    imports: dict[str, set[str]] = {}
    bodies = [_body(path, imports) for path in (*sources, command)]
    opening = ast.parse(command.read_text("utf-8")).body[0]
    above = command.read_text("utf-8").splitlines(keepends=True)[: opening.end_lineno]
    future = f"from __future__ import {', '.join(imports.pop('__future__'))}"
    plain = [f"import {module}" for module, names in sorted(imports.items()) if not names]
    named = [
        f"from {module} import {', '.join(sorted(names))}"
        for module, names in sorted(imports.items())
        if names
    ]
    lines = ["", future, "", *plain, *named, "", ""]
    return ("".join(above) + "\n".join(lines) + "\n" + "\n\n".join(bodies)).encode()


def _body(path: Path, imports: dict[str, set[str]]) -> str:
    """What stands below a part's imports; those of the standard library are added, by module."""
    text, last = path.read_text("utf-8"), 0
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import):
            last = node.end_lineno or last
            imports.update({alias.name: set() for alias in node.names})
        if isinstance(node, ast.ImportFrom):
            last, module = node.end_lineno or last, str(node.module)
            if not module.startswith("xianxing"):
                imports.setdefault(module, set()).update(alias.name for alias in node.names)
    return "".join(text.splitlines(keepends=True)[last:]).strip() + "\n"
