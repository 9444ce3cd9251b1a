"""The script that draws charts on a page: taken out of the extra `tools`, never kept in this repository."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

NAME = "tools/vega.js"
LIBRARY, PACKAGE = "vl_convert", "vl-convert-python"
START = "window.vegaEmbed = vegaEmbed;"


def chart_script() -> str:
    """The script's address; "" where the extra isn't installed, or wasn't when files were collected."""
    if find_spec(LIBRARY) is None:
        return ""
    try:
        return str(staticfiles_storage.url(NAME))
    except ValueError:
        return ""


class ChartBundleFinder(BaseFinder):
    """Finds the script for the server, and for `collectstatic`; written when first asked for."""

    def check(self, **_named: Any) -> list[CheckMessage]:
        """Nothing to complain of: without the extra there is no script."""
        return []

    def find(self, path: str, find_all: bool = False, **_named: Any) -> Any:
        """Where the script lies; nothing for any other path."""
        found = [str(_written() / NAME)] if path == NAME and find_spec(LIBRARY) is not None else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The script, where the extra is installed."""
        del ignore_patterns
        if find_spec(LIBRARY) is not None:
            yield NAME, FileSystemStorage(location=str(_written()))


def _written() -> Path:
    """The folder in which the script of the installed version lies."""
    folder = Path(settings.VAR_DIR) / "charts" / version(PACKAGE)
    path = folder / NAME
    if not path.is_file():
        import vl_convert

        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(vl_convert.javascript_bundle(START), "utf-8")
        part.replace(path)
    return folder
