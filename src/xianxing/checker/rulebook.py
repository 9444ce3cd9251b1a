"""All rules of the checker with the sentences that they speak."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from xianxing.checker.case import CheckContext
from xianxing.law.messages import Messages
from xianxing.law.rules import Registry

MODULES = (
    "call", "roles", "units", "project_type", "answers", "denied", "cells", "contacts", "reviews", "dates",
    "secrecy", "wording", "compliance", "materials", "files", "consistency", "facts", "inside",
    "plans", "papers",
)  # fmt: skip


def _made() -> Registry[CheckContext]:
    modules = [import_module(f"xianxing.checker.rules.{name}") for name in MODULES]
    return Registry.of_modules(modules, Messages.read(Path(__file__).parent / "messages.toml"))


registry = _made()
