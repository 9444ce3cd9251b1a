"""The `xianxing` command: one module a subcommand, loaded only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import Protocol, cast

from xianxing.i18n import DEFAULT_LANGUAGE, LANGUAGES, gettext, language

# name → module below xianxing.cli; each has HELP (an English msgid), configure(parser) and run(options).
COMMANDS = {
    "backup": "backup",
    "case": "case",
    "check": "check",
    "demo": "demo",
    "doctor": "doctor",
    "dossier": "dossier",
    "export": "export_filing",
    "guide": "guide",
    "import": "import_filing",
    "keys": "keys",
    "log": "log",
    "procedure": "procedure",
    "push": "push",
    "report": "report",
    "restore": "restore",
    "retention": "retention",
    "search": "search",
    "seed": "seed",
    "serve": "serve",
    "template": "template",
    "tick": "tick",
    "tool": "tool",
    "workdays": "workdays",
    "worker": "worker",
}


class Command(Protocol):
    """What a module below `xianxing.cli` offers."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of the subcommand."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; returns the exit status."""


def load(name: str) -> Command:
    """The module behind a subcommand; raises KeyError for an unknown name."""
    return cast(Command, import_module(f"xianxing.cli.{COMMANDS[name]}"))


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit status; 2 for bad usage.

    The language is Chinese unless `--lang en` or XIANXING_LANG=en asks for English.
    """
    words = _language_first(sys.argv[1:] if arguments is None else arguments)
    chosen = os.environ.get("XIANXING_LANG", DEFAULT_LANGUAGE)
    if words[:1] == ["--lang"] and len(words) > 1:
        chosen = words[1]
    # argparse has no other hook for the language of its own words than the name by which it asks for them.
    setattr(argparse, "_", gettext)  # noqa: B010 — its stubs hide the name
    with language(chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE):
        options = _parser(words).parse_args(words)
        try:
            return load(options.command).run(options)
        except BrokenPipeError:
            sys.stderr.close()
            return 0


def _language_first(words: list[str]) -> list[str]:
    """The words with `--lang` and its value in front: it may stand anywhere, and argparse knows it there."""
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(words):
            return [*words[place : place + 2], *words[:place], *words[place + 2 :]]
        if word.startswith("--lang="):
            return ["--lang", word.removeprefix("--lang="), *words[:place], *words[place + 1 :]]
    return words


def _parser(words: list[str]) -> argparse.ArgumentParser:
    """A parser that loads only the subcommand in `words`, or all when none is named."""
    parser = argparse.ArgumentParser(prog="xianxing", description="先行 Xianxing")
    parser.add_argument("--lang", choices=LANGUAGES, help=gettext("Language of the output"))
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = [word for word in words if word in COMMANDS][:1]
    for name in named or COMMANDS:
        module = load(name)
        child = subparsers.add_parser(name, help=gettext(module.HELP), description=gettext(module.HELP))
        module.configure(child)
    return parser
