"""What is wrong with a zip, in the form in which tools say what is wrong with tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from xianxing.documents.model import FileProblem
from xianxing.law.findings import JSON


def problems_of_zip(found: Iterable[FileProblem]) -> list[JSON]:
    """One problem each, with what would satisfy."""
    return [
        {
            "table": "zip",
            "line": None,
            "column": "",
            "code": problem.code,
            "severity": "error",
            "value": problem.location[:40],
            "message": _remedy(problem.code),
        }
        for problem in found
    ]


def _remedy(code: str) -> str:
    remedies = {
        "encrypted": _("make the zip without a password"),
        "symlink": _("put the file itself into the zip: links aren't followed"),
        "unsafe-name": _("give the file a plain name within the folder"),
        "control-characters-in-name": _("give the file a plain name within the folder"),
        "duplicate-name": _("leave one file of this name"),
        "zip-bomb": _(
            "the zip unpacks to far more than its size: send the tables in fewer rows, or as Parquet"
        ),
        "too-large": _("the folder is too large: at most 500 MB unpacked, 512 MB a file"),
        "too-many-entries": _("at most 200 files"),
        "too-slow": _("unpacking took too long: send a smaller folder"),
    }
    return remedies.get(code, _("the zip can't be opened: make it anew from the folder"))
