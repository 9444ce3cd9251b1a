"""The checker: one filing in, findings out, clause by clause. Pure Python; never reads another filing."""

from xianxing.checker.case import CallWindow, CheckContext
from xianxing.checker.engine import CheckReport, check, check_filing, check_in_languages
from xianxing.checker.folder import FolderError
from xianxing.checker.rulebook import registry

__all__ = [
    "CallWindow",
    "CheckContext",
    "CheckReport",
    "FolderError",
    "check",
    "check_filing",
    "check_in_languages",
    "registry",
]
